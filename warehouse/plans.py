"""Plans: after a load, the documents that are copies and versions of one plan are told, and one is preferred.

Documents are brought together by what they print of themselves (title, number; an annex without a title by its place
in its document), and :mod:`pipeline.comparison` says what they are to each other. ``documents.version`` is NULL until
that is known. Only documents that share a title or a number, directly or through others, with one that is not placed
yet are read again, so a load costs what it brings, and the outcome does not depend on the order of loads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import duckdb
import pyarrow as pa

from pipeline.comparison.titles import number_key, title_parts
from pipeline.comparison.works import Member, Placement, works
from pipeline.models import Status

#: Documents whose texts are held in memory together, at least.
_TEXTS = 500

_DOCUMENTS = "SELECT document_id, parent_document_id, ordinal, title, doc_number, version IS NULL FROM documents"
#: The fields of a Member, by name.
_MEMBERS = """
WITH published AS (
  SELECT source_id, first(uri ORDER BY fetched_at, uri) AS uri, first(fetched_at ORDER BY fetched_at, uri) AS at
  FROM origins GROUP BY source_id
), addresses AS (
  SELECT s.source_id, coalesce(p.uri, s.uri) AS address,
    row_number() OVER (PARTITION BY address ORDER BY coalesce(p.at, s.landed_at), s.source_id) AS landing
  FROM sources AS s LEFT JOIN published AS p USING (source_id)
)
SELECT d.document_id, d.source_id, d.title, d.text, d.doc_number, d.issuer, d.region, d.status, d.issued_on,
  d.published_on, a.address, a.landing, s.reader,
  (SELECT count(*) FROM measures AS m WHERE m.document_id = d.document_id) AS measures,
  (SELECT count(*) FROM findings AS f WHERE f.document_id = d.document_id) AS findings
FROM documents AS d JOIN sources AS s USING (source_id) JOIN addresses AS a USING (source_id)
WHERE list_contains($1, d.document_id)
"""


def forget(connection: duckdb.DuckDBPyConnection, source_ids: Sequence[str]) -> None:
    """Before documents of these sources go: what is left of their plans is to be placed anew."""
    connection.execute(
        """
        UPDATE documents
        SET plan_id = document_id, version = NULL, is_extract = NULL, supersedes_document_id = NULL, is_preferred = TRUE
        WHERE plan_id IN (SELECT plan_id FROM documents WHERE list_contains($1, source_id))
        """,
        [list(source_ids)],
    )


def place(connection: duckdb.DuckDBPyConnection) -> None:
    """Give every document its plan, its version, and its standing among the copies."""
    blocks = list(_unplaced_blocks(connection.execute(_DOCUMENTS).fetchall()))
    alone = [
        Placement(only, only, 1, is_extract=False, supersedes=None, is_preferred=True)
        for only, *others in blocks
        if not others
    ]
    _store(connection, alone)
    for together in _gathered(block for block in blocks if len(block) > 1):
        members = _members(connection, [each for block in together for each in block])
        _store(connection, [p for block in together for p in works(members[each] for each in block)])


def _unplaced_blocks(
    documents: Sequence[tuple[str, str | None, int, str | None, str | None, bool]],
) -> Iterator[list[str]]:
    """The documents that share keys, directly or through others, in order of ids; only blocks with one that is not
    placed yet."""
    keys = _keys(documents)
    above = {document_id: document_id for document_id, *_ in documents}

    def root(each: str) -> str:
        while above[each] != each:
            above[each] = each = above[above[each]]
        return each

    first: dict[str, str] = {}
    for document_id, held in keys.items():
        for key in held:
            above[root(document_id)] = root(first.setdefault(key, document_id))
    blocks: defaultdict[str, list[str]] = defaultdict(list)
    unplaced = set()
    for document_id, *_, is_unplaced in sorted(documents):
        blocks[root(document_id)].append(document_id)
        if is_unplaced:
            unplaced.add(root(document_id))
    return (block for at, block in blocks.items() if at in unplaced)


def _keys(documents: Sequence[tuple[str, str | None, int, str | None, str | None, bool]]) -> dict[str, list[str]]:
    """By what a document may be found to be of the same work as another."""
    own = {
        document_id: [key for key in (title_parts(title).key, number_key(number)) if key]
        for document_id, _, _, title, number, _ in documents
    }
    ordinals = {document_id: ordinal for document_id, _, ordinal, *_ in documents}
    for document_id, parent, ordinal, *_ in documents:
        if parent and not own[document_id]:  # the n-th annex of the same document
            own[document_id] = [f"{key} {ordinal - ordinals.get(parent, 0)}" for key in own.get(parent, ())]
    return own


def _gathered(blocks: Iterable[list[str]]) -> Iterator[list[list[str]]]:
    """*blocks* in gatherings of :data:`_TEXTS` documents or somewhat more."""
    gathering: list[list[str]] = []
    for block in blocks:
        gathering.append(block)
        if sum(map(len, gathering)) >= _TEXTS:
            yield gathering
            gathering = []
    if gathering:
        yield gathering


def _members(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> Mapping[str, Member]:
    found = connection.execute(_MEMBERS, [ids])
    names = [column[0] for column in found.description or ()]
    held = (dict(zip(names, row, strict=True)) for row in found.fetchall())
    return {each["document_id"]: Member(**each | {"status": Status(each["status"])}) for each in held}


def _store(connection: duckdb.DuckDBPyConnection, placements: Sequence[Placement]) -> None:
    if not placements:
        return
    columns = ("document_id", "plan_id", "version", "is_extract", "supersedes", "is_preferred")
    incoming = pa.table({name: [getattr(each, name) for each in placements] for name in columns})
    incoming = incoming.set_column(4, "supersedes", incoming["supersedes"].cast(pa.string()))
    connection.register("placements", incoming)
    try:
        connection.execute(
            """
            UPDATE documents SET plan_id = p.plan_id, version = p.version, is_extract = p.is_extract,
              supersedes_document_id = p.supersedes, is_preferred = p.is_preferred
            FROM placements AS p
            WHERE documents.document_id = p.document_id
            """
        )
    finally:
        connection.unregister("placements")
