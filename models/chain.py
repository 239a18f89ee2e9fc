"""This file is the book of changes as a chain: whatever is altered behind the bot's back is found and named.

The clock seals events soon after they are written, in one order: each gets its place, the digest of what
it is about as that stands then (`state`), and a hash over itself and the one before. The head of the chain
stands in a row of its own, so that a chain cut short is seen too.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

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
    last_of = {one.subject: one for one in fresh}
    states = digests(session, list(last_of))
    for number, one in enumerate(fresh, start=int(place) + 1):
        one.seal = number
        one.state = states.get(one.subject) if last_of[one.subject] is one else None
        one.hash = known = hash_of(one, known)
    head.at, head.seen = now, f"{int(place) + len(fresh)}:{known}"
    session.flush()
    return len(fresh)


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
        "before": one.before,
        "after": one.after,
        "why": one.why,
        "state": one.state,
    }
    return _sha(before + _canonical(content))


def digests(session: Session, subjects: Sequence[str]) -> dict[str, str]:
    """Give the digest of each of these subjects that has rows to be held against the book."""
    found: dict[str, str] = {}
    for kind in ABOUT:
        numbers = [int(one.partition(":")[2]) for one in subjects if one.startswith(f"{kind}:")]
        for start in range(0, len(numbers), READ_AT_ONCE):
            found |= _digests(session, kind, numbers[start : start + READ_AT_ONCE])
    return found


def _digests(session: Session, kind: str, numbers: Sequence[int]) -> dict[str, str]:
    """Give the digests of some rows of one kind, with all that hangs on them."""
    table = ABOUT[kind]
    found: dict[int, list[Any]] = {number: [] for number in numbers}
    for row in session.exec(select(table).where(_number(table).in_(numbers))):
        found[_id(row)].append(_told(row))
    if table is Activity:
        for part in PARTS:  # each has its activity: the types can't say so
            query = select(part).where(col(part.activity_id).in_(numbers))  # type: ignore[attr-defined]
            for hanging in session.exec(query.order_by(_number(part))):
                told = {"table": part.__name__, **_told(hanging)}
                found[hanging.activity_id].append(told)  # type: ignore[attr-defined]
        experts = select(Certificate.activity_id, Expert).where(Certificate.expert_id == Expert.id)
        experts = experts.where(col(Certificate.activity_id).in_(numbers)).order_by(col(Certificate.id))
        for number, expert in session.exec(experts):
            found[number].append({"table": "Expert", **_told(expert)})
    return {f"{kind}:{number}": _sha(_canonical(rows)) for number, rows in found.items()}


def _told(row: SQLModel) -> dict[str, Any]:
    """Give what a row says: what is empty says nothing, so that a new column alters no row.

    Where an enterprise is counted follows from which was merged into which; the row says how it was entered.
    """
    told = {name: value for name, value in row.model_dump().items() if value is not None}
    if isinstance(row, Participation):
        told["enterprise_id"] = told.pop("entered_as", row.enterprise_id)
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
    """Hold every row against the last event about it; what the clock has yet to seal is left for then."""
    for kind, table in ABOUT.items():
        pending = set(_subjects(session, kind, col(Event.seal).is_(None)))
        sealed = _sealed_states(session, kind)
        there = {f"{kind}:{number}" for number in session.exec(select(_number(table)))}
        for subject in sorted(sealed.keys() | there, key=lambda one: int(one.partition(":")[2])):
            if subject in pending:
                continue
            if subject not in sealed:
                yield Altered(subject, "is in no event of the book")
            elif subject not in there:
                yield Altered(subject, "is gone")
        held = [one for one in sealed if one in there and one not in pending and sealed[one]]
        for subject, digest in sorted(digests(session, held).items()):
            if digest != sealed[subject]:
                yield Altered(subject, "is not as it was when it was last changed")


def _sealed_states(session: Session, kind: str) -> dict[str, str]:
    """Give the last sealed state of each subject of a kind."""
    query = select(Event.subject, Event.state).where(
        col(Event.subject).between(f"{kind}:", f"{kind};"), col(Event.seal).is_not(None)
    )
    return {subject: state or "" for subject, state in session.exec(query.order_by(col(Event.seal)))}


def _subjects(session: Session, kind: str, where: Any) -> Sequence[str]:
    query = select(Event.subject).where(col(Event.subject).between(f"{kind}:", f"{kind};"), where)
    return session.exec(query.distinct()).all()


def _head(session: Session) -> str | None:
    row = session.get(heartbeat.Heartbeat, HEAD)
    return row.seen if row else None


def _number(table: type[SQLModel]) -> Any:
    return col(table.id)  # type: ignore[attr-defined]  # each of these tables has one


def _id(row: SQLModel) -> int:
    return int(row.id)  # type: ignore[attr-defined]  # the same


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
