"""This file is the group chats that the summaries go to."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from models import event, ledger
from models.columns import BIG


class Group(SQLModel, table=True):
    """A group chat that the lead office subscribed. Its number is below zero, as Telegram has it."""

    __tablename__ = "group_chat"

    chat_id: int = Field(primary_key=True, sa_type=BIG)
    title: str
    locale: str = "vi"
    subscribed_at: datetime
    subscribed_by: int = Field(sa_type=BIG, foreign_key="contact.id")
    ended_at: datetime | None = None


def get(session: Session, chat_id: int) -> Group | None:
    """Find a group, and keep others from changing it meanwhile."""
    return session.get(Group, chat_id, with_for_update=True)


def subscribed(session: Session) -> Sequence[Group]:
    """Give the groups that summaries go to."""
    query = select(Group).where(col(Group.ended_at).is_(None))
    return session.exec(query.order_by(col(Group.chat_id))).all()


def subscribe(session: Session, chat_id: int, title: str, *, by: int, now: datetime) -> Group:
    """Let the summaries go to a group, from now on."""
    row = get(session, chat_id) or Group(chat_id=chat_id, title=title, subscribed_at=now, subscribed_by=by)
    row.title, row.subscribed_at, row.subscribed_by, row.ended_at = title, now, by, None
    session.add(row)
    session.flush()
    event.record(session, "group.subscribed", f"group:{chat_id}", at=now, by=by)
    return row


def resume(session: Session, row: Group, *, by: int, now: datetime) -> None:
    """Take back that a group was ended: it is as if it had not been."""
    row.ended_at = None
    event.record(session, "group.resumed", f"group:{row.chat_id}", at=now, by=by)


def end(session: Session, row: Group, *, by: int | None, now: datetime) -> None:
    """Send a group no more; nobody did it where Telegram says that the bot is out."""
    row.ended_at = now
    event.record(session, "group.ended", f"group:{row.chat_id}", at=now, by=by)


def lose(session: Session, chat_id: int, *, now: datetime) -> None:
    """Note that the bot is out of a group. One that a lead ended before can be resumed no more."""
    row = get(session, chat_id)
    if row is not None and row.ended_at is None:
        end(session, row, by=None, now=now)
    elif row is not None:
        row.ended_at = now


def follow(session: Session, chat_id: int, new: int, *, now: datetime) -> None:
    """Go on under a group's new number, with what it has heard. Telegram tells of it more than once."""
    row = get(session, chat_id)
    if row is None:
        return
    if get(session, new) is not None:
        lose(session, chat_id, now=now)  # it was subscribed anew under the new number
        return
    row.chat_id = new
    session.flush()
    ledger.readdress(session, chat_id, new)
    before, after = {"chat_id": chat_id}, {"chat_id": new}
    event.record(session, "group.moved", f"group:{new}", at=now, before=before, after=after)
