"""This file is what may be wrong with a template that was edited in Word: each fault, and where."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError, meta, nodes
from jinja2.exceptions import SecurityError

from handlers.reading.unclear import N_
from handlers.replies.letter import MARK, cleaned, environment, fill

MOST_BYTES = 2 * 2**20
MOST_UNPACKED, MOST_PARTS = 30 * 2**20, 400
DEEPEST_LOOP = 3
LETTERS_SHOWN = 80
TAG = re.compile(r"\{%(p|tr) .*?%\}", re.DOTALL)
BRACKETS = (("{{", "}}"), ("{%", "%}"))
# What docxtpl would put in place of whole paragraphs, cells and runs: it breaks more than it is worth here.
STRANGE = re.compile(r"\{\{(?:p|r|tr|tc)\s|\{%(?:r|tc)\s|\{%\s*(?:colspan|cellbg|vm|hm)\b")
DOCUMENT = "word/document.xml"
# What a template may do: print values, walk through lists, choose.
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.For,
    nodes.If,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
)
FILTERS = frozenset({"upper", "lower", "length", "join", "first", "last"})
FIELDS = re.compile(rb"<w:instrText[^>]*>([^<]*)|\bw:instr=[\"']([^\"']*)")
FETCHES = re.compile(rb"\b(INCLUDETEXT|INCLUDEPICTURE|DDE|DDEAUTO|LINK|DATABASE)\b")
# The parts in which marks are filled; in any other they would stay, or be taken for something else.
FILLED = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
MARKS = (b"{{", b"{%")
# What stands for a kind of mark that has no name of its own.
CALL, SUM = N_("a call"), N_("a calculation")


class Fault(StrEnum):
    """What may be wrong."""

    NOT_WORD = "not_word"
    TOO_LARGE = "too_large"
    MACROS = "macros"
    OUTSIDE = "outside"
    SYNTAX = "syntax"
    UNKNOWN = "unknown"
    LOST = "lost"
    UNSAFE = "unsafe"
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One fault: `what` names the cause as written in the template, `where` the text around it."""

    fault: Fault
    what: str = ""
    where: str = ""


def problems(
    template: bytes, sample: Mapping[str, Any], *, needed: AbstractSet[str] = frozenset()
) -> list[Problem]:
    """Find what is wrong with a template, by filling it with sample values; nothing found, it may be used."""
    found = list(_wrong_file(template))
    if found:
        return found
    found = list(_lost(template))
    if any(one.fault is Fault.NOT_WORD for one in found):
        return found
    tree = _parsed(template)
    if isinstance(tree, Problem):
        return [*found, tree]
    names = meta.find_undeclared_variables(tree)
    found += [Problem(fault=Fault.UNKNOWN, what=_short(name)) for name in sorted(names - sample.keys())]
    found += [Problem(fault=Fault.MISSING, what=name) for name in sorted(needed - names)]
    found += [Problem(fault=Fault.UNSAFE, what=what) for what in sorted(set(_unsafe(tree, 0)))]
    return found or list(_filled(template, sample))


def mark(file: bytes) -> str:
    """Give what the properties of a Word file say that it is a template of; "" of any other file."""
    from docx import Document  # noqa: PLC0415 - slow to import

    if any(_wrong_file(file)):
        return ""
    head, _colon, kind = Document(BytesIO(file)).core_properties.category.partition(":")
    return kind if head == MARK else ""


def _wrong_file(template: bytes) -> Iterator[Problem]:
    """Look at the file before anything opens it."""
    if len(template) > MOST_BYTES:
        yield Problem(fault=Fault.TOO_LARGE)
        return
    try:
        with ZipFile(BytesIO(template)) as parts:
            yield from _wrong_parts(parts)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        yield Problem(fault=Fault.NOT_WORD)


def _wrong_parts(parts: ZipFile) -> Iterator[Problem]:
    infos = parts.infolist()
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        yield Problem(fault=Fault.TOO_LARGE)
        return
    names = {info.filename for info in infos}
    if DOCUMENT not in names or "[Content_Types].xml" not in names:
        yield Problem(fault=Fault.NOT_WORD)
        return
    if any("vbaproject" in name.lower() for name in names) or b"macroEnabled" in parts.read(
        "[Content_Types].xml"
    ):
        yield Problem(fault=Fault.MACROS)
    for name in sorted(names):
        if name.endswith((".xml", ".rels")):
            yield from _from_outside(name, parts.read(name))
        elif "/embeddings/" in name or "/activeX/" in name:
            yield Problem(fault=Fault.OUTSIDE, what=name)


def _from_outside(name: str, part: bytes) -> Iterator[Problem]:
    """Refuse what Word would fetch from elsewhere, or run."""
    if b"<!DOCTYPE" in part:
        yield Problem(fault=Fault.NOT_WORD)
    for target in re.findall(rb'<Relationship\b[^>]*TargetMode="External"[^>]*>', part):
        address = re.search(rb'Target="([^"]*)"', target)
        yield Problem(
            fault=Fault.OUTSIDE, what=_short(address[1].decode(errors="replace")) if address else name
        )
    # Word cuts a field's words up as it likes.
    pieces = [text or told for text, told in FIELDS.findall(part)]
    for field in {*FETCHES.findall(b"".join(pieces)), *FETCHES.findall(b" ".join(pieces))}:
        yield Problem(fault=Fault.OUTSIDE, what=field.decode())
    if not FILLED.fullmatch(name) and any(opens in part for opens in MARKS):
        yield Problem(fault=Fault.UNSAFE, what=name)


def _lost(template: bytes) -> Iterator[Problem]:
    """Find text that would vanish: with an open mark, or beside one that takes its paragraph or its row."""
    from docx import Document  # noqa: PLC0415 - slow to import
    from docx.oxml.ns import qn  # noqa: PLC0415 - with it

    try:
        body = Document(BytesIO(template)).element.body
    except (KeyError, ValueError, SyntaxError):  # lxml's errors are of the last
        yield Problem(fault=Fault.NOT_WORD)
        return
    for paragraph in body.iter(qn("w:p")):
        words = "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
        # One that is open would swallow all up to the end of the next.
        if any(words.count(opens) != words.count(closes) for opens, closes in BRACKETS):
            yield Problem(fault=Fault.SYNTAX, what=_short(words))
        for mark in STRANGE.findall(words):
            yield Problem(fault=Fault.UNSAFE, what=mark, where=_short(words))
    for sort, holder in (("p", "w:p"), ("tr", "w:tr")):
        for element in body.iter(qn(holder)):
            words = "".join(part.text or "" for part in element.iter(qn("w:t")))
            tags = [one for one in TAG.finditer(words) if one[1] == sort]
            rest = TAG.sub("", words) if tags else ""
            if rest.strip() or len(tags) > 1:
                yield Problem(fault=Fault.LOST, what=_short(tags[0][0]), where=_short(words))


def _parsed(template: bytes) -> nodes.Template | Problem:
    from docxtpl import DocxTemplate  # noqa: PLC0415 - slow to import

    try:
        document = DocxTemplate(BytesIO(template))
        document.init_docx()
        xml = document.patch_xml(document.get_xml())
        for uri in (document.HEADER_URI, document.FOOTER_URI):
            for _key, part in document.get_headers_footers(uri):
                xml += document.patch_xml(document.get_part_xml(part))
    except (KeyError, ValueError, SyntaxError):
        return Problem(fault=Fault.NOT_WORD)
    try:
        # Each paragraph on a line of its own, so that the error's line shows where it is.
        return environment().parse(re.sub(r"<w:p([ >])", r"\n<w:p\1", xml))
    except TemplateSyntaxError as error:
        return Problem(fault=Fault.SYNTAX, what=_around(xml, error.lineno))
    except RecursionError:
        return Problem(fault=Fault.UNSAFE, what=SUM)


def _around(xml: str, line: int) -> str:
    lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", xml).splitlines()
    return _short(re.sub(r"<[^>]+>", "", lines[line - 1]) if 0 < line <= len(lines) else "")


def _unsafe(node: nodes.Node, depth: int) -> Iterator[str]:
    """Find what a template has no use for: calls, sums, inner names, loops in loops in loops."""
    if not isinstance(node, ALLOWED):
        yield CALL if isinstance(node, nodes.Call) else SUM
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        yield node.name
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        yield node.attr
    if (
        isinstance(node, nodes.Getitem)
        and isinstance(node.arg, nodes.Const)
        and str(node.arg.value)[:1] == "_"
    ):
        yield str(node.arg.value)
    depth += isinstance(node, nodes.For)
    if depth > DEEPEST_LOOP:
        yield "for"
    for inner in node.iter_child_nodes():
        yield from _unsafe(inner, depth)


def _filled(template: bytes, sample: Mapping[str, Any]) -> Iterator[Problem]:
    try:
        fill(template, cleaned(sample))
    except UndefinedError as error:
        yield Problem(fault=Fault.UNKNOWN, what=_name(str(error.message)), where=_context(error))
    except SecurityError as error:
        yield Problem(fault=Fault.UNSAFE, what=_name(str(error.message)), where=_context(error))
    except TemplateError as error:
        yield Problem(fault=Fault.SYNTAX, what=_context(error))
    except (TypeError, ValueError, KeyError, SyntaxError):  # a list printed as XML, and the like
        yield Problem(fault=Fault.SYNTAX)


def _name(message: str) -> str:
    """Give the name out of jinja2's "'x' is undefined" or "'dict object' has no attribute 'x'"."""
    names: list[str] = re.findall(r"'([^']*)'", message)
    return _short(names[-1]) if names else ""


def _context(error: TemplateError) -> str:
    lines = [line.strip() for line in getattr(error, "docx_context", ())]
    return _short(" ".join(line for line in lines if "{" in line))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LETTERS_SHOWN else line[: LETTERS_SHOWN - 1] + "…"
