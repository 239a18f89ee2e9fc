"""This file is how a TOML file becomes checked rows: each complaint with its file, line and reason."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints
from unicodedata import normalize

T = TypeVar("T")
# Where a value stands: ("targets", 2, "value") is in the third [[targets]], ("title",) at the file's top.
Place = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong; no line where the whole file is meant."""

    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.reason}"


class BadPlan(Exception):
    """The plan can't be taken; it holds every problem that was found, not the first alone."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda one: (one.file, one.line or 0, one.reason)))
        super().__init__("\n".join(map(str, self.problems)))


class Wrong(Exception):
    """A value that can't be taken, and why."""


@dataclass(frozen=True)
class AtMost:
    """A text that has to fit where it is shown."""

    length: int

    def check(self, value: str) -> None:
        if len(value) > self.length:
            raise Wrong(f"must have at most {self.length} characters, has {len(value)}: {shown(value)}")


@dataclass(frozen=True)
class Shaped:
    """A text of a certain shape."""

    pattern: str
    words: str

    def check(self, value: str) -> None:
        if not re.fullmatch(self.pattern, value):
            raise Wrong(f"must be {self.words}, got {shown(value)}")


@dataclass(frozen=True)
class Between:
    """A whole number within bounds, both included."""

    first: int
    last: int
    words: str = ""

    def take(self, value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and self.first <= value <= self.last:
            return value
        words = self.words or f"a whole number from {self.first} to {self.last}"
        raise Wrong(f"must be {words}, got {shown(value)}")


# A target above a billion is a slip of the hand, and more than a column holds.
ABOVE_ZERO = Between(1, 10**9, "a whole number above zero")


def shown(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)


def nearest(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, sorted(known), n=1)
    return f', did you mean "{close[0]}"?' if close else ""


def without_none(hint: Any) -> Any:
    """Give the type of a field that may be left out: TOML has no null."""
    return get_args(hint)[0] if get_origin(hint) in (Union, UnionType) else hint


def convert(value: object, hint: Any) -> Any:
    """Take a TOML value as the type that a field is annotated with."""
    if get_origin(hint) is Annotated:
        return _limited(value, get_args(hint)[0], hint.__metadata__)
    if get_origin(hint) is tuple:
        return _several(value, get_args(hint)[0])
    if issubclass(hint, StrEnum):
        return _one_of(value, hint)
    return _plain(value, hint)


def _limited(value: object, kind: Any, limits: Sequence[Any]) -> Any:
    if isinstance(limits[0], Between):
        return limits[0].take(value)
    taken = convert(value, kind)
    for limit in limits:
        limit.check(taken)
    return taken


def _several(value: object, hint: Any) -> tuple[Any, ...]:
    if not isinstance(value, list) or not value:
        raise Wrong(f"must be a list with something in it, got {shown(value)}")
    taken = tuple(convert(one, hint) for one in value)
    if twice := next((one for one in taken if taken.count(one) > 1), None):
        raise Wrong(f"must not name {shown(twice)} twice")
    return taken


def _one_of(value: object, choices: type[StrEnum]) -> StrEnum:
    known = [choice.value for choice in choices]
    if value in known:
        return choices(value)
    raise Wrong(f"must be one of {', '.join(known)}; got {shown(value)}{nearest(str(value), known)}")


WORDS = {str: "a text", bool: "true or false", date: "a date like 2021-01-31"}


def _plain(value: object, kind: type) -> object:
    if not isinstance(value, kind) or isinstance(value, datetime):  # in Python a moment is a date, too
        raise Wrong(f"must be {WORDS[kind]}, got {shown(value)}")
    if isinstance(value, str) and not value.strip():
        raise Wrong("must not be empty")
    if isinstance(value, date) and not 1900 <= value.year <= 2100:  # 9999 for "no end" is a key to leave out
        raise Wrong(f"must be a day between 1900 and 2100, got {shown(value)}")
    return value


_HIDDEN = re.compile(  # what may hold a bracket, an equals sign or a line's start that means nothing
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*([^\s=][^=]*?)\s*=")


def lines_of(text: str) -> dict[Place, int]:
    """Find the line of every table and key, which tomllib keeps to itself."""
    masked = _HIDDEN.sub(lambda found: re.sub(r"[^\n]", "_", found[0]), text)
    found: dict[Place, int] = {}
    seen: dict[str, int] = {}
    table: Place = ()
    depth = 0
    for number, (line, original) in enumerate(zip(masked.split("\n"), text.split("\n"), strict=True), 1):
        if depth == 0 and (header := _HEADER.match(line)):
            table = _table(header, seen)
            found.setdefault(table[:1], number)
            found.setdefault(table, number)
            continue
        if depth == 0 and (key := _KEY.match(line)):
            names = original[key.start(1) : key.end(1)].split(".")
            found.setdefault((*table, *(name.strip(" \t\"'") for name in names)), number)
        depth += sum(map(line.count, "[{")) - sum(map(line.count, "]}"))
    return found


def _table(header: re.Match[str], seen: dict[str, int]) -> Place:
    name = header[2]
    if header[1] == "[":
        return tuple(name.split("."))
    seen[name] = seen.get(name, -1) + 1
    return (name, seen[name])


class Page:
    """One TOML file of the plan, and what was found wrong in it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.data: dict[str, Any] = {}
        self._lines: dict[Place, int] = {}
        try:
            # Notepad puts a mark before the first letter; some keyboards write a letter and its tone apart.
            self._parse(normalize("NFC", (folder / name).read_text(encoding="utf-8-sig")))
        except OSError:
            self._add(None, "the file is missing or can't be opened")
        except UnicodeDecodeError:
            self._add(None, "the file is not saved as UTF-8")
        self._broken = bool(self.problems)

    def _parse(self, text: str) -> None:
        try:
            self.data = tomllib.loads(text)
            self._lines = lines_of(text)
        except tomllib.TOMLDecodeError as error:
            reason, _, where = str(error).rpartition(" (at ")
            line = re.search(r"line (\d+)", where)
            self._add(int(line[1]) if line else text.rstrip().count("\n") + 1, reason)

    def _add(self, line: int | None, reason: str) -> None:
        self.problems.append(Problem(file=self.name, line=line, reason=reason))

    def line(self, place: Place) -> int:
        """Give a value's own line, or that of the table it should stand in."""
        around = (place[:size] for size in range(len(place), 0, -1))
        return next((self._lines[one] for one in around if one in self._lines), 1)

    def refuse(self, place: Place, reason: str) -> None:
        numbers = [index for index, part in enumerate(place) if isinstance(part, int)]
        label = ".".join(map(str, place[numbers[-1] + 1 :] if numbers else place))
        self._add(self.line(place), f"{label}: {reason}" if label else reason)

    def only(self, known: Iterable[str]) -> None:
        """Refuse what stands at the top of the file and isn't known."""
        names = list(known)
        for key in self.data.keys() - names:
            self.refuse((key,), f"unknown key{nearest(key, names)}")

    def head(self, shape: type[T]) -> T | None:
        """Take the keys at the top of the file, before and beside its [[tables]]."""
        mine = {key: self.data[key] for key in self.data if key in get_type_hints(shape)}
        return None if self._broken else self.take((), mine, shape)

    def rows(self, table: str, shape: type[T], *, needed: bool = True) -> "list[Row[T]]":
        """Take each [[table]]; a row with a problem is left out of what is given back."""
        found = self.data.get(table, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self.refuse((table,), f"must be written as [[{table}]]")
            return []
        if needed and not found and not self._broken:
            self._add(None, f"needs at least one [[{table}]]")
        taken = ((place, self.take((table, place), one, shape)) for place, one in enumerate(found))
        return [Row(self, (table, place), value) for place, value in taken if value is not None]

    def said(self, table: str, key: str) -> frozenset[str]:
        """Give what stands under a key in all rows, those with a problem too."""
        rows = self.data.get(table, [])
        found = [row.get(key) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        return frozenset(value for value in found if isinstance(value, str))

    def take(self, place: Place, raw: dict[str, Any], shape: type[T]) -> T | None:
        """Make one value of this shape, or complain about each of its keys that hinders it."""
        before = len(self.problems)
        hints = get_type_hints(shape, include_extras=True)
        for key in raw.keys() - hints.keys():
            self.refuse((*place, key), f"unknown key{nearest(key, hints)}")
        values = {key: self._value((*place, key), raw[key], hints[key]) for key in raw.keys() & hints.keys()}
        for key in _needed(shape) - raw.keys():
            self.refuse((*place, key), "is missing")
        return shape(**values) if len(self.problems) == before else None

    def _value(self, place: Place, raw: Any, hint: Any) -> Any:
        hint = without_none(hint)
        try:
            if is_dataclass(hint) and isinstance(hint, type):
                return self._inner(place, raw, hint)
            return convert(raw, hint)
        except Wrong as wrong:
            self.refuse(place, str(wrong))

    def _inner(self, place: Place, raw: Any, shape: type[T]) -> T | None:
        if not isinstance(raw, dict):
            raise Wrong(f"must hold {', '.join(get_type_hints(shape))}; got {shown(raw)}")
        return self.take(place, raw, shape)


def _needed(shape: Any) -> set[str]:
    return {one.name for one in fields(shape) if one.default is MISSING}


@dataclass(frozen=True)
class Row(Generic[T]):
    """A value and where it was written."""

    page: Page
    place: Place
    value: T

    def refuse(self, key: str, reason: str) -> None:
        self.page.refuse((*self.place, key), reason)


def refuse_doubles(rows: Sequence[Row[T]], *keys: str) -> None:
    """Refuse a row that says again what an earlier one says under these keys."""
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        said = tuple(getattr(row.value, key) for key in keys)
        if said in seen:
            row.refuse(keys[0], f"the same {', '.join(keys)} as on line {seen[said]}")
        seen.setdefault(said, row.page.line((*row.place, keys[0])))


def refuse_unknown(rows: Sequence[Row[T]], key: str, known: frozenset[str]) -> None:
    """Refuse a reference that leads nowhere. With nothing known, the file it leads to has its own problem."""
    for row, code in _references(rows, key):
        if known and code not in known:
            row.refuse(key, f"{shown(code)} is not known{nearest(code, known)}")


def _references(rows: Sequence[Row[T]], key: str) -> Iterator[tuple[Row[T], str]]:
    for row in rows:
        said = getattr(row.value, key)
        codes = said if isinstance(said, tuple) else (said,)
        yield from ((row, code) for code in codes if code is not None)


def refuse_backward(rows: Sequence[Row[T]], first: str, last: str) -> None:
    """Refuse a span that ends before it begins."""
    for row in rows:
        begins, ends = getattr(row.value, first), getattr(row.value, last)
        if ends is not None and begins > ends:
            row.refuse(last, f"{ends} is before {first}, {begins}")
