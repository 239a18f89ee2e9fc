"""This file is old, doubled and forged buttons: each is answered kindly and changes nothing."""

from sqlmodel import select

from models.activity import Activity
from models.database import turn
from models.report import Report
from models.rules.states import ReportState
from tests.chat import Player
from tests.chats.buttons import STALE, forge, shown

KEPT = "Xây dựng kế hoạch năng suất chất lượng năm 2027"


def titles(chat: Player) -> list[str]:
    with turn(chat.engine) as session:
        return list(session.exec(select(Activity.title)))


def states(chat: Player) -> set[ReportState]:
    with turn(chat.engine) as session:
        return {row.state for row in session.exec(select(Report))}


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
    summary, save = shown(chat, "Lan", "✅ Lưu")
    await chat.hear("Lan: [✏️ Sửa]", "Lan: [Thời gian]")
    chat.standin.press(chat.people["Lan"], summary, save)
    assert (await chat.said("")).splitlines()[0] == STALE
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
    of_lan = shown(chat, "Lan", "✅ Lưu")[1].removesuffix(":save")
    forge(chat, "Minh", f"{of_lan}:save", f"{of_lan}:drop", "r:resume:1", "r:drop:1", "r:fresh:1")
    assert (await chat.said("")).splitlines() == [STALE] * 5
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
    forge(chat, "Minh", *(f"s:{verb}:{other}" for verb in ("submit", "yes", "nil", "none")))
    assert (await chat.said("")).splitlines() == [STALE] * 4
    forge(chat, "Minh", f"r:begin:{other}")
    assert "Sở Nông nghiệp và Môi trường" in await chat.said("")
    assert states(chat) == {ReportState.DUE}


async def test_an_observer_presses_nothing_that_writes(chat: Player) -> None:
    await chat.hear("Bảo: /start")
    forge(chat, "Bảo", "r:begin:0", "s:yes:1", "s:none:1", "d:1:1:save")
    assert (await chat.said("")).splitlines() == [STALE] * 4
    assert states(chat) == {ReportState.DUE}


async def test_senseless_buttons_are_answered_kindly(chat: Player) -> None:
    await chat.hear("Lan: /baocao")
    forge(
        chat,
        "Lan",
        "d:x",
        "zzz",
        "s:yes:999999999999",
        f"s:yes:{'9' * 19}",
        "d:1:1:save",
        "t:units:x",
        "l:fr",
    )
    assert (await chat.said("")).splitlines() == [STALE] * 7
    await chat.goes("""
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


async def test_a_forged_step_into_what_is_no_list_breaks_nothing(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", f"Lan: {KEPT}")
    draft = shown(chat, "Lan", "⏸ Dừng")[1].removesuffix(":stop")
    forge(chat, "Lan", f"{draft}:cut.title.0")
    assert "Có lỗi" not in await chat.said("")
    assert "✓ Thời gian: 01/11/2026" in await chat.said("Lan: hôm qua")
