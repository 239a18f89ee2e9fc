"""This file is /lich: which messages will go out, seen before they do."""

from tests.chat import Player


async def test_the_lead_office_sees_all_that_will_go_out(chat: Player) -> None:
    await chat.goes("""
        Hòa: /lich
        Bot: 🗓 Lịch gửi tin
             Tính theo tình hình lúc này; đơn vị nộp báo cáo thì tin nhắc sẽ tự hủy.
             Thứ Hai 02/11/2026 · 08:00
             • nhắc nộp: Báo cáo năm 2026: Lê Văn Minh, Nguyễn Thị Hòa, Trần Thị Lan
             • tiến độ đầu tháng: Phạm Quốc Bảo
             Thứ Sáu 06/11/2026 · 08:00
             • tổng hợp tuần: Nguyễn Thị Hòa
             Thứ Hai 09/11/2026 · 08:00
             • nhắc nộp: Báo cáo năm 2026: Lê Văn Minh, Nguyễn Thị Hòa, Trần Thị Lan
             …
             Thứ Ba 17/11/2026 · 08:00
             • nhắc nộp: Báo cáo năm 2026: Lê Văn Minh, Nguyễn Thị Hòa, Trần Thị Lan
             • tổng hợp sau hạn nộp: Báo cáo năm 2026: Nguyễn Thị Hòa
             …
             Thứ Sáu 11/12/2026 · 08:00
             • tổng hợp tuần: Nguyễn Thị Hòa
             [📆 Ngày nghỉ, ngày làm bù]
        Hòa: [📆 Ngày nghỉ, ngày làm bù]
        Bot ✎: Ngày làm việc, ngày nghỉ đã quyết định, 2026-2027 (3)
             …
    """)


async def test_a_contact_sees_its_own_and_what_it_reported_is_gone(chat: Player) -> None:
    await chat.goes("""
        Lan: /lich
        Bot: 🗓 Các tin anh/chị sẽ nhận
             Tính theo tình hình lúc này; đơn vị nộp báo cáo thì tin nhắc sẽ tự hủy.
             Thứ Hai 02/11/2026 · 08:00
             nhắc nộp: Báo cáo năm 2026
             Thứ Hai 09/11/2026 · 08:00
             nhắc nộp: Báo cáo năm 2026
             Thứ Tư 11/11/2026 · 08:00
             nhắc nộp: Báo cáo năm 2026
             Thứ Sáu 13/11/2026 · 08:00
             nhắc nộp: Báo cáo năm 2026
             Thứ Hai 16/11/2026 · 08:00
             nhắc nộp: Báo cáo năm 2026
             Thứ Ba 17/11/2026 · 08:00
             nhắc nộp: Báo cáo năm 2026
             Thứ Năm 19/11/2026 · 08:00
             nhắc nộp: Báo cáo năm 2026
             Thứ Hai 23/11/2026 · 08:00
             nhắc nộp: Báo cáo năm 2026
    """)
    await chat.hear("Lan: /baocao", "Lan: [∅ Không phát sinh]", "Lan: [∅ Đúng, không phát sinh]")
    await chat.goes("""
        Lan: /lich
        Bot: 🗓 Các tin anh/chị sẽ nhận
             Tính theo tình hình lúc này; đơn vị nộp báo cáo thì tin nhắc sẽ tự hủy.
             Thứ Ba 17/11/2026 · 08:00
             kết quả của đơn vị: Báo cáo năm 2026
    """)


async def test_what_was_said_this_morning_is_not_listed_again(chat: Player) -> None:
    await chat.hear("── 09/11/2026 08:00 ──")
    await chat.goes("""
        Lan: /lich
        Bot: 🗓 Các tin anh/chị sẽ nhận
             Tính theo tình hình lúc này; đơn vị nộp báo cáo thì tin nhắc sẽ tự hủy.
             Thứ Tư 11/11/2026 · 08:00
             …
    """)


async def test_a_calendar_without_messages_says_so(chat: Player) -> None:
    await chat.hear("── 03/03/2031 09:00 ──")  # the plan has ended
    await chat.goes("""
        Lan: /lich
        Bot: 🗓 Các tin anh/chị sẽ nhận
             Chưa có tin nào được lên lịch.
    """)
