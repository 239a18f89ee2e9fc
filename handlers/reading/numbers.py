"""This file is whole numbers as Vietnamese type them: 42, 1.250, "dạ 42 người ạ"."""

import re
from collections.abc import Collection

from handlers.reading.spelt import DIGITS, TENS, NotSpelt, check_marks, spelt
from handlers.reading.text import brief, spoken
from handlers.reading.unclear import N_, Unclear

NOT_A_NUMBER = N_("I can't read “{text}” as a number. Please enter it in figures, for example 42.")
SEVERAL = N_("“{text}” gives two numbers. Please enter one number, for example 42.")
INEXACT = N_("“{text}” is not exact. Please enter one exact number, for example 42.")
FRACTION = N_("“{text}” is not a whole number. Please enter a whole number, for example 42.")
SEPARATORS = N_(
    "The dots or commas in “{text}” can be read in two ways. Please leave them out: 1250, not 1,250."
)
NEGATIVE = N_("“{text}” is less than 0. Please enter 0 or more.")
TOO_LARGE = N_("“{text}” is more than {most}. Please check it.")

# The whole message, folded: "không", "không có".
NOTHING = frozenset({"khong", "khong co"})

# What may stand after the figure, folded. Not "lớp", "khóa", "ngày": "3 lớp" does not say how many attended.
NOUNS = frozenset(
    {
        "nguoi", "luot", "luot nguoi", "hoc vien", "dai bieu", "can bo",
        "lanh dao", "quan ly", "chuyen gia",
        "dn", "doanh nghiep", "htx", "hop tac xa", "ho", "co so", "don vi",
        "tin", "bai", "tin bai", "an pham", "su kien",
    }
)  # fmt: skip

# The words and signs that make a figure less than exact, folded ("cỡ" and "có" fold alike: neither is taken).
APPROXIMATE = re.compile(
    r"[~≈±<>≤≥+?]"
    r"|\b(?:khoang|tam|gan|hon|tren|duoi|chung|co|do|uoc|du kien|xap xi|vai|may|toi da|toi thieu)\b"
)
# The words that make a number, as far as they make a vague one.
SPELT = TENS | DIGITS.keys() | {"tram", "nghin", "ngan"}
RANGE = re.compile(r"[0-9] ?(?:-|->|den|toi|hoac|hay) ?[0-9]")
FIGURES = re.compile(r"[0-9][0-9.,]*")
MINUS = re.compile(r"(?:- ?|am )[0-9]")

COUNT = re.compile(r"(?P<figure>[0-9]{1,18}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,5}) ?(?P<noun>[a-z ]*)")


def count(text: str, *, most: int = 100_000, nouns: Collection[str] = NOUNS) -> int:
    """Read a whole number from 0 to `most`; after it one of the nouns (folded). Raises Unclear."""
    words = spoken(text)
    if words in NOTHING:
        return 0
    found = COUNT.fullmatch(words)
    if found and (not found["noun"] or found["noun"] in nouns):
        number = int(found["figure"].replace(".", ""))
    else:
        number = _spelt(text, words, nouns, most=most)
    if number > most:
        raise Unclear(TOO_LARGE, text=brief(text), most=most)
    return number


def _spelt(text: str, words: str, nouns: Collection[str], *, most: int) -> int:
    """Read a number spelt out, perhaps with a noun behind it. Raises Unclear."""
    known = sorted((noun for noun in nouns if words.endswith(f" {noun}")), key=len)
    bare = words.removesuffix(f" {known[-1]}") if known else words
    try:
        number = spelt(bare.split())
        check_marks(text)
    except NotSpelt:
        raise Unclear(_why(words), text=brief(text), most=most) from None
    except Unclear as unclear:
        raise Unclear(unclear.reason, readings=unclear.readings, text=brief(text)) from None
    return number


def _why(words: str) -> str:
    """Find the reason that helps most. It only chooses the sentence: what is taken is said above."""
    figures = FIGURES.findall(words)
    is_vague = APPROXIMATE.search(words) and any(word in SPELT for word in words.split())
    reasons = (
        (is_vague, INEXACT),
        (not figures, NOT_A_NUMBER),
        (MINUS.match(words), NEGATIVE),
        (APPROXIMATE.search(words) or RANGE.search(words), INEXACT),
        (len(figures) > 1, SEVERAL),
        (re.search("[0-9]{19}", words), TOO_LARGE),
        (re.search(r"[0-9],(?:[0-9]{1,2}|[0-9]{4,})(?![0-9.,])", words), FRACTION),
        (re.search("[0-9][.,][0-9]", words), SEPARATORS),
    )
    return next((reason for applies, reason in reasons if applies), NOT_A_NUMBER)
