"""Words that grow with the world, as YAML beside this file; rules are code, elsewhere.

:func:`load` reads a file once, checks its shape and gives it frozen. :func:`digest` names the state of
all of it, so that a warehouse can tell whether a source was read under other words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML built without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class VocabularyError(ValueError):
    """A vocabulary file does not have the shape that its readers rely on."""


@cache
def load(name: str) -> dict[str, Any]:
    """The mapping in ``<name>.yml``.

    Raises:
        VocabularyError: the file holds no mapping, or a list in it names a word twice.
    """
    text = resources.files(__name__).joinpath(f"{name}.yml").read_text("utf-8")
    data = yaml.load(text, Loader=_Loader)
    if not isinstance(data, dict):
        raise VocabularyError(f"vocabulary/{name}.yml: a mapping is expected at the top")
    for key, value in data.items():
        if isinstance(value, list):
            seen: set[str] = set()
            for word in value:
                if isinstance(word, str) and word in seen:
                    raise VocabularyError(f"vocabulary/{name}.yml: {key} names {word} twice")
                seen.add(word if isinstance(word, str) else repr(word))
    return data


def words(name: str, *keys: str) -> tuple[str, ...]:
    """The lists of words under *keys* of a file, one behind the other.

    Raises:
        VocabularyError: there is no such list of strings.
    """
    found: list[str] = []
    for key in keys:
        value = load(name).get(key)
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            raise VocabularyError(f"vocabulary/{name}.yml: {key} must be a list of words")
        found += value
    return tuple(found)


def alternation(items: Iterable[str]) -> str:
    """A regular expression group that matches any of *items*, the longest first."""
    return "(?:" + "|".join(re.escape(item) for item in sorted(set(items), key=lambda w: (-len(w), w))) + ")"


@cache
def digest() -> str:
    """SHA-256 over all vocabulary files, by name."""
    total = hashlib.sha256()
    folder = resources.files(__name__)
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yml"):
            total.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return total.hexdigest()
