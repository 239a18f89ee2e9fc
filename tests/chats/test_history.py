"""This file is /lichsu: what was reported is seen again with its effect, corrected, taken back, withdrawn."""

from datetime import date

import pytest
from sqlmodel import col, select

from handlers import progress
from models import report
from models.activity import Activity, Certificate
from models.database import turn
from models.event import Event
from models.period import Period
from models.report import Report
from tests.chat import Player
from tests.chats.buttons import STALE, forge

COURSE = (
    "Lan: /baocao",
    "Lan: [4. Đào tạo, tập huấn nhân lực]",
    "Lan: [Lớp đào tạo, tập huấn]",
    "Lan: Tập huấn 5S",
    "Lan: 15/10/2026",
    "Lan: 42",
    "Lan: 30",
    "Lan: [Chuyên sâu]",
    "Lan: Hội trường Sở",
    "Lan: 10 triệu",
    "Lan: [Ngân sách nhà nước]",
    "Lan: 10 triệu",
    "Lan: [Bỏ qua ›]",
    "Lan: [✅ Lưu]",
)
EXPERTS = (
    "Lan: /baocao",
    "Lan: [4. Đào tạo, tập huấn nhân lực]",
    "Lan: [Chuyên gia được cấp chứng nhận]",
    "Lan: Cấp chứng nhận",
    "Lan: 01/06/2026",
    "Lan: Nguyễn Văn Một",
    "Lan: CN-1",
    "Lan: [Bỏ qua ›]",
    "Lan: [Còn, thêm nữa]",
    "Lan: Trần Thị Hai",
    "Lan: CN-2",
    "Lan: [Bỏ qua ›]",
    "Lan: [Không còn]",
    *["Lan: [Bỏ qua ›]"] * 3,
    "Lan: [✅ Lưu]",
)


def figure(chat: Player, code: str, on: date | None = None) -> int:
    with turn(chat.engine) as session:
        counted = progress.count(session, on or chat.clock.now().date())
        return next(one.value for one in counted.now if one.goal.indicator == code)


def number_of(chat: Player, title: str) -> int:
    with turn(chat.engine) as session:
        return session.exec(select(Activity.id).where(Activity.title == title)).one() or 0


def events_of(chat: Player, number: int) -> list[Event]:
    with turn(chat.engine) as session:
        query = select(Event).where(Event.subject == f"activity:{number}").order_by("id")
        return list(session.exec(query))


def accept(chat: Player) -> None:
    with turn(chat.engine) as session:
        of = session.exec(select(Period).where(Period.round == "NAM", Period.year == 2026)).one()
        row = report.of(session, "SCT", of)
        assert row is not None
        report.accept(session, row, by=1, now=chat.clock.now())


async def file(chat: Player) -> None:
    await chat.hear("Lan: [📤 Nộp báo cáo kỳ này]", "Lan: [📤 Nộp]")


async def test_a_unit_without_a_report_sees_so(chat: Player) -> None:
    await chat.goes("""
        Lan: /lichsu
        Bot: Những gì đã báo cáo
             Sở Công Thương
             Năm 2026: 0 hoạt động
             Năm này chưa ghi hoạt động nào.
    """)


async def test_an_activity_shows_all_that_was_told_and_is_corrected_with_a_reason(chat: Player) -> None:
    await chat.hear(*COURSE, "Lan: /lichsu")
    await chat.goes("""
        Lan: [1. Tập huấn 5S]
        Bot ✎: Tập huấn 5S
             Sở Công Thương
             Lớp đào tạo, tập huấn · 15/10/2026
             Địa điểm: Hội trường Sở
             42 lượt, trong đó 30 lượt lãnh đạo, quản lý · Chuyên sâu
             Kinh phí: 10.000.000 đồng
             Ngân sách nhà nước: 10.000.000 đồng
             Ghi lúc 07:50 ngày 02/11/2026 (Trần Thị Lan)
             Tính vào chỉ tiêu
             LD: +30 lượt
             [✏️ Sửa] [🚫 Rút lại]
             [‹ Danh sách]
        Lan: [✏️ Sửa]
        Bot: Sửa hoạt động đã lưu. Hoạt động giữ nguyên cho đến khi anh/chị bấm Lưu.
             Vì sao sửa? Ví dụ: nhập nhầm số lượt.
             [⏸ Dừng]
        Lan: nhập nhầm số lượt
        Bot: ✓ Lý do: nhập nhầm số lượt
             Xin kiểm tra trước khi lưu
             …
    """)
    assert figure(chat, "LD") == 30  # nothing before the yes
    await chat.hear("Lan: [✏️ Sửa]", "Lan: [Lượt lãnh đạo, quản lý DN]")
    await chat.goes("""
        Lan: 50
        Bot: 50 lượt lãnh đạo, quản lý nhiều hơn tổng số 42 lượt. Xin nhập lại.
             …
        ── restart ──
        Lan: 35
        Bot: ✓ Lượt lãnh đạo, quản lý DN: 35
             …
        Lan: [✅ Lưu] ×2
        Bot ⌁ Hoạt động này đã được lưu.
        Bot: ✅ Đã sửa: Tập huấn 5S. Số liệu được cập nhật ngay.
             [Xem]
        Lan: [Xem]
        Bot: Tập huấn 5S
             …
             LD: +35 lượt
             Thay đổi
             Đã sửa: 07:50 ngày 02/11/2026 (Trần Thị Lan) · nhập nhầm số lượt
             …
    """)
    assert figure(chat, "LD") == 35
    recorded, corrected = events_of(chat, number_of(chat, "Tập huấn 5S"))
    assert (recorded.after or {})["leaders"] == (corrected.before or {})["leaders"] == 30
    assert ((corrected.after or {})["leaders"], corrected.why) == (35, "nhập nhầm số lượt")


async def test_a_correction_that_is_left_changes_nothing_and_waits(chat: Player) -> None:
    await chat.hear(*COURSE, "Lan: /lichsu", "Lan: [1. Tập huấn 5S]", "Lan: [✏️ Sửa]", "Lan: nhầm ngày")
    await chat.hear("Lan: [✏️ Sửa]", "Lan: [Thời gian]", "Lan: 16/10/2026", "Lan: /huy")
    with turn(chat.engine) as session:
        assert session.exec(select(col(Activity.last))).one() == date(2026, 10, 15)
    await chat.hear("Lan: /baocao", "Lan: [▶ Nhập tiếp]", "Lan: [✅ Lưu]")
    with turn(chat.engine) as session:
        assert session.exec(select(col(Activity.last))).one() == date(2026, 10, 16)


async def test_what_is_taken_back_counts_nowhere_and_can_be_restored(chat: Player) -> None:
    await chat.hear(*COURSE, "Lan: /lichsu", "Lan: [1. Tập huấn 5S]", "Lan: [🚫 Rút lại]")
    await chat.goes("""
        Lan: ghi trùng
        Bot: ✓ Lý do: ghi trùng
             Rút lại hoạt động · Tập huấn 5S
             Lý do: ghi trùng
             Hoạt động không còn trong danh sách và số liệu, như chưa từng ghi. Anh/chị có thể khôi phục.
             [✅ Rút lại] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
        Lan: [✅ Rút lại]
        Bot: ✅ Đã rút lại: Tập huấn 5S. Hoạt động không còn được tính; nội dung đã ghi vẫn lưu trong sổ.
             [↩ Khôi phục] [Xem]
    """)
    assert figure(chat, "LD") == 0
    assert "Chưa ghi hoạt động nào" in await chat.said("Lan: /baocao")
    assert "1. Tập huấn 5S (15/10/2026) · đã rút lại" in await chat.said("Lan: /lichsu")
    await chat.goes("""
        Lan: [Xem]
        Bot: Tập huấn 5S
             Sở Công Thương
             Lớp đào tạo, tập huấn · 15/10/2026
             🚫 Đã rút lại lúc 07:50 ngày 02/11/2026
             …
             LD: +0 lượt
             ✗ đã rút lại
             Thay đổi
             Đã rút lại: 07:50 ngày 02/11/2026 (Trần Thị Lan) · ghi trùng
             [↩ Khôi phục] [‹ Danh sách]
        Lan: [↩ Khôi phục] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Đã lưu.
             …
    """)
    assert figure(chat, "LD") == 30


async def test_a_certificate_that_is_withdrawn_holds_until_that_day_and_comes_back(chat: Player) -> None:
    """Two experts on 01/06. One certificate is withdrawn from 01/09: 2 until 31/08, then 1; 2 once it holds again."""
    await chat.hear(
        *EXPERTS, "Lan: /lichsu", "Lan: [1. Cấp chứng nhận]", "Lan: [Hết hiệu lực]", "Lan: [CN-2]"
    )
    await chat.goes("""
        Lan: 01/06/2026
        Bot: Ngày 01/06/2026 không sau ngày công nhận 01/06/2026.
             …
        Lan: 01/9/2026
        Bot: ✓ Từ ngày: 01/09/2026
             Vì sao hết hiệu lực? Ví dụ: giấy chứng nhận bị thu hồi.
             …
        Lan: bị thu hồi
        Bot: ✓ Lý do: bị thu hồi
             …
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu.
             Cấp chứng nhận
             …
             2. Trần Thị Hai · CN-2 · hết hiệu lực từ 01/09/2026
             …
             CG: +1 người
             ✗ Trần Thị Hai (CN-2): hết hiệu lực từ 01/09/2026
             …
    """)
    assert [figure(chat, "CG", on) for on in (date(2026, 8, 31), date(2026, 9, 1), None)] == [2, 1, 1]
    by_unit = await chat.said("Hòa: /tiendo") and await chat.said("Hòa: [🏢 Theo đơn vị]")
    assert "Sở Công Thương\n     CG 1" in by_unit
    await chat.hear("Lan: [↩ Có hiệu lực lại]")
    assert figure(chat, "CG") == 2


async def test_a_number_that_was_taken_back_can_be_written_again(chat: Player) -> None:
    await chat.hear(*EXPERTS, "Lan: /lichsu", "Lan: [1. Cấp chứng nhận]", "Lan: [🚫 Rút lại]", "Lan: nhầm")
    await chat.hear("Lan: [✅ Rút lại]", *EXPERTS)
    with turn(chat.engine) as session:
        assert session.exec(select(Certificate.number).order_by("number")).all() == ["CN-1", "CN-2"]


async def test_what_was_accepted_is_changed_only_after_the_lead_office_opens_it(chat: Player) -> None:
    await chat.hear(*COURSE)
    await file(chat)
    accept(chat)
    await chat.hear("Lan: /lichsu", "Lan: [1. Tập huấn 5S]")
    await chat.goes("""
        Lan: [✏️ Sửa]
        Bot: Báo cáo năm 2026 đã được duyệt ngày 02/11/2026. Muốn sửa, cơ quan đầu mối phải mở lại báo cáo.
             [✋ Đề nghị mở lại]
        Lan: [✋ Đề nghị mở lại]
        Bot: Đề nghị mở lại báo cáo · Tập huấn 5S
             Cần sửa gì, vì sao? Cơ quan đầu mối đọc nguyên văn.
             [⏸ Dừng]
        Lan: Số lượt là <35>, không phải 30
        Bot: ✓ Lý do: Số lượt là <35>, không phải 30
             …
        Lan: [✅ Gửi]
        Bot: ✅ Đã gửi đề nghị đến cơ quan đầu mối. Khi báo cáo được mở lại, anh/chị sẽ nhận được tin.
    """)
    await chat.hear("Hòa: /duyet")
    await chat.goes("""
        Hòa: [1. Sở Công Thương · Báo cáo năm 2026]
        Bot ✎: Báo cáo năm 2026 · Sở Công Thương
             …
             ✋ Trần Thị Lan đề nghị mở lại: “Số lượt là <35>, không phải 30”
             …
             [↩ Mở lại] [✖ Giữ nguyên]
             …
        Hòa: [✖ Giữ nguyên] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Sở Công Thương · Báo cáo năm 2026 giữ nguyên như đã duyệt. Người đề nghị sẽ nhận được tin.
        Bot → Lan: Báo cáo năm 2026: cơ quan đầu mối giữ nguyên báo cáo như đã duyệt.
    """)
    assert figure(chat, "LD") == 30


async def test_a_report_that_is_opened_again_can_be_corrected(chat: Player) -> None:
    await chat.hear(*COURSE)
    await file(chat)
    accept(chat)
    await chat.hear("Lan: /lichsu", "Lan: [1. Tập huấn 5S]", "Lan: [✏️ Sửa]", "Lan: [✋ Đề nghị mở lại]")
    await chat.hear("Lan: Sửa số lượt", "Lan: [✅ Gửi]", "Hòa: /duyet")
    await chat.hear("Hòa: [1. Sở Công Thương · Báo cáo năm 2026]", "Hòa: [↩ Mở lại]", "Hòa: sửa số lượt")
    await chat.hear("Hòa: [✅ Trả lại]")
    with turn(chat.engine) as session:
        row = session.exec(select(Report).where(Report.unit == "SCT")).one()
        assert (row.is_owed, row.plea) == (True, "")
    forge(chat, "Lan", f"h:fix:{number_of(chat, 'Tập huấn 5S')}")
    assert "Vì sao sửa?" in await chat.said("")


async def test_a_report_accepted_in_the_middle_of_a_correction_stays_as_accepted(chat: Player) -> None:
    await chat.hear(*COURSE)
    await file(chat)
    await chat.hear("Lan: /lichsu", "Lan: [1. Tập huấn 5S]", "Lan: [✏️ Sửa]", "Lan: nhầm")
    accept(chat)
    said = await chat.said("Lan: [✅ Lưu]")
    assert said.startswith("Bot: Báo cáo của kỳ này vừa được duyệt nên không sửa được nữa.")
    assert [one.what for one in events_of(chat, number_of(chat, "Tập huấn 5S"))] == ["activity.recorded"]


@pytest.mark.parametrize("verb", ["one", "show", "fix", "void", "restore", "withdraw", "reinstate", "plea"])
async def test_another_units_activity_is_out_of_reach(chat: Player, verb: str) -> None:
    await chat.hear(*COURSE, "Minh: /lichsu")
    forge(chat, "Minh", f"h:{verb}:{number_of(chat, 'Tập huấn 5S')}")
    assert (await chat.said("")).startswith(STALE)


async def test_the_lead_office_and_observers_see_every_activity_and_only_the_lead_takes_back(
    chat: Player,
) -> None:
    await chat.hear(*COURSE, "Bảo: /tiendo", "Bảo: [🔎 Căn cứ số liệu]")
    await chat.goes("""
        Bảo: [LD · 30]
        Bot ✎: LD · Lượt cán bộ lãnh đạo, quản lý năng suất chất lượng của doanh nghiệp được đào tạo, tập huấn chuyên sâu
             30 lượt (01/01/2021 - 31/12/2030), tính đến 02/11/2026
             Số lượt được cộng dồn; mỗi lớp là một dòng.
             Được tính (1)
             1. Tập huấn 5S: 30 · 15/10/2026 · Sở Công Thương
             [1]
             [⇄ Không tính (0)]
             [‹ Số liệu khác] [‹ Tổng quan]
        Bảo: [⇄ Không tính (0)]
        Bot ✎: LD · Lượt cán bộ lãnh đạo, quản lý năng suất chất lượng của doanh nghiệp được đào tạo, tập huấn chuyên sâu
             …
             Không tính (0)
             Không có.
             [⇄ Được tính (1)]
             [‹ Số liệu khác] [‹ Tổng quan]
        Bảo: [⇄ Được tính (1)]
             …
    """)
    seen = await chat.said("Bảo: [1]")
    assert "42 lượt, trong đó 30 lượt" in seen
    assert "Rút lại" not in seen
    number = number_of(chat, "Tập huấn 5S")
    forge(chat, "Bảo", f"h:void:{number}")
    assert (await chat.said("")).startswith(STALE)
    await chat.hear("Hòa: /lichsu")
    forge(chat, "Hòa", f"h:show:{number}")
    assert "[🚫 Rút lại]" in await chat.said("")


async def test_a_contact_sees_no_other_units_explanations(chat: Player) -> None:
    await chat.hear("Lan: /lichsu")
    forge(chat, "Lan", "w:in:LD:0:0")
    assert (await chat.said("")).startswith(STALE)
