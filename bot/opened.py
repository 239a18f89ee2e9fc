"""This file is what a command of the terminal begins with: the settings, the log, the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from bot import logs
from bot import settings as setting
from bot.settings import Settings
from models import migrate
from models.database import open_engine


def settings() -> Settings:
    said = setting.read()
    logs.set_up(said.log_level, said.log_format)
    return said


@contextmanager
def ready(said: Settings) -> Iterator[Engine]:
    """Open the database at its newest shape."""
    with opened(said) as engine:
        migrate.upgrade(engine)
        yield engine


@contextmanager
def opened(said: Settings) -> Iterator[Engine]:
    """Open the database as it is."""
    engine = open_engine(said.database)
    try:
        yield engine
    finally:
        engine.dispose()
