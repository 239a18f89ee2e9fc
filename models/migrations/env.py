"""This file is how Alembic runs: on the engine that it was handed, in one transaction."""

from typing import Literal

from alembic import context
from sqlalchemy import Engine
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

import models.tables  # noqa: F401 - makes every table known

engine: Engine = context.config.attributes["engine"]


def _plain_text(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write SQLModel's own types short: text as what it is to the database, times by their name."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if kind == "type" and isinstance(item, UTCDateTime):
        return "UTCDateTime()"
    return False


with engine.connect() as connection:
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        # Batch mode drops and makes tables anew; with keys on, that would take the rows of others along.
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        # Of several processes that start together one migrates, and the others find it done.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(3483, -2)")
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
        render_item=_plain_text,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if is_sqlite:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"rows without their parents after a migration: {broken}")
        connection.rollback()
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.exec_driver_sql("BEGIN")
