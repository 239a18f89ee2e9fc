"""This file is what was done, looked for: by its days, whoever did it, its group, a solution, a place."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from sqlmodel import Session, col, func, select

from models.activity import Activity, Expert, Funding, Participation, done_within
from models.enterprise import Enterprise
from models.plan import Plan
from models.rules.spans import Span


def done(
    session: Session,
    plan: Plan,
    span: Span,
    *,
    units: Collection[str] = (),
    group: int | None = None,
    is_at: Callable[[str, str], bool] | None = None,
) -> list[Activity]:
    """Give what was done and counts, estimates apart, the latest first; of all units where none is named.

    `is_at` tells by an activity's place and unit whether it is where it was looked for.
    """
    query = select(Activity).where(*done_within(plan, span))
    if units:
        query = query.where(col(Activity.unit).in_(units))
    if group is not None:
        query = query.where(Activity.group == group)
    rows = session.exec(query.order_by(col(Activity.last).desc(), col(Activity.id).desc()))
    return [row for row in rows if is_at is None or is_at(row.place or "", row.unit)]


def applying(session: Session, solution: str) -> set[tuple[int, str]]:
    """Give in which activity who applied a solution: an activity's id, and a name as facts have it."""
    query = select(Participation.activity_id, Participation.enterprise_id)
    query = query.where(func.lower(col(Participation.solution)) == solution)
    return {(activity, f"enterprise:{number}") for activity, number in session.exec(query)}


def names(session: Session, who: Iterable[str]) -> list[str]:
    """Give the names of enterprises and experts as facts have them, in the order of the list."""
    numbers: dict[str, list[int]] = {"enterprise": [], "expert": []}
    for one in who:
        sort, _colon, number = one.partition(":")
        numbers[sort].append(int(number))
    firms = select(Enterprise.name).where(col(Enterprise.id).in_(numbers["enterprise"]))
    experts = select(Expert.name).where(col(Expert.id).in_(numbers["expert"]))
    return [
        *session.exec(firms.order_by(col(Enterprise.folded), col(Enterprise.id))),
        *session.exec(experts.order_by(col(Expert.folded), col(Expert.id))),
    ]


def sources(session: Session, plan: Plan, span: Span, rows: Sequence[Activity]) -> dict[str, int]:
    """Add up by source what some of a span's activities cost, in đồng; what has no source is in none."""
    query = select(Funding).where(Funding.activity_id == Activity.id, *done_within(plan, span))
    numbers = {row.id for row in rows}
    found: Counter[str] = Counter()
    for one in session.exec(query):
        if one.activity_id in numbers:
            found[one.source] += one.amount
    return dict(found)
