"""This file is which unit a name means on a day: a name is no identity, so what stays open is asked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from typing import Generic, NamedTuple, Protocol, TypeVar

from rapidfuzz.distance import JaroWinkler

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
# Words that a name goes without, folded.
LEFT_OUT = frozenset({"va", "cac"})
# What is put behind an office's name, folded; the longest first.
PROVINCE = (
    ("tinh", "ninh", "thuan"),
    ("tinh", "khanh", "hoa"),
    ("ninh", "thuan"),
    ("khanh", "hoa"),
    ("tinh",),
)
# How parts of offices' names are abbreviated, folded. Two that share letters are told apart by the name.
ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "bql": ("ban quan ly",),
    "cn": ("cong nghe", "cong nghiep"),
    "ct": ("cong thuong",),
    "dl": ("du lich",),
    "dn": ("doanh nghiep",),
    "dt": ("dau tu", "dao tao", "dan toc"),
    "gd": ("giao duc",),
    "gt": ("giao thong",),
    "htx": ("hop tac xa",),
    "kcn": ("khu cong nghiep",),
    "kh": ("khoa hoc", "ke hoach"),
    "khcn": ("khoa hoc cong nghe",),
    "ld": ("lao dong",),
    "mt": ("moi truong",),
    "nn": ("nong nghiep",),
    "nt": ("nong thon",),
    "nv": ("noi vu",),
    "pt": ("phat trien",),
    "ql": ("quan ly",),
    "tc": ("tai chinh",),
    "tn": ("tai nguyen",),
    "tp": ("tu phap",),
    "tt": ("the thao", "thong tin", "truyen thong"),
    "vh": ("van hoa",),
    "vp": ("van phong",),
    "xd": ("xay dung",),
}
# An office may be called by a part of its name; a place never is, it may be a part of another's.
PLACES = frozenset(TYPES.values()) - {"so"}
LEAST_WORDS = 2
MOST_WORDS, MOST_ABBREVIATED = 12, 4
LEAST_LETTERS, LEAST_LIKE = 5, 0.8
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
    @property
    def also(self) -> Sequence[str]: ...


U = TypeVar("U", bound=UnitLike)


class Known(NamedTuple):
    """A unit outside the database."""

    code: str
    name: str
    short: str
    first: date
    last: date | None = None
    also: tuple[str, ...] = ()


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
    """A name taken apart: what sort of unit it says, and what remains, word by word."""

    sort: str | None
    words: tuple[str, ...]

    @property
    def core(self) -> str:
        """Give what remains without spaces and signs."""
        return "".join(self.words)


def named(text: str, known: Sequence[U], on: date) -> U:
    """Give the one unit that a text names on a day. Raises UnclearUnit.

    Names, short names, codes, initials and names without the word for their sort are compared exactly, but
    for capitals, diacritics, spaces and signs. An office is known by a part of its name too. The day decides
    between units that share a name; a word that says another sort than what was there on the day is asked
    about, and so is a unit that is not there on the day.
    """
    ways = [way for way in map(written, (fold(text), spoken(text))) if way.core]
    if not ways:
        raise UnclearUnit(EMPTY)
    same, sort = _same(ways, known)
    if not same:
        likely = _near(ways[0].core, known, on)
        raise UnclearUnit(NEAR if likely else UNKNOWN, likely, text=brief(text))
    right = [one for one in same if sort in (None, *_sorts(one))]
    living = [one for one in right if lives(one, on)]
    if len(living) == 1:
        return living[0]
    if living:
        raise UnclearUnit(SEVERAL, living, text=brief(text))
    raise UnclearUnit(NOT_THEN, _instead(ways[0].core, same, known, on), text=brief(text), day=on)


def written(folded: str) -> Written:
    """Take a folded name apart."""
    words = tuple(word for word in re.findall(r"[^\W_]+", folded) if word not in LEFT_OUT)
    words = next((_after(office, words) for office in OFFICES if _after(office, words)), words)
    for beginning, sort in TYPES.items():
        if rest := _after(beginning, words):
            return Written(sort, _without_province(rest) if sort == "so" else rest)
    return Written(None, words)


class Roll(Generic[U]):
    """The units of all times by what they are called: made once, asked of many words of a message."""

    def __init__(self, known: Sequence[U]) -> None:
        self.known = known
        self._called: dict[str, dict[str, U]] = {}
        self._initials: dict[str, list[U]] = {}
        self._by_words: list[tuple[str, U]] = []
        for one in known:
            for core in map(_core, (one.name, one.short, one.code, *one.also)):
                self._called.setdefault(core, {})[one.code] = one
            if (own := taken(one.name)).sort not in PLACES:
                self._by_words.append((f" {' '.join(own.words)} ", one))
            if own.sort == "so":
                self._initials.setdefault("".join(word[0] for word in own.words), []).append(one)
        self._all_words = "|".join(words for words, _one in self._by_words)

    def called(self, way: Written) -> list[U]:
        """Give the units of all times that are called so: exactly, else offices by a part of their name."""
        found = dict(self._called.get(way.core, {}))
        if way.sort == "so":
            found |= {one.code: one for one in self._initials.get(way.core, ())}
        return list(found.values()) or self._by_part(way)

    def _by_part(self, way: Written) -> list[U]:
        """Give the offices whose name begins so, or has these words in it behind the word for its sort."""
        abbreviated = sum(word in ABBREVIATIONS for word in way.words)
        if way.sort in PLACES or len(way.words) > MOST_WORDS or abbreviated > MOST_ABBREVIATED:
            return []
        ways = {" ".join(one) for one in product(*(ABBREVIATIONS.get(word, (word,)) for word in way.words))}
        parts = [f" {words} " for words in ways if len(words.split()) >= LEAST_WORDS]
        parts = [part for part in parts if part in self._all_words]
        return [
            one
            for words, one in self._by_words
            if taken(one.name).sort == way.sort
            and any(part in words if way.sort else words.startswith(part) for part in parts)
        ]


def _after(beginning: tuple[str, ...], words: tuple[str, ...]) -> tuple[str, ...]:
    """Give what follows a beginning; nothing where it does not stand there, or stands alone."""
    return words[len(beginning) :] if words[: len(beginning)] == beginning else ()


def _without_province(words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out whose office it is: all are the province's."""
    ending = next((end for end in PROVINCE if len(words) > len(end) and words[-len(end) :] == end), ())
    return words[: len(words) - len(ending)]


def _same(ways: Iterable[Written], known: Sequence[U]) -> tuple[list[U], str | None]:
    """Give the units of this name, and the sort that was written before it."""
    roll = Roll(known)
    for way in ways:
        if found := roll.called(way):
            return found, way.sort
    return [], None


@cache
def _core(name: str) -> str:
    return taken(name).core


@cache
def taken(name: str) -> Written:
    """Take the name of a unit of the office apart; they are few, and asked about again and again."""
    return written(fold(name))


def _sorts(one: UnitLike) -> Iterator[str | None]:
    """Give the sorts that a unit's names say."""
    return (taken(name).sort for name in (one.name, *one.also))


def lives(one: UnitLike, on: date) -> bool:
    return one.first <= on and (one.last is None or one.last >= on)


def _instead(core: str, same: Sequence[U], known: Sequence[U], on: date) -> list[U]:
    """Give all of this name; where none of them is there on the day, also those of a like name that are."""
    found = sorted(same, key=lambda one: not lives(one, on))
    if not lives(found[0], on):
        found += [one for one in _near(core, known, on) if lives(one, on)]
    return found[:MOST_CHOICES]


def _near(core: str, known: Sequence[U], on: date) -> list[U]:
    """Give the units of the likest names, at equal likeness those of the day first."""
    if len(core) > LONGEST:
        return []
    likeness = [
        (max(_like(core, _core(name)) for name in (one.name, one.short, *one.also)), one) for one in known
    ]
    likely = sorted(likeness, key=lambda pair: (-pair[0], not lives(pair[1], on)))
    return [one for like, one in likely if like >= LEAST_LIKE][:MOST_CHOICES]


def _like(core: str, other: str) -> float:
    """Tell how like two names are, 0 to 1. Initials are like nothing: one letter off is another office."""
    shorter, longer = sorted((len(core), len(other)))
    if len(other) < LEAST_LETTERS or shorter * 2 < longer:
        return 0.0
    return JaroWinkler.similarity(core, other)
