"""This file is the terminal's commands about keys, with which other systems read."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer
from sqlmodel import Session

from bot import opened
from bot.api.contract import ROOT
from bot.live import NoSuchUnit
from bot.rehearsal import Clock
from models import key, unit
from models.database import turn

app = typer.Typer(help="Keys, with which other systems read.", no_args_is_help=True)
LONGEST_NAME = 100


@app.command()
def make(
    name: Annotated[str, typer.Option(help="The system that will hold it: Hệ thống báo cáo tỉnh.")],
    unit_code: Annotated[
        str, typer.Option("--unit", help="It opens what belongs to this unit; without it, the whole plan.")
    ] = "",
) -> None:
    """Print a new key, once: it can't be seen again."""
    called = " ".join(name.split())
    if not 0 < len(called) <= LONGEST_NAME:
        raise SystemExit(f"--name: 1 to {LONGEST_NAME} letters, such as: Hệ thống báo cáo tỉnh")
    code = unit_code.strip().upper()
    with _at_hand() as (session, now):
        if code and code not in {row.code for row in unit.alive_on(session, now.date())}:
            raise NoSuchUnit(f"--unit {code}: no such unit reports today; `python -m bot units` lists them")
        row, secret = key.make(session, called, code or None, by=_who(), now=now)
    print(f"Key {row.id}: {row.name}, {_opens(row)}. It is shown this once:\n{secret}")
    print(f"curl -H 'Authorization: Bearer {secret}' http://HOST:PORT{ROOT}/indicators")


@app.command("list")
def list_keys() -> None:
    """Print the keys there are and were: no secret is among them."""
    with _at_hand() as (session, now):
        for row in key.every(session):
            last = f"last used {_day(row.last_used_at, now)}" if row.last_used_at else "never used"
            ended = f"  REVOKED {_day(row.revoked_at, now)}" if row.revoked_at else ""
            made = f"made {_day(row.made_at, now)} by {row.made_by}"
            print(f"{row.id}  {row.name}  {_opens(row)}  {made}  {last}{ended}")


@app.command()
def revoke(number: Annotated[int, typer.Argument(help="Its number in the list.")]) -> None:
    """Let a key open nothing any more, from the next question on."""
    with _at_hand() as (session, now):
        row = key.revoke(session, number, by=_who(), now=now)
    print(f"Key {row.id}, {row.name}, opens nothing any more.")


@contextmanager
def _at_hand() -> Iterator[tuple[Session, datetime]]:
    """Give the database and the hour."""
    said = opened.settings()
    with opened.ready(said) as engine, turn(engine) as session:
        yield session, Clock(said.zone).now()


def _opens(row: key.Key) -> str:
    return f"unit {row.unit}" if row.unit else "the whole plan"


def _day(at: datetime, now: datetime) -> str:
    return f"{at.astimezone(now.tzinfo):%Y-%m-%d %H:%M}"


def _who() -> str:
    """Name who is at the terminal; a container may know no name for its number."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "a user without a name"
