"""This file is the kept totals: they must say what counting every fact anew says."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules import progress
from models.rules.counting import Basis, Comparator, Counts, Fact
from models.rules.figures import Cell, Kept, Recounted, cells_of
from models.rules.progress import Goal
from models.rules.spans import Span

DAYS = st.dates(date(2021, 1, 1), date(2026, 12, 31))


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    counts = draw(st.sampled_from(Counts))
    return Fact(
        counts=counts,
        who=f"enterprise:{draw(st.integers(1, 4))}",
        on=draw(DAYS),
        amount=draw(st.integers(1, 9)) if counts is Counts.LEADERS else 1,
        estimate=draw(st.booleans()),
    )


@st.composite
def spans(draw: st.DrawFn) -> Span:
    first = draw(st.integers(2020, 2027))
    return Span(date(first, 1, 1), date(draw(st.integers(first, 2028)), 12, 31))


def kept(known: list[Fact], on: date) -> Kept:
    """Keep what the database keeps: cells of what was done, and what it finds out about estimates."""
    done = [fact for fact in known if not fact.estimate]
    years: dict[tuple[Counts, str], set[int]] = {}
    totals: Counter[tuple[Counts, int, int]] = Counter()
    for fact in done:
        if fact.counts is Counts.LEADERS:
            totals[fact.counts, fact.on.year, 0] += fact.amount
        else:
            years.setdefault((fact.counts, fact.who), set()).add(fact.on.year)
    for (counts, _who), of_one in years.items():
        totals.update({(counts, *cell): one for cell, one in cells_of(of_one).items()})
    ahead = [fact for fact in known if fact.estimate and fact.on > on]
    gone_by = {fact.on.year for fact in known if fact.estimate and fact.on <= on}
    return Kept(
        cells=[Cell(*key, total) for key, total in totals.items()],
        ahead=[Cell(*key, total) for key, total in cells_ahead(ahead, years).items()],
        entered=frozenset(gone_by - {fact.on.year for fact in done}),
        on=on,
    )


def cells_ahead(
    estimates: list[Fact], years: dict[tuple[Counts, str], set[int]]
) -> Counter[tuple[Counts, int, int]]:
    """Give the cells that are there with the estimates and not without."""
    added: Counter[tuple[Counts, int, int]] = Counter()
    fresh: dict[tuple[Counts, str], set[int]] = {}
    for fact in estimates:
        if fact.counts is Counts.LEADERS:
            added[fact.counts, fact.on.year, 0] += fact.amount
        else:
            fresh.setdefault((fact.counts, fact.who), set()).add(fact.on.year)
    for (counts, who), of_one in fresh.items():
        before = years.get((counts, who), set())
        cells = cells_of(before | of_one) - cells_of(before)
        added.update({(counts, *cell): one for cell, one in cells.items()})
    return added


@given(st.lists(facts(), max_size=25), DAYS, st.lists(spans(), min_size=1, max_size=4))
def test_the_kept_totals_say_what_counting_anew_says(known: list[Fact], day: date, asked: list[Span]) -> None:
    # Nothing was done after the day: else nobody would ask the totals.
    on = max([day, *(fact.on for fact in known if not fact.estimate)])
    totals, recount = kept(known, on), Recounted(known, on)
    for span in asked:
        assert totals.recorded(span) == recount.recorded(span)
        for counts in Counts:
            assert totals.done(counts, span) == recount.done(counts, span)
            assert totals.expected(counts, span) == recount.expected(counts, span)
            until_today = Span(span.first, on)
            assert totals.done(counts, until_today) == recount.done(counts, until_today)


@given(st.lists(facts(), max_size=25), DAYS)
def test_progress_is_the_same_from_either(known: list[Fact], day: date) -> None:
    on = max([day, *(fact.on for fact in known if not fact.estimate)])
    whole = Span(date(2021, 1, 1), date(2026, 12, 31))
    goals = [
        Goal(
            indicator=counts.value,
            counts=counts,
            basis=basis,
            comparator=Comparator.AT_LEAST,
            value=3,
            span=span,
            phase=whole,
            reading=reading,
        )
        for counts in Counts
        for basis, span, reading in (
            (Basis.YEARLY, whole, ""),
            (Basis.RUNNING, whole, "A"),
            (Basis.RUNNING, Span(date(2024, 1, 1), date(2026, 12, 31)), "B"),
        )
    ]
    assert progress.overview(goals, kept(known, on)) == progress.overview(goals, Recounted(known, on))


@pytest.mark.parametrize(
    ("first", "last", "distinct"),
    [(2022, 2022, 1), (2023, 2023, 0), (2023, 2026, 1), (2022, 2026, 1), (2021, 2030, 1), (2027, 2030, 0)],
)
def test_an_enterprise_of_three_years_is_one_in_any_span(first: int, last: int, distinct: int) -> None:
    cells = cells_of([2026, 2022, 2024])
    assert cells == {(2022, 0): 1, (2024, 2022): 1, (2026, 2024): 1}
    figures = Kept(
        cells=[Cell(Counts.SUPPORTED, *cell, total) for cell, total in cells.items()],
        ahead=(),
        entered=frozenset(),
        on=date(2030, 12, 31),
    )
    span = Span(date(first, 1, 1), date(last, 12, 31))
    assert figures.done(Counts.SUPPORTED, span) == distinct


def test_an_estimate_adds_only_whom_the_span_does_not_hold_yet() -> None:
    done = [
        Fact(counts=Counts.SUPPORTED, who="enterprise:1", on=date(2025, 3, 1)),
        Fact(counts=Counts.SUPPORTED, who="enterprise:2", on=date(2026, 3, 1)),
    ]
    ahead = [
        Fact(counts=Counts.SUPPORTED, who=f"enterprise:{n}", on=date(2026, 12, 1), estimate=True)
        for n in (1, 2, 3)
    ]
    figures = kept([*done, *ahead], date(2026, 11, 1))
    # In 2026: the second is there, the first and the third are new. From 2025 on only the third is.
    assert figures.expected(Counts.SUPPORTED, Span(date(2026, 1, 1), date(2026, 12, 31))) == 3
    assert figures.expected(Counts.SUPPORTED, Span(date(2025, 1, 1), date(2026, 12, 31))) == 3
    assert figures.done(Counts.SUPPORTED, Span(date(2025, 1, 1), date(2026, 12, 31))) == 2


def test_only_the_first_of_january_to_the_last_of_december_are_whole_years() -> None:
    assert Span(date(2021, 1, 1), date(2030, 12, 31)).is_whole_years
    assert not Span(date(2021, 1, 2), date(2030, 12, 31)).is_whole_years
    assert not Span(date(2021, 1, 1), date(2030, 12, 30)).is_whole_years
