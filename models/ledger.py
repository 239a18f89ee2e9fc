"""This file is the ledger of what the clock will bring: one row for each thing that one person will hear.

The rows follow from the duties, the people and the days that are worked, and are brought in line with them
whenever one of these has changed. So the ledger says what goes out if nobody does anything more.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import exists, not_
from sqlmodel import Field, Session, SQLModel, col, select

from models import draft, event, outbox
from models.columns import BIG, one_of
from models.outbox import Message
from models.rules import reminding
from models.rules.reminding import NoticeKind, Planned


class Notice(SQLModel, table=True):
    """One thing that will be said, or was. `key` names it by its subject, its occasion and who hears it.

    `addressee` is a contact's id; or a group's chat, which Telegram numbers below zero.
    """

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    key: str = Field(unique=True)
    kind: NoticeKind = Field(sa_type=one_of(NoticeKind, "notice_kind"))
    subject: str
    step: str
    addressee: int = Field(sa_type=BIG, index=True)
    at: datetime = Field(index=True)
    until: datetime
    unit: str | None = Field(default=None, foreign_key="unit.code")
    report_id: int | None = Field(default=None, sa_type=BIG, foreign_key="report.id")
    period_id: int | None = Field(default=None, sa_type=BIG, foreign_key="period.id")
    # The message that told it; none as long as it lies ahead.
    message: str | None = Field(default=None, index=True)
    told_at: datetime | None = None

    @property
    def is_urgent(self) -> bool:
        return self.kind in reminding.URGENT


# Its message never went out.
LOST = exists().where(col(Message.key) == col(Notice.message), col(Message.state).in_(outbox.LOST))
AT_ONCE = 500


def seen(session: Session, today: date) -> str:
    """Give what the ledger rests on, in short: as long as it stays the same, the ledger does."""
    return f"{today} {event.last(session)} {draft.last_touch(session)}"


def bring_in_line(session: Session, planned: Iterable[Planned], now: datetime) -> None:
    """Let the ledger say what is planned. What was told, or missed, stays as it is."""
    wanted = {one.key: one for one in planned if one.until > now}
    for row in session.exec(select(Notice).where(Notice.until > now)):
        one = wanted.pop(row.key, None)
        if row.message is None and one is None:
            session.delete(row)
        elif row.message is None and one is not None:
            _renew(row, one)
    # What had lost its point may have it again: its day has moved, or what came after it is gone.
    for row in _keyed(session, wanted):
        one = wanted.pop(row.key)
        if row.message is None:
            _renew(row, one)
    session.add_all(_row(one) for one in wanted.values())
    session.flush()


def due(session: Session, now: datetime) -> Sequence[Notice]:
    """Give what is to be said now and was not said yet, for each addressee together."""
    query = select(Notice).where(col(Notice.message).is_(None), Notice.at <= now, Notice.until > now)
    rows = session.exec(query.order_by(col(Notice.addressee), col(Notice.at), col(Notice.id))).all()
    order = list(NoticeKind)
    return sorted(rows, key=lambda row: (row.addressee, order.index(row.kind)))


def tell(rows: Iterable[Notice], message: str, now: datetime) -> None:
    """Note which message tells these."""
    for row in rows:
        row.message, row.told_at = message, now


def readdress(session: Session, addressee: int, new: int) -> None:
    """Follow a group that got another number: what it was told it does not hear again."""
    for row in session.exec(select(Notice).where(Notice.addressee == addressee)).all():
        row.addressee, row.key = new, f"{row.key.removesuffix(str(addressee))}{new}"
    session.flush()


def message_key(one: Notice | Planned, day: date) -> str:
    """Name the message that tells it on a day: one of its own, or that of a person's morning."""
    return f"{one.key}@{day}" if one.is_urgent else f"day:{day}:{one.addressee}"


def give_back(session: Session, now: datetime) -> int:
    """Let what was in messages that never went out be told another time; give how many."""
    rows = session.exec(select(Notice).where(Notice.until > now, LOST)).all()
    for row in rows:
        row.message = row.told_at = None
    return len(rows)


def told_of(session: Session, keys: Iterable[str]) -> set[str]:
    """Give which of these were told already, and not lost on the way."""
    rows = [row for row in _keyed(session, keys) if row.message is not None]
    lost = outbox.lost(session, {row.message for row in rows if row.message is not None})
    return {row.key for row in rows if row.message not in lost}


def told(session: Session, first: datetime, last: datetime) -> Sequence[Notice]:
    """Give what was told in a time, and not lost on the way."""
    query = select(Notice).where(col(Notice.told_at) >= first, col(Notice.told_at) < last, not_(LOST))
    return session.exec(query.order_by(col(Notice.told_at), col(Notice.id))).all()


def _keyed(session: Session, keys: Iterable[str]) -> Iterator[Notice]:
    """Give the rows of these keys, some at a time: a database takes only so many values at once."""
    ordered = sorted(keys)
    for n in range(0, len(ordered), AT_ONCE):
        yield from session.exec(select(Notice).where(col(Notice.key).in_(ordered[n : n + AT_ONCE]))).all()


def _renew(row: Notice, one: Planned) -> None:
    row.at, row.until, row.step = one.at, one.until, one.step
    row.report_id, row.period_id = one.about.report_id, one.about.period_id


def _row(one: Planned) -> Notice:
    return Notice(
        key=one.key,
        kind=one.kind,
        subject=one.about.subject,
        step=one.step,
        addressee=one.addressee,
        at=one.at,
        until=one.until,
        unit=one.about.unit,
        report_id=one.about.report_id,
        period_id=one.about.period_id,
    )
