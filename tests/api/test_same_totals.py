"""This file is one set of figures in all that goes out: chat, picture, workbook, letter, JSON and CSV."""

import re
from io import BytesIO

import openpyxl
import pytest
from docx import Document

from handlers.replies import picture
from handlers.replies.picture import Card, Growth
from tests.api.asking import System, columns
from tests.chat import Player
from tests.chats.test_progress import five_years

# What five_years comes to on 02/11/2026, worked out by hand beside its lines.
BY_HAND = {"CG": 2, "LD": 63, "DN": 3, "MH": 1, "GT": 2, "GTV": 1}
TARGETS = {"CG": 20, "LD": 500, "DN": 20, "MH": 10, "GT": 10, "GTV": 2}
CHAT = re.compile(r"^ *(\w+) · .*\n\D*(\d+)/(?:trên )?(\d+) ", re.MULTILINE)
PICTURE = re.compile(r"(\d+)/(?:trên )?(\d+)")
HEAD = 4  # the headings' row of a sheet, counted from 1


async def in_chat(chat: Player) -> dict[str, int]:
    found = CHAT.findall(await chat.said("Hòa: /tiendo"))
    assert {code: int(target) for code, _value, target in found} == TARGETS
    return {code: int(value) for code, value, _target in found}


async def in_picture(chat: Player, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let the picture be drawn, and give the figures that stand on it."""
    drawn: list[Card] = []
    draw = picture.png

    def noted(card: Card) -> bytes:
        drawn.append(card)
        return draw(card)

    monkeypatch.setattr(picture, "png", noted)
    assert (await chat.said("Hòa: [🖼 Ảnh]")).count("(ảnh)") == 2
    figures = [PICTURE.search(row.figure) for card in drawn for row in card.rows]
    assert all(figures)
    return [int(one[1]) for one in figures if one]


async def in_course(chat: Player, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Let each indicator's line be drawn, and give where it stands today."""
    drawn: list[Growth] = []
    draw = picture.growth_png

    def noted(card: Growth) -> bytes:
        drawn.append(card)
        return draw(card)

    monkeypatch.setattr(picture, "growth_png", noted)
    await chat.hear("Hòa: /tiendo", "Hòa: [📈 Nhịp độ, dự báo]", *(f"Hòa: [📈 {code}]" for code in BY_HAND))
    return dict(zip(BY_HAND, (int(card.figure) for card in drawn), strict=True))


async def in_workbook(chat: Player) -> dict[str, int]:
    await chat.hear("Hòa: /xuat 2026")
    sheet = openpyxl.load_workbook(BytesIO(chat.sent_to("Hòa")), data_only=True)["Tiến độ"]
    rows = sheet.iter_rows(min_row=HEAD + 1, max_row=HEAD + len(BY_HAND), values_only=True)
    return {str(row[0]): int(str(row[5])) for row in rows}


async def in_letter(chat: Player) -> list[int]:
    await chat.hear("Hòa: /baocaotonghop", "Hòa: [Năm]", "Hòa: [2026]")
    document = Document(BytesIO(chat.sent_to("Hòa")))
    tables = [[cell.text for cell in one.rows[0].cells] for one in document.tables]
    of_targets = next(n for n, heads in enumerate(tables) if "Chỉ tiêu" in heads and heads[-1] == "Đánh giá")
    table = document.tables[of_targets]
    return [int(row.cells[4].text) for row in table.rows[1:]]


async def test_everything_that_goes_out_has_the_same_totals(
    chat: Player, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    five_years(chat)
    assert await in_chat(chat) == BY_HAND
    assert await in_picture(chat, monkeypatch) == list(BY_HAND.values())
    assert await in_course(chat, monkeypatch) == BY_HAND
    assert await in_workbook(chat) == BY_HAND
    assert await in_letter(chat) == list(BY_HAND.values())
    data = await system.json("/indicators")
    assert {one["code"]: one["value"] for one in data["indicators"]} == BY_HAND
    table = await system.table("/indicators.csv")
    assert columns(table, "code", "value") == [(code, str(value)) for code, value in BY_HAND.items()]
