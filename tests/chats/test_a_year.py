"""This file is a whole year of the clock, with a bot that is down and dies at random times."""

import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import select

from models import contact, plan, report, unit
from models.contact import Contact, Role
from models.database import turn
from models.period import Period
from models.report import Report
from models.rules.states import ReportState
from models.rules.steps import Step, in_office_hours, steps
from models.rules.working_days import WorkingDays
from tests.chat import ZONE, Player, TestClock

FIRST, LAST = date(2026, 1, 5), date(2027, 1, 8)
# Most of the year nothing is due: there the clock strides.
OFTEN, SELDOM = timedelta(minutes=70), timedelta(hours=25)
BUSY = (date(2026, 10, 26), date(2026, 12, 4))
JOINED = datetime(2025, 12, 1, 9, 0, tzinfo=ZONE)
PEOPLE = range(701, 731)

Due = tuple[int, int, str]  # who, which report, which step


@dataclass
class Year:
    """What the clock must bring, worked out beside the bot: from the hours at which it was up."""

    player: Player
    chance: random.Random
    days: WorkingDays
    owed: set[Due] = field(default_factory=set)
    waiting: dict[Due, Step] = field(default_factory=dict)
    kills: int = 0
    reported_meanwhile: int = 0

    async def live(self) -> None:
        down_until = datetime.combine(FIRST, time(0), ZONE)
        for hour in _hours():
            if hour < down_until:
                continue
            self.player.clock.hour = hour
            if self.chance.random() < 0.05:
                down_until = hour + timedelta(hours=self.chance.choice((1, 5, 20, 60)))
                await self.player.restart()
                continue
            await self.pass_an_hour(hour)

    async def pass_an_hour(self, hour: datetime) -> None:
        """Tick, let somebody report perhaps while the batch is going out, let the process die perhaps."""
        due = self.due_at(hour)
        self.player.app.tick()
        self.waiting |= {one: step for one, step in due.items() if one not in self.owed}
        if self.chance.random() < (0.6 if self.waiting else 0.01):
            self.report(hour)
        if self.waiting and self.chance.random() < 0.5:
            self.kills += 1
            await self.player.restart()
        await self.player.app.settle()
        self.owed |= {one for one, step in self.waiting.items() if hour < step.until}
        self.waiting.clear()

    def due_at(self, hour: datetime) -> dict[Due, Step]:
        """Give who is to be reminded of what by a tick at this hour."""
        if not in_office_hours(hour, self.days):
            return {}
        with turn(self.player.engine) as session:
            rows = session.exec(
                select(Report, Period, Contact)
                .where(Report.period_id == Period.id, Report.unit == Contact.unit)
                .where(Report.state == ReportState.DUE, Contact.role == Role.CONTACT)
            ).all()
        laid_out = {due: steps(due, self.days, ZONE) for due in {period.due for _row, period, _who in rows}}
        return {
            (person.chat_id, row.id or 0, step.code): step
            for row, period, person in rows
            for step in laid_out[period.due]
            if step.at <= hour < step.until
        }

    def report(self, hour: datetime) -> None:
        """Let a random contact report everything that its unit owes."""
        chat_id = self.chance.choice(PEOPLE)
        with turn(self.player.engine) as session:
            person = contact.by_chat(session, chat_id)
            assert person is not None
            for row, _period in report.owed_by(session, person.unit or "", hour.date()):
                report.settle(session, row, ReportState.SUBMITTED, by=person.id or 0, now=hour)
        overtaken = [one for one in self.waiting if one[0] == chat_id]
        self.reported_meanwhile += len(overtaken)
        for one in overtaken:
            del self.waiting[one]

    def said(self) -> Counter[int]:
        return Counter(
            {
                person: sum("🔔" in shown.text for shown in self.player.standin.chat(person) if shown.by_bot)
                for person in PEOPLE
            }
        )


def _hours() -> Iterator[datetime]:
    hour = datetime.combine(FIRST, time(6, 30), ZONE)
    while hour.date() <= LAST:
        if time(6) <= hour.time() <= time(19):
            yield hour
        hour += OFTEN if BUSY[0] <= hour.date() <= BUSY[1] else SELDOM


@pytest.fixture
async def year(database: str) -> AsyncIterator[Year]:
    player = Player(database, TestClock(datetime.combine(FIRST, time(6), ZONE)))
    with turn(player.engine) as session:
        for person in session.exec(select(Contact)):
            session.delete(person)
        units = unit.alive_on(session, FIRST)
        for number, chat_id in enumerate(PEOPLE):
            player.add(str(chat_id), chat_id, f"Người {chat_id}")
            session.add(
                Contact(
                    chat_id=chat_id,
                    name=f"Người {chat_id}",
                    role=Role.CONTACT,
                    unit=units[number].code,
                    joined_at=JOINED,
                )
            )
        days = WorkingDays(plan.overrides(session))
    # Another year on each kind of database.
    yield Year(player, random.Random(player.engine.dialect.name), days)
    player.close()


async def test_in_a_year_of_falls_no_reminder_that_matters_is_missing_and_none_is_doubled(year: Year) -> None:
    await year.live()
    must = Counter(person for person, _report, _step in year.owed)
    assert year.said() == Counter({person: must[person] for person in PEOPLE})
    # The year was a hard one: else this would tell nothing.
    assert len(year.owed) > 80
    assert year.kills > 1
    assert year.reported_meanwhile > 0
