"""This file is what the clock says: a reminder to a silent unit, a summary to the lead office."""

from datetime import date

from handlers.replies.reply import Button, Reply, rows
from handlers.replies.words import _, bold, day, ngettext, number, safe


def reminder(title: str, unit: str, due: date, *, report_id: int, days_left: int, today: date) -> Reply:
    """Remind a contact of a silent unit. `days_left` counts working days up to the due day."""
    lines = [f"🔔 <b>{_due(title, due, days_left, today)}</b>", safe(unit)]
    lines.append(_("Already sent it on paper? A report here closes the reminder all the same."))
    return Reply(
        text="\n".join(lines),
        buttons=rows(
            Button("📝 " + _("Report now"), f"r:begin:{report_id}"),
            Button("∅ " + _("Nothing to report"), f"s:nil:{report_id}"),
            each=2,
        ),
    )


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
