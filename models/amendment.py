"""This file is how a saved activity is taken back, and how what it brought about ceases to hold."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from models import event, plan, tally
from models.activity import Activity, Certificate, Participation


def void(session: Session, row: Activity, why: str, *, by: int, now: datetime) -> None:
    """Take an activity back as if it had never been told: it leaves every list and every figure."""
    plan.lock(session)
    tally.remove(session, row)
    _change(session, row, "voided", now, why, by=by, now=now)


def restore(session: Session, row: Activity, *, by: int, now: datetime) -> None:
    """Let an activity that was taken back count again."""
    plan.lock(session)
    _change(session, row, "restored", None, "", by=by, now=now)
    tally.add(session, row)


def withdraw(
    session: Session, row: Activity, items: Iterable[int], on: date, why: str, *, by: int, now: datetime
) -> None:
    """Let models or certificates hold no more from a day on; that they were given stays told."""
    _mark(session, row, set(items), on, "withdrawn", why, by=by, now=now)


def reinstate(session: Session, row: Activity, items: Iterable[int], *, by: int, now: datetime) -> None:
    """Take back that models or certificates of an activity hold no more."""
    _mark(session, row, set(items), None, "reinstated", "", by=by, now=now)


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


def _change(
    session: Session, row: Activity, what: str, at: datetime | None, why: str, *, by: int, now: datetime
) -> None:
    before, after = {"voided_at": row.voided_at}, {"voided_at": at}
    about = f"activity:{row.id}"
    event.record(session, f"activity.{what}", about, at=now, by=by, before=before, after=after, why=why)
    row.voided_at = at
    session.flush()
