"""This file is what groups are told, and how the lead office sees them. It names no people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.replies.forms import LEAF
from handlers.replies.office import leafed
from handlers.replies.paging import PAGE_UNITS, shortened, units
from handlers.replies.reply import Button, Reply, rows
from handlers.replies.words import _, bold, day, ngettext, number, safe


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One group that receives the summaries. `number` is its chat's."""

    number: int
    title: str
    since: datetime


def greeting(username: str) -> Reply:
    words = _(
        "This bot can send the plan’s summaries into this group; they name no people. For that, somebody"
        " of the lead office sends {command} here."
    )
    return Reply(text=words.format(command=_called("dangky", username)))


def subscribed(username: str) -> Reply:
    words = _(
        "This group now receives the summaries: at 08:00 of a week’s last working day if there is something"
        " to tell, and of the first working day after each due day. They name no people."
    )
    ways = _("{progress}: the progress now. {end}: receive them no more.").format(
        progress=_called("tiendo", username), end=_called("huydangky", username)
    )
    return Reply(text=f"✅ {words}\n{ways}")


def already() -> Reply:
    return Reply(text=_("This group receives the summaries already."))


def not_subscribed(username: str) -> Reply:
    words = _("This group receives no summaries. Somebody of the lead office can send {command} here.")
    return Reply(text=words.format(command=_called("dangky", username)))


def ended(username: str) -> Reply:
    words = _("This group receives no summaries any more. To receive them again, send {command}.")
    return Reply(text=words.format(command=_called("dangky", username)))


def refusal() -> Reply:
    return Reply(
        text=_(
            "Only somebody of the lead office who has joined the bot can do that. Whoever writes anonymously"
            " is not known: please write in your own name."
        )
    )


def summary(overview: str, missing: Sequence[tuple[str, Sequence[str]]]) -> Reply:
    """Add to the figures which units owe their report, period by period, as far as one message carries."""
    owing = [(title, names) for title, names in missing if names]
    room = (PAGE_UNITS - units(overview)) // max(1, len(owing))
    return Reply(text="\n\n".join((overview, *(_owing(title, names, room) for title, names in owing))))


def listed(groups: Sequence[Listed], page: int, *, username: str, head: str = "") -> Reply:
    """List the groups; a press ends one."""
    page = min(page, max(0, (len(groups) - 1) // LEAF))
    shown = groups[page * LEAF : (page + 1) * LEAF]
    title = bold(_("Groups that receive the summaries ({count})").format(count=number(len(groups))))
    title = title if groups else _("No group receives the summaries yet.")
    since = _("since {day}")
    lines = [f"• {safe(shortened(one.title))}, {since.format(day=day(one.since))}" for one in shown]
    how = _("To add one, put the bot into the group and send {command} there.")
    parts = ["\n".join((title, *lines)), how.format(command=_called("dangky", username))]
    if username:
        parts.append(f"https://t.me/{safe(username)}?startgroup=nhom")
    end = _("End {title}")
    buttons = [
        Button("🛑 " + end.format(title=shortened(one.title, 40)), f"g:end:{one.number}") for one in groups
    ]
    return Reply(text="\n\n".join(([head] if head else []) + parts), buttons=leafed(buttons, page, "g:list:"))


def ended_here(title: str, number: int, second: int) -> Reply:
    """Say that a group was ended from the list, with the way back."""
    words = _("The group “{title}” receives no summaries any more.").format(title=safe(shortened(title)))
    undo = Button("↩ " + _("Undo"), f"g:undo:{number}:{second}")
    return Reply(text=f"✅ {words}", buttons=rows(undo, Button("‹ " + _("All groups"), "g:list:0"), each=2))


def resumed(title: str) -> str:
    words = _("The group “{title}” receives the summaries again.").format(title=safe(shortened(title)))
    return f"✅ {words}"


def ended_before() -> Reply:
    return Reply(toast=_("This group receives no summaries any more."))


def only_in_groups(name: str) -> Reply:
    words = _("/{name} is sent in a group that the bot is in. The groups are listed by /nhom.")
    return Reply(text=words.format(name=name))


def _owing(title: str, names: Sequence[str], room: int) -> str:
    """Name units in so much room, and count those who find none in it."""
    head = _("Not reported yet in {title}:").format(title=bold(safe(title)))
    shown = list(map(safe, names))
    while shown and units(_named(head, shown, len(names))) > room:
        shown.pop()
    return _named(head, shown, len(names))


def _named(head: str, shown: Sequence[str], count: int) -> str:
    left = count - len(shown)
    more = ngettext("and {count} more unit", "and {count} more units", left).format(count=number(left))
    return f"{head} {', '.join((*shown, *([f'… {more}'] if left else [])))}"


def _called(name: str, username: str) -> str:
    """Spell a command as it reaches the bot in a group, where it may not be the only one."""
    return f"/{name}@{safe(username)}" if username else f"/{name}"
