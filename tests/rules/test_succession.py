"""This file is who carries on whose work: on each side of a border day, over chains, merges and splits."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.succession import Circle, Family, Life

D = date
BEGUN = D(2021, 1, 1)


def life(code: str, first: date = BEGUN, last: date | None = None) -> Life:
    return Life(code=code, first=first, last=last)


# A and B merge into C on 01/3/2025; C is divided between D and E on 01/7/2025; D is renamed F on 01/1/2026.
CHAIN = Family(
    [
        life("A", last=D(2025, 2, 28)),
        life("B", last=D(2025, 2, 28)),
        life("C", D(2025, 3, 1), D(2025, 6, 30)),
        life("D", D(2025, 7, 1), D(2025, 12, 31)),
        life("E", D(2025, 7, 1)),
        life("F", D(2026, 1, 1)),
        life("G"),
    ],
    {"A": ["C"], "B": ["C"], "C": ["D", "E"], "D": ["F"]},
)


@pytest.mark.parametrize(
    ("code", "day", "heirs", "heir"),
    [
        ("A", D(2025, 2, 28), ("A",), "A"),
        ("A", D(2025, 3, 1), ("C",), "C"),
        ("B", D(2025, 6, 30), ("C",), "C"),
        ("A", D(2025, 7, 1), ("D", "E"), None),
        ("B", D(2026, 1, 1), ("E", "F"), None),
        ("C", D(2025, 2, 28), (), None),
        ("D", D(2026, 1, 1), ("F",), "F"),
        ("E", D(2030, 1, 1), ("E",), "E"),
        ("G", D(2030, 1, 1), ("G",), "G"),
        ("A", D(2020, 12, 31), (), None),
    ],
)
def test_the_work_goes_on_with_whoever_lives_on_the_day(
    code: str, day: date, heirs: tuple[str, ...], heir: str | None
) -> None:
    assert CHAIN.heirs(code, day) == heirs
    assert CHAIN.heir(code, day) == heir


@pytest.mark.parametrize(
    ("code", "lineage"),
    [
        ("A", ("A", "C", "D", "E", "F")),
        ("C", ("A", "B", "C", "D", "E", "F")),
        ("E", ("A", "B", "C", "E")),
        ("G", ("G",)),
    ],
)
def test_a_lineage_is_all_before_and_all_after(code: str, lineage: tuple[str, ...]) -> None:
    assert CHAIN.lineage(code) == lineage


def test_only_ended_units_with_one_heir_move() -> None:
    assert CHAIN.moved(D(2025, 2, 28)) == {}
    assert CHAIN.moved(D(2025, 3, 1)) == {"A": "C", "B": "C"}
    assert CHAIN.moved(D(2025, 7, 1)) == {}
    assert CHAIN.moved(D(2026, 1, 1)) == {"D": "F"}


def test_what_was_divided_and_brought_together_again_has_one_heir() -> None:
    ended = D(2024, 12, 31)
    family = Family(
        [life("A", last=ended), life("B", last=ended), life("C", last=ended), life("D")],
        {"A": ["B", "C"], "B": ["D"], "C": ["D"]},
    )
    assert family.heir("A", D(2025, 1, 1)) == "D"


def test_a_part_that_was_given_up_is_not_mapped_to_the_other_parts_heir() -> None:
    ended = D(2024, 12, 31)
    family = Family([life("A", last=ended), life("B", last=ended), life("C")], {"A": ["B", "C"]})
    assert family.heirs("A", D(2025, 1, 1)) == ("C",)
    assert family.heir("A", D(2025, 1, 1)) is None
    assert family.heir("B", D(2025, 1, 1)) is None
    assert family.moved(D(2025, 1, 1)) == {}


def test_in_a_gap_nobody_has_the_work() -> None:
    family = Family([life("A", last=D(2025, 2, 28)), life("B", D(2025, 4, 1))], {"A": ["B"]})
    assert family.heirs("A", D(2025, 3, 15)) == ()
    assert family.heir("A", D(2025, 4, 1)) == "B"


@pytest.mark.parametrize(
    "ways", [{"A": ["A"]}, {"A": ["B"], "B": ["A"]}, {"A": ["B"], "B": ["G"], "G": ["B"]}]
)
def test_nobody_is_its_own_heir(ways: dict[str, list[str]]) -> None:
    with pytest.raises(Circle):
        Family([life("A"), life("B"), life("G")], ways)


# Any office without circles: a unit hands over to later ones only.
OFFICES = st.lists(st.tuples(st.integers(0, 400), st.sets(st.integers(0, 9), max_size=3)), max_size=10)


@given(OFFICES, st.integers(0, 400))
def test_heirs_live_on_the_day_and_whoever_moves_moves_to_a_living_one(
    rows: list[tuple[int, set[int]]], when: int
) -> None:
    start = D(2025, 1, 1).toordinal()
    lives = [life(str(n), D(2025, 1, 1), D.fromordinal(start + end)) for n, (end, _to) in enumerate(rows)]
    ways = {
        str(n): [str(to) for to in sorted(tos) if n < to < len(rows)] for n, (_end, tos) in enumerate(rows)
    }
    family, day = Family(lives, ways), D.fromordinal(start + when)
    alive = {one.code for one in lives if one.holds(day)}
    for one in lives:
        heirs = set(family.heirs(one.code, day))
        assert heirs <= alive & set(family.lineage(one.code))
        assert (heirs == {one.code}) is (one.code in alive)
    assert set(family.moved(day).values()) <= alive
    assert not set(family.moved(day)) & alive
