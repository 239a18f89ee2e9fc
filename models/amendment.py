"""This file is how a saved activity is taken back, ceases to hold, or is found to be the same as another."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from models import activity, event, plan, report, tally
from models.activity import Activity, Certificate, Participation
from models.rules import doubles
from models.rules.doubles import Told
from models.rules.spans import Span


def void(session: Session, row: Activity, why: str, *, by: int, now: datetime) -> None:
    """Take an activity back as if it had never been told: it leaves every list and every figure."""
    plan.lock(session)
    tally.remove(session, row)
    event.change(session, row, "activity.voided", {"voided_at": now}, why, by=by, now=now)
    hand_over(session, row, by=by, now=now)


def restore(session: Session, row: Activity, *, by: int, now: datetime) -> None:
    """Let an activity that was taken back count again."""
    plan.lock(session)
    event.change(session, row, "activity.restored", {"voided_at": None}, by=by, now=now)
    _stand_in(session, row, by=by, now=now)
    tally.add(session, row)
    report.grow(session, row, by=by, now=now)


def withdraw(
    session: Session, row: Activity, items: Iterable[int], on: date, why: str, *, by: int, now: datetime
) -> None:
    """Let models or certificates hold no more from a day on; that they were given stays told."""
    _mark(session, row, set(items), on, "withdrawn", why, by=by, now=now)


def reinstate(session: Session, row: Activity, items: Iterable[int], *, by: int, now: datetime) -> None:
    """Take back that models or certificates of an activity hold no more."""
    _mark(session, row, set(items), None, "reinstated", "", by=by, now=now)


def count_once(session: Session, row: Activity, other: Activity, *, by: int, now: datetime) -> None:
    """Count two that tell of one activity once: at the other from now on. Raises ValueError."""
    plan.lock(session)
    if not may_count_once(row, other):
        raise ValueError(f"activities {row.id} and {other.id} do not both count")
    tally.remove(session, row)
    event.change(session, row, "activity.counted once", {"same_as": other.id}, by=by, now=now)


def count_apart(session: Session, row: Activity, *, by: int, now: datetime) -> None:
    """Take back that an activity is counted as another one."""
    plan.lock(session)
    event.change(session, row, "activity.counted apart", {"same_as": None}, by=by, now=now)
    tally.add(session, row)


def may_count_once(row: Activity, other: Activity) -> bool:
    """Tell whether two count both, each by itself: only then one may be counted as the other."""
    return row.id != other.id and all(one.same_as is None and _stands(one) for one in (row, other))


def hand_over(session: Session, row: Activity, *, by: int, now: datetime) -> None:
    """Let what was counted as an activity that counts no more be counted by itself: once, at the first."""
    others = activity.same(session, row)
    heir = next((one for one in others if _stands(one)), None)
    if heir is None:
        return
    for one in others:
        if one is not heir:
            after = heir.id if row.same_as is None else row.same_as
            event.change(session, one, "activity.counted anew", {"same_as": after}, by=by, now=now)
    _take_over(session, heir, row, by=by, now=now)
    tally.add(session, heir)


def reconsider(session: Session, row: Activity, *, by: int, now: datetime) -> None:
    """Look again, once an activity was written anew, at what is counted as one with it.

    To be called while the activity is out of the totals. An estimate hands over; what can't be one any more,
    being of other days or of another kind, is counted apart. What was an estimate may have to stand in.
    """
    if row.estimate:
        hand_over(session, row, by=by, now=now)
        return
    _stand_in(session, row, by=by, now=now)
    other = _same_as(session, row)
    if other is not None and not doubles.may_be_one(_told(row), _told(other)):
        event.change(session, row, "activity.counted apart", {"same_as": None}, by=by, now=now)
    for one in activity.same(session, row):
        if not doubles.may_be_one(_told(one), _told(row)):
            count_apart(session, one, by=by, now=now)


def _stand_in(session: Session, row: Activity, *, by: int, now: datetime) -> None:
    """Let an activity that stands again count where the one as which it was counted stands no more."""
    other = _same_as(session, row)
    if _stands(row) and other is not None and not _stands(other):
        _take_over(session, row, other, by=by, now=now)


def _take_over(session: Session, row: Activity, other: Activity, *, by: int, now: datetime) -> None:
    """Let an activity be counted in the place of another, which is the same as it from now on."""
    at = other.same_as
    event.change(session, row, "activity.counted anew", {"same_as": at}, by=by, now=now)
    if at is None:
        event.change(session, other, "activity.counted anew", {"same_as": row.id}, by=by, now=now)


def _same_as(session: Session, row: Activity) -> Activity | None:
    return session.get(Activity, row.same_as) if row.same_as is not None else None


def _stands(row: Activity) -> bool:
    return row.voided_at is None and not row.estimate


def _told(row: Activity) -> Told:
    return Told(number=row.id or 0, unit=row.unit, kind=row.kind, days=Span(row.first, row.last))


def items_of(session: Session, row: Activity) -> list[Participation | Certificate]:
    """Give what may cease to hold: the certificates of an activity, or its enterprises' models."""
    papers = session.exec(
        select(Certificate).where(Certificate.activity_id == row.id).order_by(col(Certificate.id))
    ).all()
    if papers:
        return list(papers)
    query = select(Participation).where(Participation.activity_id == row.id)
    return list(session.exec(query.order_by(col(Participation.id))).all())


def _mark(  # noqa: PLR0913 - what is marked, since when, why, by whom
    session: Session,
    row: Activity,
    numbers: set[int],
    on: date | None,
    what: str,
    why: str,
    *,
    by: int,
    now: datetime,
) -> None:
    plan.lock(session)
    marked = [item for item in items_of(session, row) if item.id in numbers]
    before = {str(item.id): item.withdrawn_on and item.withdrawn_on.isoformat() for item in marked}
    after = {str(item.id): on and on.isoformat() for item in marked}
    about = f"activity:{row.id}"
    event.record(session, f"activity.{what}", about, at=now, by=by, before=before, after=after, why=why)
    for item in marked:
        item.withdrawn_on = on
    session.flush()
