"""This file is /maunhap: the form is fetched, filled in with another program, sent back, shown, saved whole."""

import asyncio
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from sqlmodel import select
from typer.testing import CliRunner

from bot.cli import app
from handlers import entries, sentback
from models import amendment, report
from models.activity import Activity, Participation
from models.batch import Batch
from models.database import turn
from models.enterprise import Enterprise
from models.period import Period
from models.report import Report
from models.rules.states import ReportState
from tests.chat import Player
from tests.chats.buttons import STALE, forge
from tests.chats.firms import firm as firm_of_old
from tests.chats.forms import FIRST, NAME, back, fetch, put, saved
from tests.chats.test_history import COURSE, events_of

ACTIVITIES, FIRMS, EXPERTS, COSTS = "Hoạt động", "Doanh nghiệp", "Chuyên gia", "Kinh phí"
SUPPORT = {
    "Nhóm": "3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ",
    "Loại": "Hỗ trợ doanh nghiệp áp dụng giải pháp",
}
TRAINING = {"Nhóm": "4. Đào tạo, tập huấn nhân lực", "Loại": "Lớp đào tạo, tập huấn"}
LONG = "Tệp có hơn 150 dòng phải ghi, kể cả các dòng đi kèm hoạt động được sửa; mỗi lần gửi, bot nhận nhiều nhất 150 dòng"
READING = "Bot: ⏳ Đang đọc tệp Mau-nhap_SCT.xlsx. Kết quả sẽ gửi vào đây trong giây lát."


def course(book: Workbook, row: int = FIRST, **values: Any) -> None:
    """Write a course into a blank line."""
    told = {**TRAINING, "Nội_dung": "Tập huấn Kaizen", "Ngày_bắt": date(2026, 5, 15), "Tổng_số": 42}
    told |= {"Lượt_lãnh": 12, "Hình_thức": "Chuyên sâu"}
    put(book, ACTIVITIES, row, **{**told, **values})


def support(book: Workbook, row: int = FIRST, title: str = "Tư vấn HACCP", **values: Any) -> None:
    put(book, ACTIVITIES, row, **SUPPORT, Nội_dung=title, Ngày_bắt="5/9/2026", **values)


def firm(book: Workbook, row: int, whose: object, name: str, **values: Any) -> None:
    told = {"Giải_pháp": "HACCP", "Kết_quả": "Đã áp dụng", **values}
    put(book, FIRMS, row, Hoạt=whose, Doanh_nghiệp=name, **told)


def activities(chat: Player) -> list[str]:
    with turn(chat.engine) as session:
        return list(session.exec(select(Activity.title).order_by("id")))


async def said(chat: Player, book: Workbook) -> str:
    return await chat.said(back(chat, None, book))


async def test_a_form_is_fetched_filled_in_shown_and_saved(chat: Player) -> None:
    await chat.hear(*COURSE)
    await chat.goes("""
        Lan: /maunhap
        Bot: ⏳ Đang lập mẫu nhập Báo cáo năm 2026. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác.
        Bot: (tệp Mau-nhap_SCT_2026-01-01_2026-12-31.xlsx) Báo cáo năm 2026 · Sở Công Thương
             Đã có sẵn 1 hoạt động.
             Anh/chị điền trên máy tính rồi gửi lại vào đây: bot cho xem những gì sẽ thay đổi và hỏi trước khi ghi.
    """)
    book = openpyxl.load_workbook(BytesIO(chat.sent_to("Lan")))
    put(book, ACTIVITIES, FIRST, Địa_điểm="Hội trường UBND", Tổng_số=45)
    support(book, FIRST + 1, Kinh_phí="45tr")
    firm(book, FIRST, "M1", "Công ty TNHH Nông sản Hải Đăng")
    firm(book, FIRST + 1, "M1", "HTX Phước Dân", Giải_pháp="Sổ tay ABC", Mã_số=4590001385)
    put(book, COSTS, FIRST + 1, Hoạt="M1", Nguồn="Ngân sách nhà nước", Số="30tr")
    back(chat, None, book)
    await chat.goes("""
        Lan: 📎 Mau-nhap_SCT.xlsx
        Bot: ⏳ Đang đọc tệp Mau-nhap_SCT.xlsx. Kết quả sẽ gửi vào đây trong giây lát.
        Bot: Mau-nhap_SCT.xlsx · Báo cáo năm 2026
             Hoạt động: 1 mới, 1 sửa, 0 giữ nguyên. Chưa ghi gì.
             ✏️ 1 · Tập huấn 5S
             Tổng số lượt: 42 → 45
             Địa điểm: Hội trường Sở → Hội trường UBND
             ➕ M1
             Nhóm nhiệm vụ: 3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ
             Loại hoạt động: Hỗ trợ doanh nghiệp áp dụng giải pháp
             Nội dung: Tư vấn HACCP
             Thời gian: 05/09/2026
             1. Doanh nghiệp: Công ty TNHH Nông sản Hải Đăng
             Giải pháp: HACCP
             Kết quả: Đã áp dụng
             2. Doanh nghiệp: HTX Phước Dân
             Mã số thuế: 4590001385
             Giải pháp: Sổ tay ABC
             Kết quả: Đã áp dụng
             Kinh phí: 45.000.000 đồng
             1. Nguồn: Ngân sách nhà nước
             Số tiền: 30.000.000 đồng
             [✅ Ghi tất cả] [🗑 Bỏ]
        Lan: [✅ Ghi tất cả] ×2
        Bot ⌁ Tệp này đã được ghi rồi.
        Bot: ✅ Đã lưu. 1 hoạt động mới, 1 hoạt động được sửa. Số liệu cập nhật ngay.
             Báo cáo năm 2026 · Sở Công Thương
             01/01/2026 - 31/12/2026 · hạn 16/11/2026
             Đã ghi 2 hoạt động
             [📤 Nộp báo cáo kỳ này]
    """)
    assert [one.why for one in events_of(chat, 1)] == ["", "tệp Excel Mau-nhap_SCT.xlsx"]
    assert activities(chat) == ["Tập huấn 5S", "Tư vấn HACCP"]
    # What came in by a form is corrected in the chat as any other.
    await chat.hear("Lan: /lichsu", "Lan: [2. Tư vấn HACCP]", "Lan: [✏️ Sửa]")


async def test_one_wrong_cell_and_nothing_is_taken(chat: Player) -> None:
    book = await fetch(chat)
    course(book)
    course(book, FIRST + 1, Nội_dung="Tập huấn Lean", Tổng_số="nhiều", Hình_thức="Chuyên sâuu")
    back(chat, None, book)
    await chat.goes("""
        Lan: 📎 Mau-nhap_SCT.xlsx
        Bot: ⏳ Đang đọc tệp Mau-nhap_SCT.xlsx. Kết quả sẽ gửi vào đây trong giây lát.
        Bot: ⚠️ Mau-nhap_SCT.xlsx
             Tệp có 2 chỗ chưa đúng; chưa ghi gì.
             • Hoạt động, I6 (Tổng số lượt) “nhiều”: Chưa đọc được con số từ “nhiều”. Xin nhập bằng chữ số, ví dụ: 42.
             • Hoạt động, K6 (Hình thức) “Chuyên sâuu”: “Chuyên sâuu” không có trong danh sách. Có phải “Chuyên sâu”?
             Danh sách đầy đủ ở tệp Can-sua_Mau-nhap_SCT.xlsx. Xin sửa rồi gửi lại mẫu.
        Bot: (tệp Can-sua_Mau-nhap_SCT.xlsx) Những chỗ cần sửa, theo từng ô.
    """)
    assert activities(chat) == []
    page = openpyxl.load_workbook(BytesIO(chat.sent_to("Lan"))).active
    assert page is not None
    assert [cell.value for cell in page[2]][:4] == [ACTIVITIES, "I6", "Tổng số lượt", "nhiều"]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"Tổng_số": True}, "không nhận TRUE hay FALSE"),
        ({"Tổng_số": 0.5}, "không phải số nguyên"),
        ({"Tổng_số": "1,284"}, "có thể hiểu theo hai cách"),
        ({"Tổng_số": "=6*7"}, "Công thức ở ô này chưa được tính"),
        ({"Tổng_số": date(2026, 5, 1)}, "Excel đã tự đổi nội dung gõ vào thành 01/05/2026"),
        ({"Tổng_số": -3}, "I5 (Tổng số lượt) “-3”"),
        ({"Lượt_lãnh": 43}, "J5 (Lượt lãnh đạo, quản lý DN) “43”"),
        ({"Lượt_lãnh": None}, "Cột “Lượt lãnh đạo, quản lý DN” còn trống"),
        ({"Ngày_bắt": 46157}, "Số 46157 không phải ngày"),
        ({"Ngày_bắt": "31/2/2026"}, "E5 (Ngày bắt đầu) “31/2/2026”"),
        ({"Ngày_bắt": None}, "Cột “Ngày bắt đầu” còn trống"),
        ({"Ngày_kết": "14/5/2026"}, "E5 (Ngày bắt đầu) “15/05/2026”"),
        ({"Ngày_bắt": "24/12/2026"}, "Ngày này chưa tới. Xin chọn “Có” ở cột “Ước thực hiện”"),
        ({"Kinh_phí": 45}, "O5 (Kinh phí) “45”"),
        ({"Kinh_phí": "2.000 USD"}, "O5 (Kinh phí) “2.000 USD”"),
        ({"Doanh_nghiệp_chưa": 4}, "Loại hoạt động này không dùng “Doanh nghiệp chưa rõ tên”"),
        ({"Nhóm": "Đào tạo"}, "B5 (Nhóm nhiệm vụ) “Đào tạo”: “Đào tạo” không có trong danh sách"),
        ({"Loại": "Nghiệm thu mô hình điểm"}, "C5 (Loại hoạt động)"),
        ({"Nội_dung": "ab"}, "D5 (Nội dung) “ab”"),
        ({"Mã": "M2"}, "Mã dòng M2 có hai lần"),
        ({"Mã": "99"}, "Dòng này không còn trên bot"),
    ],
)
async def test_each_cell_that_cant_be_taken_is_named(chat: Player, cells: dict[str, Any], words: str) -> None:
    book = await fetch(chat)
    if cells.get("Mã") == "M2":
        course(book, FIRST + 1, Nội_dung="Lớp khác")
    course(book, **cells)
    book[ACTIVITIES]["E5"].number_format = (
        "General" if isinstance(cells.get("Ngày_bắt"), int) else "dd/mm/yyyy"
    )
    answer = await said(chat, book)
    assert words in answer
    assert "1 chỗ chưa đúng" in answer
    assert activities(chat) == []


async def test_what_the_chat_takes_a_cell_may_hold(chat: Player) -> None:
    book = await fetch(chat)
    course(
        book,
        Ngày_bắt="15-5-2026",
        Ngày_kết=date(2026, 5, 16),
        Tổng_số="1.250 lượt",
        Lượt_lãnh="không có",
        Kinh_phí="1,2 tỷ",
        Nội_dung="  Tập huấn \u00a0Kaizen ",
    )
    answer = await said(chat, book)
    for words in ("15-16/05/2026", "1.250", "1.200.000.000 đồng", "Nội dung: Tập huấn Kaizen\n"):
        assert words in answer


def renamed(sheet: str, name: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        book[sheet].title = name

    return edit


def marked(key: str, value: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        for row in book["nscl"].iter_rows():
            if row[0].value == key:
                row[1].value = value

    return edit


def headed(place: int, words: str) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        book[ACTIVITIES].cell(FIRST - 1, place).value = words

    return edit


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (renamed(ACTIVITIES, "Hoat dong 1"), "Thiếu trang “Hoạt động”. Có phải “Hoat dong 1”?"),
        (renamed(COSTS, "Sheet5"), "Thiếu trang “Kinh phí”. Xin đặt lại đúng tên trang; tệp hiện có"),
        (renamed("nscl", "x"), "không phải mẫu nhập của bot"),
        (marked("version", "0"), "thuộc phiên bản khác"),
        (marked("plan", "9999"), "thuộc kế hoạch khác"),
        (marked("period", "999"), "không còn phải báo cáo kỳ của mẫu này"),
        (marked("period", "9" * 40), "không còn phải báo cáo kỳ của mẫu này"),
        (marked("unit", "SNNMT"), "Mẫu này của đơn vị khác (Sở Nông nghiệp và Môi trường)"),
        (headed(4, "Nội dung hđ"), "thiếu cột “Nội dung”. Có phải “Nội dung hđ”?"),
        (headed(4, ""), "thiếu cột “Nội dung”. Xin ghi lại"),
        (headed(5, "Nội dung"), "có hai cột “Nội dung”"),
        (renamed("Danh mục", "HOAT DONG"), "Có hai trang “Hoạt động” (Hoạt động, HOAT DONG)"),
    ],
)
async def test_a_workbook_that_is_not_as_it_was_is_refused(
    chat: Player, edit: Callable[[Workbook], None], words: str
) -> None:
    book = await fetch(chat)
    course(book)
    edit(book)
    assert words in await said(chat, book)
    assert activities(chat) == []


async def test_columns_may_stand_in_another_order_and_more_beside(chat: Player) -> None:
    book = await fetch(chat)
    course(book)
    page = book[ACTIVITIES]
    page.move_range("D4:D204", cols=20)  # the title goes far to the right
    page.move_range("A1:X204", rows=3)
    page["Z7"].value = "Ghi chú của tôi"
    answer = await said(chat, book)
    assert "1 mới" in answer
    assert "Các cột không thuộc mẫu thì bot không đọc: “Ghi chú của tôi”." in answer


ONE_SHEET = {
    "xl/workbook.xml": b'<workbook xmlns:r="r"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": b"<Relationships><Relationship"
    b' Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": b"<worksheet/>",
}


def packed(**parts: bytes) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w", 8) as file:
        for name, content in {**ONE_SHEET, **parts}.items():
            file.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x", "không phải tệp Excel"),
        (b"PK\x03\x04", "không phải tệp Excel"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "Excel cũ (.xls) hoặc có mật khẩu"),
        (packed(**{"xl/vbaProject.bin": b"x"}), "có macro"),
        (packed(**{"xl/externalLinks/externalLink1.xml": b"<x/>"}), "lấy giá trị từ tệp khác"),
        (packed(**{"mimetype": b"x", "content.xml": b"<x/>"}), "tệp .ods"),
        (packed(**{f"a{n}": b"" for n in range(300)}), "lớn bất thường"),
        (packed(**{"xl/worksheets/sheet1.xml": b" " * (121 * 2**20)}), "lớn bất thường"),
        (packed(**{"xl/worksheets/sheet1.xml": b'<c r="XFD1048576"/>'}), "quá xa phía dưới hoặc bên phải"),
        (packed(**{"xl/sharedStrings.xml": b"<si/>" * 1_600_000}), "lớn bất thường"),
        (packed(**{"xl/sharedStrings.xml": b'<sst uniqueCount="99999999999">'}), "không phải tệp Excel"),
        (packed(**{"xl/worksheets/sheet1.xml": b"<!DOCTYPE x>"}), "không phải tệp Excel"),
        (packed(**{"xl/worksheets/sheet1.xml": b"<x>" + b"a" * 2**21}), "lớn bất thường"),
        (packed(**{"xl/_rels/workbook.xml.rels": b"<Relationships/>"}), "không phải tệp Excel"),
    ],
)
async def test_what_is_no_workbook_or_means_harm_is_refused(chat: Player, content: bytes, words: str) -> None:
    chat.files[NAME] = content
    assert words in await chat.said(f"Lan: 📎 {NAME}")


async def test_a_form_saved_as_another_kind_and_a_workbook_of_another_sort(chat: Player) -> None:
    book = Workbook()
    back(chat, None, book, "Tong-hop.xlsx")
    await chat.goes("""
        Lan: 📎 Mau-nhap_SCT.xls
        Bot: ⚠️ Mau-nhap_SCT.xls
             Xin lưu thành tệp Excel không có macro (.xlsx) rồi gửi lại.
        Lan: 📎 Tong-hop.xlsx
        Bot: ⏳ Đang đọc tệp Tong-hop.xlsx. Kết quả sẽ gửi vào đây trong giây lát.
        Bot: Tong-hop.xlsx
             Tệp Excel này không phải mẫu nhập của bot. Muốn nhập bằng Excel, anh/chị gửi /maunhap để lấy mẫu.
             Muốn lưu làm minh chứng, anh/chị nhập hoạt động trước: /baocao.
        Lan: 📎 Cu.xls
        Bot: Tệp này chưa được giữ vì chưa nhập hoạt động nào. Để báo cáo hoạt động, xin bấm nút bên dưới hoặc gửi /baocao. Xem các lệnh có thể dùng: /trogiup.
             [📝 Báo cáo hoạt động]
    """)


async def test_a_line_that_was_changed_in_the_bot_is_never_overwritten(chat: Player) -> None:
    await chat.hear(*COURSE)
    book = await fetch(chat)
    with turn(chat.engine) as session:
        session.get_one(Activity, 1).place = "Nhà văn hóa"
    # Who did not touch the line has nothing to do with it.
    assert "không có gì khác" in await said(chat, book)
    put(book, ACTIVITIES, FIRST, Tổng_số=45)
    answer = await said(chat, book)
    assert "A5 (Mã dòng) “1”: Dòng này đã đổi trên bot từ khi tải mẫu; trên bot nay là:" in answer
    assert "Địa điểm “Nhà văn hóa”" in answer


async def test_what_changes_between_showing_and_saving_is_not_overwritten(chat: Player) -> None:
    await chat.hear(*COURSE)
    book = await fetch(chat)
    put(book, ACTIVITIES, FIRST, Tổng_số=45)
    course(book, FIRST + 1)
    await said(chat, book)
    with turn(chat.engine) as session:
        amendment.void(session, session.get_one(Activity, 1), "nhầm", by=2, now=chat.clock.now())
    assert "Hoạt động 1 vừa được thay đổi trên bot." in await chat.said("Lan: [✅ Ghi tất cả]")
    assert activities(chat) == ["Tập huấn 5S"]


async def test_buttons_of_others_and_old_ones_change_nothing(chat: Player) -> None:
    book = await fetch(chat)
    course(book)
    await said(chat, book)
    await chat.hear("Minh: /trogiup", "Bảo: /trogiup")
    forge(chat, "Minh", "i:take:1", "i:drop:1", "i:page:1", "i:form:99", "i:take", "i:x:1")
    forge(chat, "Bảo", "i:form:1")
    assert (await chat.said("")).count(STALE) == 7
    await said(chat, book)  # the one shown last is meant
    forge(chat, "Lan", "i:take:1")
    assert STALE in await chat.said("")
    await chat.goes("""
        Lan: [🗑 Bỏ]
        Bot: Vâng. Không ghi gì từ tệp này.
    """)
    assert activities(chat) == []


async def test_what_was_accepted_is_closed_to_a_form_too(chat: Player) -> None:
    await chat.hear(*COURSE)
    book = await fetch(chat)
    with turn(chat.engine) as session:
        row = session.exec(select(Report).join(Period).where(Report.unit == "SCT")).first()
        assert row is not None
        report.settle(session, row, ReportState.SUBMITTED, by=2, now=chat.clock.now())
        report.accept(session, row, by=1, now=chat.clock.now())
    put(book, ACTIVITIES, FIRST, Tổng_số=45)
    answer = await said(chat, book)
    assert "Báo cáo năm 2026 đã được duyệt ngày 02/11/2026" in answer


async def test_an_enterprise_named_twice_in_a_form_is_one(chat: Player) -> None:
    book = await fetch(chat)
    support(book, FIRST)
    support(book, FIRST + 1, "Tư vấn 5S")
    firm(book, FIRST, "M1", "Công ty TNHH Mỹ Hòa")
    firm(book, FIRST + 1, "M2", "Cty TNHH Mỹ Hoà", Giải_pháp="5S")
    assert "2 mới" in await said(chat, book)
    await chat.hear("Lan: [✅ Ghi tất cả]")
    with turn(chat.engine) as session:
        assert len(session.exec(select(Enterprise)).all()) == 1
        assert len(session.exec(select(Participation)).all()) == 2


async def test_an_enterprise_like_one_on_the_list_is_asked_about(chat: Player) -> None:
    book = await fetch(chat)
    support(book)
    firm(book, FIRST, "M1", "Công ty TNHH Mỹ Hòa")
    await said(chat, book)
    await chat.hear("Lan: [✅ Ghi tất cả]")
    book = await fetch(chat)
    support(book, FIRST + 1, "Tư vấn 5S")
    firm(book, FIRST + 1, "M1", "Mỹ Hòa", Loại="Doanh nghiệp")
    assert "C6 (Doanh nghiệp)" not in await said(chat, book)
    answer = await said(chat, book)
    assert "Đã có tên gần giống: Công ty TNHH Mỹ Hòa." in answer
    firm(book, FIRST + 1, "M1", "Mỹ Hòa", Loại="Doanh nghiệp", Trong="Cùng một doanh nghiệp")
    assert "1 mới" in await said(chat, book)
    await chat.hear("Lan: [✅ Ghi tất cả]")
    with turn(chat.engine) as session:
        assert len(session.exec(select(Enterprise)).all()) == 1


async def test_a_line_added_to_a_saved_activity_and_lines_left_out(chat: Player) -> None:
    book = await fetch(chat)
    support(book)
    firm(book, FIRST, "M1", "Công ty TNHH Một")
    course(book, FIRST + 1)
    await said(chat, book)
    await chat.hear("Lan: [✅ Ghi tất cả]")
    book = await fetch(chat)
    numbers = {book[ACTIVITIES].cell(row, 4).value: row for row in (FIRST, FIRST + 1)}
    book[ACTIVITIES].delete_rows(numbers["Tập huấn Kaizen"])
    firm(book, FIRST + 1, 1, "Công ty TNHH Hai", Kết_quả="Đang áp dụng")
    put(book, FIRMS, FIRST, Kết_quả="Đã được chứng nhận")
    answer = await said(chat, book)
    assert "1 sửa, 0 giữ nguyên" in answer
    assert "1 hoạt động trên bot không có trong tệp: trên bot vẫn giữ nguyên." in answer
    assert "Kết quả (1): Đã áp dụng → Đã được chứng nhận" in answer
    assert "Doanh nghiệp (2): – → Công ty TNHH Hai" in answer
    await chat.hear("Lan: [✅ Ghi tất cả]")
    with turn(chat.engine) as session:
        parts = session.exec(select(Participation).order_by("id")).all()
        assert [(one.name, one.result) for one in parts] == [
            ("Công ty TNHH Một", "certified"),
            ("Công ty TNHH Hai", "applying"),
        ]
    assert activities(chat) == ["Tư vấn HACCP", "Tập huấn Kaizen"]


async def test_the_form_is_read_while_an_activity_is_being_entered(chat: Player) -> None:
    book = await fetch(chat)
    course(book)
    await chat.hear("Lan: /baocao", "Lan: [4. Đào tạo, tập huấn nhân lực]", "Lan: [Lớp đào tạo, tập huấn]")
    assert "1 mới" in await said(chat, book)
    chat.files["So-lieu.xlsx"] = saved(book)
    assert "So-lieu.xlsx (tất cả 1 tệp)" in await chat.said("Lan: 📎 So-lieu.xlsx")
    await chat.hear("Lan: [✅ Ghi tất cả]")
    # What was being entered stands as it stood.
    assert "✓ Nội dung: Tập huấn Lean" in await chat.said("Lan: Tập huấn Lean")


async def test_a_long_form_goes_in_parts(chat: Player) -> None:
    book = await fetch(chat)
    for n in range(entries.MOST_AT_ONCE + 1):
        course(book, FIRST + n, Nội_dung=f"Lớp số {n}")
    assert LONG in await said(chat, book)
    put(book, ACTIVITIES, FIRST, **dict.fromkeys(("Nhóm", "Loại", "Nội", "Ngày_bắt", "Tổng", "Lượt", "Hình")))
    answer = await said(chat, book)
    assert "150 mới" in answer
    assert "trang 1/" in answer
    assert "trang 2/" in await chat.said("Lan: [Trang sau ›]")
    await chat.hear("Lan: [✅ Ghi tất cả]")
    assert len(activities(chat)) == 150


async def test_lines_that_hang_on_an_activity_make_a_form_long_too(chat: Player) -> None:
    book = await fetch(chat)
    for n in range(2):
        support(book, FIRST + n, f"Tư vấn {n}")
        for k in range(75):
            firm(book, FIRST + 75 * n + k, f"M{n + 1}", f"Công ty TNHH Số {n} {k}")
    assert LONG in await said(chat, book)


async def test_one_activity_has_so_many_lines_and_no_more(chat: Player) -> None:
    book = await fetch(chat)
    support(book)
    for k in range(91):
        firm(book, FIRST + k, "M1", f"Công ty TNHH Số {k}")
    assert "Mỗi hoạt động có nhiều nhất 90 dòng ở trang “Doanh nghiệp”" in await said(chat, book)


async def test_a_corrected_activity_counts_with_the_lines_that_nobody_touched(chat: Player) -> None:
    for n in range(2):
        book = await fetch(chat)
        support(book, FIRST + n, f"Tư vấn {n}")
        for k in range(80):
            firm(book, FIRST + 80 * n + k, "M1", f"Công ty TNHH Số {n} {k}")
        await said(chat, book)
        await chat.hear("Lan: [✅ Ghi tất cả]")
    book = await fetch(chat)
    put(book, ACTIVITIES, FIRST, Địa_điểm="Nơi khác")
    assert "1 sửa" in await said(chat, book)
    put(book, ACTIVITIES, FIRST + 1, Địa_điểm="Nơi khác")
    assert LONG in await said(chat, book)


async def test_wrong_lines_are_counted_before_they_are_checked(chat: Player) -> None:
    book = await fetch(chat)
    for n in range(entries.MOST_AT_ONCE + 1):
        put(book, ACTIVITIES, FIRST + n, Nội_dung=f"Lớp số {n}", Ngày_bắt="32/13/2026")
    assert LONG in await said(chat, book)


async def test_a_cell_with_far_too_many_letters_is_named_and_not_read(chat: Player) -> None:
    book = await fetch(chat)
    course(book, Nội_dung="a" * 30_000, Địa_điểm=" " * 30_000)
    course(book, FIRST + 1, Nội_dung="a" * 900)
    answer = await said(chat, book)
    assert "Tệp có 3 chỗ chưa đúng" in answer
    assert "D5 (Nội dung) “aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…”: Ô này có quá nhiều chữ" in answer
    assert "H5 (Địa điểm): Ô này có quá nhiều chữ" in answer
    # What is merely too long is read, and refused by the chat's own question.
    assert "D6 (Nội dung)" in answer
    assert answer.count("Ô này có quá nhiều chữ") == 2


async def test_a_formula_where_the_stamp_was_leaves_the_line_to_be_looked_at(chat: Player) -> None:
    await chat.hear(*COURSE)
    book = await fetch(chat)
    put(book, ACTIVITIES, FIRST, Tổng_số=45, Dấu="=1+1")
    assert "A5 (Mã dòng) “1”: Dòng này đã đổi trên bot" in await said(chat, book)


async def test_an_estimate_stays_one_however_late_it_is_agreed_to(chat: Player) -> None:
    book = await fetch(chat)
    course(book, Ngày_bắt=date(2026, 11, 10), Ước="Có")
    assert "Ước thực hiện: Có" in await said(chat, book)
    await chat.hear("── 11/11/2026 09:00 ──", "Lan: [✅ Ghi tất cả]")
    with turn(chat.engine) as session:
        (row,) = session.exec(select(Activity)).all()
        assert (row.estimate, row.last) == (True, date(2026, 11, 10))


async def test_two_who_send_the_same_form_have_it_saved_once(chat: Player, invitation: str) -> None:
    await chat.hear(f"Khách: /start {invitation}")
    book = await fetch(chat)
    course(book)
    chat.files[NAME] = saved(book)
    await chat.hear(f"Lan: 📎 {NAME}", f"Khách: 📎 {NAME}", "Lan: [✅ Ghi tất cả]")
    told = await chat.said("Khách: [✅ Ghi tất cả]")
    assert "Hoạt động này đã có trên bot (số 1)." in told
    assert activities(chat) == ["Tập huấn Kaizen"]


async def test_one_activity_names_an_enterprise_once(chat: Player) -> None:
    book = await fetch(chat)
    support(book)
    firm(book, FIRST, "M1", "Công ty TNHH An Phát")
    firm(book, FIRST + 1, "M1", "Cty TNHH An Phát")
    assert "Cty TNHH An Phát" in (told := await said(chat, book))
    assert "Cty TNHH An Phát vừa được nhập ở trên." in told
    assert activities(chat) == []


async def test_many_enterprises_that_are_recognised_fit_into_the_message(chat: Player) -> None:
    with turn(chat.engine) as session:
        for n in range(60):
            firm_of_old(session, n + 1, f"Công ty TNHH Sản xuất Thương mại Dịch vụ Nông sản sạch số {n}")
    book = await fetch(chat)
    support(book)
    for n in range(60):
        firm(book, FIRST + n, "M1", f"Công ty TNHH Sản xuất Thương mại Dịch vụ Nông sản sạch số {n}")
    answer = await said(chat, book)
    assert "1 mới" in answer
    assert "dòng nữa" in answer
    await chat.hear("Lan: [✅ Ghi tất cả]")
    assert activities(chat) == ["Tư vấn HACCP"]


@pytest.mark.parametrize("edited", [0, 1], ids=["above", "below"])
async def test_a_copied_line_is_never_taken_for_the_one_it_was_copied_from(chat: Player, edited: int) -> None:
    book = await fetch(chat)
    course(book)
    await said(chat, book)
    await chat.hear("Lan: [✅ Ghi tất cả]")
    book = await fetch(chat)
    sheet = book[ACTIVITIES]
    for cell in sheet[FIRST]:
        sheet.cell(FIRST + 1, cell.column).value = cell.value
    put(book, ACTIVITIES, FIRST + edited, Nội_dung="Lớp khác hẳn")
    told = await said(chat, book)
    assert "có hai lần" in told
    assert activities(chat) == ["Tập huấn Kaizen"]


async def test_a_correction_begun_before_a_form_came_does_not_undo_it(chat: Player) -> None:
    await chat.hear(*COURSE)
    book = await fetch(chat)
    put(book, ACTIVITIES, FIRST, Tổng_số=45)
    await chat.hear("Lan: /lichsu", "Lan: [1. Tập huấn 5S]", "Lan: [✏️ Sửa]")
    await said(chat, book)
    await chat.hear("Lan: [✅ Ghi tất cả]")
    await chat.hear("Lan: [✏️ Sửa]")
    told = await chat.said("Lan: [✅ Lưu]")
    with turn(chat.engine) as session:
        assert session.get_one(Activity, 1).attendances == 45
    assert "đã lưu" not in told.lower()


@pytest.mark.parametrize("how", ["yes", "dry", "wrong", "stranger", "nobody", "away"])
async def test_the_terminal_reads_a_form_in(
    chat: Player, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str
) -> None:
    book = await fetch(chat)
    course(book, Tổng_số="nhiều" if how == "wrong" else 42)
    file = tmp_path / NAME
    file.write_bytes(saved(book))
    monkeypatch.setenv("DATABASE_URL", chat.url)
    monkeypatch.setenv("BOT_TOKEN", "")
    options = {
        "dry": ["--dry-run"],
        "stranger": ["--yes", "--by", "Ai Đó"],
        "nobody": ["--yes"],
        "yes": ["--yes", "--by", "Trần Thị Lan"],
    }
    unit = "SGDDT" if how == "nobody" else "SCT"
    name = str(tmp_path / "none.xlsx") if how == "away" else str(file)
    arguments = ["import", name, "--unit", unit, *options.get(how, ["--yes"])]
    found = await asyncio.to_thread(CliRunner().invoke, app, arguments)
    told = found.output + str(found.exception)
    words = {
        "yes": "1 new, 0 corrected.",
        "dry": "➕ M1",
        "wrong": "Hoạt động, I5 (Tổng số lượt) “nhiều”: ",
        "stranger": "the contacts of SCT are 2 (Trần Thị Lan)",
        "nobody": "nobody reports for this unit",
        "away": "No such file",
    }
    assert words[how] in told
    assert (found.exit_code == 0) is (how in ("yes", "dry"))
    assert activities(chat) == (["Tập huấn Kaizen"] if how == "yes" else [])
    with turn(chat.engine) as session:
        assert session.exec(select(Batch)).first() is None


@pytest.mark.parametrize("marked", [True, False], ids=["read", "checked"])
async def test_the_terminal_lists_so_many_faults_and_says_that_there_are_more(
    chat: Player, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, marked: bool
) -> None:
    monkeypatch.setattr(sentback, "MOST_WRONG", 40)
    book = await fetch(chat)
    for n in range(60):
        course(book, FIRST + n, Nội_dung=f"Lớp số {n}", Tổng_số="nhiều")
        if not marked:
            put(book, ACTIVITIES, FIRST + n, Mã=None)
    file = tmp_path / NAME
    file.write_bytes(saved(book))
    monkeypatch.setenv("DATABASE_URL", chat.url)
    monkeypatch.setenv("BOT_TOKEN", "")
    arguments = ["import", str(file), "--unit", "SCT", "--yes"]
    found = await asyncio.to_thread(CliRunner().invoke, app, arguments)
    first, *others = found.output.splitlines()
    assert f"Hoạt động, dòng {FIRST + 39}: Đến đây đã có 40 chỗ chưa đúng" in first
    assert len(others) == 40
    assert activities(chat) == []
