"""This file is /trunglap: two tell of one activity; it counts once after the lead office said so."""

from datetime import date, datetime

from sqlmodel import Session, select

from models import amendment, event, tally
from models.activity import Activity
from models.database import turn
from models.rules.counting import Kind
from tests.chat import Player
from tests.chats.buttons import STALE, forge
from tests.chats.firms import counted, firm, settle, supported
from tests.chats.test_history import figure, number_of
from tests.chats.test_progress import record


def fill(chat: Player) -> None:
    """Two units tell of one course at one place, two of one support; a third course is another one."""
    with turn(chat.engine) as session:
        for number in (1, 2, 3):
            firm(session, number, f"Công ty TNHH Số {number}")
        one = supported(session, chat, "SCT", date(2026, 5, 1), [1, 2])
        other = supported(session, chat, "SYT", date(2026, 5, 1), [1, 3])
        session.get_one(Activity, one).title = "Hỗ trợ ISO 9001"
        session.get_one(Activity, other).title = "Tư vấn áp dụng tiêu chuẩn"
        told = {"attendances": 40, "leaders": 30, "in_depth": True, "place": "Hội trường Sở"}
        for unit, title, day, more in (
            ("SCT", "Tập huấn 5S", 2, {}),
            ("SNNMT", "Lớp bồi dưỡng Kaizen", 3, {"leaders": 31, "place": "hội trường sở"}),
            ("SYT", "Khoá ISO 14001", 9, {}),
        ):
            row = session.get_one(
                Activity, record(session, chat, unit, Kind.TRAINING, date(2026, 6, day), **told | more)
            )
            row.title, row.first = title, date(2026, 6, 2) if day < 9 else row.first
        session.flush()
        settle(session)


def same_as(chat: Player) -> dict[str, str | None]:
    """Give of each activity the title of the one as which it is counted."""
    with turn(chat.engine) as session:
        rows = {row.id: row for row in session.exec(select(Activity))}
        return {
            row.title: rows[row.same_as].title if row.same_as else None
            for row in rows.values()
            if row.same_as
        }


async def test_where_nothing_looks_told_twice_it_says_so(chat: Player) -> None:
    await chat.goes("""
        Hòa: /trunglap
        Bot: Năm nay và năm trước không có hoạt động nào có vẻ bị báo trùng.
    """)


async def test_what_two_told_of_is_proposed_counted_once_and_parted_again(chat: Player) -> None:
    """The courses add up to 30 + 31 + 30 = 91 leaders; the first two counted once, as the second: 61."""
    fill(chat)
    assert figure(chat, "LD") == 91
    await chat.goes("""
        Hòa: /trunglap
        Bot: Có thể báo trùng (1/2)
             Cùng ngày và có chung người hoặc doanh nghiệp tham gia.
             ① Hỗ trợ ISO 9001
             Sở Công Thương
             01/05/2026
             2 tham gia
             ② Tư vấn áp dụng tiêu chuẩn
             Sở Y tế
             01/05/2026
             2 tham gia
             Đây có phải cùng một hoạt động không? Nếu phải, hoạt động chỉ tính một lần, theo bản anh/chị giữ.
             [Trùng: giữ ①] [Trùng: giữ ②]
             [Xem ①] [Xem ②]
             [≠ Hai hoạt động khác nhau]
             [Trang sau ›]
        Hòa: [Trang sau ›]
        Bot ✎: Có thể báo trùng (2/2)
             Cùng ngày và cùng địa điểm.
             ① Tập huấn 5S
             Sở Công Thương
             02/06/2026 · Hội trường Sở
             40 lượt, 30 lượt lãnh đạo, quản lý
             ② Lớp bồi dưỡng Kaizen
             Sở Nông nghiệp và Môi trường
             02-03/06/2026 · hội trường sở
             40 lượt, 31 lượt lãnh đạo, quản lý
             …
             [‹ Trang trước]
        Hòa: [Trùng: giữ ②]
        Bot: Hai bản báo cáo, một hoạt động · Lớp bồi dưỡng Kaizen
             Được tính: Lớp bồi dưỡng Kaizen (Sở Nông nghiệp và Môi trường)
             Không tính: Tập huấn 5S (Sở Công Thương)
             Số liệu thay đổi:
             LD: 91 → 61
             Có thể hoàn tác bất cứ lúc nào.
             [✅ Tính một lần]
             [✖ Dừng]
    """)
    assert figure(chat, "LD") == 91  # nothing before the yes
    await chat.goes("""
        Hòa: [✅ Tính một lần]
        Bot: ✅ Từ nay chỉ tính một lần: Lớp bồi dưỡng Kaizen. Cả hai bản báo cáo vẫn được giữ nguyên.
             [↩ Tính riêng lại]
        Bot: Có thể báo trùng (1/1)
             …
             [Đã tính một lần (1)]
        Bot → Lan: 🔗 Cơ quan đầu mối xác nhận hai đơn vị báo cáo cùng một hoạt động. Hoạt động chỉ tính một lần, theo “Lớp bồi dưỡng Kaizen” (Sở Nông nghiệp và Môi trường); bản “Tập huấn 5S” của anh/chị vẫn được giữ. Nếu đây là hai hoạt động khác nhau, xin anh/chị báo lại cơ quan đầu mối.
             [Xem]
        Lan: [Xem]
        Bot: Tập huấn 5S
             Sở Công Thương
             Lớp đào tạo, tập huấn · 02/06/2026
             🔗 Tính một lần, ở: Lớp bồi dưỡng Kaizen (Sở Nông nghiệp và Môi trường)
             …
             LD: +0 lượt
             ✗ hai bản báo cáo cùng một hoạt động; đã tính ở bản kia
             Thay đổi
             Tính một lần, ở bản báo cáo kia: 07:50 ngày 02/11/2026 (Nguyễn Thị Hòa)
             [🚫 Rút lại] [‹ Danh sách]
        Hòa: [Đã tính một lần (1)]
        Bot ✎: Đã tính một lần (1)
             1. Tập huấn 5S · 02/06/2026 · Sở Công Thương
             → Lớp bồi dưỡng Kaizen · 02-03/06/2026 · Sở Nông nghiệp và Môi trường
             [↩ Tính riêng 1]
             [‹ Quay lại]
        Hòa: [↩ Tính riêng 1]
        Bot: ✅ Đã tính riêng lại: Tập huấn 5S.
             [Xem]
        Bot → Lan: 🔗 Hoạt động “Tập huấn 5S” của anh/chị đã được tính riêng lại.
             [Xem]
    """)
    assert (figure(chat, "LD"), same_as(chat)) == (91, {})


async def test_whom_only_one_report_names_is_said_before(chat: Player) -> None:
    """DN of 2026: enterprises 1, 2 and 3. Counted once as the first report: 1 and 2."""
    fill(chat)
    await chat.hear("Hòa: /trunglap")
    said = await chat.said("Hòa: [Trùng: giữ ①]")
    assert "⚠ Chỉ có trong bản không tính: Công ty TNHH Số 3" in said
    assert "DN · năm 2026: 3 → 2" in said
    await chat.hear("Hòa: [✅ Tính một lần]")
    assert counted(chat) == [0, 0, 0, 0, 0, 2]


async def test_what_is_not_one_is_not_proposed_again_until_that_is_taken_back(chat: Player) -> None:
    fill(chat)
    await chat.hear("Hòa: /trunglap")
    await chat.goes("""
        Hòa: [≠ Hai hoạt động khác nhau]
        Bot ✎: Có thể báo trùng (1/1)
             …
        Bot: ✅ Đã ghi nhận là khác nhau. Bot sẽ không hỏi lại.
             [↩ Hoàn tác]
        Hòa: [↩ Hoàn tác]
        Bot: Có thể báo trùng (1/2)
             …
    """)


async def test_if_the_kept_report_is_taken_back_the_other_counts(chat: Player) -> None:
    """91, counted once as Kaizen 61; Kaizen taken back leaves 5S and ISO: 60; restored, it is one still."""
    fill(chat)
    await chat.hear("Hòa: /trunglap", "Hòa: [Trang sau ›]", "Hòa: [Trùng: giữ ②]", "Hòa: [✅ Tính một lần]")
    kaizen = number_of(chat, "Lớp bồi dưỡng Kaizen")
    with turn(chat.engine) as session:
        row = session.get_one(Activity, kaizen)
        amendment.void(session, row, "nhầm", by=1, now=chat.clock.now())
    assert (figure(chat, "LD"), same_as(chat)) == (60, {"Lớp bồi dưỡng Kaizen": "Tập huấn 5S"})
    with turn(chat.engine) as session:
        amendment.restore(session, session.get_one(Activity, kaizen), by=1, now=chat.clock.now())
    assert figure(chat, "LD") == 60
    with turn(chat.engine) as session:
        row = session.get_one(Activity, number_of_one(session))
        amendment.void(session, row, "nhầm", by=1, now=chat.clock.now())
    assert (figure(chat, "LD"), same_as(chat)) == (61, {"Tập huấn 5S": "Lớp bồi dưỡng Kaizen"})


async def test_an_estimate_that_was_counted_as_a_report_since_taken_back_counts_once_it_is_done(
    chat: Player,
) -> None:
    """5S is counted as Kaizen and becomes an estimate; Kaizen is taken back: ISO's 30 are left. Done, 5S adds 30."""
    fill(chat)
    await chat.hear("Hòa: /trunglap", "Hòa: [Trang sau ›]", "Hòa: [Trùng: giữ ②]", "Hòa: [✅ Tính một lần]")
    kaizen = number_of(chat, "Lớp bồi dưỡng Kaizen")
    with turn(chat.engine) as session:
        corrected(session, is_estimate=True, now=chat.clock.now())
        amendment.void(session, session.get_one(Activity, kaizen), "nhầm", by=1, now=chat.clock.now())
    assert figure(chat, "LD") == 30
    with turn(chat.engine) as session:
        corrected(session, is_estimate=False, now=chat.clock.now())
    assert (figure(chat, "LD"), same_as(chat)) == (60, {"Lớp bồi dưỡng Kaizen": "Tập huấn 5S"})


def corrected(session: Session, *, is_estimate: bool, now: datetime) -> None:
    """Write the course on 5S anew, as an estimate or as done, the way a correction does."""
    row = session.get_one(Activity, number_of_one(session))
    tally.remove(session, row)
    event.change(session, row, "activity.corrected", {"estimate": is_estimate}, "nhầm", by=1, now=now)
    amendment.reconsider(session, row, by=1, now=now)
    tally.add(session, row)


def number_of_one(session: Session) -> int:
    return session.exec(select(Activity.id).where(Activity.title == "Tập huấn 5S")).one() or 0


async def test_a_form_left_open_while_one_was_taken_back_changes_nothing(chat: Player) -> None:
    fill(chat)
    await chat.hear("Hòa: /trunglap", "Hòa: [Trang sau ›]", "Hòa: [Trùng: giữ ②]")
    with turn(chat.engine) as session:
        row = session.get_one(Activity, number_of_one(session))
        amendment.void(session, row, "nhầm", by=1, now=chat.clock.now())
    said = await chat.said("Hòa: [✅ Tính một lần]")
    assert "Một trong hai hoạt động vừa thay đổi. Xin xem lại." in said
    assert same_as(chat) == {}


async def test_the_lead_office_opens_the_other_report_from_the_card(chat: Player) -> None:
    """A contact may not see another unit's report, and is not offered it (above); the lead office is."""
    fill(chat)
    await chat.hear("Hòa: /trunglap", "Hòa: [Trang sau ›]", "Hòa: [Trùng: giữ ②]", "Hòa: [✅ Tính một lần]")
    forge(chat, "Hòa", f"h:show:{number_of(chat, 'Tập huấn 5S')}")
    assert "[Xem bản kia]" in await chat.said("")
    assert "Lớp bồi dưỡng Kaizen" in await chat.said("Hòa: [Xem bản kia]")


async def test_only_the_lead_office_decides_and_odd_buttons_lead_nowhere(chat: Player) -> None:
    fill(chat)
    await chat.hear("Lan: /lichsu", "Hòa: /trunglap")
    for who, data in (
        ("Lan", "u:same:1:2"),
        ("Hòa", "u:same:1:1"),
        ("Hòa", "u:part:1"),
        ("Hòa", "u:apart:1:99"),
    ):
        forge(chat, who, data)
        assert STALE in await chat.said("")
    assert same_as(chat) == {}


async def test_the_weeks_summary_tells_the_lead_office_what_is_to_be_looked_at(chat: Player) -> None:
    """Two pairs of activities; of the three enterprises, numbered, none is like another."""
    fill(chat)
    said = await chat.said("── 06/11/2026 08:00 ──")
    to_lead, _to, to_others = said.partition("Bot → Bảo")
    assert "Cần xem lại\n     2 cặp hoạt động có thể báo trùng: /trunglap" in to_lead
    assert "cặp doanh nghiệp" not in said
    assert "Cần xem lại" not in to_others
