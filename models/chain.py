"""This file is the book of changes as a chain: whatever is altered behind the bot's back is found and named.

A turn that writes an event about an activity, a report, an enterprise or a snapshot puts two digests of that
row into it, with all that hangs on the row: as the turn found it, and as it left it. So each event continues
the one before about the same thing, and the last one tells how the row stands. The clock seals the events in
one order: each gets its place and a hash over itself and the one before. The head of the chain stands in a
row of its own, so that a chain cut short is seen too.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Table
from sqlalchemy import select as columns
from sqlalchemy.event import listens_for
from sqlmodel import Session, SQLModel, col, func, select

from models import heartbeat
from models.activity import Activity, Certificate, Evidence, Expert, Funding, Participation
from models.enterprise import Enterprise
from models.event import Event
from models.report import Report
from models.snapshot import Snapshot

HEAD = "chain"
# So many are sealed at once: a first run over an old book takes several ticks.
AT_ONCE = 2000
READ_AT_ONCE = 500
NO_HEAD = "0:"
# The state in events that were written before states were: the clock takes the last about each as it stands.
BEFORE_STATES = ""
# Under this name a session keeps the events of its turn.
TOLD = "events told"
# What the figures rest on: tables whose rows are held against the book, each with all that hangs on a row.
ABOUT: dict[str, type[SQLModel]] = {
    "activity": Activity,
    "report": Report,
    "enterprise": Enterprise,
    "snapshot": Snapshot,
}
PARTS: tuple[type[SQLModel], ...] = (Participation, Certificate, Funding, Evidence)


@dataclass(frozen=True)
class Altered:
    """Something that is not as the book has it: which row, and what is wrong with it."""

    row: str
    words: str


def seal(session: Session, *, now: datetime) -> int:
    """Seal what was written since; give how many events that were."""
    fresh = session.exec(
        select(Event).where(col(Event.seal).is_(None)).order_by(col(Event.id)).limit(AT_ONCE)
    ).all()
    head = heartbeat.take(session, HEAD, first=now) if fresh else None
    if head is None:
        return 0
    place, _colon, known = (head.seen or NO_HEAD).partition(":")
    _begin(session, fresh)
    for number, one in enumerate(fresh, start=int(place) + 1):
        one.seal = number
        one.hash = known = hash_of(one, known)
    head.at, head.seen = now, f"{int(place) + len(fresh)}:{known}"
    session.flush()
    return len(fresh)


def _begin(session: Session, fresh: Sequence[Event]) -> None:
    """Take what an old book is about as it stands now, at the last event about it."""
    old = {one.subject: one for one in fresh if one.state == BEFORE_STATES}
    if not old:
        return
    last = select(func.max(Event.id)).where(col(Event.subject).in_(list(old))).group_by(col(Event.subject))
    at_last = [one for one in old.values() if one.id in set(session.exec(last))]
    states = digests(session, [one.subject for one in at_last])
    for one in at_last:
        one.state = states.get(one.subject, BEFORE_STATES)


@listens_for(Session, "before_flush")
def _note_what_is_found(session: Session, _context: object, _instances: object) -> None:
    """Put into each new event how the turn found what it is about; the rows are as yet unwritten."""
    told = session.info.setdefault(TOLD, {})
    fresh = [one for one in session.new if isinstance(one, Event) and _is_held(one.subject)]
    unseen = sorted({one.subject for one in fresh} - {one.subject for one in told.values()})
    known = select(Event.subject).where(col(Event.subject).in_(unseen)).distinct()
    found = digests(session, sorted(session.exec(known)), lock=True) if unseen else {}
    for one in fresh:
        one.found = found.pop(one.subject, None)  # the first event of a turn about it has it
        told[id(one)] = one


@listens_for(Session, "before_commit")
def _note_what_is_left(session: Session) -> None:
    """Put into the events of a turn how it leaves what they are about."""
    if session.in_nested_transaction():
        return
    session.flush()
    told = [one for one in session.info.pop(TOLD, {}).values() if one in session]
    states = digests(session, sorted({one.subject for one in told}))
    for one in told:
        one.state = states.get(one.subject)
    session.flush()


def first_altered(session: Session) -> Altered | None:
    """Find the first thing that is not as it was sealed: in the book itself, then in what it is about."""
    return next(_altered_events(session), None) or next(_altered_rows(session), None)


def oldest_unsealed(session: Session) -> datetime | None:
    """Give when the oldest event was written that waits for its seal."""
    return session.exec(select(func.min(Event.at)).where(col(Event.seal).is_(None))).one()


def hash_of(one: Event, before: str) -> str:
    """Give the hash of an event with that of the one before."""
    content = {
        "seal": one.seal,
        "id": one.id,
        "at": one.at,
        "by": one.by,
        "what": one.what,
        "subject": one.subject,
        "found": one.found,
        "before": one.before,
        "after": one.after,
        "why": one.why,
        "state": one.state,
    }
    return _sha(before + _canonical(content))


def digests(session: Session, subjects: Sequence[str], *, lock: bool = False) -> dict[str, str]:
    """Give the digest of each of these subjects that has a row; under a lock nobody else changes it."""
    found: dict[str, str] = {}
    for kind in ABOUT:
        numbers = [int(one.partition(":")[2]) for one in subjects if one.startswith(f"{kind}:")]
        for start in range(0, len(numbers), READ_AT_ONCE):
            found |= _digests(session, kind, sorted(numbers[start : start + READ_AT_ONCE]), lock=lock)
    return found


def _digests(session: Session, kind: str, numbers: Sequence[int], *, lock: bool) -> dict[str, str]:
    """Give the digests of some rows of one kind, with all that hangs on them, as the database has them."""
    connection, table = session.connection(), _table(ABOUT[kind])
    query = columns(table).where(table.c.id.in_(numbers)).order_by(table.c.id)
    rows = connection.execute(query.with_for_update() if lock else query).mappings()
    found: dict[int, list[Any]] = {row["id"]: [_told(row)] for row in rows}
    if ABOUT[kind] is Activity and found:
        for part in map(_table, PARTS):
            hanging = columns(part).where(part.c.activity_id.in_(list(found))).order_by(part.c.id)
            for row in connection.execute(hanging).mappings():
                found[row["activity_id"]].append({"table": part.name, **_told(row)})
        paper, expert = _table(Certificate), _table(Expert)
        named = columns(
            paper.c.activity_id, *(column.label(f"expert {name}") for name, column in expert.c.items())
        )
        named = named.where(paper.c.expert_id == expert.c.id, paper.c.activity_id.in_(list(found)))
        for row in connection.execute(named.order_by(paper.c.id)).mappings():
            found[row["activity_id"]].append(_told(row))
    return {f"{kind}:{number}": _sha(_canonical(told)) for number, told in found.items()}


def _told(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Give what a row says: what is empty says nothing, so that a new column alters no row.

    Where an enterprise is counted follows from which was merged into which; the row says how it was entered.
    """
    told = {str(name): value for name, value in row.items() if value is not None}
    if "entered_as" in told:
        told["enterprise_id"] = told.pop("entered_as")
    return told


def _altered_events(session: Session) -> Iterator[Altered]:
    place, _colon, head = (_head(session) or NO_HEAD).partition(":")
    known, number = "", 0
    for one in _sealed(session):
        number += 1
        if one.seal != number:
            yield Altered(f"event {number} of the chain", "is missing")
            return
        if one.hash != hash_of(one, known):
            yield Altered(f"event {one.id} ({one.what}, {one.subject})", "is not as it was sealed")
            return
        known = one.hash or ""
    if (number, known) != (int(place), head):
        yield Altered(f"event {number + 1} of the chain", f"is missing: {place} were sealed")


def _sealed(session: Session) -> Iterator[Event]:
    """Give the sealed events in their order, some at a time."""
    reached = 0
    while rows := session.exec(
        select(Event).where(col(Event.seal) > reached).order_by(col(Event.seal)).limit(READ_AT_ONCE)
    ).all():
        yield from rows
        reached = rows[-1].seal or 0


def _altered_rows(session: Session) -> Iterator[Altered]:
    """Hold each event against the one before about the same, and every row against the last one."""
    for kind, table in ABOUT.items():
        known: dict[str, str] = {}
        for one in _about(session, kind):
            if one.state is None:
                yield Altered(f"event {one.id} ({one.what}, {one.subject})", "was not written by the bot")
                continue
            before = known.get(one.subject)
            if before and one.found and one.found != before:
                yield Altered(one.subject, f"was altered before event {one.id} ({one.what})")
            known[one.subject] = one.state or before or BEFORE_STATES
        there = {f"{kind}:{number}" for number in session.exec(select(_number(table)))}
        for subject in sorted(known.keys() | there, key=lambda one: int(one.partition(":")[2])):
            if subject not in known:
                yield Altered(subject, "is in no event of the book")
            elif subject not in there:
                yield Altered(subject, "is gone")
        held = [one for one in known if one in there and known[one] != BEFORE_STATES]
        for subject, digest in sorted(digests(session, held).items()):
            if digest != known[subject]:
                yield Altered(subject, "is not as it was when it was last changed")


def _about(session: Session, kind: str) -> Iterator[Any]:
    """Give the events about a kind in the order in which they were written, some at a time."""
    book = _table(Event).c
    query = columns(book.id, book.what, book.subject, book.found, book.state)
    query = query.where(book.subject.between(f"{kind}:", f"{kind};")).order_by(book.id).limit(READ_AT_ONCE)
    reached = 0
    while rows := session.connection().execute(query.where(book.id > reached)).all():
        yield from rows
        reached = rows[-1].id


def _is_held(subject: str) -> bool:
    return subject.partition(":")[0] in ABOUT


def _table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]


def _head(session: Session) -> str | None:
    row = session.get(heartbeat.Heartbeat, HEAD)
    return row.seen if row else None


def _number(table: type[SQLModel]) -> Any:
    return col(table.id)  # type: ignore[attr-defined]  # each of these tables has one


def _canonical(value: Any) -> str:
    """Write a value one way, from whichever database it was read."""
    return json.dumps(value, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _sha(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
