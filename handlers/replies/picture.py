"""This file is the pictures: worded values in, a PNG for a phone out."""

import json
import re
import unicodedata
import warnings
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import fontpkg_be_vietnam_pro

Mark = Literal["met", "on_pace", "behind", "far_behind", "missed", "plain"]

FOLDER = Path(__file__).parent
DOTS_PER_INCH = 144  # the page is 540 points wide: 1080 pixels
# What is tall is shrunk to 1280 pixels on its way to the phone: finer dots than these would be lost.
DOTS_WHERE_TALL, TALL = 120, 12  # rows
LONGEST_TEXT = 160  # a longer one ends in "…": so sixteen long names and notes fit into what Telegram takes
LONGEST_WORD = 20  # a longer one may break anywhere, so that none runs out of the card


@dataclass(frozen=True, kw_only=True)
class Row:
    """One indicator. `share` above 1 is drawn full; `expected` is where the black tick stands."""

    name: str
    figure: str
    percent: str
    status: str
    mark: Mark
    share: float
    expected: float | None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One count of the summary, such as "2 đúng tiến độ"."""

    text: str
    mark: Mark


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One year. "met" and "missed" are settled and solid; any other mark is under way and hatched.

    A `value` of None is a year still to come: its label and its target only.
    """

    label: str
    value: float | None
    target: float | None
    mark: Mark


@dataclass(frozen=True, kw_only=True)
class Bars:
    """One indicator year by year; `goal` explains the dashed line and `running` the hatched column."""

    title: str
    values: tuple[Bar, ...]
    goal: str = ""
    running: str = ""


@dataclass(frozen=True, kw_only=True)
class Card:
    """All that stands in one picture. Eight rows are best; sixteen with long names and notes still fit."""

    office: str
    title: str
    subtitle: str
    chips: tuple[Chip, ...]
    rows: tuple[Row, ...]
    years: Bars | None = None
    legend: str
    footer: str = ""


CellMark = Literal["accepted", "late", "waiting", "nil", "returned", "missing", "open", "excused"]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """How one unit stands in one period; `late` is told beside the mark."""

    mark: CellMark
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Key:
    """One mark explained."""

    mark: CellMark
    text: str
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """One unit, with a cell for each period; None where it has no duty."""

    name: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, kw_only=True)
class Filings:
    """Units by periods. Twenty units are right for one picture: Telegram shrinks what is tall."""

    office: str
    title: str
    subtitle: str
    periods: tuple[str, ...]
    rows: tuple[Line, ...]
    legend: tuple[Key, ...]
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A label at a place on an axis, 0 to 1."""

    at: float
    text: str


@dataclass(frozen=True, kw_only=True)
class End:
    """Where a line ends at the chart's right edge: how high, 0 to 1, its figure, and what the line is."""

    at: float
    text: str
    key: str
    mark: Mark = "plain"


@dataclass(frozen=True, kw_only=True)
class Growth:
    """How one indicator grew towards its target. Places are shares of the chart's width and height.

    The last of `points` is today, with `figure` beside it. `pace` is where the elapsed time alone would lead.
    """

    office: str
    title: str
    subtitle: str
    chips: tuple[Chip, ...]
    points: tuple[tuple[float, float], ...]
    figure: str
    done: str
    target: End
    pace: str
    forecast: End | None
    levels: tuple[Tick, ...]
    days: tuple[Tick, ...]
    borders: tuple[float, ...]
    axis: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What a unit brought in for one indicator."""

    figure: str
    measure: str
    name: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Duty:
    """How one report of a unit stands."""

    cell: Cell
    title: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One activity of a unit."""

    day: str
    title: str


@dataclass(frozen=True, kw_only=True)
class UnitCard:
    """One unit: its part in the indicators, its reports of the year, what it did last.

    `none` says that it brought in nothing yet.
    """

    office: str
    title: str
    subtitle: str
    chips: tuple[Chip, ...]
    brought_title: str
    brought: tuple[Brought, ...]
    duties_title: str
    duties: tuple[Duty, ...]
    deeds_title: str
    deeds: tuple[Deed, ...]
    none: str


def png(card: Card) -> bytes:
    """Draw the progress."""
    return _png("progress.typ", _drawn(card))


def filings_png(card: Filings) -> bytes:
    """Draw units by periods."""
    return _png("filings.typ", _clean(asdict(card)), dots=_dots(len(card.rows)))


def growth_png(card: Growth) -> bytes:
    """Draw how an indicator grew."""
    return _png("growth.typ", _clean(asdict(card)))


def unit_png(card: UnitCard) -> bytes:
    """Draw one unit."""
    return _png(
        "unit.typ",
        _clean(asdict(card)),
        dots=_dots(len(card.brought) // 2 + len(card.duties) + len(card.deeds)),
    )


def _dots(rows: int) -> int:
    return DOTS_WHERE_TALL if rows >= TALL else DOTS_PER_INCH


def _png(template: str, card: object, *, dots: int = DOTS_PER_INCH) -> bytes:
    import typst  # noqa: PLC0415 - it weighs seven megabytes, and many a day needs no picture

    image, found = typst.compile_with_warnings(
        FOLDER / template,
        font_paths=_fonts(),
        format="png",
        ppi=dots,
        sys_inputs={"card": json.dumps(card)},
    )
    for warning in found:  # a font that is not found would otherwise lose letters in silence
        warnings.warn(warning, stacklevel=2)
    return image


@cache
def _fonts() -> Any:
    import typst  # noqa: PLC0415 - with the first picture

    folder = fontpkg_be_vietnam_pro.ROOT / "files"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def _drawn(card: Card) -> object:
    drawn = asdict(card)
    for row in drawn["rows"]:
        row["share"] = _within(row["share"])
        row["expected"] = None if row["expected"] is None else _within(row["expected"])
    for bar in drawn["years"]["values"] if drawn["years"] else ():
        bar["figure"] = _figure(bar["value"])
        bar["goal"] = _figure(bar["target"])
    return _clean(drawn)


def _within(share: float) -> float:
    return max(0.0, min(share, 1.0))


def _figure(number: float | None) -> str:
    """Write 1284.5 as 1.284,5; no number as nothing."""
    return "" if number is None else f"{number:,.10g}".translate(str.maketrans(",.", ".,"))


def _clean(value: object) -> object:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    return value


def _text(said: str) -> str:
    """Compose the letters, leave out what can't be drawn, and keep the length within bounds."""
    drawn = "".join(letter for letter in unicodedata.normalize("NFC", said) if _drawable(letter))
    words = " ".join(drawn.split())
    short = words if len(words) <= LONGEST_TEXT else words[: LONGEST_TEXT - 1].rstrip() + "…"
    return re.sub(rf"\S{{{LONGEST_WORD + 1},}}", lambda word: "\u200b".join(word[0]), short)


def _drawable(letter: str) -> bool:
    """Refuse control signs, halves of letters, and what lies beyond every text font (emoji)."""
    return letter.isspace() or (
        letter < "\U00010000" and unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}
    )
