"""This file is how extensions and requests are said: what will change, what was done, who has answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from handlers.reading.unclear import Unclear
from handlers.replies.forms import LEAF, turning
from handlers.replies.paging import fitted, paged, shortened
from handlers.replies.reply import Button, Reply, rows
from handlers.replies.reporting import asked
from handlers.replies.words import _, bold, day, deadline, hour, ngettext, number, safe, weekday, why
from models.rules.states import OWED, ReportState


@dataclass(frozen=True, kw_only=True)
class Extended:
    """A report that gets more time. `holds` is the day that held until now, `due` the period's own."""

    unit: str
    title: str
    due: date
    due_time: time | None
    holds: date
    before: Sequence[tuple[date, str]]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request of the lead office, and how many have answered it."""

    period_id: int
    title: str
    question: str
    due: date
    due_time: time | None
    reported: int
    all: int
    is_over: bool
    is_cancelled: bool


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one unit has answered: in words, by activities, that there was nothing, or not yet."""

    unit: str
    state: ReportState
    words: str
    activities: int
    at: datetime | None
    is_late: bool
    extended_to: date | None


def nobody_owes() -> Reply:
    return Reply(text=_("No unit owes a report now, so there is nothing to extend."))


def named(unit: str, title: str, on: date, at: time | None) -> str:
    """Name a report for a form's heading; it is made safe there."""
    return f"{unit} · {labelled(title, on, at)}"


def labelled(title: str, on: date, at: time | None) -> str:
    return f"{title} ({_('due {day}').format(day=deadline(on, at))})"


def not_owed(unclear: Unclear) -> Reply:
    return Reply(text=why(unclear), buttons=rows(_extend_another()))


def will_extend(of: Extended, to: date, *, is_off: bool) -> list[str]:
    """Say in the summary from which day to which, and what was given before."""
    lines = [_("Due day of the period, which stays: {day}").format(day=deadline(of.due, of.due_time))]
    lines += [
        _("Extended before: to {day} ({why})").format(day=day(on), why=safe(shortened(reason, 120)))
        for on, reason in of.before
    ]
    lines.append(bold(_from_to(of, to)))
    if is_off:
        lines.append(_("The office does not work on that day."))
    return lines


def extended(of: Extended, to: date, reason: str) -> Reply:
    lines = [
        "✅ " + bold(_("Extended.")) + f" {safe(of.unit)} · {safe(of.title)}",
        _from_to(of, to),
        _("Reason: {why}").format(why=safe(reason)),
        _("The unit sees the new due day in /baocao and in its reminders. The period’s own due day stays."),
    ]
    return Reply(text="\n".join(lines), buttons=rows(_extend_another()))


def requests(running: Sequence[Asked], page: int) -> Reply:
    """List the requests; each opens by its button."""
    head = bold(_("Requests for a report ({count})").format(count=number(len(running))))
    last = max(0, (len(running) - 1) // LEAF)
    page = min(page, last)
    shown = list(enumerate(running, start=1))[page * LEAF : (page + 1) * LEAF]
    lines = [f"{n}. {safe(one.title)}\n    {_standing(one)}" for n, one in shown]
    if not running:
        lines = [_("No request is running.")]
    opens = [Button(shortened(f"{n}. {one.title}"), f"q:open:{one.period_id}") for n, one in shown]
    ways = (*rows(*opens), *turning("q:list:", page, last), (Button("➕ " + _("A new request"), "q:new"),))
    return Reply(text="\n".join((head, *lines)), buttons=ways)


def request(of: Asked, answers: Sequence[Answer], page: int) -> Reply:
    """Show a request with each unit's answer."""
    head = f"{bold(safe(of.title))}\n{_standing(of)}"
    below = []
    if of.reported < of.all and not of.is_cancelled:
        below.append(Button("🗑 " + _("Cancel the request"), f"q:cancel:{of.period_id}"))
    below.append(Button("‹ " + _("All requests"), "q:list:0"))
    turn = f"q:page:{of.period_id}"
    blocks = [asked(of.question), *(_answered(one) for one in answers)]
    return paged(head, blocks, page=page, turn=turn, below=rows(*below), gap="\n")


def will_ask(count: int, nobody_there: Sequence[str], *, is_off: bool) -> list[str]:
    """Say in the summary how many units are asked, and where nobody has joined to hear it."""
    words = ngettext("{count} unit will be asked.", "{count} units will be asked.", count)
    lines = [bold(words.format(count=number(count)))]
    if is_off:
        lines.append(_("The office does not work on the due day."))
    if nobody_there:
        alone = _("No contact has joined yet ({count}): {units}")
        names = ", ".join(safe(name) for name in nobody_there)
        lines.append(alone.format(count=number(len(nobody_there)), units=names))
    return fitted(lines)


def sent(of: Asked, *, in_office_hours: bool) -> Reply:
    words = ngettext("{count} unit is asked.", "{count} units are asked.", of.all)
    lines = [
        "✅ " + bold(_("The request is made.")) + f" {safe(of.title)}",
        words.format(count=number(of.all)) + " " + _("Due: {day}.").format(day=deadline(of.due, of.due_time)),
        _("The bot tells the units now.")
        if in_office_hours
        else _("The bot will tell the units in office hours."),
    ]
    ways = rows(
        Button(_("Open"), f"q:open:{of.period_id}"), Button("‹ " + _("All requests"), "q:list:0"), each=2
    )
    return Reply(text="\n".join(lines), buttons=ways)


def will_cancel(of: Asked) -> list[str]:
    """Say in the summary who is let off, and that answers stay."""
    left = of.all - of.reported
    words = ngettext(
        "{count} unit that has not answered is let off.",
        "{count} units that have not answered are let off.",
        left,
    )
    lines = [bold(words.format(count=number(left)))]
    if of.reported:
        stay = ngettext("{count} answer stays.", "{count} answers stay.", of.reported)
        lines.append(stay.format(count=number(of.reported)))
    return lines


def cancelled(title: str, count: int) -> Reply:
    words = ngettext("{count} unit is let off.", "{count} units are let off.", count)
    text = (
        "✅ " + bold(_("The request is cancelled.")) + f" {safe(title)}\n" + words.format(count=number(count))
    )
    return Reply(text=text, buttons=rows(Button("‹ " + _("All requests"), "q:list:0")))


def answered(title: str, unit: str, at: datetime, report_id: int, *, late: str) -> Reply:
    """Say that an answer in words was received; until the due day it can be written anew."""
    lines = [
        "✅ " + bold(_("The answer was received.")),
        f"{safe(title)} · {safe(unit)}",
        _("Received at {hour}.").format(hour=hour(at)),
    ]
    if late:
        lines.append(_("It came after the due day ({day}).").format(day=late))
        return Reply(text="\n".join(lines))
    anew = Button("✏️ " + _("Write the answer anew"), f"q:text:{report_id}")
    return Reply(text="\n".join(lines), buttons=rows(anew))


def with_question(reply: Reply, question: str) -> Reply:
    """Let what is asked stand above the question for the answer."""
    return replace(reply, text=f"{asked(question)}\n\n{reply.text}")


def refused(unclear: Unclear) -> Reply:
    return Reply(text=why(unclear))


def answer_so_far(question: str, words: str) -> list[str]:
    """Show above the summary's end what is asked, and what was answered before."""
    lines = [asked(question)]
    if words:
        lines.append(_("Answered before: {words}").format(words=safe(shortened(words, 300))))
    return lines


def _from_to(of: Extended, to: date) -> str:
    at = of.due_time if of.holds == of.due else None
    return _("From {before} to {after}").format(
        before=deadline(of.holds, at), after=f"{day(to)} ({weekday(to)})"
    )


def _standing(of: Asked) -> str:
    parts = [_("due {day}").format(day=deadline(of.due, of.due_time))]
    if of.is_over and not of.is_cancelled:
        parts.append(_("over"))
    parts.append(_("answered {reported}/{all}").format(reported=number(of.reported), all=number(of.all)))
    if of.is_cancelled:
        parts.append(_("cancelled"))
    return " · ".join(parts)


def _answered(one: Answer) -> str:
    parts = [_what(one)]
    if one.at is not None and one.state not in OWED:
        parts.append(hour(one.at))
    if one.is_late:
        parts.append(_("late"))
    if one.extended_to is not None and one.state in OWED:
        parts.append(_("extended to {day}").format(day=day(one.extended_to)))
    told = f"• <b>{safe(one.unit)}</b>: {' · '.join(parts)}"
    return f"{told}\n“{safe(one.words)}”" if one.words else told


def _what(one: Answer) -> str:
    match one.state:
        case ReportState.NIL:
            return _("nothing to report")
        case ReportState.RETURNED:
            return _("returned")
        case ReportState.DUE:
            return _("not answered yet")
    if one.words:
        return _("answered")
    count = ngettext("submitted, {count} activity", "submitted, {count} activities", one.activities)
    return count.format(count=number(one.activities))


def _extend_another() -> Button:
    return Button("➕ " + _("Extend another"), "e:new")
