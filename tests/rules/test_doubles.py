"""This file is what looks told twice: names one letter apart, activities on days that meet."""

from dataclasses import replace
from datetime import date

import pytest

from models.rules.counting import Kind
from models.rules.doubles import (
    Likeness,
    Told,
    is_one_letter_apart,
    likely_activities,
    likely_enterprises,
    likeness,
    may_be_one,
)
from models.rules.spans import Span


def told(number: int, unit: str, first: int, last: int, title: str, **more: object) -> Told:
    """Give a course in May 2026 from one day to another."""
    one = Told(
        number=number,
        unit=unit,
        kind=Kind.TRAINING,
        days=Span(date(2026, 5, first), date(2026, 5, last)),
        title=frozenset(title.split()),
    )
    return replace(one, **more)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("haidang", "haidangg", True),
        ("haidang", "aidang", True),
        ("haidang", "hzidang", True),
        ("haidang", "hadiang", True),
        ("haidang", "hadinag", False),
        ("haidang", "haidang", False),
        ("haidang", "haidangxx", False),
        ("htxso1", "htxso2", False),
        ("htxso1", "htxso12", False),
    ],
)
def test_one_letter_is_a_slip_and_another_figure_is_not(one: str, other: str, apart: bool) -> None:
    assert is_one_letter_apart(one, other) is apart
    assert is_one_letter_apart(other, one) is apart


def test_names_of_one_core_come_before_those_one_letter_apart() -> None:
    cores = {1: "haidang", 2: "nhobamoi", 3: "haidang", 4: "nhobamooi", 5: "abc", 6: "abd", 7: "haidan"}
    assert likely_enterprises(cores) == [(1, 3), (1, 7), (2, 4), (3, 7)]


def test_days_that_meet_and_one_kind_may_be_one() -> None:
    one = told(1, "A", 2, 4, "x")
    assert may_be_one(one, told(2, "B", 4, 6, "y"))
    assert not may_be_one(one, told(2, "B", 5, 6, "y"))
    assert not may_be_one(one, replace(told(2, "B", 4, 6, "y"), kind=Kind.OUTREACH))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (told(1, "A", 2, 2, "tap huan 5s"), told(2, "B", 2, 2, "khoa iso"), None),
        (told(1, "A", 2, 2, "tap huan 5s"), told(2, "B", 2, 2, "lop tap huan 5s"), Likeness.TITLE),
        (told(1, "A", 2, 2, "x", place="so"), told(2, "B", 2, 2, "y", place="so"), Likeness.PLACE),
        (told(1, "A", 2, 2, "x", place=""), told(2, "B", 2, 2, "y", place=""), None),
        (
            told(1, "A", 2, 2, "x", who=frozenset({"enterprise:1"})),
            told(2, "B", 2, 2, "y", who=frozenset({"enterprise:1", "enterprise:2"})),
            Likeness.WHO,
        ),
        # Of one unit's own all must be the same: it may well hold two courses on a day, or have two winners.
        (told(1, "A", 2, 2, "x", place="so"), told(2, "A", 2, 2, "y", place="so"), None),
        (told(1, "A", 2, 2, "tap huan 5s"), told(2, "A", 2, 2, "tap huan 5s"), Likeness.TITLE),
        (
            told(1, "A", 2, 2, "giai thuong", who=frozenset({"enterprise:1"})),
            told(2, "A", 2, 2, "giai thuong", who=frozenset({"enterprise:2"})),
            None,
        ),
    ],
)
def test_the_strongest_sign_is_given(one: Told, other: Told, found: Likeness | None) -> None:
    assert likeness(one, other) is found


def test_each_two_are_found_once_the_earlier_entry_first() -> None:
    rows = [
        told(5, "A", 1, 10, "tap huan 5s"),
        told(3, "B", 2, 2, "tap huan 5s"),
        told(4, "C", 9, 12, "tap huan 5s"),
        told(6, "D", 20, 20, "tap huan 5s"),
    ]
    found = {(one.number, other.number) for one, other, _alike in likely_activities(rows)}
    assert found == {(3, 5), (4, 5)}
