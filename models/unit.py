"""This file is the units that report: departments, districts, communes, each with its days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import UniqueConstraint, or_
from sqlmodel import Field, Session, SQLModel, col, delete, select

from models import event, plan
from models.columns import BIG, one_of
from models.rules.succession import Family, Life


class Refused(Exception):
    """A unit can't be changed so. `why` is one of the keys below; `about` is a code that it concerns."""

    def __init__(self, why: str, about: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.about = about


CODE_TAKEN = "code taken"
OUTSIDE_PLAN = "outside the plan"
NO_SUCH_UNIT = "no such unit"
ENDED_ALREADY = "ended already"
NOT_ENDED = "not ended by the office"
ENDS_TOO_SOON = "ends before it begins"
LEADS = "leads"
NOT_ALIVE_NEXT = "successor is not alive the day after"
ITSELF = "its own successor"


class UnitKind(StrEnum):
    """What sort of office a unit is."""

    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"
    ASSOCIATION = "association"


class Unit(SQLModel, table=True):
    """An office that reports, from its first day to its last."""

    code: str = Field(primary_key=True, max_length=24)
    position: int
    name: str
    short: str
    kind: UnitKind = Field(sa_type=one_of(UnitKind, "unit_kind"))
    first: date
    last: date | None = None
    statistics_code: str | None = None


class OtherName(SQLModel, table=True):
    """What people call a unit besides its names; the lead office agreed to it."""

    __tablename__ = "unit_other_name"
    __table_args__ = (UniqueConstraint("unit", "folded"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    unit: str = Field(foreign_key="unit.code")
    folded: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Called:
    """A unit with everything that it is called."""

    code: str
    name: str
    short: str
    first: date
    last: date | None
    also: tuple[str, ...]


class Succession(SQLModel, table=True):
    """One unit that took over another's work, wholly or in part."""

    predecessor: str = Field(primary_key=True, foreign_key="unit.code")
    successor: str = Field(primary_key=True, foreign_key="unit.code")


def alive_on(session: Session, day: date) -> Sequence[Unit]:
    """Give the units whose duty is alive on this day, in the plan's order."""
    lives = or_(col(Unit.last).is_(None), col(Unit.last) >= day)
    return session.exec(select(Unit).where(Unit.first <= day, lives).order_by(col(Unit.position))).all()


def in_order(session: Session) -> Sequence[Unit]:
    """Give every unit there ever was, in the plan's order."""
    return session.exec(select(Unit).order_by(col(Unit.position), col(Unit.code))).all()


def called(session: Session) -> list[Called]:
    """Give every unit there ever was with what people call it, in the plan's order."""
    also: dict[str, list[str]] = {}
    for row in session.exec(select(OtherName).order_by(OtherName.folded)):
        also.setdefault(row.unit, []).append(row.name)
    return [
        Called(
            code=row.code,
            name=row.name,
            short=row.short,
            first=row.first,
            last=row.last,
            also=tuple(also.get(row.code, ())),
        )
        for row in in_order(session)
    ]


def other_names(session: Session, code: str) -> Sequence[OtherName]:
    """Give what people call a unit besides its names, in the alphabet's order."""
    return session.exec(select(OtherName).where(OtherName.unit == code).order_by(OtherName.folded)).all()


def successions(session: Session) -> dict[str, list[str]]:
    """Give who took over from each unit that has successors."""
    found: dict[str, list[str]] = {}
    rows = select(Succession).order_by(col(Succession.predecessor), col(Succession.successor))
    for row in session.exec(rows):
        found.setdefault(row.predecessor, []).append(row.successor)
    return found


def family(session: Session) -> Family:
    """Give all units with their successions. Raises Circle."""
    lives = [Life(code=row.code, first=row.first, last=row.last) for row in in_order(session)]
    return Family(lives, successions(session))


def ended_before(session: Session, day: date) -> set[str]:
    """Give the units that are no more on this day."""
    return set(session.exec(select(Unit.code).where(col(Unit.last) < day)))


def ended(session: Session) -> Sequence[Unit]:
    """Give the units that have their last day, the latest first."""
    query = select(Unit).where(col(Unit.last).is_not(None))
    return session.exec(query.order_by(col(Unit.last).desc(), col(Unit.position))).all()


def carried_on(session: Session, code: str, day: date) -> frozenset[str]:
    """Give a unit with those whose work is its alone on a day."""
    moved = family(session).moved(day)
    return frozenset({code, *(earlier for earlier, heir in moved.items() if heir == code)})


def get(session: Session, code: str) -> Unit | None:
    return session.get(Unit, code)


def names(session: Session) -> dict[str, str]:
    """Give the short name of every unit, the ended ones too: history keeps its names."""
    return {unit.code: unit.short for unit in session.exec(select(Unit))}


def successors(session: Session, code: str) -> list[str]:
    query = select(Succession.successor).where(Succession.predecessor == code)
    return list(session.exec(query.order_by(Succession.successor)))


def predecessors(session: Session, code: str) -> list[str]:
    query = select(Succession.predecessor).where(Succession.successor == code)
    return list(session.exec(query.order_by(Succession.predecessor)))


def may_add(session: Session, code: str, first: date | None) -> None:
    """Check that a unit can be added. Raises Refused."""
    if get(session, code) is not None:
        raise Refused(CODE_TAKEN, code)
    if first is not None:
        _within_the_plan(session, first)


def may_end(session: Session, code: str, last: date, to: Iterable[str]) -> None:
    """Check that a unit can end on a day, with these to carry its work on. Raises Refused."""
    row = _existing(session, code)
    if row.last is not None:
        raise Refused(ENDED_ALREADY, code)
    if code == plan.current(session).lead_unit:
        raise Refused(LEADS, code)
    if last < row.first:
        raise Refused(ENDS_TOO_SOON, code)
    _within_the_plan(session, last)
    for successor in to:
        if successor == code:
            raise Refused(ITSELF, code)
        if not is_alive(_existing(session, successor), last + timedelta(days=1)):
            raise Refused(NOT_ALIVE_NEXT, successor)


def is_alive(row: Unit, day: date) -> bool:
    return row.first <= day and (row.last is None or day <= row.last)


def add(session: Session, row: Unit, *, by: int, now: datetime) -> None:
    """Add a unit behind the others. Raises Refused."""
    plan.lock(session)
    may_add(session, row.code, row.first)
    row.position = max((one.position for one in in_order(session)), default=-1) + 1
    session.add(row)
    session.flush()
    event.record(session, "unit.added", f"unit:{row.code}", at=now, by=by, after=_plain(row))


def rename(session: Session, code: str, *, name: str, short: str, by: int, now: datetime) -> None:
    """Give a unit another name; its code, and so all that hangs on it, stays. Raises Refused."""
    plan.lock(session)
    row = _existing(session, code)
    before = {"name": row.name, "short": row.short}
    row.name, row.short = name, short
    after = {"name": name, "short": short}
    event.record(session, "unit.renamed", f"unit:{code}", at=now, by=by, before=before, after=after)


def learn(session: Session, code: str, name: str, folded: str, *, by: int, now: datetime) -> None:
    """Know a unit by another name from now on. Raises Refused."""
    plan.lock(session)
    row = _existing(session, code)
    if folded in {one.folded for one in other_names(session, row.code)}:
        return  # another of the office gave it meanwhile
    session.add(OtherName(unit=row.code, folded=folded, name=name))
    session.flush()
    event.record(session, "unit.called", f"unit:{code}", at=now, by=by, after={"name": name})


def forget(session: Session, number: int, *, by: int, now: datetime) -> str | None:
    """Know a unit by another name no longer, and give its code; nothing where that name is gone already."""
    plan.lock(session)
    row = session.get(OtherName, number, populate_existing=True)
    if row is None:
        return None
    session.delete(row)
    session.flush()
    before = {"name": row.name}
    event.record(session, "unit.no_longer_called", f"unit:{row.unit}", at=now, by=by, before=before)
    return row.unit


def end(session: Session, code: str, last: date, to: Sequence[str], *, by: int, now: datetime) -> None:
    """End a unit on a day, the last on which it has a duty; others may carry its work on. Raises Refused."""
    plan.lock(session)
    may_end(session, code, last, to)
    row = _existing(session, code)
    known = successors(session, code)
    before = {"last": None, "successors": known}
    row.last = last
    session.add_all(Succession(predecessor=code, successor=one) for one in to if one not in known)
    session.flush()
    after = {"last": last.isoformat(), "successors": successors(session, code)}
    event.record(session, "unit.ended", f"unit:{code}", at=now, by=by, before=before, after=after)


def may_revive(session: Session, row: Unit) -> bool:
    """Tell whether a unit's end can be taken back: the office decided it, no law that the plan rests on."""
    return row.last is not None and row.code in _ended_by_the_office(session)


def revive(session: Session, code: str, *, by: int, now: datetime) -> None:
    """Take back that a unit ended: it goes on, and nobody carries on its work. Raises Refused."""
    plan.lock(session)
    row = _existing(session, code)
    if row.last is None or not may_revive(session, row):
        raise Refused(NOT_ENDED, code)
    before = {"last": row.last.isoformat(), "successors": successors(session, code)}
    row.last = None
    session.exec(delete(Succession).where(col(Succession.predecessor) == code))
    session.flush()
    after: dict[str, object] = {"last": None, "successors": []}
    event.record(session, "unit.revived", f"unit:{code}", at=now, by=by, before=before, after=after)


def _ended_by_the_office(session: Session) -> set[str]:
    return {about.removeprefix("unit:") for about in event.subjects(session, "unit", "unit.ended")}


def _existing(session: Session, code: str) -> Unit:
    row = get(session, code)
    if row is None:
        raise Refused(NO_SUCH_UNIT, code)
    return row


def _within_the_plan(session: Session, day: date) -> None:
    the_plan = plan.current(session)
    if not the_plan.first <= day <= the_plan.last:
        raise Refused(OUTSIDE_PLAN)


def _plain(row: Unit) -> dict[str, str | int | None]:
    values = row.model_dump()
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
