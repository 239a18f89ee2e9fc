"""This file is the people as the lead office sees and changes them: moved, given a role, retired, back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers import form, units
from handlers.conversation import office as asked
from handlers.form import Form
from handlers.join import role_of
from handlers.reading.unclear import N_, Unclear
from handlers.replies import people as said
from handlers.replies import welcome
from handlers.replies.reply import Reply
from handlers.replies.words import speaking
from handlers.request import Replies, Request
from models import contact, draft, plan, unit
from models.contact import Contact, LastLead, Role

LEADS = frozenset({Role.LEAD})
LAST_LEAD = N_("{name} is the last of the lead office. Please invite or name another first.")
UNIT_GONE = N_("{name} is not a unit today. Please invite the person anew, for another unit.")
NOT_THERE = N_("This person has left meanwhile, or was changed. Please begin anew.")

Values = Mapping[str, Any]


def show(request: Request) -> Replies:
    """List those who take part, by their units."""
    return [_list(request, 0)]


def turn_to(request: Request, page: str) -> Replies:
    return [_list(request, _number(page)).over(request.said.message_id)]


def show_retired(request: Request, page: str) -> Replies:
    rows = [(row.id or 0, row.name) for row in contact.retired(request.session)]
    return [said.retired(rows, _number(page)).over(request.said.message_id)]


def open_one(request: Request, number: str) -> Replies:
    person = _person(request, number)
    return [_card(request, person).over(request.said.message_id)] if person else [welcome.stale()]


def begin_move(request: Request, number: str) -> Replies:
    person = _serving(request, number)
    if person is None or person.role is not Role.CONTACT:
        return [welcome.stale()]
    facts = _facts(person) | {"unit": person.unit, "units": units.known(request.session)}
    return form.begin(request, MOVE, facts)


def begin_role(request: Request, number: str) -> Replies:
    person = _serving(request, number)
    if person is None:
        return [welcome.stale()]
    if contact.is_last_lead(request.session, person):
        return [said.refused(Unclear(LAST_LEAD, name=person.name))]
    return form.begin(request, CHANGE_ROLE, _facts(person) | {"units": units.known(request.session)})


def begin_retire(request: Request, number: str) -> Replies:
    person = _serving(request, number)
    if person is None:
        return [welcome.stale()]
    if contact.is_last_lead(request.session, person):
        return [said.refused(Unclear(LAST_LEAD, name=person.name))]
    return form.begin(request, RETIRE, _facts(person))


def restore(request: Request, number: str) -> Replies:
    """Take back that somebody was let go."""
    person = _person(request, number)
    if person is None or person.retired_at is None:
        return [welcome.stale()]
    home = unit.get(request.session, person.unit) if person.unit else None
    if home is not None and not unit.is_alive(home, request.now.date()):
        return [said.refused(Unclear(UNIT_GONE, name=home.name))]
    contact.restore(request.session, person, by=request.who, now=request.now)
    return [said.restored(person.name, person.id or 0), *_told(request, person, said.you_are_back)]


def _move(request: Request, answers: Values, facts: Values) -> Replies:
    return _assign(request, facts, Role.CONTACT, answers["unit"])


def _change_role(request: Request, answers: Values, facts: Values) -> Replies:
    role = Role(answers["role"])
    home = {Role.CONTACT: answers.get("unit"), Role.LEAD: plan.current(request.session).lead_unit}.get(role)
    return _assign(request, facts, role, home)


def _assign(request: Request, facts: Values, role: Role, home: str | None) -> Replies:
    person = _unchanged(request, facts)
    try:
        contact.assign(request.session, person, role, home, by=request.who, now=request.now)
    except LastLead:
        raise Unclear(LAST_LEAD, name=person.name) from None
    _put_aside(request, person)
    card = said.changed(person.name, role_of(request.session, person), person.id or 0)
    return [card, *units.offered(request, home, facts), *_told(request, person, said.you_are_now)]


def _retire(request: Request, _answers: Values, facts: Values) -> Replies:
    person = _unchanged(request, facts)
    try:
        contact.retire(request.session, person, by=request.who, now=request.now)
    except LastLead:
        raise Unclear(LAST_LEAD, name=person.name) from None
    _put_aside(request, person)
    return [said.retired_now(person.name, person.id or 0), *_told(request, person, said.you_are_retired)]


def _put_aside(request: Request, person: Contact) -> None:
    """Close what another was entering: it was meant for what they were. One's own is this form."""
    if person.id is not None and person.id != request.who:
        draft.put_aside(request.session, person.id, now=request.now)


def _unchanged(request: Request, facts: Values) -> Contact:
    """Give the person as they stood when the form was opened. Raises Unclear."""
    person = contact.get(request.session, facts["contact"])
    if person is None or person.membership != facts["membership"]:
        raise Unclear(NOT_THERE)
    return person


def _tell(request: Request, answers: Values, facts: Values) -> list[str]:
    person = contact.get(request.session, facts["contact"])
    if person is None:
        return []
    home = unit.get(request.session, answers.get("unit", ""))
    return said.will_change(
        role_of(request.session, person),
        retires=not answers,
        home=home.name if home else "",
    )


def _told(request: Request, person: Contact, word: said.Notice) -> Replies:
    """Tell the person concerned, in their own language; whoever did it themselves knows."""
    if person.id == request.who:
        return []
    with speaking(person.locale):
        return [replace(word(role_of(request.session, person)), to=person.chat_id)]


def _facts(person: Contact) -> dict[str, Any]:
    return {
        "contact": person.id,
        "about": person.name,
        "role": person.role.value,
        "membership": person.membership,
    }


def _person(request: Request, number: str) -> Contact | None:
    return contact.get(request.session, int(number)) if number.isdecimal() else None


def _serving(request: Request, number: str) -> Contact | None:
    person = _person(request, number)
    return person if person is not None and person.retired_at is None else None


def _number(page: str) -> int:
    return int(page) if page.isdecimal() else 0


def _list(request: Request, page: int) -> Reply:
    order = {row.code: row.position for row in unit.in_order(request.session)}
    names = unit.names(request.session)
    rows = sorted(contact.everybody(request.session), key=lambda row: order.get(row.unit or "", len(order)))
    people = [said.Line(row.id or 0, row.name, row.role.value, names.get(row.unit or "", "")) for row in rows]
    return said.listed(people, page, retired=len(contact.retired(request.session)))


def _card(request: Request, person: Contact) -> Reply:
    return said.card(
        said.Card(
            number=person.id or 0,
            name=person.name,
            role=role_of(request.session, person),
            joined=person.joined_at.astimezone(request.zone),
            retired=person.retired_at.astimezone(request.zone) if person.retired_at else None,
            is_reachable=person.unreachable_since is None,
            may_move=person.role is Role.CONTACT,
        )
    )


MOVE = Form(
    conversation=asked.MOVE,
    title=N_("Another unit for a contact"),
    roles=LEADS,
    tells=_tell,
    finish=_move,
    editable=False,
    save=N_("Move"),
)
CHANGE_ROLE = Form(
    conversation=asked.CHANGE_ROLE,
    title=N_("Another role"),
    roles=LEADS,
    tells=_tell,
    finish=_change_role,
)
RETIRE = Form(
    conversation=asked.RETIRE,
    title=N_("A contact retires"),
    roles=LEADS,
    tells=_tell,
    finish=_retire,
    editable=False,
    save=N_("Let go"),
)
FORMS = (MOVE, CHANGE_ROLE, RETIRE)
