"""This file is the form of official documents (Nghị định 30/2020/NĐ-CP), as blocks that make a Word template.

Each block takes texts, which hold docxtpl's tags. It is slow to import: python-docx comes with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from docx import Document
from docx.document import Document as Page
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from handlers.replies.letter import MARK, saved
from handlers.replies.words import _

FONT = "Times New Roman"
SHORT_SIDE, LONG_SIDE = Mm(210), Mm(297)
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
WIDTH = 165  # of the text on an upright page, in mm; 247 on one that lies
AGENCY, STATE = 73, 92  # the columns of the head, in mm: the state's name takes 88 at 12 pt
BODY = 14
RULE = 3  # a rule is the lower border of so low a paragraph
MOTTO_RULE, AGENCY_RULE, SUBJECT_RULE = 49, 24, 30  # as long as what is above it, or a third
PADDING = 1.2  # at the sides of a table's cells, in mm
FIRST_LINE = Mm(12.7)

Align = Literal["left", "centre", "right", "justify"]
ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table: its heading, its width in mm, what its cells hold."""

    title: str
    width: float
    cell: str
    align: Align = "left"


def begin(kind: str, *, size: float = BODY) -> Page:
    """Begin an empty A4 page of the form, its text 13 or 14 pt.

    `kind` says in the file's properties which template it is.
    """
    page = Document()
    for style in (page.styles["Normal"], page.styles["Header"]):
        _dress(style, size)
    _margins(page.sections[0])
    _number_pages(page.sections[0])
    page.core_properties.category = f"{MARK}:{kind}"
    page.core_properties.author = page.core_properties.comments = page.core_properties.title = ""
    return page


def end(page: Page) -> bytes:
    return saved(page)


def head(page: Page, *, superior: str, office: str, number: str, dated: str, under_number: str = "") -> None:
    """Set the agency beside the state's name, the number beside place and date.

    Some stand under no superior agency.
    """
    table = _frame(page, (AGENCY, STATE), 2)
    agency, state = table.rows[0].cells
    if superior:
        _line(agency, superior, size=12)
    _line(agency, office, size=12, bold=True)
    _rule(agency, AGENCY, AGENCY_RULE)
    _line(state, _("SOCIALIST REPUBLIC OF VIET NAM"), size=12, bold=True)
    _line(state, _("Independence - Freedom - Happiness"), size=13, bold=True)
    _rule(state, STATE, MOTTO_RULE)
    numbered, placed = table.rows[1].cells
    _line(numbered, number, size=13, above=6)
    _line(placed, dated, size=13, italic=True, above=6)
    if under_number:
        _line(numbered, under_number, size=13, bold=True, above=3)


def title(page: Page, kind: str, subject: str) -> None:
    """Set the document's kind, its trích yếu, and the rule under them."""
    _line(page, kind, size=14, bold=True, above=12)
    _line(page, subject, size=14, bold=True)
    _rule(page, WIDTH, SUBJECT_RULE)
    _line(page, "", size=6)


def heading(page: Page, words: str) -> Paragraph:
    """Set a level such as "I." or "1.", kept on the page of what follows."""
    paragraph = body(page, words, bold=True)
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def body(page: Page, words: str, *, bold: bool = False, italic: bool = False) -> Paragraph:
    """Set a paragraph of the text: justified, its first line indented, 6 pt above."""
    paragraph = page.add_paragraph()
    _write(paragraph, words, bold=bold, italic=italic)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = FIRST_LINE
    paragraph.paragraph_format.space_before = Pt(6)
    return paragraph


def tag(page: Page, words: str) -> None:
    """Set a line for docxtpl alone, such as "for one in groups" or "endfor": it is gone once filled."""
    paragraph = page.add_paragraph()
    _write(paragraph, f"{{%p {words} %}}", size=9)


def each(page: Page, name: str, of: str, words: str, *, keep: bool = False) -> None:
    """Set a paragraph once for each of a list; `keep` it on the page of what follows."""
    tag(page, f"for {name} in {of}")
    body(page, words).paragraph_format.keep_with_next = keep
    tag(page, "endfor")


def annex(page: Page, words: str, name: str, enclosed: str) -> None:
    """Set the head of an annex: that it is one, its name, and of which document it is a part."""
    _line(page, words, size=14, bold=True)
    _line(page, name, size=14, bold=True)
    _line(page, enclosed, size=14, italic=True)


def caption(page: Page, words: str, *, note: str = "") -> None:
    """Set a table's title, and in italics what it is in."""
    _line(page, words, size=14, bold=True, above=12).paragraph_format.keep_with_next = True
    if note:
        _line(page, note, size=12, italic=True).paragraph_format.keep_with_next = True


def table(page: Page, columns: Sequence[Column], rows: str) -> None:
    """Set a table whose headings come again on each page; `rows` is such as "row in targets"."""
    _line(page, "", size=4).paragraph_format.keep_with_next = True
    grid = page.add_table(rows=4, cols=len(columns))
    grid.style = page.styles["Table Grid"]
    _measure(grid, [column.width for column in columns])
    _pad(grid, PADDING)
    top = grid.rows[0]
    top._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no word for it
    for cell, column in zip(top.cells, columns, strict=True):
        _line(cell, _(column.title), size=12, bold=True)
    _tag_row(grid, 1, f"for {rows}")
    for cell, column in zip(grid.rows[2].cells, columns, strict=True):
        _line(cell, column.cell, size=12, align=column.align)
    _tag_row(grid, 3, "endfor")
    _keep_whole(grid)
    _line(page, "", size=4)


def signature(page: Page, receivers: Sequence[str], *, position: str, name: str) -> None:
    """Set Nơi nhận beside the signature, never parted by a page's end.

    The paragraph before keeps to it, so that no signature stands on a page of its own.
    """
    if page.paragraphs:
        page.paragraphs[-1].paragraph_format.keep_with_next = True
    grid = _frame(page, (85, 80), 1)
    left, right = grid.rows[0].cells
    _line(left, _("Recipients:"), size=12, bold=True, italic=True, align="left", above=12)
    for line in receivers:
        _line(left, line, size=11, align="left")
    _line(right, position, size=14, bold=True, above=12)
    for _blank in range(4):
        _line(right, "", size=14)
    _line(right, name, size=14, bold=True)
    _keep_whole(grid)


def lie(page: Page) -> None:
    """Go on on pages that lie: annexes with wide tables."""
    section = page.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = LONG_SIDE, SHORT_SIDE
    _margins(section, top=LEFT, bottom=RIGHT)
    section.different_first_page_header_footer = False


def _margins(section: Section, *, top: Length = TOP, bottom: Length = BOTTOM) -> None:
    if section.orientation != WD_ORIENT.LANDSCAPE:
        section.page_width, section.page_height = SHORT_SIDE, LONG_SIDE
        section.left_margin, section.right_margin = LEFT, RIGHT
    else:
        section.left_margin, section.right_margin = Mm(25), Mm(25)
    section.top_margin, section.bottom_margin = top, bottom
    section.header_distance = section.footer_distance = Mm(10)


def _number_pages(section: Section) -> None:
    """Set the page's number in the middle of the top margin, from the second page on."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(BODY)
    for sort, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        if sort:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), sort)
        else:
            part = OxmlElement("w:instrText")
            part.text = words
        run._r.append(part)  # noqa: SLF001 - python-docx has no word for fields


def _dress(style: object, size: float) -> None:
    """Give a style the one font: theme fonts would win over it in Word."""
    if not isinstance(style, ParagraphStyle):
        return
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    style.paragraph_format.widow_control = True


def _frame(page: Page, widths: Sequence[float], rows: int) -> Table:
    """Set a table without lines or padding, to put things side by side."""
    grid: Table = page.add_table(rows=rows, cols=len(widths))
    _measure(grid, widths)
    _pad(grid, 0)
    return grid


def _pad(grid: Table, millimetres: float) -> None:
    """Leave so much room between a cell's sides and its text."""
    room = f'w:w="{Mm(millimetres).twips}" w:type="dxa"'
    padding = parse_xml(f"<w:tblCellMar {nsdecls('w')}><w:left {room}/><w:right {room}/></w:tblCellMar>")
    properties = grid._tbl.tblPr  # noqa: SLF001 - python-docx has no word for padding
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(padding)
    else:
        look.addprevious(padding)


def _measure(grid: Table, widths: Sequence[float]) -> None:
    grid.autofit = False
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _keep_whole(grid: Table) -> None:
    """Let no row of it be broken by a page's end."""
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - it has no word for it


def _tag_row(grid: Table, number: int, words: str) -> None:
    """Set a row for docxtpl alone, all its cells in one."""
    cells = grid.rows[number].cells
    _line(cells[0].merge(cells[-1]), f"{{%tr {words} %}}", size=9, align="left")


def _rule(where: Page | _Cell, width: float, length: float) -> None:
    """Draw a rule of a length in the middle: the lower border of a paragraph 3 pt high."""
    paragraph = where.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm((width - length) / 2)
    _lower(paragraph, RULE)
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    )
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - python-docx has no word for borders
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _line(
    where: Page | _Cell,
    words: str,
    *,
    size: float,
    bold: bool = False,
    italic: bool = False,
    align: Align = "centre",
    above: float = 0,
) -> Paragraph:
    """Set a line; the empty paragraph that each cell begins with is taken first."""
    fresh = isinstance(where, _Cell) and len(where.paragraphs) == 1 and not where.paragraphs[0].runs
    paragraph = where.paragraphs[0] if fresh else where.add_paragraph()
    if words:
        _write(paragraph, words, size=size, bold=bold, italic=italic)
    else:
        _lower(paragraph, size)
    paragraph.alignment = ALIGNED[align]
    paragraph.paragraph_format.space_before = Pt(above)
    return paragraph


def _lower(paragraph: Paragraph, points: float) -> None:
    """Make a paragraph exactly so high, whatever the size of its letters."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)


def _write(
    paragraph: Paragraph, words: str, *, size: float | None = None, bold: bool = False, italic: bool = False
) -> None:
    """Write words into a paragraph; without a size, in the page's own."""
    run = paragraph.add_run(words)
    run.font.bold, run.font.italic = bold, italic
    if size is not None:
        run.font.size = Pt(size)
