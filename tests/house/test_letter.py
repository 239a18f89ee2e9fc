"""This file is how letters are filled: text stays text, the same values give the same file, and faults."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.document import Document as Page
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from handlers.replies import consolidated, letter, letterform, templates
from handlers.replies.letters import problem
from handlers.replies.lettersample import sample
from handlers.replies.templates import Fault, Problem


def page(*lines: str) -> bytes:
    """Make a template of these lines."""
    made = letterform.begin("test")
    for line in lines:
        letterform.body(made, line)
    return letterform.end(made)


def lines(file: bytes) -> list[str]:
    return [one.text for one in Document(BytesIO(file)).paragraphs]


def repacked(change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """Make the shipped template with its parts changed, and more parts."""
    made = BytesIO()
    with ZipFile(BytesIO(consolidated.template())) as parts, ZipFile(made, "w", ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            packed.writestr(name, change(name, parts.read(name)))
        for name, content in more.items():
            packed.writestr(name, content)
    return made.getvalue()


def same(_name: str, part: bytes) -> bytes:
    return part


def edited(change: Callable[[Page], None]) -> bytes:
    """Give the shipped template as somebody left it in Word."""
    document = Document(BytesIO(consolidated.template()))
    change(document)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def found(template: bytes) -> list[Problem]:
    return templates.problems(template, sample(), needed=consolidated.NEEDED)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("A & B < C > D", "A & B < C > D"),
        ("{{7*7}} {%p for x in y %} {{ x }}", "{{7*7}} {%p for x in y %} {{ x }}"),
        ("<w:p>x</w:p>", "<w:p>x</w:p>"),
        ("hai\ndòng\tvà\x0bnữa", "hai dòng và nữa"),
        ("dấu\x00\x07\x1b\ufffe điều khiển", "dấu điều khiển"),
        ("Đường đi \u202eđảo\u202c", "Đường đi đảo"),
        ("Nguye\u0302\u0303n Đình Đức", "Nguyễn Đình Đức"),
        ("dài" * 2000, "dài" * 2000),
        ("=1+1 'x' \"y\"", "=1+1 'x' \"y\""),
    ],
)
def test_text_is_only_ever_text(said: str, shown: str) -> None:
    assert lines(letter.fill(page("{{ x }}"), {"x": said})) == [shown]


def test_the_same_values_give_the_same_file_and_it_is_a_template_no_more() -> None:
    assert consolidated._made() == consolidated.template()  # noqa: SLF001 - past the cache
    filled = letter.fill(consolidated.template(), sample())
    assert filled == letter.fill(consolidated.template(), sample())
    assert templates.mark(consolidated.template()) == consolidated.KIND
    assert templates.mark(filled) == ""
    assert templates.mark(b"no file at all") == ""


def test_a_name_that_is_not_there_is_no_empty_space() -> None:
    with pytest.raises(UndefinedError):
        letter.fill(page("{{ nobody }}"), {})


def test_a_template_can_not_reach_into_the_bot() -> None:
    reaching = page("{{ ''.__class__.__mro__ }}")
    with pytest.raises(SecurityError):
        letter.fill(reaching, {})
    assert [one.fault for one in templates.problems(reaching, {})] == [Fault.UNSAFE, Fault.UNSAFE]


def test_the_shipped_template_is_in_order_and_survives_word() -> None:
    assert found(consolidated.template()) == []

    def more(document: Page) -> None:
        document.add_paragraph("Phụ lục do cơ quan thêm")

    assert found(edited(more)) == []


def replaced(old: str, new: str) -> bytes:
    """Let somebody write something else in a paragraph."""

    def change(document: Page) -> None:
        one = next(one for one in document.paragraphs if old in one.text)
        for run in one.runs[1:]:
            run.text = ""
        one.runs[0].text = one.text.replace(old, new)

    return edited(change)


def fault(sort: Fault, what: str = "") -> tuple[Fault, str]:
    return sort, what


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (lambda: b"no file at all", fault(Fault.NOT_WORD)),
        (lambda: consolidated.template()[:-200], fault(Fault.NOT_WORD)),
        (lambda: b"x" * (2 * 2**20 + 1), fault(Fault.TOO_LARGE)),
        (lambda: repacked(same, **{"word/media/bomb.png": bytes(31 * 2**20)}), fault(Fault.TOO_LARGE)),
        (lambda: repacked(same, **{"word/vbaProject.bin": b"x"}), fault(Fault.MACROS)),
        (
            lambda: repacked(same, **{"word/embeddings/oleObject1.bin": b"x"}),
            fault(Fault.OUTSIDE, "word/embeddings/oleObject1.bin"),
        ),
        (
            lambda: repacked(
                lambda name, part: (
                    part.replace(
                        b"</Relationships>",
                        b'<Relationship Id="rId99" Type="http://x/image" Target="http://example.org/a.png"'
                        b' TargetMode="External"/></Relationships>',
                    )
                    if name == "word/_rels/document.xml.rels"
                    else part
                )
            ),
            fault(Fault.OUTSIDE, "http://example.org/a.png"),
        ),
        (lambda: replaced("{{ subject }}", "{{ subject }} {{ chu_de }}"), fault(Fault.UNKNOWN, "chu_de")),
        (lambda: replaced("{{ subject }}", "{{ subject.upper() }}"), fault(Fault.UNSAFE, "a call")),
        (lambda: replaced("{{ subject }}", "{{ subject * 9 }}"), fault(Fault.UNSAFE, "a calculation")),
        (
            lambda: repacked(same, **{"docProps/custom.xml": b"<p>{% for a in targets %}</p>"}),
            fault(Fault.UNSAFE, "docProps/custom.xml"),
        ),
        (
            lambda: repacked(same, **{"word/footnotes.xml": b"<w:p>{{ subject }}</w:p>"}),
            fault(Fault.UNSAFE, "word/footnotes.xml"),
        ),
        (
            lambda: repacked(same, **{"word/footnotes.xml": b'<w:fldSimple w:instr=" INCLUDEPICTURE x "/>'}),
            fault(Fault.OUTSIDE, "INCLUDEPICTURE"),
        ),
        (
            lambda: repacked(
                same,
                **{
                    "word/footnotes.xml": b"<w:instrText> INCLUDE</w:instrText>"
                    b"<w:instrText>TEXT x</w:instrText>"
                },
            ),
            fault(Fault.OUTSIDE, "INCLUDETEXT"),
        ),
        (lambda: replaced("{{ group.name }}", "{{ group.ten }}"), fault(Fault.UNKNOWN, "ten")),
        (lambda: replaced("{{ subject }}", "không tên"), fault(Fault.MISSING, "subject")),
        (lambda: replaced("{{ subject }}", "{{p subject }}"), fault(Fault.UNSAFE, "{{p ")),
        (lambda: replaced("{{ subject }}", "{% cellbg subject %}"), fault(Fault.UNSAFE, "{% cellbg")),
        (lambda: replaced("{{ subject }}", "{{ subject"), fault(Fault.SYNTAX, "{{ subject")),
        (
            lambda: replaced("{%p for line in leading %}", "Chữ mất {%p for line in leading %}"),
            fault(Fault.LOST, "{%p for line in leading %}"),
        ),
    ],
)
def test_each_fault_is_found_and_told_in_plain_words(
    template: Callable[[], bytes], expected: tuple[Fault, str]
) -> None:
    problems = found(template())
    assert expected[0] in {one.fault for one in problems}, problems
    if expected[1]:
        assert expected[1] in {one.what for one in problems}
    for one in problems:
        assert "{" not in problem(Problem(fault=one.fault, what="x"))


def test_the_head_is_as_the_decree_has_it() -> None:
    document: Any = Document(BytesIO(consolidated.template()))
    upright, lying = document.sections
    sides = ("page_width", "page_height", "top_margin", "bottom_margin", "left_margin", "right_margin")
    assert [round(getattr(upright, side).mm) for side in sides] == [210, 297, 20, 20, 30, 15]
    assert (round(lying.page_width.mm), round(lying.page_height.mm)) == (297, 210)
    assert upright.different_first_page_header_footer
    assert "PAGE" in upright.header._element.xml  # noqa: SLF001
    head = document.tables[0]
    assert [cell.text for cell in head.rows[0].cells] == [
        "{{ superior }}\n{{ office }}\n",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n",
    ]
    fonts = document.styles["Normal"].element.rPr.rFonts.attrib
    assert set(fonts.values()) == {"Times New Roman"}
