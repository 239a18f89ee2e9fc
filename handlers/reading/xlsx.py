"""This file is Excel files that people send: what is no such file or means harm is refused before it is read.

The reader (calamine) makes room for every cell up to the last one, and keeps every text: so both are counted
first, from the very bytes that it will read, whatever the file says of itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile, ZipInfo

from python_calamine import CalamineWorkbook, load_workbook

from handlers.reading.unclear import N_, Unclear

MEGABYTE = 2**20
MOST_BYTES = 20 * MEGABYTE
MOST_UNPACKED = 120 * MEGABYTE
MOST_PARTS = 200
# The reader makes room for so many cells, empty ones between others too.
MOST_CELLS = 3_000_000
MOST_COLUMNS = 200
# So many texts are kept apart from the cells.
MOST_TEXTS = 1_500_000
# One text may stand in many cells of a sheet: together they hold so many letters.
MOST_LETTERS = 25_000_000
# So many cells without a value are remembered.
MOST_BROKEN = 100_000
# What tells the sheets apart is small in any file.
MOST_TELLING = MEGABYTE
CHUNK = MEGABYTE // 4
# A cell has no more tags, unless each of its words looks another way.
MOST_TAGS = 64

NOT_EXCEL = N_("This is no Excel file (.xlsx), or it is damaged. Please save it as an Excel workbook again.")
OLD_EXCEL = N_(
    "This file is of the old kind (.xls), or it has a password. Please save it as an Excel workbook (.xlsx)"
    " without a password."
)
OPEN_DOCUMENT = N_("This file is of the kind .ods. Please save it as an Excel workbook (.xlsx).")
MACROS = N_("This file has macros. Please save it as an Excel workbook without macros (.xlsx).")
LINKS = N_("This file takes values from other files. Please keep the values alone (paste as values).")
TOO_LARGE = N_("This file is too large: {most} MB are the most.")
TOO_FULL = N_(
    "This file is far larger than it looks once it is unpacked. Please copy the lines into a fresh form."
)
TOO_WIDE = N_(
    "A cell far below or far to the right is filled in. Please copy the lines into a"
    " fresh form, and send that."
)

ADDRESS = re.compile(rb"\br\s*=\s*[\"']\s*([A-Za-z]{0,8})([0-9]{1,12})\s*[\"']")
# What a cell says of itself; its formula, which stands first in it; the value that was worked out, if it was.
# No part goes past the next tag: what is never closed would be gone over again from each cell on.
CELL = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)"
    rb"(>\s*<(?:\w+:)?f\b(?:[^<>]*(?:/>|>[^<]*</(?:\w+:)?f\s*>)\s*(<(?:\w+:)?v\b[^<>/]*>[^<])?)?)?"
)
CELL_BEGINS = re.compile(rb"<(?:\w+:)?(?:c|row)\b")
TYPE = re.compile(rb"\bt\s*=\s*[\"'](\w+)")
TEXT = re.compile(rb"<(?:\w+:)?si\b")
# The reader makes room for as many as the file says there are, and takes the process along if there is none.
COUNT = re.compile(rb"ount\s*=\s*[\"']\s*\+?([0-9]+)")
# Where a sheet lies, as the workbook says: no way up, nothing in disguise.
AIM = re.compile(r"(?:/xl/)?(?!xl/)((?:\w[\w .-]*/)*\w[\w .-]*)", re.ASCII | re.IGNORECASE)
LETTERS = 26


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows with their numbers as Excel shows them, and what stands in cells without a value.

    `broken` says of a place (row and column, counted from 1) which sort of nothing is there: "error" is a
    formula that could not be worked out, "formula" one that nobody has worked out yet.
    """

    name: str
    broken: Mapping[tuple[int, int], str]
    _file: CalamineWorkbook

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Give each row with its number; the first cell is always that of column A."""
        sheet = self._file.get_sheet_by_name(self.name)
        before = [""] * (sheet.start[1] if sheet.start else 0)
        for number, row in enumerate(sheet.iter_rows(), 1):
            yield number, [*before, *row]


def opened(content: bytes) -> dict[str, Sheet]:
    """Give the sheets by their names, hidden ones too. Raises Unclear."""
    with _unpacked(content) as packed:
        try:
            paths = _paths(packed)
            broken = _looked_through(packed, set(paths.values()))
            file = load_workbook(BytesIO(content))
            names = list(file.sheet_names)
        except Unclear:
            raise
        except BaseException as error:  # noqa: BLE001 - the reader panics past `Exception`
            raise _refused(error) from None
    if set(names) != paths.keys():
        raise Unclear(NOT_EXCEL)
    return {name: Sheet(name, broken.get(paths[name], {}), file) for name in names}


def every_row(sheet: Sheet) -> Iterator[tuple[int, list[Any]]]:
    """Give a sheet's rows; a sheet that the reader stumbles over is no sheet. Raises Unclear."""
    rows, left = sheet.rows(), MOST_LETTERS
    while True:
        try:
            found = next(rows, None)
        except BaseException as error:  # noqa: BLE001 - the reader panics past `Exception`
            raise _refused(error) from None
        if found is None:
            return
        left -= sum(len(value) for value in found[1] if isinstance(value, str))
        if left < 0:
            raise Unclear(TOO_FULL)
        yield found


def letter(column: int) -> str:
    """Name a column, counted from 1, as Excel does: A, Z, AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def _refused(error: BaseException) -> BaseException:
    """Give what to raise: the reader is not of Python, and panics past `Exception`; the end stays the end."""
    is_end = isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError)
    return error if is_end else Unclear(NOT_EXCEL)


def _unpacked(content: bytes) -> ZipFile:
    """Open the zip that an Excel file is, if it is one of a size that can be read. Raises Unclear."""
    if len(content) > MOST_BYTES:
        raise Unclear(TOO_LARGE, most=MOST_BYTES // MEGABYTE)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unclear(OLD_EXCEL)
    try:
        packed = ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        raise Unclear(NOT_EXCEL) from None
    _check_parts(packed.infolist())
    return packed


def _check_parts(parts: list[ZipInfo]) -> None:
    """Look at what the file says it holds."""
    names = {one.filename.casefold() for one in parts}
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise Unclear(TOO_FULL)
    if "content.xml" in names and "mimetype" in names:
        raise Unclear(OPEN_DOCUMENT)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise Unclear(MACROS)
    if any("/externallinks/" in name for name in names):
        raise Unclear(LINKS)
    if "xl/workbook.xml" not in names or len(names) != len(parts) or any("\\" in name for name in names):
        raise Unclear(NOT_EXCEL)
    if any(one.flag_bits & 1 for one in parts):
        raise Unclear(OLD_EXCEL)


def _looked_through(packed: ZipFile, sheets: set[str]) -> dict[str, dict[tuple[int, int], str]]:
    """Unpack everything once without keeping it, and count; give the cells without a value by sheet."""
    left, texts = MOST_UNPACKED, 0
    broken: dict[str, dict[tuple[int, int], str]] = {}
    for part in packed.infolist():
        name, extent = part.filename.casefold(), _Extent()
        for piece in _pieces(packed, part, left):
            left -= len(piece)
            _check_nothing_is_declared(piece)
            if name in sheets:
                extent.see(piece)
            elif name == "[content_types].xml" and b"macroEnabled" in piece:
                raise Unclear(MACROS)
            texts += len(TEXT.findall(piece))
            if any(len(told) > 7 or int(told) > MOST_TEXTS for told in COUNT.findall(piece)):
                raise Unclear(NOT_EXCEL)
        if texts > MOST_TEXTS:
            raise Unclear(TOO_FULL)
        if extent.broken:
            broken[name] = extent.broken
    return broken


def _check_nothing_is_declared(piece: bytes) -> None:
    """Refuse a text that defines words of its own: they grow when they are read."""
    if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
        raise Unclear(NOT_EXCEL)


def _pieces(packed: ZipFile, part: ZipInfo, most: int) -> Iterator[bytes]:
    """Unpack a part piece by piece; each ends where a cell or at least a tag begins."""
    size, kept = 0, b""
    with packed.open(part) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise Unclear(TOO_FULL)
            kept += chunk
            cut = _cut(kept)
            if cut > 0:
                yield kept[:cut]
                kept = kept[cut:]
            elif len(kept) > MEGABYTE:
                yield kept
                kept = b""
    yield kept


def _cut(kept: bytes) -> int:
    """Find where a piece ends: before the last cell, if that is near, else before the last tag."""
    last = at = kept.rfind(b"<")
    for _tag in range(MOST_TAGS):
        if at <= 0 or CELL_BEGINS.match(kept, at):
            break
        at = kept.rfind(b"<", 0, at)
    return at if at > 0 and CELL_BEGINS.match(kept, at) else last


class _Extent:
    """How far a sheet reaches, and its cells without a value."""

    def __init__(self) -> None:
        self.rows = self.columns = 1
        self.broken: dict[tuple[int, int], str] = {}

    def see(self, piece: bytes) -> None:
        if len(piece) > MEGABYTE:  # no cell holds so much, and a tag may not be cut in two
            raise Unclear(TOO_FULL)
        found = ADDRESS.findall(piece)
        rows = {figures for _letters, figures in found}
        columns = {letters for letters, _figures in found}
        self.rows = max(self.rows, *map(int, rows)) if rows else self.rows
        self.columns = max(self.columns, *map(_place, columns)) if columns else self.columns
        if self.columns > MOST_COLUMNS or self.rows * self.columns > MOST_CELLS:
            raise Unclear(TOO_WIDE)
        if b"<f" in piece or b":f" in piece or b'"e"' in piece or b"'e'" in piece:
            self._mark(piece)

    def _mark(self, piece: bytes) -> None:
        for about, formula, value in CELL.findall(piece):
            at, sort = ADDRESS.search(about), TYPE.search(about)
            told = sort[1] if sort else b""
            is_formula = formula and not value and told != b"str"
            if at and at[1] and (told == b"e" or is_formula):
                self.broken[(int(at[2]), _place(at[1]))] = "error" if told == b"e" else "formula"
        if len(self.broken) > MOST_BROKEN:
            raise Unclear(TOO_FULL)


def _place(letters: bytes) -> int:
    place = 0
    for one in letters.upper():
        place = place * LETTERS + one - ord("A") + 1
    return place


def _paths(packed: ZipFile) -> dict[str, str]:
    """Give in which part each sheet lies, by its name: the very one that the reader takes. Raises Unclear."""
    parts = {one.filename.casefold(): one for one in packed.infolist()}
    relations = _told(packed, parts.get("xl/_rels/workbook.xml.rels"), "Relationship")
    aims = {one.get("Id"): one.get("Target", "") for one in relations}
    sheets = _told(packed, parts["xl/workbook.xml"], "sheet")
    found = {one.get("name", ""): _path(one, aims) for one in sheets}
    are_clear = len(aims) == len(relations) and len(found) == len(sheets)
    if not found or not are_clear or not parts.keys() >= set(found.values()):
        raise Unclear(NOT_EXCEL)
    return found


def _path(sheet: ET.Element, aims: Mapping[str | None, str]) -> str:
    """Give the part of one sheet; nothing where it does not name a single one."""
    numbers = [value for key, value in sheet.attrib.items() if key.rpartition("}")[2] == "id"]
    aim = AIM.fullmatch(aims.get(numbers[0], "")) if len(numbers) == 1 else None
    return f"xl/{aim[1]}".casefold() if aim else ""


def _told(packed: ZipFile, part: ZipInfo | None, tag: str) -> list[ET.Element]:
    """Read what a small part says in its tags of one name. Raises Unclear."""
    if part is None or part.file_size > MOST_TELLING:
        raise Unclear(NOT_EXCEL)
    content = packed.read(part)
    _check_nothing_is_declared(content)
    if b"\0" in content:  # written so that what it declares would not be seen
        raise Unclear(NOT_EXCEL)
    return [one for one in ET.fromstring(content).iter() if one.tag.rpartition("}")[2] == tag]  # noqa: S314 - no entities
