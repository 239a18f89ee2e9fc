"""This file is numbers spelt out: what three generators write is read back, with and without marks."""

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from vn_numberwords import SouthDictionary, number_to_words

from handlers.reading.money import dong
from handlers.reading.numbers import count
from handlers.reading.spelt import NotSpelt, spelt
from handlers.reading.text import fold
from handlers.reading.unclear import Unclear

UP_TO_A_BILLION = st.one_of(st.integers(0, 1_100), st.integers(0, 10**9 - 1))


ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "ngàn"), (100, "trăm"))


def short(number: int) -> str:
    """Spell a number as it is spoken for short: empty hundreds left out ("một ngàn lẻ năm"), "tư", "lăm"."""
    for scale, name in SCALES:
        if number >= scale:
            rest = number % scale
            head = f"{short(number // scale)} {name}"
            if not rest:
                return head
            is_odd = rest < 10 or (scale > 100 and rest < 100)
            return f"{head} {'lẻ ' if is_odd else ''}{short(rest)}"
    if number < 10:
        return ONES[number]
    tens = "mười" if number < 20 else f"{ONES[number // 10]} mươi"
    last = {0: "", 1: "một" if number < 20 else "mốt", 4: "bốn" if number < 20 else "tư", 5: "lăm"}
    return f"{tens} {last.get(number % 10, ONES[number % 10])}".strip()


def written(number: int) -> dict[str, str]:
    """Spell a number in three ways: "linh" and "lẻ", "nghìn" and "ngàn", empty hundreds named or left out."""
    return {
        "short": short(number),
        "north": number_to_words(number),
        "south": number_to_words(number, SouthDictionary()),
    }


ASKED = "asked"


def without_marks(read: Callable[[str], int], words: str) -> int | str:
    """Read what was typed without marks. Only where a "tam" counts tens and more it may be asked."""
    try:
        return read(fold(words))
    except Unclear:
        assert re.search("tam (?:muoi|tram|nghin|ngan|trieu)", fold(words))
        return ASKED


@given(UP_TO_A_BILLION)
@example(1_005)
@example(1_015)
@example(2_500)
@example(100_001)
@example(404_404_404)
def test_what_is_spelt_out_is_read_back_with_and_without_marks(number: int) -> None:
    for words in written(number).values():
        for typed in (words, words.upper(), unicodedata.normalize("NFD", words)):
            assert count(typed, most=10**9) == number, typed
        assert without_marks(lambda typed: count(typed, most=10**9), words) in (number, ASKED)


@given(st.integers(1, 10**6))
def test_an_amount_spelt_out_is_read_back(thousands: int) -> None:
    for words in written(thousands * 1_000).values():
        for typed in (words, f"{words} đồng"):
            assert dong(typed) == thousands * 1_000, typed
        assert without_marks(dong, words) in (thousands * 1_000, ASKED)


@given(st.text(alphabet="abcdghiklmnorstuvy 0123456789.,", max_size=40))
def test_whatever_is_typed_is_a_number_or_none(text: str) -> None:
    with suppress(NotSpelt, Unclear):
        assert spelt(text.split()) >= 0


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("hai mươi mốt người", 21),
        ("hai mươi tư", 24),
        ("hai muoi nham", 25),
        ("hai mươi năm người", 25),
        ("tám chục", 80),
        ("ba chục", 30),
        ("một trăm lẻ năm lượt ạ", 105),
        ("một trăm rưỡi", 150),
        ("2 nghìn 5 trăm", 2_500),
        ("12 ngàn 500", 12_500),
        ("một nghìn rưỡi", 1_500),
        ("tam nguoi", 8),
    ],
)
def test_as_people_write_it(typed: str, number: int) -> None:
    assert count(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "một trăm hai",  # 120 or 102
        "hai nghìn năm",  # 2.500 or 2.005
        "tam chuc",  # eighty, or about ten
        "tam tram nguoi",
        "hai ba người",  # two or three
        "năm ba người",
        "mười lăm hai mươi người",
        "một hai trăm",
        "tầm chục người",
        "mười mấy",
        "vài chục",
        "hơn ba chục",
        "hai mốt",
        "ba mươi phẩy năm",
        "một trăm nghìn triệu",
        "nghìn",
        "linh năm",
        "chục rưỡi",
    ],
)
def test_what_can_be_read_in_two_ways_or_in_none_is_asked(typed: str) -> None:
    for text in (typed, fold(typed)):
        with pytest.raises(Unclear):
            count(text)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("hai trăm triệu", 200_000_000),
        ("2 tỷ rưỡi", 2_500_000_000),
        ("bảy triệu rưỡi", 7_500_000),
        ("năm mươi tám triệu đồng", 58_000_000),
        ("1 tỷ 2 trăm triệu", 1_200_000_000),
        ("ba chục triệu", 30_000_000),
    ],
)
def test_money_as_people_write_it(typed: str, amount: int) -> None:
    assert dong(typed) == amount
    assert dong(fold(typed)) == amount


@pytest.mark.parametrize(
    "typed",
    ["một tỷ hai", "năm trăm", "năm mươi đồng", "hai ba triệu", "tầm hai triệu", "sáu triệu và mười triệu"],
)
def test_money_that_is_not_exact_is_asked(typed: str) -> None:
    for text in (typed, fold(typed)):
        with pytest.raises(Unclear):
            dong(text)
