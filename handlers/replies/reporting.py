"""This file is what is said around a report: its head, its activities, submitted, nil, put aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from handlers.reading.unclear import N_
from handlers.replies.paging import shortened
from handlers.replies.reply import Button, Reply, rows
from handlers.replies.words import _, bold, day, deadline, hour, ngettext, number, safe, span
from models.rules.states import OWED, ReportState

# A list of a year's activities stays readable, and below what one message carries.
LISTED = 20
LINE_LETTERS = 120
STATES = {
    ReportState.DUE: "",
    ReportState.SUBMITTED: N_("submitted"),
    ReportState.NIL: N_("nothing to report"),
    ReportState.RETURNED: N_("returned"),
    ReportState.EXCUSED: N_("excused"),
}


@dataclass(frozen=True, kw_only=True)
class Head:
    """A unit's report for a period, as it stands."""

    report_id: int
    unit: str
    title: str
    first: date
    last: date
    due: date
    activities: int
    state: ReportState
    due_time: time | None = None
    question: str = ""
    why_returned: str = ""

    @property
    def is_owed(self) -> bool:
        return self.state in OWED

    @property
    def is_on_request(self) -> bool:
        """Tell whether the lead office asked for it, in words of its own."""
        return bool(self.question)

    @property
    def may_be_submitted(self) -> bool:
        """Tell whether there is something to submit: after a nil report too, if something came up."""
        return self.activities > 0 and (self.is_owed or self.state is ReportState.NIL)

    @property
    def may_be_nil(self) -> bool:
        return self.is_owed and self.activities == 0

    @property
    def may_be_answered(self) -> bool:
        """Tell whether a few words will do."""
        return self.is_on_request and self.is_owed


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a report has beside its activities; each is empty where there is none."""

    difficulties: str = ""
    proposals: str = ""
    document: str = ""
    document_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One activity in a list."""

    title: str
    first: date
    last: date
    estimate: bool


def due(on: date, at: time | None = None) -> str:
    return _("due {day}").format(day=deadline(on, at))


def recorded(of: Head) -> str:
    count = ngettext("{count} activity recorded", "{count} activities recorded", of.activities)
    return count.format(count=number(of.activities)) if of.activities else _("Nothing recorded yet")


def head(of: Head) -> str:
    lines = [f"<b>{safe(of.title)}</b> · {safe(of.unit)}"]
    if of.is_on_request:
        lines.append(asked(of.question))
    lines.append(f"{span(of.first, of.last)} · {due(of.due, of.due_time)}")
    lines.append(" · ".join(part for part in (recorded(of), _(STATES[of.state])) if part))
    if of.why_returned:
        lines.append(reason(of))
    return "\n".join(lines)


def reason(of: Head) -> str:
    """Say why a report was returned."""
    return _("Reason: {why}").format(why=safe(of.why_returned))


def returned(of: Head) -> str:
    """Say that a report is owed again, and why."""
    words = _("{title} was returned to be completed").format(title=safe(of.title))
    return f"↩ <b>{words}</b>\n{reason(of)}"


def asked(question: str) -> str:
    """Say what the lead office asks for."""
    return _("Asked for: {question}").format(question=safe(question))


def unit_head(unit: str, returned_ones: Sequence[Head]) -> str:
    """Say whose reports there are to choose from, and which were returned."""
    return "\n".join((bold(safe(unit)), *map(returned, returned_ones)))


def no_period(unit: str) -> str:
    return "\n".join(
        (
            f"<b>{safe(unit)}</b>",
            _("No report is due now. An activity can be recorded all the same; it counts by its own days."),
        )
    )


def closing_buttons(of: Head | None) -> tuple[Button, ...]:
    """Offer to close the report: submit what is there, say that there is nothing, or answer in words."""
    if of is None:
        return ()
    ways = []
    if of.may_be_submitted:
        ways.append(Button("📤 " + _("Submit this report"), f"s:submit:{of.report_id}"))
    elif of.may_be_nil:
        ways.append(Button("∅ " + _("Nothing to report"), f"s:nil:{of.report_id}"))
    if of.may_be_answered:
        ways.append(Button("✍ " + _("Answer in words"), f"q:text:{of.report_id}"))
    return tuple(ways)


def saved(of: Head | None, title: str) -> Reply:
    text = "✅ " + bold(_("Saved.")) + f" {safe(title)}"
    if of is not None:
        text += f"\n\n{head(of)}"
    return Reply(
        text=text, buttons=rows(Button("➕ " + _("Add an activity"), "r:begin:0"), *closing_buttons(of))
    )


def saved_elsewhere(title: str, year: int) -> Reply:
    """Say that an activity of another time was saved: it changes nothing in the chosen period."""
    counted = _("It counts for {year}, not for the chosen period.").format(year=year)
    return Reply(
        text="✅ " + bold(_("Saved.")) + f" {safe(title)}\n{counted}",
        buttons=rows(Button("➕ " + _("Add an activity"), "r:begin:0")),
    )


def ask_submit(of: Head, lines: Sequence[Line], own: Told) -> Reply:
    listed = [
        f"{n}. {safe(shortened(line.title, LINE_LETTERS))} ({_when(line)})"
        for n, line in enumerate(lines[:LISTED], start=1)
    ]
    if len(lines) > LISTED:
        listed.append(_("… and {count} more").format(count=number(len(lines) - LISTED)))
    text = "\n".join((head(of), "", *listed, *beside(own), "", bold(_("Submit this report?"))))
    now = (Button("📤 " + _("Submit"), f"s:yes:{of.report_id}"), Button(_("Not yet"), "s:no:0"))
    first = rows(Button("➕ " + _("Add an activity"), "r:begin:0"), to_paper(of.report_id))
    return Reply(text=text, buttons=(now, *first))


def own_words(of: Told) -> tuple[tuple[str, str], ...]:
    """Give what a unit says in its own words, each with what it is about."""
    return (N_("Difficulties"), of.difficulties), (N_("Proposals"), of.proposals)


def beside(of: Told) -> list[str]:
    """Say what a report has beside its activities, for those who read it."""
    lines = [f"{bold(_(label))}: {safe(words)}" for label, words in own_words(of) if words]
    return [*lines, document(of)] if of.document else lines


def document(of: Told) -> str:
    """Say the number of the signed report, with its day."""
    if of.document_on is None:
        return _("Document {number}").format(number=bold(safe(of.document)))
    words = _("Document {number} of {day}")
    return words.format(number=bold(safe(of.document)), day=day(of.document_on))


def to_paper(report_id: int) -> Button:
    """Lead to a report's own words, its paper and its number."""
    return Button("🖋 " + _("Difficulties, proposals, paper"), f"m:card:{report_id}")


def ask_nil(of: Head) -> Reply:
    question = _("Report that there was nothing in this period?")
    return Reply(
        text=f"{head(of)}\n\n<b>{question}</b>",
        buttons=rows(
            Button("∅ " + _("Yes, nothing to report"), f"s:none:{of.report_id}"),
            Button(_("Not yet"), "s:no:0"),
            each=2,
        ),
    )


def submitted(of: Head, at: datetime, *, nil: bool, late: bool) -> Reply:
    words = _("“Nothing to report” was received.") if nil else _("The report was received.")
    lines = [
        f"✅ <b>{words}</b>",
        f"{safe(of.title)} · {safe(of.unit)}",
        _("Received at {hour}.").format(hour=hour(at)),
    ]
    if late:
        lines.append(_("It came after the due day ({day}).").format(day=deadline(of.due, of.due_time)))
    lines.append(_("More activities can be recorded at any time."))
    return Reply(text="\n".join(lines), buttons=rows(to_paper(of.report_id)))


def already_settled(of: Head) -> Reply:
    words = _("{title} · {unit}: this report was received already.")
    if of.state is ReportState.EXCUSED:
        words = _("{title} · {unit}: this report is not needed any more.")
    return Reply(text=words.format(title=safe(of.title), unit=safe(of.unit)))


def not_nil(of: Head) -> Reply:
    words = _("This period has activities already, so it can't be “nothing to report”.")
    return Reply(text=f"{words}\n\n{head(of)}", buttons=rows(*closing_buttons(of)))


def not_empty(of: Head) -> Reply:
    words = _("Nothing has been recorded in this period yet, so there is nothing to submit.")
    return Reply(
        text=f"{words}\n\n{head(of)}",
        buttons=rows(Button("➕ " + _("Add an activity"), "r:begin:0"), *closing_buttons(of)),
    )


def unfinished(title: str, draft_id: int) -> Reply:
    """Offer a draft that was begun before."""
    words = _("An activity is half entered: {title}. Would you like to go on?")
    return Reply(
        text=words.format(title=f"<b>{safe(title)}</b>"),
        buttons=rows(
            Button("▶ " + _("Go on"), f"r:resume:{draft_id}"),
            Button("➕ " + _("Begin a new one"), f"r:fresh:{draft_id}"),
            each=2,
        ),
    )


def put_aside(draft_id: int) -> Reply:
    return Reply(
        text=_("Stopped. What you entered is kept; /baocao goes on with it."),
        buttons=rows(
            Button("▶ " + _("Go on"), f"r:resume:{draft_id}"),
            Button("🗑 " + _("Discard"), f"r:drop:{draft_id}"),
            each=2,
        ),
    )


def set_aside(draft_id: int) -> Reply:
    return Reply(
        text=_("What was half entered is put away."),
        buttons=rows(Button("↩ " + _("Undo"), f"r:resume:{draft_id}")),
    )


def discarded(draft_id: int) -> Reply:
    return Reply(text=_("Discarded."), buttons=rows(Button("↩ " + _("Undo"), f"r:resume:{draft_id}")))


def _when(line: Line) -> str:
    words = span(line.first, line.last)
    return _("{days}, estimate").format(days=words) if line.estimate else words


def told(count: int) -> str:
    """Say that a message was taken as a report, and of how many activities."""
    if count == 1:
        return bold(_("Taken as a report. Please check what was understood:"))
    words = _("Taken as {count} activities. Here is the first; please check what was understood:")
    return bold(words.format(count=number(count)))


def more_told(count: int, draft_id: int) -> Reply:
    words = ngettext(
        "{count} activity of your message waits.", "{count} activities of your message wait.", count
    )
    ways = rows(
        Button("▶ " + _("Go on"), f"r:resume:{draft_id}"), Button("🗑 " + _("Discard"), f"r:drop:{draft_id}")
    )
    return Reply(text=words.format(count=number(count)), buttons=ways)


def of_another(named: str, own: str, onward: str) -> Reply:
    """Ask before a message that names another unit is taken as the own unit's report."""
    words = _("The message names {named}, but you report for {own}. Is it a report of {own}?")
    ways = [Button("▶ " + _("Yes, go on"), onward)]
    if onward.startswith("r:resume:"):
        ways.append(Button("🗑 " + _("Discard"), onward.replace("resume", "drop")))
    return Reply(text=words.format(named=safe(named), own=safe(own)), buttons=rows(*ways))


def nothing_owed() -> Reply:
    return Reply(text=_("No report of your unit is due for that time."))


def vague(why: str) -> Reply:
    return Reply(text=why, buttons=rows(Button("📝 " + _("Report an activity"), "r:begin:0")))
