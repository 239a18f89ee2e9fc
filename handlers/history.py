"""This file is /lichsu: what a unit has told, each with its effect; corrected, taken back, withdrawn."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from handlers import changes, effects, form
from handlers import report as reporting
from handlers.conversation import history as asked
from handlers.form import Form
from handlers.locking import lock_of
from handlers.naming import names_experts
from handlers.reading.text import brief, fold
from handlers.reading.unclear import N_, Unclear
from handlers.replies import history as said
from handlers.replies import welcome
from handlers.replies.history import Card, Line
from handlers.replies.reply import Reply
from handlers.replies.words import _
from handlers.request import Replies, Request
from models import activity, amendment, contact, event, report, unit
from models.activity import Activity, Certificate, Participation
from models.contact import Role
from models.rules.counting import Kind
from models.rules.spans import Span

REPORTS = frozenset({Role.CONTACT, Role.LEAD})
BUTTON = re.compile(r"(?P<verb>[a-z]+):(?P<number>\d{1,18})(?::(?P<page>\d{1,6}))?")
GONE = N_("This activity was taken back already.")
# What may cease to hold.
CEASING = frozenset({Kind.MODEL, Kind.CERTIFICATION})

Values = Mapping[str, Any]


def show(request: Request) -> Replies:
    """List what the own unit told of this year."""
    if not request.contact.reports:
        return [welcome.not_yours()]
    return [_list(request, request.now.year, 0)]


def press(request: Request) -> Replies:
    """Follow a button; another unit's activities are open to those who see everything."""
    parts = BUTTON.fullmatch(request.argument)
    follow = VERBS.get(parts["verb"]) if parts else None
    if parts is None or follow is None:
        return [welcome.stale()]
    return follow(request, int(parts["number"]), int(parts["page"] or 0))


def _turn_to(request: Request, year: int, page: int) -> Replies:
    if not request.contact.reports or not 2000 <= year <= 2100:
        return [welcome.stale()]
    return [_list(request, year, page).over(request.said.message_id)]


def _open(request: Request, number: int, _page: int) -> Replies:
    row = _seen(request, number)
    return [said.card(_card(request, row)).over(request.said.message_id)] if row else [welcome.stale()]


def _send(request: Request, number: int, _page: int) -> Replies:
    """Show an activity in a message of its own: what it was pressed under stays."""
    row = _seen(request, number)
    return [said.card(_card(request, row))] if row else [welcome.stale()]


def _fix(request: Request, number: int, _page: int) -> Replies:
    row = _own(request, number)
    if row is None:
        return [welcome.stale()]
    refusal = _refusal(request, row)
    return [refusal] if refusal else reporting.begin_correction(request, row)


def _begin_void(request: Request, number: int, _page: int) -> Replies:
    row = _changed_by(request, number)
    if row is None:
        return [welcome.stale()]
    refusal = _refusal(request, row)
    return [refusal] if refusal else form.begin(request, VOID, _facts(row))


def _begin_withdraw(request: Request, number: int, _page: int) -> Replies:
    row = _changed_by(request, number)
    if row is None or row.kind not in CEASING:
        return [welcome.stale()]
    items = [one for one in amendment.items_of(request.session, row) if one.withdrawn_on is None]
    refusal = _refusal(request, row)
    if refusal or not items:
        return [refusal or welcome.stale()]
    named = [{"id": one.id, "name": _name_of(one)} for one in items]
    return form.begin(request, WITHDRAW, {**_facts(row), "items": named, "last": row.last.isoformat()})


def _reinstate(request: Request, number: int, _page: int) -> Replies:
    row = _changed_by(request, number)
    if row is None:
        return [welcome.stale()]
    gone = [one.id or 0 for one in amendment.items_of(request.session, row) if one.withdrawn_on is not None]
    refusal = _refusal(request, row)
    if refusal or not gone:
        return [refusal or Reply(toast=_("This was done already."))]
    amendment.reinstate(request.session, row, gone, by=request.who, now=request.now)
    return [said.changed(_card(request, row))]


def _restore(request: Request, number: int, _page: int) -> Replies:
    row = _changed_by(request, number)
    if row is None:
        return [welcome.stale()]
    if row.voided_at is None:
        return [Reply(toast=_("This was done already."))]
    if lock := lock_of(request, row):
        return [said.locked(lock.title, lock.day)]
    amendment.restore(request.session, row, by=request.who, now=request.now)
    return [said.changed(_card(request, row))]


def _void(request: Request, answers: Values, facts: Values) -> Replies:
    row = _allowed(request, facts)
    amendment.void(request.session, row, answers["why"], by=request.who, now=request.now)
    return [said.voided(row.title, row.id or 0)]


def _withdraw(request: Request, answers: Values, facts: Values) -> Replies:
    row = _allowed(request, facts)
    items, day = asked.items_meant(answers, facts), date.fromisoformat(answers["since"]["first"])
    amendment.withdraw(request.session, row, items, day, answers["why"], by=request.who, now=request.now)
    return [said.changed(_card(request, row))]


def _plead(request: Request, answers: Values, facts: Values) -> Replies:
    row = _allowed(request, {**facts, "locked": True})
    lock = lock_of(request, row)
    if lock is None:
        return [said.card(_card(request, row))]
    report.plead(request.session, lock.report, answers["why"], by=request.who, now=request.now)
    return [said.pleaded()]


def _begin_plea(request: Request, number: int, _page: int) -> Replies:
    row = _own(request, number)
    if row is None or row.voided_at is not None or lock_of(request, row) is None:
        return [welcome.stale()]
    return form.begin(request, PLEA, _facts(row))


def _check(request: Request, _answers: Values, facts: Values) -> None:
    _allowed(request, facts)


def _allowed(request: Request, facts: Values) -> Activity:
    """Find what a form changes, if that is still this person's to change. Raises Unclear."""
    row = _changed_by(request, facts["activity"])
    if row is None or row.voided_at is not None:
        raise Unclear(GONE)
    lock = lock_of(request, row)
    if lock is not None and not facts.get("locked"):
        raise lock.unclear
    return row


def _refusal(request: Request, row: Activity) -> Reply | None:
    """Tell why an activity can't be changed now."""
    if row.voided_at is not None:
        return Reply(toast=_(GONE))
    lock = lock_of(request, row)
    return said.locked(lock.title, lock.day, number=row.id or 0) if lock else None


def _seen(request: Request, number: int) -> Activity | None:
    row = activity.get(request.session, number)
    is_open_to = row is not None and (request.contact.sees_everything or row.unit == request.contact.unit)
    return row if is_open_to else None


def _own(request: Request, number: int) -> Activity | None:
    row = activity.get(request.session, number)
    return row if row and request.contact.reports and row.unit == request.contact.unit else None


def _changed_by(request: Request, number: int) -> Activity | None:
    """Find an activity that this person may take back: the own unit's, for the lead office any."""
    return (
        activity.get(request.session, number) if request.contact.role is Role.LEAD else _own(request, number)
    )


def _list(request: Request, year: int, page: int) -> Reply:
    code = request.contact.unit or ""
    rows = activity.told_by(request.session, code, Span(date(year, 1, 1), date(year, 12, 31)))
    corrected = event.subjects(request.session, "activity", "activity.corrected")
    lines = [
        Line(
            number=row.id or 0,
            title=row.title,
            first=row.first,
            last=row.last,
            estimate=row.estimate,
            voided=row.voided_at is not None,
            corrected=f"activity:{row.id}" in corrected,
        )
        for row in rows
    ]
    home = unit.get(request.session, code)
    return said.listed(home.name if home else "", year, activity.years_of(request.session, code), lines, page)


def _card(request: Request, row: Activity) -> Card:
    session = request.session
    home, author = unit.get(session, row.unit), contact.get(session, row.recorded_by)
    is_own = request.contact.reports and row.unit == request.contact.unit
    is_lead = request.contact.role is Role.LEAD
    items = amendment.items_of(session, row) if row.kind in CEASING else []
    return Card(
        number=row.id or 0,
        unit=home.name if home else row.unit,
        title=row.title,
        kind=row.kind,
        first=row.first,
        last=row.last,
        estimate=row.estimate,
        place=row.place or "",
        attendances=row.attendances,
        leaders=row.leaders,
        in_depth=row.in_depth,
        unnamed=row.unnamed or 0,
        outputs=row.outputs,
        cost=row.cost,
        names=tuple(_named(session, row, shows_experts=names_experts(request.contact, row.unit))),
        sources=tuple((one.source, one.amount) for one in activity.funding(session, row)),
        files=tuple(one.name for one in activity.evidence(session, row)),
        recorded_at=row.recorded_at.astimezone(request.zone),
        recorded_by=author.name if author else "",
        voided_at=row.voided_at.astimezone(request.zone) if row.voided_at else None,
        counted_as=_counted_as(session, row),
        changes=changes.of(request, f"activity:{row.id}"),
        effects=tuple(effects.of_activity(session, row, request.now.date(), request.contact)),
        may_fix=is_own and row.draft_id is not None,
        may_change=is_own or is_lead,
        may_withdraw=any(one.withdrawn_on is None for one in items),
        may_reinstate=any(one.withdrawn_on is not None for one in items),
        may_open_other=row.same_as is not None and _seen(request, row.same_as) is not None,
        may_part=is_lead and row.voided_at is None,
        is_listed=is_own,
    )


def _counted_as(session: Session, row: Activity) -> tuple[int, str, str] | None:
    other = activity.get(session, row.same_as) if row.same_as is not None else None
    home = unit.get(session, other.unit) if other else None
    return (other.id or 0, other.title, home.name if home else other.unit) if other else None


def _named(session: Session, row: Activity, *, shows_experts: bool) -> Sequence[said.Named]:
    """Give who took part: enterprises with what was typed of them, experts with their certificates."""
    parts = activity.parts(session, row)
    papers = activity.papers(session, row)
    return [
        *(
            said.Named(
                name=enterprise.name,
                told="" if fold(part.name) == enterprise.folded else part.name,
                code=part.branch_code or enterprise.tax_code or "",
                solution=part.solution or "",
                result=part.result or "",
                stage=part.stage or "",
                withdrawn_on=part.withdrawn_on,
            )
            for part, enterprise in parts
        ),
        *(
            said.Named(
                name=expert.name if shows_experts else paper.number,
                code=paper.number if shows_experts else "",
                withdrawn_on=paper.withdrawn_on,
            )
            for paper, expert in papers
        ),
    ]


def _name_of(item: Participation | Certificate) -> str:
    if isinstance(item, Certificate):
        return item.number
    return item.name


def _facts(row: Activity) -> dict[str, Any]:
    return {"activity": row.id, "about": brief(row.title)}


VOID = Form(
    conversation=asked.VOID,
    title=N_("An activity is taken back"),
    roles=REPORTS,
    check=_check,
    tells=lambda _request, _answers, _facts: said.will_void(),
    finish=_void,
    save=N_("Take the activity back"),
)
WITHDRAW = Form(
    conversation=asked.WITHDRAW,
    title=N_("It holds no more"),
    roles=REPORTS,
    check=_check,
    tells=lambda _request, _answers, _facts: said.will_withdraw(),
    finish=_withdraw,
)
PLEA = Form(
    conversation=asked.PLEA,
    title=N_("A report is to be opened again"),
    roles=REPORTS,
    finish=_plead,
    save=N_("Send"),
)
FORMS = (VOID, WITHDRAW, PLEA)
VERBS: dict[str, Callable[[Request, int, int], Replies]] = {
    "year": _turn_to,
    "one": _open,
    "show": _send,
    "fix": _fix,
    "void": _begin_void,
    "restore": _restore,
    "withdraw": _begin_withdraw,
    "reinstate": _reinstate,
    "plea": _begin_plea,
}
