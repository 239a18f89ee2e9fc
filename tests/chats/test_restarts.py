"""This file is the process dying and updates coming twice: nothing is lost, nothing is doubled."""

from copy import deepcopy

from sqlmodel import select

from models.activity import Activity
from models.database import turn
from tests.chat import Player
from tests.chats.buttons import shown


def activities(chat: Player) -> int:
    with turn(chat.engine) as session:
        return len(session.exec(select(Activity)).all())


async def test_a_restart_in_the_middle_loses_no_answer(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [4. Đào tạo, tập huấn nhân lực]",
        "Lan: [Lớp đào tạo, tập huấn]",
        "Lan: Tập huấn công cụ Lean",
    )
    await chat.goes("""
        ── restart ──
        Lan: 15/10/2026
        Bot: ✓ Thời gian: 15/10/2026
             Có tất cả bao nhiêu lượt người dự? Một người dự một lớp là một lượt. Ví dụ: 42.
             [‹ Quay lại] [⏸ Dừng]
        ── restart ──
        Lan: 40
             …
        Lan: 12
             …
        Lan: [Chuyên sâu]
             …
        Lan: [Bỏ qua ›]
             …
        Lan: [Không có kinh phí]
             …
        ── restart ──
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 4. Đào tạo, tập huấn nhân lực
             Loại hoạt động: Lớp đào tạo, tập huấn
             Nội dung: Tập huấn công cụ Lean
             Thời gian: 15/10/2026
             Tổng số lượt: 40
             Lượt lãnh đạo, quản lý DN: 12
             Hình thức: Chuyên sâu
             Kinh phí: Không có kinh phí
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        ── restart ──
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Tập huấn công cụ Lean
             …
        ── restart ──
        Lan: [✅ Lưu]
        Bot ⌁ Hoạt động này đã được lưu.
    """)
    assert activities(chat) == 1


async def test_an_answer_delivered_twice_is_taken_once(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [4. Đào tạo, tập huấn nhân lực]",
        "Lan: [Lớp đào tạo, tập huấn]",
        "Lan: Tập huấn công cụ Lean",
        "Lan: 15/10/2026",
    )
    chat.standin.say(chat.people["Lan"], "40")
    (raw,) = deepcopy(await chat.app.door.updates(0, wait=0))
    chat.app.intake.take(raw)
    chat.app.intake.take(raw)
    assert (await chat.said("")).count("Bot → Lan: ✓ Tổng số lượt: 40") == 1
    await chat.goes("""
        Lan: 12
        Bot: ✓ Lượt lãnh đạo, quản lý DN: 12
             Lớp tập huấn chuyên sâu hay phổ biến chung?
             …
    """)


async def test_a_save_delivered_twice_saves_once(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
    )
    chat.standin.press(chat.people["Lan"], *shown(chat, "Lan", "✅ Lưu"))
    (raw,) = deepcopy(await chat.app.door.updates(0, wait=0))
    chat.app.intake.take(raw)
    await chat.restart()
    chat.app.intake.take(raw)
    assert (await chat.said("")).count("Đã lưu") == 1
    assert activities(chat) == 1
