"""This file is /duyet: reports accepted, returned and opened again, and questions about single activities."""

import re
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from handlers import duty, form, missing, signing
from handlers.conversation import review as asks
from handlers.conversation.kinds import Context, Said
from handlers.form import CHANGED, Form
from handlers.reading.text import brief
from handlers.reading.unclear import N_, Unclear
from handlers.replies import review as said
from handlers.replies import welcome
from handlers.replies.reply import Reply
from handlers.replies.review import Asked, Card, Counts, Item, Line
from handlers.replies.words import _, speaking
from handlers.request import Replies, Request, Sort
from models import activity, contact, draft, inquiry, outbox, period, plan, report, unit
from models.activity import Activity
from models.contact import Role
from models.inquiry import Inquiry
from models.period import Period
from models.report import Report
from models.rules.states import FILED, ReportState
from models.rules.working_days import WorkingDays
from models.unit import Unit

LEADS = frozenset({Role.LEAD})
REPORTS = frozenset({Role.CONTACT, Role.LEAD})
BUTTON = re.compile(r"(?P<verb>[a-z]+):(?P<number>\d{1,18})(?::(?P<detail>\d{1,18}))?")
# The message that asks carries the question's number in its key.
KEY = re.compile(r"inquiry:(?P<number>\d{1,18}):.*")
# What was answered longer ago stands at its report alone.
STILL_NEWS = timedelta(days=30)
NOT_FILED = N_("{unit} · {title}: this report is not in now, so there is nothing to review.")
ACTIVITY_GONE = N_("This activity is not in the report any more. Please begin anew.")

Values = Mapping[str, Any]


def show(request: Request) -> Replies:
    """List what waits for review, the longest waiting first."""
    return [_waiting(request, 0)]


def press(request: Request) -> Replies:
    """Follow a button: an answer is the unit's, everything else the lead office's."""
    parts = BUTTON.fullmatch(request.argument)
    if parts is None:
        return [welcome.stale()]
    if parts["verb"] == "answer":
        return _begin_answer(request, int(parts["number"]))
    follow = VERBS.get(parts["verb"])
    if follow is None or request.contact.role not in LEADS:
        return [welcome.stale()]
    return follow(request, int(parts["number"]), int(parts["detail"] or 0))


def replied_to(request: Request) -> int | None:
    """Tell which question a message replies to, if it replies to one that asked."""
    if request.said.reply_to is None:
        return None
    key = outbox.key_of(request.session, request.said.chat_id, request.said.reply_to)
    parts = KEY.fullmatch(key or "")
    return int(parts["number"]) if parts else None


def take_reply(request: Request, inquiry_id: int) -> Replies:
    """Take a reply as the answer, whatever else is being entered: that stays as it is."""
    found = _asked_of(request, inquiry_id)
    if found is None:
        return [said.not_of_your_unit()]
    row, _about = found
    if row.answered_at is not None:
        return [_answered_already(request, row)]
    if request.said.sort is not Sort.TEXT:
        is_edited = request.said.sort is Sort.EDITED
        return [said.not_in_words(inquiry_id, request.said.update_id, is_edited=is_edited)]
    standing = draft.open_of(request.session, request.who)
    if standing is not None and standing.conversation == ANSWER.name and standing.facts["inquiry"] == row.id:
        return form.answer(request, standing, ANSWER)
    try:
        words = asks.WORDS.read(Said(text=request.said.text), Context({}, {}))
    except Unclear as unclear:
        return [said.unclear(unclear, inquiry_id, request.said.update_id)]
    inquiry.answer(request.session, row, words, by=request.who, now=request.now)
    return [said.answered(is_entering=standing is not None)]


def _begin_answer(request: Request, inquiry_id: int) -> Replies:
    """Ask for the answer to a question; another unit's is out of reach."""
    found = _asked_of(request, inquiry_id)
    if found is None:
        return [welcome.stale()]
    row, about = found
    if row.answered_at is not None:
        return [_answered_already(request, row)]
    replies = form.begin(request, ANSWER, {"inquiry": row.id})
    return [said.with_question(replies[0], about.title, row.question), *replies[1:]]


def _answer(request: Request, answers: Values, facts: Values) -> Replies:
    found = _asked_of(request, facts["inquiry"])
    if found is None:
        return [said.not_of_your_unit()]
    row, _about = found
    if row.answered_at is not None:
        return [_answered_already(request, row)]
    inquiry.answer(request.session, row, answers["answer"], by=request.who, now=request.now)
    return [said.answered(is_entering=False)]


def _asked_of(request: Request, inquiry_id: int) -> tuple[Inquiry, Activity] | None:
    """Find a question, if it was asked of this person's unit."""
    row = inquiry.hold(request.session, inquiry_id)
    about = activity.get(request.session, row.activity_id) if row else None
    if row is None or about is None or not request.contact.reports or about.unit != request.contact.unit:
        return None
    return row, about


def _answered_already(request: Request, row: Inquiry) -> Reply:
    at = (row.answered_at or row.asked_at).astimezone(request.zone)
    return said.answered_already(_name(request.session, row.answered_by), at)


def _list(request: Request, page: int, _detail: int) -> Replies:
    return [_waiting(request, page).over(request.said.message_id)]


def _list_accepted(request: Request, page: int, _detail: int) -> Replies:
    lines = _accepted_lines(request)
    return [said.accepted(lines, _counts(request), page).over(request.said.message_id)]


def _list_asked(request: Request, page: int, _detail: int) -> Replies:
    session = request.session
    rows = [*inquiry.open_ones(session), *inquiry.answered_since(session, request.now - STILL_NEWS)]
    found = [_asked(request, row, about) for row, about in rows]
    return [said.asked(found, _counts(request), page).over(request.said.message_id)]


def _open_asked(request: Request, number: int, _detail: int) -> Replies:
    row = inquiry.get(request.session, number)
    about = activity.get(request.session, row.activity_id) if row else None
    if row is None or about is None:
        return [welcome.stale()]
    return [said.question(_asked(request, row, about)).over(request.said.message_id)]


def _open(request: Request, number: int, page: int) -> Replies:
    found = _found(request, number)
    return [_card(request, *found, page).over(request.said.message_id)] if found else [welcome.stale()]


def _talk(request: Request, number: int, page: int) -> Replies:
    found = _found(request, number)
    if found is None:
        return [welcome.stale()]
    row, of = found
    about = {one.id or 0: one for one in _activities(request.session, row, of)}
    rows = inquiry.of_activities(request.session, list(about))
    asked = [_asked(request, one, about[one.activity_id]) for one in rows]
    head = duty.head(request.session, row, of)
    return [said.talk(head, asked, page).over(request.said.message_id)]


def _accept(request: Request, number: int, mark: int) -> Replies:
    """Accept a report as it was shown; if it has changed since, show it first."""
    row = report.hold(request.session, number)
    found = _found(request, number) if row else None
    if found is None:
        return [welcome.stale()]
    row, of = found
    shown = _shown(request, row, of)
    if row.accepted_at is not None and not shown.may_be_accepted:
        return [Reply(toast=_("This was done already."))]
    if not shown.may_be_accepted or mark != shown.mark:
        return [said.card(shown, 0, problem=_(CHANGED))]
    report.accept(request.session, row, by=request.who, now=request.now)
    open_questions = sum(one.open for one in shown.items)
    return [said.accepted_now(shown.head, _hour_mark(request.now), open_questions=open_questions)]


def _undo(request: Request, number: int, mark: int) -> Replies:
    """Take an acceptance back, as long as it is that very one."""
    row = report.hold(request.session, number)
    found = _found(request, number) if row else None
    if found is None:
        return [welcome.stale()]
    row, of = found
    if row.state not in FILED or row.accepted_at is None or _hour_mark(row.accepted_at) != mark:
        return [welcome.stale()]
    report.take_back_acceptance(request.session, row, by=request.who, now=request.now)
    return [said.undone(duty.head(request.session, row, of))]


def _keep(request: Request, number: int, _detail: int) -> Replies:
    """Leave a report as it was accepted, and tell whoever asked to open it."""
    row = report.hold(request.session, number)
    found = _found(request, number) if row else None
    if found is None:
        return [welcome.stale()]
    row, of = found
    person = contact.get(request.session, row.pleaded_by) if row.pleaded_by else None
    if row.pleaded_at is None:
        return [Reply(toast=_("This was done already."))]
    report.decline(request.session, row, by=request.who, now=request.now)
    head = duty.head(request.session, row, of)
    replies = [said.kept(head)]
    if person is not None and person.retired_at is None:
        with speaking(person.locale):
            replies.append(replace(said.declined(head), to=person.chat_id))
    return replies


def _begin_return(request: Request, number: int, _detail: int) -> Replies:
    found = _found(request, number)
    if found is None:
        return [welcome.stale()]
    row, of = found
    if row.state not in FILED:
        return [_card(request, row, of, 0)]
    return form.begin(request, GIVE_BACK, {"report": row.id, "about": _label(request.session, row, of)})


def _tell_return(request: Request, _answers: Values, facts: Values) -> Sequence[str]:
    found = _found(request, facts["report"])
    if found is None:
        return ()
    row, of = found
    at = row.accepted_at.astimezone(request.zone) if row.accepted_at else None
    return said.will_return(duty.head(request.session, row, of), accepted_on=at)


def _check_filed(request: Request, _answers: Values, facts: Values) -> None:
    """Refuse to review what is not in now. Raises Unclear."""
    found = _found(request, facts["report"])
    if found is not None and found[0].state not in FILED:
        home = unit.get(request.session, found[0].unit)
        name = brief(home.short if home else found[0].unit)
        raise Unclear(NOT_FILED, unit=name, title=brief(found[1].title, most=100))


def _return(request: Request, answers: Values, facts: Values) -> Replies:
    row = report.hold(request.session, facts["report"])
    found = _found(request, facts["report"]) if row else None
    if found is None:
        return [welcome.stale()]
    _check_filed(request, answers, facts)
    row, of = found
    report.give_back(request.session, row, answers["why"], by=request.who, now=request.now)
    head = duty.head(request.session, row, of)
    is_reached = bool(contact.of_unit(request.session, row.unit))
    return [
        said.returned(head, in_office_hours=missing.in_office_hours(request), is_reached=is_reached),
    ]


def _begin_ask(request: Request, number: int, _detail: int) -> Replies:
    found = _found(request, number)
    if found is None:
        return [welcome.stale()]
    row, of = found
    listed = _activities(request.session, row, of)
    if row.state not in FILED or not listed:
        return [_card(request, row, of, 0)]
    known = [{"id": one.id, "title": one.title} for one in listed]
    about = _label(request.session, row, of)
    return form.begin(request, ASK, {"report": row.id, "about": about, "activities": known})


def _tell_ask(request: Request, answers: Values, facts: Values) -> Sequence[str]:
    about = _chosen(request, answers, facts)
    home = unit.get(request.session, about.unit) if about else None
    return said.will_ask(home.name, about.title) if about and home else ()


def _ask(request: Request, answers: Values, facts: Values) -> Replies:
    about = _chosen(request, answers, facts)
    if about is None:
        raise Unclear(ACTIVITY_GONE)
    asked = answers["question"]
    inquiry.ask(request.session, about.id or 0, asked, by=request.who, now=request.now)
    home = unit.get(request.session, about.unit)
    is_reached = bool(contact.of_unit(request.session, about.unit))
    hours = missing.in_office_hours(request)
    name = home.name if home else about.unit
    return [said.asked_now(name, facts["report"], in_office_hours=hours, is_reached=is_reached)]


def _chosen(request: Request, answers: Values, facts: Values) -> Activity | None:
    """Give the activity that is asked about, if it is in the report still."""
    found = _found(request, facts["report"])
    if found is None:
        return None
    chosen = facts["activities"][int(answers.get("activity", 1)) - 1]["id"]
    return next((one for one in _activities(request.session, *found) if one.id == chosen), None)


def _found(request: Request, report_id: int) -> tuple[Report, Period] | None:
    row = report.get(request.session, report_id)
    of = period.get(request.session, row.period_id) if row else None
    return (row, of) if row and of else None


def _activities(session: Session, row: Report, of: Period) -> Sequence[Activity]:
    return activity.of_unit(session, row.unit, of.span)


def _label(session: Session, row: Report, of: Period) -> str:
    home = unit.get(session, row.unit)
    return f"{home.short if home else row.unit} · {of.title}"


def _waiting(request: Request, page: int) -> Reply:
    days = _days(request.session)
    lines = [_line(request, *one, days=days, grown=0) for one in report.waiting_for_review(request.session)]
    return said.waiting(lines, _counts(request), page)


def _accepted_lines(request: Request) -> list[Line]:
    """Give what was accepted, what has grown since before the others."""
    grown, days = report.grown(request.session), _days(request.session)
    lines = [
        _line(request, row, of, home, days=days, grown=grown[row.id or 0])
        for row, of, home in report.accepted(request.session)
    ]
    return sorted(lines, key=lambda one: not one.grown)


def _line(request: Request, row: Report, of: Period, home: Unit, *, days: WorkingDays, grown: int) -> Line:
    filed = (row.waits_since or request.now).astimezone(request.zone).date()
    return Line(
        report_id=row.id or 0,
        short=home.short,
        title=of.title,
        state=row.state,
        filed=filed,
        waits=days.between(filed, request.now.date()),
        accepted=row.accepted_at.astimezone(request.zone).date() if row.accepted_at else None,
        grown=grown,
        pleads=row.pleaded_at is not None,
    )


def _counts(request: Request) -> Counts:
    session = request.session
    return Counts(
        waiting=len(report.waiting_for_review(session)),
        accepted=len(report.accepted(session)),
        grown=len(report.grown(session)),
        open=len(inquiry.open_ones(session)),
    )


def _card(request: Request, row: Report, of: Period, page: int) -> Reply:
    return said.card(_shown(request, row, of), page)


def _shown(request: Request, row: Report, of: Period) -> Card:
    """Give all that is shown of a report."""
    session, zone = request.session, request.zone
    rows = _activities(session, row, of)
    filed_at = row.settled_at.astimezone(zone) if row.settled_at else None
    return Card(
        head=duty.head(session, row, of),
        mark=_mark(row, rows),
        filed_at=filed_at,
        filed_by=_name(session, row.settled_by),
        is_late=row.is_late(of, zone),
        waits=_days(session).between((filed_at or request.now).date(), request.now.date()),
        accepted_at=row.accepted_at.astimezone(zone) if row.accepted_at else None,
        accepted_by=_name(session, row.accepted_by),
        returned_for=row.note if row.state is ReportState.RETURNED else "",
        answer=row.answer_in_words,
        own=signing.told(row),
        plea=row.plea,
        pleaded_by=_name(session, row.pleaded_by),
        items=_items(session, row, rows),
    )


def _items(session: Session, row: Report, rows: Sequence[Activity]) -> list[Item]:
    numbers = [one.id or 0 for one in rows]
    files = activity.files(session, numbers)
    questions = inquiry.of_activities(session, numbers)
    asked = Counter(one.activity_id for one in questions)
    unanswered = Counter(one.activity_id for one in questions if one.is_open)
    settled = row.accepted_at or row.settled_at if row.state in FILED else None
    return [
        Item(
            number=one.id or 0,
            title=one.title,
            first=one.first,
            last=one.last,
            estimate=one.estimate,
            files=files.get(one.id or 0, 0),
            asked=asked[one.id or 0],
            open=unanswered[one.id or 0],
            is_late=settled is not None and one.recorded_at > settled,
        )
        for one in rows
    ]


def _mark(row: Report, rows: Sequence[Activity]) -> int:
    """Stand for a report as it is: another number as soon as it, or an activity in it, changes."""
    own = row.difficulties, row.proposals
    whole = (row.state, row.settled_at, row.accepted_at, row.note, own, *(one.model_dump() for one in rows))
    return zlib.crc32(repr(whole).encode())


def _hour_mark(at: datetime) -> int:
    return int(at.timestamp())


def _asked(request: Request, row: Inquiry, about: Activity) -> Asked:
    session, zone = request.session, request.zone
    home = unit.get(session, about.unit)
    at = row.asked_at.astimezone(zone)
    return Asked(
        number=row.id or 0,
        unit=home.name if home else about.unit,
        short=home.short if home else about.unit,
        activity=about.title,
        question=row.question,
        asked_at=at,
        asked_by=_name(session, row.asked_by),
        waits=_days(session).between(at.date(), request.now.date()),
        answer=row.answer,
        answered_at=row.answered_at.astimezone(zone) if row.answered_at else None,
        answered_by=_name(session, row.answered_by),
    )


def _name(session: Session, contact_id: int | None) -> str:
    found = contact.get(session, contact_id) if contact_id else None
    return found.name if found else ""


def _days(session: Session) -> WorkingDays:
    return WorkingDays(plan.overrides(session))


GIVE_BACK = Form(
    conversation=asks.GIVE_BACK,
    title=N_("A report is returned"),
    roles=LEADS,
    check=_check_filed,
    tells=_tell_return,
    finish=_return,
    save=N_("Return"),
)
ASK = Form(
    conversation=asks.ASK,
    title=N_("A question about an activity"),
    roles=LEADS,
    check=_check_filed,
    tells=_tell_ask,
    finish=_ask,
    save=N_("Send the question"),
)
ANSWER = Form(
    conversation=asks.ANSWER,
    title=N_("An answer to the lead office"),
    roles=REPORTS,
    finish=_answer,
    confirm=False,
)
FORMS = (GIVE_BACK, ASK, ANSWER)
VERBS: dict[str, Callable[[Request, int, int], Replies]] = {
    "list": _list,
    "done": _list_accepted,
    "asked": _list_asked,
    "one": _open_asked,
    "report": _open,
    "talk": _talk,
    "accept": _accept,
    "undo": _undo,
    "keep": _keep,
    "back": _begin_return,
    "ask": _begin_ask,
}
