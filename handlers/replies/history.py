"""This file is how what was told is said again: lists by year, a card for each, what can be changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.conversation.activity import KINDS, RESULTS, SOURCES, STAGES, TRACED
from handlers.reading.solutions import OFFERED, TRACEABILITY
from handlers.reading.unclear import N_
from handlers.replies import changes, effects
from handlers.replies.changes import Change
from handlers.replies.effects import Effect
from handlers.replies.forms import LEAF, turning
from handlers.replies.paging import fitted, shortened
from handlers.replies.reply import Button, Reply, rows
from handlers.replies.words import _, bold, day, dong, hour, ngettext, number, safe, span
from models.rules.counting import Kind

TITLE_LETTERS = 90
CHANGES = {
    "corrected": N_("Corrected"),
    "voided": N_("Taken back"),
    "restored": N_("Restored"),
    "withdrawn": N_("Withdrawn"),
    "reinstated": N_("Holds again"),
    "counted once": N_("Counted once, at the other report"),
    "counted apart": N_("Counted by itself again"),
    "counted anew": N_("Counted anew, as the other report was changed"),
    "gave way": N_("Certificates were reported elsewhere"),
    "kept apart": N_("Is not the same as another one"),
    "perhaps one": N_("Perhaps the same as another one"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One activity in a list."""

    number: int
    title: str
    first: date
    last: date
    estimate: bool
    voided: bool
    corrected: bool


@dataclass(frozen=True, kw_only=True)
class Named:
    """An enterprise or an expert of an activity, with what was told of them; `told` is another name used."""

    name: str
    told: str = ""
    code: str = ""
    solution: str = ""
    result: str = ""
    stage: str = ""
    withdrawn_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Card:
    """One activity, whole. `counted_as` gives number, title and unit of the one as which it is counted."""

    number: int
    unit: str
    title: str
    kind: Kind
    first: date
    last: date
    estimate: bool
    place: str
    attendances: int | None
    leaders: int | None
    in_depth: bool | None
    unnamed: int
    outputs: int | None
    cost: int | None
    names: Sequence[Named]
    sources: Sequence[tuple[str, int]]
    files: Sequence[str]
    recorded_at: datetime
    recorded_by: str
    voided_at: datetime | None
    counted_as: tuple[int, str, str] | None
    changes: Sequence[Change]
    effects: Sequence[Effect]
    may_fix: bool
    may_change: bool
    may_withdraw: bool
    may_reinstate: bool
    may_open_other: bool
    may_part: bool
    is_listed: bool


def listed(unit: str, year: int, years: Sequence[int], lines: Sequence[Line], page: int) -> Reply:
    """List a year's activities, the latest first; the other years are buttons."""
    last = max(0, (len(lines) - 1) // LEAF)
    page = min(page, last)
    here = list(enumerate(lines, start=1))[page * LEAF : (page + 1) * LEAF]
    head = _("{year}: {count} activities").format(year=year, count=number(len(lines)))
    if last:
        head += " · " + _("page {page} of {pages}").format(page=page + 1, pages=last + 1)
    told = fitted([f"{n}. {_line(one)}" for n, one in here]) or [_("Nothing was reported for this year.")]
    opens = [Button(shortened(f"{n}. {one.title}"), f"h:one:{one.number}") for n, one in here]
    others = [Button(str(one), f"h:year:{one}:0") for one in years if one != year]
    return Reply(
        text="\n".join((bold(_("What was reported")), safe(unit), "", bold(head), *told)),
        buttons=(*rows(*opens), *turning(f"h:year:{year}:", page, last), *rows(*others, each=5)),
    )


def card(of: Card) -> Reply:
    """Show an activity with all that was told, its effect, and what can be done."""
    return Reply(text="\n".join(fitted(_lines(of))), buttons=rows(*_ways(of), each=2))


def changed(of: Card) -> Reply:
    """Say that an activity was changed, and how it stands now."""
    shown = card(of)
    return Reply(text="✅ " + bold(_("Saved.")) + f"\n{shown.text}", buttons=shown.buttons)


def corrected(number_of: int, title: str) -> Reply:
    words = _("Corrected: {title}. The figures follow at once.").format(title=safe(title))
    return Reply(text=f"✅ {words}", buttons=rows(Button(_("Open"), f"h:show:{number_of}")))


def voided(title: str, number_of: int) -> Reply:
    words = _("Taken back: {title}. It counts nowhere any more; what was told is kept in the book.")
    ways = rows(
        Button("↩ " + _("Restore"), f"h:restore:{number_of}"),
        Button(_("Open"), f"h:show:{number_of}"),
        each=2,
    )
    return Reply(text="✅ " + words.format(title=safe(title)), buttons=ways)


def locked(title: str, on: date, number: int = 0) -> Reply:
    """Say that an accepted report holds it, and how to have that opened."""
    words = _(
        "{title} was accepted on {day}. What was accepted is changed only after the lead office opens it."
    )
    ways = rows(Button("✋ " + _("Ask for that"), f"h:plea:{number}")) if number else ()
    return Reply(text=words.format(title=bold(safe(title)), day=day(on)), buttons=ways)


def pleaded() -> Reply:
    return Reply(
        text="✅ " + _("The lead office sees what you ask for. You are told as soon as it opens the report.")
    )


def no_draft() -> Reply:
    words = _("This activity was not entered in the chat: it can be taken back and reported anew.")
    return Reply(text=words)


def will_void() -> list[str]:
    return [_("It leaves every list and every figure, as if it had never been told. This can be taken back.")]


def will_withdraw() -> list[str]:
    return [
        _(
            "From that day on it is not among those that hold. That it was given stays told, and support that"
            " was given in its year still counts."
        )
    ]


def _line(one: Line) -> str:
    marks = [
        words
        for words, stands in (
            (_("taken back"), one.voided),
            (_("estimate"), one.estimate),
            (_("corrected"), one.corrected),
        )
        if stands
    ]
    title = safe(shortened(one.title, TITLE_LETTERS))
    shown = f"<s>{title}</s>" if one.voided else title
    return " · ".join((f"{shown} ({span(one.first, one.last)})", *marks))


def _lines(of: Card) -> list[str]:
    days = span(of.first, of.last)
    when = _("{days}, estimate").format(days=days) if of.estimate else days
    lines = [bold(safe(of.title)), safe(of.unit), f"{_(KINDS[of.kind.value])} · {when}"]
    if of.voided_at is not None:
        lines.append("🚫 " + _("Taken back at {hour}").format(hour=hour(of.voided_at)))
    if of.counted_as is not None:
        words = "🔗 " + _("Counted once, as: {title} ({unit})")
        lines.append(words.format(title=safe(of.counted_as[1]), unit=safe(of.counted_as[2])))
    lines += _told(of)
    for n, one in enumerate(of.names, start=1):
        lines.append(f"{n}. {_named(one)}")
    if of.unnamed:
        lines.append(_("Enterprises not named yet: {count}").format(count=number(of.unnamed)))
    lines += _money(of)
    lines.append(
        _("Recorded at {hour} ({name})").format(hour=hour(of.recorded_at), name=safe(of.recorded_by))
    )
    if of.effects:
        lines += ["", bold(_("What it counts for"))]
        lines += [words for one in of.effects for words in effects.effect(one)]
    return [*lines, *changes.lines(of.changes, CHANGES)]


def _told(of: Card) -> list[str]:
    lines = [f"{_('Place')}: {safe(of.place)}"] if of.place else []
    if of.attendances is not None:
        depth = _("In-depth") if of.in_depth else _("General")
        words = _("{attendances} attendances, of them {leaders} leaders and managers · {depth}")
        lines.append(
            words.format(attendances=number(of.attendances), leaders=number(of.leaders or 0), depth=depth)
        )
    if of.outputs is not None:
        lines.append(f"{_('News items, publications, events')}: {number(of.outputs)}")
    return lines


def solution_named(solution: str) -> str:
    """Name a solution as it was offered, or as it was typed."""
    names = {name.lower(): name for name in OFFERED} | {TRACEABILITY: _(TRACED)}
    return names.get(solution, solution)


def _named(one: Named) -> str:
    parts = [safe(one.name)]
    if one.told:
        parts.append(_("reported as: {name}").format(name=safe(one.told)))
    if one.code:
        parts.append(safe(one.code))
    if one.solution:
        parts.append(safe(solution_named(one.solution)))
    for value, words in ((one.result, RESULTS), (one.stage, STAGES)):
        if value:
            parts.append(_(words[value]))
    if one.withdrawn_on is not None:
        parts.append(_("holds no more since {day}").format(day=day(one.withdrawn_on)))
    return " · ".join(parts)


def _money(of: Card) -> list[str]:
    lines = [f"{_('Cost')}: {dong(of.cost)}"] if of.cost is not None else []
    lines += [f"    {_(SOURCES[source])}: {dong(amount)}" for source, amount in of.sources]
    if of.files:
        names = ", ".join(safe(shortened(name, 40)) for name in of.files[:5])
        count = ngettext("{count} file", "{count} files", len(of.files)).format(count=number(len(of.files)))
        lines.append(f"📎 {count}: {names}")
    return lines


def _ways(of: Card) -> list[Button]:
    ways = []
    if of.voided_at is not None and of.may_change:
        ways.append(Button("↩ " + _("Restore"), f"h:restore:{of.number}"))
    elif of.may_change:
        if of.may_fix:
            ways.append(Button("✏️ " + _("Correct"), f"h:fix:{of.number}"))
        ways.append(Button("🚫 " + _("Take the activity back"), f"h:void:{of.number}"))
        if of.may_withdraw:
            ways.append(Button(_("It holds no more"), f"h:withdraw:{of.number}"))
        if of.may_reinstate:
            ways.append(Button("↩ " + _("Holds again"), f"h:reinstate:{of.number}"))
    if of.counted_as is not None:
        if of.may_open_other:
            ways.append(Button(_("Open the other"), f"h:show:{of.counted_as[0]}"))
        if of.may_part:
            ways.append(Button("↩ " + _("Count them apart again"), f"u:part:{of.number}"))
    if of.is_listed:
        ways.append(Button("‹ " + _("List"), f"h:year:{of.last.year}:0"))
    return ways
