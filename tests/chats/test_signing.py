"""This file is /vanban: a unit's report on paper, its difficulties and proposals, the number that it got."""

from datetime import date

import pytest
from sqlmodel import col, select

from models.database import turn
from models.errand import Errand
from models.event import Event
from models.report import Report
from tests.chat import Player
from tests.chats.buttons import STALE, forge
from tests.chats.test_review import NIL, SUBMIT, WORKSHOP, record


def found(chat: Player, unit: str = "SCT") -> Report:
    with turn(chat.engine) as session:
        row = session.exec(select(Report).where(Report.unit == unit)).one()
        session.expunge(row)
        return row


def events(chat: Player, what: str) -> list[Event]:
    with turn(chat.engine) as session:
        rows = session.exec(select(Event).where(Event.what == what).order_by(col(Event.id))).all()
        session.expunge_all()
        return list(rows)


async def test_a_report_gets_its_own_words_its_paper_and_its_number(chat: Player) -> None:
    record(chat, "SCT", WORKSHOP, date(2026, 9, 15))
    await chat.hear(*SUBMIT)
    await chat.goes("""
        Lan: [🖋 Khó khăn, kiến nghị, văn bản]
        Bot: Văn bản của báo cáo
             Báo cáo năm 2026 · Sở Công Thương · đã nộp
             Khó khăn, vướng mắc: chưa ghi
             Đề xuất, kiến nghị: chưa ghi
             Chưa có số văn bản.
             [✍️ Khó khăn, vướng mắc] [✍️ Đề xuất, kiến nghị]
             [📄 Tệp Word để trình ký] [🔢 Số văn bản]
        Lan: [✍️ Khó khăn, vướng mắc]
        Bot: Khó khăn, vướng mắc · Báo cáo năm 2026
             Đơn vị có khó khăn, vướng mắc gì? Xin viết đúng như sẽ ghi trong báo cáo.
             [Không có ›] [⏸ Dừng]
        Lan: Kinh phí <hỗ trợ> còn ít & giải ngân chậm.
        Bot: ✓ Khó khăn, vướng mắc: Kinh phí <hỗ trợ> còn ít & giải ngân chậm.
             ✅ Đã lưu.
             Văn bản của báo cáo
             Báo cáo năm 2026 · Sở Công Thương · đã nộp
             Khó khăn, vướng mắc: Kinh phí <hỗ trợ> còn ít & giải ngân chậm.
             Đề xuất, kiến nghị: chưa ghi
             Chưa có số văn bản.
             [✍️ Khó khăn, vướng mắc] [✍️ Đề xuất, kiến nghị]
             [📄 Tệp Word để trình ký] [🔢 Số văn bản]
        Lan: [✍️ Đề xuất, kiến nghị]
        Bot: Đề xuất, kiến nghị · Báo cáo năm 2026
             …
        ── restart ──
        Lan: Đề nghị UBND tỉnh bố trí kinh phí từ đầu năm.
        Bot: ✓ Đề xuất, kiến nghị: Đề nghị UBND tỉnh bố trí kinh phí từ đầu năm.
             ✅ Đã lưu.
             …
        Lan: [🔢 Số văn bản]
        Bot: Số văn bản · Báo cáo năm 2026
             Báo cáo được ký theo số văn bản nào? Ví dụ: 12/BC-SCT.
             …
        Lan: đang chờ ký
        Bot: “đang chờ ký” chưa phải số văn bản. Ví dụ: 12/BC-SCT.
             …
        Lan: 45/BC-SCT
        Bot: ✓ Số văn bản: 45/BC-SCT
             Văn bản được ký ngày nào? Ví dụ: 24/11/2026.
             …
        Lan: 20/11/2026
        Bot: Ngày 20/11/2026 chưa đến. Đến ngày ấy xin nhập lại.
             …
        Lan: [Hôm qua]
        Bot: ✓ Ngày ký: 01/11/2026
             Số văn bản · Báo cáo năm 2026
             Số văn bản: 45/BC-SCT
             Ngày ký: 01/11/2026
             [✅ Lưu] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
        Lan: [✅ Lưu] ×2
        Bot ⌁ Việc này đã làm xong rồi.
        Bot: ✅ Đã lưu.
             Văn bản của báo cáo
             Báo cáo năm 2026 · Sở Công Thương · đã nộp
             Khó khăn, vướng mắc: Kinh phí <hỗ trợ> còn ít & giải ngân chậm.
             Đề xuất, kiến nghị: Đề nghị UBND tỉnh bố trí kinh phí từ đầu năm.
             Văn bản số 45/BC-SCT ngày 01/11/2026
             [✍️ Khó khăn, vướng mắc] [✍️ Đề xuất, kiến nghị]
             [📄 Tệp Word để trình ký] [🔢 Sửa số văn bản]
        Hòa: /duyet
        Bot: Báo cáo chờ duyệt (1)
             …
        Hòa: [1. Sở Công Thương · Báo cáo năm 2026]
        Bot ✎: Báo cáo năm 2026 · Sở Công Thương
             …
             1. Hội thảo năng suất xanh (15/09/2026)
             Khó khăn, vướng mắc: Kinh phí <hỗ trợ> còn ít & giải ngân chậm.
             Đề xuất, kiến nghị: Đề nghị UBND tỉnh bố trí kinh phí từ đầu năm.
             Văn bản số 45/BC-SCT ngày 01/11/2026
             …
    """)
    row = found(chat)
    assert (row.document, row.document_on) == ("45/BC-SCT", date(2026, 11, 1))
    assert [one.before for one in events(chat, "report.worded")] == [
        {"difficulties": None},
        {"proposals": None},
    ]


async def test_what_was_told_is_taken_back_by_telling_that_there_is_none(chat: Player) -> None:
    record(chat, "SCT", WORKSHOP, date(2026, 9, 15))
    await chat.hear("Lan: /baocao", "Lan: [📤 Nộp báo cáo kỳ này]", "Lan: [🖋 Khó khăn, kiến nghị, văn bản]")
    await chat.hear("Lan: [✍️ Khó khăn, vướng mắc]", "Lan: Thiếu cán bộ chuyên trách.")
    await chat.goes("""
        Lan: /baocao
        Bot: Báo cáo năm 2026 · Sở Công Thương
             …
        Lan: [📤 Nộp báo cáo kỳ này]
        Bot: Báo cáo năm 2026 · Sở Công Thương
             …
             1. Hội thảo năng suất xanh (15/09/2026)
             Khó khăn, vướng mắc: Thiếu cán bộ chuyên trách.
             Nộp báo cáo kỳ này?
             …
        Lan: [🖋 Khó khăn, kiến nghị, văn bản]
        Bot: Văn bản của báo cáo
             Báo cáo năm 2026 · Sở Công Thương · chưa nộp
             Khó khăn, vướng mắc: Thiếu cán bộ chuyên trách.
             Đề xuất, kiến nghị: chưa ghi
             Chưa có số văn bản.
             [✍️ Khó khăn, vướng mắc] [✍️ Đề xuất, kiến nghị]
             [📄 Tệp Word để trình ký]
        Lan: [✍️ Khó khăn, vướng mắc]
        Bot: Khó khăn, vướng mắc · Báo cáo năm 2026
             …
        Lan: [Không có ›]
        Bot: ✅ Đã lưu.
             …
             Khó khăn, vướng mắc: chưa ghi
             …
    """)
    assert found(chat).difficulties is None
    assert events(chat, "report.worded")[-1].before == {"difficulties": "Thiếu cán bộ chuyên trách."}


async def test_stopping_keeps_what_was_there(chat: Player) -> None:
    await chat.hear(*NIL, "Minh: /vanban", "Minh: [✍️ Đề xuất, kiến nghị]", "Minh: Mở thêm lớp.")
    await chat.goes("""
        Minh: [✍️ Đề xuất, kiến nghị]
        Bot: Đề xuất, kiến nghị · Báo cáo năm 2026
             …
        Minh: [⏸ Dừng]
        Bot: Đã dừng. Chưa có gì thay đổi.
        Minh: /vanban
        Bot: Văn bản của báo cáo
             Báo cáo năm 2026 · Sở Nông nghiệp và Môi trường · đã báo không phát sinh
             Khó khăn, vướng mắc: chưa ghi
             Đề xuất, kiến nghị: Mở thêm lớp.
             …
    """)


async def test_what_was_accepted_is_opened_by_the_lead_office_alone_and_takes_its_number_all_the_same(
    chat: Player,
) -> None:
    record(chat, "SCT", WORKSHOP, date(2026, 9, 15))
    await chat.hear(*SUBMIT, "Lan: /vanban", "Lan: [✍️ Khó khăn, vướng mắc]")
    await chat.hear("Hòa: /duyet", "Hòa: [1. Sở Công Thương · Báo cáo năm 2026]", "Hòa: [✅ Chấp nhận]")
    await chat.goes("""
        Lan: Viết vội trước khi được duyệt
        Bot: Báo cáo năm 2026 đã được duyệt ngày 02/11/2026: chỉ cơ quan đầu mối mở lại được.
             …
        Lan: /vanban
        Bot: Văn bản của báo cáo
             Báo cáo năm 2026 · Sở Công Thương · đã nộp
             Khó khăn, vướng mắc: chưa ghi
             Đề xuất, kiến nghị: chưa ghi
             Chưa có số văn bản.
             [📄 Tệp Word để trình ký] [🔢 Số văn bản]
        Lan: [✍️ Khó khăn, vướng mắc]
        Bot: Báo cáo năm 2026 đã được duyệt ngày 02/11/2026. Muốn sửa, cơ quan đầu mối phải mở lại báo cáo.
        Lan: [🔢 Số văn bản]
        Bot: Số văn bản · Báo cáo năm 2026
             …
    """)
    await chat.hear("Lan: 7/BC-SCT", "Lan: [Hôm nay]", "Lan: [✅ Lưu]")
    assert found(chat).document == "7/BC-SCT"
    assert found(chat).difficulties is None


async def test_a_report_that_is_not_in_has_no_number(chat: Player) -> None:
    await chat.hear("Lan: /vanban")
    report = found(chat)
    forge(chat, "Lan", f"m:number:{report.id}")
    await chat.goes("""
        Lan: /huy
        Bot: Báo cáo năm 2026 chưa nộp. Nộp xong anh/chị mới nhập số văn bản.
        Bot: Hiện anh/chị không nhập hoạt động nào.
    """)


@pytest.mark.parametrize("verb", ["card", "hard", "wish", "number", "word"])
async def test_another_units_report_is_out_of_reach(chat: Player, verb: str) -> None:
    await chat.hear("Minh: /vanban", "Bảo: /tiendo")
    other = found(chat, "SCT").id
    forge(chat, "Minh", f"m:{verb}:{other}", f"m:{verb}:999", "m:rub:1")
    forge(chat, "Bảo", f"m:{verb}:{other}")
    assert (await chat.said("")).splitlines().count(STALE) == 4
    with turn(chat.engine) as session:
        assert session.exec(select(Errand)).all() == []
    assert found(chat, "SCT").difficulties is None


async def test_several_reports_are_listed_the_latest_first(chat: Player) -> None:
    await chat.hear("── 01/03/2027 08:00 ──")
    await chat.goes("""
        Lan: /vanban
        Bot: Văn bản của báo cáo · Sở Công Thương
             Báo cáo nào?
             [Báo cáo quý I năm 2027]
             [Báo cáo năm 2026]
        Bảo: /vanban
        Bot: Vai trò của anh/chị không dùng được lệnh này. Xin xem /trogiup.
    """)
