"""This file is everything the bot says, written down before it is sent."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, Session, SQLModel, col, func, select, update

from models.columns import BIG, DOCUMENT, one_of


class MessageState(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"


class Message(SQLModel, table=True):
    """One message to one chat."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    chat_id: int = Field(sa_type=BIG, index=True)
    key: str | None = Field(default=None, unique=True)
    text: str
    buttons: list[list[list[str]]] = Field(sa_type=DOCUMENT)
    edits: int | None = Field(default=None, sa_type=BIG)
    photo: bytes | None = None
    state: MessageState = Field(
        default=MessageState.WAITING,
        index=True,
        sa_type=one_of(MessageState, "message_state"),
    )
    made_at: datetime
    not_before: datetime
    expires_at: datetime | None = None
    attempts: int = 0
    error: str = ""
    sent_at: datetime | None = None
    telegram_id: int | None = Field(default=None, sa_type=BIG)


def post(session: Session, message: Message) -> None:
    session.add(message)
    session.flush()


def has(session: Session, key: str) -> bool:
    return session.exec(select(Message.id).where(Message.key == key)).first() is not None


def claim(session: Session, *, now: datetime, most: int = 30) -> Sequence[Message]:
    """Take the oldest open message of each chat that may be sent now, and mark it as being sent."""
    open_states = (MessageState.WAITING, MessageState.SENDING)
    heads = (
        select(func.min(Message.id)).where(col(Message.state).in_(open_states)).group_by(col(Message.chat_id))
    )
    query = select(Message).where(
        col(Message.id).in_(heads), Message.state == MessageState.WAITING, Message.not_before <= now
    )
    claimed = session.exec(query.order_by(col(Message.id)).limit(most)).all()
    for message in claimed:
        message.state = MessageState.SENDING
        message.attempts += 1
    return claimed


def take_back(session: Session) -> None:
    """Put what a dead process was sending back in the queue: rather twice than never."""
    session.exec(
        update(Message).where(col(Message.state) == MessageState.SENDING).values(state=MessageState.WAITING)
    )


def expire(session: Session, *, now: datetime) -> None:
    """Let go of what has lost its point unsent."""
    session.exec(
        update(Message)
        .where(col(Message.state) == MessageState.WAITING, col(Message.expires_at) <= now)
        .values(state=MessageState.EXPIRED, photo=None)
    )


def note(session: Session, message: Message, **outcome: Any) -> None:
    """Write down what became of a message."""
    session.exec(update(Message).where(col(Message.id) == message.id).values(**outcome))
