"""This file is the words: every sentence in the code is in both catalogues, translated and well formed."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from handlers.replies.words import FOLDER, LOCALES

ROOT = Path(__file__).parents[2]
MARKS = {"_": 1, "N_": 1, "ngettext": 2}
PLACEHOLDER = re.compile(r"\{\w*\}")
TAG = re.compile(r"</?\w+>")


def sentences() -> Iterator[tuple[str, ...]]:
    """Find every sentence that the code marks or says, inside f-strings too."""
    for folder in ("bot", "handlers"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
                    texts = node.args[: MARKS[node.func.id]]
                    if all(isinstance(text, ast.Constant) for text in texts):
                        yield tuple(str(text.value) for text in texts if isinstance(text, ast.Constant))


def catalogue(locale: str) -> Catalog:
    with (FOLDER / locale / "LC_MESSAGES" / "bot.po").open("rb") as file:
        return read_po(file, locale=locale)


def forms(text: object) -> tuple[str, ...]:
    return tuple(str(form) for form in text) if isinstance(text, list | tuple) else (str(text),)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_is_translated_and_none_is_left_over(locale: str) -> None:
    said = set(sentences())
    known = {forms(message.id) for message in catalogue(locale) if message.id}
    assert said - known == set(), "in the code, not in the catalogue"
    assert known - said == set(), "in the catalogue, no longer in the code"
    unfinished = [
        message.id
        for message in catalogue(locale)
        if message.id and (message.fuzzy or not all(forms(message.string)))
    ]
    assert unfinished == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_keeps_placeholders_and_tags(locale: str) -> None:
    for message in catalogue(locale):
        wanted = set(PLACEHOLDER.findall(forms(message.id)[-1])) if message.id else set()
        for form in forms(message.string) if message.id else ():
            assert set(PLACEHOLDER.findall(form)) == wanted, message.id
            assert TAG.findall(form) == TAG.findall(forms(message.id)[0]), message.id


def test_the_template_is_up_to_date() -> None:
    with (FOLDER / "bot.pot").open("rb") as file:
        template = {forms(message.id) for message in read_po(file) if message.id}
    assert template == set(sentences())


def test_vietnamese_says_anh_chi_and_never_ban() -> None:
    for message in catalogue("vi"):
        for form in forms(message.string) if message.id else ():
            assert not re.search(r"\b[Bb]ạn\b", form), form
