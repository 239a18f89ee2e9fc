"""This file is what happens to an update that nobody can apply: an apology, and word to the lead office."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers.replies import welcome
from handlers.replies.reply import Reply
from handlers.replies.words import LOCALES, speaking
from handlers.request import Incoming
from models import contact, outbox

# Whoever is told once an hour looks into it; more would only be noise.
TOLD_AGAIN = "%Y-%m-%d-%H"
STILL_NEWS = timedelta(days=1)


def set_aside(session: Session, said: Incoming | None, now: datetime) -> Iterator[Reply]:
    """Say sorry to a person who sent it, and tell the lead office that something was set aside."""
    sender = contact.by_chat(session, said.chat_id) if said else None
    if said is not None and not said.is_group:
        with speaking(sender.locale if sender else LOCALES[0]):
            yield replace(welcome.sorry(), to=said.chat_id)
    for person in contact.leads(session):
        key = f"alarm:aside:{now.strftime(TOLD_AGAIN)}:{person.id}"
        if not outbox.has(session, key):
            with speaking(person.locale):
                words = welcome.set_aside(sender.name if sender else "")
            yield replace(words, to=person.chat_id, key=key, expires_at=now + STILL_NEWS)
