"""This file is old, doubled and forged buttons: each is answered kindly and changes nothing."""

from sqlmodel import select

from models.activity import Activity
from models.database import turn
from models.report import Report, ReportState
from tests.chat import Player

KEPT = "Xây dựng kế hoạch năng suất chất lượng năm 2027"


def titles(chat: Player) -> list[str]:
    with turn(chat.engine) as session:
        return list(session.exec(select(Activity.title)))


def states(chat: Player) -> set[ReportState]:
    with turn(chat.engine) as session:
        return set(session.exec(select(Report.state)))


def last_message(chat: Player, name: str) -> int:
    return [shown for shown in chat.standin.chat(chat.people[name]) if shown.by_bot][-1].message_id


def forge(chat: Player, name: str, data: str) -> None:
    """Press a button that the bot never showed to this person."""
    chat.standin.press(chat.people[name], last_message(chat, name), data)


async def test_save_pressed_twice_saves_once(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
    )
    await chat.goes("""
        Lan: [✅ Lưu] ×2
        Bot ⌁ Hoạt động này đã được lưu.
        Bot: ✅ Đã lưu. Xây dựng kế hoạch năng suất chất lượng năm 2027
             Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động
             [➕ Thêm hoạt động]
             [📤 Nộp báo cáo kỳ này]
        Lan: [✅ Lưu]
        Bot ⌁ Hoạt động này đã được lưu.
    """)
    assert titles(chat) == [KEPT]


async def test_an_option_pressed_twice_answers_once(chat: Player) -> None:
    await chat.hear("Lan: /baocao")
    await chat.goes("""
        Lan: [1. Cơ chế, chính sách] ×2
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot: ✓ Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             [‹ Quay lại] [⏸ Dừng]
        Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027
        Bot: ✓ Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
    """)


async def test_the_button_of_an_old_question_changes_nothing(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [4. Đào tạo, tập huấn nhân lực]")
    await chat.goes("""
        Lan: [Lớp đào tạo, tập huấn]
             …
        Lan: [6. Hợp tác quốc tế]
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Lan: [Chuyên gia được cấp chứng nhận]
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Lan: Tập huấn công cụ Lean
        Bot: ✓ Nội dung: Tập huấn công cụ Lean
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
    """)


async def test_save_of_a_summary_that_was_corrected_since_saves_nothing(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
    )
    summary, turn_then = last_message(chat, "Lan"), "d:1:7:save"
    await chat.hear("Lan: [✏️ Sửa]", "Lan: [Thời gian]")
    chat.standin.press(chat.people["Lan"], summary, turn_then)
    await chat.goes("""

        Bot → Lan: Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             [Hôm nay] [Hôm qua]
             [‹ Về bản tóm tắt] [⏸ Dừng]
    """)
    assert titles(chat) == []


async def test_another_persons_draft_is_out_of_reach(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Minh: /start",
    )
    for data in ("d:1:7:save", "d:1:7:drop", "r:resume:1", "r:drop:1", "r:fresh:1"):
        forge(chat, "Minh", data)
    await chat.goes("""

        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
    """)
    assert titles(chat) == []
    await chat.goes("""
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Xây dựng kế hoạch năng suất chất lượng năm 2027
             …
    """)
    assert titles(chat) == [KEPT]


async def test_another_units_report_is_out_of_reach(chat: Player) -> None:
    await chat.hear("Minh: /start")
    with turn(chat.engine) as session:
        other = session.exec(select(Report.id).where(Report.unit == "SCT")).one()
    for verb in ("submit", "yes", "nil", "none", "begin"):
        forge(chat, "Minh", f"r:{verb}:{other}")
    await chat.goes("""

        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot → Minh: Báo cáo năm 2026 · Sở Nông nghiệp và Môi trường
             …
    """)
    assert states(chat) == {ReportState.DUE}


async def test_an_observer_presses_nothing_that_writes(chat: Player) -> None:
    await chat.hear("Bảo: /start")
    for data in ("r:begin:0", "r:yes:1", "r:none:1", "d:1:1:save"):
        forge(chat, "Bảo", data)
    await chat.goes("""

        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
    """)
    assert states(chat) == {ReportState.DUE}


async def test_senseless_buttons_are_answered_kindly(chat: Player) -> None:
    await chat.hear("Lan: /baocao")
    for data in (
        "d:x",
        "zzz",
        "r:yes:999999999999",
        "r:yes:9999999999999999999",
        "d:1:1:to.nothing",
        "t:units:x",
        "l:fr",
        "d:1:0:cut.files.0",
    ):
        forge(chat, "Lan", data)
    await chat.goes("""

        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
        Bot → Lan: Hoạt động thuộc nhóm nhiệm vụ nào?
             [1. Cơ chế, chính sách]
             [2. Thông tin, tuyên truyền]
             [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]
             [4. Đào tạo, tập huấn nhân lực]
             [5. Tiêu chuẩn hóa, đánh giá sự phù hợp]
             [6. Hợp tác quốc tế]
             [⏸ Dừng]
        Lan: [1. Cơ chế, chính sách]
        Bot: ✓ Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             …
    """)


async def test_a_button_from_before_a_restart_still_works(chat: Player) -> None:
    await chat.hear("Lan: /baocao")
    await chat.goes("""
        ── restart ──
        Lan: [1. Cơ chế, chính sách]
        Bot: ✓ Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Đơn vị đã làm gì? Xin viết một câu ngắn gọn.
             …
    """)
