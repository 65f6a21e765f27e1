"""What a flow run leaves for people to see: the sentence of its final state, and an artifact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

#: Failures that the sentence of a state names; the artifact names them all.
MOST_NAMED = 5


def final(what: str, failures: Sequence[tuple[object, str]], data: Any = None, *, failed: bool = False) -> State[Any]:  # noqa: ANN401 - whatever the flow returns
    """The final state of a flow: its sentence says *what* was done, and names what failed.

    What failed does not fail the flow, unless it *failed* as a whole."""
    named = [f"{where}: {sentence}" for where, sentence in failures[:MOST_NAMED]]
    if len(failures) > MOST_NAMED:
        named.append(f"and {len(failures) - MOST_NAMED:,} more")
    message = " ".join([what, *named])
    return Failed(message=message) if failed else Completed(message=message, data=data)


def artifact(key: str, markdown: str, description: str) -> None:
    """Keep a page of Markdown with the flow run; the key's latest one is what people look at."""
    create_markdown_artifact(key=key, markdown=markdown, description=description)
