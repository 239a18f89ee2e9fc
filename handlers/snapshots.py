"""This file is the figures as they were reported upward: frozen, shown again, held against those of today."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from handlers import effects, form, progress
from handlers.conversation import snapshots as asked
from handlers.form import Form
from handlers.naming import name_for
from handlers.progress import Counted
from handlers.reading.text import brief
from handlers.reading.unclear import N_, Unclear
from handlers.replies import snapshots as said
from handlers.replies import welcome
from handlers.replies.reply import Reply
from handlers.replies.snapshots import Frozen, Reported
from handlers.replies.words import LOCALES, speaking
from handlers.request import Replies, Request
from models import contact, plan, snapshot, unit
from models.contact import Contact, Role
from models.rules import comparing
from models.rules.comparing import Counted as Line
from models.rules.comparing import Difference
from models.rules.spans import Span
from models.snapshot import Snapshot

LEADS = frozenset({Role.LEAD})
BUTTON = re.compile(
    r"(?P<verb>[a-z]+)(?::(?P<number>\d{1,9}))?(?::(?P<code>[A-Z]{1,24}))?(?::(?P<page>\d{1,6}))?"
)

TWICE = N_("Figures are frozen under {document} already. Please enter the number of this document.")

Values = Mapping[str, Any]
# In what is frozen: the values that a consolidated report was filled with, and of what it is.
LETTER = "letter"


class NoSuchSnapshot(LookupError):
    """Nothing was frozen under this number."""


def press(request: Request) -> Replies:
    """Follow a button; whoever sees only the own unit's part could only have forged it."""
    parts = BUTTON.fullmatch(request.argument)
    follow = VERBS.get(parts["verb"]) if parts else None
    if parts is None or follow is None or not request.contact.sees_everything:
        return [welcome.stale()]
    return follow(request, int(parts["number"] or 0), parts["code"] or "", int(parts["page"] or 0))


def _list(request: Request, _number: int, _code: str, page: int) -> Replies:
    counted = progress.count(request.session, request.now.date())
    rows = [reported(request.session, one) for one in snapshot.every(request.session, counted.plan)]
    reply = said.listed(rows, page, may_freeze=request.contact.role in LEADS)
    return [reply.over(request.said.message_id)]


def _open(request: Request, number: int, _code: str, _page: int) -> Replies:
    counted = progress.count(request.session, request.now.date())
    row = snapshot.numbered(request.session, counted.plan, number)
    if row is None:
        return [welcome.stale()]
    return [_card(request.session, counted, row).over(request.said.message_id)]


def _compare(request: Request, number: int, code: str, page: int) -> Replies:
    counted = progress.count(request.session, request.now.date())
    row = snapshot.numbered(request.session, counted.plan, number)
    if row is None or code not in counted.indicators or code not in _codes(row):
        return [welcome.stale()]
    found = _seen_by(request.contact, difference(request.session, counted, row, code))
    names = unit.names(request.session)
    reply = said.differences(reported(request.session, row), code, found, names, page)
    return [reply.over(request.said.message_id)]


def _bulletin(request: Request, number: int, _code: str, _page: int) -> Replies:
    """Say the bulletin again as it was."""
    counted = progress.count(request.session, request.now.date())
    row = snapshot.numbered(request.session, counted.plan, number)
    return [said.bulletin(row.content["bulletin"])] if row else [welcome.stale()]


def _begin(request: Request, _number: int, _code: str, _page: int) -> Replies:
    return form.begin(request, FREEZE, {}) if request.contact.role in LEADS else [welcome.stale()]


def _freeze(request: Request, answers: Values, _facts: Values) -> Replies:
    session, on = request.session, request.now.date()
    counted = progress.count(session, on)
    content = frozen(session, counted)
    row = snapshot.make(
        session, counted.plan, answers["document"], content, on, by=request.who, now=request.now
    )
    return [said.made(reported(session, row))]


def frozen(session: Session, counted: Counted) -> dict[str, Any]:
    """Give all that is told upward: the bulletin's words, the figures, and every line they rest on."""
    with speaking(LOCALES[0]):
        bulletin = progress.as_text(counted)
    return {
        "plan": counted.plan.code,
        "on": counted.on.isoformat(),
        "bulletin": bulletin,
        "indicators": [_indicator(session, counted, code) for code in counted.indicators],
    }


def _indicator(session: Session, counted: Counted, code: str) -> dict[str, Any]:
    why = effects.explained(session, counted, code)
    return {
        "code": code,
        "measure": why.measure,
        "figure": why.found.figure,
        "first": why.found.span.first.isoformat(),
        "last": why.found.span.last.isoformat(),
        "lines": [comparing.as_data(one) for one in comparing.counted(why.found)],
    }


def difference(session: Session, counted: Counted, row: Snapshot, code: str) -> Difference:
    """Compare what was reported of an indicator with what counts over the same days now."""
    told = next(one for one in row.content["indicators"] if one["code"] == code)
    span = Span(date.fromisoformat(told["first"]), date.fromisoformat(told["last"]))
    now = effects.explained_over(session, counted, counted.indicators[code], span)
    return comparing.differ(map(comparing.from_data, told["lines"]), comparing.counted(now))


def _seen_by(person: Contact, found: Difference) -> Difference:
    def seen(one: Line) -> Line:
        return replace(one, name=name_for(person, one))

    return replace(
        found,
        came=tuple(map(seen, found.came)),
        went=tuple(map(seen, found.went)),
        changed=tuple((seen(before), seen(now)) for before, now in found.changed),
    )


def differences(session: Session, counted: Counted, row: Snapshot) -> Iterator[tuple[str, Difference]]:
    for code in _codes(row):
        if code in counted.indicators:
            yield code, difference(session, counted, row, code)


def find(session: Session, counted: Counted, number: int) -> Snapshot:
    """Find what was frozen under a number. Raises NoSuchSnapshot."""
    row = snapshot.numbered(session, counted.plan, number)
    if row is None:
        known = ", ".join(str(one.number) for one in snapshot.every(session, counted.plan)) or "none"
        raise NoSuchSnapshot(f"there is no snapshot {number}; there are: {known}")
    return row


def _card(session: Session, counted: Counted, row: Snapshot) -> Reply:
    found = [(code, one.reported, one.now) for code, one in differences(session, counted, row)]
    return said.card(
        Frozen(
            of=reported(session, row), is_whole=row.is_whole, figures=found, has_letter=LETTER in row.content
        )
    )


def reported(session: Session, row: Snapshot) -> Reported:
    author = contact.get(session, row.made_by)
    return Reported(
        number=row.number, document=row.document, on=row.on, by=author.name if author else "", hash=row.hash
    )


def _codes(row: Snapshot) -> list[str]:
    return [one["code"] for one in row.content["indicators"]]


def refuse_twice(request: Request, answers: Values, _facts: Values) -> None:
    """Refuse a document under which figures are frozen: it reports one set of them. Raises Unclear."""
    the_plan = plan.current(request.session)
    if "document" in answers and snapshot.under(request.session, the_plan, answers["document"]):
        raise Unclear(TWICE, document=brief(answers["document"]))


def _tell(request: Request, _answers: Values, _facts: Values) -> list[str]:
    counted = progress.count(request.session, request.now.date())
    return said.will_freeze(counted.on, [(one.goal.indicator, one.value) for one in counted.now])


FREEZE = Form(
    conversation=asked.FREEZE,
    title=N_("Freeze the figures"),
    roles=LEADS,
    check=refuse_twice,
    tells=_tell,
    finish=_freeze,
    save=N_("Freeze"),
)
FORMS = (FREEZE,)
VERBS: dict[str, Callable[[Request, int, str, int], Replies]] = {
    "list": _list,
    "one": _open,
    "diff": _compare,
    "say": _bulletin,
    "new": _begin,
}
