"""This file is the keys with which other systems read, and never write."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, select

from models import event
from models.columns import BIG

# By this a key is known at sight, in a log or in a file that it should not be in.
PREFIX = "nscl_"
RANDOM_BYTES = 32
# That a key is in use is written down so often at most: reading stays reading.
NOTED_EVERY = timedelta(hours=1)


class NoSuchKey(Exception):
    """A number that no key has, or one of a key that is revoked already."""


class Key(SQLModel, table=True):
    """A system that may read: the whole plan, or one unit's part of it. Only the secret's hash is kept.

    `made_by` is who made it, as the terminal knows them.
    """

    __tablename__ = "access_key"

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    name: str
    secret_hash: str = Field(unique=True)
    unit: str | None = Field(default=None, foreign_key="unit.code")
    made_at: datetime
    made_by: str
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


def make(session: Session, name: str, unit: str | None, *, by: str, now: datetime) -> tuple[Key, str]:
    """Make a key, and give its secret: it can be seen this once."""
    secret = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    row = Key(name=name, secret_hash=hash_of(secret), unit=unit, made_at=now, made_by=by)
    session.add(row)
    session.flush()
    after = {"name": name, "unit": unit, "made_by": by}
    event.record(session, "key.made", f"key:{row.id}", at=now, after=after)
    return row, secret


def fitting(session: Session, secret_hash: str) -> Key | None:
    """Find the key to which a secret belongs, unless it is revoked."""
    query = select(Key).where(Key.secret_hash == secret_hash, col(Key.revoked_at).is_(None))
    return session.exec(query).first()


def every(session: Session) -> Sequence[Key]:
    """Give all keys there ever were, the first first."""
    return session.exec(select(Key).order_by(col(Key.id))).all()


def revoke(session: Session, number: int, *, by: str, now: datetime) -> Key:
    """Let a key open nothing any more. Raises NoSuchKey."""
    row = session.exec(select(Key).where(Key.id == number).with_for_update()).first()
    if row is None or row.revoked_at is not None:
        raise NoSuchKey(f"{number}: no key of this number is in use; `python -m bot key list` lists them")
    event.change(session, row, "key.revoked", {"revoked_at": now}, f"by {by}", by=None, now=now)
    return row


def needs_noting(row: Key, now: datetime) -> bool:
    """Tell whether it has been a while since the use of a key was written down."""
    return row.last_used_at is None or now - row.last_used_at >= NOTED_EVERY


def note_use(session: Session, number: int, *, now: datetime) -> None:
    row = session.get(Key, number)
    if row is not None:
        row.last_used_at = now


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
