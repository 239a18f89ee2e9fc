"""This file is who may ask what: keys, whole and of a unit, made and revoked, and how often."""

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from sqlmodel import select

from bot import logs
from bot.api import routes
from bot.api.gate import IN_LINE, SIDE_BY_SIDE, TRIES, Gate
from bot.flood import Flood
from handlers import supply
from handlers.supply import Asked, Given
from models import event, key
from models.activity import Activity, Certificate, Expert
from models.database import turn
from models.key import PREFIX, Key, NoSuchKey
from models.rules.counting import Kind
from tests.api.asking import System, by_code, columns
from tests.chat import Player
from tests.chats.firms import settle
from tests.chats.test_progress import five_years, record
from tests.chats.test_requests import SENT
from tests.chats.test_snapshots import FREEZE

TABLES = ("/indicators", "/activities", "/filings", "/units", "/groups")
SPELLINGS = [path + ending for path in TABLES for ending in ("", ".csv")]


def behind(system: System, gate: Gate) -> System:
    """Give the same system behind a gate with limits of its own."""
    transport = system.client._transport  # noqa: SLF001 - httpx has no other way
    transport.app = routes.mount(system.chat.app, gate)  # type: ignore[attr-defined]
    return system


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_without_a_key_nothing_is_open(system: System) -> None:
    secret, system.secret = system.secret, ""
    for path in SPELLINGS:
        answer = await system.get(path)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="nscl"')
        assert "Authorization: Bearer" in answer.json()["detail"]
        assert (await system.get(f"{path}?access_token={secret}")).status_code == 401
        assert (await system.get(path, Authorization=f"Basic {secret}")).status_code == 401
        assert (await system.get(path, Authorization="Bearer ")).status_code == 401
        assert (await system.get(path, Authorization=f"bearer  {secret}")).status_code == 200


async def test_a_revoked_key_and_one_that_never_was_are_told_the_same(system: System) -> None:
    assert (await system.get("/units")).status_code == 200
    with turn(system.chat.engine) as session:
        row = session.exec(select(Key)).one()
        key.revoke(session, row.id or 0, by="nscl", now=system.chat.clock.now())
    revoked = await system.get("/units")
    system.secret = f"{PREFIX}{'A' * 43}"
    unknown = await system.get("/units")
    assert (revoked.status_code, revoked.content) == (unknown.status_code, unknown.content)
    assert revoked.headers["www-authenticate"] == 'Bearer realm="nscl", error="invalid_token"'
    assert unknown.headers["www-authenticate"] == revoked.headers["www-authenticate"]
    assert revoked.json()["detail"] == "Khóa này không có hiệu lực."


async def test_only_the_hash_of_a_secret_is_kept_and_the_book_has_who_made_and_revoked_it(
    system: System,
) -> None:
    assert len(system.secret) == len(PREFIX) + 43  # 32 bytes in base64
    with turn(system.chat.engine) as session:
        row = session.exec(select(Key)).one()
        assert system.secret not in str(row.model_dump())
        assert row.secret_hash == key.hash_of(system.secret)
        key.revoke(session, row.id or 0, by="hoa", now=system.chat.clock.now())
        told = event.of(session, f"key:{row.id}")
        assert [(one.what, one.after and one.after.get("made_by"), one.why) for one in told] == [
            ("key.made", "nscl", ""),
            ("key.revoked", None, "by hoa"),
        ]
        assert all(system.secret not in str(one.model_dump()) for one in told)
        with pytest.raises(NoSuchKey, match="key list"):
            key.revoke(session, row.id or 0, by="hoa", now=system.chat.clock.now())


async def test_a_key_of_a_unit_opens_its_own_part_and_the_totals(chat: Player, system: System) -> None:
    five_years(chat)
    await chat.hear(*FREEZE, "Hòa: [✅ Chốt]")
    whole, own = system, system.with_key("SNNMT")
    data = await own.json("/indicators")
    totals = (await whole.json("/indicators"))["indicators"]
    assert columns(data["indicators"], "code", "value") == columns(totals, "code", "value")
    # Of SNNMT in 2026: 2 and 3, and by its model 1; leaders 33.
    shares = {code: one["share"]["value"] for code, one in by_code(data).items()}
    assert (data["unit"], shares["DN"], shares["LD"], shares["GT"]) == ("SNNMT", 3, 33, 0)
    # What was reported upward is for those who see everything.
    assert all("reported" not in one for one in data["indicators"])
    assert {row["reported"] for row in await own.table("/indicators.csv")} == {""}
    listed = await own.json("/activities")
    assert {one["unit"] for one in listed["activities"]} == {"SNNMT"}
    # Two supports, one of them ahead; a model, two courses.
    assert (listed["total"]["activities"], listed["total"]["estimates"]) == (4, 1)
    assert {one["unit"] for one in (await own.json("/filings"))["filings"]} == {"SNNMT"}
    assert {row["unit"] for row in await own.table("/filings.csv")} == {"SNNMT"}


async def test_a_key_of_a_unit_is_refused_another_unit(chat: Player, system: System) -> None:
    five_years(chat)
    own = system.with_key("SNNMT")
    words = "Khóa này chỉ đọc được phần của SNNMT; SCT là đơn vị khác."
    for path in ("/indicators", "/activities", "/filings", "/activities.csv"):
        assert await own.refused(f"{path}?unit=SCT") == (403, words)
        assert (await own.get(f"{path}?unit=SNNMT")).status_code == 200
        # What it carries on alone is its own.
        assert (await own.get(f"{path}?unit=SNNPTNT")).status_code == 200
        assert (await own.refused(f"{path}?unit=XYZ"))[0] == 400


async def test_a_successor_reads_what_it_carries_on(chat: Player, system: System) -> None:
    with turn(chat.engine) as session:
        for unit in ("SNNPTNT", "SNNMT", "SCT"):
            record(session, chat, unit, Kind.TRAINING, date(2024, 5, 1), attendances=10)
        settle(session)
    own = system.with_key("SNNMT")
    assert {one["unit"] for one in (await own.json("/activities"))["activities"]} == {"SNNPTNT", "SNNMT"}
    assert (await own.json("/activities?unit=SNNPTNT"))["total"]["attendances"] == 10


async def test_a_unit_sees_no_request_that_was_made_of_others(chat: Player, system: System) -> None:
    asked, other = system.with_key("SCT"), system.with_key("SYT")
    await chat.hear(*SENT)
    seen = [len((await one.json("/filings"))["periods"]) for one in (other, asked, system)]
    assert seen == [1, 2, 2]


async def test_no_name_of_an_expert_leaves_by_any_address(chat: Player, system: System) -> None:
    with turn(chat.engine) as session:
        session.add(Expert(id=9, name="Đỗ Thị Ửng", folded="do thi ung"))
        row = record(session, chat, "SCT", Kind.CERTIFICATION, date(2026, 7, 1))
        session.add(Certificate(activity_id=row, expert_id=9, number="NSCL-77"))
        session.flush()
        settle(session)
    assert by_code(await system.json("/indicators"))["CG"]["value"] == 1
    for path in SPELLINGS:
        told = (await system.get(path)).text
        assert "Ửng" not in told
        assert "NSCL-77" not in told


async def test_nothing_can_be_written(system: System) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        answer = await system.get("/activities", method=method)
        assert answer.status_code == 405
        assert {one.strip() for one in answer.headers["allow"].split(",")} == {"GET", "HEAD"}
        assert answer.headers["content-type"] == "application/problem+json"
    head = await system.get("/activities", method="HEAD")
    assert (head.status_code, head.headers["content-type"]) == (200, "application/json")


async def test_that_a_key_is_in_use_is_written_down_once_an_hour(system: System) -> None:
    def last_used() -> object:
        with turn(system.chat.engine) as session:
            return session.exec(select(Key.last_used_at)).one()

    assert last_used() is None
    begun = system.chat.clock.now()
    await system.get("/units")
    assert last_used() == begun
    system.chat.clock.hour = begun + timedelta(minutes=59)
    await system.get("/units")
    assert last_used() == begun
    system.chat.clock.hour = begun + timedelta(minutes=60)
    await system.get("/units")
    assert last_used() == begun + timedelta(minutes=60)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_while_others_write_reading_goes_on(chat: Player, system: System) -> None:
    five_years(chat)
    with closing(sqlite3.connect(chat.url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = await system.get("/indicators")
        other.execute("ROLLBACK")
    assert answer.status_code == 200


async def test_before_the_bot_is_at_work_systems_are_asked_to_come_again(system: System) -> None:
    system.chat.app.is_working = False
    answer = await system.get("/units")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")


class Hands:
    """A clock of the limits that is moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_key_that_asks_too_fast_is_slowed_as_a_chat_is(system: System) -> None:
    hands = Hands()
    other = system.with_key("SCT")
    behind(system, Gate(system.chat.app, asking=Flood(tell=hands)))
    answers = [(await system.get("/groups")).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
    slowed = await system.get("/groups")
    assert (slowed.status_code, slowed.headers["retry-after"]) == (429, "1")
    assert slowed.json()["detail"] == "Khóa này gửi yêu cầu quá nhanh. Xin gửi mỗi giây một yêu cầu."
    assert (await other.get("/groups")).status_code == 200, "another key is not slowed"
    hands.at += 1
    assert [(await system.get("/groups")).status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_whoever_guesses_waits_and_keeps_out_nobody_who_has_a_key(system: System) -> None:
    hands = Hands()
    behind(system, Gate(system.chat.app, guessing=Flood(TRIES, 0.1, hands)))
    guesser = System(system.chat, system.client, "nscl_x")
    answers = [(await guesser.get("/groups")).status_code for _ in range(TRIES + 1)]
    assert answers == [401] * TRIES + [429]
    slowed = await guesser.get("/groups")
    assert (slowed.status_code, slowed.headers["retry-after"]) == (429, "10")
    assert (await system.get("/groups")).status_code == 200, "a key that asks for the first time, too"
    hands.at += 10
    assert [(await guesser.get("/groups")).status_code for _ in range(2)] == [401, 429]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_key_may_ask_thirty_times_at_once_as_the_first_thing_after_a_start(system: System) -> None:
    hands = Hands()
    behind(system, Gate(system.chat.app, asking=Flood(tell=hands), guessing=Flood(TRIES, 0.1, hands)))
    answers = await asyncio.gather(*(system.get("/groups") for _ in range(31)))
    assert sorted(one.status_code for one in answers) == [200] * 30 + [429]


class Slow:
    """A table that comes only when it is let go, and counts who works on it at once."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.now = self.most = 0
        self.begun: list[str | None] = []
        self._lock = threading.Lock()

    def __call__(self, asked: Asked) -> Given:
        with self._lock:
            self.begun.append(asked.of_unit)
            self.now += 1
            self.most = max(self.most, self.now)
        self.go.wait(20)
        with self._lock:
            self.now -= 1
        return Given(data={"plan": "3483", "groups": []}, lines="groups")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_big_answers_hold_up_no_chat_and_only_two_are_made_at_once(
    chat: Player, system: System
) -> None:
    behind(system, Gate(chat.app, asking=Flood(burst=1000)))
    await system.get("/groups")
    slow = Slow()
    with patch.dict(supply.GIVEN, {"groups": slow}):
        asking = [asyncio.create_task(system.get("/groups")) for _ in range(IN_LINE + 8)]
        await until_so(lambda: slow.now == SIDE_BY_SIDE and sum(one.done() for one in asking) == 8)
        begun = time.monotonic()
        assert "Tiến độ" in await chat.said("Hòa: /tiendo")
        assert time.monotonic() - begun < 10
        slow.go.set()
        statuses = [(await one).status_code for one in asking]
    assert sorted(statuses) == [200] * IN_LINE + [503] * 8
    assert slow.most == SIDE_BY_SIDE
    assert (await system.get("/groups")).status_code == 200, "there is room again"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_who_asks_once_waits_for_few_of_those_of_another_key(system: System) -> None:
    gate, slow, other = Gate(system.chat.app), Slow(), system.with_key("SCT")
    behind(system, gate)
    with patch.dict(supply.GIVEN, {"groups": slow}):
        asking = [asyncio.create_task(system.get("/groups")) for _ in range(30)]
        await until_so(lambda: any(line.length == IN_LINE for line in gate._lines.values()))  # noqa: SLF001 - its line
        asking.append(asyncio.create_task(other.get("/groups")))
        await until_so(lambda: len(gate._lines) == 2)  # noqa: SLF001 - it stands in its line
        slow.go.set()
        assert [(await one).status_code for one in asking] == [200] * 31
    assert slow.begun[:4].count("SCT") == 1
    assert not gate._lines  # noqa: SLF001 - nobody waits


async def until_so(is_so: Callable[[], bool]) -> None:
    for _ in range(2000):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("not within twenty seconds")


def _breaks(asked: Asked) -> Given:
    raise RuntimeError(f"something with {asked.said}")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_failure_is_told_and_neither_key_nor_question_is_logged(
    system: System, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.set_up("DEBUG")
    with patch.dict(supply.GIVEN, {"indicators": _breaks}):
        status, sentence = await system.refused("/indicators?as_of=2026-01-31")
    logging.getLogger("test").warning("somebody wrote %s", system.secret)
    written = capsys.readouterr().err
    assert (status, sentence) == (500, "Có lỗi ở phía máy chủ; nhật ký của bot đã ghi lại.")
    assert "RuntimeError" in written
    assert "somebody wrote <token>" in written
    assert system.secret not in written
    assert "2026-01-31" not in written


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_was_taken_back_is_in_no_list(chat: Player, system: System) -> None:
    with turn(chat.engine) as session:
        number = record(session, chat, "SCT", Kind.TRAINING, date(2026, 5, 1), attendances=10)
        session.get_one(Activity, number).voided_at = chat.clock.now()
        settle(session)
    data = await system.json("/activities")
    assert (data["activities"], data["total"]["activities"]) == ([], 0)
