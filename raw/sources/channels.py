"""``sources.toml``: the channels that are polled for plans, checked as they are read.

What a key may hold is its ``description``, which is also what an error says and what ``docs/sources.md`` lists.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from raw.sources.errors import ChannelsError

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _duration(value: object) -> timedelta:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhdw])", value) if isinstance(value, str) else None
    if not found:
        raise ValueError(value)
    return timedelta(**{_UNITS[found[2]]: float(found[1])})


def _address(value: object) -> str:
    parts = urlsplit(value) if isinstance(value, str) else None
    if not parts or parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise ValueError(value)
    return str(value)


def _pattern(value: object) -> re.Pattern[str]:
    try:
        return re.compile(str(value))
    except re.error as error:
        raise ValueError(value) from error


def _selector(value: object) -> str:
    try:
        LexborHTMLParser("<p>").css(str(value))
    except SelectolaxError as error:
        raise ValueError(value) from error
    return str(value)


Duration = Annotated[timedelta, BeforeValidator(_duration)]
WebAddress = Annotated[str, BeforeValidator(_address)]
Pattern = Annotated[re.Pattern[str], BeforeValidator(_pattern)]
Selector = Annotated[str, BeforeValidator(_selector)]


class _Checked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Channel(_Checked):
    """What every channel has."""

    name: str = Field(pattern=r"^[\w-]{1,60}$", description="a short name of letters, digits, - and _, each used once")
    expect_every: Duration | None = Field(
        None, description='a duration such as "30d": silent for longer, `taizhang status` warns'
    )
    max_megabytes: float = Field(64, gt=0, le=2048, description="the largest file to land, in MB, from above 0 to 2048")


class WebChannel(Channel):
    """What channels on the web have: how they are asked, and what is taken from an article's page."""

    revisit: Duration = Field(
        timedelta(days=1), description='a duration such as "1d": known addresses are asked again no sooner'
    )
    pause: float = Field(1.0, ge=0, le=600, description="seconds between two requests to one host, from 0 to 600")
    timeout: float = Field(120.0, gt=0, le=3600, description="seconds a whole request may take, from above 0 to 3600")
    attempts: int = Field(3, ge=1, le=10, description="how often one address is asked in one poll, from 1 to 10")
    private_network: bool = Field(
        False, description="true lets requests reach private and local addresses, false refuses them"
    )
    article: Selector | None = Field(None, description="a CSS selector of the element that holds the article")
    take: Literal["both", "page", "attachments"] = Field(
        "both", description='what to land: "both", "page" or "attachments"'
    )
    attachments: tuple[str, ...] = Field(
        ("pdf", "doc", "docx", "ofd", "wps"),
        strict=False,
        description='a list of file name endings such as ["pdf", "ofd"]',
    )
    attachment_links: Pattern | None = Field(
        None, description="a regular expression that attachments' addresses match, where they have no ending"
    )


class Listing(WebChannel):
    """Pages that list articles."""

    kind: Literal["listing"]
    start: WebAddress = Field(description="the address of the first page of the list, http:// or https://")
    links: Pattern = Field(description="a regular expression that the articles' full addresses match")
    link_text: Pattern | None = Field(None, description="a regular expression that the links' texts match too")
    next_page: str | None = Field(
        None,
        min_length=1,
        description='the text of the link to the next page, such as "下一页"; or an address with {n}, '
        'such as "index_{n}.html", with n from 1 on',
    )
    pages: int = Field(20, ge=1, le=1000, description="the most pages of the list to read, from 1 to 1000")


class Feed(WebChannel):
    """An RSS or Atom feed."""

    kind: Literal["feed"]
    start: WebAddress = Field(description="the address of the feed, http:// or https://")


class Folder(Channel):
    """Files of a folder, with those of the folders below it."""

    kind: Literal["folder"]
    path: str = Field(min_length=1, description="the path of a folder, relative to sources.toml or absolute")
    files: str = Field("**/*", min_length=1, description='a pattern of paths below it, such as "**/*.pdf"')
    settle: Duration = Field(
        timedelta(seconds=5), description='a duration such as "5s": younger files may be half written'
    )


class Bucket(Channel):
    """Files at any address that fsspec knows."""

    kind: Literal["bucket"]
    url: str = Field(pattern=r"^[a-z0-9+.-]+://.+", description="an fsspec address such as s3://bucket/plans")
    files: str = Field("**/*", min_length=1, description='a pattern of paths below it, such as "**/*.pdf"')
    options: dict[str, Any] = Field({}, description="a table of options for fsspec, such as { anon = true }")


AnyChannel = Annotated[Listing | Feed | Folder | Bucket, Field(discriminator="kind")]


class Channels(_Checked):
    """All of ``sources.toml``."""

    contact: str | None = Field(
        None, description="an e-mail or web address that sites are told with every request, to complain to"
    )
    store: str = Field("raw/store", min_length=1, description="the path of the store, relative to sources.toml")
    bucket: str | None = Field(
        None,
        pattern=r"^[a-z0-9+.-]+://.*[^/]$",
        description="an fsspec address such as s3://bucket/landed, where landed bytes are kept for other machines to "
        "read; the store then holds the index of them",
    )
    source: tuple[AnyChannel, ...] = Field((), strict=False, description="one [[source]] for each channel")


def load(path: str | Path) -> Channels:
    """The channels that the file at *path* names; relative paths in it made absolute from the file's folder.

    Raises:
        ChannelsError: it cannot be read, or some key is wrong; every wrong key in a line of its own.
    """
    path = Path(path)
    try:
        settings = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ChannelsError(
            f"There is no {path}; write one (docs/sources.md), or name another with --sources."
        ) from None
    except OSError as error:
        raise ChannelsError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ChannelsError(f"{path} is not valid TOML: {error}.") from None
    try:
        channels = Channels.model_validate(settings)
    except ValidationError as error:
        raise ChannelsError("\n".join(f"{path}: {_sentence(each, settings)}" for each in error.errors())) from None
    names = [channel.name for channel in channels.source]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ChannelsError(f"{path}: `name` is used twice: {', '.join(twice)}; give each source a name of its own.")
    home = path.resolve().parent
    return channels.model_copy(
        update={
            "store": str(home / channels.store),
            "source": tuple(_at_home(channel, home) for channel in channels.source),
        }
    )


def _at_home(channel: AnyChannel, home: Path) -> AnyChannel:
    return channel.model_copy(update={"path": str(home / channel.path)}) if isinstance(channel, Folder) else channel


_KINDS: dict[str, type[Channel]] = {"listing": Listing, "feed": Feed, "folder": Folder, "bucket": Bucket}


def _sentence(error: ErrorDetails, settings: dict[str, Any]) -> str:
    """One wrong key as a sentence: where it stands, what it is called, what is allowed."""
    place = list(error["loc"])
    model: type[BaseModel] = Channels
    where = ""
    if len(place) > 1 and place[0] == "source":
        entry = settings["source"][place[1]]
        named = entry.get("name") if isinstance(entry, dict) else None
        where = f"source {int(place[1]) + 1}" + (f" ({named})" if named else "") + ": "
        model = _KINDS.get(str(place[2]) if len(place) > 2 else "", Channel)
        place = place[3:]
    if error["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        return f"{where}`kind` must be one of {', '.join(_KINDS)}."
    if not place:
        return f"{where}write one [[source]] with its keys for each channel."
    key = str(place[0])
    field = model.model_fields.get(key)
    if field is None:
        near = difflib.get_close_matches(key, model.model_fields, 1)
        meant = f"; did you mean `{near[0]}`?" if near else "."
        return f"{where}there is no key `{key}`{meant} Allowed are {', '.join(model.model_fields)}."
    if error["type"] == "missing":
        return f"{where}`{key}` is missing: {field.description}."
    return f"{where}`{key}` must be {field.description}; it is {error['input']!r}."
