"""This file is how a review is said: what waits, a report with its activities, questions and answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.reading.unclear import N_, Unclear
from handlers.replies import reporting
from handlers.replies.forms import LEAF, turning
from handlers.replies.missing import heard
from handlers.replies.paging import fitted, paged, shortened
from handlers.replies.reply import Button, Reply, Rows, rows
from handlers.replies.reporting import LINE_LETTERS, Head, Told
from handlers.replies.words import _, bold, day, deadline, hour, ngettext, number, safe, span, why
from models.rules.states import FILED, ReportState

WAITING, ACCEPTED = N_("Reports that wait for review ({count})"), N_("Accepted reports ({count})")
# A question or an answer in a list; its own card has it whole.
LINE_OF_WORDS = 100
# So many activities of a report open by a button of their number.
OPENED = 40


@dataclass(frozen=True, kw_only=True)
class Line:
    """One report in a list. `waits` counts working days; `grown` activities since it was accepted."""

    report_id: int
    short: str
    title: str
    state: ReportState
    filed: date
    waits: int
    accepted: date | None
    grown: int
    pleads: bool


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How much lies in each part of the review."""

    waiting: int
    accepted: int
    grown: int
    open: int


@dataclass(frozen=True, kw_only=True)
class Item:
    """One activity of a report. `is_late` marks what came after the report was filed, or accepted."""

    number: int
    title: str
    first: date
    last: date
    estimate: bool
    files: int
    asked: int
    open: int
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class Card:
    """One report, whole. `mark` stands for all that is shown: it changes with it."""

    head: Head
    mark: int
    filed_at: datetime | None
    filed_by: str
    is_late: bool
    waits: int
    accepted_at: datetime | None
    accepted_by: str
    returned_for: str
    answer: str
    own: Told
    plea: str
    pleaded_by: str
    items: Sequence[Item]

    @property
    def is_filed(self) -> bool:
        return self.head.state in FILED

    @property
    def grown(self) -> int:
        return sum(one.is_late for one in self.items) if self.accepted_at else 0

    @property
    def may_be_accepted(self) -> bool:
        return self.is_filed and (self.accepted_at is None or self.grown > 0)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question about an activity, and its answer once there is one."""

    number: int
    unit: str
    short: str
    activity: str
    question: str
    asked_at: datetime
    asked_by: str
    waits: int
    answer: str
    answered_at: datetime | None
    answered_by: str


def waiting(lines: Sequence[Line], counts: Counts, page: int) -> Reply:
    """List what waits, the longest first."""
    words = [f"{_which(one)}\n    {_waits(one)}" for one in lines]
    ways = rows(_to_done(counts), _to_asked(counts))
    return _listed(_(WAITING), lines, words or [_("Nothing waits for review.")], page, "v:list:", ways)


def accepted(lines: Sequence[Line], counts: Counts, page: int) -> Reply:
    """List what was accepted: first what has grown since, then the last accepted."""
    words = [f"{_which(one)}\n    {_since(one)}" for one in lines]
    ways = rows(_to_waiting(counts), _to_asked(counts))
    return _listed(
        _(ACCEPTED), lines, words or [_("No report has been accepted yet.")], page, "v:done:", ways
    )


def card(of: Card, page: int, *, problem: str = "") -> Reply:
    """Show a report with its activities, numbered, and what can be done with it."""
    head = "\n".join(part for part in (problem, reporting.head(of.head), *_review(of)) if part)
    blocks = [f"{n}. {_item(one)}" for n, one in enumerate(of.items, start=1)]
    blocks += reporting.beside(of.own)
    if of.answer:
        blocks.insert(0, _("Answer: {words}").format(words=f"“{safe(shortened(of.answer, 1500))}”"))
    number_of = of.head.report_id
    return paged(head, blocks, page=page, turn=f"v:report:{number_of}", below=_deeds(of), gap="\n")


def talk(head: Head, questions: Sequence[Asked], page: int) -> Reply:
    """Show all that was asked about a report's activities, with the answers."""
    blocks = [_whole(one) for one in questions] or [_("Nothing has been asked.")]
    title = f"{bold(safe(head.title))} · {safe(head.unit)}"
    below = rows(_to_report(head.report_id))
    return paged(title, blocks, page=page, turn=f"v:talk:{head.report_id}", below=below)


def asked(questions: Sequence[Asked], counts: Counts, page: int) -> Reply:
    """List the questions that are open, the longest first, then what was answered of late."""
    last = max(0, (len(questions) - 1) // LEAF)
    page = min(page, last)
    shown = list(enumerate(questions, start=1))[page * LEAF : (page + 1) * LEAF]
    head = bold(_("Questions ({count} unanswered)").format(count=number(counts.open)))
    lines = [f"{n}. {_brief(one)}" for n, one in shown] or [_("Nothing has been asked.")]
    opens = [
        Button(shortened(f"{n}. {one.short} · {one.activity}"), f"v:one:{one.number}") for n, one in shown
    ]
    ways = (*rows(*opens), *turning("v:asked:", page, last), (_to_waiting(counts),))
    return Reply(text="\n".join((head, *fitted(lines))), buttons=ways)


def question(one: Asked) -> Reply:
    buttons = rows(Button("‹ " + _("All questions"), "v:asked:0"))
    return Reply(text=f"{bold(safe(one.unit))}\n{_whole(one)}", buttons=buttons)


def accepted_now(head: Head, mark: int, *, open_questions: int) -> Reply:
    """Say that a report was accepted, and let a slip be taken back."""
    words = _("Accepted: {title} · {unit}.").format(title=safe(head.title), unit=safe(head.unit))
    lines = [f"✅ {bold(words)}"]
    if open_questions:
        left = ngettext(
            "{count} question about it is not answered yet.",
            "{count} questions about it are not answered yet.",
            open_questions,
        )
        lines.append(left.format(count=number(open_questions)))
    undo = Button("↩ " + _("Take back"), f"v:undo:{head.report_id}:{mark}")
    return Reply(text="\n".join(lines), buttons=rows(undo, _next(), each=2))


def kept(head: Head) -> Reply:
    words = _("{unit} · {title} stays as it was accepted. Whoever asked is told.")
    return Reply(text="✅ " + words.format(unit=bold(safe(head.unit)), title=safe(head.title)))


def declined(head: Head) -> Reply:
    words = _("{title}: the lead office leaves the report as it was accepted.")
    return Reply(text=words.format(title=bold(safe(head.title))))


def undone(head: Head) -> Reply:
    words = _("{title} · {unit} waits for review again.")
    text = "✅ " + words.format(title=safe(head.title), unit=safe(head.unit))
    return Reply(text=text, buttons=rows(_to_report(head.report_id), _next(), each=2))


def will_return(head: Head, *, accepted_on: date | None) -> list[str]:
    """Say in the summary what is returned, by when it is due, and that it was accepted before."""
    lines = [reporting.recorded(head)]
    if accepted_on is not None:
        lines.append(bold(_("This report was accepted on {day}.").format(day=day(accepted_on))))
    lines.append(
        _("The unit owes it again (due {day}) and submits it anew.").format(
            day=deadline(head.due, head.due_time)
        )
    )
    return lines


def returned(head: Head, *, in_office_hours: bool, is_reached: bool) -> Reply:
    words = _("Returned: {title} · {unit}.").format(title=safe(head.title), unit=safe(head.unit))
    told = heard(in_office_hours=in_office_hours, is_reached=is_reached)
    return Reply(text=f"✅ {bold(words)}\n{told}", buttons=rows(_next()))


def will_ask(unit: str, activity: str) -> list[str]:
    """Say in the summary who is asked about what, and that the report stays filed."""
    return [
        _("Asked of: {unit}").format(unit=safe(unit)),
        _("About: {activity}").format(activity=safe(shortened(activity, LINE_LETTERS))),
        _("The report stays as it is; only this question waits for an answer."),
    ]


def asked_now(unit: str, report_id: int, *, in_office_hours: bool, is_reached: bool) -> Reply:
    words = _("The question to {unit} is written down.").format(unit=safe(unit))
    told = heard(in_office_hours=in_office_hours, is_reached=is_reached)
    again = Button("❓ " + _("Ask about another"), f"v:ask:{report_id}")
    return Reply(text=f"✅ {bold(words)}\n{told}", buttons=rows(again, _to_report(report_id), each=2))


def with_question(reply: Reply, activity: str, words: str) -> Reply:
    """Let the lead office's question stand above the one for the answer."""
    return replace(reply, text=f"{_about(activity)}\n❓ {safe(words)}\n\n{reply.text}")


def answered(*, is_entering: bool) -> Reply:
    lines = ["✅ " + _("The answer was sent.")]
    if is_entering:
        lines.append(_("What you are entering is unchanged; please go on with it above."))
    return Reply(text="\n".join(lines))


def answered_already(by: str, at: datetime) -> Reply:
    words = _("This question was answered already, by {name} at {hour}.")
    return Reply(text=words.format(name=safe(by), hour=hour(at)))


def not_of_your_unit() -> Reply:
    return Reply(text=_("This question was asked of another unit than yours."))


def not_in_words(inquiry_id: int, update_id: int, *, is_edited: bool) -> Reply:
    """Say that an edited message, a file or a sticker is no answer."""
    if is_edited:
        words = _("A message that was edited is not taken as an answer. Please send the answer anew.")
    else:
        words = _("Please answer in words. What you sent was not kept.")
    return _again(words, inquiry_id, update_id)


def unclear(reason: Unclear, inquiry_id: int, update_id: int) -> Reply:
    return _again(why(reason), inquiry_id, update_id)


def _again(words: str, inquiry_id: int, update_id: int) -> Reply:
    """Ask for an answer again. The key lets a reply to this very message be one."""
    how = _("Please answer by replying to this message, or with the button.")
    button = Button("✍ " + _("Answer it"), f"v:answer:{inquiry_id}")
    key = f"inquiry:{inquiry_id}:again:{update_id}"
    return Reply(text=f"{words}\n{how}", buttons=rows(button), key=key)


def _listed(
    title: str, lines: Sequence[Line], words: Sequence[str], page: int, turn: str, below: Rows
) -> Reply:
    last = max(0, (len(lines) - 1) // LEAF)
    page = min(page, last)
    here = slice(page * LEAF, (page + 1) * LEAF)
    head = bold(title.format(count=number(len(lines))))
    if last:
        head += " · " + _("page {page} of {pages}").format(page=page + 1, pages=last + 1)
    numbered = [f"{n}. {told}" for n, told in enumerate(words, start=1)] if lines else list(words)
    opens = [
        Button(shortened(f"{n}. {one.short} · {one.title}"), f"v:report:{one.report_id}:0")
        for n, one in enumerate(lines, start=1)
    ]
    buttons = (*rows(*opens[here]), *turning(turn, page, last), *below)
    return Reply(text="\n".join((head, *fitted(numbered[here]))), buttons=buttons)


def _which(one: Line) -> str:
    nil = f" · {_('nothing to report')}" if one.state is ReportState.NIL else ""
    return f"{safe(one.short)} · {safe(shortened(one.title, LINE_LETTERS))}{nil}"


def _waits(one: Line) -> str:
    words = _("asks to be opened again, {day}") if one.pleads else _("filed on {day}")
    filed = words.format(day=day(one.filed))
    return f"{filed}, {_so_long(one.waits)}"


def _since(one: Line) -> str:
    words = _("accepted on {day}").format(day=day(one.accepted)) if one.accepted else ""
    return f"{words} · ⚠️ {_more(one.grown)}" if one.grown else words


def _so_long(waits: int) -> str:
    words = ngettext("waits {count} working day", "waits {count} working days", waits)
    return words.format(count=number(waits)) if waits else _("waits since today")


def _more(count: int) -> str:
    words = ngettext(
        "{count} activity recorded since it was accepted",
        "{count} activities recorded since it was accepted",
        count,
    )
    return words.format(count=number(count))


def _review(of: Card) -> list[str]:
    """Say when it was filed, by whom, how long it waits, who accepted it."""
    lines = []
    if of.filed_at is not None and of.is_filed:
        late = f", {_('late')}" if of.is_late else ""
        lines.append(
            _("Filed at {hour}{late} ({name})").format(
                hour=hour(of.filed_at), late=late, name=safe(of.filed_by)
            )
        )
    if of.is_filed and of.accepted_at is None:
        waits = _so_long(of.waits)
        lines.append(waits[:1].upper() + waits[1:])
    if of.accepted_at is not None:
        words = _("Accepted at {hour} ({name})")
        lines.append(words.format(hour=hour(of.accepted_at), name=safe(of.accepted_by)))
    if of.grown:
        lines.append(f"⚠️ {_more(of.grown)}")
    if of.plea:
        words = _("{name} asks to open it again: {why}")
        lines.append("✋ " + words.format(name=safe(of.pleaded_by), why=f"“{safe(of.plea)}”"))
    if of.returned_for:
        lines.append(_("Reason: {why}").format(why=safe(of.returned_for)))
    return lines


def _item(one: Item) -> str:
    days = span(one.first, one.last)
    when = _("{days}, estimate").format(days=days) if one.estimate else days
    parts = [f"{safe(shortened(one.title, LINE_LETTERS))} ({when})"]
    if one.files:
        parts.append(ngettext("{count} file", "{count} files", one.files).format(count=number(one.files)))
    if one.is_late:
        parts.append("⚠️ " + _("recorded later"))
    if one.open:
        parts.append("❓ " + _("not answered yet"))
    elif one.asked:
        parts.append("💬 " + _("answered"))
    return " · ".join(parts)


def _deeds(of: Card) -> Rows:
    number_of, ways = of.head.report_id, []
    if of.may_be_accepted:
        label = _("Accept what came later") if of.accepted_at else _("Accept")
        ways.append(Button("✅ " + label, f"v:accept:{number_of}:{of.mark}"))
    if of.is_filed:
        label = _("Open again") if of.accepted_at else _("Return")
        ways.append(Button("↩ " + label, f"v:back:{number_of}"))
    if of.plea:
        ways.append(Button("✖ " + _("Leave it as it is"), f"v:keep:{number_of}"))
    if of.is_filed and of.items:
        ways.append(Button("❓ " + _("Ask about an activity"), f"v:ask:{number_of}"))
    count = sum(one.asked for one in of.items)
    if count:
        words = _("Questions and answers ({count})").format(count=number(count))
        ways.append(Button("💬 " + words, f"v:talk:{number_of}:0"))
    opens = [Button(str(n), f"h:show:{one.number}") for n, one in enumerate(of.items[:OPENED], start=1)]
    return (*rows(*opens, each=8), *rows(*ways[:2], each=2), *rows(*ways[2:]), (_next(),))


def _brief(one: Asked) -> str:
    """Word a question in a list: how long it waits, or that it is answered."""
    head = f"{safe(one.short)} · {safe(shortened(one.activity, 60))}"
    asks = f"❓ {safe(shortened(one.question, LINE_OF_WORDS))}"
    if one.answered_at is None:
        return f"{head}\n    {asks} · {_so_long(one.waits)}"
    return f"{head}\n    {asks}\n    💬 {safe(shortened(one.answer, LINE_OF_WORDS))}"


def _whole(one: Asked) -> str:
    lines = [_about(one.activity)]
    lines.append(f"❓ {safe(one.question)}\n<i>{hour(one.asked_at)} · {safe(one.asked_by)}</i>")
    if one.answered_at is None:
        lines.append(f"⏳ {_('not answered yet')} · {_so_long(one.waits)}")
    else:
        lines.append(f"💬 {safe(one.answer)}\n<i>{hour(one.answered_at)} · {safe(one.answered_by)}</i>")
    return "\n".join(lines)


def _about(activity: str) -> str:
    return _("About: {activity}").format(activity=safe(shortened(activity, LINE_LETTERS)))


def _to_waiting(counts: Counts) -> Button:
    words = _("Waiting for review ({count})").format(count=number(counts.waiting))
    return Button("‹ " + words, "v:list:0")


def _to_done(counts: Counts) -> Button:
    words = _("Accepted ({count})").format(count=number(counts.accepted))
    more = f" ⚠️ {number(counts.grown)}" if counts.grown else ""
    return Button(f"✅ {words}{more}", "v:done:0")


def _to_asked(counts: Counts) -> Button:
    words = _("Questions ({count} unanswered)").format(count=number(counts.open))
    return Button("❓ " + words, "v:asked:0")


def _to_report(report_id: int) -> Button:
    return Button("‹ " + _("Back to the report"), f"v:report:{report_id}:0")


def _next() -> Button:
    return Button("‹ " + _("Waiting for review"), "v:list:0")
