"""This file is the units that report: departments, districts, communes, each with its days."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import or_
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import one_of
from models.rules.succession import Family, Life


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


def successors(session: Session) -> dict[str, list[str]]:
    """Give who took over from each unit that has successors."""
    found: dict[str, list[str]] = {}
    rows = select(Succession).order_by(col(Succession.predecessor), col(Succession.successor))
    for row in session.exec(rows):
        found.setdefault(row.predecessor, []).append(row.successor)
    return found


def family(session: Session) -> Family:
    """Give all units with their successions. Raises Circle."""
    lives = [Life(code=row.code, first=row.first, last=row.last) for row in in_order(session)]
    return Family(lives, successors(session))


def get(session: Session, code: str) -> Unit | None:
    return session.get(Unit, code)


def names(session: Session) -> dict[str, str]:
    """Give the short name of every unit, the ended ones too: history keeps its names."""
    return {unit.code: unit.short for unit in session.exec(select(Unit))}
