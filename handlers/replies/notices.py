"""This file is what the clock says: reminders, what is urgent, summaries, a morning's message."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.replies import reporting
from handlers.replies.paging import fitted, shortened
from handlers.replies.reply import Button, Reply, Rows, rows
from handlers.replies.reporting import Head
from handlers.replies.words import _, bold, day, deadline, ngettext, number, safe
from models.rules.reminding import NoticeKind


@dataclass(frozen=True, kw_only=True)
class Block:
    """One thing of a morning. `opens` leads to a report alone where the message tells of more."""

    text: str
    buttons: Rows = ()
    opens: Button | None = None


def together(blocks: Sequence[Block]) -> Reply:
    """Put a morning's blocks into one message; of several reports each has one button that opens it."""
    lines = "\n\n".join(block.text for block in blocks).splitlines()
    several = sum(block.opens is not None for block in blocks) > 1
    buttons = [((block.opens,),) if several and block.opens else block.buttons for block in blocks]
    return Reply(text="\n".join(fitted(lines)), buttons=tuple(row for each in buttons for row in each))


def of_report(of: Head, headline: str) -> Block:
    """Tell of a report that is owed, with all that can be answered to it."""
    lines = [headline, safe(of.unit)]
    if of.activities:
        lines.append(reporting.recorded(of))
    lines.append(_("Already sent it on paper? A report here closes the reminder all the same."))
    answers = (
        Button("📝 " + _("Report now"), f"r:begin:{of.report_id}"),
        *reporting.closing_buttons(of),
        Button("📅 " + _("Promise a day"), f"n:promise:{of.report_id}"),
        Button("🙅 " + _("Not mine"), f"n:other:{of.report_id}"),
    )
    return Block(
        text="\n".join(lines),
        buttons=rows(*answers, each=2),
        opens=Button("📝 " + shortened(of.title, 40), f"n:open:{of.report_id}"),
    )


def due(of: Head, *, days_left: int, today: date) -> str:
    """Say how near the due day is. `days_left` counts working days up to it."""
    title, on = safe(of.title), deadline(of.due, of.due_time)
    if today > of.due:
        words = _("{title} is overdue since {day}").format(title=title, day=on)
    elif today == of.due:
        words = _("{title} is due today, {day}").format(title=title, day=on)
    else:
        left = ngettext(
            "{count} working day left: {title} is due on {day}",
            "{count} working days left: {title} is due on {day}",
            days_left,
        )
        words = left.format(count=number(days_left), title=title, day=on)
    return _with_reason(of, f"🔔 <b>{words}</b>")


def promised(of: Head) -> str:
    words = _("Today is the day for which {title} was promised (due {day})")
    told = words.format(title=safe(of.title), day=deadline(of.due, of.due_time))
    return _with_reason(of, f"📅 <b>{told}</b>")


def _with_reason(of: Head, headline: str) -> str:
    """Add why the report was returned, where it was."""
    return f"{headline}\n{reporting.reason(of)}" if of.why_returned else headline


def requested(of: Head, *, question: str, **_others: str) -> str:
    words = _("A request of the lead office: {title}").format(title=safe(of.title))
    return f"📨 <b>{words}</b>\n{safe(question)}\n{reporting.due(of.due, of.due_time)}"


def returned(of: Head, **_others: str) -> str:
    return reporting.returned(of)


def handed(of: Head, **_others: str) -> str:
    words = _("{title} was handed over to you").format(title=safe(of.title))
    return f"🤝 <b>{words}</b>\n{reporting.due(of.due, of.due_time)}"


def nudged(of: Head, **_others: str) -> str:
    words = _("The lead office asks you to send {title} soon").format(title=safe(of.title))
    return f"📣 <b>{words}</b>\n{reporting.due(of.due, of.due_time)}"


def own(of: Head, figures: str) -> Block:
    """Sum up for a contact what its unit reported in a period that is due, and its part in the figures."""
    words = _("{title}: what your unit reported").format(title=safe(of.title))
    state = _(reporting.STATES[of.state])
    return Block(text=f"📗 <b>{words}</b>\n{reporting.recorded(of)} · {state}\n\n{figures}")


def lying(title: str, draft_id: int) -> Block:
    """Bring a half-entered activity to mind."""
    words = _("An activity is still half entered: {title}").format(title=f"<b>{safe(shortened(title))}</b>")
    return Block(text=f"✏️ {words}", buttons=rows(Button("▶ " + _("Go on"), f"r:resume:{draft_id}")))


def asked(title: str, question: str, inquiry_id: int) -> Block:
    """Ask what the lead office wants to know about an activity."""
    words = _("The lead office asks about an activity: {title}").format(title=safe(title))
    how = _("Please answer by replying to this message, or with the button.")
    return Block(
        text=f"❓ <b>{words}</b>\n{safe(question)}\n<i>{how}</i>",
        buttons=rows(Button("✍ " + _("Answer it"), f"v:answer:{inquiry_id}")),
    )


def waiting(count: int, oldest: date) -> Block:
    """Tell the lead office how many reports wait for its review."""
    words = ngettext(
        "{count} report waits for review, the longest since {day}",
        "{count} reports wait for review, the longest since {day}",
        count,
    )
    told = words.format(count=number(count), day=day(oldest))
    return Block(text=f"🔎 <b>{told}</b>", buttons=rows(Button("🔎 " + _("Review them"), "v:list:0")))


def deadline_head(title: str, on: date) -> str:
    words = _("{title}: the deadline ({day}) has passed").format(title=safe(title), day=day(on))
    return f"📌 <b>{words}</b>"


def weekly_head() -> str:
    return "🗓 " + bold(_("Summary of the week"))


def monthly_head() -> str:
    return "🗓 " + bold(_("Progress at the month’s beginning"))


def told_twice(activities: int, enterprises: int) -> list[str]:
    """Say how much looks as if it had been told twice, and where that is decided; nothing where none does."""
    found = []
    if activities:
        words = ngettext(
            "{count} pair of activities perhaps told twice: /trunglap",
            "{count} pairs of activities perhaps told twice: /trunglap",
            activities,
        )
        found.append(words.format(count=number(activities)))
    if enterprises:
        words = ngettext(
            "{count} pair of enterprises perhaps the same: /doanhnghiep",
            "{count} pairs of enterprises perhaps the same: /doanhnghiep",
            enterprises,
        )
        found.append(words.format(count=number(enterprises)))
    return ["", bold(_("To be looked at")), *found] if found else []


HEADS: Mapping[NoticeKind, Callable[[], str]] = {
    NoticeKind.WEEKLY: weekly_head,
    NoticeKind.MONTHLY: monthly_head,
}
