"""This file is /maunhap: the form of a unit in Excel, and what was sent back, checked, shown, saved."""

import re
from collections.abc import Callable

from handlers import duty, entrycheck, entrytaking, errands, sentback
from handlers.entrycheck import Found
from handlers.reading import xlsx
from handlers.reading.text import fold
from handlers.reading.unclear import N_, Unclear
from handlers.replies import entries as said
from handlers.replies import entrybook, reporting, welcome, wrongbook
from handlers.replies.entries import Counts
from handlers.replies.reply import Document, Reply, rows
from handlers.request import Fetched, File, Replies, Request
from models import batch, period, plan, report, unit
from models.batch import Batch, BatchState
from models.listing import Only
from models.period import Period
from models.report import Report

BUTTON = re.compile(r"(?P<verb>form|take|drop|page):(?P<number>\d{1,18})(?::(?P<page>\d{1,6}))?")
# How the form's name begins, folded: such a file is the form sent back, whatever question stands.
NAMES = ("mau-nhap", "entry-form")
# So many lines, activities and what hangs on them, are written in one or two seconds, in which nobody else is
# answered; longer files are read in by the terminal.
MOST_AT_ONCE = 150

NOT_YOURS = N_("This form is of another unit ({unit}); you report for {own}. Nothing of it was taken.")
OTHER_PLAN = N_("This form is of another plan. Please fetch a new one with /maunhap.")
NO_PERIOD = N_(
    "The period of this form is not your unit’s to report any more. Please fetch a new one with /maunhap."
)
NO_XLSX = N_("Please save it as an Excel workbook without macros (.xlsx) and send that.")
NOT_YOURS_NOW = N_("You do not report for this unit any more.")


def show(request: Request) -> Replies:
    """Answer /maunhap: the form of which period? Where there is one alone, it is made at once."""
    if not request.contact.reports:
        return [welcome.not_yours()]
    owed = duty.entered(request)
    if not owed:
        return [said.no_period(duty.unit_name(request))]
    if len(owed) == 1:
        return _begin(request, owed[0][1])
    return [said.periods([(of.id or 0, of.title) for _row, of in owed])]


def press(request: Request) -> Replies:
    """Follow a button; what another person was shown is out of reach."""
    parts = BUTTON.fullmatch(request.argument)
    if parts is None or not request.contact.reports:
        return [welcome.stale()]
    number = int(parts["number"])
    if parts["verb"] == "form":
        found = _owed(request, number)
        return _begin(request, found[1]) if found else [welcome.stale()]
    row = batch.hold(request.session, number)
    if row is None or row.contact_id != request.who:
        return [welcome.stale()]
    if row.state is BatchState.TAKEN:
        return [said.taken_already()]
    if row.state is not BatchState.OPEN:
        return [welcome.stale()]
    if parts["verb"] == "page":
        shown = said.found(row.id or 0, row.content, int(parts["page"] or 0))
        return [shown.over(request.said.message_id)]
    if parts["verb"] == "drop":
        batch.settle(request.session, row, BatchState.DROPPED, now=request.now)
        return [said.dropped()]
    return [_take(request, row)]


def is_form(file: File) -> bool:
    """Tell the form by its name."""
    return file.kind == "document" and fold(file.name).startswith(NAMES)


def receive(request: Request, file: File) -> Replies:
    """Have an Excel file read that nobody asked for, unless it brings words of its own."""
    if not request.contact.reports or (file.caption and not is_form(file)):
        return []
    if file.size > xlsx.MOST_BYTES:
        return [said.refused(file.name, Unclear(xlsx.TOO_LARGE, most=xlsx.MOST_BYTES // xlsx.MEGABYTE))]
    return errands.read(request, "entries", "", file)


def refuse(_request: Request, file: File) -> Replies:
    """Refuse the form where it was saved as another kind of file."""
    return [said.refused(file.name, Unclear(NO_XLSX))] if is_form(file) else []


def make_form(request: Request) -> Replies:
    """Make the form that was asked for."""
    found = _owed(request, int(request.argument))
    if found is None:
        return [said.no_period(duty.unit_name(request))]
    row, of = found
    the_plan = plan.current(request.session)
    book = entrycheck.gather(request.session, the_plan, row, of, request, only=Only(units=[row.unit]))
    file = Document(entrybook.file_name(book), entrybook.xlsx(book))
    return [said.form(file, of.title, book.unit_name, len(book.done))]


def read(survives: Callable[[bytes], bool], request: Request) -> Replies | errands.Deed:
    """Read what was sent back: refuse it, or show what it would change. What is shown is kept.

    `survives` tells whether a process of its own comes through the file, and raises Unclear where it is
    refused there.
    """
    if request.fetched is None:
        raise ValueError("nothing was fetched")
    name = request.fetched.name
    try:
        put_on_trial(survives, request.fetched)
        owed, found = look(request, request.fetched, most=MOST_AT_ONCE)
    except Unclear as unclear:
        if unclear.reason == sentback.NOT_OURS and not name_is_ours(name):
            return [said.not_ours(name, unclear, reports=request.contact.reports)]
        return [said.refused(name, unclear)]
    if found.wrong:
        file = wrongbook.document(name, found.wrong)
        return [said.wrong_in(name, found.wrong, file), said.all_wrong(file)]
    if not found.entries:
        return [said.nothing_new(name, counts(found))]
    # A corrected activity is written whole, with the lines that nobody touched.
    if sum(map(entrytaking.lines, found.entries)) > MOST_AT_ONCE:
        return [said.refused(name, Unclear(sentback.TOO_MANY, most=MOST_AT_ONCE))]
    kept = shown_as(owed[1], found, name)
    return lambda writing: _keep(writing, kept, owed[0])


def put_on_trial(survives: Callable[[bytes], bool], fetched: Fetched) -> None:
    """Have a process of its own read a file before it is read here. Raises Unclear."""
    if not survives(fetched.content):
        raise Unclear(xlsx.NOT_EXCEL)


def name_is_ours(name: str) -> bool:
    return fold(name).startswith(NAMES)


def look(
    request: Request, fetched: Fetched, *, most: int | None = None
) -> tuple[tuple[Report, Period], Found]:
    """Read and check a workbook, of so many touched lines. Raises Unclear where it is refused as a whole."""
    sheets = xlsx.opened(fetched.content)
    marks = sentback.marks(sheets)
    owed, language = _whose(request, marks), marks.get("language", "")
    try:
        sent = sentback.read(sheets, most=most)
        return owed, entrycheck.check(request, owed, sent, name=fetched.name, language=language)
    except sentback.Enough as enough:
        return owed, Found(wrong=enough.wrong)


def counts(found: Found) -> Counts:
    corrected = sum(1 for one in found.entries if one["number"])
    return Counts(
        new=len(found.entries) - corrected,
        changed=corrected,
        as_before=found.as_before,
        left_out=found.left_out,
    )


def shown_as(of: Period, found: Found, name: str) -> dict[str, object]:
    """Give what is kept of a file: what is shown, and just that to be saved."""
    blocks = [one.pop("shown") for one in found.entries]
    doubtful = sum(1 for one in blocks if "⚠️" in one)
    return {
        "name": name,
        "head": said.head(name, of.title, counts(found), found.beside, doubtful),
        "blocks": blocks,
        "facts": found.facts,
        "entries": found.entries,
    }


def _keep(request: Request, content: dict[str, object], of: Report) -> Replies:
    row = Batch(
        contact_id=request.who,
        unit=of.unit,
        period_id=of.period_id,
        file_name=str(content["name"]),
        made_at=request.now,
        content=content,
    )
    return [said.found(batch.put(request.session, row), content, 0)]


def _take(request: Request, row: Batch) -> Reply:
    """Save what was shown, whole; what it rests on is looked at once more."""
    found = _owed(request, row.period_id)
    if found is None or request.contact.unit != row.unit:
        batch.settle(request.session, row, BatchState.DROPPED, now=request.now)
        return said.overtaken(Unclear(NO_PERIOD if found is None else NOT_YOURS_NOW))
    try:
        added, corrected = entrytaking.take(request, row.content, row.unit)
    except Unclear as unclear:
        batch.settle(request.session, row, BatchState.DROPPED, now=request.now)
        return said.overtaken(unclear)
    batch.settle(request.session, row, BatchState.TAKEN, now=request.now)
    head = duty.head(request.session, *found)
    ways = rows(*reporting.closing_buttons(head))
    return said.taken(added, corrected, Reply(text=reporting.head(head), buttons=ways))


def _begin(request: Request, of: Period) -> Replies:
    return errands.write(request, "form", str(of.id), said.what_form(of.title))


def _owed(request: Request, period_id: int) -> tuple[Report, Period] | None:
    return next((one for one in duty.entered(request) if one[1].id == period_id), None)


def _whose(request: Request, marks: dict[str, str]) -> tuple[Report, Period]:
    """Find the report that a form is for, if it is this person's to fill in. Raises Unclear."""
    if marks.get("plan") != plan.current(request.session).code:
        raise Unclear(OTHER_PLAN)
    if marks.get("unit") != request.contact.unit:
        found = unit.get(request.session, marks.get("unit", ""))
        named = found.name if found else marks.get("unit", "")
        raise Unclear(NOT_YOURS, unit=named, own=duty.unit_name(request))
    number = marks.get("period", "")
    of = period.get(request.session, int(number)) if number.isdecimal() and len(number) < 18 else None
    row = report.of(request.session, request.contact.unit or "", of) if of else None
    owed = _owed(request, of.id or 0) if of and row else None
    if owed is None:
        raise Unclear(NO_PERIOD)
    return owed
