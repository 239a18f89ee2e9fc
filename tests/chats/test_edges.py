"""This file is the edges of the reporting year as the clock crosses them: midnights, Tết, swaps, ends of units."""

import asyncio
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.playground.standin import Refused
from handlers import calendar, progress
from handlers.replies.progress import Units
from models import contact, deadline, plan, report, tally, unit
from models.database import turn
from models.enterprise import Enterprise
from models.period import Period
from models.plan import Round
from models.report import Report
from models.rules.counting import Form, Kind
from models.rules.spans import Roll, Span
from models.rules.states import ReportState
from models.unit import Unit, UnitKind
from tests.chat import ZONE, Player
from tests.chats.test_progress import record, take_part

NIL = ("{}: /baocao", "{}: [∅ Không phát sinh]", "{}: [∅ Đúng, không phát sinh]")
LAST_OF_SCT = date(2026, 11, 8)


async def file_nil(chat: Player, *names: str) -> None:
    await chat.hear(*(line.format(name) for name in names for line in NIL))


def reports(chat: Player) -> Counter[str]:
    with turn(chat.engine) as session:
        rows = session.exec(select(Report, Period).where(Report.period_id == Period.id))
        return Counter(of.code for _row, of in rows)


def state_of(chat: Player, code: str) -> ReportState | None:
    with turn(chat.engine) as session:
        of = session.exec(select(Period).where(Period.round == "NAM", Period.year == 2026)).one()
        row = session.exec(select(Report).where(Report.period_id == of.id, Report.unit == code)).first()
        return row.state if row else None


async def mornings(chat: Player, first: date, last: date, *names: str) -> dict[str, dict[date, str]]:
    """Let the clock cross every morning; give how each message begins that these people hear."""
    heard: dict[str, dict[date, str]] = {name: {} for name in names}
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        for line in (await chat.said(f"── {day:%d/%m/%Y} 08:00 ──")).splitlines():
            speaker, _colon, words = line.partition(": ")
            if (name := speaker.removeprefix("Bot → ")) in heard:
                assert day not in heard[name]
                heard[name][day] = words
    return heard


def foretold(chat: Player, first: date, last: date, name: str) -> set[date]:
    """Give the days on which the ledger says that one person will hear something."""
    with turn(chat.engine) as session:
        person = contact.by_chat(session, chat.people[name])
        assert person is not None
        entries = calendar.entries(session, chat.clock.now(), ZONE, Span(first, last))
        return {one.at.date() for one in entries if one.addressee == person.id}


async def test_each_span_of_the_decree_begins_with_its_own_midnight(chat: Player) -> None:
    """Quý IV ends on 14/12, quý I and the half-year begin on 15/12; the calendar year is the annual report's."""
    await chat.hear("── 14/12/2026 23:59 ──")
    of_this_year = {"NAM-2026": 40}
    assert reports(chat) == of_this_year
    await chat.hear("── 15/12/2026 00:00 ──")
    of_the_year = of_this_year | {"Q1-2027": 40, "6T-2027": 40, "9T-2027": 40}
    assert reports(chat) == of_the_year
    await chat.hear("── 15/12/2026 08:00 ──", "── 31/12/2026 23:59 ──")
    assert reports(chat) == of_the_year
    assert await chat.said("── 01/01/2027 00:00 ──") == ""  # a day off
    assert reports(chat) == of_the_year | {"NAM-2027": 40}


async def test_over_tet_nobody_hears_anything_and_a_due_day_in_it_waits_for_the_first_day_worked(
    chat: Player,
) -> None:
    """Tết Đinh Mùi: 04/02 to 10/02/2027 are off. Working days before 11/02: 03, 02, 01/02, 29, 28/01 is the fifth."""
    with turn(chat.engine) as session:
        row = Round(
            plan="3483",
            code="TET",
            name="Tết",
            title="Báo cáo dịp Tết {year}",
            first={"month": 1, "day": 4},
            last={"month": 1, "day": 31},
            due={"month": 2, "day": 8},
            roll=Roll.FORWARD,
            estimate=False,
            law="",
        )
        session.add(row)
    await chat.hear("── 18/01/2027 06:00 ──")
    told = foretold(chat, date(2027, 1, 19), date(2027, 2, 20), "Lan")
    heard = (await mornings(chat, date(2027, 1, 19), date(2027, 2, 20), "Lan"))["Lan"]
    assert heard == {
        date(2027, 1, 21): "🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo dịp Tết 2027 (11/02/2027)",
        date(2027, 1, 28): "🔔 Còn 5 ngày làm việc đến hạn nộp Báo cáo dịp Tết 2027 (11/02/2027)",
        date(2027, 2, 1): "🔔 Còn 3 ngày làm việc đến hạn nộp Báo cáo dịp Tết 2027 (11/02/2027)",
        date(2027, 2, 3): "🔔 Còn 1 ngày làm việc đến hạn nộp Báo cáo dịp Tết 2027 (11/02/2027)",
        date(2027, 2, 11): "🔔 Báo cáo dịp Tết 2027: hôm nay là hạn nộp (11/02/2027)",
        date(2027, 2, 12): "🔔 Báo cáo dịp Tết 2027 đã quá hạn nộp (11/02/2027)",
        date(2027, 2, 16): "🔔 Báo cáo dịp Tết 2027 đã quá hạn nộp (11/02/2027)",
        date(2027, 2, 18): "🔔 Báo cáo dịp Tết 2027 đã quá hạn nộp (11/02/2027)",
    }
    assert told == heard.keys()


async def test_a_bot_that_slept_through_tet_says_the_latest_step_once_on_the_first_day_worked(
    chat: Player,
) -> None:
    with turn(chat.engine) as session:
        of = session.exec(select(Period).where(Period.round == "NAM")).one()
        of.nominal_due = of.due = date(2027, 2, 3)
    await chat.hear("── 01/02/2027 08:00 ──")
    assert await chat.said("── 06/02/2027 08:00 ──") == ""  # mùng 1
    heard = await mornings(chat, date(2027, 2, 7), date(2027, 2, 13), "Lan", "Hòa")
    assert heard["Lan"] == {date(2027, 2, 11): "🔔 Báo cáo năm 2026 đã quá hạn nộp (03/02/2027)"}
    assert heard["Hòa"].keys() == {date(2027, 2, 11), date(2027, 2, 12)}  # the deadline's, the week's


async def test_a_saturday_swapped_a_week_before_moves_what_is_not_sent_yet(chat: Player) -> None:
    """Saturday 14/11 is worked for Monday 16/11: due 17/11; before it 14, 13, 12/11 is the third, 10/11 the fifth."""
    await file_nil(chat, "Hòa", "Minh")
    await chat.hear("── 02/11/2026 08:00 ──", "── 06/11/2026 08:00 ──")
    assert foretold(chat, date(2026, 11, 7), date(2026, 11, 17), "Lan") == {
        date(2026, 11, day) for day in (9, 11, 13, 16, 17)
    }
    await chat.hear("Hòa: /lich", "Hòa: [📆 Ngày nghỉ, ngày làm bù]", "Hòa: [➕ Quyết định một ngày]")
    await chat.hear("Hòa: 14/11", "Hòa: [Làm việc]", "Hòa: Thông báo 123/TB-UBND")
    await chat.goes("""
        Hòa: [✅ Lưu]
        Bot: ✅ Đã lưu. 14/11/2026 (Thứ Bảy): làm việc.
             …
    """)
    await chat.hear(
        "Hòa: [➕ Quyết định một ngày]", "Hòa: 16/11", "Hòa: [Nghỉ]", "Hòa: Thông báo 123/TB-UBND"
    )
    await chat.goes("""
        Hòa: [✅ Lưu]
        Bot: ✅ Đã lưu. 16/11/2026 (Thứ Hai): nghỉ.
             • Báo cáo năm 2026: 16/11/2026 → 17/11/2026 (Thứ Ba)
             …
    """)
    told = foretold(chat, date(2026, 11, 7), date(2026, 11, 18), "Lan")
    heard = (await mornings(chat, date(2026, 11, 7), date(2026, 11, 18), "Lan"))["Lan"]
    assert heard == {
        date(2026, 11, 10): "🔔 Còn 5 ngày làm việc đến hạn nộp Báo cáo năm 2026 (17/11/2026)",
        date(2026, 11, 12): "🔔 Còn 3 ngày làm việc đến hạn nộp Báo cáo năm 2026 (17/11/2026)",
        date(2026, 11, 14): "🔔 Còn 1 ngày làm việc đến hạn nộp Báo cáo năm 2026 (17/11/2026)",
        date(2026, 11, 17): "🔔 Báo cáo năm 2026: hôm nay là hạn nộp (17/11/2026)",
        date(2026, 11, 18): "🔔 Báo cáo năm 2026 đã quá hạn nộp (17/11/2026)",
    }
    assert told == heard.keys()


def reminders_to(chat: Player, name: str) -> list[str]:
    return [one.text for one in chat.standin.chat(chat.people[name]) if one.by_bot and "🔔" in one.text]


async def test_a_report_filed_while_its_reminder_waits_for_telegram_lets_the_reminder_go(
    chat: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    await chat.hear("Lan: /baocao", "Lan: [∅ Không phát sinh]")
    busy = Refused(429, "Too Many Requests: retry after 120", retry_after=120)
    chat.standin.fail_next("sendMessage", busy, chat_id=chat.people["Lan"])
    await chat.hear("── 02/11/2026 08:06 ──")
    assert len(reminders_to(chat, "Minh")) == 1
    assert await chat.said("Lan: [∅ Đúng, không phát sinh]") == ""  # the reminder is still before it
    assert "Đã tiếp nhận báo cáo “Không phát sinh”" in await chat.said("── 02/11/2026 08:08 ──")
    await mornings(chat, date(2026, 11, 3), date(2026, 11, 16))
    assert reminders_to(chat, "Lan") == []


async def test_a_report_filed_while_its_reminder_is_on_the_wire_is_reminded_of_once(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [∅ Không phát sinh]")
    chat.standin.delay_next("sendMessage", 0.5, chat_id=chat.people["Lan"])

    async def file_meanwhile() -> None:
        async with asyncio.timeout(10):
            while not reminders_to(chat, "Lan"):  # noqa: ASYNC110 - a chat has no event for it
                await asyncio.sleep(0.01)
        await chat.said("Lan: [∅ Đúng, không phát sinh]")

    await asyncio.gather(chat.said("── 02/11/2026 08:06 ──"), file_meanwhile())
    assert state_of(chat, "SCT") is ReportState.NIL
    await mornings(chat, date(2026, 11, 3), date(2026, 11, 16))
    assert len(reminders_to(chat, "Lan")) == 1


async def test_a_report_filed_after_its_reminders_answer_was_lost_is_not_reminded_of_again(
    chat: Player,
) -> None:
    await chat.hear("Lan: /baocao", "Lan: [∅ Không phát sinh]")
    chat.standin.drop_next("sendMessage", afterwards=True, chat_id=chat.people["Lan"])
    await chat.hear("── 02/11/2026 08:06 ──", "Lan: [∅ Đúng, không phát sinh]")
    assert "Đã tiếp nhận báo cáo" in await chat.said("── 02/11/2026 08:07 ──")
    assert len(reminders_to(chat, "Lan")) == 1


def merge(chat: Player) -> None:
    """Let SCT and SNNMT become one office on 09/11/2026, in the middle of the year's report; Lan goes with it."""
    with turn(chat.engine) as session:
        now, lead = chat.clock.now(), contact.by_chat(session, chat.people["Hòa"])
        lan = contact.by_chat(session, chat.people["Lan"])
        assert lead is not None
        assert lan is not None
        first = LAST_OF_SCT + timedelta(days=1)
        new = Unit(
            code="SCN",
            position=0,
            name="Sở Công nghiệp",
            short="Sở Công nghiệp",
            kind=UnitKind.DEPARTMENT,
            first=first,
        )
        unit.add(session, new, by=lead.id or 0, now=now)
        for code in ("SCT", "SNNMT"):
            unit.end(session, code, LAST_OF_SCT, ["SCN"], by=lead.id or 0, now=now)
        contact.assign(session, lan, contact.Role.CONTACT, "SCN", by=lead.id or 0, now=now)


async def test_a_successor_has_the_day_that_its_predecessor_was_given(chat: Player) -> None:
    """SCT may report until 30/11: so may the office that it becomes on 09/11, and the ledger knows it before."""
    await file_nil(chat, "Hòa", "Minh")
    with turn(chat.engine) as session:
        of = session.exec(select(Period).where(Period.round == "NAM", Period.year == 2026)).one()
        row = report.of(session, "SCT", of)
        assert row is not None
        deadline.extend(session, row, date(2026, 11, 30), "bão", by=1, now=chat.clock.now())
    await chat.hear("── 06/11/2026 10:00 ──")
    merge(chat)
    await chat.hear("── 06/11/2026 10:01 ──")
    told = foretold(chat, date(2026, 11, 7), date(2026, 11, 30), "Lan")
    heard = (await mornings(chat, date(2026, 11, 7), date(2026, 11, 30), "Lan"))["Lan"]
    assert heard == {
        date(2026, 11, 13): "🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (30/11/2026)",
        date(2026, 11, 20): "🔔 Còn 5 ngày làm việc đến hạn nộp Báo cáo năm 2026 (30/11/2026)",
        date(2026, 11, 25): "🔔 Còn 3 ngày làm việc đến hạn nộp Báo cáo năm 2026 (30/11/2026)",
        date(2026, 11, 27): "🔔 Còn 1 ngày làm việc đến hạn nộp Báo cáo năm 2026 (30/11/2026)",
        date(2026, 11, 30): "🔔 Báo cáo năm 2026: hôm nay là hạn nộp (30/11/2026)",
    }
    assert told == heard.keys()


def shares(chat: Player, units: Units, day: date) -> dict[str, tuple[dict[str, int], int]]:
    with turn(chat.engine) as session:
        found = progress.by_unit(session, progress.count(session, day), units, today=day)
        return {one.unit.code: (dict(one.figures), one.activities) for one in found if one.activities}


async def test_of_a_unit_merged_in_mid_period_only_the_successor_owes_and_no_figure_changes(
    chat: Player,
) -> None:
    """Enterprises supported in 2026: SCT 1 and 2, SNNMT 2 and 3, the new office 3 and 4.

    As they were: 2, 2, 2 with one activity each. Today all is the new office's: 1 to 4, four of three activities.
    """
    await file_nil(chat, "Hòa", "Minh")
    with turn(chat.engine) as session:
        for n in range(1, 5):
            session.add(Enterprise(id=n, name=f"DN {n}", folded=f"dn {n}", form=Form.COMPANY))
        session.flush()
        for code, day, parts in (("SCT", date(2026, 5, 4), (1, 2)), ("SNNMT", date(2026, 6, 1), (2, 3))):
            take_part(session, record(session, chat, code, Kind.SUPPORT, day), parts)
        tally.rebuild(session, plan.current(session))
    await chat.hear("── 02/11/2026 08:00 ──", "── 06/11/2026 10:00 ──")
    merge(chat)
    await chat.hear("── 06/11/2026 10:01 ──")
    told = foretold(chat, date(2026, 11, 7), date(2026, 11, 17), "Lan")
    heard = await mornings(chat, date(2026, 11, 7), date(2026, 11, 17), "Lan", "Minh")
    assert heard["Lan"] == {
        date(2026, 11, 9): "🔔 Còn 5 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)",
        date(2026, 11, 11): "🔔 Còn 3 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)",
        date(2026, 11, 13): "🔔 Còn 1 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)",
        date(2026, 11, 16): "🔔 Báo cáo năm 2026: hôm nay là hạn nộp (16/11/2026)",
        date(2026, 11, 17): "🔔 Báo cáo năm 2026 đã quá hạn nộp (16/11/2026)",
    }
    assert told == heard["Lan"].keys()
    assert (state_of(chat, "SCT"), state_of(chat, "SNNMT"), state_of(chat, "SCN")) == (
        ReportState.EXCUSED,
        ReportState.NIL,
        ReportState.DUE,
    )
    with turn(chat.engine) as session:
        take_part(session, record(session, chat, "SCN", Kind.SUPPORT, date(2026, 11, 12)), (3, 4))
        tally.rebuild(session, plan.current(session))
    day = date(2026, 11, 17)
    assert shares(chat, Units.THEN, day) == {code: ({"DN": 2}, 1) for code in ("SCT", "SNNMT", "SCN")}
    assert shares(chat, Units.NOW, day) == {"SCN": ({"DN": 4}, 3)}
