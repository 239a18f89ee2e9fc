"""This file is the lead office's desk: it invites, and its buttons lead to people and units."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from handlers import form, people, units
from handlers.conversation import office as asked
from handlers.form import Form
from handlers.reading.unclear import N_
from handlers.replies import office as said
from handlers.replies import welcome
from handlers.replies.reply import Reply
from handlers.request import Replies, Request
from models import contact, plan, unit
from models.contact import INVITATION_LASTS, Invitation, Role

LEADS = frozenset({Role.LEAD})
# A number, or a unit's code.
BUTTON = re.compile(r"(?P<verb>[a-z]+)(?::(?P<argument>[0-9]{1,18}|[A-Z][A-Z0-9-]{0,23}))?")

Values = Mapping[str, Any]


def invite(request: Request) -> Replies:
    """Begin an invitation; those that are open can be looked at."""
    replies = form.begin(request, INVITE, {"units": units.known(request.session)})
    count = len(contact.open_invitations(request.session, now=request.now))
    return [said.with_open(replies[0], count), *replies[1:]] if count else replies


def press(request: Request) -> Replies:
    """Follow a button of the office; whoever is not of the lead office could only have forged it."""
    parts = BUTTON.fullmatch(request.argument)
    follow = VERBS.get(parts["verb"]) if parts else None
    if parts is None or follow is None or request.contact.role is not Role.LEAD:
        return [welcome.stale()]
    return follow(request, parts["argument"] or "")


def _show_invitations(request: Request, page: str) -> Replies:
    return [_open_ones(request, int(page) if page.isdecimal() else 0).over(request.said.message_id)]


def _revoke(request: Request, number: str) -> Replies:
    row = contact.invitation(request.session, int(number)) if number.isdecimal() else None
    if row is None:
        return [welcome.stale()]
    if not row.is_open(request.now):
        return [said.not_open()]
    contact.revoke(request.session, row, by=request.who, now=request.now)
    return [said.revoked(_whose(request, row))]


def _invite(request: Request, answers: Values, facts: Values) -> Replies:
    role = Role(answers["role"])
    home = {Role.CONTACT: answers.get("unit"), Role.LEAD: plan.current(request.session).lead_unit}.get(role)
    code = contact.invite(request.session, role, home, now=request.now, by=request.who)
    row = contact.open_invitation(request.session, code, now=request.now)
    if row is None:
        return [welcome.stale()]
    until = request.now + INVITATION_LASTS
    invited = said.invited(_whose(request, row), row.id or 0, code, request.username, until)
    return [invited, *units.offered(request, answers.get("unit"), facts)]


def _open_ones(request: Request, page: int) -> Reply:
    rows = contact.open_invitations(request.session, now=request.now)
    listed = [(row.id or 0, _whose(request, row), row.expires_at.astimezone(request.zone)) for row in rows]
    return said.invitations(listed, page)


def _whose(request: Request, row: Invitation) -> str:
    home = unit.get(request.session, row.unit) if row.unit else None
    return welcome.role(row.role, home.name if home else None)


INVITE = Form(
    conversation=asked.INVITE, title=N_("An invitation"), roles=LEADS, finish=_invite, confirm=False
)
FORMS = (INVITE, *people.FORMS, *units.FORMS)
VERBS: dict[str, Callable[[Request, str], Replies]] = {
    "invite": lambda request, _argument: invite(request),
    "invites": _show_invitations,
    "revoke": _revoke,
    "people": people.turn_to,
    "gone": people.show_retired,
    "person": people.open_one,
    "move": people.begin_move,
    "role": people.begin_role,
    "retire": people.begin_retire,
    "restore": people.restore,
    "units": units.turn_to,
    "unit": units.open_one,
    "add": units.begin_add,
    "rename": units.begin_rename,
    "names": units.show_names,
    "call": units.begin_name,
    "forget": units.forget,
    "learn": units.learn,
    "end": units.begin_end,
    "ended": units.show_ended,
    "revive": units.revive,
}
