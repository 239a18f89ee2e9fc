"""This file is what looks as if it had been told twice: a person says whether it is one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from models.rules.counting import Kind
from models.rules.spans import Span

Pair = tuple[int, int]

# A name shorter than this says too little for one letter's difference to be a slip.
NEAR_LETTERS = 6
# So large a part of the words of two titles is the same where they may tell of one thing.
ALIKE_WORDS = 0.5


class Likeness(StrEnum):
    """In what two activities are alike, the strongest sign first."""

    WHO = "who"
    TITLE = "title"
    PLACE = "place"


@dataclass(frozen=True, kw_only=True)
class Told:
    """One activity as it was told. Words of the title and the place are folded; `who` names who took part."""

    number: int
    unit: str
    kind: Kind
    days: Span
    title: frozenset[str] = frozenset()
    place: str = ""
    who: frozenset[str] = frozenset()


def may_be_one(one: Told, other: Told) -> bool:
    """Tell whether two can be one activity at all: of one kind, on days that meet."""
    meet = one.days.first <= other.days.last and other.days.first <= one.days.last
    return one.kind is other.kind and meet


def likeness(one: Told, other: Told) -> Likeness | None:
    """Tell in what two that may be one are alike. Of one unit's own all must be the same."""
    if one.unit == other.unit:
        return Likeness.TITLE if (one.title, one.who) == (other.title, other.who) else None
    if one.who & other.who:
        return Likeness.WHO
    if _share(one.title, other.title) >= ALIKE_WORDS:
        return Likeness.TITLE
    return Likeness.PLACE if one.place and one.place == other.place else None


def likely_activities(told: Iterable[Told]) -> Iterator[tuple[Told, Told, Likeness]]:
    """Give each two that look like one activity, day by day; the one that was entered first stands first."""
    running: list[Told] = []
    for one in sorted(told, key=lambda each: (each.days.first, each.number)):
        running = [other for other in running if other.days.last >= one.days.first]
        for other in running:
            alike = likeness(one, other) if may_be_one(one, other) else None
            if alike is not None:
                first, second = sorted((one, other), key=lambda each: each.number)
                yield first, second, alike
        running.append(one)


def likely_enterprises(cores: Mapping[int, str]) -> list[Pair]:
    """Give each two whose names have one core, then each two whose cores are one letter apart."""
    same, near = set[Pair](), set[Pair]()
    for numbers in _buckets((core, number) for number, core in cores.items()):
        same.update(combinations(numbers, 2))
    # Where one letter differs, the beginning or the end is the same.
    long = [(number, core) for number, core in cores.items() if len(core) >= NEAR_LETTERS]
    half = NEAR_LETTERS // 2
    for numbers in (
        *_buckets((core[:half], number) for number, core in long),
        *_buckets((core[-half:], number) for number, core in long),
    ):
        for one, other in combinations(numbers, 2):
            if is_one_letter_apart(cores[one], cores[other]):
                near.add((one, other))
    return [*sorted(same), *sorted(near - same)]


def is_one_letter_apart(one: str, other: str) -> bool:
    """Tell whether one letter was added, left out or mistyped, or two neighbours changed places.

    Another number is no slip: "HTX số 1" and "HTX số 2" are two.
    """
    short, long = sorted((one, other), key=len)
    if short == long or len(long) - len(short) > 1 or _figures(one) != _figures(other):
        return False
    start = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    if short[start + 1 :] == long[start + 1 :]:
        return True
    swapped = short[start : start + 2] == long[start : start + 2][::-1]
    return swapped and short[start + 2 :] == long[start + 2 :]


def _figures(name: str) -> str:
    return "".join(sign for sign in name if sign.isdecimal())


def _buckets(keyed: Iterable[tuple[str, int]]) -> Iterator[list[int]]:
    """Put numbers together that share a key, and give those groups that have more than one."""
    found: dict[str, list[int]] = defaultdict(list)
    for key, number in keyed:
        found[key].append(number)
    return (sorted(numbers) for numbers in found.values() if len(numbers) > 1)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Give how large a part of all words two titles have in common."""
    return len(one & other) / len(one | other) if one | other else 0.0
