"""This file is numbers spelt out, folded: "hai muoi lam", "mot nghin le nam", "2 nghin 5 tram"."""

import re
from collections.abc import Sequence

from handlers.reading.text import tidy
from handlers.reading.unclear import N_, Unclear

TWO_WAYS = N_("“{text}” can be read in two ways. Please enter the number in figures, for example 1250.")

DIGITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
# How digits are called behind "mươi" and "linh", besides.
LAST_DIGITS = DIGITS | {"tu": 4, "lam": 5, "nham": 5}
ODD = frozenset({"linh", "le"})
TENS = frozenset({"muoi", "chuc"})
SCALES = {"ty": 10**9, "ti": 10**9, "trieu": 10**6, "nghin": 1_000, "ngan": 1_000}
HALF = "ruoi"


# As typed, "tầm" (about) and "từ" (from) can be told from "tám" (eight) and "tư" (four), which fold alike;
# without marks nobody can tell "tam chuc" at the beginning: eighty, or about ten.
VAGUE = re.compile(r"\b(?:tầm|từ)\b")
WITHOUT_MARKS = re.compile(
    r"\W*(?:(?:dạ|da|vâng|vang)\W+)*tam "
    r"(?:muoi|mươi|chuc|chục|tram|trăm|nghin|nghìn|ngan|ngàn|tr|ty|tỷ|ti|tỉ)"
)


class NotSpelt(ValueError):
    """These words are no number."""


def check_marks(text: str) -> None:
    """Look at what folding takes away. Raises NotSpelt, and Unclear where nobody can tell."""
    written = " ".join(tidy(text).casefold().split())
    if VAGUE.search(written):
        raise NotSpelt
    if WITHOUT_MARKS.match(written):
        raise Unclear(TWO_WAYS)


def spelt(words: Sequence[str]) -> int:
    """Read folded words as a whole number. Raises NotSpelt, and Unclear where they can be read in two ways.

    Groups go down by thousands, each with a coefficient below a thousand in words or figures.
    """
    if not words:
        raise NotSpelt
    reader = _Reader(words)
    total, bound = 0, 10**12
    while not reader.is_done:
        is_first = bound == 10**12
        value, is_bare = reader.below_thousand(may_be_odd=not is_first)
        scale = SCALES.get(reader.next() or "", 1)
        if scale >= bound:
            raise NotSpelt
        if scale > 1:
            reader.take()
        elif is_bare and not is_first:
            # "Hai nghìn năm" is 2.500 as people speak, 2.005 as it is written.
            raise Unclear(TWO_WAYS, readings=(total + value * bound // 10, total + value))
        total, bound = total + value * scale, scale
        if reader.next() == HALF and scale > 1:
            reader.take()
            total, bound = total + scale // 2, 1
        if bound == 1 and not reader.is_done:
            raise NotSpelt
    return total


class _Reader:
    """Takes words one after another."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self.at = 0

    @property
    def is_done(self) -> bool:
        return self.at >= len(self.words)

    def next(self) -> str | None:
        return None if self.is_done else self.words[self.at]

    def take(self) -> str:
        if self.is_done:
            raise NotSpelt
        self.at += 1
        return self.words[self.at - 1]

    def below_thousand(self, *, may_be_odd: bool) -> tuple[int, bool]:
        """Read a number below a thousand, and whether it is one bare digit. "Lẻ năm" stands behind more."""
        if may_be_odd and self.next() in ODD:
            return self._odd(), False
        if self.next() == "muoi":
            return self._ten(), False
        first = self.take()
        if first.isdecimal() and len(first) > 1:
            if len(first) > 3 or first.startswith("0"):
                raise NotSpelt
            return int(first), False
        digit = int(first) if first.isdecimal() else DIGITS.get(first)
        if digit is None:
            raise NotSpelt
        if self.next() == "tram":
            self.take()
            return digit * 100 + self._behind_hundred(digit * 100), False
        if self.next() in TENS:
            return self._tens(digit), False
        return digit, True

    def _behind_hundred(self, hundreds: int) -> int:
        word = self.next()
        if word in ODD:
            return self._odd()
        if word == "muoi":
            return self._ten()
        if word is None or word in SCALES:
            return 0
        self.take()
        if word == HALF:
            return 50
        if word.isdecimal() and len(word) == 2 and word >= "10":
            return int(word)
        digit = int(word) if word.isdecimal() and len(word) == 1 else DIGITS.get(word)
        if digit is None:
            raise NotSpelt
        if self.next() in TENS:
            return self._tens(digit)
        # "Một trăm hai" is 120 as people speak, 102 as it is written.
        is_all = len(self.words) == 3 and self.is_done
        readings = (hundreds + 10 * digit, hundreds + digit) if is_all else ()
        raise Unclear(TWO_WAYS, readings=readings)

    def _odd(self) -> int:
        """Read what stands behind "linh" or "lẻ": a digit, also "mười lăm" and "hai mươi"."""
        self.take()
        if self.next() == "muoi":
            return self._ten()
        digit = self._digit(LAST_DIGITS)
        return self._tens(digit) if self.next() in TENS else digit

    def _ten(self) -> int:
        self.take()
        return 10 + self._last()

    def _tens(self, digit: int) -> int:
        if digit == 0:
            raise NotSpelt
        unit = self.take()
        if unit == "chuc" and (self.next() in DIGITS or self.next() == HALF):
            raise Unclear(TWO_WAYS)
        return digit * 10 + self._last()

    def _last(self) -> int:
        """Read the digit behind tens, if there is one."""
        if self.next() in LAST_DIGITS and self.next() != "khong":
            return self._digit(LAST_DIGITS)
        return 0

    def _digit(self, names: dict[str, int]) -> int:
        word = self.take()
        if word not in names:
            raise NotSpelt
        return names[word]
