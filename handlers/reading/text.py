"""This file is text made even: tidied at the door, folded only to compare."""

import re
import unicodedata

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
SPACES = re.compile(r"[^\S\n]+")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def tidy(text: str) -> str:
    """Give text as it is kept: NFC, no invisible letters, single spaces, line breaks as typed."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = CONTROLS.sub("", INVISIBLE.sub("", text.replace("\t", " ")))
    return "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def fold(text: str) -> str:
    """Give text as it is compared: no case, no marks, no matter how it was composed."""
    text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold()
    text = unicodedata.normalize("NFD", text.replace("đ", "d").replace("ð", "d"))
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).split())
