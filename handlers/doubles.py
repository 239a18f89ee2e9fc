"""This file is /trunglap: activities that look as if two had told of one; the lead office decides."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from handlers import foreseen, form
from handlers.conversation.doubles import COUNT_ONCE
from handlers.form import Form
from handlers.reading.text import brief, fold
from handlers.reading.unclear import N_, Unclear
from handlers.replies import doubles as said
from handlers.replies import welcome
from handlers.replies.doubles import Twin
from handlers.replies.reply import Reply
from handlers.replies.words import speaking
from handlers.request import Replies, Request
from models import activity, amendment, apart, contact, plan, unit
from models.activity import Activity
from models.apart import Sort
from models.contact import Role
from models.rules import doubles
from models.rules.doubles import Likeness, Told
from models.rules.spans import Span

LEADS = frozenset({Role.LEAD})
BUTTON = re.compile(r"(?P<verb>[a-z]+)(?::(?P<number>\d{1,18})(?::(?P<other>\d{1,18}))?)?")
GONE = N_("One of the two has changed meanwhile. Please look at them again.")

Values = Mapping[str, Any]


def show(request: Request) -> Replies:
    """Show the first two that may be one."""
    return [_pairs(request, 0)]


def press(request: Request) -> Replies:
    """Follow a button; whoever is not of the lead office could only have forged it."""
    parts = BUTTON.fullmatch(request.argument)
    follow = VERBS.get(parts["verb"]) if parts else None
    if parts is None or follow is None or request.contact.role not in LEADS:
        return [welcome.stale()]
    return follow(request, int(parts["number"] or 0), int(parts["other"] or 0))


def likely(session: Session, today: date) -> list[tuple[int, int, Likeness]]:
    """Give each two of this year and the last that look like one, and of which nobody said otherwise."""
    the_plan = plan.loaded(session)
    if the_plan is None:
        return []
    span = Span(date(today.year - 1, 1, 1), today)
    rows = activity.within(session, the_plan, span)
    names = activity.named_within(session, the_plan, span)
    said_apart = apart.known(session, Sort.ACTIVITY)
    return [
        (one.number, other.number, alike)
        for one, other, alike in doubles.likely_activities(_told(row, names) for row in rows)
        if (one.number, other.number) not in said_apart
    ]


def _told(row: Activity, names: Mapping[int, set[str]]) -> Told:
    number = row.id or 0
    return Told(
        number=number,
        unit=row.unit,
        kind=row.kind,
        days=Span(row.first, row.last),
        title=frozenset(fold(row.title).split()),
        place=fold(row.place or ""),
        who=frozenset(names.get(number, ())),
    )


def _turn_to(request: Request, page: int, _other: int) -> Replies:
    return [_pairs(request, page).over(request.said.message_id)]


def _begin(request: Request, goes: int, stays: int) -> Replies:
    one, other = activity.get(request.session, goes), activity.get(request.session, stays)
    if one is None or other is None or not amendment.may_count_once(one, other):
        return [welcome.stale()]
    return form.begin(request, ONCE, {"goes": goes, "stays": stays, "about": brief(other.title)})


def _keep_apart(request: Request, one: int, other: int) -> Replies:
    """Remember that two are not one, and show the next two."""
    two = apart.pair(one, other)
    if any(activity.get(request.session, number) is None for number in two):
        return [welcome.stale()]
    apart.keep(request.session, Sort.ACTIVITY, two, by=request.who, now=request.now)
    return [said.kept_apart("u", two), _pairs(request, 0).over(request.said.message_id)]


def _look_again(request: Request, one: int, other: int) -> Replies:
    """Take back that two are not one."""
    two = apart.pair(one, other)
    if not apart.forget(request.session, Sort.ACTIVITY, two, by=request.who, now=request.now):
        return [welcome.stale()]
    return [_pairs(request, 0)]


def _once(request: Request, page: int, _other: int) -> Replies:
    """List what is counted as another one."""
    session = request.session
    shown = [
        (_twin(session, row), _twin(session, kept))
        for row in activity.counted_elsewhere(session, plan.current(session))
        if (kept := activity.get(session, row.same_as or 0))
    ]
    return [said.counted_once(shown, page).over(request.said.message_id)]


def _part(request: Request, number: int, _other: int) -> Replies:
    """Take back that an activity is counted as another one."""
    row = activity.get(request.session, number)
    if row is None or row.same_as is None or row.voided_at is not None:
        return [welcome.stale()]
    amendment.count_apart(request.session, row, by=request.who, now=request.now)
    return [
        said.parted(row.title, number),
        *_tell_unit(request, row, said.your_report_counts_again(row.title)),
    ]


def _check(request: Request, _answers: Values, facts: Values) -> None:
    _two(request.session, facts)


def _tell(request: Request, _answers: Values, facts: Values) -> list[str]:
    session = request.session
    goes, stays = _two(session, facts)
    moved = foreseen.moved(
        session,
        request.now.date(),
        lambda: amendment.count_once(session, goes, stays, by=request.who, now=request.now),
    )
    only = _only(session, goes, stays)
    return said.will_count_once(_twin(session, goes), _twin(session, stays), only, moved)


def _count_once(request: Request, _answers: Values, facts: Values) -> Replies:
    goes, stays = _two(request.session, facts)
    amendment.count_once(request.session, goes, stays, by=request.who, now=request.now)
    home = unit.get(request.session, stays.unit)
    told = said.your_report_counts_elsewhere(goes.title, stays.title, home.name if home else stays.unit)
    replies = [said.done(stays.title, goes.id or 0), *_tell_unit(request, goes, told)]
    more = likely(request.session, request.now.date())
    return [*replies, _pairs(request, 0)] if more else replies


def _tell_unit(request: Request, row: Activity, word: Callable[[int], Reply]) -> Replies:
    """Tell the contacts of the unit that reported an activity, each in their language."""
    replies = []
    for person in contact.of_unit(request.session, row.unit):
        if person.id != request.who:
            with speaking(person.locale):
                replies.append(replace(word(row.id or 0), to=person.chat_id))
    return replies


def _two(session: Session, facts: Values) -> tuple[Activity, Activity]:
    """Find the two that a form is about, if both still count by themselves. Raises Unclear."""
    goes, stays = activity.get(session, facts["goes"]), activity.get(session, facts["stays"])
    if goes is None or stays is None or not amendment.may_count_once(goes, stays):
        raise Unclear(GONE)
    return goes, stays


def _only(session: Session, goes: Activity, stays: Activity) -> list[str]:
    """Give those whom only the report names that would not count."""
    kept = {one.id for _part, one in activity.parts(session, stays)}
    return [one.name for _part, one in activity.parts(session, goes) if one.id not in kept]


def _pairs(request: Request, page: int) -> Reply:
    session = request.session
    pairs = likely(session, request.now.date())
    once = len(activity.counted_elsewhere(session, plan.current(session)))
    if not pairs:
        return said.none(once)
    page = min(page, len(pairs) - 1)
    one, other, alike = pairs[page]
    rows = [row for number in (one, other) if (row := activity.get(session, number))]
    twins = [_twin(session, row) for row in rows]
    return said.pair(twins[0], twins[1], alike, said.Place(page=page, count=len(pairs), once=once))


def _twin(session: Session, row: Activity) -> Twin:
    home = unit.get(session, row.unit)
    return Twin(
        number=row.id or 0,
        title=row.title,
        unit=home.name if home else row.unit,
        first=row.first,
        last=row.last,
        place=row.place or "",
        attendances=row.attendances,
        leaders=row.leaders,
        cost=row.cost,
        named=len(activity.parts(session, row)) + len(activity.papers(session, row)),
    )


ONCE = Form(
    conversation=COUNT_ONCE,
    title=N_("Two reports, one activity"),
    roles=LEADS,
    check=_check,
    tells=_tell,
    finish=_count_once,
    save=N_("Count it once"),
)
FORMS = (ONCE,)
VERBS: dict[str, Callable[[Request, int, int], Replies]] = {
    "list": _turn_to,
    "same": _begin,
    "apart": _keep_apart,
    "again": _look_again,
    "once": _once,
    "part": _part,
}
