"""This file is how a database comes to the newest shape."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

FOLDER = Path(__file__).with_name("migrations")
SCRIPTS = ScriptDirectory(str(FOLDER))


def upgrade(engine: Engine, *, to: str = "head") -> None:
    command.upgrade(_config(engine), to)


def check(engine: Engine) -> None:
    """Raise where the tables in code and the migrations differ."""
    command.check(_config(engine))


def revise(engine: Engine, message: str) -> None:
    """Write a new migration from what differs."""
    command.revision(_config(engine), message, autogenerate=True)


def is_current(engine: Engine) -> bool:
    with engine.connect() as connection:
        return revision(connection) == newest()


def revision(connection: Connection) -> str | None:
    """Give the shape that a database has; None where it has no tables of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    return SCRIPTS.get_current_head()


def is_known(found: str) -> bool:
    """Tell whether this version knows a shape; it does not know those of later versions."""
    return found in {script.revision for script in SCRIPTS.walk_revisions()}


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["engine"] = engine
    return config
