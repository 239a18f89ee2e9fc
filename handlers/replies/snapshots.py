"""This file is how frozen figures are said: their list, one with what differs now, the differences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.replies.forms import LEAF, turning
from handlers.replies.paging import paged, shortened
from handlers.replies.reply import Button, Reply, rows
from handlers.replies.words import _, bold, day, number, safe
from models.rules.comparing import Counted, Difference

HASH_SHOWN = 12
NAME_LETTERS = 70


@dataclass(frozen=True, kw_only=True)
class Reported:
    """One report upward: its number here, its document, the day counted on, who froze it, its hash."""

    number: int
    document: str
    on: date
    by: str
    hash: str


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """One report upward with its figures: code, as reported, as they are now."""

    of: Reported
    is_whole: bool
    figures: Sequence[tuple[str, int, int]]
    has_letter: bool = False


def listed(found: Sequence[Reported], page: int, *, may_freeze: bool) -> Reply:
    """List what was reported upward, the last first."""
    last = max(0, (len(found) - 1) // LEAF)
    page = min(page, last)
    here = found[page * LEAF : (page + 1) * LEAF]
    lines = [f"{one.number}. {safe(one.document)} · {day(one.on)}" for one in here]
    opens = [Button(shortened(f"{one.number}. {one.document}"), f"p:one:{one.number}") for one in here]
    freeze = [Button("📌 " + _("Freeze the figures"), "p:new")] if may_freeze else []
    text = "\n".join((bold(_("Figures reported upward")), *(lines or [_("Nothing has been frozen so far.")])))
    return Reply(
        text=text,
        buttons=(*rows(*opens), *turning("p:list:0:", page, last), *rows(*freeze), (_home(),)),
    )


def card(one: Frozen) -> Reply:
    """Show what was reported beside what counts over the same days now."""
    figures = [_figure(*line) for line in one.figures]
    lines = [_head(one.of), *figures]
    if not one.is_whole:
        lines.append("⚠️ " + _("This is not as it was frozen: its hash does not fit."))
    differing = [
        Button(_("Differences of {code}").format(code=code), f"p:diff:{one.of.number}:{code}:0")
        for code, reported, now in one.figures
        if reported != now
    ]
    ways = [Button("📄 " + _("The bulletin as it was"), f"p:say:{one.of.number}")]
    if one.has_letter:
        ways.append(Button("📄 " + _("The Word file"), f"j:frozen:{one.of.number}"))
    back = Button("‹ " + _("List"), "p:list")
    return Reply(text="\n".join(lines), buttons=(*rows(*differing, each=2), *rows(*ways), (back, _home())))


def bulletin(words: str) -> Reply:
    return Reply(text=safe(words))


def made(of: Reported) -> Reply:
    words = _("The figures of {day} are frozen under {document}.")
    ways = rows(Button(_("Open"), f"p:one:{of.number}"))
    text = "✅ " + words.format(day=day(of.on), document=bold(safe(of.document)))
    return Reply(text=f"{text}\nSHA-256 {of.hash[:HASH_SHOWN]}…", buttons=ways)


def will_freeze(on: date, figures: Sequence[tuple[str, int]]) -> list[str]:
    told = " · ".join(f"{code} {number(value)}" for code, value in figures)
    return [_("Figures as of {day}: {figures}").format(day=day(on), figures=told)]


def differences(of: Reported, code: str, found: Difference, units: Mapping[str, str], page: int) -> Reply:
    """List what came in since, what went out, and what changed."""
    head = f"{bold(code)} · {_compared(found.reported, found.now)}\n{_head(of)}"
    blocks = [f"➕ {_line(one, units)}" for one in found.came]
    blocks += [f"➖ {_line(one, units)}" for one in found.went]
    blocks += [
        f"✏️ {_line(after, units)} ({number(before.amount)} → {number(after.amount)})"
        for before, after in found.changed
    ]
    back = rows(Button("‹ " + safe(shortened(of.document, 30)), f"p:one:{of.number}"))
    turn = f"p:diff:{of.number}:{code}"
    return paged(head, blocks or [_("Nothing differs.")], page=page, turn=turn, below=back, gap="\n")


def _figure(code: str, reported: int, now: int) -> str:
    return f"{bold(code)}: {_compared(reported, now)}"


def _compared(reported: int, now: int) -> str:
    if reported == now:
        return _("reported {reported}, unchanged").format(reported=number(reported))
    return _("reported {reported}, now {now}").format(reported=number(reported), now=number(now))


def _line(one: Counted, units: Mapping[str, str]) -> str:
    what = safe(shortened(one.name or one.title, NAME_LETTERS))
    amount = f": {number(one.amount)}" if not one.who else ""
    return f"{what}{amount} · {day(one.day)} · {safe(units.get(one.unit, one.unit))}"


def _head(of: Reported) -> str:
    words = _("{document}, figures as of {day} ({name})")
    return words.format(document=bold(safe(of.document)), day=day(of.on), name=safe(of.by))


def _home() -> Button:
    return Button("‹ " + _("Overview"), "t:home:0")
