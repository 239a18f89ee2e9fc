"""This file is what became of one thing since it was first told, as the book has it."""

from handlers.replies.changes import Change
from handlers.request import Request
from models import contact, event

BEGINNINGS = ("recorded", "added", "began")


def of(request: Request, subject: str) -> tuple[Change, ...]:
    """Give each change of an activity ("activity:7") or an enterprise, the first first."""
    found = []
    for one in event.of(request.session, subject):
        what = one.what.partition(".")[2]
        if what in BEGINNINGS:
            continue
        author = contact.get(request.session, one.by) if one.by else None
        by = author.name if author else ""
        found.append(Change(what=what, at=one.at.astimezone(request.zone), by=by, why=one.why))
    return tuple(found)
