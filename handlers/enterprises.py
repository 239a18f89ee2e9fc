"""This file is /doanhnghiep: the enterprises as the lead office sees them and sets them right."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from handlers import changes, foreseen, form
from handlers.conversation import enterprises as asked
from handlers.form import Form
from handlers.reading import taxcode
from handlers.reading.enterprise_names import core
from handlers.reading.text import brief, fold, tidy
from handlers.reading.unclear import N_, Unclear
from handlers.replies import enterprises as said
from handlers.replies import welcome
from handlers.replies.doubles import kept_apart
from handlers.replies.enterprises import Card, Shown
from handlers.replies.forms import LEAF
from handlers.replies.reply import Reply
from handlers.request import Replies, Request
from models import apart, enterprise, merging, unit
from models.apart import Sort
from models.contact import Role
from models.enterprise import Enterprise
from models.merging import Refused
from models.rules import counting, doubles
from models.rules.doubles import Pair

LEADS = frozenset({Role.LEAD})
BUTTON = re.compile(r"(?P<verb>[a-z]+)(?::(?P<number>\d{1,18})(?::(?P<other>\d{1,18}))?)?")
# So many are shown of those that fit what was typed.
MOST_FOUND = 20
NOT_FOUND = N_("No enterprise on the list fits “{text}”. Please check it, or type another part of the name.")
SEVERAL = N_("“{text}” fits several: {names}. Please type more of the name, or the tax code.")
GONE = N_("This enterprise has changed meanwhile. Please begin anew.")
CONVERTED = N_(
    "It became another legal form on {day} already, and one such change is kept. To set that right, choose"
    " “Ever since”, then enter the change anew."
)
WHY = {
    merging.SAME_ONE: N_("These two are one already: {name}."),
    merging.TWO_CODES: N_(
        "Two tax codes are two legal persons, so they can't be merged. If the code {code} of {name} is wrong,"
        " please take it away there first."
    ),
    merging.NOT_MERGED: N_("{name} stands by itself already."),
    merging.CODE_TAKEN: N_(
        "The tax code {code} belongs to {name}. If both are one, leave the code out here and merge them."
    ),
}

Values = Mapping[str, Any]


def show(request: Request) -> Replies:
    """List the enterprises, or those that fit what was typed behind the command."""
    return _found(request, request.argument) if tidy(request.argument) else [_list(request, 0)]


def press(request: Request) -> Replies:
    """Follow a button; whoever is not of the lead office could only have forged it."""
    parts = BUTTON.fullmatch(request.argument)
    follow = VERBS.get(parts["verb"]) if parts else None
    if parts is None or follow is None or request.contact.role not in LEADS:
        return [welcome.stale()]
    return follow(request, int(parts["number"] or 0), int(parts["other"] or 0))


def likely(session: Session) -> list[Pair]:
    """Give each two that look like one and of which nobody said otherwise, the likest first."""
    rows = enterprise.mains(session)
    codes = {row.number: row.tax_code for row in rows}
    said_apart = _apart(session)
    found = doubles.likely_enterprises({row.number: row.core for row in rows})
    return [two for two in found if two not in said_apart and not (codes[two[0]] and codes[two[1]])]


def _apart(session: Session) -> set[Pair]:
    """Give whom a person called two, each by the one as which it is counted today."""
    known = apart.known(session, Sort.ENTERPRISE)
    mains = {number: _main(session, number) for two in known for number in two}
    return {apart.pair(mains[one], mains[other]) for one, other in known}


def _main(session: Session, number: int) -> int:
    row = enterprise.get(session, number)
    return (enterprise.main_of(session, row).id or 0) if row else number


def _turn_to(request: Request, page: int, _other: int) -> Replies:
    return [_list(request, page).over(request.said.message_id)]


def _open(request: Request, number: int, _other: int) -> Replies:
    row = enterprise.get(request.session, number)
    if row is None:
        return [welcome.stale()]
    return [said.card(_card(request, row)).over(request.said.message_id)]


def _activities(request: Request, number: int, page: int) -> Replies:
    row = enterprise.get(request.session, number)
    if row is None:
        return [welcome.stale()]
    names = unit.names(request.session)
    lines = [
        said.Line(number=one.id or 0, title=one.title, last=one.last, unit=names.get(one.unit, one.unit))
        for one in merging.activities_of(request.session, row)
    ]
    shown = said.activities(_shown(row), lines, page)
    return [shown.over(request.said.message_id)]


def _twins(request: Request, page: int, _other: int) -> Replies:
    return [_pairs(request, page).over(request.said.message_id)]


def _keep_apart(request: Request, one: int, other: int) -> Replies:
    """Remember that two are not one, and show the next pair."""
    two = apart.pair(one, other)
    if any(enterprise.get(request.session, number) is None for number in two):
        return [welcome.stale()]
    apart.keep(request.session, Sort.ENTERPRISE, two, by=request.who, now=request.now)
    reply = _pairs(request, 0)
    return [kept_apart("b", two), reply.over(request.said.message_id)]


def _look_again(request: Request, one: int, other: int) -> Replies:
    """Take back that two are not one."""
    two = apart.pair(one, other)
    if not apart.forget(request.session, Sort.ENTERPRISE, two, by=request.who, now=request.now):
        return [welcome.stale()]
    return [_pairs(request, 0)]


def _begin_find(request: Request, _number: int, _other: int) -> Replies:
    return form.begin(request, FIND, {})


def _begin_merge(request: Request, number: int, other: int) -> Replies:
    rows = [enterprise.get(request.session, one) for one in (number, other) if one]
    first, *more = rows
    if first is None or first.merged_into is not None or None in more:
        return [welcome.stale()]
    facts = _facts(first)
    if more:
        return form.begin(request, MERGE, {**facts, "pair": other})
    alike = [two for two in likely(request.session) if number in two]
    others = (enterprise.get(request.session, two[0] if two[1] == number else two[1]) for two in alike)
    listed = [{"id": row.id, "name": said.named(_shown(row))} for row in others if row]
    return form.begin(request, MERGE, {**facts, "likely": listed[:LEAF]})


def _beginning(of: str) -> Callable[[Request, int, int], Replies]:
    """Begin one of the forms about an enterprise that stands by itself."""

    def begin(request: Request, number: int, _other: int) -> Replies:
        row = enterprise.get(request.session, number)
        if row is None or row.merged_into is not None:
            return [welcome.stale()]
        return form.begin(request, ABOUT_ONE[of], {**_facts(row), "form": row.form.value})

    return begin


def _begin_split(request: Request, number: int, _other: int) -> Replies:
    row = enterprise.get(request.session, number)
    if row is None or row.merged_into is None:
        return [welcome.stale()]
    return form.begin(request, SPLIT, _facts(row))


def _find(request: Request, answers: Values, _facts: Values) -> Replies:
    return _found(request, answers["words"])


def _found(request: Request, typed: str) -> Replies:
    rows = _fitting(request.session, typed)
    if len(rows) == 1:
        return [said.card(_card(request, rows[0]))]
    return [said.found(brief(typed), [_shown(row) for row in rows], most=MOST_FOUND)]


def _fitting(session: Session, typed: str) -> list[Enterprise]:
    """Find the enterprises that fit a part of a name, or a tax code or its beginning."""
    digits = taxcode.SEPARATORS.sub("", tidy(typed))
    code = digits[:10] if digits.isdecimal() and len(digits) >= 3 else None
    folded = fold(typed)
    exact = enterprise.alike(session, folded, "", None) if code is None else []
    if len(exact) == 1:
        return exact
    return enterprise.found(session, folded, core(typed), code, most=MOST_FOUND)


def _meant(session: Session, answers: Values, facts: Values) -> Enterprise:
    """Find the other enterprise that is meant. Raises Unclear."""
    number = facts.get("pair") or asked.number_pressed(answers["other"])
    if number is not None:
        row = enterprise.get(session, number)
        if row is None:
            raise Unclear(GONE)
        return row
    typed = answers["other"]
    rows = [row for row in _fitting(session, typed) if row.id != facts["enterprise"]]
    if not rows:
        raise Unclear(NOT_FOUND, text=brief(typed))
    if len(rows) > 1:
        names = "; ".join(said.named(_shown(row)) for row in rows[:LEAF])
        raise Unclear(SEVERAL, text=brief(typed), names=names)
    return rows[0]


def _check_merge(request: Request, answers: Values, facts: Values) -> None:
    row = _standing(request.session, facts)
    if "pair" not in facts and "other" not in answers:
        return
    try:
        merging.may_merge(request.session, row, _meant(request.session, answers, facts))
    except Refused as refused:
        raise _unclear(refused) from None


def _tell_merge(request: Request, answers: Values, facts: Values) -> list[str]:
    session = request.session
    row, other = _standing(session, facts), _meant(session, answers, facts)
    try:
        main, merged = merging.may_merge(session, row, other)
    except Refused:
        return []  # the check says so
    stays, goes = _shown(main), _shown(merged)
    moved = foreseen.moved(
        session,
        request.now.date(),
        lambda: merging.merge(session, main, merged, by=request.who, now=request.now),
    )
    return said.will_merge(stays, goes, moved)


def _merge(request: Request, answers: Values, facts: Values) -> Replies:
    session = request.session
    row, other = _standing(session, facts), _meant(session, answers, facts)
    try:
        main = merging.merge(session, row, other, by=request.who, now=request.now)
    except Refused as refused:
        raise _unclear(refused) from None
    replies = [said.changed(_card(request, main))]
    return [*replies, _pairs(request, 0)] if "pair" in facts and likely(session) else replies


def _tell_split(request: Request, _answers: Values, facts: Values) -> list[str]:
    session, row = request.session, enterprise.get(request.session, facts["enterprise"])
    if row is None or row.merged_into is None:
        return []
    main = _shown(enterprise.main_of(session, row))
    moved = foreseen.moved(
        session, request.now.date(), lambda: merging.split(session, row, by=request.who, now=request.now)
    )
    return said.will_split(main, moved)


def _split(request: Request, _answers: Values, facts: Values) -> Replies:
    row = enterprise.get(request.session, facts["enterprise"])
    if row is None:
        raise Unclear(GONE)
    try:
        merging.split(request.session, row, by=request.who, now=request.now)
    except Refused as refused:
        raise _unclear(refused) from None
    return [said.changed(_card(request, row))]


def _rename(request: Request, answers: Values, facts: Values) -> Replies:
    row, name = _standing(request.session, facts), answers["name"]
    names = {"name": name, "folded": fold(name), "core": core(name)}
    merging.rename(request.session, row, names, answers.get("why") or "", by=request.who, now=request.now)
    return [said.changed(_card(request, row))]


def _check_identify(request: Request, answers: Values, facts: Values) -> None:
    row = _standing(request.session, facts)
    try:
        merging.may_identify(request.session, row, _code(answers))
    except Refused as refused:
        raise _unclear(refused) from None


def _identify(request: Request, answers: Values, facts: Values) -> Replies:
    row, why = _standing(request.session, facts), answers.get("why") or ""
    try:
        merging.identify(request.session, row, _code(answers), why, by=request.who, now=request.now)
    except Refused as refused:
        raise _unclear(refused) from None
    return [said.changed(_card(request, row))]


def _check_convert(request: Request, answers: Values, facts: Values) -> None:
    row = _standing(request.session, facts)
    if _since(answers) is not None and row.converted_on is not None:
        raise Unclear(CONVERTED, day=row.converted_on)


def _tell_convert(request: Request, answers: Values, facts: Values) -> list[str]:
    row = _standing(request.session, facts)
    return said.will_convert(
        foreseen.moved(request.session, request.now.date(), lambda: _converted(request, row, answers))
    )


def _convert(request: Request, answers: Values, facts: Values) -> Replies:
    row = _standing(request.session, facts)
    _converted(request, row, answers)
    return [said.changed(_card(request, row))]


def _converted(request: Request, row: Enterprise, answers: Values) -> None:
    of, why = counting.Form(answers["form"]), answers.get("why") or ""
    merging.convert(request.session, row, of, _since(answers), why, by=request.who, now=request.now)


def _check_standing(request: Request, _answers: Values, facts: Values) -> None:
    _standing(request.session, facts)


def _standing(session: Session, facts: Values) -> Enterprise:
    """Find the enterprise that a form is about, if it still stands by itself. Raises Unclear."""
    row = enterprise.get(session, facts["enterprise"])
    if row is None or row.merged_into is not None:
        raise Unclear(GONE)
    return row


def _code(answers: Values) -> str | None:
    return taxcode.parent(answers["tax_code"]) if answers.get("tax_code") else None


def _since(answers: Values) -> date | None:
    return date.fromisoformat(answers["since"]["first"]) if answers.get("since") else None


def _unclear(refused: Refused) -> Unclear:
    return Unclear(WHY[refused.why], name=brief(refused.about.name), code=refused.about.tax_code or "")


def _list(request: Request, page: int) -> Reply:
    session = request.session
    count = enterprise.count(session)
    page = min(page, max(0, (count - 1) // LEAF))
    rows = enterprise.main_ones(session, start=page * LEAF, count=LEAF)
    shown = [_shown(row) for row in rows]
    return said.listed(shown, page, count=count, twins=len(likely(session)))


def _pairs(request: Request, page: int) -> Reply:
    """Show one pair that looks like one enterprise."""
    session = request.session
    pairs = likely(session)
    if not pairs:
        return said.no_twins()
    page = min(page, len(pairs) - 1)
    cards = [_card(request, row) for number in pairs[page] if (row := enterprise.get(session, number))]
    return said.twins(cards[0], cards[1], page, len(pairs))


def _card(request: Request, row: Enterprise) -> Card:
    session = request.session
    main = enterprise.main_of(session, row)
    found = merging.activities_of(session, row)
    names = unit.names(session)
    said_apart = [two for two in sorted(apart.known(session, Sort.ENTERPRISE)) if row.id in two]
    others = [enterprise.get(session, one) for two in said_apart for one in two if one != row.id]
    return Card(
        shown=_shown(row),
        form_before=row.form_before,
        converted_on=row.converted_on,
        main=_shown(main) if main.id != row.id else None,
        aliases=_aliases(session, row),
        merged=tuple(_shown(one) for one in enterprise.merged(session, row)),
        apart=tuple(_shown(one) for one in others if one),
        activities=len(found),
        years=tuple(sorted({one.last.year for one in found})),
        changes=changes.of(request, f"enterprise:{row.id}"),
        units=tuple(dict.fromkeys(names.get(one.unit, one.unit) for one in found)),
    )


def _aliases(session: Session, row: Enterprise) -> tuple[str, ...]:
    """Give what an enterprise was called before, with its code where that was another one."""
    known = (
        said.alias(one.name, one.tax_code if one.tax_code != row.tax_code else None)
        for one in enterprise.aliases(session, row)
    )
    return tuple(one for one in dict.fromkeys(known) if one != row.name)


def _shown(row: Enterprise) -> Shown:
    return Shown(number=row.id or 0, name=row.name, code=row.tax_code or "", form=row.form)


def _facts(row: Enterprise) -> dict[str, Any]:
    return {"enterprise": row.id, "about": brief(row.name)}


FIND = Form(
    conversation=asked.FIND, title=N_("Look for an enterprise"), roles=LEADS, finish=_find, confirm=False
)
MERGE = Form(
    conversation=asked.MERGE,
    title=N_("Two are one enterprise"),
    roles=LEADS,
    check=_check_merge,
    tells=_tell_merge,
    finish=_merge,
    save=N_("Merge"),
)
SPLIT = Form(
    conversation=asked.SPLIT,
    title=N_("Part it again"),
    roles=LEADS,
    tells=_tell_split,
    finish=_split,
    save=N_("Part"),
)
RENAME = Form(
    conversation=asked.RENAME,
    title=N_("Another name for an enterprise"),
    roles=LEADS,
    check=_check_standing,
    finish=_rename,
)
IDENTIFY = Form(
    conversation=asked.IDENTIFY,
    title=N_("The tax code of an enterprise"),
    roles=LEADS,
    check=_check_identify,
    finish=_identify,
)
CONVERT = Form(
    conversation=asked.CONVERT,
    title=N_("The legal form of an enterprise"),
    roles=LEADS,
    check=_check_convert,
    tells=_tell_convert,
    finish=_convert,
)
FORMS = (FIND, MERGE, SPLIT, RENAME, IDENTIFY, CONVERT)
ABOUT_ONE = {"rename": RENAME, "code": IDENTIFY, "form": CONVERT}
VERBS: dict[str, Callable[[Request, int, int], Replies]] = {
    "list": _turn_to,
    "one": _open,
    "acts": _activities,
    "twins": _twins,
    "apart": _keep_apart,
    "again": _look_again,
    "find": _begin_find,
    "merge": _begin_merge,
    "split": _begin_split,
    **{verb: _beginning(verb) for verb in ABOUT_ONE},
}
