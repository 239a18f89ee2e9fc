"""This file is how it is said that two may have told of one activity, and what counting it once brings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.reading.unclear import N_
from handlers.replies import foreseen
from handlers.replies.foreseen import Moved
from handlers.replies.forms import LEAF, turning
from handlers.replies.paging import fitted, shortened
from handlers.replies.reply import Button, Reply, Rows, rows
from handlers.replies.words import _, bold, dong, number, safe, span
from models.rules.doubles import Likeness, Pair

NAMES_SHOWN = 8
TITLE_LETTERS = 80
ALIKE = {
    Likeness.WHO: N_("The days meet, and the same took part."),
    Likeness.TITLE: N_("The days meet, and the titles are alike."),
    Likeness.PLACE: N_("The days meet, at the same place."),
}


@dataclass(frozen=True, kw_only=True)
class Twin:
    """One of two that may be one. `named` counts who took part."""

    number: int
    title: str
    unit: str
    first: date
    last: date
    place: str
    attendances: int | None
    leaders: int | None
    cost: int | None
    named: int


@dataclass(frozen=True, kw_only=True)
class Place:
    """Which of how many pairs is shown, and how many activities are counted as another one already."""

    page: int
    count: int
    once: int


def pair(one: Twin, other: Twin, alike: Likeness, at: Place) -> Reply:
    """Show two that may be one, and ask."""
    head = bold(_("Perhaps told twice ({number} of {count})").format(number=at.page + 1, count=at.count))
    asked = _("Is it one activity? Then it counts once, at the report that you keep.")
    lines = [head, _(ALIKE[alike]), "", *_lines("①", one), "", *_lines("②", other), "", asked]
    ways = (
        *rows(
            Button(_("One: keep {number}").format(number="①"), f"u:same:{other.number}:{one.number}"),
            Button(_("One: keep {number}").format(number="②"), f"u:same:{one.number}:{other.number}"),
            Button(_("Open {number}").format(number="①"), f"h:show:{one.number}"),
            Button(_("Open {number}").format(number="②"), f"h:show:{other.number}"),
            each=2,
        ),
        *rows(Button("≠ " + _("Two different activities"), f"u:apart:{one.number}:{other.number}")),
        *turning("u:list:", at.page, at.count - 1),
        *_once(at.once),
    )
    return Reply(text="\n".join(fitted(lines)), buttons=ways)


def none(once: int) -> Reply:
    words = _("No two activities of this year or the last look like one.")
    return Reply(text=words, buttons=_once(once))


def kept_apart(prefix: str, two: Pair) -> Reply:
    """Say that two stay two, with the way back; `prefix` begins the data of whose pairs they are."""
    again = Button("↩ " + _("Take back"), f"{prefix}:again:{two[0]}:{two[1]}")
    return Reply(text="✅ " + _("Kept as two. They are not proposed again."), buttons=rows(again))


def will_count_once(goes: Twin, stays: Twin, only: Sequence[str], moved: Sequence[Moved]) -> list[str]:
    """Say what counting once brings about, before it is done."""
    lines = [
        _("Counts: {title} ({unit})").format(title=bold(safe(stays.title)), unit=safe(stays.unit)),
        _("Does not count: {title} ({unit})").format(title=bold(safe(goes.title)), unit=safe(goes.unit)),
    ]
    if only:
        names = "; ".join(safe(shortened(name)) for name in only[:NAMES_SHOWN])
        more = len(only) - NAMES_SHOWN
        names += "; " + _("{count} more").format(count=number(more)) if more > 0 else ""
        lines.append("⚠ " + _("Named only in the report that does not count: {names}").format(names=names))
    return [*lines, "", *foreseen.figures(moved), _("This can be taken back at any time.")]


def done(title: str, gone: int) -> Reply:
    words = _("It counts once, as: {title}. Both reports stay as they were told.").format(title=safe(title))
    return Reply(text=f"✅ {words}", buttons=rows(_part(gone)))


def your_report_counts_elsewhere(title: str, other: str, unit: str) -> Callable[[int], Reply]:
    """Say to a unit that its report and another's tell of one activity."""

    def word(number: int) -> Reply:
        words = _(
            "The lead office found that two told of one activity. It counts once, as {other} ({unit}); your"
            " report “{title}” is kept. If these are two activities, please tell the lead office."
        )
        text = words.format(other=safe(other), unit=safe(unit), title=safe(title))
        return Reply(text=f"🔗 {text}", buttons=rows(Button(_("Open"), f"h:show:{number}")))

    return word


def your_report_counts_again(title: str) -> Callable[[int], Reply]:
    """Say to a unit that its report counts by itself again."""

    def word(number: int) -> Reply:
        text = _("Your report “{title}” counts by itself again.").format(title=safe(title))
        return Reply(text=f"🔗 {text}", buttons=rows(Button(_("Open"), f"h:show:{number}")))

    return word


def parted(title: str, gone: int) -> Reply:
    words = _("Counts by itself again: {title}.").format(title=safe(title))
    return Reply(text=f"✅ {words}", buttons=rows(Button(_("Open"), f"h:show:{gone}")))


def counted_once(shown: Sequence[tuple[Twin, Twin]], page: int) -> Reply:
    """List what is counted as another one, each with the way back."""
    last = max(0, (len(shown) - 1) // LEAF)
    page = min(page, last)
    here = list(enumerate(shown, start=1))[page * LEAF : (page + 1) * LEAF]
    head = bold(_("Counted once ({count})").format(count=number(len(shown))))
    told = [f"{n}. {_short(gone)}\n    → {_short(kept)}" for n, (gone, kept) in here]
    parts = [
        Button("↩ " + _("Count {number} apart").format(number=n), f"u:part:{gone.number}")
        for n, (gone, _kept) in here
    ]
    back = rows(Button("‹ " + _("Back"), "u:list:0"))
    return Reply(
        text="\n".join((head, *fitted(told))),
        buttons=(*rows(*parts, each=2), *turning("u:once:", page, last), *back),
    )


def _lines(mark: str, one: Twin) -> list[str]:
    lines = [f"{mark} {bold(safe(shortened(one.title, TITLE_LETTERS)))}", safe(one.unit)]
    where = f" · {safe(shortened(one.place))}" if one.place else ""
    lines.append(span(one.first, one.last) + where)
    told = []
    if one.named:
        told.append(_("{count} took part").format(count=number(one.named)))
    if one.attendances is not None:
        words = _("{attendances} attendances, {leaders} of leaders")
        told.append(words.format(attendances=number(one.attendances), leaders=number(one.leaders or 0)))
    if one.cost is not None:
        told.append(dong(one.cost))
    return [*lines, " · ".join(told)] if told else lines


def _short(one: Twin) -> str:
    return f"{safe(shortened(one.title, TITLE_LETTERS))} · {span(one.first, one.last)} · {safe(one.unit)}"


def _once(count: int) -> Rows:
    if not count:
        return ()
    return rows(Button(_("Counted once ({count})").format(count=number(count)), "u:once:0"))


def _part(gone: int) -> Button:
    return Button("↩ " + _("Count them apart again"), f"u:part:{gone}")
