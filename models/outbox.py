"""This file is everything the bot says, written down before it is sent."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from sqlalchemy import Boolean, Index, and_, bindparam, case, or_, text
from sqlmodel import Field, Session, SQLModel, col, delete, func, select, update
from sqlmodel.sql.sqltypes import UTCDateTime

from models.columns import BIG, DOCUMENT, one_of
from models.report import Report
from models.rules.states import OWED, ReportState

# Two machines' clocks, or one that was set back, are this far apart at most; what is later is another life's.
CLOCKS_DIFFER = timedelta(seconds=5)
# Words that were sent are kept no longer than it takes to look into a complaint.
WORDS_KEPT = timedelta(days=30)


class MessageKind(StrEnum):
    """Why the bot speaks. The first kinds go out before the later ones."""

    REPLY = "reply"
    ALARM = "alarm"
    REMINDER = "reminder"
    SUMMARY = "summary"


class MessageState(StrEnum):
    """How far a message has come. Unknown: it went out, and nobody knows whether it arrived."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    EXPIRED = "expired"


OPEN = (MessageState.WAITING, MessageState.SENDING)
LOST = (MessageState.EXPIRED, MessageState.FAILED)
# Written out, for only so does SQLite see that the index of open messages will do.
IS_OPEN = text("message.state IN ('waiting', 'sending')")
IS_WAITING = text("message.state IN ('waiting', 'sending') AND message.state = 'waiting'")
IS_SENDING = text("message.state IN ('waiting', 'sending') AND message.state = 'sending'")
# So many of a kind are looked at for one look: those before them may belong to chats that rest.
LOOKED_AT = 100


class Message(SQLModel, table=True):
    """One message to one chat. `report_id`: the duty that it reminds of, and with which it dies."""

    # What is still to be sent is little beside what was sent.
    __table_args__ = tuple(
        Index(
            name,
            *columns,
            sqlite_where=text("state IN ('waiting', 'sending')"),
            postgresql_where=text("state IN ('waiting', 'sending')"),
        )
        for name, columns in (
            ("ix_message_open", ("chat_id", "id")),
            ("ix_message_open_kind", ("kind", "id")),
        )
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    chat_id: int = Field(sa_type=BIG, index=True)
    kind: MessageKind = Field(default=MessageKind.REPLY, sa_type=one_of(MessageKind, "message_kind"))
    key: str | None = Field(default=None, unique=True)
    report_id: int | None = Field(default=None, sa_type=BIG, foreign_key="report.id", index=True)
    text: str
    buttons: list[list[list[str]]] = Field(sa_type=DOCUMENT)
    edits: int | None = Field(default=None, sa_type=BIG)
    photo: bytes | None = None
    document: bytes | None = None
    document_name: str = ""
    state: MessageState = Field(
        default=MessageState.WAITING,
        sa_type=one_of(MessageState, "message_state"),
    )
    made_at: datetime
    not_before: datetime
    expires_at: datetime | None = None
    attempts: int = 0
    claimed_by: int | None = Field(default=None, sa_type=BIG)
    error: str = ""
    sent_at: datetime | None = Field(default=None, index=True)
    telegram_id: int | None = Field(default=None, sa_type=BIG)


@dataclass(frozen=True)
class Pace:
    """How fast Telegram lets a bot speak: 30 a second, one a second in a chat, 20 a minute in a group.

    A rest begins when Telegram's answer is there: so however long a message was on its way, no two come
    closer together than they may.
    """

    most: int = 30
    second: timedelta = timedelta(seconds=1)
    chat: timedelta = timedelta(seconds=1)
    group: timedelta = timedelta(seconds=3)


@dataclass(frozen=True)
class Claim:
    """What one may send now, and the earliest hour at which there is room for more."""

    messages: list[Message]
    room_at: datetime | None


@dataclass(frozen=True)
class Outcome:
    """What became of a message. One that waits again keeps its picture or document; no other needs it."""

    message_id: int
    state: MessageState
    error: str = ""
    not_before: datetime | None = None
    sent_at: datetime | None = None
    telegram_id: int | None = None


# Every message takes this way: built once, and past the ORM.
NOTE = (
    update(Message)
    .where(col(Message.id) == bindparam("message_id"), col(Message.claimed_by) == bindparam("by"), IS_SENDING)
    .values(
        state=bindparam("new_state"),
        error=bindparam("new_error"),
        not_before=func.coalesce(bindparam("new_not_before", type_=UTCDateTime()), col(Message.not_before)),
        sent_at=bindparam("new_sent_at"),
        telegram_id=bindparam("new_telegram_id"),
        photo=case((bindparam("waits", type_=Boolean()), col(Message.photo)), else_=None),
        document=case((bindparam("waits", type_=Boolean()), col(Message.document)), else_=None),
    )
)


WAITING_KINDS = select(Message.kind).where(IS_WAITING).distinct()


def post(session: Session, messages: Sequence[Message]) -> None:
    """Write down what is to be said, in order."""
    session.add_all(messages)
    session.flush()


def has(session: Session, key: str) -> bool:
    return session.exec(select(Message.id).where(Message.key == key)).first() is not None


def known(session: Session, keys: Collection[str]) -> set[str]:
    """Give which of these messages were written down."""
    found = session.exec(select(Message.key).where(col(Message.key).in_(keys)))
    return {key for key in found if key is not None}


def lost(session: Session, keys: Collection[str]) -> set[str]:
    """Give which of these messages never went out."""
    query = select(Message.key).where(col(Message.key).in_(keys), col(Message.state).in_(LOST))
    return {key for key in session.exec(query) if key is not None}


def said_of(session: Session, report_id: int | None) -> set[str]:
    """Give the keys of all that was said about a report, in one question for everybody."""
    found = session.exec(select(Message.key).where(Message.report_id == report_id))
    return {key for key in found if key is not None}


def key_of(session: Session, chat_id: int, telegram_id: int) -> str | None:
    """Give the key of a message that stands in a chat under this number."""
    query = select(Message.key).where(Message.chat_id == chat_id, Message.telegram_id == telegram_id)
    return session.exec(query.where(col(Message.key).is_not(None))).first()


def claim(session: Session, pace: Pace, *, by: int, now: datetime) -> Claim:
    """Take what may be sent now and mark it as being sent.

    Of each chat only the oldest open message may go; chats in which a reply waits come before those to
    which the clock speaks. What has lost its point is let go instead.
    """
    spent = _spent(session, pace, now)
    room = pace.most - len(spent) - _under_way(session)
    claimed: list[Message] = []
    for kind in _waiting_kinds(session):
        while room > len(claimed):
            heads = _heads(session, pace, kind, now, room - len(claimed))
            taken = list(_take(heads, by=by, now=now))
            session.flush()
            claimed += taken
            if len(taken) == len(heads):
                break  # none was let go, so none came forward in its place
    return Claim(claimed, min(spent) + pace.second if spent and room <= len(claimed) else None)


def waits(session: Session) -> bool:
    """Tell whether anything is still to be sent."""
    return session.exec(select(Message.id).where(IS_OPEN).limit(1)).first() is not None


def count_by_state(session: Session) -> dict[str, int]:
    query = select(Message.state, func.count()).group_by(Message.state)
    return {str(state): count for state, count in session.exec(query)}


def in_flight(session: Session) -> set[int]:
    """Give the processes that are sending something, or were when they died."""
    found = session.exec(select(Message.claimed_by).where(IS_SENDING).distinct())
    return {number for number in found if number is not None}


def sent_by(session: Session, process: int) -> Sequence[Message]:
    """Give what a process is sending, or was when it died."""
    return session.exec(select(Message).where(IS_SENDING, Message.claimed_by == process)).all()


def note(session: Session, outcomes: Iterable[Outcome], *, by: int) -> None:
    """Write down what became of messages, unless another process has taken them over."""
    rows = [
        {
            "message_id": one.message_id,
            "by": by,
            "new_state": one.state,
            "new_error": one.error,
            "new_not_before": one.not_before,
            "new_sent_at": one.sent_at,
            "new_telegram_id": one.telegram_id,
            "waits": one.state is MessageState.WAITING,
        }
        for one in outcomes
    ]
    if rows:
        session.connection().execute(NOTE, rows)


def readdress(session: Session, chat_id: int, new: int) -> None:
    """Follow a chat that got another number."""
    session.exec(update(Message).where(col(Message.chat_id) == chat_id, IS_OPEN).values(chat_id=new))


def forget_old(session: Session, *, now: datetime) -> None:
    """Let go of words that went out long ago. A key stays: it keeps a reminder from coming twice."""
    old = and_(col(Message.made_at) < now - WORDS_KEPT, col(Message.state).not_in(OPEN))
    session.exec(delete(Message).where(old, col(Message.key).is_(None)))
    session.exec(update(Message).where(old, col(Message.text) != "").values(text="", buttons=[]))


def _spent(session: Session, pace: Pace, now: datetime) -> list[datetime]:
    """Give when messages were sent of late: what Telegram's limit counts."""
    query = select(Message.sent_at).where(
        col(Message.sent_at) > now - pace.second, col(Message.sent_at) < now + CLOCKS_DIFFER
    )
    return [at for at in session.exec(query) if at is not None]


def _under_way(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Message).where(IS_SENDING)).one()


def _waiting_kinds(session: Session) -> list[MessageKind]:
    """Give the kinds of which any message waits, those that go first before the others."""
    found = set(session.connection().execute(WAITING_KINDS).scalars())
    return [kind for kind in MessageKind if kind in found]


def _heads(
    session: Session, pace: Pace, kind: MessageKind, now: datetime, most: int
) -> list[tuple[Message, ReportState | None]]:
    """Give the oldest open messages of chats in which one of this kind waits, and how its report stands."""
    resting = select(Message.chat_id).where(
        col(Message.sent_at) < now + CLOCKS_DIFFER,
        or_(
            and_(col(Message.sent_at) > now - pace.chat, col(Message.chat_id) > 0),
            and_(col(Message.sent_at) > now - pace.group, col(Message.chat_id) < 0),
        ),
    )
    of_kind = select(Message.chat_id).where(
        IS_OPEN, Message.kind == kind, col(Message.not_before) <= now, col(Message.chat_id).not_in(resting)
    )
    chats = of_kind.order_by(col(Message.id)).limit(LOOKED_AT).subquery()
    oldest = select(func.min(Message.id)).where(IS_OPEN, col(Message.chat_id).in_(select(chats.c.chat_id)))
    query = (
        select(Message, Report.state)
        .join(Report, col(Message.report_id) == col(Report.id), isouter=True)
        .where(IS_WAITING, col(Message.id).in_(oldest.group_by(col(Message.chat_id))))
        .where(col(Message.not_before) <= now)
        .order_by(col(Message.id))
        .limit(most)
    )
    found = session.exec(query.with_for_update(of=Message, skip_locked=True))
    # SQLModel's types do not see that an outer join may find nothing.
    return [(message, cast("ReportState | None", state)) for message, state in found]


def _take(
    heads: Iterable[tuple[Message, ReportState | None]], *, by: int, now: datetime
) -> Iterator[Message]:
    """Mark messages as being sent, and let go of those that have lost their point."""
    for message, report_state in heads:
        if _is_pointless(message, report_state, now):
            message.state, message.photo, message.document = MessageState.EXPIRED, None, None
        else:
            message.state, message.claimed_by = MessageState.SENDING, by
            message.attempts += 1
            yield message


def _is_pointless(message: Message, report_state: ReportState | None, now: datetime) -> bool:
    """Tell whether a message comes too late, or reminds of what was reported meanwhile."""
    is_reported = report_state is not None and report_state not in OWED
    return is_reported or (message.expires_at is not None and message.expires_at <= now)
