"""This file is the bot at work while Telegram, the line and the database fail in every way they can."""

import resource
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.playground.standin import Refused
from models import contact, inbox, unit
from models.contact import Contact, Role
from models.database import open_engine, turn
from models.outbox import Message, MessageState
from tests.conftest import JOINED, furnish
from tests.postgres import missing, own_cluster
from tests.whole.server import Process, Server, until

PEOPLE = range(601, 621)
LEAD = 601


class Office:
    """A bot at work, people who talk with it, and what its database holds."""

    def __init__(self, server: Server, bot: Process, url: str) -> None:
        self.server = server
        self.bot = bot
        self.url = url
        self._strangers = iter(PEOPLE[1:])

    def somebody(self) -> int:
        """Give a contact to whom nothing has happened yet."""
        return next(self._strangers)

    def has_begun(self) -> bool:
        return "bot." in self.bot.log()

    def messages(self, chat_id: int) -> list[Message]:
        engine = open_engine(self.url)
        with turn(engine) as session:
            found = session.exec(select(Message).where(Message.chat_id == chat_id).order_by("id")).all()
        engine.dispose()
        return list(found)

    def newest(self, chat_id: int, state: MessageState) -> Message | None:
        found = self.messages(chat_id)
        return found[-1] if found and found[-1].state is state else None

    def is_reachable(self, chat_id: int) -> bool:
        engine = open_engine(self.url)
        with turn(engine) as session:
            person = contact.by_chat(session, chat_id)
        engine.dispose()
        return person is not None and person.unreachable_since is None

    def answers(self, chat_id: int) -> list[str]:
        return [shown.text for _at, shown in self.server.taken_in(chat_id)]

    def asks(self, chat_id: int, *, within: float = 10.0) -> float:
        """Let somebody ask for help; give how long the answer took, in seconds."""
        before, began = len(self.answers(chat_id)), time.monotonic()
        self.server.send(chat_id, "/trogiup")
        until(lambda: len(self.answers(chat_id)) > before, f"an answer to {chat_id}", patience=within)
        return time.monotonic() - began


def people_join(url: str) -> None:
    engine = open_engine(url)
    with turn(engine) as session:
        units = unit.alive_on(session, JOINED.date())
        for number, person in enumerate(PEOPLE):
            role, of = (Role.LEAD, "SKHCN") if person == LEAD else (Role.CONTACT, units[number].code)
            session.add(Contact(chat_id=person, name=f"Người {person}", role=role, unit=of, joined_at=JOINED))
    engine.dispose()


@pytest.fixture(scope="module")
def office(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    (folder / "bot.db").write_bytes(blank.read_bytes())
    url = f"sqlite:///{folder / 'bot.db'}"
    people_join(url)
    with Server() as server:
        for person in PEOPLE:
            server.add(person, f"Người {person}")
        bot = Process(server.url, folder)
        bot.start("--now", "2026-11-02T07:00:00")
        yield Office(server, bot, url)
        assert bot.end() == 0
        assert "Traceback" not in bot.log()


def test_a_chat_that_must_wait_holds_up_no_other(office: Office) -> None:
    slow, other = office.somebody(), office.somebody()
    too_much = Refused(429, "Too Many Requests: retry after 120", retry_after=120)
    office.server.standin.fail_next("sendMessage", too_much, chat_id=slow)
    office.server.send(slow, "/trogiup")
    until(lambda: any("busy" in one.error for one in office.messages(slow)), "the answer must wait")
    assert office.asks(other) < 3
    waiting = office.messages(slow)[-1]
    assert timedelta(seconds=115) < waiting.not_before - waiting.made_at < timedelta(seconds=130)
    assert office.answers(slow) == []


def test_who_blocked_the_bot_is_marked_until_they_write_again(office: Office) -> None:
    person = office.somebody()
    gone = Refused(403, "Forbidden: bot was blocked by the user")
    office.server.standin.fail_next("sendMessage", gone, chat_id=person)
    office.server.send(person, "/trogiup")
    until(lambda: not office.is_reachable(person), "the person is marked")
    assert office.messages(person)[-1].state is MessageState.FAILED
    office.asks(person)
    assert office.is_reachable(person)


@pytest.mark.parametrize(
    ("refusal", "reachable"),
    [
        ("Bad Request: chat not found", False),
        ("Bad Request: message is too long", True),
        ("Bad Request: can't parse entities", True),
    ],
)
def test_a_message_that_is_refused_holds_up_none_behind_it(
    office: Office, refusal: str, reachable: bool
) -> None:
    person = office.somebody()
    office.server.standin.fail_next("sendMessage", Refused(400, refusal), chat_id=person)
    office.server.send(person, "/trogiup")
    until(lambda: office.newest(person, MessageState.FAILED), "the message failed")
    assert office.is_reachable(person) is reachable
    office.asks(person)
    assert len(office.answers(person)) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [(401, "Unauthorized"), (409, "Conflict: terminated by other getUpdates request"), (502, "Bad Gateway")],
)
def test_a_passing_failure_delays_and_loses_nothing(office: Office, code: int, words: str) -> None:
    person = office.somebody()
    for method in ("getUpdates", "sendMessage"):
        office.server.standin.fail_next(method, Refused(code, words))
    office.asks(person, within=20)
    assert len(office.answers(person)) == 1


def test_a_slow_answer_to_one_chat_delays_no_other(office: Office) -> None:
    slow, other = office.somebody(), office.somebody()
    office.server.standin.delay_next("sendMessage", 6.0, chat_id=slow)
    office.server.send(slow, "/trogiup")
    office.server.send(slow, "/trogiup")
    assert office.asks(other) < 3
    until(lambda: len(office.answers(slow)) == 2, "both answers, the second after the first")
    assert len(office.messages(slow)) == 2


@pytest.mark.parametrize(("afterwards", "copies"), [(False, 1), (True, 2)])
def test_a_line_that_breaks_is_tried_again(office: Office, afterwards: bool, copies: int) -> None:
    """Nobody can tell whether it had arrived: an answer twice is better than none."""
    person = office.somebody()
    office.server.standin.drop_next("sendMessage", afterwards=afterwards, chat_id=person)
    office.server.send(person, "/trogiup")
    until(lambda: len(office.answers(person)) == copies, "the answer")
    until(lambda: office.newest(person, MessageState.SENT), "it counts as sent")
    assert len(office.answers(person)) == copies


def test_a_poll_that_breaks_is_tried_again(office: Office) -> None:
    person = office.somebody()
    office.server.standin.drop_next("getUpdates")
    office.server.standin.drop_next("getUpdates", afterwards=True)
    office.asks(person, within=20)
    assert len(office.answers(person)) == 1


def test_an_update_that_nobody_can_read_is_set_aside_and_told_to_the_lead_office(office: Office) -> None:
    person = office.somebody()
    number = office.server.put_raw({"message": {"chat": 7}})
    office.asks(person)
    engine = open_engine(office.url)
    with turn(engine) as session:
        aside = [(row.update_id, row.error, row.body["message"]) for row in inbox.aside(session)]
    engine.dispose()
    assert aside == [(number, aside[0][1], {"chat": 7})]
    until(lambda: "⚠️" in "".join(office.answers(LEAD)), "the lead office is told")
    assert "1 since" in office.bot.terminal("check").stdout
    assert office.bot.terminal("retry").stdout == "1 updates are back in line.\n"
    until(lambda: "out of the line" in office.bot.log(), "it is tried again")


def test_a_locked_database_delays_and_loses_nothing(office: Office) -> None:
    person = office.somebody()
    with closing(sqlite3.connect(office.url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        office.server.send(person, "/trogiup")
        time.sleep(20)
        assert office.answers(person) == []
        other.execute("ROLLBACK")
    until(lambda: office.answers(person), "the answer after the lock")
    assert "the database could not be asked" in office.bot.log()
    time.sleep(1)
    assert len(office.answers(person)) == 1


def test_a_full_disk_delays_and_loses_nothing(office: Office) -> None:
    person = office.somebody()
    office.asks(person)
    limits = resource.prlimit(office.bot.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(office.bot.pid, resource.RLIMIT_FSIZE, (4096, limits[1]))
    office.server.send(person, "/tiendo")
    noticed = "the database could not be asked (OperationalError); again in"
    until(lambda: noticed in office.bot.log(), "it noticed")
    assert len(office.answers(person)) == 1
    resource.prlimit(office.bot.pid, resource.RLIMIT_FSIZE, limits)
    until(lambda: len(office.answers(person)) == 2, "the answer once there is room")


def test_a_database_server_that_is_gone_for_a_while_delays_and_loses_nothing(tmp_path: Path) -> None:
    with own_cluster() as cluster:
        if cluster is None:
            missing()
            return
        url = cluster.make("office")
        engine = open_engine(url)
        furnish(engine)
        engine.dispose()
        people_join(url)
        with at_work(url, tmp_path / "bot") as (office,):
            office.asks(LEAD, within=30)
            cluster.stop()
            office.server.send(LEAD, "/trogiup")
            time.sleep(20)
            cluster.start()
            until(lambda: len(office.answers(LEAD)) == 2, "the answer once the server is back", patience=60)
            assert office.bot.end() == 0
            assert "Traceback" not in office.bot.log()


def test_a_second_process_waits_and_takes_over_when_the_first_dies(database: str, tmp_path: Path) -> None:
    people_join(database)
    with at_work(database, tmp_path / "first", tmp_path / "second") as (first, second):
        first.asks(LEAD, within=30)
        until(lambda: "this one waits for its end" in second.bot.log(), "the second process waits")
        assert "bot is at work" not in second.bot.log()
        first.bot.end(signal.SIGKILL)
        assert second.asks(LEAD, within=30) < 30
        assert "bot is at work" in second.bot.log()
        assert second.bot.end() == 0
        assert "Conflict" not in first.bot.log() + second.bot.log()


@contextmanager
def at_work(url: str, *folders: Path) -> Iterator[list[Office]]:
    """Start one process after the other on a database."""
    with Server() as server, ExitStack() as afterwards:
        for person in PEOPLE:
            server.add(person, f"Người {person}")
        offices = []
        for folder in folders:
            folder.mkdir()
            bot = Process(server.url, folder, DATABASE_URL=url)
            afterwards.callback(bot.end, signal.SIGKILL)
            bot.start("--now", "2026-11-02T07:00:00")
            offices.append(Office(server, bot, url))
            until(offices[-1].has_begun, "the process has begun")
        yield offices
