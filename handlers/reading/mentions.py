"""This file is units named in the middle of a sentence: found before anything else, "Sở" is like "số"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Generic

from handlers.reading.text import fold, tidy
from handlers.reading.units import OFFICES, PLACES, TYPES, Roll, U, Written, lives, taken, written

WORD = re.compile(r"[^\W_]+")
# As many words a unit's name has at most, its sort included.
LONGEST = 12
# No message names so many: what goes on like that is no list of units.
MOST_TRIED = 60
# A code of fewer letters may be a word of its own.
LEAST_CODE = 3
SORTS = frozenset(words[0] for words in (*OFFICES, *TYPES))
# "Số" with its marks is a number: a unit of it is named in full, not by a part ("số lao động").
NUMBER = "số"


@dataclass(frozen=True)
class Mention(Generic[U]):
    """The units that some words of a text may mean. Its ends are places in the tidy text."""

    start: int
    end: int
    units: tuple[U, ...]


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    typed: str
    folded: str


def mentioned(text: str, known: Sequence[U], *, bare: bool = False) -> list[Mention[U]]:
    """Find the units that a tidy text names, in order; of two that overlap the longer one, from the left.

    Places are taken without the word for their sort only where `bare` names are asked for: such a name is
    oftener where something is, or a part of an enterprise's name.
    """
    return list(_mentions(text, known, bare=bare))


def first_mentioned(text: str, known: Sequence[U]) -> Mention[U] | None:
    """Find the unit that a tidy text names first."""
    return next(_mentions(text, known, bare=False), None)


def _mentions(text: str, known: Sequence[U], *, bare: bool) -> Iterator[Mention[U]]:
    words = [_Word(found.start(), found.end(), found[0], fold(found[0])) for found in WORD.finditer(text)]
    heads = SORTS | {_head(name) for one in known for name in (one.name, one.short, *one.also)}
    codes = {_code(one.code): one for one in known}
    roll = Roll(known)
    if bare:
        heads |= {taken(one.name).words[0] for one in known}
    at, tried = 0, 0
    while at < len(words) and tried < MOST_TRIED:
        is_head = words[at].folded in heads
        tried += is_head
        mention = _longest(words[at : at + LONGEST], roll, bare=bare) if is_head else None
        if mention is None and len(words[at].folded) >= LEAST_CODE and words[at].folded in codes:
            mention = Mention(words[at].start, words[at].end, (codes[words[at].folded],))
        if mention is None:
            at += 1
            continue
        yield mention
        at = next((n for n, word in enumerate(words) if word.start >= mention.end), len(words))


def cut_out(text: str, mentions: Sequence[Mention[U]], put: str) -> str:
    """Put something in the place of each mention in a tidy text."""
    for mention in reversed(mentions):
        text = f"{text[: mention.start]}{put}{text[mention.end :]}"
    return text


def of_day(mention: Mention[U], on: date) -> tuple[U, ...]:
    """Give those of the units meant that lived on a day; all, where none or more than one did."""
    living = tuple(one for one in mention.units if lives(one, on))
    return living if len(living) == 1 else mention.units


@cache
def _head(name: str) -> str:
    return fold(name).split()[0]


@cache
def _code(code: str) -> str:
    return "".join(WORD.findall(fold(code)))


def _longest(words: Sequence[_Word], roll: Roll[U], *, bare: bool) -> Mention[U] | None:
    for count in range(len(words), 0, -1):
        some = words[:count]
        way = written(" ".join(word.folded for word in some))
        if units := tuple(_meant(way, some[0], roll, bare=bare)):
            return Mention(some[0].start, some[-1].end, units)
    return None


def _meant(way: Written, first: _Word, roll: Roll[U], *, bare: bool) -> Iterator[U]:
    """Give whom some words name: with the word for the sort in front, or as the unit's own first words."""
    is_number = tidy(first.typed).casefold() == NUMBER
    for one in roll.called(way):
        if way in map(taken, one.also):
            yield one
            continue
        own = taken(one.name).sort, taken(one.short).sort
        is_whole = way.core in (taken(one.name).core, taken(one.short).core)
        has_sort = way.sort in own if way.sort else own == (None, None) or first.folded == "ubnd"
        has_sort = has_sort or (bare and len(way.words) > 1 and own[0] in PLACES)
        if has_sort and (is_whole or not is_number):
            yield one
