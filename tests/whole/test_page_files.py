"""This file is the files that come at the playground's page: loaded down in a browser, and opened."""

from io import BytesIO

import openpyxl
import pytest
from docx import Document
from PIL import Image
from playwright.sync_api import Browser, FilePayload, expect

from tests.chats.forms import put, saved
from tests.whole.page import LAN, LEAD, Person

pytestmark = pytest.mark.browser
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINE = {
    "Nhóm": "1. Cơ chế, chính sách",
    "Loại": "Hoạt động khác",
    "Nội_dung": "Hội thảo năng suất xanh",
    "Ngày_bắt": "15/9/2026",
}


def test_each_file_is_loaded_down_and_opens(browser: Browser, playground: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale="vi-VN", accept_downloads=True)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(playground)
    person = Person(page)
    person.chats_as(LEAD)
    _workbook(person)
    _letter(person)
    _pictures(person)
    person.chats_as(LAN)
    _paper(person)
    _form(person)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert failures == []
    page.close()


def _workbook(person: Person) -> None:
    person.says("/xuat 2026", "Đang lập tệp Excel năm 2026")
    name, content = person.receives("Kế hoạch 3483/KH-UBND, năm 2026")
    person.pictured("workbook")
    assert name == "Tien-do_2026_2026-11-02.xlsx"
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    assert book.sheetnames[:3] == ["Tiến độ", "Đơn vị và kỳ", "Hoạt động"]
    # 300 attendances of the made-up years, of more than 500.
    assert [book["Tiến độ"].cell(6, column).value for column in (1, 5, 6)] == ["LD", 500, 300]


def _letter(person: Person) -> None:
    person.says("/baocaotonghop", "báo cáo")
    person.presses("Năm", "chọn kỳ nào")
    person.presses("2026", "Đang lập")
    name, content = person.receives("DỰ THẢO báo cáo tổng hợp năm 2026")
    person.pictured("letter")
    assert name.endswith("_DU-THAO.docx")
    document = Document(BytesIO(content))
    assert document.tables[0].rows[1].cells[0].text.endswith("DỰ THẢO")
    assert "III. KHÓ KHĂN, VƯỚNG MẮC" in [one.text for one in document.paragraphs]


def _pictures(person: Person) -> None:
    person.says("/tiendo", "Tiến độ Kế hoạch 3483/KH-UBND")
    person.presses("📈 Nhịp độ, dự báo", "Nhịp độ, dự báo")
    person.presses("📈 DN", "Tính đến 02/11/2026")
    shown = person.newest.locator("img")
    expect(shown).to_be_visible(timeout=20_000)
    drawn = person.page.request.get(str(shown.evaluate("picture => picture.src"))).body()
    assert Image.open(BytesIO(drawn)).size[0] == 1080
    person.pictured("growth")


def _paper(person: Person) -> None:
    person.says("/vanban", "Báo cáo bằng văn bản")
    person.presses("Báo cáo năm 2026", "Chưa có số văn bản.")
    person.presses("📄 Tệp Word để trình ký", "Đang lập")
    name, content = person.receives("Báo cáo năm 2026 · Sở Công Thương")
    person.pictured("paper")
    assert name == "Bao-cao-nam-2026_SCT.docx"
    document = Document(BytesIO(content))
    assert "II. KHÓ KHĂN, VƯỚNG MẮC" in [one.text for one in document.paragraphs]


def _form(person: Person) -> None:
    """Take the Excel form, write a line into it, send it back, and have it saved."""
    person.says("/maunhap", "mẫu nhập Báo cáo năm 2026")
    name, content = person.receives("Đã có sẵn 4 hoạt động.")
    person.pictured("form")
    assert name.endswith(".xlsx")
    book = openpyxl.load_workbook(BytesIO(content))
    first = next(row[0].row for row in book["Hoạt động"].iter_rows() if row[0].value == "M1")
    put(book, "Hoạt động", first, **LINE)
    file: FilePayload = {"name": name, "mimeType": XLSX, "buffer": saved(book)}
    person.page.get_by_test_id("attach-input").set_input_files(file)
    person.hears("Hội thảo năng suất xanh")
    person.pictured("form-back")
    person.presses("✅ Ghi tất cả", "Đã lưu")
    person.says("/lichsu", "Hội thảo năng suất xanh")
