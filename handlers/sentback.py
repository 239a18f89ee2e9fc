"""This file is a form that was sent back: whose it is, and the lines that are not as the bot wrote them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from itertools import islice
from typing import Any

from handlers.conversation.lines import ACTIVITIES, MARK, MARK_SHEET, PAGES, VERSION, Column, Page
from handlers.reading import cells, xlsx
from handlers.reading.text import fold
from handlers.reading.unclear import N_, Unclear
from handlers.reading.xlsx import Sheet
from handlers.replies.entries import Wrong
from handlers.replies.entrybook import HEAD, stamp
from handlers.replies.words import LOCALES, _, speaking

NOT_OURS = N_("This Excel file is not the form of this bot. To fetch the form, send /maunhap.")
OTHER_VERSION = N_(
    "This form is of another version of the bot. Please fetch a new one with"
    " /maunhap and copy the lines there."
)
NO_SHEET = N_("The sheet “{sheet}” is missing. Please give it back its name; there are: {found}.")
MEANT_SHEET = N_("The sheet “{sheet}” is missing. Is “{alike}” meant? Please give it back its name.")
NO_COLUMN = N_("On the sheet “{sheet}” the column “{column}” is missing. Please give it back its heading.")
MEANT_COLUMN = N_(
    "On the sheet “{sheet}” the column “{column}” is missing. Is “{alike}” meant?"
    " Please give it back its heading."
)
TWO_COLUMNS = N_("On the sheet “{sheet}” two columns are headed “{column}”. Please keep one of them.")
NO_HEADINGS = N_("On the sheet “{sheet}” the headings are missing. Please copy the lines into a fresh form.")
TWO_SHEETS = N_("The sheet “{sheet}” is there twice: {found}. Please keep one of them.")
TWICE = N_("The line {label} is there twice, in row {row} too. Please keep one of them.")
NO_LABEL = N_("This line has no mark. Please give it one that no other line has, such as M201.")
TOO_MANY = N_(
    "This file writes more than {most} lines anew; {most} at a time are the most in the chat."
    " Please send it in parts, or have whoever runs the bot read it in."
)
MORE_WRONG = N_(
    "There are {most} faults up to here; the rest was not looked at and may hold more."
    " Please set these right first."
)
# So many faults are listed: whoever has more has one and the same all over.
MOST_WRONG = 500
# The headings are looked for so far down: somebody may have put lines above them.
LOOKED_AT = 30
# Alike enough to be named as what may be meant.
ALIKE = 0.6
NAMES_SHOWN = 8
# No heading is half as long.
HEADING_LETTERS = 100
# No number in the bot has more figures.
FIGURES = 18
# The marks that the bot gave: 12, and 12.1 for what hangs on it.
OF_THE_BOT = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,6})?")


@dataclass(frozen=True)
class Row:
    """One line that is new or not as the bot wrote it. `stamp` is what the bot had marked it with."""

    page: Page
    number: int
    label: str
    stamp: str
    cells: Mapping[str, Any]
    letters: Mapping[str, str]
    broken: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return OF_THE_BOT.fullmatch(self.label) is None

    def plain(self, key: str) -> str:
        return cells.plain(self.cells.get(key))


@dataclass(frozen=True)
class Sent:
    """All that is to be looked at: the lines that were touched, and which are as they were."""

    touched: Mapping[str, list[Row]]
    as_before: set[str]
    beside: list[tuple[str, str]]
    wrong: list[Wrong]

    def object_to(self, row: Row, key: str, unclear: Unclear) -> None:
        """Note what is wrong with a cell. Raises Enough."""
        self.wrong.append(wrong(row, key, unclear))
        if len(self.wrong) >= MOST_WRONG:
            here = replace(self.wrong[-1], letter="", column="", value="")
            raise Enough([replace(here, unclear=Unclear(MORE_WRONG, most=MOST_WRONG)), *self.wrong])


class Enough(Exception):
    """So much is wrong that the rest is not looked at; `wrong` says so first."""

    def __init__(self, found: list[Wrong]) -> None:
        super().__init__()
        self.wrong = found


def wrong(row: Row, key: str, unclear: Unclear) -> Wrong:
    """Say of a cell what is wrong with it."""
    return Wrong(
        sheet=_(row.page.name),
        row=row.number,
        letter=row.letters.get(key, ""),
        column=_(row.page.column(key).title) if key else "",
        value=row.plain(key),
        unclear=unclear,
    )


def marks(sheets: Mapping[str, Sheet]) -> dict[str, str]:
    """Read what the workbook says of itself. Raises Unclear where it is not ours, or of another version."""
    sheet = sheets.get(MARK_SHEET)
    rows = islice(xlsx.every_row(sheet), LOOKED_AT) if sheet else ()
    told = {_brief(row[0]): _brief(row[1]) for _number, row in rows if len(row) > 1}
    if told.get("mark") != MARK:
        raise Unclear(NOT_OURS)
    if told.get("version") != VERSION:
        raise Unclear(OTHER_VERSION)
    return told


def read(sheets: Mapping[str, Sheet], *, most: int | None = None) -> Sent:
    """Read every line, and keep those that were touched, so many at most.

    Raises Unclear where the sheets are not whole, or more were touched; Enough where too much is wrong.
    """
    sent = Sent({one.key: [] for one in PAGES}, set(), [], [])
    for page in PAGES:
        _read_page(page, _sheet_of(page, sheets), sent, most)
    return sent


def _sheet_of(page: Page, sheets: Mapping[str, Sheet]) -> Sheet:
    wanted = _in_all_languages(page.name)
    found = [name for name in sheets if fold(name) in wanted]
    if len(found) > 1:
        raise Unclear(TWO_SHEETS, sheet=_(page.name), found=", ".join(found[:NAMES_SHOWN]))
    if found:
        return sheets[found[0]]
    shown = [name for name in sheets if name != MARK_SHEET]
    alike = get_close_matches(fold(_(page.name)), [fold(name) for name in shown], 1, ALIKE)
    if alike:
        meant = next(name for name in shown if fold(name) == alike[0])
        raise Unclear(MEANT_SHEET, sheet=_(page.name), alike=meant)
    raise Unclear(NO_SHEET, sheet=_(page.name), found=", ".join(shown[:NAMES_SHOWN]))


def _read_page(page: Page, sheet: Sheet, sent: Sent, most: int | None) -> None:
    rows = xlsx.every_row(sheet)
    places = _headings(page, rows, sent)
    letters = {key: xlsx.letter(place + 1) for key, place in places.items()}
    keys = [one.key for one in page.columns if one.sort != "stamp"]
    entered = [one.key for one in page.entered]
    seen: dict[str, int] = {}
    for number, values in rows:
        found = {key: values[place] if place < len(values) else "" for key, place in places.items()}
        broken = _broken(sheet, number, places, found)
        found = {key: cells.cut(value, cells.MOST_LETTERS) for key, value in found.items()}
        if not broken and all(cells.is_blank(found[key]) for key in entered):
            continue
        label = found["label"] = _label(found["label"])
        marked = cells.plain(found["stamp"])
        if not broken and marked and stamp([found[key] for key in keys]) == marked:
            if _see(seen, label, number) is not None:
                _object_to_twin(sent, page, label, number)
            sent.as_before.add(label)
            continue
        row = Row(page, number, label, marked, found, letters, broken)
        for key, sort in broken.items():
            sent.object_to(row, key, Unclear(cells.BROKEN[sort]))
        if not label and not page.hangs:
            sent.object_to(row, "label", Unclear(NO_LABEL))
        if label and (above := _see(seen, label, number)) is not None:
            sent.object_to(row, "label", Unclear(TWICE, label=label, row=above))
            continue
        sent.touched[page.key].append(row)
        if most is not None and sum(map(len, sent.touched.values())) > most:
            raise Unclear(TOO_MANY, most=most)


def _broken(sheet: Sheet, number: int, places: Mapping[str, int], found: Mapping[str, Any]) -> dict[str, str]:
    """Tell which cells of a line hold nothing to be read, or far too much."""
    broken = {key: "long" for key, value in found.items() if cells.is_long(value)}
    if sheet.broken:
        marked = {key: sheet.broken.get((number, place + 1)) for key, place in places.items()}
        broken |= {key: sort for key, sort in marked.items() if sort}
    return {key: sort for key, sort in broken.items() if key != "stamp"}


def _object_to_twin(sent: Sent, page: Page, label: str, number: int) -> None:
    """Object to a line that was changed while a copy of it stands below: it was meant as a new one."""
    twin = next((one for one in sent.touched[page.key] if one.label == label), None)
    if twin is not None:
        sent.object_to(twin, "label", Unclear(TWICE, label=label, row=number))


def _see(seen: dict[str, int], label: str, number: int) -> int | None:
    """Remember in which row a line stands; give the one in which it stood before."""
    return None if seen.setdefault(label, number) == number else seen[label]


def _label(value: Any) -> str:
    """Give a line's mark one way: "12", "12.1", "M1"."""
    return cells.plain(value).replace(",", ".").upper().replace(" ", "")


def _headings(page: Page, rows: Iterator[tuple[int, list[Any]]], sent: Sent) -> dict[str, int]:
    """Find in which column each heading stands; the rows go on below them. Raises Unclear."""
    known = {title: one for one in page.columns for title in _in_all_languages(one.title)}
    for _number, values in islice(rows, HEAD + LOOKED_AT):
        titles = [fold(_brief(value)) for value in values]
        if sum(title in known for title in titles) * 2 > len(page.columns):
            return _placed(page, known, [_brief(value) for value in values], sent)
    raise Unclear(NO_HEADINGS, sheet=_(page.name))


def _brief(value: Any) -> str:
    """Give a heading, or as much of another text as tells that it is none."""
    return cells.plain(cells.cut(value, HEADING_LETTERS))


def _placed(page: Page, known: Mapping[str, Column], titles: list[str], sent: Sent) -> dict[str, int]:
    places: dict[str, int] = {}
    others = []
    for place, title in enumerate(titles):
        column = known.get(fold(title))
        if column is None:
            others += [title] if title else []
            continue
        if column.key in places:
            raise Unclear(TWO_COLUMNS, sheet=_(page.name), column=title)
        places[column.key] = place
    for one in page.columns:
        if one.key not in places:
            raise _missing(page, one, others)
    sent.beside.extend((page.name, title) for title in others)
    return places


def _missing(page: Page, column: Column, others: list[str]) -> Unclear:
    title = _(column.title)
    alike = get_close_matches(fold(title), [fold(one) for one in others], 1, ALIKE)
    if not alike:
        return Unclear(NO_COLUMN, sheet=_(page.name), column=title)
    meant = next(one for one in others if fold(one) == alike[0])
    return Unclear(MEANT_COLUMN, sheet=_(page.name), column=title, alike=meant)


@cache
def _in_all_languages(words: str) -> frozenset[str]:
    return frozenset(fold(one) for one in spoken_everywhere(words))


@cache
def spoken_everywhere(words: str) -> tuple[str, ...]:
    """Give words in each language: a form may have been fetched in another one."""
    found = []
    for locale in LOCALES:
        with speaking(locale):
            found.append(_(words))
    return tuple(found)


def numbers(sent: Sent) -> set[int]:
    """Give the saved activities that were touched, in themselves or in what hangs on them."""
    found = {row.label for row in sent.touched[ACTIVITIES.key]}
    for page in PAGES[1:]:
        for row in sent.touched[page.key]:
            found.add(whose(row))
    return {int(label) for label in found if label.isdecimal() and len(label) <= FIGURES}


def whose(row: Row) -> str:
    """Give the activity that a line hangs on: as its own number tells, else as it was written."""
    return _label(row.cells.get("activity")) if row.is_new else row.label.partition(".")[0]
