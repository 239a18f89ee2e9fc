"""This file is a person at the playground's page: report, press, ask, move the clock, be reminded."""

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.whole.page import LAN, LEAD, Person

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 860)], ids=["phone", "desk"])
def test_a_person_reports_asks_and_is_reminded(
    browser: Browser, playground: str, width: int, height: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height}, locale="vi-VN")
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(playground)
    person = Person(page)
    _report(person)
    person.pictured(f"report-{width}")
    _ask(person)
    person.pictured(f"progress-{width}")
    _be_reminded(person)
    person.pictured(f"reminder-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert failures == []
    page.close()


def _report(person: Person) -> None:
    person.chats_as(LAN)
    person.says("/baocao", "Hoạt động thuộc nhóm nhiệm vụ nào?")
    person.presses("4. Đào tạo, tập huấn nhân lực", "Hoạt động thuộc loại nào?")
    person.presses("Lớp đào tạo, tập huấn", "Đơn vị đã làm gì?")
    person.says("Tập huấn 5S cho <b>doanh nghiệp</b>", "Thực hiện ngày nào")
    person.says("15-16/10", "✓ Thời gian: 15-16/10/2026")
    person.says("đông lắm", "Chưa đọc được con số")
    person.says("42 người", "✓ Tổng số lượt: 42")
    person.says("40", "✓ Lượt lãnh đạo, quản lý DN: 40")
    person.presses("Chuyên sâu", "Thực hiện ở đâu?")
    person.presses("‹ Quay lại", "Đang ghi: Chuyên sâu")
    person.presses("Chuyên sâu", "Thực hiện ở đâu?")
    person.presses("Bỏ qua ›", "Tổng kinh phí là bao nhiêu?")
    person.says("58 triệu", "✓ Kinh phí: 58.000.000 đồng")
    person.presses("Ngân sách nhà nước", "Nguồn này bao nhiêu?")
    person.presses("Toàn bộ phần còn lại: 58.000.000 đồng", "minh chứng, một hay nhiều tệp")
    pdf: FilePayload = {"name": "danh-sach.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a list"}
    person.page.get_by_test_id("attach-input").set_input_files(pdf)
    person.hears("Đã nhận minh chứng: danh-sach.pdf")
    person.presses("Đã gửi đủ (1 tệp)", "Xin kiểm tra trước khi lưu")
    # What was typed shows as typed: no markup comes alive.
    person.hears("Nội dung: Tập huấn 5S cho <b>doanh nghiệp</b>")
    person.presses("✏️ Sửa", "Anh/chị muốn sửa mục nào?")
    person.presses("‹ Về bản tóm tắt", "Xin kiểm tra trước khi lưu")
    person.presses("✅ Lưu", "Đã lưu.")


def _ask(person: Person) -> None:
    person.chats_as(LEAD)
    # 300 attendances of the made-up years and the 40 of today; 340 of "trên 500" is 68 percent.
    person.says("/tiendo", "340/trên 500 lượt · 68%")
    for label, answer in (
        ("🏢 Theo đơn vị", "Một doanh nghiệp có thể do nhiều đơn vị hỗ trợ"),
        ("🗂 Theo nhóm nhiệm vụ", "hoạt động từ đầu kế hoạch"),
        ("📅 Theo năm, giai đoạn", "2023: 8/10 ❌ không đạt"),
        ("⏰ Ai chưa nộp", "Sở Công Thương: Trần Thị Lan"),
    ):
        person.presses(label, answer)
        person.presses("‹ Tổng quan", "340/trên 500 lượt")
    person.presses("🖼 Ảnh", "Tính đến 02/11/2026")
    expect(person.log.locator("img").last).to_be_visible()


def _be_reminded(person: Person) -> None:
    person.chats_as(LAN)
    clock = person.page.get_by_test_id("clock")
    hour = person.page.get_by_test_id("clock-hour")
    if not hour.is_visible():
        clock.click()
    hour.click()
    person.hears("Còn 10 ngày làm việc đến hạn nộp Báo cáo năm 2026 (16/11/2026)")
    person.presses("📝 Báo cáo ngay", "Đã ghi 5 hoạt động")
    person.presses("📤 Nộp báo cáo kỳ này", "Nộp báo cáo kỳ này?")
    person.presses("📤 Nộp", "Đã tiếp nhận báo cáo.")
