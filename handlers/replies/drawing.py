"""This file is the words of two pictures: how one indicator grew, and how one unit stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from handlers.replies.handing import cell_of
from handlers.replies.picture import Brought, Chip, Deed, Duty, End, Growth, Tick, UnitCard
from handlers.replies.progress import (
    MARKS,
    Named,
    as_of,
    besides,
    capital,
    counted_over,
    figure,
    pace_lines,
    standing_words,
    target_words,
)
from handlers.replies.tables import filed_words
from handlers.replies.words import _, day, deadline, number, percent
from models.rules.listing import Filed
from models.rules.pace import Pace
from models.rules.spans import Span

# So many lines across the chart at most, and so many labels below it.
MOST_LEVELS, MOST_LABELS = 5, 12
# The highest line stays below the upper edge.
HEADROOM = 1.08


@dataclass(frozen=True, kw_only=True)
class UnitStanding:
    """All that is told of one unit. `brought` has each indicator with the figure, and with estimates."""

    name: str
    on: date
    brought: Sequence[tuple[Named, int, int]]
    activities: Sequence[tuple[date, str]]
    count: int
    reports: Sequence[tuple[str, Filed, date, time | None]]
    owed: Sequence[tuple[str, date, time | None, bool]]


def growth(named: Named, one: Pace, course: Sequence[tuple[date, int]], office: str, on: date) -> Growth:
    """Word the picture of one indicator; the last of the course is its figure today."""
    progress = one.progress
    goal, span = progress.goal, progress.span
    most = max(goal.value, one.forecast or 0, *(value for _day, value in course), 1)
    top = most * HEADROOM
    standing = (
        f"{figure(progress)} {named.measure} · {percent(progress.percent)} · {standing_words(progress)}"
    )
    return Growth(
        office=office,
        title=f"{named.code} · {named.short}",
        subtitle=f"{capital(counted_over(progress))} · {as_of(on)}",
        chips=(Chip(text=standing, mark=MARKS[progress.standing]),),
        points=tuple((_share(span, at), value / top) for at, value in course),
        figure=number(progress.value),
        done=_("done so far"),
        target=End(
            at=goal.value / top,
            text=number(goal.value),
            key=_("target: {target}").format(target=target_words(goal)),
        ),
        pace=_("where the elapsed time would have it"),
        forecast=None
        if one.forecast is None
        else End(
            at=one.forecast / top,
            text=number(one.forecast),
            key=_("likely, if it goes on so"),
            mark="met" if one.reaches else "far_behind",
        ),
        levels=tuple(Tick(at=value / top, text=number(value)) for value in _levels(most)),
        days=_labels(span),
        borders=_borders(span),
        axis=_("month") if _is_one_year(span) else "",
        facts=tuple(map(capital, (*pace_lines(one), *besides(progress)))),
    )


def unit_card(of: UnitStanding, plan: str) -> UnitCard:
    """Word the picture of one unit."""
    return UnitCard(
        office=_("Progress of Kế hoạch {number}").format(number=plan),
        title=of.name,
        subtitle=as_of(of.on),
        chips=tuple(_owed(*one) for one in of.owed) or (Chip(text=_("No report is due now."), mark="met"),),
        brought_title=_("The unit’s part in the targets"),
        brought=tuple(
            Brought(
                figure=number(value), measure=named.measure, name=named.short, note=_ahead(value, estimate)
            )
            for named, value, estimate in of.brought
            if max(value, estimate)
        ),
        duties_title=_("Reports filed in {year}").format(year=of.on.year),
        duties=tuple(
            Duty(
                cell=cell_of(filed),
                title=title,
                state=f"{capital(filed_words(filed))} · {_('due {day}').format(day=deadline(due, at))}",
            )
            for title, filed, due, at in of.reports
        ),
        deeds_title=_("{count} activities of {year}").format(count=number(of.count), year=of.on.year),
        deeds=tuple(Deed(day=day(on), title=title) for on, title in of.activities),
        none=_("No figure yet."),
    )


def _owed(title: str, due: date, at: time | None, is_late: bool) -> Chip:  # noqa: FBT001 - one of its values
    words = _("Report due: {title}, {day}").format(title=title, day=deadline(due, at))
    return Chip(text=words, mark="far_behind" if is_late else "behind")


def _ahead(value: int, estimate: int) -> str:
    return _("with estimates: {count}").format(count=number(estimate)) if estimate > value else ""


def _share(span: Span, at: date) -> float:
    """Give which share of the span's days is over by the end of a day."""
    return ((at - span.first).days + 1) / ((span.last - span.first).days + 1)


def _levels(most: int) -> range:
    """Give round figures from 0 up to the highest, a few of them: 0, 200, 400 for 500."""
    step = next(
        round_one
        for power in range(20)
        for round_one in (10**power, 2 * 10**power, 5 * 10**power)
        if most // round_one < MOST_LEVELS
    )
    return range(0, most + 1, step)


def _is_one_year(span: Span) -> bool:
    return span.first.year == span.last.year


def _starts(span: Span) -> list[date]:
    """Give the first days of the months of one year, or of the years of several."""
    if _is_one_year(span):
        return [date(span.first.year, month, 1) for month in range(span.first.month, span.last.month + 1)]
    return [date(year, 1, 1) for year in range(span.first.year, span.last.year + 1)]


def _borders(span: Span) -> tuple[float, ...]:
    return tuple(_begins(span, at) for at in _starts(span)[1:])


def _labels(span: Span) -> tuple[Tick, ...]:
    """Name each month of one year, or years of several, as many as there is room for."""
    starts = _starts(span)
    every = -(-len(starts) // MOST_LABELS)
    edges = [*(_begins(span, at) for at in starts), 1.0]
    return tuple(
        Tick(at=(edges[n] + edges[n + 1]) / 2, text=str(at.month if _is_one_year(span) else at.year))
        for n, at in enumerate(starts)
        if n % every == 0
    )


def _begins(span: Span, at: date) -> float:
    """Give which share of the span's days is over before a day begins."""
    return max(0.0, (at - span.first).days / ((span.last - span.first).days + 1))
