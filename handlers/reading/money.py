"""This file is amounts of money as Vietnamese type them: 45tr, 2tr5, 1 tỷ 250 triệu, 45.000.000đ."""

import re
from dataclasses import dataclass
from fractions import Fraction

from handlers.reading.numbers import APPROXIMATE, FIGURES, MINUS, NEGATIVE, NOTHING, TOO_LARGE
from handlers.reading.spelt import DIGITS, HALF, SCALES, TENS, NotSpelt, check_marks, spelt
from handlers.reading.text import brief, spoken
from handlers.reading.unclear import N_, Dong, Unclear

NOT_MONEY = N_(
    "I can't read “{text}” as an amount of money. Please enter it like 45 triệu or 45.000.000 đồng."
)
NO_UNIT = N_("Is “{text}” in millions or in đồng? Please write the unit too, for example 58 triệu.")
INEXACT = N_("“{text}” is not one exact amount. Please enter one exact amount, for example 45 triệu.")
TWO_WAYS = N_("“{text}” can be read in two ways. Please write it out, for example 1.250.000.000 đồng.")
FOREIGN = N_("“{text}” is not in đồng. Please enter the amount in đồng, for example 45 triệu.")

BILLION = 10**9
# Spellings, folded.
UNITS = {
    "ty": BILLION, "ti": BILLION,
    "trieu": 10**6, "tr": 10**6,
    "nghin": 1_000, "ngan": 1_000, "k": 1_000,
}  # fmt: skip
LEAST_WITHOUT_UNIT = 10_000
DONG = ("dong", "vnd", "d", "₫")
CURRENCIES = re.compile(
    r"[$€£¥]|\b(?:usd|eur|euro|jpy|yen|cny|nhan dan te|krw|won|do la|dola)\b|[0-9](?:usd|eur)\b"
)

# What may stand around an amount and says nothing about it: "kinh phí 58 triệu đồng chẵn".
AROUND = re.compile(
    r"^(?:tong |so )?(?:kinh phi|kp|chi phi|so tien)(?: la| het)? ?:? ?(?=\d)|(?<=[a-z]) chan$"
)

NO_COST = NOTHING | {"khong kinh phi", "khong co kinh phi", "khong ton kinh phi"}

# A figure after the unit is a fraction of it ("2tr5"), by how many digits it has. Of two digits nobody can
# tell: "2tr50" may be 2.500.000 or 2.050.000.
FRACTIONS_OF_THE_UNIT = {1: (10,), 2: (100, 1_000), 3: (1_000,)}

PART = re.compile(
    rf" ?(?P<figure>[0-9][0-9.,]*) ?(?P<unit>{'|'.join(UNITS)})? ?(?P<dong>{'|'.join(DONG)})?(?![a-z])"
)
FIGURE = re.compile(
    r"(?P<whole>[0-9]{1,18}|[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,5}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5})"
    r"(?:(?P<point>[.,])(?P<decimals>[0-9]{1,2}))?"
)
# No thousands begin with 0, so here three digits after the separator are decimals.
LESS_THAN_ONE = re.compile(r"(?P<whole>0)(?P<point>[.,])(?P<decimals>[0-9]{3})")


@dataclass(frozen=True)
class Part:
    """A figure and the unit after it: "250 triệu" in "1 tỷ 250 triệu"."""

    figure: str
    unit: int | None
    in_dong: bool


def dong(text: str, *, most: int = 10**13) -> int:
    """Read an amount in whole đồng, from 0 to `most`. Raises Unclear."""
    try:
        amount = _amount(text)
    except Unclear as unclear:
        readings = unclear.readings
        raise Unclear(unclear.reason, readings=readings, text=brief(text), most=Dong(most)) from None
    if amount > most:
        raise Unclear(TOO_LARGE, text=brief(text), most=Dong(most))
    return amount


def _amount(text: str) -> int:
    words = spoken(text)
    if words in NO_COST:
        return 0
    words = AROUND.sub("", words)
    if (in_words := _spelt(text, words)) is not None:
        return in_words
    *heads, last = _parts(words)
    if not heads and last.unit is None:
        return _bare(last)
    bound = None
    total = Fraction(0)
    for head in heads:
        value = _head(head, bound)
        total, bound = total + value, head.unit
    return int(total + (_tail(last, bound) if last.unit is None and bound else _below(_value(last), bound)))


def _spelt(text: str, words: str) -> int | None:
    """Read an amount spelt out at least in part: "hai trăm triệu", "2 tỷ rưỡi". None where it is figures."""
    *amount, last = words.split() or [""]
    amount = amount if last in DONG else [*amount, last]
    if not any(word in DIGITS or word in TENS or word in (HALF, "tram") for word in amount):
        return None
    try:
        value = spelt(amount)
        check_marks(text)
    except NotSpelt:
        return None
    if not any(word in SCALES for word in amount):
        raise Unclear(NO_UNIT)
    return value


def _parts(words: str) -> list[Part]:
    """Cut into figures with their units. Raises Unclear where anything else is left over."""
    parts, at = [], 0
    while at < len(words):
        found = PART.match(words, at)
        if not found:
            break
        unit = UNITS[found["unit"]] if found["unit"] else None
        parts.append(Part(found["figure"], unit, bool(found["dong"])))
        at = found.end()
    if not parts or at < len(words):
        raise Unclear(_why(words))
    return parts


def _bare(part: Part) -> int:
    """Read an amount in đồng alone. Tables are kept in millions: of so small a figure nobody can tell."""
    value = _value(part)
    if value.denominator != 1 or (0 < value < LEAST_WITHOUT_UNIT and not part.in_dong):
        raise Unclear(NO_UNIT)
    return int(value)


def _head(part: Part, bound: int | None) -> Fraction:
    """Read a part that another follows: it has a unit, and no decimals ("1,5 tỷ 200 triệu" is odd)."""
    value = _value(part)
    if part.unit is None or part.in_dong or value % part.unit:
        raise Unclear(INEXACT)
    return _below(value, bound)


def _below(value: Fraction, bound: int | None) -> Fraction:
    """Take a later part only under the unit before it: "30 triệu 15 triệu" are two amounts."""
    if bound is not None and value >= bound:
        raise Unclear(INEXACT)
    return value


def _tail(part: Part, unit: int) -> Fraction:
    """Read the figure after a unit. With "đồng" behind it it may also mean itself; both must agree."""
    readings = set()
    if part.figure.isdecimal():
        fractions = FRACTIONS_OF_THE_UNIT.get(len(part.figure), ())
        readings = {Fraction(int(part.figure) * unit, parts) for parts in fractions}
    if part.in_dong:
        readings.add(_below(_value(part), unit))
    if len(readings) != 1:
        raise Unclear(TWO_WAYS)
    return readings.pop()


def _value(part: Part) -> Fraction:
    """Work out one figure times its unit. Raises Unclear where separators can be read in two ways."""
    found = FIGURE.fullmatch(part.figure) or LESS_THAN_ONE.fullmatch(part.figure)
    if not found or (found["point"] and found["point"] in found["whole"]):
        raise Unclear(TOO_LARGE if re.search("[0-9]{19}", part.figure) else TWO_WAYS)
    whole, decimals = found["whole"], found["decimals"] or ""
    if not decimals and part.unit and _may_be_decimals(whole, part.unit):
        raise Unclear(TWO_WAYS)
    digits = re.sub("[.,]", "", whole) + decimals
    return Fraction(int(digits) * (part.unit or 1), 10 ** len(decimals))


def _may_be_decimals(whole: str, unit: int) -> bool:
    """Tell "1,250 triệu", and "1.250 tỷ": a thousand billion is rarer than a dot typed for a comma."""
    return whole.count(",") == 1 or (whole.count(".") == 1 and unit == BILLION)


def _why(words: str) -> str:
    """Find the reason that helps most. It only chooses the sentence: what is taken is said above."""
    figures = FIGURES.findall(words)
    reasons = (
        (not figures, NOT_MONEY),
        (CURRENCIES.search(words), FOREIGN),
        (MINUS.match(words), NEGATIVE),
        (APPROXIMATE.search(words) or len(figures) > 1, INEXACT),
    )
    return next((reason for applies, reason in reasons if applies), NOT_MONEY)
