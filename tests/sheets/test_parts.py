"""This file is where a workbook's sheets lie: what is counted and refused there is just what is read."""

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest

from handlers.reading import xlsx
from handlers.reading.unclear import Unclear
from tests.sheets import fuzz

Parts = dict[str, bytes]
SHEET, BOOK, AIMS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def workbook() -> Parts:
    """Give a workbook with a formula that nobody has worked out."""
    book, kept = openpyxl.Workbook(), BytesIO()
    assert book.active is not None
    book.active["B2"] = '=1&"x"'
    book.save(kept)
    return fuzz.parts(kept.getvalue())


def moved(parts: Parts) -> None:
    parts["xl/sheets/sheet1.xml"] = parts.pop(SHEET)
    parts[AIMS] = parts[AIMS].replace(b"worksheets/sheet1", b"sheets/sheet1")


def spelt_otherwise(parts: Parts) -> None:
    parts["xl/worksheets/Sheet1.XML"] = parts.pop(SHEET)


@pytest.mark.parametrize("change", [lambda _parts: None, moved, spelt_otherwise])
def test_a_formula_that_was_never_worked_out_is_seen_wherever_it_is(change: Callable[[Parts], None]) -> None:
    parts = workbook()
    change(parts)
    assert xlsx.opened(fuzz.packed(parts))["Sheet"].broken == {(2, 2): "formula"}


@pytest.mark.parametrize("change", [moved, spelt_otherwise])
def test_how_far_a_sheet_reaches_is_seen_wherever_it_is(change: Callable[[Parts], None]) -> None:
    parts = workbook()
    parts[SHEET] = parts[SHEET].replace(b"B2", b"P1000000")
    change(parts)
    with pytest.raises(Unclear, match="A cell far below"):
        xlsx.opened(fuzz.packed(parts))


@pytest.mark.parametrize("prefix", [b"", b"x:"])
def test_none_is_missed_where_a_long_sheet_is_read_in_pieces(prefix: bytes) -> None:
    row = b'<row r="%d"><-c r="A%d"><-f>1</-f></-c></row>'.replace(b"-", prefix)
    rows = b"".join(row % (n, n) for n in range(1, 20_000))
    space = b'<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns="'
    parts = workbook()
    head, _sheet, _foot = parts[SHEET].partition(b"<sheetData>")
    parts[SHEET] = (
        head.replace(b'<worksheet xmlns="', space) + b"<sheetData>%s</sheetData></worksheet>" % rows
    )
    found = xlsx.opened(fuzz.packed(parts))["Sheet"].broken
    assert found == {(n, 1): "formula" for n in range(1, 20_000)}


def test_one_text_in_very_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_LETTERS", 100)
    parts, row = workbook(), b'<row r="3"><c r="A3" t="inlineStr"><is><t>%s</t></is></c></row></sheetData>'
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", row % (b"a" * 101))
    sheet = xlsx.opened(fuzz.packed(parts))["Sheet"]
    with pytest.raises(Unclear, match="far larger than it looks"):
        list(xlsx.every_row(sheet))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (AIMS, b"worksheets/sheet1.xml", b"worksheets/sheet9.xml"),
        (AIMS, b"worksheets/sheet1.xml", b"worksheets/../worksheets/sheet1.xml"),
        (AIMS, b"/xl/worksheets/sheet1.xml", b"xl/worksheets/sheet1.xml"),
        (AIMS, b"</Relationships>", b'<Relationship Id="rId1" Target="x"/></Relationships>'),
        (AIMS, b"<Relationships", b"<!DOCTYPE x><Relationships"),
        (BOOK, b' r:id="rId1"', b' r:id="rId1" id="rId2"'),
        (BOOK, b"<sheets>", b'<sheets><sheet name="Sheet" id="rId1"/>'),
    ],
)
def test_a_sheet_that_can_not_be_found_for_sure_is_refused(part: str, old: bytes, new: bytes) -> None:
    parts = workbook()
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    with pytest.raises(Unclear, match="This is no Excel file"):
        xlsx.opened(fuzz.packed(parts))
