"""This file is /vanban: a report on paper, with what its unit says in its own words and the number it got."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from handlers import duty, errands, form, paper
from handlers.conversation import signing as asked
from handlers.form import Form
from handlers.locking import LOCKED
from handlers.reading.unclear import N_, Unclear
from handlers.replies import history as said_of_history
from handlers.replies import letters as said_of_letters
from handlers.replies import paper as said_of_paper
from handlers.replies import signing as said
from handlers.replies import welcome
from handlers.replies.reply import Document, Reply
from handlers.replies.reporting import Told
from handlers.request import Replies, Request
from models import period, report, snapshot
from models.contact import Role
from models.period import Period
from models.report import Report
from models.rules.states import FILED, ReportState

REPORTS = frozenset({Role.CONTACT, Role.LEAD})
BUTTON = re.compile(r"(?P<verb>[a-z]+):(?P<number>\d{1,18})(?::(?P<mark>[0-9a-f]{8}))?")
NOT_FILED = N_(
    "This report is not submitted in the bot yet. Please submit it first (/baocao), then enter the number."
)

Values = Mapping[str, Any]


def show(request: Request) -> Replies:
    """Answer /vanban: the unit's reports; the only one at once."""
    if not request.contact.reports:
        return [welcome.not_yours()]
    found = _reports(request)
    if len(found) == 1:
        return [_card(request, *found[0])]
    return [_list(request, 0)]


def press(request: Request) -> Replies:
    """Follow a button; another unit's report is out of reach."""
    parts = BUTTON.fullmatch(request.argument)
    if parts is None or not request.contact.reports:
        return [welcome.stale()]
    if parts["verb"] == "list":
        return [_list(request, int(parts["number"])).over(request.said.message_id)]
    found, follow = _own(request, int(parts["number"])), VERBS.get(parts["verb"])
    if parts["verb"] == "pdf" and found and parts["mark"]:
        return errands.write(
            request, "paper_pdf", f"{found[0].id}:{parts['mark']}", said_of_letters.what_pdf()
        )
    return follow(request, *found) if found and follow else [welcome.stale()]


def told(row: Report) -> Told:
    """Give what a report has beside its activities."""
    return Told(
        difficulties=row.difficulties or "",
        proposals=row.proposals or "",
        document=row.document or "",
        document_on=row.document_on,
    )


def _list(request: Request, page: int) -> Reply:
    found = [duty.head(request.session, row, of) for row, of in _reports(request)]
    return said.listed(duty.unit_name(request), found, page)


def _reports(request: Request) -> list[tuple[Report, Period]]:
    """Give what is in and what is due soon, the latest first: a period just begun has nothing to sign yet."""
    today = request.now.date()
    found = report.of_unit(request.session, request.contact.unit or "", today)
    near = {row.id for row, _of in duty.near([one for one in reversed(found) if one[0].is_owed], today)}
    return [(row, of) for row, of in found if row.state in FILED or row.id in near]


def _own(request: Request, number: int) -> tuple[Report, Period] | None:
    """Find a report of the contact's unit that it has to make."""
    row = duty.own_report(request, number)
    of = period.get(request.session, row.period_id) if row else None
    return (row, of) if row and of and row.state is not ReportState.EXCUSED else None


def _card(request: Request, row: Report, of: Period, *, saved: bool = False) -> Reply:
    head = duty.head(request.session, row, of)
    return said.card(head, told(row), is_locked=row.accepted_at is not None, saved=saved)


def _open(request: Request, row: Report, of: Period) -> Replies:
    return [_card(request, row, of)]


def _begin_words(asks: str) -> Callable[[Request, Report, Period], Replies]:
    def begin(request: Request, row: Report, of: Period) -> Replies:
        if row.accepted_at is not None:
            return [said_of_history.locked(of.title, row.accepted_at.astimezone(request.zone).date())]
        return form.begin(request, BY_NAME[asks], {"report": row.id, "about": of.title})

    return begin


def _begin_number(request: Request, row: Report, of: Period) -> Replies:
    if row.state not in FILED:
        return [said.not_filed(duty.head(request.session, row, of))]
    facts = {"report": row.id, "about": of.title, "first": of.first.isoformat()}
    return form.begin(request, DOCUMENT, facts)


def _write(request: Request, row: Report, of: Period) -> Replies:
    return errands.write(request, "paper", str(row.id), said.what(of.title))


def make(has_pdf: Callable[[], bool], request: Request) -> Replies:
    """Make the Word file that was asked for."""
    found = _own(request, int(request.argument))
    if found is None:
        return [welcome.stale()]
    row, of = found
    file, mark = _file(request, row, of)
    head = duty.head(request.session, row, of)
    return [said.written(file, head, mark if has_pdf() else "", is_filed=row.state in FILED)]


def make_pdf(convert: Callable[[bytes], bytes | None], request: Request) -> Replies:
    """Make it again and turn it into a PDF, if it is still the one that was read."""
    number, _colon, wanted = request.argument.partition(":")
    found = _own(request, int(number))
    if found is None:
        return [welcome.stale()]
    file, mark = _file(request, *found)
    if mark != wanted:
        return [said.another_by_now()]
    content = convert(file.content)
    if content is None:
        return [said_of_letters.no_pdf()]
    return [said_of_letters.pdf(Document(file.name.removesuffix("docx") + "pdf", content))]


def _file(request: Request, row: Report, of: Period) -> tuple[Document, str]:
    """Make the file, and the mark by which it is known again."""
    found = paper.gather(request.session, row, of, told(row), today=request.now.date())
    content, values = said_of_paper.docx(found)
    return Document(said_of_paper.file_name(of.title, row.unit), content), snapshot.mark_of(values)


def _refuse_locked(request: Request, _answers: Values, facts: Values) -> None:
    row, of = _meant(request.session, facts)
    if row.accepted_at is not None:
        raise Unclear(LOCKED, title=of.title, day=row.accepted_at.astimezone(request.zone).date())


def _refuse_not_filed(request: Request, _answers: Values, facts: Values) -> None:
    row, _of = _meant(request.session, facts)
    if row.state not in FILED:
        raise Unclear(NOT_FILED)


def _take_words(column: str) -> Callable[[Request, Values, Values], Replies]:
    def take(request: Request, answers: Values, facts: Values) -> Replies:
        return _save(request, facts, "worded", {column: answers.get("words") or None})

    return take


def _take_number(request: Request, answers: Values, facts: Values) -> Replies:
    signed = date.fromisoformat(answers["signed"]["first"])
    return _save(request, facts, "numbered", {"document": answers["number"], "document_on": signed})


def _save(request: Request, facts: Values, what: str, values: Mapping[str, Any]) -> Replies:
    row, of = _meant(request.session, facts)
    if row.unit != request.contact.unit:
        return [welcome.stale()]
    report.change(request.session, row, what, by=request.who, now=request.now, **values)
    return [_card(request, row, of, saved=True)]


def _meant(session: Session, facts: Values) -> tuple[Report, Period]:
    """Find the report that a form was opened for. Nothing is deleted: it is there."""
    row = report.hold(session, facts["report"])
    of = period.get(session, row.period_id) if row else None
    if row is None or of is None:
        raise LookupError(f"report {facts['report']} is gone")
    return row, of


DIFFICULTIES = Form(
    conversation=asked.DIFFICULTIES,
    title=N_("Difficulties"),
    roles=REPORTS,
    check=_refuse_locked,
    finish=_take_words("difficulties"),
    confirm=False,
)
PROPOSALS = Form(
    conversation=asked.PROPOSALS,
    title=N_("Proposals"),
    roles=REPORTS,
    check=_refuse_locked,
    finish=_take_words("proposals"),
    confirm=False,
)
DOCUMENT = Form(
    conversation=asked.DOCUMENT,
    title=N_("Document number"),
    roles=REPORTS,
    check=_refuse_not_filed,
    finish=_take_number,
)
FORMS = (DIFFICULTIES, PROPOSALS, DOCUMENT)
BY_NAME = {one.name: one for one in FORMS}
VERBS: dict[str, Callable[[Request, Report, Period], Replies]] = {
    "card": _open,
    "hard": _begin_words(DIFFICULTIES.name),
    "wish": _begin_words(PROPOSALS.name),
    "number": _begin_number,
    "word": _write,
}
