"""This file is /nhac: a person chooses how often the bot reminds, and can't choose never."""

from tests.chat import Player
from tests.chats.buttons import STALE, forge


async def test_a_contact_chooses_fewer_reminders_and_gets_no_others(chat: Player) -> None:
    await chat.goes("""
        Lan: /nhac
        Bot: Anh/chị muốn được nhắc ở mức nào?
             • Đầy đủ: trước hạn 10, 5, 3, 1 ngày làm việc, đúng ngày đến hạn, và sau hạn 1, 3, 5 ngày làm việc
             • Ít hơn: trước hạn 5 và 1 ngày làm việc, sau hạn 1 và 5 ngày làm việc
             • Ít nhất: trước hạn 1 ngày làm việc và sau hạn 3 ngày làm việc
             Không tắt hẳn được, vì báo cáo vẫn phải nộp. Việc gấp vẫn được báo ngay.
             [✓ Đầy đủ]
             [Ít hơn]
             [Ít nhất]
        Lan: [Ít nhất]
        Bot ✎: ✅ Đã lưu.
             …
             [Đầy đủ]
             [Ít hơn]
             [✓ Ít nhất]
        Lan: /lich
        Bot: 🗓 Các tin anh/chị sẽ nhận
             Tính theo tình hình lúc này; đơn vị nộp báo cáo thì tin nhắc sẽ tự hủy.
             Thứ Sáu 13/11/2026 · 08:00
             nhắc nộp: Báo cáo năm 2026
             Thứ Năm 19/11/2026 · 08:00
             nhắc nộp: Báo cáo năm 2026
    """)
    heard = [day for day in ("02", "09", "11", "13", "16", "17", "19", "23") if await hears(chat, day)]
    assert heard == ["13", "19"]


async def hears(chat: Player, day: str) -> bool:
    return "→ Lan" in await chat.said(f"── {day}/11/2026 08:00 ──")


async def test_whoever_does_not_report_has_no_reminders_to_choose(chat: Player) -> None:
    assert "/nhac" not in await chat.said("Bảo: /trogiup")
    forge(chat, "Bảo", "z:last")
    assert await chat.said("") == STALE
    await chat.hear("Lan: /nhac")
    forge(chat, "Lan", "z:never")
    assert await chat.said("") == STALE
