"""This file is what the clock brings: reminders to the silent, summaries to the lead office."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from models import contact, event
from models.contact import Contact
from models.database import turn
from models.ledger import Notice
from models.rules.reminding import NoticeKind
from models.rules.steps import Quiet
from tests.chat import Player


async def test_only_the_silent_are_reminded_and_only_once(chat: Player) -> None:
    await chat.hear("Lan: /baocao", "Lan: [∅ Không phát sinh]", "Lan: [∅ Đúng, không phát sinh]")
    await chat.goes("""
        ── 02/11/2026 07:59 ──
        ── 02/11/2026 08:00 ──
        Bot → Hòa: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             Sở Khoa học và Công nghệ
             Nếu đã gửi văn bản, xin vẫn báo cáo tại đây để hệ thống ghi nhận.
             [📝 Báo cáo ngay] [∅ Không phát sinh]
             [📅 Hẹn ngày] [🙅 Không phải tôi]
        Bot → Minh: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             Sở Nông nghiệp và Môi trường
             Nếu đã gửi văn bản, xin vẫn báo cáo tại đây để hệ thống ghi nhận.
             [📝 Báo cáo ngay] [∅ Không phát sinh]
             [📅 Hẹn ngày] [🙅 Không phải tôi]
        Bot → Bảo: 🗓 Tiến độ đầu tháng
             …
        ── 02/11/2026 08:00 ──
        ── restart ──
        ── 02/11/2026 08:05 ──
        ── 02/11/2026 16:00 ──
        ── 03/11/2026 08:00 ──
    """)


async def test_each_step_to_the_due_day_and_after_it_has_its_morning(chat: Player) -> None:
    await chat.hear(
        "Hòa: /baocao",
        "Hòa: [∅ Không phát sinh]",
        "Hòa: [∅ Đúng, không phát sinh]",
        "Minh: /baocao",
        "Minh: [∅ Không phát sinh]",
        "Minh: [∅ Đúng, không phát sinh]",
    )
    await chat.goes("""
        ── 02/11/2026 08:00 ──
        Bot → Lan: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        Bot → Bảo: 🗓 Tiến độ đầu tháng
             …
        ── 05/11/2026 08:00 ──
        Bot → Hòa: 🔎 2 báo cáo đang chờ duyệt, lâu nhất từ 02/11/2026
             [🔎 Xem để duyệt]
        ── 06/11/2026 08:00 ──
        Bot → Hòa: 🗓 Tổng hợp tuần
             …
        ── 06/11/2026 16:00 ──
        ── 09/11/2026 08:00 ──
        Bot → Lan: 🔔 Còn 5 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        ── 10/11/2026 08:00 ──
        ── 11/11/2026 08:00 ──
        Bot → Lan: 🔔 Còn 3 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        ── 12/11/2026 08:00 ──
        Bot → Hòa: 🔎 2 báo cáo đang chờ duyệt, lâu nhất từ 02/11/2026
             [🔎 Xem để duyệt]
        ── 13/11/2026 08:00 ──
        Bot → Hòa: 🗓 Tổng hợp tuần
             …
        Bot → Lan: 🔔 Còn 1 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        ── 13/11/2026 16:00 ──
        ── 14/11/2026 08:00 ──
        ── 15/11/2026 08:00 ──
        ── 16/11/2026 08:00 ──
        Bot → Lan: 🔔 Báo cáo năm 2026: hôm nay là hạn nộp (16/11/2026)
             Sở Công Thương
             Nếu đã gửi văn bản, xin vẫn báo cáo tại đây để hệ thống ghi nhận.
             [📝 Báo cáo ngay] [∅ Không phát sinh]
             [📅 Hẹn ngày] [🙅 Không phải tôi]
        ── 17/11/2026 08:00 ──
        Bot → Hòa: 📗 Báo cáo năm 2026: kết quả của đơn vị
             …
             📌 Báo cáo năm 2026: đã hết hạn nộp (16/11/2026)
             …
        Bot → Lan: 🔔 Báo cáo năm 2026 đã quá hạn nộp (16/11/2026)
             …
        ── 18/11/2026 08:00 ──
        ── 19/11/2026 08:00 ──
        Bot → Hòa: 🔎 2 báo cáo đang chờ duyệt, lâu nhất từ 02/11/2026
             [🔎 Xem để duyệt]
        Bot → Lan: 🔔 Báo cáo năm 2026 đã quá hạn nộp (16/11/2026)
             Sở Công Thương
             Nếu đã gửi văn bản, xin vẫn báo cáo tại đây để hệ thống ghi nhận.
             [📝 Báo cáo ngay] [∅ Không phát sinh]
             [📅 Hẹn ngày] [🙅 Không phải tôi]
        ── 20/11/2026 08:00 ──
        Bot → Hòa: 🗓 Tổng hợp tuần
             …
        ── 20/11/2026 16:00 ──
        ── 21/11/2026 08:00 ──
        ── 23/11/2026 08:00 ──
        Bot → Lan: 🔔 Báo cáo năm 2026 đã quá hạn nộp (16/11/2026)
             Sở Công Thương
             Nếu đã gửi văn bản, xin vẫn báo cáo tại đây để hệ thống ghi nhận.
             [📝 Báo cáo ngay] [∅ Không phát sinh]
             [📅 Hẹn ngày] [🙅 Không phải tôi]
        ── 27/11/2026 08:00 ──
        Bot → Hòa: 🗓 Tổng hợp tuần
             …
        ── 04/12/2026 08:00 ──
        Bot → Hòa: 🗓 Tổng hợp tuần
             …
    """)


async def test_a_day_off_by_the_offices_own_table_brings_nothing(chat: Player) -> None:
    await chat.hear(
        "Hòa: /baocao",
        "Hòa: [∅ Không phát sinh]",
        "Hòa: [∅ Đúng, không phát sinh]",
        "Minh: /baocao",
        "Minh: [∅ Không phát sinh]",
        "Minh: [∅ Đúng, không phát sinh]",
        "── 20/11/2026 16:00 ──",
    )
    await chat.goes("""
        ── 24/11/2026 08:00 ──
        ── 24/11/2026 10:00 ──
        ── 25/11/2026 08:00 ──
        Bot → Lan: 🔔 Báo cáo năm 2026 đã quá hạn nộp (16/11/2026)
             …
    """)


async def test_a_bot_that_slept_over_eight_o_clock_reminds_later_in_the_working_day(chat: Player) -> None:
    await chat.hear(
        "Hòa: /baocao",
        "Hòa: [∅ Không phát sinh]",
        "Hòa: [∅ Đúng, không phát sinh]",
        "Minh: /baocao",
        "Minh: [∅ Không phát sinh]",
        "Minh: [∅ Đúng, không phát sinh]",
    )
    await chat.goes("""
        ── restart ──
        ── 02/11/2026 10:37 ──
        Bot → Lan: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        Bot → Bảo: 🗓 Tiến độ đầu tháng
             …
        ── 02/11/2026 10:38 ──
    """)


async def test_a_bot_that_slept_into_the_evening_waits_for_the_next_working_morning(chat: Player) -> None:
    await chat.hear(
        "Hòa: /baocao",
        "Hòa: [∅ Không phát sinh]",
        "Hòa: [∅ Đúng, không phát sinh]",
        "Minh: /baocao",
        "Minh: [∅ Không phát sinh]",
        "Minh: [∅ Đúng, không phát sinh]",
    )
    await chat.goes("""
        ── 02/11/2026 17:30 ──
        ── 02/11/2026 23:00 ──
        ── 03/11/2026 03:00 ──
        ── 03/11/2026 08:00 ──
        Bot → Lan: 🔔 Còn 9 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
    """)


async def test_of_two_steps_that_were_slept_over_only_the_later_is_said(chat: Player) -> None:
    await chat.hear(
        "Hòa: /baocao",
        "Hòa: [∅ Không phát sinh]",
        "Hòa: [∅ Đúng, không phát sinh]",
        "Minh: /baocao",
        "Minh: [∅ Không phát sinh]",
        "Minh: [∅ Đúng, không phát sinh]",
    )
    await chat.goes("""
        ── 12/11/2026 09:00 ──
        Bot → Hòa: 🔎 2 báo cáo đang chờ duyệt, lâu nhất từ 02/11/2026
             [🔎 Xem để duyệt]
        Bot → Lan: 🔔 Còn 2 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        ── 12/11/2026 09:05 ──
    """)


async def test_a_reminder_leads_straight_into_the_report(chat: Player) -> None:
    await chat.hear("── 02/11/2026 08:00 ──")
    await chat.goes("""
        Lan: [📝 Báo cáo ngay]
        Bot: Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Chưa ghi hoạt động nào
             Hoạt động thuộc nhóm nhiệm vụ nào?
             [1. Cơ chế, chính sách]
             [2. Thông tin, tuyên truyền]
             [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]
             [4. Đào tạo, tập huấn nhân lực]
             [5. Tiêu chuẩn hóa, đánh giá sự phù hợp]
             [6. Hợp tác quốc tế]
             [⏸ Dừng]
             [∅ Không phát sinh]
        Minh: [∅ Không phát sinh]
        Bot: Báo cáo năm 2026 · Sở Nông nghiệp và Môi trường
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Chưa ghi hoạt động nào
             Báo cáo “Không phát sinh” cho kỳ này?
             [∅ Đúng, không phát sinh] [Để sau]
        Minh: [∅ Đúng, không phát sinh]
        Bot: ✅ Đã tiếp nhận báo cáo “Không phát sinh”.
             Báo cáo năm 2026 · Sở Nông nghiệp và Môi trường
             Tiếp nhận lúc 08:00 ngày 02/11/2026.
             Anh/chị có thể ghi bổ sung hoạt động bất cứ lúc nào.
             [🖋 Khó khăn, kiến nghị, văn bản]
        ── 09/11/2026 08:00 ──
        Bot → Hòa: 🔔 Còn 5 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
             🗓 Tổng hợp tuần
             …
        Bot → Lan: 🔔 Còn 5 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
    """)


async def test_a_unit_that_submitted_is_not_reminded_any_more(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [1. Cơ chế, chính sách]",
        "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027",
        "Lan: hôm qua",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [✅ Lưu]",
    )
    await chat.goes("""
        ── 02/11/2026 08:00 ──
        Bot → Hòa: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        Bot → Lan: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        Bot → Minh: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        Bot → Bảo: 🗓 Tiến độ đầu tháng
             …
    """)
    await chat.hear("Lan: [📤 Nộp báo cáo kỳ này]")
    await chat.goes("""
        Lan: [📤 Nộp]
        Bot: ✅ Đã tiếp nhận báo cáo.
             …
        ── 09/11/2026 08:00 ──
        Bot → Hòa: 🔔 Còn 5 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
             🗓 Tổng hợp tuần
             …
        Bot → Minh: 🔔 Còn 5 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
    """)


async def test_nobody_is_reminded_in_the_middle_of_an_answer(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: Xây dựng kế hoạch năng suất chất lượng năm 2027"
    )
    await chat.goes("""
        ── 02/11/2026 08:00 ──
        Bot → Hòa: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        Bot → Minh: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        Bot → Bảo: 🗓 Tiến độ đầu tháng
             …
        Lan: hôm qua
        Bot: ✓ Thời gian: 01/11/2026
             Thực hiện ở đâu?
             …
        ── 02/11/2026 08:14 ──
        ── 02/11/2026 08:15 ──
        Bot → Lan: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        Lan: [📝 Báo cáo ngay]
             …
        Lan: [▶ Nhập tiếp]
        Bot: Nhóm nhiệm vụ: 1. Cơ chế, chính sách
             Nội dung: Xây dựng kế hoạch năng suất chất lượng năm 2027
             Thời gian: 01/11/2026
             Thực hiện ở đâu?
             …
    """)


async def test_somebody_who_blocked_the_bot_is_reminded_once_back(chat: Player) -> None:
    await chat.goes("""
        Lan: (blocks)
        ── 02/11/2026 08:00 ──
        Bot → Hòa: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        Bot → Minh: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        Bot → Bảo: 🗓 Tiến độ đầu tháng
             …
        Hòa: /tiendo
        Bot: Tiến độ Kế hoạch 3483/KH-UBND
             …
        Hòa: [⏰ Ai chưa nộp]
        Bot ✎: Ai chưa nộp
             …
             2. Sở Công Thương: Trần Thị Lan (bot không gửi tin được)
             …
        Lan: (unblocks)
        ── 02/11/2026 08:20 ──
        Bot → Lan: 🔔 Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)
             …
        ── 02/11/2026 08:40 ──
    """)
    with turn(chat.engine) as session:
        gone = session.exec(select(Contact.name).where(col(Contact.unreachable_since).is_not(None))).all()
    assert gone == []


async def test_the_lead_office_hears_on_friday_morning(chat: Player) -> None:
    await chat.hear(
        "Hòa: /baocao",
        "Hòa: [∅ Không phát sinh]",
        "Hòa: [∅ Đúng, không phát sinh]",
        "Minh: /baocao",
        "Minh: [∅ Không phát sinh]",
        "Minh: [∅ Đúng, không phát sinh]",
        "Lan: /baocao",
        "Lan: [∅ Không phát sinh]",
        "Lan: [∅ Đúng, không phát sinh]",
    )
    await chat.goes("""
        ── 05/11/2026 08:00 ──
        Bot → Hòa: 🔎 3 báo cáo đang chờ duyệt, lâu nhất từ 02/11/2026
             [🔎 Xem để duyệt]
        ── 06/11/2026 07:59 ──
        ── 06/11/2026 08:00 ──
        Bot → Hòa: 🗓 Tổng hợp tuần
             Tiến độ Kế hoạch 3483/KH-UBND
             Tính đến 06/11/2026
             CG · Chuyên gia NSCL được chứng nhận
             ⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ 0/20 người · 0%
             chậm nhiều · 2021-2030
             còn thiếu 20 · riêng 2026-2030: 0
             LD · Lượt lãnh đạo, quản lý DN được đào tạo
             ⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ 0/trên 500 lượt · 0%
             chậm nhiều · 2021-2030
             còn thiếu 501 · riêng 2026-2030: 0
             DN · DN được hỗ trợ áp dụng giải pháp
             ⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ 0/20 doanh nghiệp · 0%
             đang thực hiện, chậm nhiều · năm 2026
             còn thiếu 20
             2021: – · 2022: – · 2023: – · 2024: – · 2025: – · 2026: 0/20 …
             cả giai đoạn 0 doanh nghiệp khác nhau
             MH · DN xây dựng mô hình điểm
             ⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ 0/10 doanh nghiệp · 0%
             chậm nhiều · 2021-2030
             còn thiếu 10
             GT · DN đạt Giải thưởng Chất lượng Quốc gia
             ⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ 0/10 doanh nghiệp · 0%
             chậm nhiều · 2021-2030
             còn thiếu 10 · riêng 2026-2030: 0
             GTV · DN đạt giải vàng Chất lượng Quốc gia
             ⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ 0/2 doanh nghiệp · 0%
             chậm nhiều · 2021-2030
             còn thiếu 2 · riêng 2026-2030: 0
             Báo cáo năm 2026 (hạn 16/11/2026)
             40 đơn vị: đã nộp 0 · không phát sinh 3 · chưa nộp 37
             [🏢 Theo đơn vị] [🗂 Theo nhóm nhiệm vụ]
             [📅 Theo năm, giai đoạn] [⏰ Ai chưa nộp]
             [📈 Nhịp độ, dự báo] [🖼 Ảnh]
             [🔎 Căn cứ số liệu] [📌 Số đã báo cáo]
             [🗓 Tình hình nộp] [📊 Tệp Excel]
        ── 06/11/2026 16:20 ──
        ── 07/11/2026 16:00 ──
    """)


async def test_the_lead_office_hears_on_the_morning_after_the_deadline_who_is_missing(chat: Player) -> None:
    await chat.hear(
        "Hòa: /baocao",
        "Hòa: [∅ Không phát sinh]",
        "Hòa: [∅ Đúng, không phát sinh]",
        "Minh: /baocao",
        "Minh: [∅ Không phát sinh]",
        "Minh: [∅ Đúng, không phát sinh]",
        "Lan: /baocao",
        "Lan: [∅ Không phát sinh]",
        "Lan: [∅ Đúng, không phát sinh]",
        "── 13/11/2026 16:00 ──",
    )
    await chat.goes("""
        ── 16/11/2026 17:00 ──
        ── 17/11/2026 08:00 ──
        Bot → Hòa: 📗 Báo cáo năm 2026: kết quả của đơn vị
             Chưa ghi hoạt động nào · đã báo không phát sinh
             Sở Khoa học và Công nghệ
             …
             📌 Báo cáo năm 2026: đã hết hạn nộp (16/11/2026)
             Tiến độ Kế hoạch 3483/KH-UBND
             …
        Bot → Lan: 📗 Báo cáo năm 2026: kết quả của đơn vị
             …
        Bot → Minh: 📗 Báo cáo năm 2026: kết quả của đơn vị
             Chưa ghi hoạt động nào · đã báo không phát sinh
             Sở Nông nghiệp và Môi trường
             …
        Hòa: [⏰ Ai chưa nộp]
        Bot ✎: Ai chưa nộp
             Báo cáo năm 2026 (hạn 16/11/2026)
             …
    """)


async def test_what_cannot_be_put_into_words_keeps_nobody_else_from_hearing_theirs(
    chat: Player, caplog: pytest.LogCaptureFixture
) -> None:
    await chat.hear("── 02/11/2026 07:55 ──")
    now = chat.clock.now()
    with turn(chat.engine) as session:
        broken = Notice(
            key="x",
            kind=NoticeKind.INQUIRY,
            subject="no number",
            step="",
            addressee=2,
            at=now,
            until=now + timedelta(days=1),
        )
        session.add(broken)
    said = await chat.said("── 02/11/2026 08:00 ──")
    assert all(f"Bot → {name}: 🔔 Còn 10 ngày" in said for name in ("Hòa", "Lan", "Minh"))
    assert "x@2026-11-02 could not be told" in caplog.messages


async def test_a_promise_of_quiet_brings_back_nothing_that_was_said(chat: Player) -> None:
    """Fewer steps let the ones that are left last longer: what was told under one is not told again."""
    for day in ("02/11", "09/11", "11/11", "13/11", "16/11", "17/11"):
        await chat.hear(f"── {day}/2026 08:00 ──")
    with turn(chat.engine) as session:
        lan = contact.by_chat(session, 502)
        assert lan is not None
        lan.quiet = Quiet.LAST
        event.record(session, "contact.quiet", f"contact:{lan.id}", at=chat.clock.now(), by=lan.id)
    # Of -1 (13/11) and +3 (19/11) the first was told: it now lasts until the second.
    assert "Lan" not in await chat.said("── 18/11/2026 08:00 ──")
    assert "Bot → Lan: 🔔 Báo cáo năm 2026 đã quá hạn nộp" in await chat.said("── 19/11/2026 08:00 ──")


async def test_what_changes_at_the_hour_of_a_summary_takes_it_from_nobody(chat: Player) -> None:
    """Of two changes the second belongs to the next week: this week's summary comes all the same."""
    await chat.hear("── 15/01/2027 08:00 ──", "── 20/01/2027 09:00 ──")
    way = (
        "/baocao",
        "[Báo cáo quý I năm 2027 (hạn 22/03/2027)]",
        "[∅ Không phát sinh]",
        "[∅ Đúng, không phát sinh]",
    )
    await chat.hear(*(f"Lan: {one}" for one in way))
    chat.clock.hour = chat.clock.hour.replace(day=22, hour=8, minute=0, second=5)
    await chat.hear(*(f"Minh: {one}" for one in way))
    assert "🗓 Tổng hợp tuần" in await chat.said("── 22/01/2027 08:01 ──")
