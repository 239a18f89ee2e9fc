"""This file is how letters are filled: text stays text, the same values give the same file, and faults."""

import struct
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.document import Document as Page
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from bot import proof
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


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINK = '<w:hyperlink r:id="rId99"><w:r><w:t>Trang của tỉnh</w:t></w:r></w:hyperlink>'


def related(sort: str, address: str, mode: str = "", within_body: str = "") -> bytes:
    """Make the shipped template with one more relationship, and what uses it."""
    more = f'<Relationship Id="rId99" Type="{R}/{sort}" Target="{address}"{mode}/>'
    changes = {
        "word/_rels/document.xml.rels": ("</Relationships>", more),
        "word/document.xml": ("<w:sectPr", f"<w:p>{within_body}</w:p>"),
    }

    def change(name: str, content: bytes) -> bytes:
        before, new = changes.get(name, ("", ""))
        head, found, rest = content.rpartition(before.encode()) if before else (content, b"", b"")
        return head + new.encode() + found + rest

    return repacked(change)


def footnotes(inside: str) -> bytes:
    return repacked(same, **{"word/footnotes.xml": f'<w:p xmlns:w="{W}">{inside}</w:p>'.encode()})


BEGIN, END = '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>'


def field(*told: str) -> str:
    return BEGIN + "".join(f"<w:instrText>{one}</w:instrText>" for one in told) + END


def lying(content: bytes, said: bytes, name: str = "word/more.xml") -> bytes:
    """Add a part to the shipped template whose heads tell of less than it holds."""
    whole = repacked(same)
    end = whole.rindex(b"PK\5\6")
    size, at = struct.unpack("<II", whole[end + 12 : end + 20])
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeezed.compress(content) + squeezed.flush()
    told = struct.pack("<IIIH", zlib.crc32(said), len(packed), len(said), len(name))
    begun = struct.pack("<HHHH", 20, 0, ZIP_DEFLATED, 0) + b"\x21\0" + told
    local = b"PK\3\4" + begun + b"\0\0" + name.encode() + packed
    central = b"PK\1\2\x14\0" + begun + bytes(12) + struct.pack("<I", at) + name.encode()
    listed = whole[at : at + size] + central
    count = len(ZipFile(BytesIO(whole)).namelist()) + 1
    last = struct.pack("<HHHHIIH", 0, 0, count, count, len(listed), at + len(local), 0)
    return whole[:at] + local + listed + b"PK\5\6" + last


def packed_in_a_rare_way() -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(consolidated.template())) as parts, ZipFile(made, "w", ZIP_BZIP2) as packed:
        for name in parts.namelist():
            packed.writestr(name, parts.read(name))
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


def loops(*walks: str) -> str:
    """Make loops within each other, beside what a template needs."""
    opened = "".join(f"{{% for {walk} %}}" for walk in walks)
    return "{{ subject }}" + opened + "x" + "{% endfor %}" * len(walks)


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
        (lambda: footnotes("{{ subject }}"), fault(Fault.UNSAFE, "word/footnotes.xml")),
        (
            lambda: footnotes('<w:fldSimple w:instr=" INCLUDEPICTURE x "/>'),
            fault(Fault.OUTSIDE, "INCLUDEPICTURE"),
        ),
        (lambda: footnotes(field(" INCLUDE", "TEXT x")), fault(Fault.OUTSIDE, "INCLUDETEXT")),
        (lambda: footnotes(field("includetext x")), fault(Fault.OUTSIDE, "INCLUDETEXT")),
        (lambda: footnotes(field("INCLUDE<!-- -->TE&#88;T x")), fault(Fault.OUTSIDE, "INCLUDETEXT")),
        (lambda: footnotes(field("ddeauto c:\\x")), fault(Fault.OUTSIDE, "DDEAUTO")),
        (lambda: footnotes(field("MERGEFIELD ten")), fault(Fault.UNSAFE, "MERGEFIELD")),
        (lambda: footnotes(BEGIN + field("REF x") + END), fault(Fault.UNSAFE, "a field without a name")),
        (lambda: footnotes(f"{field('REF x')}<w:instrText>RD x</w:instrText>"), fault(Fault.UNSAFE, "RD")),
        (lambda: footnotes("<w:altChunk/>"), fault(Fault.OUTSIDE, "altChunk")),
        (lambda: footnotes('<v:fill xmlns:v="v" src="//x/a.png"/>'), fault(Fault.OUTSIDE, "//x/a.png")),
        (lambda: repacked(same, **{"word/x.xml": b"<!DOCTYPE x><x/>"}), fault(Fault.NOT_WORD)),
        (
            lambda: repacked(same, **{"word/media/a.bin": b"\xd0\xcf\x11\xe0"}),
            fault(Fault.OUTSIDE, "word/media/a.bin"),
        ),
        (lambda: repacked(same, **{"word/media/a.svg": b"<svg/>"}), fault(Fault.OUTSIDE, "word/media/a.svg")),
        (
            lambda: related("image", "http://x/a.png", " TargetMode='external'"),
            fault(Fault.OUTSIDE, "http://x/a.png"),
        ),
        (lambda: related("image", "http://x/b.png"), fault(Fault.OUTSIDE, "http://x/b.png")),
        (lambda: related("image", "//x/c.png"), fault(Fault.OUTSIDE, "//x/c.png")),
        (lambda: related("aFChunk", "a.xml"), fault(Fault.OUTSIDE, "a.xml")),
        (lambda: related("oleObject", "media/a.png"), fault(Fault.OUTSIDE, "media/a.png")),
        (
            lambda: related(
                "hyperlink", "http://x/", ' TargetMode="External"', '<a:blip xmlns:a="a" r:link="rId99"/>'
            ),
            fault(Fault.OUTSIDE, "blip"),
        ),
        (lambda: repacked(same, **{"word/x.xml": bytes(2 * 2**20 + 1)}), fault(Fault.TOO_LARGE)),
        (lambda: lying(bytes(31 * 2**20), bytes(1000)), fault(Fault.TOO_LARGE)),
        (lambda: lying(b"<x/>" + bytes(1000), b"<x/>"), fault(Fault.NOT_WORD)),
        (packed_in_a_rare_way, fault(Fault.NOT_WORD)),
        (lambda: replaced("{{ subject }}", "{{ subject }} " + "%}" * 9 + "{%p " * 9), fault(Fault.SYNTAX)),
        (lambda: replaced("{{ subject }}", "{{ subject|join(subject) }}"), fault(Fault.UNSAFE, "join")),
        (lambda: replaced("{{ subject }}", "{{ subject|join('-----------') }}"), fault(Fault.UNSAFE, "join")),
        (
            lambda: replaced("{{ subject }}", "{{ subject|join('-')|upper|join('-') }}"),
            fault(Fault.UNSAFE, "join"),
        ),
        (
            lambda: replaced("{{ subject }}", loops("a in enterprises", "b in enterprises")),
            fault(Fault.UNSAFE, "a list within another list"),
        ),
        (
            lambda: replaced("{{ subject }}", loops("a in groups", "b in trainings")),
            fault(Fault.UNSAFE, "a list within another list"),
        ),
        (
            lambda: replaced("{{ subject }}", loops("a in groups", "b in a.lines", "c in a.lines")),
            fault(Fault.UNSAFE, "a list within another list"),
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


@pytest.mark.parametrize(
    "template",
    [
        lambda: related("hyperlink", "https://laocai.gov.vn/", ' TargetMode="External"', LINK),
        lambda: footnotes(f"{field('PA', 'GE')}<w:fldSimple w:instr='numpages \\* MERGEFORMAT'/>"),
        lambda: footnotes(field("TOC \\o") + field("PAGEREF x") + field("HYPERLINK x")),
        lambda: repacked(same, **{"word/media/image1.png": b"\x89PNG"}),
        lambda: replaced(
            "{{ subject }}", "{{ subject|upper }}: {{ opening|join('; ') }}, {{ groups|length }}"
        ),
        lambda: replaced("{{ subject }}", loops("a in groups", "b in a.lines")),
        lambda: replaced(
            "{{ subject }}",
            loops("a in groups") + loops("a in trainings") + loops("b in by_year", "c in b.rows"),
        ),
        lambda: replaced("{{ subject }}", "{% if groups|length > 1 %}{{ subject }}{% endif %}"),
    ],
)
def test_what_a_letter_has_use_for_passes(template: Callable[[], bytes]) -> None:
    assert found(template()) == []


def test_a_letter_that_never_ends_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letter, "MOST_LETTERS", 100_000)
    many = replaced("{{ subject }}", "{{ subject }}" + "{% for a in subject %}{{ groups }}{% endfor %}" * 9)
    with pytest.raises(letter.TooLong):
        letter.fill(many, sample())
    assert found(many) == [Problem(fault=Fault.UNSAFE, what=templates.TOO_MUCH)]


def test_a_template_is_tried_in_a_process_of_its_own() -> None:
    filled = letter.fill(consolidated.template(), sample())
    assert proof.pulled(consolidated.template()) == ([], filled)
    assert proof.pulled(b"no file") == ([Problem(fault=Fault.NOT_WORD)], b"")


@pytest.mark.parametrize("does", ["os.abort()", "time.sleep(60)", "sys.exit(1)"])
def test_what_ends_that_process_or_never_ends_it_is_refused_in_words(
    does: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "COMMAND", (sys.executable, "-c", f"import os, sys, time; {does}"))
    monkeypatch.setattr(proof, "SECONDS", 1)
    assert proof.pulled(b"x") == ([Problem(fault=Fault.UNSAFE, what=templates.TOO_MUCH)], b"")


def test_that_process_may_not_take_all_the_memory_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    eats = "from bot import apart; apart.limit(seconds=20); bytearray(2 * apart.MOST_MEMORY); print('[]')"
    monkeypatch.setattr(proof, "COMMAND", (sys.executable, "-c", eats))
    assert proof.pulled(b"x")[0] == [Problem(fault=Fault.UNSAFE, what=templates.TOO_MUCH)]


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
