"""This file is the files that come at the playground's page: loaded down in a browser, and opened."""

from io import BytesIO

import openpyxl
import pytest
from docx import Document
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.whole.page import LAN, LEAD, Person

pytestmark = pytest.mark.browser


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
    person.says("/vanban", "Văn bản của báo cáo")
    person.presses("Báo cáo năm 2026", "Chưa có số văn bản.")
    person.presses("📄 Tệp Word để trình ký", "Đang lập")
    name, content = person.receives("Báo cáo năm 2026 · Sở Công Thương")
    person.pictured("paper")
    assert name == "Bao-cao-nam-2026_SCT.docx"
    document = Document(BytesIO(content))
    assert "II. KHÓ KHĂN, VƯỚNG MẮC" in [one.text for one in document.paragraphs]
