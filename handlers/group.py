"""This file is the groups that the summaries go to: subscribed by a lead in the group, listed and ended."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from handlers import progress
from handlers.replies import group as said
from handlers.replies import welcome
from handlers.replies.reply import Reply
from handlers.replies.words import speaking
from handlers.request import GroupRequest, Replies, Request
from models import group, outbox, period, report
from models.contact import Role
from models.group import Group
from models.period import Period
from models.rules import steps

# The errand of a picture for a group; its argument is the group's number. No person asks for it.
PICTURE = "group_picture"
# A page, a group's number, and of which hour the end is that would be undone.
BUTTON = re.compile(r"(?P<verb>list|end|undo):(?P<number>-?[0-9]{1,18})(?::(?P<ended>[0-9]{1,12}))?")


def greet(request: GroupRequest) -> Replies:
    """Say, to a group that took the bot in, how the summaries are had; in and out again it is said once."""
    if request.is_subscribed:
        return []  # a group that was moved takes the bot along
    return _once_a_day(request, "greeted", said.greeting(request.username))


def leave(request: GroupRequest) -> Replies:
    """Send nothing more into a group that put the bot out."""
    group.lose(request.session, request.said.chat_id, now=request.now)
    return []


def follow(request: GroupRequest) -> Replies:
    """Go on where Telegram gave a group another number."""
    old, new = request.said.chat_id, request.said.moved_to
    if new is not None:
        outbox.readdress(request.session, old, new)
        group.follow(request.session, old, new, now=request.now)
    return []


def subscribe(request: GroupRequest) -> Replies:
    """Let the summaries come into this group, if somebody of the lead office asks."""
    if request.lead is None:
        return _turn_away(request, said.refusal())
    if request.is_subscribed:
        return [said.already()]
    by = request.lead.id or 0
    group.subscribe(request.session, request.said.chat_id, request.said.title, by=by, now=request.now)
    return [said.subscribed(request.username)]


def unsubscribe(request: GroupRequest) -> Replies:
    if request.lead is None:
        return _turn_away(request, said.refusal())
    if request.group is None or not request.is_subscribed:
        return [said.not_subscribed(request.username)]
    group.end(request.session, request.group, by=request.lead.id, now=request.now)
    return [said.ended(request.username)]


def show_progress(request: GroupRequest) -> Replies:
    """Answer /tiendo in a group that a lead subscribed."""
    if request.is_subscribed:
        return [summary(request.session, request.now, request.zone)]
    return _turn_away(request, said.not_subscribed(request.username))


def summary(
    session: Session, now: datetime, zone: ZoneInfo, *, head: str = "", of: Sequence[Period] = ()
) -> Reply:
    """Show a group the figures and which units owe a report: no person's name, and nothing to press."""
    shown = of or period.worked_on(session, now.date())
    missing = [(one.title, [unit.short for _row, unit in report.silent(session, one)]) for one in shown]
    overview = progress.overview_reply(session, now, zone, head=head, of=shown)
    return said.summary(overview.text, missing)


def draw(request: Request) -> Replies:
    """Draw the figures for a group below its summary of the week; none for one that was ended meanwhile."""
    session, now = request.session, request.now
    found = next((row for row in group.subscribed(session) if str(row.chat_id) == request.argument), None)
    if found is None:
        return []
    with speaking(found.locale):
        drawn = progress.picture_of_figures(session, now.date())
    key = f"group:{found.chat_id}:picture:{now.date()}"
    until = steps.evening(now.date(), request.zone)
    return [replace(drawn, to=found.chat_id, kind="summary", key=key, expires_at=until)]


def show(request: Request) -> Replies:
    """Answer /nhom: which groups receive the summaries, and how one more does."""
    return [_list(request, 0)]


def press(request: Request) -> Replies:
    """Follow a button of /nhom; whoever is not of the lead office could only have forged it."""
    parts = BUTTON.fullmatch(request.argument)
    if parts is None or request.contact.role is not Role.LEAD:
        return [welcome.stale()]
    number = int(parts["number"])
    if parts["verb"] == "list":
        return [_list(request, number).over(request.said.message_id)]
    row = group.get(request.session, number)
    if row is None:
        return [welcome.stale()]
    if parts["verb"] == "end":
        return _end(request, row)
    return _undo(request, row, int(parts["ended"] or 0))


def _end(request: Request, row: Group) -> Replies:
    if row.ended_at is not None:
        return [said.ended_before()]
    group.end(request.session, row, by=request.who, now=request.now)
    ended = said.ended_here(row.title, row.chat_id, _second(request.now))
    return [ended.over(request.said.message_id)]


def _undo(request: Request, row: Group, ended: int) -> Replies:
    """Take an end back, unless it was done already or the group ended once more since."""
    if row.ended_at is None or _second(row.ended_at) != ended:
        return [welcome.stale()]
    group.resume(request.session, row, by=request.who, now=request.now)
    return [_list(request, 0, head=said.resumed(row.title)).over(request.said.message_id)]


def _list(request: Request, page: int, *, head: str = "") -> Reply:
    listed = [
        said.Listed(number=row.chat_id, title=row.title, since=row.subscribed_at.astimezone(request.zone))
        for row in group.subscribed(request.session)
    ]
    return said.listed(listed, page, username=request.username, head=head)


def _turn_away(request: GroupRequest, reply: Reply) -> Replies:
    """Turn a group away; one of the lead office is always answered, the others once a day together."""
    return [reply] if request.lead else _once_a_day(request, "turned-away", reply)


def _once_a_day(request: GroupRequest, what: str, reply: Reply) -> Replies:
    """Say something at most once a day in a group, whoever asks: nobody makes the bot a nuisance."""
    key = f"group:{request.said.chat_id}:{what}:{request.now.date()}"
    return [] if outbox.has(request.session, key) else [replace(reply, key=key)]


def _second(hour: datetime) -> int:
    return int(hour.timestamp())
