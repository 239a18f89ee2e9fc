"""This file is a Word file as it was sent: unpacked piece by piece, and what in it would be fetched or run.

What it says of itself counts for nothing: sizes are counted, and a picture is told by how it begins.
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as BadData  # noqa: N812 - beside BadZipFile

from lxml import etree  # type: ignore[import-untyped] # it ships no types

MOST_BYTES = 2 * 2**20
MOST_UNPACKED, MOST_XML, MOST_PARTS = 30 * 2**20, 2 * 2**20, 400
XML = (".xml", ".rels")
DOCUMENT, TYPES = "word/document.xml", "[Content_Types].xml"
# How pictures begin that fetch nothing: PNG, JPEG, GIF, BMP, TIFF, EMF, WMF.
PICTURES = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*"),
    *(b"\x01\0\0\0", b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0"),
)
# What one part may be to another; Word writes these by itself.
RELATED = frozenset(
    {
        "officeDocument",
        "core-properties",
        "extended-properties",
        "custom-properties",
        "thumbnail",
        "classificationlabels",
        "styles",
        "stylesWithEffects",
        "settings",
        "webSettings",
        "fontTable",
        "theme",
        "numbering",
        "header",
        "footer",
        "footnotes",
        "endnotes",
        "image",
        "hyperlink",
        "glossaryDocument",
        "customXml",
        "customXmlProps",
        "comments",
        "commentsExtended",
        "commentsIds",
        "commentsExtensible",
        "people",
    }
)
ELSEWHERE = re.compile(r"[^/]*:|[/\\]{2}|\\")
# Where a link waits for somebody to press it.
PRESSED = frozenset({"hyperlink", "hlinkClick", "hlinkHover"})
FETCHING = frozenset({"altChunk", "subDoc", "OLEObject", "control", "attachedTemplate", "mailMerge", "svg"})
FETCHING_ATTRIBUTES = frozenset({"src", "href", "manifestLocation"})
FIELD = re.compile(r"\s*([^\s\\\"]*)")


class NotWord(Exception):
    """It is no Word file, or a damaged one."""


class TooLarge(Exception):
    """It is larger than a template may be, as it was sent or unpacked."""


@dataclass(frozen=True)
class WordFile:
    """A Word file's parts by their names, and the root of each that is XML."""

    parts: Mapping[str, bytes]
    roots: Mapping[str, Any]


def opened(content: bytes) -> WordFile:
    """Unpack and read all parts. Raises NotWord, TooLarge."""
    if len(content) > MOST_BYTES:
        raise TooLarge
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = _unpacked(packed)
    except (BadZipFile, BadData, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        raise NotWord from None
    roots = {name: _root(part) for name, part in parts.items() if name.lower().endswith(XML)}
    if not {DOCUMENT, TYPES} <= roots.keys():
        raise NotWord
    return WordFile(parts, roots)


def _unpacked(packed: ZipFile) -> dict[str, bytes]:
    infos = packed.infolist()
    if len(infos) > MOST_PARTS:
        raise TooLarge
    if len({one.filename.casefold() for one in infos}) < len(infos):
        raise NotWord
    parts, left = {}, MOST_UNPACKED
    for info in infos:
        parts[info.filename] = _part(packed, info, left)
        left -= len(parts[info.filename])
    return {name: part for name, part in parts.items() if part or not name.endswith("/")}


def _part(packed: ZipFile, info: ZipInfo, most: int) -> bytes:
    """Unpack a part, but no more of it than there is room for."""
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise NotWord
    told, info.file_size = info.file_size, 2 * MOST_UNPACKED  # or no more than was told is unpacked
    with packed.open(info) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise TooLarge
    if len(content) != told:
        raise NotWord
    return content


def _root(part: bytes) -> Any:
    """Read XML that fetches and defines nothing."""
    if len(part) > MOST_XML:
        raise TooLarge
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(part, parser)
    except SyntaxError:  # lxml's errors are of it
        raise NotWord from None
    if root.getroottree().docinfo.doctype:
        raise NotWord
    return root


def has_macros(file: WordFile) -> bool:
    return any("vbaproject" in name.lower() for name in file.parts) or any(
        "macroenabled" in value.lower() for one in file.roots[TYPES].iter() for value in one.attrib.values()
    )


def fetched(file: WordFile) -> Iterator[str]:
    """Give what Word or LibreOffice would fetch from elsewhere, or run: its address or its name."""
    for name, part in file.parts.items():
        if name not in file.roots and not part.startswith(PICTURES):
            yield name
    for name, root in file.roots.items():
        if name.lower().endswith(".rels"):
            yield from (address for _id, address, is_link in _related(root) if not is_link)
        else:
            yield from _in_part(root, _links(file, name))


def _related(root: Any) -> Iterator[tuple[str, str, bool]]:
    """Give what leads out of the file or is no letter's: its id, its address, whether it is a mere link."""
    for one in root.iter():
        if _local(one.tag) != "Relationship":
            continue
        sort, address = one.get("Type", "").rpartition("/")[2], one.get("Target", "")
        mode = one.get("TargetMode", "Internal").strip().lower()
        is_outside = mode != "internal" or ELSEWHERE.match(address.strip()) is not None
        if is_outside or sort not in RELATED:
            yield one.get("Id", ""), address, sort == "hyperlink"


def _links(file: WordFile, name: str) -> AbstractSet[str]:
    """Give the ids by which a part names the addresses of its links."""
    folder, slash, own = name.rpartition("/")
    root = file.roots.get(f"{folder}{slash}_rels/{own}.rels")
    return set() if root is None else {number for number, _address, is_link in _related(root) if is_link}


def _in_part(root: Any, links: AbstractSet[str]) -> Iterator[str]:
    for one in root.iter():
        name = _local(one.tag)
        if name in FETCHING:
            yield name
        for key, value in one.attrib.items():
            if _local(key) in FETCHING_ATTRIBUTES and value.strip():
                yield value
            elif value in links and name not in PRESSED:
                yield name


def fields(file: WordFile) -> Iterator[str]:
    """Give the name of each field in capitals; "" of one whose name is made by another."""
    for root in file.roots.values():
        for told in _told(root):
            found = FIELD.match(told)
            yield found[1].upper() if found else ""


def _told(root: Any) -> Iterator[str]:
    """Give what each field is told to do. Word cuts the words up as it likes."""
    told, is_open = "", False
    for one in root.iter():
        name = _local(one.tag)
        if name == "fldSimple":
            yield _attribute(one, "instr")
        elif name == "fldChar":
            if is_open or told.strip():
                yield told
            told, is_open = "", _attribute(one, "fldCharType") == "begin"
        elif name in {"instrText", "delInstrText"} or (is_open and name == "t"):
            told += "".join(one.itertext())
    if is_open or told.strip():
        yield told


def _attribute(element: Any, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if _local(key) == name), "")


def _local(name: str) -> str:
    """Give a name without its namespace: strict files have another one."""
    return name.rpartition("}")[2]
