"""This file is how Telegram reads the little HTML that a bot may send."""

import html
import re
from dataclasses import dataclass

from bot.playground.limits import MOST_ENTITIES, Json, Refused, bad, units

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
}
_PIECE = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z0-9-]*)(?P<rest>[^<>]*)(?P<closed>>?)"
    r"|&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|lt|gt|amp|quot);"
)
_LINK = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))""")


@dataclass(frozen=True)
class Marked:
    """A text without its tags, and where they stood (offsets in UTF-16 units)."""

    text: str
    entities: tuple[Json, ...] = ()


@dataclass(frozen=True)
class _Open:
    tag: str
    offset: int
    rest: str


def read(source: str, parse_mode: str) -> Marked:
    """Take a text as the bot sent it; `parse_mode` is "HTML" or nothing."""
    if not parse_mode:
        return Marked(source.strip())
    if parse_mode.upper() != "HTML":
        raise bad("unsupported parse_mode")
    return _trimmed(_Reader(source).read())


def _cannot(reason: str) -> Refused:
    return bad(f"can't parse entities: {reason}")


class _Reader:
    """One walk over one text, with the tags that are still open."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = ""
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def read(self) -> Marked:
        after = 0
        for piece in _PIECE.finditer(self.source):
            self.text += self.source[after : piece.start()]
            after = piece.end()
            self._take(piece)
        self.text += self.source[after:]
        if self.open:
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return Marked(self.text, tuple(self.entities))

    def _take(self, piece: re.Match[str]) -> None:
        if piece["tag"] is None:
            self.text += html.unescape(piece[0])
        elif piece["end"]:
            self._close(piece)
        else:
            self._begin(piece)

    def _begin(self, piece: re.Match[str]) -> None:
        tag = piece["tag"].lower()
        if tag not in KINDS:
            raise _cannot(f'Unsupported start tag "{tag}" at byte offset {self._byte(piece)}')
        if not piece["closed"]:
            raise _cannot(f"Unclosed start tag at byte offset {self._byte(piece)}")
        self.open.append(_Open(tag, units(self.text), piece["rest"]))

    def _close(self, piece: re.Match[str]) -> None:
        tag = piece["tag"].lower()
        if not self.open:
            raise _cannot(f"Unexpected end tag at byte offset {self._byte(piece)}")
        opened = self.open.pop()
        if tag not in ("", opened.tag) or not piece["closed"]:
            raise _cannot(
                f"Unmatched end tag at byte offset {self._byte(piece)}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        self._record(opened)

    def _record(self, opened: _Open) -> None:
        entity = {
            "type": KINDS[opened.tag],
            "offset": opened.offset,
            "length": units(self.text) - opened.offset,
        }
        if opened.tag == "a":
            link = _LINK.search(opened.rest)
            if link is None:
                return
            entity["url"] = html.unescape(link[1] or link[2] or link[3] or "")
        self.entities.append(entity)

    def _byte(self, piece: re.Match[str]) -> int:
        return len(self.source[: piece.start()].encode())


def _trimmed(marked: Marked) -> Marked:
    """Telegram cuts white space at both ends, and the entities with it."""
    text = marked.text.strip()
    cut = units(marked.text) - units(marked.text.lstrip())
    moved = (_clipped(entity, cut, units(text)) for entity in marked.entities)
    kept = sorted((e for e in moved if e["length"] > 0), key=lambda e: (e["offset"], -e["length"]))
    return Marked(text, tuple(kept[:MOST_ENTITIES]))


def _clipped(entity: Json, cut: int, length: int) -> Json:
    first = max(0, entity["offset"] - cut)
    last = min(length, entity["offset"] + entity["length"] - cut)
    return entity | {"offset": first, "length": last - first}
