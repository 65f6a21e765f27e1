"""Write ``tests/schemas/<version>.sql``, a warehouse of the present tables filled with the tests' plan, and
``tests/contracts/<version>.yaml``, the contract.

Called once for each release, ``PYTHONPATH=.:tests python tests/schemas/write.py``: later releases are tested on what
it wrote, so a file that stands here is never written anew.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import duckdb
from warehouse_plan import origin, plan

from warehouse import citing, contract, loading, plans
from warehouse.landing import Landing, failed
from warehouse.opening import create
from warehouse.rows import rows
from warehouse.schema import quoted
from warehouse.tables import TABLES, SourceStatus
from warehouse.views import VIEWS


def literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | float):
        return str(value).upper() if isinstance(value, bool) else repr(value)
    if isinstance(value, date | datetime):
        return quoted(value.isoformat())
    assert isinstance(value, str), value
    return quoted(value)


def filled() -> duckdb.DuckDBPyConnection:
    """A warehouse in which every table has rows: the plan, and a file that could not be read."""
    extraction = plan()
    landing = Landing(
        Path(extraction.name),
        extraction.source_id,
        extraction.name,
        extraction.uri,
        SourceStatus.LOADED,
        fingerprint=f"{extraction.source_id} rules",
        byte_size=extraction.byte_size,
        media_type=extraction.media_type,
        reader=extraction.reader,
        page_count=extraction.page_count,
        tables=rows(extraction),
    )
    empty = Landing(Path("b.txt"), "0" * 12, "b.txt", "file:///b.txt", SourceStatus.FAILED)
    connection = duckdb.connect()
    create(connection)
    run_id = loading.start_run(connection)
    loading.load(connection, [landing, failed(empty, "The file is empty; leave it out.")], run_id)
    loading.record_origins(connection, [origin(extraction.source_id)])
    plans.place(connection)
    loading.gather(connection)
    citing.link(connection)
    loading.finish_run(connection, run_id, [SourceStatus.LOADED, SourceStatus.FAILED])
    return connection


def script(connection: duckdb.DuckDBPyConnection) -> str:
    """The statements that make the same tables, rows and views."""
    ((version,),) = connection.execute("SELECT version FROM schema_version").fetchall()
    statements = [
        "CREATE TABLE schema_version (version INTEGER NOT NULL)",
        "COMMENT ON TABLE schema_version IS '表结构版本'",
        f"INSERT INTO schema_version VALUES ({version})",
    ]
    for table in TABLES:
        statements += table.ddl
        found = connection.execute(f"SELECT {', '.join(table.names)} FROM {table.name} ORDER BY {', '.join(table.key)}")
        statements += [f"INSERT INTO {table.name} VALUES ({', '.join(map(literal, row))})" for row in found.fetchall()]
    for view in VIEWS:
        statements += view.ddl
    return ";\n".join(statements) + ";\n"


if __name__ == "__main__":
    with filled() as connection:
        ((number,),) = connection.execute("SELECT version FROM schema_version").fetchall()
        here = Path(__file__).parent
        released = {
            here / f"{number}.sql": script(connection),
            here.parent / "contracts" / f"{contract.version()}.yaml": contract.text(),
        }
        for file, text in released.items():
            if not file.exists():
                file.write_text(text, "utf-8")
