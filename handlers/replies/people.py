"""This file is how people are said: their list, a card for each, and what they are told of themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.reading.unclear import N_, Unclear
from handlers.replies.office import leafed
from handlers.replies.paging import shortened
from handlers.replies.reply import Button, Reply, rows
from handlers.replies.words import _, bold, day, safe, why

MARKS = {"contact": "", "lead": "★ ", "observer": "👁 "}
HEAD = N_("Who takes part ({count})")

# What a person is told of a change, given what they are now.
Notice = Callable[[str], Reply]


@dataclass(frozen=True)
class Line:
    """One person in the list."""

    number: int
    name: str
    role: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """One person, whole."""

    number: int
    name: str
    role: str
    joined: datetime
    retired: datetime | None
    is_reachable: bool
    may_move: bool


def listed(people: Sequence[Line], page: int, *, retired: int) -> Reply:
    """List the people, each behind a button."""
    buttons = [
        Button(
            shortened(f"{MARKS[one.role]}{one.name} · {one.unit or _('Observer')}"), f"o:person:{one.number}"
        )
        for one in people
    ]
    below = [Button("➕ " + _("Invite"), "o:invite")]
    if retired:
        below.append(Button(_("Retired ({count})").format(count=retired), "o:gone:0"))
    hint = _("Press a person to change the unit or the role, or to let them go.")
    return Reply(
        text=f"{bold(_(HEAD).format(count=len(people)))}\n{hint}",
        buttons=(*leafed(buttons, page, "o:people:"), tuple(below)),
    )


def retired(people: Sequence[tuple[int, str]], page: int) -> Reply:
    buttons = [Button(shortened(name), f"o:person:{number}") for number, name in people]
    head = bold(_("Retired ({count})").format(count=len(people)))
    return Reply(text=head, buttons=(*leafed(buttons, page, "o:gone:"), (_to_list(),)))


def card(of: Card) -> Reply:
    """Show a person, and what can be done."""
    lines = [bold(safe(of.name)), of.role, _("Joined on {day}").format(day=day(of.joined))]
    if of.retired is not None:
        lines.append(_("Retired on {day}").format(day=day(of.retired)))
        ways = [Button("↩ " + _("Bring back"), f"o:restore:{of.number}")]
    else:
        ways = [
            Button(_("Another role"), f"o:role:{of.number}"),
            Button(_("Let go"), f"o:retire:{of.number}"),
        ]
        if of.may_move:
            ways.insert(0, Button(_("Another unit"), f"o:move:{of.number}"))
    if not of.is_reachable:
        lines.append(_("The bot can't reach this person: it was blocked."))
    return Reply(text="\n".join(lines), buttons=(*rows(*ways, each=2), (_to_list(),)))


def will_change(role: str, *, retires: bool, home: str) -> list[str]:
    """Say in the summary what a person is today, and what will follow."""
    lines = [_("Today: {role}").format(role=role)]
    if home:
        lines.append(_("From then on they report for {unit}.").format(unit=safe(home)))
    if retires:
        lines.append(_("They get no reminders and can't enter anything any more; what they entered stays."))
    return lines


def changed(name: str, role: str, number: int) -> Reply:
    text = "✅ " + bold(_("Saved.")) + f" {safe(name)}: {role}"
    return Reply(text=text, buttons=rows(Button(_("Open"), f"o:person:{number}"), _to_list(), each=2))


def retired_now(name: str, number: int) -> Reply:
    text = "✅ " + _("{name} is a contact no longer.").format(name=bold(safe(name)))
    return Reply(text=text, buttons=rows(Button("↩ " + _("Undo"), f"o:restore:{number}"), _to_list(), each=2))


def restored(name: str, number: int) -> Reply:
    text = "✅ " + _("{name} takes part again.").format(name=bold(safe(name)))
    return Reply(text=text, buttons=rows(Button(_("Open"), f"o:person:{number}"), _to_list(), each=2))


def refused(unclear: Unclear) -> Reply:
    return Reply(text=why(unclear), buttons=rows(_to_list()))


def you_are_now(role: str) -> Reply:
    words = _("The lead office has changed your part. You are now: {role}. What can be asked for: /trogiup.")
    return Reply(text=words.format(role=role))


def you_are_retired(role: str) -> Reply:
    words = _("The lead office has ended your part as {role}. Thank you for your work with this bot.")
    return Reply(text=words.format(role=role))


def you_are_back(role: str) -> Reply:
    words = _("The lead office has brought you back as {role}. What can be asked for: /trogiup.")
    return Reply(text=words.format(role=role))


def _to_list() -> Button:
    return Button("‹ " + _("All people"), "o:people:0")
