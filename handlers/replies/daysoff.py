"""This file is how days worked and days off are said: those decided about, and what a decision moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from handlers.replies.forms import LEAF, turning
from handlers.replies.paging import fitted
from handlers.replies.reply import Button, Reply, rows
from handlers.replies.words import _, bold, day, deadline, ngettext, number, safe, weekday


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One day that was decided about, and on what it rests."""

    day: date
    is_working: bool
    why: str
    is_office: bool


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A due day that goes from where it stands to another day; not where that is over already."""

    title: str
    before: date
    before_time: time | None
    after: date
    after_time: time | None
    is_past: bool


@dataclass(frozen=True, kw_only=True)
class Unmoved:
    """A due day of its own that lies on the day, and stays."""

    title: str
    due: date
    due_time: time | None


def named(value: date) -> str:
    """Name a day with its day of the week: 24/11/2026 (Thứ Ba)."""
    return f"{day(value)} ({weekday(value)})"


def listed(days: Sequence[Decided], page: int, *, first: int, last: int) -> Reply:
    """List the decided days; those that the office decided can be taken back."""
    page = min(page, max(0, (len(days) - 1) // LEAF))
    head = bold(_("Days decided about, {first}-{last} ({count})")).format(
        first=first, last=last, count=len(days)
    )
    shown = days[page * LEAF : (page + 1) * LEAF]
    lines = [f"• {_told(one)}" for one in shown] or [_("None: the public calendar counts.")]
    undo = [
        Button("↩ " + _("Take back {day}").format(day=day(one.day)), f"y:undo:{one.day:%Y%m%d}")
        for one in shown
        if one.is_office
    ]
    turns = turning("y:list:", page, max(0, (len(days) - 1) // LEAF))
    return Reply(text="\n".join(fitted([head, *lines])), buttons=(*rows(*undo), *turns, (_decide(),)))


def will_move(
    moved: Sequence[Moved], unmoved: Sequence[Unmoved], *, extensions: int, messages: int
) -> list[str]:
    """Say which due days a decision moves, from where to where, which stay, and how many messages move."""
    lines = [bold(_("Due days that move:"))] if any(not one.is_past for one in moved) else []
    lines += [f"• {_move(one)}" for one in moved if not one.is_past]
    lines += [_stays(one) for one in moved if one.is_past]
    lines += [
        _("{title} stays due {day}: a request keeps its due day.").format(
            title=safe(one.title), day=deadline(one.due, one.due_time)
        )
        for one in unmoved
    ]
    if extensions:
        words = _("Extensions to this day stay ({count} reports); /giahan gives more time.")
        lines.append(words.format(count=number(extensions)))
    lines = lines or [_("No due day moves.")]
    if messages:
        words = ngettext(
            "{count} message to come moves to another morning.",
            "{count} messages to come move to other mornings.",
            messages,
        )
        lines.append(words.format(count=number(messages)))
    return lines


def decided(of: date, moved: Sequence[Moved], *, is_working: bool) -> Reply:
    words = _("{day}: the office works.") if is_working else _("{day}: the office is off.")
    lines = ["✅ " + bold(_("Saved.")) + " " + words.format(day=named(of))]
    lines += [f"• {_move(one)}" for one in moved]
    if not moved:
        lines.append(_("No due day moves."))
    ways = rows(_decide(), Button("‹ " + _("Days decided about"), "y:list:0"), each=2)
    return Reply(text="\n".join(fitted(lines)), buttons=ways)


def will_be(of: date, *, is_working: bool) -> str:
    """Say what a day is again once the decision about it is gone."""
    words = _("{day} is a working day again.") if is_working else _("{day} is a day off again.")
    return words.format(day=named(of))


def nothing_decided(of: date) -> Reply:
    return Reply(toast=_("The office has decided nothing about {day}.").format(day=day(of)))


def _told(one: Decided) -> str:
    what = _("works") if one.is_working else _("off")
    told = f"{named(one.day)}: {what} · {safe(one.why)}"
    return told if one.is_office else told + " · " + _("by the plan")


def _move(one: Moved) -> str:
    words = _("{title}: from {before} to {after}")
    before, after = deadline(one.before, one.before_time), deadline(one.after, one.after_time)
    return words.format(title=safe(one.title), before=before, after=f"{after} ({weekday(one.after)})")


def _stays(one: Moved) -> str:
    words = _("⚠️ {title} stays due {before}: by these days it would have been due {after}, which is over.")
    before, after = deadline(one.before, one.before_time), deadline(one.after, one.after_time)
    return words.format(title=safe(one.title), before=before, after=after)


def _decide() -> Button:
    return Button("➕ " + _("Decide about a day"), "y:day:")
