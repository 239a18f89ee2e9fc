"""This file is how a figure grew: at each day it must be what counting anew says of that day."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from models.rules.counting import Counts, Fact, figure
from models.rules.course import course
from models.rules.spans import Span

PLAN = Span(date(2021, 1, 1), date(2030, 12, 31))
DAYS = st.dates(date(2020, 6, 1), date(2027, 6, 30))


def model(who: str, on: date, until: date | None = None) -> Fact:
    return Fact(counts=Counts.MODELS, who=who, on=on, until=until)


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    counts = draw(st.sampled_from(Counts))
    return Fact(
        counts=counts,
        who=f"enterprise:{draw(st.integers(1, 4))}",
        on=draw(DAYS),
        amount=draw(st.integers(1, 9)) if counts is Counts.LEADERS else 1,
        estimate=draw(st.booleans()),
        until=draw(st.none() | DAYS),
    )


def test_whoever_counts_once_is_counted_from_the_first_day_on() -> None:
    told = [
        Fact(counts=Counts.SUPPORTED, who=who, on=on)
        for who, on in (("1", date(2026, 1, 31)), ("2", date(2026, 2, 1)), ("1", date(2026, 2, 9)))
    ]
    year = Span(date(2026, 1, 1), date(2026, 12, 31))
    assert course(told, Counts.SUPPORTED, year, date(2026, 3, 10)) == [
        (date(2026, 1, 31), 1),
        (date(2026, 2, 28), 2),
        (date(2026, 3, 10), 2),
    ]


def test_what_is_withdrawn_falls_unless_another_one_holds() -> None:
    """1 has two models, of which one is withdrawn in March; 2 has one, which is withdrawn on 30/4."""
    told = [
        model("1", date(2021, 1, 5), date(2021, 3, 1)),
        model("1", date(2021, 2, 5)),
        model("2", date(2021, 2, 7), date(2021, 4, 30)),
        model("3", date(2021, 2, 7), date(2021, 2, 7)),
    ]
    grown = course(told, Counts.MODELS, PLAN, date(2021, 5, 1))
    assert [value for _day, value in grown] == [1, 2, 2, 1, 1]


def test_attendances_add_up_and_estimates_stay_out() -> None:
    told = [
        Fact(counts=Counts.LEADERS, who="1", on=date(2021, 1, 5), amount=30),
        Fact(counts=Counts.LEADERS, who="1", on=date(2021, 2, 5), amount=12),
        Fact(counts=Counts.LEADERS, who="2", on=date(2021, 2, 5), amount=9, estimate=True),
    ]
    assert course(told, Counts.LEADERS, PLAN, date(2021, 2, 28)) == [
        (date(2021, 1, 31), 30),
        (date(2021, 2, 28), 42),
    ]


def test_nothing_is_told_before_the_first_day_or_after_the_last() -> None:
    assert course([], Counts.MODELS, PLAN, date(2020, 12, 31)) == []
    assert course([], Counts.MODELS, PLAN, date(2021, 1, 1)) == [(date(2021, 1, 1), 0)]
    grown = course([model("1", date(2026, 2, 1))], Counts.MODELS, PLAN, date(2032, 1, 1))
    assert (len(grown), grown[-1]) == (120, (date(2030, 12, 31), 1))


@given(
    st.lists(facts(), max_size=25),
    DAYS,
    st.sampled_from(Counts),
    st.integers(2020, 2026),
    st.integers(0, 3),
)
def test_each_day_says_what_counting_anew_says(
    known: list[Fact], on: date, counts: Counts, first: int, more: int
) -> None:
    span = Span(date(first, 1, 1), date(first + more, 12, 31))
    for day, value in course(known, counts, span, on):
        assert value == figure([fact for fact in known if fact.on <= day], counts, span, on=day)
