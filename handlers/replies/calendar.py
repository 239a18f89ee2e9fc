"""This file is how the messages to come are listed: by day, and by what they are about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from handlers.reading.unclear import N_
from handlers.replies.paging import paged, shortened
from handlers.replies.reply import Button, Reply, Rows, rows
from handlers.replies.words import _, bold, day, ngettext, number, safe, weekday
from models.rules.reminding import NoticeKind

KINDS: Mapping[NoticeKind, str] = {
    NoticeKind.REQUEST: N_("request"),
    NoticeKind.RETURNED: N_("returned report"),
    NoticeKind.INQUIRY: N_("question about an activity"),
    NoticeKind.HANDED: N_("handed over"),
    NoticeKind.NUDGE: N_("reminder by the lead office"),
    NoticeKind.PROMISE: N_("promised day"),
    NoticeKind.REMINDER: N_("reminder"),
    NoticeKind.DRAFT: N_("half-entered activity"),
    NoticeKind.OWN: N_("summary of one’s own report"),
    NoticeKind.DEADLINE: N_("summary after the deadline"),
    NoticeKind.REVIEW: N_("reports waiting for review"),
    NoticeKind.WEEKLY: N_("summary of the week"),
    NoticeKind.MONTHLY: N_("progress of the month"),
}
# So many names stand in a line; the others are counted.
NAMES = 6


@dataclass(frozen=True, kw_only=True)
class Line:
    """One message to come: its hour, who hears it, and of what."""

    at: datetime
    to: str
    unit: str
    things: tuple[tuple[NoticeKind, str], ...]


def everything(lines: Sequence[Line], page: int, *, may_decide: bool = False) -> Reply:
    """List all messages to come, each day's by what they tell."""
    below = rows(Button("📆 " + _("Days off and days worked"), "y:list:0")) if may_decide else ()
    blocks = [_of_day(list(those)) for _on, those in groupby(lines, key=lambda line: line.at.date())]
    return _calendar(_("Messages to come"), blocks, page, below)


def own(lines: Sequence[Line], page: int) -> Reply:
    """List the messages that one person will get."""
    blocks = [f"<b>{_hour(line.at)}</b>\n" + "\n".join(_told(line)) for line in lines]
    return _calendar(_("Messages that you will get"), blocks, page, ())


def listed(lines: Sequence[Line]) -> str:
    """List messages one a line, as the terminal prints them."""
    if not lines:
        return _("No message is planned.")
    return "\n".join(
        f"{line.at:%Y-%m-%d %H:%M}  {safe(line.to)} ({safe(line.unit or '-')}): {'; '.join(_told(line))}"
        for line in lines
    )


def _calendar(title: str, blocks: Sequence[str], page: int, below: Rows) -> Reply:
    if not blocks:
        none = _("No message is planned.")
        return Reply(text=f"🗓 {bold(title)}\n{none}", buttons=below)
    note = _("If nobody does anything more until then.")
    return paged(f"🗓 {bold(title)}\n<i>{note}</i>", blocks, page=page, turn="k", below=below)


def _of_day(lines: Sequence[Line]) -> str:
    """Tell of one day: of each thing how many people hear it, and who the first are."""
    heard: dict[tuple[NoticeKind, str], list[str]] = {}
    for line in lines:
        for thing in dict.fromkeys(line.things):
            heard.setdefault(thing, []).append(line.to)
    order = list(NoticeKind)
    told = [
        f"• {_thing(*thing)}: {_names(names)}"
        for thing, names in sorted(heard.items(), key=lambda pair: (order.index(pair[0][0]), pair[0][1]))
    ]
    return "\n".join((f"<b>{_hour(lines[0].at)}</b>", *told))


def _hour(at: datetime) -> str:
    return f"{weekday(at.date())} {day(at.date())} · {at:%H:%M}"


def _told(line: Line) -> Iterator[str]:
    return (_thing(*thing) for thing in dict.fromkeys(line.things))


def _thing(kind: NoticeKind, title: str) -> str:
    words = _(KINDS[kind])
    return f"{words}: {safe(shortened(title))}" if title else words


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(safe(name) for name in names[:NAMES])
    more = len(names) - NAMES
    if more <= 0:
        return shown
    left = ngettext("{names} and {count} other", "{names} and {count} others", more)
    return left.format(names=shown, count=number(more))
