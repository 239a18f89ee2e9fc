"""This file is the units as the lead office sees and changes them: added, renamed, ended with successors."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from handlers import form
from handlers.conversation import office as asked
from handlers.conversation.flow import YES
from handlers.form import Form
from handlers.reading.questions import UnclearQuestion, question
from handlers.reading.text import brief, fold, tidy
from handlers.reading.unclear import N_, Unclear
from handlers.reading.units import NEAR, UNKNOWN, UnclearUnit, named
from handlers.reading.wishes import Intent
from handlers.replies import units as said
from handlers.replies import welcome
from handlers.replies.reply import Reply
from handlers.replies.words import why
from handlers.request import Replies, Request
from models import contact, draft, unit
from models.contact import Role
from models.draft import DraftState
from models.unit import Refused, Unit, UnitKind

LEADS = frozenset({Role.LEAD})
WHY = {
    unit.CODE_TAKEN: N_("The code {code} is taken by {name}. Please choose another."),
    unit.OUTSIDE_PLAN: N_("This day lies outside the plan's years. Please check it."),
    unit.NO_SUCH_UNIT: N_("There is no unit {code}."),
    unit.ENDED_ALREADY: N_("{name} has its last day already."),
    unit.ENDS_TOO_SOON: N_("The last day of {name} can't be before its first day."),
    unit.LEADS: N_("{name} is the lead office; it can't be ended here."),
    unit.NOT_ALIVE_NEXT: N_("{name} is not there on the day after. Please choose another."),
    unit.ITSELF: N_("A unit can't carry on its own work. Please choose another."),
}

IS_CALLED_SO = N_("“{text}” is what the bot knows {names} by already.")
TOO_SHORT = N_(
    "“{text}” is too short for a name. Please enter two words at least, for example Sở Thương mại."
)
MEANS_SOMETHING = N_("“{text}” means something else in questions. Please enter another name.")
LEAST_WORDS = 2
# One word is a name where nobody could speak it: an abbreviation.
VOWEL = re.compile("[aeiouy]")

Values = Mapping[str, Any]


def show(request: Request) -> Replies:
    """List the units that are alive today."""
    return [_list(request, 0)]


def turn_to(request: Request, page: str) -> Replies:
    return [_list(request, int(page) if page.isdecimal() else 0).over(request.said.message_id)]


def show_ended(request: Request, page: str) -> Replies:
    rows = [(row.code, row.short) for row in unit.ended(request.session)]
    return [said.ended(rows, int(page) if page.isdecimal() else 0).over(request.said.message_id)]


def open_one(request: Request, code: str) -> Replies:
    """Show a unit: its people, its days, whose work it carries on and who carries on its own."""
    row = unit.get(request.session, code)
    if row is None:
        return [welcome.stale()]
    return [said.card(_card(request.session, row)).over(request.said.message_id)]


def begin_add(request: Request, _argument: str) -> Replies:
    return form.begin(request, ADD, {})


def begin_rename(request: Request, code: str) -> Replies:
    row = unit.get(request.session, code)
    return form.begin(request, RENAME, {"unit": code, "about": row.short}) if row else [welcome.stale()]


def begin_end(request: Request, code: str) -> Replies:
    row = unit.get(request.session, code)
    if row is None or row.last is not None:
        return [welcome.stale()]
    return form.begin(request, END, {"unit": code, "about": row.short, "units": known(request.session)})


def revive(request: Request, code: str) -> Replies:
    """Take back that a unit ended."""
    try:
        unit.revive(request.session, code, by=request.who, now=request.now)
    except Refused:
        return [welcome.stale()]
    return _changed(request, {"unit": code})


def show_names(request: Request, code: str) -> Replies:
    """Show what people call a unit besides its names."""
    row = unit.get(request.session, code)
    return [_names(request.session, row).over(request.said.message_id)] if row else [welcome.stale()]


def begin_name(request: Request, code: str) -> Replies:
    row = unit.get(request.session, code)
    return form.begin(request, CALL, {"unit": code, "about": row.short}) if row else [welcome.stale()]


def forget(request: Request, number: str) -> Replies:
    """Know a unit by one of its other names no longer."""
    if not number.isdecimal():
        return [welcome.stale()]
    code = unit.forget(request.session, int(number), by=request.who, now=request.now)
    return show_names(request, code) if code else [welcome.stale()]


def offered(request: Request, code: str | None, facts: Values) -> Replies:
    """Offer to keep a name that nobody bore, after one of the likest units was picked for it."""
    row, open_one = unit.get(request.session, code or ""), draft.open_of(request.session, request.who)
    typed = _typed(facts)
    return [said.may_learn(typed, row.short, open_one.id or 0)] if row and open_one and typed else []


def learn(request: Request, number: str) -> Replies:
    """Keep a name as it was typed in a form that is done, for the unit that was picked there."""
    row = draft.get(request.session, int(number)) if number.isdecimal() else None
    typed = _typed(row.facts) if row and row.contact_id == request.who else ""
    if row is None or row.state is not DraftState.SAVED or not typed:
        return [welcome.stale()]
    answers, facts = {"name": typed}, {"unit": row.answers.get("unit", "")}
    if fold(typed) in {one.folded for one in unit.other_names(request.session, facts["unit"])}:
        return show_names(request, facts["unit"])
    try:
        _check_name(request, answers, facts)
        return [reply.over(request.said.message_id) for reply in _call(request, answers, facts)]
    except Unclear as unclear:
        return [Reply(text=why(unclear))]


def _typed(facts: Values) -> str:
    """Give a name that was typed for a unit, on one line; nothing where it is too long for one."""
    typed = " ".join(tidy(facts.get(form.TYPED, "")).split())
    return typed if len(typed) <= asked.MOST_CALLED else ""


def known(session: Session) -> list[dict[str, Any]]:
    """Give every unit as a form's facts hold it."""
    return [
        {
            "code": row.code,
            "short": row.short,
            "name": row.name,
            "first": row.first.isoformat(),
            "last": row.last.isoformat() if row.last else None,
            "also": list(row.also),
            "successors": unit.successors(session, row.code) if row.last else [],
        }
        for row in unit.called(session)
    ]


def _check_add(request: Request, answers: Values, _facts: Values) -> None:
    first = _day(answers.get("first"))
    try:
        unit.may_add(request.session, answers.get("code", ""), first)
    except Refused as refused:
        raise _unclear(request, refused) from None


def _add(request: Request, answers: Values, _facts: Values) -> Replies:
    row = Unit(
        code=answers["code"],
        position=0,
        name=answers["name"],
        short=answers["short"],
        kind=UnitKind(answers["kind"]),
        first=date.fromisoformat(answers["first"]["first"]),
    )
    try:
        unit.add(request.session, row, by=request.who, now=request.now)
    except Refused as refused:
        raise _unclear(request, refused) from None
    return [said.changed(_card(request.session, row))]


def _rename(request: Request, answers: Values, facts: Values) -> Replies:
    names = {"name": answers["name"], "short": answers["short"]}
    try:
        unit.rename(request.session, facts["unit"], **names, by=request.who, now=request.now)
    except Refused as refused:
        raise _unclear(request, refused) from None
    return _changed(request, facts)


def _check_end(request: Request, answers: Values, facts: Values) -> None:
    last = _day(answers.get("last"))
    if last is None:
        return
    try:
        unit.may_end(request.session, facts["unit"], last, _successors(answers))
    except Refused as refused:
        raise _unclear(request, refused) from None


def _end(request: Request, answers: Values, facts: Values) -> Replies:
    last, to = date.fromisoformat(answers["last"]["last"]), _successors(answers)
    try:
        unit.end(request.session, facts["unit"], last, to, by=request.who, now=request.now)
    except Refused as refused:
        raise _unclear(request, refused) from None
    return _changed(request, facts)


def _changed(request: Request, facts: Values) -> Replies:
    row = unit.get(request.session, facts["unit"])
    return [said.changed(_card(request.session, row))] if row else [welcome.stale()]


def _check_name(request: Request, answers: Values, _facts: Values) -> None:
    """Let neither a unit's name nor a word that is asked with become another unit's name. Raises Unclear."""
    if "name" not in answers:
        return
    name, units, today = answers["name"], unit.called(request.session), request.now.date()
    bearers = _bearers(name, units, today)
    if bearers:
        raise Unclear(IS_CALLED_SO, text=brief(name), names=", ".join(bearers))
    if len(fold(name).split()) < LEAST_WORDS and VOWEL.search(fold(name)):
        raise Unclear(TOO_SHORT, text=brief(name))
    try:
        query = question(name, today=today, units=units)
    except UnclearQuestion:
        raise Unclear(MEANS_SOMETHING, text=brief(name)) from None
    if query.slots or query.intent is not Intent.OTHER:
        raise Unclear(MEANS_SOMETHING, text=brief(name))


def _bearers(name: str, units: Sequence[unit.Called], today: date) -> list[str]:
    """Give the units that a name means already."""
    try:
        return [named(name, units, today).name]
    except UnclearUnit as unclear:
        if unclear.reason in (NEAR, UNKNOWN):
            return []
        if not unclear.choices:
            raise
        return [one.name for one in unclear.choices]


def _call(request: Request, answers: Values, facts: Values) -> Replies:
    try:
        name = answers["name"]
        unit.learn(request.session, facts["unit"], name, fold(name), by=request.who, now=request.now)
    except Refused as refused:
        raise _unclear(request, refused) from None
    row = unit.get(request.session, facts["unit"])
    return [_names(request.session, row)] if row else [welcome.stale()]


def _names(session: Session, row: Unit) -> Reply:
    rows = [(one.id or 0, one.name) for one in unit.other_names(session, row.code)]
    return said.other_names(row.code, row.short, rows)


def _tell_rename(request: Request, _answers: Values, facts: Values) -> list[str]:
    row = unit.get(request.session, facts["unit"])
    return said.will_be_renamed(row.name, row.short) if row else []


def _tell_end(request: Request, answers: Values, facts: Values) -> list[str]:
    row = unit.get(request.session, facts["unit"])
    people = [person.name for person in contact.by_unit(request.session).get(facts["unit"], [])]
    last = _day(answers.get("last"))
    is_none = bool(answers) and not _successors(answers)
    return said.will_end(row.name, last, people, is_none=is_none) if row and last else []


def _successors(answers: Values) -> list[str]:
    if answers.get("taken_on") != YES:
        return []
    return [one["name"] for one in answers.get("successors", ()) if one.get("name")]


def _unclear(request: Request, refused: Refused) -> Unclear:
    row = unit.get(request.session, refused.about)
    return Unclear(WHY[refused.why], code=refused.about, name=row.name if row else refused.about)


def _day(answered: Mapping[str, str] | None) -> date | None:
    return date.fromisoformat(answered["last"]) if answered else None


def _list(request: Request, page: int) -> Reply:
    rows = unit.alive_on(request.session, request.now.date())
    return said.listed([(row.code, row.short) for row in rows], page, ended=len(unit.ended(request.session)))


def _card(session: Session, row: Unit) -> said.Card:
    names = unit.names(session)
    return said.Card(
        code=row.code,
        name=row.name,
        short=row.short,
        first=row.first,
        last=row.last,
        also=[one.name for one in unit.other_names(session, row.code)],
        may_revive=unit.may_revive(session, row),
        people=[(person.id or 0, person.name) for person in contact.by_unit(session).get(row.code, [])],
        before=[(code, names[code]) for code in unit.predecessors(session, row.code)],
        after=[(code, names[code]) for code in unit.successors(session, row.code)],
    )


ADD = Form(conversation=asked.ADD_UNIT, title=N_("A new unit"), roles=LEADS, check=_check_add, finish=_add)
RENAME = Form(
    conversation=asked.RENAME_UNIT,
    title=N_("Another name for a unit"),
    roles=LEADS,
    tells=_tell_rename,
    finish=_rename,
)
CALL = Form(
    conversation=asked.CALL_UNIT,
    title=N_("What else people call it"),
    roles=LEADS,
    check=_check_name,
    finish=_call,
    confirm=False,
)
END = Form(
    conversation=asked.END_UNIT,
    title=N_("A unit ends"),
    roles=LEADS,
    check=_check_end,
    tells=_tell_end,
    finish=_end,
    save=N_("End it"),
)
FORMS = (ADD, RENAME, CALL, END)
