"""This file is how a plan that was read becomes rows, telling what changed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, SQLModel, select

from models import event, plan, tally, unit
from models.planfile import DueRule, PlanFile

Values = Mapping[str, Any]
# The sort of a change that was not made: the office decided otherwise.
KEPT = "kept"


@dataclass(frozen=True)
class Change:
    """One row that the plan added, altered or no longer has."""

    sort: str
    table: str
    key: str
    before: Values
    after: Values

    def __str__(self) -> str:
        told = f"{self.sort} {self.table} {self.key}"
        if self.sort == KEPT:
            here, there = (_worked(side) for side in (self.after, self.before))
            return f"{told}: {here} as the office decided, though the file says {there}"
        if self.sort != "changed":
            return told
        altered = (f"{name}: {self.before[name]} → {value}" for name, value in self.after.items())
        return f"{told}: {', '.join(altered)}"


def store(session: Session, file: PlanFile, *, now: datetime) -> list[Change]:
    """Bring the tables in line with the plan's files. Doing it twice changes nothing.

    Units and groups that the files no longer have stay, for history hangs on them; a target, round or day
    off that is gone no longer counts. Where the office decided about a day, its word stays; that is told,
    and is no change.
    """
    plan.lock(session)
    changes = [change for table, rows in _tables(file, now.date()) for change in _bring(session, table, rows)]
    for change in changes:
        event.record(
            session,
            f"plan.{change.sort}",
            f"{change.table}:{change.key}",
            at=now,
            before=change.before,
            after=change.after,
        )
    the_plan = plan.current(session)
    if changes or not the_plan.tallied:
        tally.rebuild(session, the_plan)  # what counts may be another now
    return changes + _overruled(session, file)


def _tables(file: PlanFile, today: date) -> Iterable[tuple[type[SQLModel], list[dict[str, Any]]]]:
    code = {"plan": file.plan.code}
    the_plan = asdict(file.plan)
    the_plan |= the_plan.pop("rules") | {
        "letterheads": [asdict(one) | {"first": one.first.isoformat()} for one in file.letterheads],
        "goals": [goal.text for goal in file.goals],
        "loaded_on": today,
    }
    units = [asdict(row) | {"position": n} for n, row in enumerate(file.units)]
    successions = [
        {"predecessor": row["code"], "successor": successor}
        for row in units
        for successor in row.pop("successors")
    ]
    yield unit.Unit, units
    yield unit.Succession, successions
    yield plan.Plan, [the_plan]
    yield plan.TaskGroup, [code | asdict(row) | {"kinds": list(row.kinds)} for row in file.groups]
    yield plan.Indicator, [code | asdict(row) | {"position": n} for n, row in enumerate(file.indicators)]
    yield plan.Target, [code | asdict(row) for row in file.targets]
    yield plan.Round, [code | asdict(row) | {"due": _due(row.due)} for row in file.rounds]
    yield plan.DayOff, [asdict(row) | {"source": plan.DaySource.PLAN} for row in file.days_off]


def _due(rule: DueRule) -> Values:
    """Write a due rule as JSON gives it back."""
    return asdict(rule) | {"phrase": rule.phrase.value}


KEYS: dict[type[SQLModel], tuple[str, ...]] = {
    unit.Unit: ("code",),
    unit.Succession: ("predecessor", "successor"),
    plan.Plan: ("code",),
    plan.TaskGroup: ("plan", "number"),
    plan.Indicator: ("plan", "code"),
    plan.Target: ("plan", "indicator", "phase_from", "reading"),
    plan.Round: ("plan", "code"),
    plan.DayOff: ("day",),  # of the plan's own rows
}
REPLACED = (unit.Succession, plan.Target, plan.Round, plan.DayOff)
# The day on which the plan was first loaded is history, not a change.
LASTING = ("loaded_on",)


def _bring(session: Session, table: type[SQLModel], rows: list[dict[str, Any]]) -> list[Change]:
    keys = KEYS[table]
    known = {_key(row.model_dump(), keys): row for row in session.exec(select(table)) if _is_ours(row)}
    wanted = {_key(values, keys): values for values in rows}
    changes = [
        change
        for key, values in wanted.items()
        if (change := _put(session, table, key, known.get(key), values))
    ]
    if table in REPLACED:
        for key in known.keys() - wanted.keys():
            changes.append(Change("removed", _name(table), key, known[key].model_dump(exclude={"id"}), {}))
            session.delete(known[key])
    session.flush()
    return changes


def _is_ours(row: SQLModel) -> bool:
    """Tell whether a row came with the plan; what the office decided while the bot runs is left alone."""
    return not isinstance(row, plan.DayOff) or row.source is plan.DaySource.PLAN


def _overruled(session: Session, file: PlanFile) -> list[Change]:
    """Tell where the office decided otherwise than the plan's file says; its word stays."""
    office = {row.day: row for row in session.exec(select(plan.DayOff)) if not _is_ours(row)}
    return [
        Change(
            KEPT, "day_off", str(said.day), {"working": said.working}, {"working": office[said.day].working}
        )
        for said in file.days_off
        if said.day in office and office[said.day].working is not said.working
    ]


def _put(
    session: Session, table: type[SQLModel], key: str, row: SQLModel | None, values: Values
) -> Change | None:
    if row is None:
        session.add(table(**values))
        return Change("added", _name(table), key, {}, values)
    before = {
        name: getattr(row, name)
        for name, value in values.items()
        if name not in LASTING and getattr(row, name) != value
    }
    for name in before:
        setattr(row, name, values[name])
    if not before:
        return None
    return Change("changed", _name(table), key, before, {name: values[name] for name in before})


def _worked(values: Values) -> str:
    return "worked" if values["working"] else "off"


def _key(values: Values, keys: tuple[str, ...]) -> str:
    return " ".join(str(values[key]) for key in keys if key != "plan" and values[key] != "")


def _name(table: type[SQLModel]) -> str:
    return str(table.__tablename__)
