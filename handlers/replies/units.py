"""This file is how units are said: their list, a card for each, what will change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.replies.office import leafed
from handlers.replies.paging import shortened
from handlers.replies.reply import Button, Reply, rows
from handlers.replies.words import _, bold, day, safe, span


@dataclass(frozen=True, kw_only=True)
class Card:
    """One unit, whole: its people by number, its neighbours in time by code."""

    code: str
    name: str
    short: str
    first: date
    last: date | None
    also: Sequence[str]
    may_revive: bool
    people: Sequence[tuple[int, str]]
    before: Sequence[tuple[str, str]]
    after: Sequence[tuple[str, str]]


def listed(units: Sequence[tuple[str, str]], page: int, *, ended: int) -> Reply:
    """List the units of today, each behind a button."""
    buttons = _buttons(units)
    head = bold(_("Units today ({count})").format(count=len(units)))
    below = [Button("➕ " + _("Add a unit"), "o:add")]
    if ended:
        below.append(Button(_("Ended ({count})").format(count=ended), "o:ended:0"))
    hint = _("Press a unit to see its contacts, to rename it or to end it.")
    return Reply(text=f"{head}\n{hint}", buttons=(*leafed(buttons, page, "o:units:"), tuple(below)))


def ended(units: Sequence[tuple[str, str]], page: int) -> Reply:
    """List the units that have their last day."""
    head = bold(_("Ended ({count})").format(count=len(units)))
    back = (Button("‹ " + _("All units"), "o:units:0"),)
    return Reply(text=head, buttons=(*leafed(_buttons(units), page, "o:ended:"), back))


def card(of: Card) -> Reply:
    """Show a unit; its people and its neighbours in time are buttons."""
    people = [Button("👤 " + shortened(name), f"o:person:{number}") for number, name in of.people]
    neighbours = [Button("← " + shortened(short), f"o:unit:{code}") for code, short in of.before]
    neighbours += [Button("→ " + shortened(short), f"o:unit:{code}") for code, short in of.after]
    ways = [Button(_("Rename"), f"o:rename:{of.code}"), Button(_("Other names"), f"o:names:{of.code}")]
    if of.last is None:
        ways.append(Button(_("End the unit"), f"o:end:{of.code}"))
    elif of.may_revive:
        ways.append(_revive(of))
    below = rows(Button("‹ " + _("All units"), "o:units:0"))
    buttons = (*rows(*people), *rows(*neighbours, each=2), *rows(*ways, each=2), *below)
    return Reply(text="\n".join(_lines(of)), buttons=buttons)


def changed(of: Card) -> Reply:
    """Say that a unit was changed, and how it stands now."""
    ways = rows(
        *((_revive(of),) if of.may_revive else ()),
        Button(_("Open"), f"o:unit:{of.code}"),
        Button("‹ " + _("All units"), "o:units:0"),
        each=2,
    )
    return Reply(text="\n".join(("✅ " + bold(_("Saved.")), *_lines(of))), buttons=ways)


def other_names(code: str, short: str, names: Sequence[tuple[int, str]]) -> Reply:
    """List what people call a unit besides its names; a press takes one back."""
    head = bold(_("What else people call {unit}").format(unit=safe(short)))
    listed = [f"• {safe(name)}" for _number, name in names] or [_("No other name yet.")]
    if names:
        listed.append(_("Whoever types one of these means this unit. Press a name to take it back."))
    buttons = [Button("🗑 " + shortened(name), f"o:forget:{number}") for number, name in names]
    ways = (Button("➕ " + _("Add a name"), f"o:call:{code}"), Button("‹ " + _("The unit"), f"o:unit:{code}"))
    return Reply(text="\n".join((head, *listed)), buttons=(*rows(*buttons), *rows(*ways, each=2)))


def may_learn(typed: str, short: str, number: int) -> Reply:
    """Offer to know a unit by what was typed for it."""
    words = _("Shall the bot take “{name}” for {unit} from now on?")
    text = words.format(name=safe(shortened(typed)), unit=safe(short))
    return Reply(text=text, buttons=rows(Button("✓ " + _("Remember it"), f"o:learn:{number}")))


def will_be_renamed(name: str, short: str) -> list[str]:
    words = _("Today: {name} ({short})").format(name=safe(name), short=safe(short))
    return [words, _("Its reports and its contacts stay with it.")]


def will_end(name: str, last: date, people: Sequence[str], *, is_none: bool) -> list[str]:
    """Say in the summary which unit ends when, who carries on, and whose unit it was."""
    lines = [_("{unit} reports until {day}, and not after.").format(unit=safe(name), day=day(last))]
    if is_none:
        lines.append(_("No unit carries its work on."))
    if people:
        words = _("Its contacts stay with it until you move them in /canbo: {names}.")
        lines.append(words.format(names=", ".join(safe(one) for one in people)))
    return lines


def _lines(of: Card) -> list[str]:
    lives = span(of.first, of.last) if of.last else _("from {day}").format(day=day(of.first))
    lines = [bold(safe(of.name)), f"{safe(of.short)} · {of.code}", lives]
    if of.also:
        lines.append(_("Also called: {names}").format(names=", ".join(map(safe, of.also))))
    if of.before:
        lines.append(_("Carries on: {units}").format(units=_joined(of.before)))
    if of.after:
        lines.append(_("Carried on by: {units}").format(units=_joined(of.after)))
    people = ", ".join(safe(name) for _number, name in of.people)
    lines.append(_("Contacts: {names}").format(names=people or _("none")))
    return lines


def _buttons(units: Sequence[tuple[str, str]]) -> list[Button]:
    return [Button(shortened(short), f"o:unit:{code}") for code, short in units]


def _revive(of: Card) -> Button:
    return Button("↩ " + _("Take back the end"), f"o:revive:{of.code}")


def _joined(units: Sequence[tuple[str, str]]) -> str:
    return ", ".join(safe(short) for _code, short in units)
