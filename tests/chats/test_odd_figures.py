"""This file is figures far beyond what was told before: asked about once, with the comparison."""

from datetime import date

import pytest

from models import plan, tally
from models.database import turn
from models.rules.counting import Kind
from models.rules.odd import Usual, is_odd
from tests.chat import Player
from tests.chats.test_progress import record

COURSE = (
    "Lan: /baocao",
    "Lan: [4. Đào tạo, tập huấn nhân lực]",
    "Lan: [Lớp đào tạo, tập huấn]",
    "Lan: Tập huấn 5S",
    "Lan: 15/10/2026",
)


@pytest.mark.parametrize(
    ("value", "known", "most", "odd"),
    [(181, 5, 60, True), (180, 5, 60, False), (4200, 4, 60, False), (4200, 5, 0, False), (1, 9, 60, False)],
)
def test_three_times_the_most_of_five_is_odd(value: int, known: int, most: int, *, odd: bool) -> None:
    assert is_odd(value, Usual(known, most)) is odd


def history(chat: Player, unit: str = "SCT", cost: int | None = None) -> None:
    """Record five courses of 20 to 60 attendances."""
    with turn(chat.engine) as session:
        for n in range(1, 6):
            told = {"attendances": 10 + n * 10, "leaders": 5, "in_depth": True, "cost": cost}
            record(session, chat, unit, Kind.TRAINING, date(2026, n, 2), **told)
        tally.rebuild(session, plan.current(session))


async def test_attendances_far_beyond_the_units_own_are_asked_about_once(chat: Player) -> None:
    history(chat)
    await chat.hear(*COURSE)
    await chat.goes("""
        Lan: 4200
        Bot: ✓ Tổng số lượt: 4.200
             Con số này lớn hơn nhiều so với trước nay. Anh/chị xác nhận? Muốn sửa, xin bấm Quay lại.
             [Đúng, 4.200; trước nay nhiều nhất 60]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [‹ Quay lại]
             …
        Lan: 420
        Bot: ✓ Tổng số lượt: 420
             Con số này lớn hơn nhiều so với trước nay. Anh/chị xác nhận? Muốn sửa, xin bấm Quay lại.
             [Đúng, 420; trước nay nhiều nhất 60]
             [‹ Quay lại] [⏸ Dừng]
        ── restart ──
        Lan: đúng vậy
        Bot: Xin chọn một trong các nút bên dưới.
             …
        Lan: [Đúng, 420; trước nay nhiều nhất 60]
        Bot: Trong đó bao nhiêu lượt là lãnh đạo, quản lý của doanh nghiệp? Không tính cán bộ, công chức. Nếu không có, xin nhập 0.
             …
    """)
    await chat.hear("Lan: 30", "Lan: [Chuyên sâu]", *["Lan: [Bỏ qua ›]"] * 3)
    assert "✅ Đã lưu." in await chat.said("Lan: [✅ Lưu]")


async def test_another_units_history_says_nothing_and_few_are_no_history(chat: Player) -> None:
    history(chat, "SNNMT")
    await chat.hear(*COURSE)
    assert "lãnh đạo, quản lý" in await chat.said("Lan: 4200")


async def test_a_cost_far_above_all_others_of_its_kind_is_asked_about(chat: Player) -> None:
    history(chat, "SNNMT", cost=50_000_000)
    await chat.hear(*COURSE, "Lan: 40", "Lan: 30", "Lan: [Chuyên sâu]", "Lan: [Bỏ qua ›]")
    said = await chat.said("Lan: 5 tỷ")
    assert "[Đúng, 5.000.000.000 đồng; trước nay nhiều nhất 50.000.000 đ…]" in said
    await chat.hear("Lan: [‹ Quay lại]")
    assert "Kinh phí từ nguồn nào?" in await chat.said("Lan: 50 triệu")
