"""This file is hard rows, one a line: what each reader makes of them. None is silently wrong."""

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handlers.reading.questions import UnclearQuestion, question
from handlers.reading.text import fold
from handlers.understanding import Reader, understood
from models import planfile
from tests.conftest import PLAN

ROWS = Path(__file__).parent / "rows"
REF = date(2026, 11, 22)
UNITS = planfile.read(PLAN).units


FILES = {
    Reader.NUMBER: "numbers",
    Reader.MONEY: "money",
    Reader.DAY: "days",
    Reader.PERIOD: "periods",
    Reader.UNIT: "units",
}


def rows(name: str) -> list[tuple[str, str]]:
    lines = (ROWS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    told = (line.split("\t") for line in lines if not line.startswith("#"))
    return [(text, meant) for text, meant in told]


def said(reader: Reader, text: str) -> str:
    """Give what was understood as the rows write it."""
    found: dict[str, Any] = understood(reader, text, today=REF, units=UNITS)
    if "value" not in found:
        return next(iter(found))
    value = found["value"]
    if isinstance(value, dict):
        return " ".join(dict.fromkeys(value.values()))
    return str(value)


@pytest.mark.parametrize("reader", FILES)
def test_every_row_is_read_as_it_is_meant(reader: Reader) -> None:
    name = FILES[reader]
    wrong = [(text, meant, said(reader, text)) for text, meant in rows(name) if said(reader, text) != meant]
    assert wrong == []


WAYS: tuple[Callable[[str], str], ...] = (
    lambda text: unicodedata.normalize("NFD", text),
    str.upper,
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: f"\u200b {text.replace(' ', '  ')} ",
)


@pytest.mark.parametrize("reader", FILES)
def test_no_way_of_typing_the_same_makes_a_difference(reader: Reader) -> None:
    for text, _meant in rows(FILES[reader]):
        assert {said(reader, way(text)) for way in WAYS} == {said(reader, text)}, text


@pytest.mark.parametrize("reader", FILES)
def test_without_marks_nothing_becomes_another_value(reader: Reader) -> None:
    """What is typed bare is the same, or asked about: never another value."""
    for text, _meant in rows(FILES[reader]):
        if any(unicodedata.numeric(sign, None) is not None and not sign.isdecimal() for sign in text):
            continue  # ½ and ① are no marks over letters
        bare = said(reader, fold(text))
        assert bare in (said(reader, text), "ask", "reject"), text


CODES = ("mst 459 000 1385", "4590001385", "4590001385-001", "0100233480", "123456789", "chưa có")


@pytest.mark.parametrize("text", CODES)
def test_no_way_of_typing_a_tax_code_makes_a_difference(text: str) -> None:
    assert {said(Reader.CODE, way(text)) for way in WAYS} == {said(Reader.CODE, text)}


def asked(text: str) -> str:
    """Give what a question wants and what it is about, as the rows write it; what is offered in doubt."""
    try:
        query = question(text, today=REF, units=UNITS)
    except UnclearQuestion as unclear:
        return "\t".join(("ask", " ".join(choice.intent for choice in unclear.choices)))
    told = (
        (name, ",".join(map(str, value)) if isinstance(value, tuple) else value)
        for name, value in query.slots.items()
    )
    return f"{query.intent}\t{' '.join(f'{name}={value}' for name, value in told)}"


def questions(name: str) -> list[tuple[str, str]]:
    lines = (ROWS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    told = (line.partition("\t") for line in lines if not line.startswith("#"))
    return [(text, meant) for text, _tab, meant in told]


QUESTIONS = [*questions("questions"), *questions("asked_in_the_office")]


def test_every_question_is_understood_as_it_is_meant() -> None:
    assert [(text, meant, asked(text)) for text, meant in QUESTIONS if asked(text) != meant] == []


def test_no_way_of_asking_the_same_makes_a_difference() -> None:
    for text, meant in QUESTIONS:
        assert {asked(way(text)) for way in WAYS} == {meant}, text


def test_a_question_without_marks_is_the_same_question() -> None:
    for text, meant in QUESTIONS:
        assert asked(fold(text)) == meant, text
