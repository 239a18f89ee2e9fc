"""This file is which unit a name means on a day: a name is no identity, so what stays open is asked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple, Protocol, TypeVar

from handlers.reading.text import brief, fold, spoken
from handlers.reading.unclear import N_, Unclear

EMPTY = N_("Which unit is meant?")
SEVERAL = N_("“{text}” may be more than one unit. Which one is meant?")
NOT_THEN = N_("There was no “{text}” on {day}. Which unit is meant?")
UNKNOWN = N_("No unit is called “{text}”.")
NEAR = N_("No unit is called “{text}”. Is one of these meant?")

# What stands before a name and says what sort of unit it is, folded.
OFFICES = (("uy", "ban", "nhan", "dan"), ("ubnd",))
TYPES: dict[tuple[str, ...], str] = {
    ("so",): "so",
    ("huyen",): "huyen",
    ("h",): "huyen",
    ("xa",): "xa",
    ("x",): "xa",
    ("phuong",): "phuong",
    ("p",): "phuong",
    ("thanh", "pho"): "thanh pho",
    ("tp",): "thanh pho",
    ("t", "p"): "thanh pho",
    ("thi", "tran"): "thi tran",
    ("tt",): "thi tran",
}
LEAST_LIKE = 0.6
MOST_CHOICES = 5
LONGEST = 200  # a name is shorter; what is longer is not compared letter by letter


class UnitLike(Protocol):
    """A unit as far as a name is told apart: a row of the table is one."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def short(self) -> str: ...
    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date | None: ...


U = TypeVar("U", bound=UnitLike)


class Known(NamedTuple):
    """A unit outside the database."""

    code: str
    name: str
    short: str
    first: date
    last: date | None = None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A unit that may be meant, with its days: a button is made of its code, and labelled with the rest."""

    code: str
    name: str
    short: str
    first: date
    last: date | None


class UnclearUnit(Unclear):
    """A name that means no unit on the day, or more than one. The most likely choice stands first."""

    def __init__(self, reason: str, choices: Iterable[UnitLike] = (), **values: object) -> None:
        super().__init__(reason, **values)
        self.choices = tuple(
            Choice(code=one.code, name=one.name, short=one.short, first=one.first, last=one.last)
            for one in choices
        )


@dataclass(frozen=True)
class Written:
    """A name taken apart: what sort of unit it says, and what remains, without spaces and signs."""

    sort: str | None
    core: str


def named(text: str, known: Sequence[U], on: date) -> U:
    """Give the one unit that a text names on a day. Raises UnclearUnit.

    Names, short names and names without the word for their sort are compared exactly, but for capitals,
    diacritics, spaces and signs. The day decides between units that share a name; a word that says another
    sort than what was there on the day is asked about, and so is a unit that is not there on the day.
    """
    ways = [way for way in map(written, (fold(text), spoken(text))) if way.core]
    if not ways:
        raise UnclearUnit(EMPTY)
    same, sort = _same(ways, known)
    if not same:
        likely = _near(ways[0].core, known, on)
        raise UnclearUnit(NEAR if likely else UNKNOWN, likely, text=brief(text))
    right = [one for one in same if sort in (None, written(fold(one.name)).sort)]
    living = [one for one in right if _lives(one, on)]
    if len(living) == 1:
        return living[0]
    if living:
        raise UnclearUnit(SEVERAL, living, text=brief(text))
    raise UnclearUnit(NOT_THEN, _instead(ways[0].core, same, known, on), text=brief(text), day=on)


def written(folded: str) -> Written:
    """Take a folded name apart."""
    words = tuple(re.findall(r"[^\W_]+", folded))
    words = next((_after(office, words) for office in OFFICES if _after(office, words)), words)
    for beginning, sort in TYPES.items():
        if rest := _after(beginning, words):
            return Written(sort, _joined(rest))
    return Written(None, _joined(words))


def _after(beginning: tuple[str, ...], words: tuple[str, ...]) -> tuple[str, ...]:
    """Give what follows a beginning; nothing where it does not stand there, or stands alone."""
    return words[len(beginning) :] if words[: len(beginning)] == beginning else ()


def _joined(words: Iterable[str]) -> str:
    """Join what is left; "và" is written as a word, as "&", or not at all."""
    return "".join(word for word in words if word != "va")


def _same(ways: Iterable[Written], known: Sequence[U]) -> tuple[list[U], str | None]:
    """Give the units of exactly this name, and the sort that was written before it."""
    for way in ways:
        if found := [one for one in known if way.core in _cores(one)]:
            return found, way.sort
    return [], None


def _cores(one: UnitLike) -> set[str]:
    return {_core(one.name), _core(one.short)}


@cache
def _core(name: str) -> str:
    """Take the name of a unit of the office apart; they are few, and asked about again and again."""
    return written(fold(name)).core


def _lives(one: UnitLike, on: date) -> bool:
    return one.first <= on and (one.last is None or one.last >= on)


def _instead(core: str, same: Sequence[U], known: Sequence[U], on: date) -> list[U]:
    """Give all of this name; where none of them is there on the day, also those of a like name that are."""
    found = sorted(same, key=lambda one: not _lives(one, on))
    if not _lives(found[0], on):
        found += [one for one in _near(core, known, on) if _lives(one, on)]
    return found[:MOST_CHOICES]


def _near(core: str, known: Sequence[U], on: date) -> list[U]:
    """Give the units of the likest names, at equal likeness those of the day first."""
    if len(core) > LONGEST:
        return []
    likeness = [(max(_like(core, other) for other in _cores(one)), one) for one in known]
    likely = sorted(likeness, key=lambda pair: (-pair[0], not _lives(pair[1], on)))
    return [one for like, one in likely if like >= LEAST_LIKE][:MOST_CHOICES]


def _like(core: str, other: str) -> float:
    return SequenceMatcher(None, core, other, autojunk=False).ratio()
