"""This file is how a letter is filled: a template as edited in Word and worded values in, a .docx out."""

import unicodedata
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

# Signs that XML refuses, halves of letters, and what turns the writing's direction.
NO_LETTER = frozenset({"Cc", "Cf", "Cs", "Cn"})
MARK = "bao-cao"  # in the properties of a file that is a template: bao-cao:consolidated
# Each part of the file is of this day, so that the same values make the same file.
ALWAYS = (1980, 1, 1, 0, 0, 0)
# Some ten thousand rows of an annex; a part that grows beyond would take the memory of all.
MOST_LETTERS = 50_000_000


class TooLong(SecurityError):
    """A template makes more of its values than a letter can be."""


class Rules(SandboxedEnvironment):
    """A sandbox whose letters come to an end."""

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        kept, left = [], MOST_LETTERS
        for piece in pieces:
            left -= len(piece)
            if left < 0:
                raise TooLong
            kept.append(piece)
        return "".join(kept)


def fill(template: bytes, values: Mapping[str, Any]) -> bytes:
    """Fill a template. Raises jinja2's errors where it asks for what is not there or not allowed."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 - it is slow to import, and many a day needs no letter

    class Letter(DocxTemplate):  # type: ignore[misc] # it ships no types
        """A template whose body, headers and footers alone are filled."""

        def render_properties(self, *_asked: Any, **_more: Any) -> None: ...
        def render_footnotes(self, *_asked: Any, **_more: Any) -> None: ...

    document = Letter(BytesIO(template))
    document.render(cleaned(values), jinja_env=environment())
    document.core_properties.category = ""  # what is filled is a template no more
    return saved(document)


def environment() -> SandboxedEnvironment:
    """Give the rules of filling: values are only ever text, a name that is not there is an error."""
    rules = Rules(autoescape=True, undefined=StrictUndefined)
    rules.globals.clear()  # range, cycler and the like print nothing that a letter needs
    return rules


def saved(document: Any) -> bytes:
    """Save a document so that the same content gives the same bytes."""
    whole, again = BytesIO(), BytesIO()
    document.save(whole)
    with ZipFile(whole) as parts, ZipFile(again, "w", ZIP_DEFLATED) as packed:
        for part in parts.infolist():
            packed.writestr(ZipInfo(part.filename, ALWAYS), parts.read(part), ZIP_DEFLATED)
    return again.getvalue()


def cleaned(value: Any) -> Any:
    """Compose the letters of every text in it, and leave out what can't be written."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Mapping):
        return {key: cleaned(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(inner) for inner in value]
    return value


def text(said: str) -> str:
    """Give one line of letters; spaces that hold words together stay."""
    lines = "".join(
        sign if sign == "\xa0" or not sign.isspace() else " " for sign in unicodedata.normalize("NFC", said)
    )
    drawn = "".join(sign for sign in lines if unicodedata.category(sign) not in NO_LETTER)
    return " ".join(word for word in drawn.split(" ") if word)
