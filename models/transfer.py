"""This file is how all rows go from one database into another, whichever kind each is."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, Column, Connection, LargeBinary, Table, func, null, select, text

from models.tables import all_tables

# So many rows are held in memory at once; of those that may carry a picture, fewer.
ROWS, HEAVY_ROWS = 1000, 50


def copy(source: Connection, target: Connection) -> int:
    """Put every row of the source into the target, whose tables are empty, and tell how many."""
    copied = 0
    for table in all_tables():
        for rows in _portions(source, table):
            target.execute(table.insert(), rows)
            copied += len(rows)
    return copied


def empty(target: Connection) -> None:
    """Take every row out."""
    if target.dialect.name == "postgresql":
        # Row by row, it would look through the dead rows of other tables for each of them.
        quote = target.dialect.identifier_preparer.format_table
        target.execute(text(f"TRUNCATE {', '.join(quote(table) for table in all_tables())}"))
        return
    for table in reversed(all_tables()):
        target.execute(table.delete())


def go_on_counting(target: Connection) -> None:
    """Let new rows get numbers after those that came; SQLite sees to that by itself."""
    if target.dialect.name != "postgresql":
        return
    quote = target.dialect.identifier_preparer
    for table in all_tables():
        for column in table.primary_key:
            names = {"table": quote.format_table(table), "column": column.name}
            sequence = target.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), names).scalar()
            if sequence is not None:
                last = target.execute(select(func.max(column))).scalar()
                target.execute(select(func.setval(sequence, max(last or 1, 1), (last or 0) > 0)))


def _portions(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Read a table portion by portion, in the order of its keys."""
    documents = [column for column in table.c if isinstance(column.type, JSON) and column.nullable]
    query = select(*table.c, *(column.is_(None).label(_absence(column)) for column in documents))
    is_heavy = any(isinstance(column.type, LargeBinary) for column in table.c)
    found = source.execute(
        query.order_by(*table.primary_key).execution_options(yield_per=HEAVY_ROWS if is_heavy else ROWS)
    )
    for portion in found.mappings().partitions():
        rows = [dict(row) for row in portion]
        for row in rows:
            for column in documents:
                # Python knows one None; in the database "no document" and "the document null" are two.
                if row.pop(_absence(column)):
                    row[column.name] = null()
        yield rows


def _absence(column: Column[Any]) -> str:
    return f"no {column.name}"
