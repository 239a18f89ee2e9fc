"""This file is what the clock says: a reminder to a silent unit, a summary to the lead office."""

from datetime import date

from handlers.replies import reporting
from handlers.replies.reply import Button, Reply, rows
from handlers.replies.reporting import Head
from handlers.replies.words import _, bold, day, ngettext, number, safe


def reminder(of: Head, *, days_left: int, today: date) -> Reply:
    """Remind a contact of a silent unit. `days_left` counts working days up to the due day."""
    lines = [f"🔔 <b>{_due(of.title, of.due, days_left, today)}</b>", safe(of.unit)]
    if of.activities:
        lines.append(reporting.recorded(of))
    lines.append(_("Already sent it on paper? A report here closes the reminder all the same."))
    report_now = Button("📝 " + _("Report now"), f"r:begin:{of.report_id}")
    return Reply(text="\n".join(lines), buttons=rows(report_now, *reporting.closing_buttons(of), each=2))


def weekly_head() -> str:
    return "🗓 " + bold(_("Summary of the week"))


def deadline_head(title: str, due: date) -> str:
    words = _("{title}: the deadline ({day}) has passed").format(title=safe(title), day=day(due))
    return f"📌 <b>{words}</b>"


def _due(title: str, due: date, days_left: int, today: date) -> str:
    if today > due:
        words = _("{title} is overdue since {day}")
        return words.format(title=safe(title), day=day(due))
    if today == due:
        return _("{title} is due today, {day}").format(title=safe(title), day=day(due))
    words = ngettext(
        "{count} working day left: {title} is due on {day}",
        "{count} working days left: {title} is due on {day}",
        days_left,
    )
    return words.format(count=number(days_left), title=safe(title), day=day(due))
