"""This file is the reporting periods: submitted, nothing to report, late, and days outside them."""

from sqlmodel import select

from models.database import turn
from models.report import Report
from models.rules.states import ReportState
from tests.chat import Player
from tests.chats.buttons import forge

ONE_ACTIVITY = (
    "Lan: /baocao",
    "Lan: [1. Cơ chế, chính sách]",
    "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
    "Lan: hôm qua",
    "Lan: [Bỏ qua ›]",
    "Lan: [Bỏ qua ›]",
    "Lan: [Bỏ qua ›]",
    "Lan: [✅ Lưu]",
)


def states_of(chat: Player, unit: str) -> list[ReportState]:
    with turn(chat.engine) as session:
        return [row.state for row in session.exec(select(Report).where(Report.unit == unit))]


async def test_submitting_asks_and_lists_and_happens_once(chat: Player) -> None:
    await chat.hear(*ONE_ACTIVITY)
    await chat.goes("""
        Lan: [📤 Nộp báo cáo kỳ này]
        Bot: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động
             1. Xây dựng kế hoạch năng suất chất lượng năm 2027 (01/11/2026)
             Nộp báo cáo kỳ này?
             [📤 Nộp] [Để sau]
             [➕ Thêm hoạt động]
             [🖋 Khó khăn, kiến nghị, văn bản]
        Lan: [Để sau]
        Bot: Vâng, báo cáo chưa nộp. Khi cần, xin gửi /baocao.
    """)
    assert states_of(chat, "SCT") == [ReportState.DUE]
    await chat.goes("""
        Lan: [📤 Nộp]
        Bot: ✅ Đã tiếp nhận báo cáo.
             Báo cáo năm 2026 · Sở Công Thương
             Tiếp nhận lúc 07:50 ngày 02/11/2026.
             Anh/chị có thể ghi bổ sung hoạt động bất cứ lúc nào.
             [🖋 Khó khăn, kiến nghị, văn bản]
        Lan: [📤 Nộp]
        Bot: Báo cáo năm 2026 · Sở Công Thương: báo cáo này đã được tiếp nhận trước đó.
        Lan: [📤 Nộp báo cáo kỳ này]
        Bot: Báo cáo năm 2026 · Sở Công Thương: báo cáo này đã được tiếp nhận trước đó.
        Lan: /baocao
        Bot: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động · đã nộp
             …
    """)


async def test_nothing_to_report_is_asked_before_it_is_taken(chat: Player) -> None:
    await chat.goes("""
        Lan: /baocao
        Bot: Báo cáo năm 2026 · Sở Công Thương
             …
        Lan: [∅ Không phát sinh]
        Bot: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Chưa ghi hoạt động nào
             Báo cáo “Không phát sinh” cho kỳ này?
             [∅ Đúng, không phát sinh] [Để sau]
        Lan: [Để sau]
        Bot: Vâng, báo cáo chưa nộp. Khi cần, xin gửi /baocao.
    """)
    assert states_of(chat, "SCT") == [ReportState.DUE]
    await chat.goes("""
        Lan: [∅ Đúng, không phát sinh]
        Bot: ✅ Đã tiếp nhận báo cáo “Không phát sinh”.
             Báo cáo năm 2026 · Sở Công Thương
             Tiếp nhận lúc 07:50 ngày 02/11/2026.
             Anh/chị có thể ghi bổ sung hoạt động bất cứ lúc nào.
             [🖋 Khó khăn, kiến nghị, văn bản]
        Lan: [∅ Đúng, không phát sinh]
        Bot: Báo cáo năm 2026 · Sở Công Thương: báo cáo này đã được tiếp nhận trước đó.
    """)
    assert states_of(chat, "SCT") == [ReportState.NIL]


async def test_a_period_with_an_activity_is_not_nil(chat: Player) -> None:
    await chat.goes("""
        Lan: /baocao
             …
    """)
    await chat.hear(
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [✅ Lưu]",
    )
    await chat.goes("""
        Lan: [∅ Không phát sinh]
        Bot: Kỳ này đã có hoạt động nên không thể báo “Không phát sinh”.
             Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động
             [📤 Nộp báo cáo kỳ này]
    """)
    assert states_of(chat, "SCT") == [ReportState.DUE]


async def test_an_activity_after_nothing_to_report_makes_it_a_report_that_was_submitted(chat: Player) -> None:
    await chat.goes("""
        Lan: /baocao
             …
        Lan: [∅ Không phát sinh]
             …
        Lan: [∅ Đúng, không phát sinh]
             …
    """)
    await chat.hear(*ONE_ACTIVITY[:-1])
    await chat.goes("""
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Xây dựng kế hoạch năng suất chất lượng năm 2027
             Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động · đã nộp
             [➕ Thêm hoạt động]
    """)


async def test_thanks_after_nothing_to_report_is_no_answer_to_a_question(chat: Player) -> None:
    await chat.goes("""
        Lan: /baocao
             …
        Lan: [∅ Không phát sinh]
             …
        Lan: [∅ Đúng, không phát sinh]
             …
        Lan: Cảm ơn
        Bot: Để báo cáo hoạt động, xin bấm nút bên dưới hoặc gửi /baocao. Xem các lệnh có thể dùng: /trogiup.
             …
    """)


async def test_an_empty_period_has_nothing_to_submit(chat: Player) -> None:
    await chat.hear("Lan: /baocao")
    with turn(chat.engine) as session:
        own = session.exec(select(Report.id).where(Report.unit == "SCT")).one()
    forge(chat, "Lan", f"s:yes:{own}")
    assert (await chat.said("")).startswith("Bot → Lan: Kỳ này chưa ghi hoạt động nào nên chưa có gì để nộp.")
    assert states_of(chat, "SCT") == [ReportState.DUE]


async def test_a_report_begun_before_midnight_is_of_the_same_period_and_late(chat: Player) -> None:
    await chat.hear(
        "── 16/11/2026 23:58 ──",
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
    )
    await chat.goes("""
        Lan: [Hôm nay]
             …
        ── 17/11/2026 00:05 ──
        Lan: [Bỏ qua ›]
             …
        Lan: [Bỏ qua ›]
             …
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thời gian: 16/11/2026
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Xây dựng kế hoạch năng suất chất lượng năm 2027
             Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động
             [➕ Thêm hoạt động]
             [📤 Nộp báo cáo kỳ này]
        Lan: [📤 Nộp báo cáo kỳ này]
             …
        Lan: [📤 Nộp]
        Bot: ✅ Đã tiếp nhận báo cáo.
             Báo cáo năm 2026 · Sở Công Thương
             Tiếp nhận lúc 00:05 ngày 17/11/2026.
             Báo cáo nộp sau hạn (16/11/2026).
             Anh/chị có thể ghi bổ sung hoạt động bất cứ lúc nào.
             [🖋 Khó khăn, kiến nghị, văn bản]
    """)


async def test_a_report_on_the_due_day_is_in_time_until_midnight(chat: Player) -> None:
    await chat.hear("── 16/11/2026 23:58 ──")
    await chat.hear(*ONE_ACTIVITY)
    await chat.goes("""
        Lan: [📤 Nộp báo cáo kỳ này]
             …
        Lan: [📤 Nộp]
        Bot: ✅ Đã tiếp nhận báo cáo.
             Báo cáo năm 2026 · Sở Công Thương
             Tiếp nhận lúc 23:58 ngày 16/11/2026.
             Anh/chị có thể ghi bổ sung hoạt động bất cứ lúc nào.
             [🖋 Khó khăn, kiến nghị, văn bản]
    """)


async def test_a_day_ahead_is_kept_as_an_estimate_and_does_not_count(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [4. Đào tạo, tập huấn nhân lực]",
        "Lan: [Lớp đào tạo, tập huấn]",
        "Lan: Tập huấn công cụ Lean",
    )
    await chat.goes("""
        Lan: 10/12/2026
        Bot: ✓ Thời gian: 10/12/2026
             Ngày này chưa đến. Có thể ghi là ước thực hiện (chưa tính vào kết quả). Nếu nhập nhầm ngày, xin bấm Quay lại.
             [Ghi là ước thực hiện]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [‹ Quay lại]
        Bot: Đang ghi: 10/12/2026
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             [Hôm nay] [Hôm qua]
             [‹ Quay lại] [⏸ Dừng]
        Lan: 10/12/2026
             …
        Lan: [Ghi là ước thực hiện]
        Bot: ✓ Ước thực hiện: Có (chưa tính vào kết quả)
             …
    """)
    await chat.hear("Lan: 40", "Lan: 15", "Lan: [Chuyên sâu]", "Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]")
    await chat.goes("""
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 4. Đào tạo, tập huấn nhân lực
             Loại hoạt động: Lớp đào tạo, tập huấn
             Nội dung: Tập huấn công cụ Lean
             Thời gian: 10/12/2026
             Ước thực hiện: Có (chưa tính vào kết quả)
             Tổng số lượt: 40
             Lượt lãnh đạo, quản lý DN: 15
             Hình thức: Chuyên sâu
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
             …
        Lan: [📤 Nộp báo cáo kỳ này]
        Bot: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động
             1. Tập huấn công cụ Lean (10/12/2026, ước thực hiện)
             Nộp báo cáo kỳ này?
             …
        Lan: /tiendo
        Bot: Sở Công Thương
             Tính đến 02/11/2026
             0 hoạt động đã ghi trong năm 2026
             Phần của đơn vị trong các chỉ tiêu
             Lượt lãnh đạo, quản lý DN được đào tạo: 0 lượt (kể cả ước thực hiện: 15)
             Cần nộp: Báo cáo năm 2026, hạn 16/11/2026
             [📝 Báo cáo ngay] [🖼 Ảnh]
    """)


async def test_a_day_without_its_year_that_has_not_come_asks_for_the_year(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027"
    )
    await chat.goes("""
        Lan: 15/12
             …
             Thực hiện ngày nào, hoặc từ ngày nào đến ngày nào? Ví dụ: 24/11/2026 hoặc 15-16/5/2026.
             …
    """)


async def test_a_day_of_last_year_is_kept_with_its_own_year(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
        "Lan: [Hỗ trợ doanh nghiệp áp dụng giải pháp]",
        "Lan: Hỗ trợ áp dụng VietGAP cho vùng nho",
    )
    await chat.goes("""
        Lan: 15/12/2025
        Bot: ✓ Thời gian: 15/12/2025
             Ngày này nằm ngoài kỳ báo cáo đã chọn. Hoạt động sẽ được tính vào đúng thời gian thực hiện. Nếu nhập nhầm ngày, xin bấm Quay lại.
             [Ghi theo đúng ngày thực hiện]
             [‹ Quay lại] [⏸ Dừng]
        Lan: [Ghi theo đúng ngày thực hiện]
             …
    """)
    await chat.hear(
        "Lan: Hợp tác xã Nho Evergreen",
        "Lan: [Bỏ qua ›]",
        "Lan: [VietGAP]",
        "Lan: [Đã được chứng nhận]",
        "Lan: [Không còn]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
    )
    await chat.goes("""
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Nhóm nhiệm vụ: 3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ
             Loại hoạt động: Hỗ trợ doanh nghiệp áp dụng giải pháp
             Nội dung: Hỗ trợ áp dụng VietGAP cho vùng nho
             Thời gian: 15/12/2025
             Ngoài kỳ báo cáo: Tính theo ngày thực hiện
             1. Doanh nghiệp: Hợp tác xã Nho Evergreen
             Giải pháp: VietGAP
             Kết quả: Đã được chứng nhận
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Hỗ trợ áp dụng VietGAP cho vùng nho
             …
        Hòa: /tiendo
             …
        Hòa: [📅 Theo năm, giai đoạn]
             …
             2025: 1/10 ❌ không đạt
             2026: 0/20 ⏳ đang thực hiện
             …
    """)


async def test_who_owes_several_periods_is_asked_for_which(chat: Player) -> None:
    await chat.hear("── 16/12/2026 09:00 ──")
    await chat.goes("""
        Lan: /baocao
        Bot: Sở Công Thương
             Báo cáo cho kỳ nào?
             [Báo cáo quý I năm 2027 (hạn 22/03/2027)]
             [Báo cáo năm 2026 (hạn 16/11/2026)]
             [⏸ Dừng]
        Lan: [Báo cáo năm 2026 (hạn 16/11/2026)]
             …
    """)
    await chat.hear(
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: 1/12/2026",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
    )
    await chat.goes("""
        Lan: [Bỏ qua ›]
        Bot: Xin kiểm tra trước khi lưu
             Kỳ báo cáo: Báo cáo năm 2026 (hạn 16/11/2026)
             Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thời gian: 01/12/2026
             [✅ Lưu] [✏️ Sửa] [🗑 Bỏ]
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Xây dựng kế hoạch năng suất chất lượng năm 2027
             Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 1 hoạt động
             [➕ Thêm hoạt động]
             [📤 Nộp báo cáo kỳ này]
    """)
