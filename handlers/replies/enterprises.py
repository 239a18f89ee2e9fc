"""This file is how enterprises are said: their list, a card for each, two that look like one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.conversation.activity import FORMS
from handlers.reading.unclear import N_
from handlers.replies import changes, foreseen
from handlers.replies.changes import Change
from handlers.replies.foreseen import Moved
from handlers.replies.forms import LEAF, turning
from handlers.replies.paging import fitted, shortened
from handlers.replies.reply import Button, Reply, rows
from handlers.replies.words import _, bold, day, ngettext, number, safe
from models.rules.counting import Form

CHANGES = {
    "identified": N_("Tax code"),
    "merged": N_("Merged"),
    "split": N_("Parted again"),
    "renamed": N_("Renamed"),
    "converted": N_("Legal form"),
    "kept apart": N_("Not the same as another"),
    "perhaps one": N_("To be compared again"),
}
NAMES_SHOWN = 6
TITLE_LETTERS = 80


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One enterprise among others."""

    number: int
    name: str
    code: str
    form: Form


@dataclass(frozen=True, kw_only=True)
class Card:
    """One enterprise, whole. `main` is the one as which it is counted, where it was merged."""

    shown: Shown
    form_before: Form | None
    converted_on: date | None
    main: Shown | None
    aliases: Sequence[str]
    merged: Sequence[Shown]
    apart: Sequence[Shown]
    activities: int
    years: Sequence[int]
    units: Sequence[str]
    changes: Sequence[Change]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One activity in which an enterprise took part."""

    number: int
    title: str
    last: date
    unit: str


def named(one: Shown) -> str:
    return alias(one.name, one.code)


def alias(name: str, code: str | None) -> str:
    return f"{name} ({code})" if code else name


def listed(shown: Sequence[Shown], page: int, *, count: int, twins: int) -> Reply:
    """List the enterprises by name, each behind a button."""
    head = bold(_("Enterprises ({count})").format(count=number(count)))
    if not count:
        return Reply(text=f"{head}\n" + _("None has been reported so far."))
    below = [Button("🔎 " + _("Look for one"), "b:find")]
    if twins:
        below.append(Button("⚠ " + _("Perhaps the same ({count})").format(count=number(twins)), "b:twins:0"))
    hint = _("Press one to see it, to set it right or to merge it with another.")
    ways = (
        *rows(*_buttons(shown)),
        *turning("b:list:", page, max(0, (count - 1) // LEAF)),
        *rows(*below, each=2),
    )
    return Reply(text=f"{head}\n{hint}", buttons=ways)


def found(typed: str, shown: Sequence[Shown], *, most: int) -> Reply:
    """List those that fit what was typed."""
    ways = rows(Button("🔎 " + _("Look again"), "b:find"), Button("‹ " + _("List"), "b:list:0"), each=2)
    if not shown:
        words = _("No enterprise on the list fits “{text}”.").format(text=safe(typed))
        return Reply(text=words, buttons=ways)
    head = bold(_("“{text}”: {count} fit").format(text=safe(typed), count=number(len(shown))))
    lines = [head]
    if len(shown) >= most:
        lines.append(_("There may be more; a longer part of the name finds fewer."))
    return Reply(text="\n".join(lines), buttons=(*rows(*_buttons(shown)), *ways))


def card(of: Card) -> Reply:
    """Show an enterprise, what it is counted as, and what can be set right."""
    lines = [*_lines(of), *changes.lines(of.changes, CHANGES)]
    return Reply(text="\n".join(fitted(lines)), buttons=_ways(of))


def changed(of: Card) -> Reply:
    shown = card(of)
    return Reply(text="✅ " + bold(_("Saved.")) + f"\n{shown.text}", buttons=shown.buttons)


def activities(of: Shown, lines: Sequence[Line], page: int) -> Reply:
    """List the activities in which an enterprise took part, the latest first."""
    last = max(0, (len(lines) - 1) // LEAF)
    page = min(page, last)
    here = list(enumerate(lines, start=1))[page * LEAF : (page + 1) * LEAF]
    told = [
        f"{n}. {safe(shortened(one.title, TITLE_LETTERS))} · {day(one.last)} · {safe(one.unit)}"
        for n, one in here
    ]
    opens = [Button(str(n), f"h:show:{one.number}") for n, one in here]
    back = rows(Button("‹ " + _("Back"), f"b:one:{of.number}"))
    return Reply(
        text="\n".join((bold(safe(of.name)), *(told or [_("It took part in nothing so far.")]))),
        buttons=(*rows(*opens, each=4), *turning(f"b:acts:{of.number}:", page, last), *back),
    )


def twins(one: Card, other: Card, page: int, count: int) -> Reply:
    """Show two that look like one, and ask."""
    head = bold(_("Perhaps the same enterprise ({number} of {count})").format(number=page + 1, count=count))
    two = f"{one.shown.number}:{other.shown.number}"
    ways = rows(
        Button("🔗 " + _("One and the same: merge"), f"b:merge:{two}"),
        Button("≠ " + _("Two different ones"), f"b:apart:{two}"),
    )
    below = rows(Button("‹ " + _("List"), "b:list:0"))
    lines = [head, "", *_lines(one), "", *_lines(other), "", _("Are they one?")]
    turns = turning("b:twins:", page, count - 1)
    return Reply(text="\n".join(fitted(lines)), buttons=(*ways, *turns, *below))


def no_twins() -> Reply:
    return Reply(
        text=_("No two enterprises look like one any more."),
        buttons=rows(Button("‹ " + _("List"), "b:list:0")),
    )


def will_merge(stays: Shown, goes: Shown, moved: Sequence[Moved]) -> list[str]:
    """Say what a merger brings about, before it is done."""
    form = _("It counts as: {form}").format(form=_(FORMS[stays.form.value]))
    return [
        _("Stays: {name}").format(name=bold(safe(named(stays)))),
        _("Is counted at it: {name}").format(name=bold(safe(named(goes)))),
        *([form] if stays.form is not goes.form else []),
        "",
        *foreseen.figures(moved),
        _("This can be taken back at any time."),
    ]


def will_split(main: Shown, moved: Sequence[Moved]) -> list[str]:
    parted = _("It is counted by itself again, no longer at {name}.").format(name=bold(safe(named(main))))
    return [parted, "", *foreseen.figures(moved)]


def will_convert(moved: Sequence[Moved]) -> list[str]:
    return foreseen.figures(moved)


def _lines(of: Card) -> list[str]:
    shown = of.shown
    lines = [f"🏢 {bold(safe(shown.name))}", " · ".join((_form(of), _code(shown)))]
    if of.main is not None:
        lines.append("🔗 " + _("Counted as: {name}").format(name=safe(named(of.main))))
    if of.aliases:
        lines.append(_("Before: {names}").format(names=_some(of.aliases)))
    if of.merged:
        lines.append(_("Merged into it: {names}").format(names=_some([named(one) for one in of.merged])))
    if of.apart:
        lines.append(_("Not the same as: {names}").format(names=_some([named(one) for one in of.apart])))
    if of.activities:
        count = ngettext("{count} activity", "{count} activities", of.activities)
        years = ", ".join(str(year) for year in of.years)
        lines.append(f"{count.format(count=number(of.activities))} ({years}): {_some(of.units)}")
    return lines


def _form(of: Card) -> str:
    now = _(FORMS[of.shown.form.value])
    if of.form_before is None or of.converted_on is None:
        return now
    before = _(FORMS[of.form_before.value]).lower()
    return _("{form} since {day}, before: {before}").format(form=now, day=day(of.converted_on), before=before)


def _code(one: Shown) -> str:
    return _("tax code {code}").format(code=one.code) if one.code else _("no tax code yet")


def _some(names: Sequence[str]) -> str:
    shown = [safe(shortened(name)) for name in names[:NAMES_SHOWN]]
    more = (
        [_("{count} more").format(count=number(len(names) - NAMES_SHOWN))] if len(names) > NAMES_SHOWN else []
    )
    return "; ".join((*shown, *more))


def _ways(of: Card) -> tuple[tuple[Button, ...], ...]:
    me = of.shown.number
    acts = [Button(_("Activities ({count})").format(count=number(of.activities)), f"b:acts:{me}:0")]
    below = rows(Button("‹ " + _("List"), "b:list:0"))
    if of.main is not None:
        parting = Button("✂ " + _("Part it again"), f"b:split:{me}")
        to_main = Button(
            _("Open: {name}").format(name=shortened(of.main.name, 40)), f"b:one:{of.main.number}"
        )
        return (*rows(parting), *rows(to_main), *below)
    ways = [
        Button("🔗 " + _("Merge with…"), f"b:merge:{me}"),
        Button(_("Rename"), f"b:rename:{me}"),
        Button(_("Tax code"), f"b:code:{me}"),
        Button(_("Legal form"), f"b:form:{me}"),
    ]
    parts = [
        Button("✂ " + _("Part: {name}").format(name=shortened(one.name, 40)), f"b:split:{one.number}")
        for one in of.merged[:LEAF]
    ]
    again = [
        Button(
            "↩ " + _("Look again: {name}").format(name=shortened(one.name, 40)), f"b:again:{me}:{one.number}"
        )
        for one in of.apart[:LEAF]
    ]
    return (
        *rows(*ways, each=2),
        *rows(*(acts if of.activities else [])),
        *rows(*parts),
        *rows(*again),
        *below,
    )


def _buttons(shown: Sequence[Shown]) -> list[Button]:
    return [Button(shortened(named(one)), f"b:one:{one.number}") for one in shown]
