"""This file is /vanban: a unit's report on paper, its difficulties and proposals, the number that it got."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from sqlmodel import col, select

from models import contact, report, unit
from models.activity import Activity
from models.database import turn
from models.errand import Errand
from models.event import Event
from models.report import Report
from models.rules.counting import Form, Kind
from models.unit import UnitKind
from tests.chat import Player
from tests.chats.buttons import STALE, forge
from tests.chats.firms import firm, settle, supported
from tests.chats.test_progress import record as tell
from tests.chats.test_requests import ANSWERING, SENT
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
        Bot: Báo cáo bằng văn bản
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
             Báo cáo bằng văn bản
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
             Báo cáo đã ký mang số, ký hiệu nào? Ví dụ: 12/BC-SCT.
             …
        Lan: đang chờ ký
        Bot: “đang chờ ký” chưa đúng số, ký hiệu văn bản. Ví dụ: 12/BC-SCT.
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
             Báo cáo bằng văn bản
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
        Bot: Báo cáo bằng văn bản
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
        Bot: Báo cáo bằng văn bản
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
        Bot: Báo cáo bằng văn bản
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
        Bot: Báo cáo năm 2026 chưa nộp trên bot. Nộp xong (/baocao), anh/chị nhập số văn bản.
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
        Bot: Báo cáo bằng văn bản · Sở Công Thương
             Báo cáo nào?
             [Báo cáo quý I năm 2027]
             [Báo cáo năm 2026]
        Bảo: /vanban
        Bot: Vai trò của anh/chị không dùng được lệnh này. Xin xem /trogiup.
    """)


def text_of(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Give a Word file's paragraphs, and the cells of its tables row by row."""
    document = Document(BytesIO(content))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return [one.text for one in document.paragraphs if one.text], cells


async def test_the_paper_holds_the_period_the_units_words_and_its_number(chat: Player) -> None:
    with turn(chat.engine) as session:
        firm(session, 1, "Công ty TNHH Nho <Nắng> & Con")
        firm(session, 2, "HTX Táo Xanh", form=Form.COOPERATIVE)
        given = supported(session, chat, "SCT", date(2026, 3, 1), [1, 2])
        session.get_one(Activity, given).cost = 58_000_000
        told = {"attendances": 42, "leaders": 40, "in_depth": True}
        course = tell(session, chat, "SCT", Kind.TRAINING, date(2026, 5, 16), **told)
        session.get_one(Activity, course).first = date(2026, 5, 15)
        tell(session, chat, "SCT", Kind.TRAINING, date(2026, 12, 10), attendances=30)
        supported(session, chat, "SNNMT", date(2026, 4, 1), [2])
        supported(session, chat, "SCT", date(2025, 4, 1), [2])
        settle(session)
    await chat.hear(*SUBMIT, "Lan: /vanban", "Lan: [✍️ Khó khăn, vướng mắc]")
    await chat.hear("Lan: Kinh phí còn ít.\n{{ 7*7 }} & <b>")
    await chat.goes("""
        Lan: [📄 Tệp Word để trình ký]
        Bot: ⏳ Đang lập tệp Word của Báo cáo năm 2026. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác.
        Bot: (tệp Bao-cao-nam-2026_SCT.docx) Báo cáo năm 2026 · Sở Công Thương
             Xin anh/chị kiểm tra, trình ký, rồi nhập số văn bản vào đây.
             …
    """)
    paragraphs, cells = text_of(chat.sent_to("Lan"))
    assert cells == [
        [
            "UBND TỈNH KHÁNH HÒA\nSỞ CÔNG THƯƠNG\n",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n",
        ],
        ["Số: \xa0\xa0\xa0\xa0\xa0\xa0/BC-SCT\n", dated("Khánh Hòa")],
        ["TT", "Nội dung", "Thời gian", "Kết quả"],
        [
            "1",
            "support 2026-03-01 (nhóm nhiệm vụ 3)",
            "01/3/2026",
            "02 doanh nghiệp: Công ty TNHH Nho <Nắng> & Con, HTX Táo Xanh; kinh phí 58.000.000 đồng",
        ],
        [
            "2",
            "training 2026-05-16 (nhóm nhiệm vụ 4)",
            "15/5/2026 - 16/5/2026",
            "42 lượt người tham gia; trong đó 40 lượt lãnh đạo, quản lý doanh nghiệp",
        ],
        [
            "3",
            "training 2026-12-10 (nhóm nhiệm vụ 4)",
            "10/12/2026, ước thực hiện",
            "30 lượt người tham gia",
        ],
        ["Nơi nhận:\n- Sở Khoa học và Công nghệ (để tổng hợp);\n- Lưu: VT.", "GIÁM ĐỐC\n\n\n\n\n"],
    ]
    assert paragraphs == [
        "BÁO CÁO",
        "Kết quả thực hiện Kế hoạch số 3483/KH-UBND năm 2026",
        "Thực hiện Kế hoạch số 3483/KH-UBND ngày ………… của UBND tỉnh Ninh Thuận về việc thực hiện “Chương trình quốc gia hỗ trợ doanh nghiệp nâng cao năng suất và chất lượng sản phẩm, hàng hóa giai đoạn 2021-2030” trên địa bàn tỉnh Ninh Thuận, Sở Công Thương báo cáo kết quả thực hiện năm 2026 (từ ngày 01/01/2026 đến ngày 31/12/2026) như sau:",
        "I. KẾT QUẢ THỰC HIỆN",
        "Trong kỳ, đơn vị đã thực hiện 02 hoạt động; tổng kinh phí 58.000.000 đồng (chưa gồm 01 hoạt động chưa có số liệu kinh phí).",
        "Ngoài ra có 01 hoạt động ước thực hiện, không tính vào số liệu trên.",
        "II. KHÓ KHĂN, VƯỚNG MẮC",
        "Kinh phí còn ít.",
        "{{ 7*7 }} & <b>",
        "III. ĐỀ XUẤT, KIẾN NGHỊ",
        "Không có.",
        "Trên đây là báo cáo kết quả thực hiện Kế hoạch số 3483/KH-UBND năm 2026, Sở Công Thương kính báo cáo./.",
    ]


@pytest.mark.parametrize(
    ("signed", "superior", "place"),
    [
        (date(2025, 6, 30), "UBND TỈNH NINH THUẬN", "Ninh Thuận, ngày 30 tháng 6 năm 2025"),
        (date(2025, 7, 1), "UBND TỈNH KHÁNH HÒA", "Khánh Hòa, ngày 01 tháng 7 năm 2025"),
        (date(2026, 2, 3), "UBND TỈNH KHÁNH HÒA", "Khánh Hòa, ngày 03 tháng 02 năm 2026"),
    ],
)
async def test_the_head_is_that_of_the_day_of_signing(
    chat: Player, signed: date, superior: str, place: str
) -> None:
    record(chat, "SCT", WORKSHOP, date(2026, 9, 15))
    await chat.hear(*SUBMIT)
    with turn(chat.engine) as session:
        row = session.exec(select(Report).where(Report.unit == "SCT")).one()
        report.change(
            session, row, "numbered", by=1, now=chat.clock.now(), document="9/BC-SCT", document_on=signed
        )
    await chat.hear("Lan: /vanban", "Lan: [📄 Tệp Word để trình ký]")
    _paragraphs, cells = text_of(chat.sent_to("Lan"))
    assert superior in cells[0][0]
    assert cells[1] == ["Số: 9/BC-SCT\n", place]


async def test_a_committee_signs_for_itself_and_nothing_to_report_is_said_so(chat: Player) -> None:
    with turn(chat.engine) as session:
        home = next(one for one in unit.alive_on(session, date(2026, 11, 2)) if one.kind is UnitKind.COMMUNE)
        lan = contact.by_chat(session, chat.people["Lan"])
        assert lan is not None
        lan.unit = home.code
        name = home.name.removeprefix("UBND ").upper().replace(" ", "\xa0")
    await chat.hear("Lan: /vanban")
    told = await chat.said("Lan: [📄 Tệp Word để trình ký]")
    assert "Báo cáo chưa nộp trên bot. Xin nộp trước (/baocao) rồi lấy lại tệp để trình ký." in told
    paragraphs, cells = text_of(chat.sent_to("Lan"))
    assert cells[0][0] == f"ỦY BAN NHÂN DÂN {name}\n"
    assert cells[1] == ["Số: \xa0\xa0\xa0\xa0\xa0\xa0/BC-UBND\nDỰ THẢO", dated("…………")]
    assert cells[2][1] == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\n\n\n"
    assert "Trong kỳ, đơn vị không phát sinh hoạt động thuộc Kế hoạch." in paragraphs


async def test_a_request_that_was_answered_in_words_is_told_on_paper(chat: Player) -> None:
    await chat.hear(*SENT, "── 02/11/2026 08:00 ──", *ANSWERING)
    await chat.hear("Lan: Có 7 doanh nghiệp.\nTrong đó 2 hợp tác xã.", "Lan: [✅ Gửi câu trả lời]")
    await chat.hear("Lan: /vanban", "Lan: [Báo cáo nhanh về ISO 9001]", "Lan: [📄 Tệp Word để trình ký]")
    paragraphs, cells = text_of(chat.sent_to("Lan"))
    assert paragraphs[:8] == [
        "BÁO CÁO",
        "Nhanh về ISO 9001",
        "Thực hiện yêu cầu “Báo cáo nhanh về ISO 9001” của Sở Khoa học và Công nghệ, Sở Công Thương báo cáo như sau:",
        "I. KẾT QUẢ THỰC HIỆN",
        "Nội dung yêu cầu: Số doanh nghiệp đã được cấp chứng nhận ISO 9001?",
        "Có 7 doanh nghiệp.",
        "Trong đó 2 hợp tác xã.",
        "II. KHÓ KHĂN, VƯỚNG MẮC",
    ]
    assert paragraphs[-1] == "Trên đây là báo cáo về nội dung được yêu cầu, Sở Công Thương kính báo cáo./."
    assert ["TT", "Nội dung", "Thời gian", "Kết quả"] not in cells


async def test_a_request_that_is_not_answered_yet_leaves_room_for_the_answer(chat: Player) -> None:
    await chat.hear(*SENT, "── 02/11/2026 08:00 ──")
    await chat.hear("Lan: /vanban", "Lan: [Báo cáo nhanh về ISO 9001]", "Lan: [📄 Tệp Word để trình ký]")
    paragraphs, cells = text_of(chat.sent_to("Lan"))
    assert cells[1][0].endswith("DỰ THẢO")
    place = paragraphs.index("Nội dung yêu cầu: Số doanh nghiệp đã được cấp chứng nhận ISO 9001?")
    assert paragraphs[place + 1] == "…………"


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        ([None, None], "đã thực hiện 02 hoạt động; chưa tổng hợp được kinh phí."),
        ([0, 0], "đã thực hiện 02 hoạt động; không phát sinh kinh phí."),
        (
            [0, None],
            "đã thực hiện 02 hoạt động; không phát sinh kinh phí (chưa gồm 01 hoạt động chưa có số liệu kinh phí).",
        ),
        ([5_000_000, 0], "đã thực hiện 02 hoạt động; tổng kinh phí 5.000.000 đồng."),
        (
            [5_000_000, None],
            "đã thực hiện 02 hoạt động; tổng kinh phí 5.000.000 đồng (chưa gồm 01 hoạt động chưa có số liệu kinh phí).",
        ),
    ],
    ids=["none told", "none", "none, one not told", "one none", "one not told"],
)
async def test_no_cost_told_is_not_the_same_as_no_cost(
    chat: Player, costs: list[int | None], words: str
) -> None:
    with turn(chat.engine) as session:
        for month, cost in enumerate(costs, 3):
            number = tell(session, chat, "SCT", Kind.TRAINING, date(2026, month, 1), attendances=9)
            session.get_one(Activity, number).cost = cost
        settle(session)
    await chat.hear("Lan: /vanban", "Lan: [📄 Tệp Word để trình ký]")
    paragraphs, _cells = text_of(chat.sent_to("Lan"))
    assert f"Trong kỳ, đơn vị {words}" in paragraphs


async def test_many_enterprises_are_named_in_part_and_counted(chat: Player) -> None:
    with turn(chat.engine) as session:
        for number in range(1, 9):
            firm(session, number, f"DN {number}")
        supported(session, chat, "SCT", date(2026, 3, 1), range(1, 9))
        tell(session, chat, "SCT", Kind.TRAINING, date(2026, 12, 10), attendances=30)
        settle(session)
    await chat.hear("Lan: /vanban", "Lan: [📄 Tệp Word để trình ký]")
    _paragraphs, cells = text_of(chat.sent_to("Lan"))
    assert cells[3][3] == "08 doanh nghiệp: DN 1, DN 2, DN 3, DN 4, DN 5 và 03 doanh nghiệp khác"


async def test_a_period_with_nothing_but_estimates_says_so(chat: Player) -> None:
    with turn(chat.engine) as session:
        tell(session, chat, "SCT", Kind.TRAINING, date(2026, 12, 10), attendances=30)
        settle(session)
    await chat.hear("Lan: /vanban", "Lan: [📄 Tệp Word để trình ký]")
    paragraphs, _cells = text_of(chat.sent_to("Lan"))
    place = paragraphs.index("I. KẾT QUẢ THỰC HIỆN")
    assert paragraphs[place + 1 : place + 3] == [
        "Trong kỳ, đơn vị chưa hoàn thành hoạt động nào.",
        "Ngoài ra có 01 hoạt động ước thực hiện, không tính vào số liệu trên.",
    ]


@pytest.mark.parametrize(
    ("code", "position"),
    [
        ("SCT", "GIÁM ĐỐC"),
        ("VPUBND", "CHÁNH VĂN PHÒNG"),
        ("TTRA", "CHÁNH THANH TRA"),
        ("BQLKCN", "TRƯỞNG BAN"),
        ("LMHTX", "CHỦ TỊCH"),
    ],
)
async def test_who_signs_is_named_by_what_the_office_is(chat: Player, code: str, position: str) -> None:
    with turn(chat.engine) as session:
        lan = contact.by_chat(session, chat.people["Lan"])
        assert lan is not None
        lan.unit = code
    await chat.hear("Lan: /vanban", "Lan: [📄 Tệp Word để trình ký]")
    _paragraphs, cells = text_of(chat.sent_to("Lan"))
    assert cells[-1][1].startswith(position)


def dated(place: str) -> str:
    """Give the place with room for the day."""
    return f"{place}, ngày \xa0\xa0\xa0\xa0\xa0\xa0 tháng \xa0\xa0\xa0\xa0\xa0\xa0 năm 2026"
