"""This file is text made clean: tidied to be kept, folded to be compared, cut short to be quoted."""

import re
import unicodedata

# Chat programs and spreadsheets bring all of these along when somebody pastes.
LINE_BREAKS = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
# Control signs, invisible formatting (zero-width, BOM), half characters.
NOT_WRITING = frozenset({"Cc", "Cf", "Cs"})
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"))
# Ð (eth) stands for Đ in many old files.
STROKES = str.maketrans({"đ": "d", "ð": "d"})

# What politeness puts before or after an answer, folded.
PARTICLES = frozenset({"a", "ah", "da", "nha", "nhe", "vang"})


def tidy(text: str) -> str:
    """Clean a text to keep it: NFC, nothing invisible, single spaces. Line breaks stay."""
    lines = (_tidy_line(line) for line in LINE_BREAKS.split(text))
    return unicodedata.normalize("NFC", "\n".join(lines).strip())


def fold(text: str) -> str:
    """Fold a text to compare it, never to show it: no capitals, no diacritics, one kind of dash and space."""
    plain = unicodedata.normalize("NFKC", tidy(text)).casefold()
    letters = (sign for sign in unicodedata.normalize("NFKD", plain) if unicodedata.category(sign) != "Mn")
    folded = unicodedata.normalize("NFKC", "".join(letters)).translate(STROKES).translate(DASHES)
    return " ".join(folded.split())


def spoken(text: str) -> str:
    """Fold an answer for a reader: without "dạ" and "ạ" around it, and without a full stop after it."""
    words = fold("".join("?" if _is_odd_figure(sign) else sign for sign in text)).split()
    while words and words[0].strip(".,!") in PARTICLES:
        del words[0]
    while words and words[-1].strip(".,!") in PARTICLES:
        del words[-1]
    return " ".join(words).removesuffix("!").removesuffix(".")


def brief(text: str, *, most: int = 40) -> str:
    """Cut what was typed down to one short line, to quote it back."""
    line = " ".join(tidy(text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _tidy_line(line: str) -> str:
    spaced = line.replace("\t", " ")
    return " ".join("".join(s for s in spaced if unicodedata.category(s) not in NOT_WRITING).split())


def _is_odd_figure(sign: str) -> bool:
    """Tell ², ½ and ⑤ from figures: folded they would turn 5² into 52."""
    return unicodedata.numeric(sign, None) is not None and not sign.isdecimal()
