"""This file is how progress is said: figures, bars of squares, who is missing, and the picture's words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from handlers.reading.unclear import N_
from handlers.replies.missing import Reported, reported
from handlers.replies.office import leafed
from handlers.replies.paging import paged, shortened
from handlers.replies.picture import Bar, Bars, Card, Chip, Mark, Row
from handlers.replies.reply import Button, Reply, Rows, rows
from handlers.replies.words import _, bold, day, deadline, number, percent, safe
from models.rules.counting import Basis, Comparator
from models.rules.pace import NoForecast, Pace
from models.rules.progress import Goal, Progress, Standing, YearFigure

CELLS = 10
TARGET_MET = N_("The target is met.")
STANDINGS = {
    Standing.MET: N_("met"),
    Standing.ON_PACE: N_("on pace"),
    Standing.BEHIND: N_("behind"),
    Standing.FAR_BEHIND: N_("far behind"),
    Standing.MISSED: N_("not met"),
}
SQUARES = {
    Standing.MET: "🟩",
    Standing.ON_PACE: "🟩",
    Standing.BEHIND: "🟨",
    Standing.FAR_BEHIND: "🟥",
    Standing.MISSED: "🟥",
}
MARKS: dict[Standing, Mark] = {
    Standing.MET: "met",
    Standing.ON_PACE: "on_pace",
    Standing.BEHIND: "behind",
    Standing.FAR_BEHIND: "far_behind",
    Standing.MISSED: "missed",
}


@dataclass(frozen=True, kw_only=True)
class Named:
    """An indicator's names and its unit of measure."""

    code: str
    name: str
    short: str
    measure: str
    inside: str | None = None


@dataclass(frozen=True, kw_only=True)
class View:
    """The whole plan on a day."""

    number: str
    on: date
    lines: tuple[tuple[Named, Progress], ...]
    # What was reported upward last, by indicator, where it is counted over the same days and differs now.
    reported: Mapping[str, int] = field(default_factory=dict)


class Units(StrEnum):
    """Under whose name work is shown: the unit that did it, or the one that carries it on today."""

    THEN = "then"
    NOW = "now"


UNITS = {
    Units.THEN: N_("By unit at the time of reporting"),
    Units.NOW: N_("By unit as it is today"),
}


@dataclass(frozen=True, kw_only=True)
class UnitLine:
    """One unit's share. `takes_in` has the ended units that are counted here; `ended` is its own last day."""

    name: str
    figures: tuple[tuple[str, int], ...] = ()
    takes_in: tuple[str, ...] = ()
    ended: date | None = None
    divided_among: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class UnitsView:
    """Every unit's share on a day, in one of the two views."""

    on: date
    units: Units
    lines: tuple[UnitLine, ...]


def overview(view: View, periods: Sequence[Reported], *, head: str = "") -> Reply:
    title = _("Progress of Kế hoạch {number}").format(number=safe(view.number))
    parts = [f"{bold(title)}\n{as_of(view.on)}"]
    parts += [_block(named, one, view.reported.get(named.code)) for named, one in view.lines]
    parts += [reported(of) for of in periods]
    text = "\n\n".join(([head] if head else []) + parts)
    return Reply(text=text, buttons=_ways())


def by_unit(view: UnitsView, page: int) -> Reply:
    turn = f"t:units:{view.units.value}"
    head = _head(_(UNITS[view.units]), view.on)
    pick = rows(Button("🖼 " + _("Picture of a unit"), "t:pick:0"))
    below = (*_other_units(view.units), *pick, *_home())
    return paged(head, _unit_blocks(view), page=page, turn=turn, below=below)


def by_unit_text(view: UnitsView) -> str:
    """Give every unit at once, as the terminal prints them."""
    return "\n\n".join((_head(_(UNITS[view.units]), view.on), *_unit_blocks(view)))


def by_group(shares: Sequence[tuple[str, int, list[tuple[str, int]]]], on: date) -> Reply:
    blocks = []
    for name, count, figures in shares:
        words = _("{count} activities since the plan began").format(count=number(count))
        blocks.append(f"<b>{safe(name)}</b>\n{words}{f' · {_figures(figures)}' if figures else ''}")
    return paged(_head(_("By task group"), on), blocks, page=0, turn="t:groups", below=_home())


def by_year(phases: Sequence[tuple[Named, Sequence[Progress]]], on: date, page: int) -> Reply:
    blocks = []
    for named, found in phases:
        lines = [f"<b>{named.code}</b> · {safe(named.short)}"]
        if any(one.years for one in found):
            lines += [_year_line(year) for year in found[-1].years]
            lines.append(_years_summary(found[-1], named))
        else:
            lines += [_phase_line(named, one) for one in found]
        blocks.append("\n".join(lines))
    return paged(_head(_("By year and phase"), on), blocks, page=page, turn="t:years", below=_home())


def by_pace(found: Sequence[tuple[Named, Pace]], on: date) -> Reply:
    """Say what each target still needs, and where it is likely to end."""
    blocks = [_pace_block(named, one) for named, one in found]
    lines = [Button(f"📈 {named.code}", f"t:line:{named.code}") for named, _one in found]
    text = "\n\n".join((_head(_("Pace and forecast"), on), *blocks))
    return Reply(text=text, buttons=(*rows(*lines, each=3), *_home()))


def own(
    unit: str,
    on: date,
    figures: Sequence[tuple[str, str, int, int]],
    activities: int,
    owed: Sequence[tuple[int, str, date, time | None]],
    *,
    code: str = "",
) -> Reply:
    """Show a contact its own unit's part of the figures, and what the unit owes."""
    lines = [f"<b>{safe(unit)}</b>", as_of(on), ""]
    lines.append(_("{count} activities recorded in {year}").format(count=number(activities), year=on.year))
    lines.append(bold(_("The unit’s part in the targets")))
    lines += [_own_line(*one) for one in figures if max(one[2:])] or [_("No figure yet.")]
    lines.append("")
    lines += [
        _("Report due: {title}, {day}").format(title=safe(title), day=deadline(due, at))
        for _row, title, due, at in owed
    ] or [_("No report is due now.")]
    buttons = [Button("📝 " + _("Report now"), f"r:begin:{owed[0][0]}")] if owed else []
    buttons += [Button("🖼 " + _("Picture"), f"t:unit:{code}")] if code else []
    return Reply(text="\n".join(lines), buttons=rows(*buttons, each=2))


def which_unit(units: Sequence[tuple[str, str]], page: int) -> Reply:
    """Ask of which unit a picture is to be drawn."""
    buttons = [Button(shortened(short, 40), f"t:unit:{code}") for code, short in units]
    back = rows(Button("‹ " + _("By unit"), "t:units:0"))
    return Reply(text=_("A picture of which unit?"), buttons=(*leafed(buttons, page, "t:pick:"), *back))


def cards(view: View, office: str) -> list[Card]:
    """Word the pictures: all indicators on one, the yearly target year by year on another."""
    standings = [one.standing for _named, one in view.lines]
    title = _("Progress of Kế hoạch {number}").format(number=view.number)
    figures = Card(
        office=office,
        title=title,
        subtitle=as_of(view.on),
        chips=tuple(
            Chip(text=f"{standings.count(kind)} {_(words)}", mark=MARKS[kind])
            for kind, words in STANDINGS.items()
            if kind in standings
        ),
        rows=tuple(_picture_row(named, one) for named, one in view.lines),
        legend=_("where the elapsed time would have it today"),
    )
    yearly = [
        Card(
            office=office,
            title=title,
            subtitle=f"{named.short} · {as_of(view.on)}",
            chips=(),
            rows=(),
            years=_picture_years(one),
            legend="",
        )
        for named, one in view.lines
        if one.years
    ]
    return [figures, *yearly]


def caption(on: date) -> str:
    return as_of(on)


def _block(named: Named, one: Progress, before: int | None = None) -> str:
    lines = [
        f"<b>{named.code}</b> · {safe(named.short)}",
        f"{_bar(one)} {figure(one)} {safe(named.measure)} · {percent(one.percent)}",
        f"{standing_words(one)} · {counted_over(one)}",
        *asides(one),
    ]
    if one.years:
        lines.append(" · ".join(_year_short(year) for year in one.years))
        lines.append(_years_summary(one, named))
    if before is not None:
        words = _("reported {reported}, now {now}")
        lines.append("📌 " + words.format(reported=number(before), now=number(one.value)))
    return "\n".join(lines)


def _pace_block(named: Named, one: Pace) -> str:
    progress = one.progress
    head = (
        f"<b>{named.code}</b> · {safe(named.short)}",
        f"{figure(progress)} {safe(named.measure)} · {counted_over(progress)}",
    )
    met = ("✅ " + _(TARGET_MET),) if one.reason is NoForecast.MET else ()
    return "\n".join((*head, *(met or pace_lines(one))))


def pace_lines(one: Pace) -> list[str]:
    """Say what a target still needs and where it is likely to end, or why nothing is said of that."""
    if one.reason is NoForecast.MET:
        return [_(TARGET_MET)]
    if one.reason is NoForecast.OVER:
        return [_("The time is over; {count} are missing.").format(count=number(one.missing))]
    lines = [_("expected by today: {count}").format(count=number(one.expected))]
    if one.needed is not None:
        words = (
            _("{count} more, about {needed} a month")
            if one.per == "month"
            else _("{count} more, about {needed} a year")
        )
        lines.append(words.format(count=number(one.missing), needed=number(one.needed)))
    return [*lines, _forecast(one)]


def _forecast(one: Pace) -> str:
    """Word where an indicator is likely to end, and why so."""
    if one.forecast is None or one.basis is None:
        return _("no forecast: too little has come so far")
    ends = _("likely by {day}: {count}, {verdict}").format(
        day=day(one.progress.span.last),
        count=number(one.forecast),
        verdict=_("enough") if one.reaches else _("not enough"),
    )
    why = _("{count} came new from {first} to {last}").format(
        count=number(one.counted), first=day(one.basis.first), last=day(one.basis.last)
    )
    return f"{ends} ({why})"


def _bar(one: Progress) -> str:
    """Draw ten squares; the number stands after them, for they carry none."""
    full = min(int(one.percent // CELLS), CELLS)
    return SQUARES[one.standing] * full + "⬜" * (CELLS - full)


def figure(one: Progress) -> str:
    return f"{number(one.value)}/{target_words(one.goal)}"


def target_words(goal: Goal) -> str:
    """Word the number to reach: 10, or above 250."""
    target = number(goal.value)
    if goal.comparator is Comparator.ABOVE:
        return _("above {target}").format(target=target)
    return target


def goal_words(goal: Goal, written: Callable[[int], str] = number) -> str:
    """Word the number to reach as the plan has it: at least 10 a year, above 250."""
    words = _("above {target}") if goal.comparator is Comparator.ABOVE else _("at least {target}")
    told = words.format(target=written(goal.value))
    return _("{target}/year").format(target=told) if goal.basis is Basis.YEARLY else told


def standing_words(one: Progress) -> str:
    """Word how a figure stands; a phase of which nothing was ever entered is not judged."""
    if one.standing is Standing.MISSED and not one.recorded:
        return _("no record")
    words = _(STANDINGS[one.standing])
    if one.goal.basis is Basis.YEARLY and one.standing not in (Standing.MET, Standing.MISSED):
        return _("in progress, {standing}").format(standing=words)
    return words


def counted_over(one: Progress) -> str:
    if one.goal.basis is Basis.YEARLY:
        return _("year {year}").format(year=one.span.first.year)
    return f"{one.span.first.year}-{one.span.last.year}"


def asides(one: Progress) -> list[str]:
    """Give what stands beside a figure and never in it: the gap, and all of `besides`."""
    found = besides(one)
    if not one.met:
        gap = one.goal.value - one.value + (one.goal.comparator is Comparator.ABOVE)
        words = _("{count} short") if one.standing is Standing.MISSED else _("{count} to go")
        found.insert(0, words.format(count=number(gap)))
    return [" · ".join(found)] if found else []


def besides(one: Progress) -> list[str]:
    """Give what else there is to a figure: estimates, the other reading, entrants."""
    found = []
    if one.estimate > one.value:
        found.append(_("with estimates: {count}").format(count=number(one.estimate)))
    if one.goal.reading and one.other_reading is not None:
        other = one.other_reading
        years = f"{other.span.first.year}-{other.span.last.year}"
        found.append(_("{years} alone: {count}").format(years=years, count=number(other.value)))
    if one.entrants:
        found.append(_("entrants: {count}").format(count=number(one.entrants)))
    return found


def _year_short(year: YearFigure) -> str:
    if year.open:
        return f"{year.year}: {number(year.value)}/{number(year.target)} …"
    if not year.recorded:
        return f"{year.year}: –"
    return f"{year.year}: {number(year.value)} {'✅' if year.met else '❌'}"


def _year_line(year: YearFigure) -> str:
    if year.met:
        words = "✅ " + _("met")
    elif not (year.recorded or year.open):
        words = "– " + _("no record")
    else:
        words = "⏳ " + _("in progress") if year.open else "❌ " + _("not met")
    return f"{year.year}: {number(year.value)}/{number(year.target)} {words}"


def _years_summary(one: Progress, named: Named) -> str:
    judged = [year for year in one.years if year.recorded and not year.open]
    met = _("{met} of {judged} years with records met").format(
        met=sum(year.met for year in judged), judged=len(judged)
    )
    distinct = _("{distinct} different {measure} in all").format(
        distinct=number(one.distinct), measure=safe(named.measure)
    )
    return f"{met}; {distinct}" if judged else distinct


def _phase_line(named: Named, one: Progress) -> str:
    years = f"{one.span.first.year}-{one.span.last.year}"
    line = f"{years}: {figure(one)} {safe(named.measure)} · {percent(one.percent)} · {standing_words(one)}"
    return "\n".join((line, *asides(one)))


def _unit_blocks(view: UnitsView) -> list[str]:
    idle = [safe(line.name) for line in view.lines if not line.figures]
    note = _("Units may share an enterprise, so these figures need not add up to the whole.")
    blocks = [*(_unit_block(line) for line in view.lines if line.figures), f"<i>{note}</i>"]
    if idle:
        blocks.append(_("No figure yet: {units}").format(units=", ".join(idle)))
    return blocks


def _unit_block(line: UnitLine) -> str:
    lines = [f"<b>{safe(line.name)}</b>", _figures(line.figures)]
    if line.takes_in:
        lines.append(_("taking in: {units}").format(units=safe(", ".join(line.takes_in))))
    if line.divided_among:
        lines.append(_("divided among: {units}").format(units=safe(", ".join(line.divided_among))))
    elif line.ended:
        lines.append(_("ended on {day}, carried on by nobody").format(day=day(line.ended)))
    return "\n".join(lines)


def _other_units(shown: Units) -> Rows:
    other = Units.NOW if shown is Units.THEN else Units.THEN
    return rows(Button("🔁 " + _(UNITS[other]), f"t:units:{other.value}:0"))


def _own_line(name: str, measure: str, value: int, estimate: int) -> str:
    line = f"{safe(name)}: {number(value)} {safe(measure)}"
    extra = _("with estimates: {count}").format(count=number(estimate))
    return f"{line} ({extra})" if estimate > value else line


def _figures(figures: Sequence[tuple[str, int]]) -> str:
    return " · ".join(f"{code} {number(value)}" for code, value in figures)


def as_of(on: date) -> str:
    return _("As of {day}").format(day=day(on))


def _head(title: str, on: date) -> str:
    return f"{bold(title)} · {as_of(on)}"


def _ways() -> Rows:
    return rows(
        Button("🏢 " + _("By unit"), "t:units:0"),
        Button("🗂 " + _("By task group"), "t:groups:0"),
        Button("📅 " + _("By year and phase"), "t:years:0"),
        Button("⏰ " + _("Who is missing"), "t:missing:0"),
        Button("📈 " + _("Pace and forecast"), "t:pace:0"),
        Button("🖼 " + _("Picture"), "t:picture:0"),
        Button("🔎 " + _("Why this figure"), "w:choose"),
        Button("📌 " + _("Reported upward"), "p:list"),
        Button("🗓 " + _("Reports filed"), "x:filings"),
        Button("📊 " + _("Excel file"), "x:years"),
        each=2,
    )


def _home() -> Rows:
    return rows(Button("‹ " + _("Overview"), "t:home:0"))


def _picture_row(named: Named, one: Progress) -> Row:
    return Row(
        name=named.short,
        figure=f"{figure(one)} {named.measure}",
        percent=percent(one.percent),
        status=capital(standing_words(one)),
        mark=MARKS[one.standing],
        share=float(one.percent / 100),
        expected=float(one.expected),
        note=" · ".join((counted_over(one), *asides(one))),
    )


def _picture_years(one: Progress) -> Bars:
    return Bars(
        title=_("Enterprises supported, year by year"),
        goal=_("the number to reach each year"),
        running=_("in progress, the year is not over"),
        values=tuple(
            Bar(
                label=str(year.year),
                value=year.value if year.recorded or year.open else None,
                target=year.target,
                mark=_year_mark(year),
            )
            for year in one.years
        ),
    )


def _year_mark(year: YearFigure) -> Mark:
    if year.met:
        return "met"
    return "missed" if year.recorded and not year.open else "plain"


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
