"""This file is how a figure is explained: what counted, what did not, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.reading.unclear import N_
from handlers.replies.forms import LEAF, turning
from handlers.replies.paging import fitted, shortened
from handlers.replies.reply import Button, Reply, rows
from handlers.replies.words import _, bold, day, number, safe, span
from models.rules.counting import Counts, Form
from models.rules.effects import Explanation, Line, Reason

REASONS = {
    Reason.VOIDED: N_("taken back"),
    Reason.TOLD_TWICE: N_("two told of this activity; it is counted once, at the other report"),
    Reason.GENERAL: N_("a general course, not an in-depth one"),
    Reason.NO_LEADERS: N_("no leaders or managers of enterprises took part"),
    Reason.UNNAMED: N_("the enterprises are not named yet"),
    Reason.NOT_WON: N_("took part, has not won so far"),
    Reason.NOT_GOLD: N_("not the gold award"),
    Reason.ESTIMATE: N_("an estimate, not done yet"),
    Reason.LATER: N_("after the day of counting"),
}
FORMS = {
    Form.COMPANY: N_("an enterprise"),
    Form.COOPERATIVE: N_("a cooperative is not counted as an enterprise"),
    Form.HOUSEHOLD: N_("a business household is not counted as an enterprise"),
}
TITLE_LETTERS = 70


@dataclass(frozen=True, kw_only=True)
class Why:
    """One indicator's figure with all that it rests on. `year` is 0 where the figure is the current one."""

    code: str
    name: str
    short: str
    measure: str
    year: int
    found: Explanation
    units: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What one activity adds to an indicator: its lines. `year` is 0 where the indicator is no yearly one."""

    code: str
    measure: str
    year: int
    lines: Sequence[Line]

    @property
    def adds(self) -> int:
        return sum(line.claim.amount for line in self.lines if line.reason is None)


def choose(indicators: Sequence[tuple[str, str, int]]) -> Reply:
    """Ask which figure is to be explained."""
    buttons = [Button(f"{code} · {number(value)}", f"w:in:{code}:0:0") for code, _short, value in indicators]
    lines = [f"{bold(code)} · {safe(short)}: {number(value)}" for code, short, value in indicators]
    text = "\n".join((bold(_("Which figure is to be explained?")), *lines))
    return Reply(text=text, buttons=(*rows(*buttons, each=3), (_home(),)))


def listed(why: Why, *, is_in: bool, page: int) -> Reply:
    """List what counted, or what was left out, each behind a button."""
    lines = why.found.counted if is_in else why.found.left_out
    last = max(0, (len(lines) - 1) // LEAF)
    page = min(page, last)
    here = list(enumerate(lines, start=1))[page * LEAF : (page + 1) * LEAF]
    head = _counted(len(lines)) if is_in else _left_out(len(lines))
    if last:
        head += " · " + _("page {page} of {pages}").format(page=page + 1, pages=last + 1)
    told = fitted([f"{n}. {told_of(line, why.units)}" for n, line in here]) or [_("Nothing.")]
    opens = [Button(str(n), f"h:show:{line.claim.activity}") for n, line in here]
    side, other = ("in", "out") if is_in else ("out", "in")
    turn = f"w:{side}:{why.code}:{why.year}:"
    label = _left_out(len(why.found.left_out)) if is_in else _counted(len(why.found.counted))
    return Reply(
        text="\n".join((*_head(why), "", bold(head), *told)),
        buttons=(
            *rows(*opens, each=4),
            *turning(turn, page, last),
            (Button("⇄ " + label, f"w:{other}:{why.code}:{why.year}:0"),),
            (Button("‹ " + _("Another figure"), "w:choose"), _home()),
        ),
    )


def whole(why: Why) -> str:
    """Word everything at once, as the terminal prints it."""
    found = why.found
    return "\n".join(
        (
            *_head(why),
            "",
            bold(_counted(len(found.counted))),
            *(f"{n}. {told_of(line, why.units)}" for n, line in enumerate(found.counted, start=1)),
            "",
            bold(_left_out(len(found.left_out))),
            *(f"{n}. {told_of(line, why.units)}" for n, line in enumerate(found.left_out, start=1)),
        )
    )


def told_of(line: Line, units: Mapping[str, str]) -> str:
    """Word one thing: who or what, which day, which unit, and why it adds nothing."""
    claim = line.claim
    what = claim.name or claim.title
    amount = f": {number(claim.amount)}" if claim.amount != 1 or not claim.who else ""
    home = units.get(claim.unit, claim.unit)
    told = f"{safe(shortened(what, TITLE_LETTERS))}{amount} · {day(claim.last)} · {safe(home)}"
    return f"{told}\n    ✗ {reason(line)}" if line.reason else told


def reason(line: Line) -> str:
    """Word why something does not count."""
    claim = line.claim
    if line.reason is Reason.SAME and line.by is not None:
        return _("already counted: {title}, {day}").format(
            title=safe(shortened(line.by.title, TITLE_LETTERS)), day=day(line.by.last)
        )
    if line.reason is Reason.FORM and claim.form is not None:
        return _(FORMS[claim.form])
    if line.reason is Reason.WITHDRAWN and claim.until is not None:
        return _("holds no more since {day}").format(day=day(claim.until))
    return _(REASONS[line.reason]) if line.reason else ""


def effect(one: Effect) -> list[str]:
    """Word what an activity adds to one indicator, and each thing that adds nothing."""
    year = " · " + _("year {year}").format(year=one.year) if one.year else ""
    head = f"{bold(one.code)}: +{number(one.adds)} {_(one.measure)}{year}"
    return [head, *(f"    ✗ {_who(line)}{reason(line)}" for line in one.lines if line.reason)]


def _who(line: Line) -> str:
    return f"{safe(shortened(line.claim.name, TITLE_LETTERS))}: " if line.claim.name else ""


def _head(why: Why) -> list[str]:
    found = why.found
    over = span(found.span.first, found.span.last)
    figure = f"{number(found.figure)} {why.measure}"
    return [
        f"{bold(why.code)} · {safe(why.name)}",
        _("{figure} ({span}), as of {day}").format(figure=bold(figure), span=over, day=day(found.on)),
    ] + ([_("Attendances add up; each course is one line.")] if found.counts is Counts.LEADERS else [])


def _counted(count: int) -> str:
    return _("Counted ({count})").format(count=number(count))


def _left_out(count: int) -> str:
    return _("Not counted ({count})").format(count=number(count))


def _home() -> Button:
    return Button("‹ " + _("Overview"), "t:home:0")
