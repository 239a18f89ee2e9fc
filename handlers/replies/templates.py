"""This file is what may be wrong with a template that was edited in Word: each fault, and where."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from itertools import zip_longest
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError, meta, nodes
from jinja2.exceptions import SecurityError

from handlers.reading.unclear import N_
from handlers.replies import lettermarks, wordfile
from handlers.replies.letter import MARK, TooLong, cleaned, environment, fill
from handlers.replies.wordfile import WordFile

LETTERS_SHOWN = 80
TAG = re.compile(r"\{%(p|tr) .*?%\}", re.DOTALL)
BRACKET = re.compile(r"\{\{|\}\}|\{%|%\}")
CLOSING = {"{{": "}}", "{%": "%}"}
# What docxtpl would put in place of whole paragraphs, cells and runs: it breaks more than it is worth here.
STRANGE = re.compile(r"\{\{(?:p|r|tr|tc)\s|\{%(?:r|tc)\s|\{%\s*(?:colspan|cellbg|vm|hm)\b")
# The fields that a letter has use for, and those that would fetch something.
FIELDS = frozenset(
    {
        "PAGE",
        "NUMPAGES",
        "SECTIONPAGES",
        "DATE",
        "TIME",
        "TOC",
        "REF",
        "PAGEREF",
        "SEQ",
        "STYLEREF",
        "HYPERLINK",
    }
)
FETCHES = frozenset({"INCLUDETEXT", "INCLUDEPICTURE", "DDE", "DDEAUTO", "LINK", "DATABASE"})
# The parts in which marks are filled; in any other they would stay, or be taken for something else.
FILLED = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
MARKS = (b"{{", b"{%")
NAMELESS = N_("a field without a name")
TOO_MUCH = N_("more than can be filled in a moment")


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
    try:
        file = wordfile.opened(template)
    except wordfile.TooLarge:
        return [Problem(fault=Fault.TOO_LARGE)]
    except wordfile.NotWord:
        return [Problem(fault=Fault.NOT_WORD)]
    found = list(_foreign(file)) or list(_open(file))
    if found:
        return found
    found = list(_lost(file))
    tree = _parsed(template)
    if isinstance(tree, Problem):
        return [*found, tree]
    names = meta.find_undeclared_variables(tree)
    found += [Problem(fault=Fault.UNKNOWN, what=_short(name)) for name in sorted(names - sample.keys())]
    found += [Problem(fault=Fault.MISSING, what=name) for name in sorted(needed - names)]
    found += [Problem(fault=Fault.UNSAFE, what=what) for what in sorted(set(lettermarks.unsafe(tree)))]
    return found or list(_filled(template, sample))


def mark(file: bytes) -> str:
    """Give what the properties of a Word file say that it is a template of; "" of any other file."""
    from docx import Document  # noqa: PLC0415 - slow to import

    try:
        wordfile.opened(file)
    except (wordfile.NotWord, wordfile.TooLarge):
        return ""
    head, _colon, kind = Document(BytesIO(file)).core_properties.category.partition(":")
    return kind if head == MARK else ""


def _foreign(file: WordFile) -> Iterator[Problem]:
    """Refuse what would be run or fetched, and marks where nothing is filled."""
    if wordfile.has_macros(file):
        yield Problem(fault=Fault.MACROS)
        return
    for what in sorted(set(wordfile.fetched(file))):
        yield Problem(fault=Fault.OUTSIDE, what=_short(what))
    for field in sorted({*wordfile.fields(file)} - FIELDS):
        fault = Fault.OUTSIDE if field in FETCHES else Fault.UNSAFE
        yield Problem(fault=fault, what=_short(field) or NAMELESS)
    for name in sorted(file.roots):
        if not FILLED.fullmatch(name) and any(opens in file.parts[name] for opens in MARKS):
            yield Problem(fault=Fault.UNSAFE, what=name)


def _open(file: WordFile) -> Iterator[Problem]:
    """Find marks that are not closed: one would swallow all up to the end of the next."""
    for words in _each(file, "p"):
        signs = BRACKET.findall(words)
        if any(CLOSING.get(opens) != closes for opens, closes in zip_longest(signs[::2], signs[1::2])):
            yield Problem(fault=Fault.SYNTAX, what=_short(words))


def _lost(file: WordFile) -> Iterator[Problem]:
    """Find text that would vanish: beside a mark that takes its paragraph or its row."""
    for words in _each(file, "p"):
        for mark in STRANGE.findall(words):
            yield Problem(fault=Fault.UNSAFE, what=mark, where=_short(words))
    for sort in ("p", "tr"):
        for words in _each(file, sort):
            tags = [one for one in TAG.finditer(words) if one[1] == sort]
            rest = TAG.sub("", words) if tags else ""
            if rest.strip() or len(tags) > 1:
                yield Problem(fault=Fault.LOST, what=_short(tags[0][0]), where=_short(words))


def _each(file: WordFile, sort: str) -> Iterator[str]:
    """Give the words of each paragraph, or of each row, where marks are filled."""
    for name in sorted(file.roots):
        if FILLED.fullmatch(name):
            for one in file.roots[name].iter(f"{{*}}{sort}"):
                yield "".join(part.text or "" for part in one.iter("{*}t"))


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
        return Problem(fault=Fault.UNSAFE, what=lettermarks.SUM)


def _around(xml: str, line: int) -> str:
    lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", xml).splitlines()
    return _short(re.sub(r"<[^>]+>", "", lines[line - 1]) if 0 < line <= len(lines) else "")


def _filled(template: bytes, sample: Mapping[str, Any]) -> Iterator[Problem]:
    try:
        fill(template, cleaned(sample))
    except UndefinedError as error:
        yield Problem(fault=Fault.UNKNOWN, what=_name(str(error.message)), where=_context(error))
    except TooLong:
        yield Problem(fault=Fault.UNSAFE, what=TOO_MUCH)
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
