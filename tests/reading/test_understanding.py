"""This file is what is printed of a text: a value, a question with its choices, or a refusal."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding import Reader, told, understood
from models import planfile
from tests.conftest import PLAN

UNITS = planfile.read(PLAN).units
REF = date(2026, 11, 22)


def read(reader: Reader, text: str, against: str = "") -> dict[str, Any]:
    return understood(reader, text, today=REF, units=UNITS, against=against)


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (Reader.NUMBER, "bốn mươi hai người", 42),
        (Reader.NUMBER, "1.250.000", 1_250_000),
        (Reader.MONEY, "2 tỷ rưỡi", 2_500_000_000),
        (Reader.DAY, "15-17/9/2025", {"from": "2025-09-15", "to": "2025-09-17"}),
        (Reader.DAY, "quý II/2024", {"from": "2024-04-01", "to": "2024-06-30"}),
        (Reader.UNIT, "so cong thuong", "SCT"),
        (Reader.CODE, "mst 459 000 1385", "4590001385"),
    ],
)
def test_what_is_clear_is_a_value(reader: Reader, text: str, value: object) -> None:
    assert read(reader, text) == {"value": value}


@pytest.mark.parametrize(
    ("reader", "text", "kind"),
    [
        (Reader.NUMBER, "1,250", "ask"),
        (Reader.NUMBER, "khoảng 40", "ask"),
        (Reader.NUMBER, "đông lắm", "reject"),
        (Reader.NUMBER, "-5", "reject"),
        (Reader.MONEY, "58", "ask"),
        (Reader.MONEY, "100 USD", "reject"),
        (Reader.DAY, "mùng 5 Tết", "ask"),
        (Reader.DAY, "31/2/2026", "reject"),
        (Reader.UNIT, "Sở Thần kỳ", "reject"),
        (Reader.CODE, "0100233480", "reject"),
        (Reader.CODE, "123456789", "ask"),
    ],
)
def test_what_is_doubtful_is_asked_and_what_is_wrong_refused(reader: Reader, text: str, kind: str) -> None:
    found = read(reader, text)
    assert list(found) == [kind]
    assert found[kind]["reason"]


@pytest.mark.parametrize(
    ("reader", "text", "choices"),
    [
        (Reader.NUMBER, "hai nghìn năm", [2_500, 2_005]),
        (Reader.NUMBER, "một trăm hai người", [120, 102]),
        (Reader.MONEY, "một tỷ hai", [1_200_000_000, 1_000_000_002]),
        (Reader.MONEY, "hai triệu năm", [2_500_000, 2_000_005]),
    ],
)
def test_what_can_be_read_in_two_ways_comes_with_both(reader: Reader, text: str, choices: list[int]) -> None:
    assert read(reader, text)["ask"]["choices"] == choices


def test_a_unit_that_is_not_there_any_more_comes_with_its_heirs() -> None:
    found = read(Reader.UNIT, "huyện Ninh Phước")
    assert "X-NINHPHUOC" in found["ask"]["choices"]


def test_two_names_are_compared() -> None:
    assert read(Reader.ENTERPRISE, "HTX NN Tuấn Tú", "Hợp tác xã Nông nghiệp Tuấn Tú") == {"value": "same"}
    assert "ask" in read(Reader.ENTERPRISE, "Hải Đăng", "Công ty TNHH Hải Đăng")


@given(st.sampled_from(sorted(Reader)), st.text(max_size=80))
def test_any_text_is_understood_asked_about_or_refused(reader: Reader, text: str) -> None:
    found = read(reader, text, "HTX Nho")
    assert found.keys() <= {"value", "ask", "reject"}
    assert len(found) == 1
    assert told(found)


def test_a_question_is_what_is_wanted_and_what_it_is_about() -> None:
    found = read(Reader.QUESTION, "Năm 2024 hỗ trợ được bao nhiêu doanh nghiệp?")
    assert found == {"value": {"intent": "count", "slots": {"year": 2024, "indicator": "DN"}}}
    assert told(found) == "count year=2024 indicator=DN"


def test_a_unit_that_may_be_two_is_asked_about() -> None:
    found = read(Reader.QUESTION, "ubnd ninh phuoc nop bc ngay nao")
    assert [one["slots"]["unit"] for one in found["ask"]["choices"]] == ["H-NINHPHUOC", "X-NINHPHUOC"]
    assert "ubnd ninh phuoc" in found["ask"]["reason"]


@pytest.mark.parametrize("reader", [Reader.UNIT, Reader.QUESTION, Reader.REPORT])
@given(text=st.text(max_size=200))
def test_any_text_is_read_or_asked_about(reader: Reader, text: str) -> None:
    assert len(read(reader, text)) == 1
