"""This file is what is said when a reminder is answered, and how often one is reminded."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.reading.unclear import N_
from handlers.replies.office import leafed
from handlers.replies.paging import shortened
from handlers.replies.reply import Button, Reply, rows
from handlers.replies.reporting import Head
from handlers.replies.words import _, bold, day, deadline, safe

LEVELS: Mapping[str, tuple[str, str]] = {
    "all": (
        N_("Every step"),
        N_("10, 5, 3 and 1 working days before the due day, on it, and 1, 3 and 5 working days after it"),
    ),
    "fewer": (N_("Fewer"), N_("5 and 1 working days before the due day, and 1 and 5 working days after it")),
    "last": (N_("The last ones only"), N_("1 working day before the due day, and 3 working days after it")),
}


def promised(of: Head, on: date, *, is_today: bool) -> Reply:
    words = _("Noted: {title} is promised for {day}.")
    lines = [f"📅 {bold(words.format(title=safe(of.title), day=day(on)))}"]
    if not is_today:
        lines.append(_("You will be reminded on the morning of that day, and not before."))
    lines.append(_("The due day stays {day}.").format(day=deadline(of.due, of.due_time)))
    return Reply(text="\n".join(lines))


def others(of: Head, people: Sequence[tuple[int, str]], page: int) -> Reply:
    """Offer colleagues by name, in pages."""
    words = _("Who of {unit} takes care of {title}?").format(unit=safe(of.unit), title=safe(of.title))
    hands = [Button(shortened(name), f"n:hand:{of.report_id}:{number}") for number, name in people]
    return Reply(text=bold(words), buttons=leafed(hands, page, f"n:other:{of.report_id}:"))


def nobody_else(of: Head) -> Reply:
    words = _(
        "{unit} has no other contact that the bot can reach. Please ask the lead office to invite the one "
        "who takes care of it; until then the reminders come to you."
    )
    return Reply(text=words.format(unit=safe(of.unit)))


def handed(of: Head, name: str, who: int) -> Reply:
    words = _("Handed over: {name} takes care of {title} and will be told.")
    return Reply(
        text="🤝 " + words.format(name=safe(name), title=safe(of.title)),
        buttons=rows(Button("↩ " + _("Take it on again"), f"n:back:{of.report_id}:{who}")),
    )


def handed_already(of: Head, name: str) -> Reply:
    words = _("{name} takes care of {title} already.")
    return Reply(text=words.format(name=safe(name), title=safe(of.title)))


def taken_back(of: Head) -> Reply:
    return Reply(text=_("You take care of {title} again.").format(title=safe(of.title)))


def quiet(level: str, *, is_saved: bool = False) -> Reply:
    """Show the levels, the present one marked."""
    lines = ["✅ " + bold(_("Saved."))] if is_saved else []
    lines.append(bold(_("How often would you like to be reminded?")))
    lines += [f"• {_(name)}: {_(told)}" for name, told in LEVELS.values()]
    lines.append(_("Nobody can switch all of them off: the report stays due. What is urgent comes at once."))
    buttons = [
        Button(("✓ " if one == level else "") + _(name), f"z:{one}") for one, (name, _t) in LEVELS.items()
    ]
    return Reply(text="\n".join(lines), buttons=rows(*buttons))
