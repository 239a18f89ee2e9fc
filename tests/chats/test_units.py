"""This file is the units, as the lead office changes them: added, renamed, ended with successors."""

from datetime import date

from sqlmodel import col, select

from models import unit
from models.database import turn
from models.event import Event
from models.report import Report
from models.rules.states import ReportState
from tests.chat import Player
from tests.chats.buttons import STALE, forge


async def open_unit(chat: Player, code: str) -> str:
    await chat.hear("Hòa: /donvi")
    forge(chat, "Hòa", f"o:unit:{code}")
    return await chat.said("")


def last_day(chat: Player, code: str) -> date | None:
    with turn(chat.engine) as session:
        row = unit.get(session, code)
        assert row is not None
        return row.last


def owes(chat: Player, code: str) -> ReportState:
    with turn(chat.engine) as session:
        return session.exec(select(Report).where(Report.unit == code)).one().state


async def test_units_of_today_are_listed_and_one_is_opened(chat: Player) -> None:
    await chat.goes("""
        Hòa: /donvi
        Bot: Các đơn vị hiện nay (40)
             Bấm vào đơn vị để xem đầu mối, đổi tên hoặc kết thúc.
             [Sở KH&CN]
             …
             [Trang sau ›]
             [➕ Thêm đơn vị] [Đã kết thúc (14)]
        Hòa: [Sở Công Thương]
        Bot ✎: Sở Công Thương
             Sở Công Thương · SCT
             từ 01/01/2021
             Đầu mối: Trần Thị Lan
             [👤 Trần Thị Lan]
             [Đổi tên] [Tên gọi khác]
             [Kết thúc đơn vị]
             [‹ Danh sách đơn vị]
    """)


async def test_an_ended_unit_shows_who_carried_on(chat: Player) -> None:
    said = await open_unit(chat, "X-NINHHAI")
    assert "Kế thừa từ: Huyện Ninh Hải" in said
    await chat.goes("""
        Hòa: [← Huyện Ninh Hải]
        Bot ✎: UBND huyện Ninh Hải
             Huyện Ninh Hải · H-NINHHAI
             01/01/2021 - 30/06/2025
             Đơn vị kế thừa: Phường Ninh Chử, Xã Ninh Hải, Xã Vĩnh Hải, Xã Xuân Hải
             Đầu mối: chưa có
             …
             [Đổi tên] [Tên gọi khác]
             [‹ Danh sách đơn vị]
    """)


async def test_a_code_that_is_taken_is_refused_and_another_is_taken(chat: Player) -> None:
    await chat.hear("Hòa: /donvi", "Hòa: [➕ Thêm đơn vị]", "Hòa: UBND xã Tân Sơn", "Hòa: Xã Tân Sơn")
    await chat.goes("""
        Hòa: x-ninhhai
        Bot: Mã X-NINHHAI đã dùng cho UBND xã Ninh Hải. Xin chọn mã khác.
             Mã đơn vị? Ví dụ: X-NINHHAI.
             [‹ Quay lại] [⏸ Dừng]
        Hòa: xã/tân sơn
        Bot: Mã đơn vị chỉ gồm chữ không dấu, chữ số và dấu gạch ngang, tối đa 24 ký tự, ví dụ: X-NINHHAI.
             …
        Hòa: x tân sơn
        Bot: ✓ Mã đơn vị: X-TAN-SON
             …
    """)


async def test_a_unit_gets_another_name_and_keeps_what_hangs_on_it(chat: Player) -> None:
    await open_unit(chat, "SCT")
    await chat.hear("Hòa: [Đổi tên]", "Hòa: Sở Công Thương và Năng lượng")
    await chat.goes("""
        Hòa: Sở CT&NL
        Bot: ✓ Tên ngắn: Sở CT&NL
             Đổi tên đơn vị · Sở Công Thương
             Tên đầy đủ: Sở Công Thương và Năng lượng
             Tên ngắn: Sở CT&NL
             Hiện nay: Sở Công Thương (Sở Công Thương)
             Báo cáo và đầu mối của đơn vị giữ nguyên.
             [✅ Lưu] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
        Hòa: [✅ Lưu]
        Bot: ✅ Đã lưu.
             Sở Công Thương và Năng lượng
             Sở CT&NL · SCT
             từ 01/01/2021
             Đầu mối: Trần Thị Lan
             [Xem] [‹ Danh sách đơn vị]
        Lan: /start
        Bot: Xin chào anh/chị Trần Thị Lan, đầu mối của Sở Công Thương và Năng lượng.
             …
    """)
    with turn(chat.engine) as session:
        event = session.exec(select(Event).where(Event.what == "unit.renamed")).one()
    assert event.before == {"name": "Sở Công Thương", "short": "Sở Công Thương"}


async def test_a_unit_ends_with_two_successors(chat: Player) -> None:
    await open_unit(chat, "SCT")
    await chat.goes("""
        Hòa: [Kết thúc đơn vị]
        Bot: Kết thúc đơn vị · Sở Công Thương
             Ngày hoạt động cuối cùng của đơn vị?
             [Hôm nay] [Hôm qua]
             [⏸ Dừng]
        Hòa: 31/12/2026
        Bot: ✓ Ngày kết thúc: 31/12/2026
             Có đơn vị nào kế thừa không?
             [Có] [Không có]
             [‹ Quay lại] [⏸ Dừng]
        Hòa: có
             …
        Hòa: sở y tế
        Bot: ✓ Đơn vị kế thừa: Sở Y tế
             Còn đơn vị kế thừa nào khác không?
             [Còn, thêm nữa] [Không còn]
             [‹ Quay lại] [⏸ Dừng]
        Hòa: [Còn, thêm nữa]
             …
        Hòa: xây dựng
             …
        Hòa: [Không còn]
        Bot: Kết thúc đơn vị · Sở Công Thương
             Ngày kết thúc: 31/12/2026
             1. Đơn vị kế thừa: Sở Y tế
             2. Đơn vị kế thừa: Sở Xây dựng
             Sở Công Thương báo cáo đến hết ngày 31/12/2026.
             Đầu mối của đơn vị vẫn giữ nguyên cho đến khi anh/chị chuyển họ bằng /canbo: Trần Thị Lan.
             [✅ Kết thúc] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
        ── restart ──
        Hòa: [✅ Kết thúc] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Đã lưu.
             Sở Công Thương
             Sở Công Thương · SCT
             01/01/2021 - 31/12/2026
             Đơn vị kế thừa: Sở Xây dựng, Sở Y tế
             Đầu mối: Trần Thị Lan
             [↩ Bỏ kết thúc] [Xem]
             [‹ Danh sách đơn vị]
    """)
    with turn(chat.engine) as session:
        ended = session.exec(select(Event).where(Event.what == "unit.ended")).one()
        assert unit.successors(session, "SCT") == ["SXD", "SYT"]
    assert ended.after == {"last": "2026-12-31", "successors": ["SXD", "SYT"]}


async def test_an_end_that_was_a_mistake_is_taken_back_and_the_unit_owes_again(chat: Player) -> None:
    await open_unit(chat, "SCT")
    await chat.hear(
        "Hòa: [Kết thúc đơn vị]", "Hòa: 01/11/2026", "Hòa: có", "Hòa: sở y tế", "Hòa: [Không còn]"
    )
    await chat.hear("Hòa: [✅ Kết thúc]", "── 02/11/2026 07:55 ──")
    assert (last_day(chat, "SCT"), owes(chat, "SCT")) == (date(2026, 11, 1), ReportState.EXCUSED)
    await chat.hear("Hòa: /donvi")
    await chat.goes("""
        Hòa: [Đã kết thúc (15)]
        Bot ✎: Đã kết thúc (15)
             [Sở Công Thương]
             …
             [‹ Danh sách đơn vị]
        Hòa: [Sở Công Thương]
        Bot ✎: Sở Công Thương
             …
             [Đổi tên] [Tên gọi khác]
             [↩ Bỏ kết thúc]
             [‹ Danh sách đơn vị]
        Hòa: [↩ Bỏ kết thúc]
        Bot: ✅ Đã lưu.
             Sở Công Thương
             Sở Công Thương · SCT
             từ 01/01/2021
             Đầu mối: Trần Thị Lan
             [Xem] [‹ Danh sách đơn vị]
        Hòa: [↩ Bỏ kết thúc]
        Bot ⌁ Nút này đã cũ. Xin dùng tin nhắn mới nhất.
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
    assert (last_day(chat, "SCT"), owes(chat, "SCT")) == (None, ReportState.DUE)
    with turn(chat.engine) as session:
        assert unit.successors(session, "SCT") == []
        taken_back = session.exec(select(Event).where(Event.what == "unit.revived")).one()
    assert taken_back.before == {"last": "2026-11-01", "successors": ["SYT"]}


async def test_what_a_law_ended_is_not_taken_back(chat: Player) -> None:
    said = await open_unit(chat, "H-NINHHAI")
    assert "Bỏ kết thúc" not in said
    forge(chat, "Hòa", "o:revive:H-NINHHAI")
    assert (await chat.said("")).startswith(STALE)
    assert last_day(chat, "H-NINHHAI") == date(2025, 6, 30)


async def test_a_unit_ends_without_a_successor(chat: Player) -> None:
    await open_unit(chat, "X-NINHHAI")
    await chat.hear("Hòa: [Kết thúc đơn vị]", "Hòa: 31/10/2026")
    await chat.goes("""
        Hòa: [Không có]
        Bot: Kết thúc đơn vị · Xã Ninh Hải
             Ngày kết thúc: 31/10/2026
             UBND xã Ninh Hải báo cáo đến hết ngày 31/10/2026.
             Không có đơn vị kế thừa.
             …
        Hòa: [✅ Kết thúc]
        Bot: ✅ Đã lưu.
             …
    """)
    with turn(chat.engine) as session:
        assert "X-NINHHAI" not in {row.code for row in unit.alive_on(session, chat.clock.now().date())}


async def test_an_invitation_for_a_unit_that_ended_lets_nobody_in(chat: Player, invitation: str) -> None:
    with turn(chat.engine) as session:
        unit.end(session, "SCT", date(2026, 11, 1), [], by=1, now=chat.clock.now())
    await chat.goes(f"""
        Khách: /start {invitation}
        Bot: Mã mời không đúng, đã được dùng hoặc quá bảy ngày. Xin liên hệ Sở Khoa học và Công nghệ để nhận mã mới.
    """)


async def test_what_can_not_be_is_refused_with_the_reason(chat: Player) -> None:
    await open_unit(chat, "X-NINHHAI")
    await chat.hear("Hòa: [Kết thúc đơn vị]")
    await chat.goes("""
        Hòa: 30/06/2025
        Bot: Ngày kết thúc của UBND xã Ninh Hải không thể trước ngày bắt đầu.
             …
        Hòa: 01/01/2031
        Bot: Ngày này nằm ngoài thời gian của Kế hoạch. Xin kiểm tra lại.
             …
        Hòa: 31/12/2026
             …
        Hòa: [Có]
             …
        Hòa: ninh hải
        Bot: Huyện Ninh Hải đã kết thúc ngày 30/06/2025. Xin chọn một trong các đơn vị kế thừa.
             …
        Hòa: xã không có
        Bot: Không tìm thấy “xã không có”. Xin gõ một phần tên, hoặc bấm nút bên dưới.
             …
        Hòa: vĩnh hải
        Bot: ✓ Đơn vị kế thừa: Xã Vĩnh Hải
             …
    """)


async def test_a_successor_that_begins_too_late_is_refused(chat: Player) -> None:
    await chat.hear("Hòa: /donvi", "Hòa: [➕ Thêm đơn vị]", "Hòa: UBND xã Tân Sơn", "Hòa: Xã Tân Sơn")
    await chat.hear("Hòa: X-TANSON", "Hòa: [Xã, phường]", "Hòa: 02/01/2027", "Hòa: [✅ Lưu]")
    await open_unit(chat, "X-NINHHAI")
    await chat.hear("Hòa: [Kết thúc đơn vị]", "Hòa: 31/12/2026", "Hòa: [Có]")
    await chat.goes("""
        Hòa: tân sơn
        Bot: Xã Tân Sơn chỉ bắt đầu từ ngày 02/01/2027.
             …
        Hòa: [‹ Quay lại]
             …
        Hòa: [‹ Quay lại]
             …
        Hòa: 01/01/2027
             …
        Hòa: tân sơn
        Bot: ✓ Đơn vị kế thừa: Xã Tân Sơn
             …
    """)


async def test_the_lead_office_itself_can_not_be_ended(chat: Player) -> None:
    await open_unit(chat, "SKHCN")
    await chat.goes("""
        Hòa: [Kết thúc đơn vị]
             …
        Hòa: 31/12/2026
        Bot: Sở Khoa học và Công nghệ là cơ quan đầu mối, không kết thúc tại đây được.
             …
    """)


async def test_a_summary_of_what_has_changed_meanwhile_is_shown_again(chat: Player) -> None:
    await open_unit(chat, "SCT")
    await chat.hear("Hòa: [Đổi tên]", "Hòa: Sở Công Thương mới", "Hòa: Sở CT mới")
    with turn(chat.engine) as session:
        unit.rename(session, "SCT", name="Sở khác", short="Sở khác", by=1, now=chat.clock.now())
    await chat.goes("""
        Hòa: [✅ Lưu]
        Bot: Có thông tin vừa thay đổi. Xin kiểm tra lại.
             Đổi tên đơn vị · Sở Công Thương
             …
             Hiện nay: Sở khác (Sở khác)
             …
        Hòa: [✅ Lưu]
        Bot: ✅ Đã lưu.
             …
    """)


async def test_only_the_lead_office_comes_to_the_units(chat: Player) -> None:
    for name in ("Lan", "Bảo"):
        for command in ("/donvi", "/canbo", "/moi"):
            said = await chat.said(f"{name}: {command}")
            assert said == "Bot: Vai trò của anh/chị không dùng được lệnh này. Xin xem /trogiup."
        forge(chat, name, "o:unit:SCT", "o:end:SCT")
        assert await chat.said("") == f"{STALE}\n{STALE}"


async def test_a_unit_is_known_by_another_name_once_the_office_agrees(chat: Player) -> None:
    await chat.hear("Hòa: /donvi", "Hòa: [Sở Công Thương]", "Hòa: [Tên gọi khác]", "Hòa: [➕ Thêm tên gọi]")
    await chat.goes("""
        Hòa: sở khcn
        Bot: Bot đã hiểu “sở khcn” là Sở Khoa học và Công nghệ. Xin nhập tên gọi khác.
             Đơn vị còn được gọi là gì? Ví dụ: Sở Thương mại.
             …
        Hòa: huyện Ninh Phước
        Bot: Bot đã hiểu “huyện Ninh Phước” là UBND xã Ninh Phước, UBND huyện Ninh Phước. Xin nhập tên gọi khác.
             …
        Hòa: doanh nghiệp
        Bot: Trong câu hỏi, “doanh nghiệp” có nghĩa khác. Xin nhập tên gọi khác.
             …
        Hòa: nước
        Bot: “nước” quá ngắn. Xin nhập ít nhất hai từ, ví dụ: Sở Thương mại.
             …
        Hòa: ...
        Bot: Anh/chị cho biết đơn vị nào ạ?
             …
        Hòa: Sở Thương mại
        Bot: ✓ Tên: Sở Thương mại
             Tên gọi khác của Sở Công Thương
             • Sở Thương mại
             Ai gõ một trong các tên này thì bot hiểu là đơn vị ấy. Bấm vào tên để bỏ.
             [🗑 Sở Thương mại]
             [➕ Thêm tên gọi] [‹ Đơn vị]
        Hòa: so thuong mai bao cao chua?
        Bot: Sở Công Thương
             …
        Hòa: [‹ Đơn vị]
        Bot ✎: Sở Công Thương
             Sở Công Thương · SCT
             từ 01/01/2021
             Còn gọi là: Sở Thương mại
             …
        Hòa: [Tên gọi khác]
        Bot ✎: Tên gọi khác của Sở Công Thương
             …
        Hòa: [🗑 Sở Thương mại]
        Bot ✎: Tên gọi khác của Sở Công Thương
             Chưa có tên gọi khác.
             …
    """)
    with turn(chat.engine) as session:
        told = select(Event.what).where(col(Event.what).like("unit.%called")).order_by(col(Event.id))
        assert session.exec(told).all() == ["unit.called", "unit.no_longer_called"]


async def test_a_mistyped_name_is_learnt_only_when_the_office_says_so(chat: Player) -> None:
    await chat.hear("Hòa: /moi", "Hòa: [Đầu mối của đơn vị]", "Hòa: so cong thuogn")
    await chat.goes("""
        Hòa: [Sở Công Thương]
        Bot: ✓ Đơn vị: Sở Công Thương
             …
        Bot: Từ nay bot hiểu “so cong thuogn” là Sở Công Thương?
             [✓ Ghi nhớ]
        Hòa: [✓ Ghi nhớ] ×2
        Bot ✎: Tên gọi khác của Sở Công Thương
             • so cong thuogn
             …
    """)
    with turn(chat.engine) as session:
        assert len(session.exec(select(Event).where(Event.what == "unit.called")).all()) == 1
    await chat.hear("Hòa: /moi", "Hòa: [Đầu mối của đơn vị]")
    await chat.goes("""
        Hòa: so cong thuogn
        Bot: ✓ Đơn vị: Sở Công Thương
             …
    """)


async def test_a_name_that_was_typed_right_is_not_offered(chat: Player) -> None:
    await chat.hear("Hòa: /moi", "Hòa: [Đầu mối của đơn vị]", "Hòa: so cong thuogn")
    await chat.goes("""
        Hòa: SCT
        Bot: ✓ Đơn vị: Sở Công Thương
             …
    """)


async def test_only_the_lead_office_gives_other_names(chat: Player) -> None:
    await chat.hear("Hòa: /moi", "Hòa: [Đầu mối của đơn vị]", "Hòa: so cong thuogn", "Hòa: [Sở Công Thương]")
    await chat.hear("Lan: /trogiup")
    for data in ("o:names:SCT", "o:call:SCT", "o:forget:1", "o:learn:1"):
        forge(chat, "Lan", data)
        assert STALE in await chat.said("")
