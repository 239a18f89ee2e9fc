"""This file is the bot at work: with a token, on Telegram or a server that speaks its Bot API."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlmodel import Session, func, select

from bot import web
from bot.app import App, LostLead
from bot.flood import Flood
from bot.rehearsal import Clock
from bot.settings import Settings
from bot.telegram import Door, Unanswered
from models import contact, migrate, plan, planfile, planstore, processes, tally, unit
from models.contact import Contact, Role
from models.database import open_engine, turn
from models.outbox import Pace

log = logging.getLogger(__name__)

SHIPPED_PLAN = Path(__file__).parents[1] / "plans" / "3483"


class NoSuchUnit(Exception):
    """A unit's code that nobody bears today."""


async def run(
    said: Settings, start: datetime | None, *, pace: Pace | None = None, flood: Flood | None = None
) -> None:
    """Run until the process is told to end. A first start prints the way in for the lead office."""
    clock = Clock(said.zone, start)
    if clock.is_rehearsal:
        log.warning("this is a rehearsal: the clock begins at %s", clock.now().isoformat(timespec="seconds"))
    engine = open_engine(said.database)
    engine.connect().close()  # a wrong address ends the start, with one line
    door = Door.open(said.bot_token.get_secret_value(), said.telegram_api_url, said.telegram_proxy)
    app = App(engine, door, clock, pace=pace, flood=flood, backups=said.backups)
    try:
        async with _served(app, said):
            await _work(app, said)
    except* LostLead:
        raise SystemExit("another process took over: start this one again, to wait behind it") from None
    finally:
        await door.close()
        app.presence.leave()
        engine.dispose()


async def _work(app: App, said: Settings) -> None:
    """Come to work: alone where only one may work, beside others with PostgreSQL and a webhook."""
    if not said.webhook_url or app.engine.dialect.name == "sqlite":
        await app.lead()
    migrate.upgrade(app.engine)
    with turn(app.engine) as session:
        processes.alone(session)
        code = prepare(session, now=app.clock.now())
    await app.greet()
    if code:
        print(f"First person of the lead office:\n{invitation(app.door.username, code)}", flush=True)
    log.info("@%s is at work", app.door.username)
    await app.run(webhook=said.webhook_url, secret=said.webhook_secret.get_secret_value())


@asynccontextmanager
async def _served(app: App, said: Settings) -> AsyncIterator[None]:
    """Serve health and measures, and the webhook where there is one, while the work goes on."""
    try:
        listening = web.listen(said.host, said.port)
    except OSError as taken:
        words = f"HOST {said.host}, PORT {said.port}: {taken.strerror}"
        if said.webhook_url:
            raise SystemExit(words) from None
        log.warning("%s; nothing is served at /healthz and /metrics", words)
        yield
        return
    path, secret = urlsplit(said.webhook_url).path, said.webhook_secret.get_secret_value()
    server = web.server(web.application(app, path=path, secret=secret))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


def prepare(session: Session, *, now: datetime) -> str | None:
    """Load the shipped plan into an empty database, build totals that are missing; give the first code.

    That one is for the lead office, while nobody has joined.
    """
    if plan.loaded(session) is None:
        planstore.store(session, planfile.read(SHIPPED_PLAN), now=now)
    the_plan = plan.current(session)
    if not the_plan.tallied:
        tally.rebuild(session, the_plan)
    if session.exec(select(func.count()).select_from(Contact)).one():
        return None
    return invite(session, Role.LEAD, "", now=now)


def invite(session: Session, role: Role, unit_code: str, *, now: datetime) -> str:
    """Make an invitation. Raises NoSuchUnit for a unit that the plan does not have today, and NoPlan."""
    code = unit_code if role is Role.CONTACT else plan.current(session).lead_unit
    if code not in {row.code for row in unit.alive_on(session, now.date())}:
        raise NoSuchUnit(f"--unit {code}: no such unit reports today; `python -m bot units` lists them")
    return contact.invite(session, role, code if role is not Role.OBSERVER else None, now=now)


async def username(said: Settings) -> str:
    """Ask Telegram for the bot's name; empty where there is no token or no answer."""
    if not said.bot_token.get_secret_value():
        return ""
    door = Door.open(said.bot_token.get_secret_value(), said.telegram_api_url, said.telegram_proxy)
    try:
        await door.greet()
    except Unanswered:
        return ""
    else:
        return door.username
    finally:
        await door.close()


def invitation(name: str, code: str) -> str:
    """Word an invitation: the link, and the code for those whom a link does not reach."""
    unknown = "" if name else "\nNAME is the bot's name: Telegram could not be asked for it."
    link = f"https://t.me/{name or 'NAME'}?start={code}"
    return f"{link}\n/start {code}\n(one person, once, within 7 days){unknown}"
