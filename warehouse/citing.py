"""Citations lead to the documents that the warehouse holds.

A citation means the document with its number or, where it prints none, with its title; brackets and dashes are of one
kind for this. Of several such documents the preferred one of its plan is meant, else one that is whole. A plan does not
cite itself, nor its own copies and versions.
"""

from __future__ import annotations

import duckdb

_LINK = """
WITH cited AS (
  SELECT c.citation_id, d.plan_id, c.doc_number IS NOT NULL AS is_numbered,
    translate(coalesce(c.doc_number, c.title), '()–－-[]［］ ', '（）———〔〕〔〕') AS name
  FROM citations AS c JOIN documents AS d USING (document_id)
), named AS (
  SELECT document_id, plan_id, is_preferred, is_extract, TRUE AS is_numbered,
    translate(doc_number, '()–－-[]［］ ', '（）———〔〕〔〕') AS name
  FROM documents WHERE doc_number IS NOT NULL
  UNION ALL
  SELECT document_id, plan_id, is_preferred, is_extract, FALSE,
    translate(title, '()–－-[]［］ ', '（）———〔〕〔〕')
  FROM documents WHERE title IS NOT NULL
), found AS (
  SELECT c.citation_id,
    first(d.document_id ORDER BY d.is_preferred DESC, d.is_extract NULLS LAST, d.document_id) AS document_id
  FROM cited AS c JOIN named AS d ON d.name = c.name AND d.is_numbered = c.is_numbered AND d.plan_id <> c.plan_id
  GROUP BY c.citation_id
), links AS (
  SELECT c.citation_id, f.document_id FROM citations AS c LEFT JOIN found AS f USING (citation_id)
)
UPDATE citations SET cited_document_id = links.document_id
FROM links
WHERE links.citation_id = citations.citation_id AND citations.cited_document_id IS DISTINCT FROM links.document_id
"""


def link(connection: duckdb.DuckDBPyConnection) -> None:
    """Let every citation lead to the cited document where the warehouse holds it."""
    connection.execute(_LINK)
