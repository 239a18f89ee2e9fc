"""This file is the consolidated report as it comes with the bot: a Word template of the form's blocks.

The lead office may edit it in Word and take its own into use; this one can always be had again.
"""

from functools import cache

from docx.document import Document as Page

from handlers.replies import letterform as form
from handlers.replies.letterform import Column

KIND = "consolidated"
# A template without these would leave the report's figures out.
NEEDED = frozenset({"number", "dated", "subject", "draft", "groups", "targets", "enterprises", "trainings"})

TARGETS = (
    Column(title="TT", width=9, cell="{{ row.no }}", align="centre"),
    Column(title="Chỉ tiêu", width=45, cell="{{ row.name }}"),
    Column(title="ĐVT", width=17, cell="{{ row.measure }}", align="centre"),
    Column(title="Mục tiêu", width=21, cell="{{ row.target }}", align="centre"),
    Column(title="Kết quả", width=18, cell="{{ row.value }}", align="right"),
    Column(title="Tỷ lệ", width=18, cell="{{ row.share }}", align="right"),
    Column(title="Đánh giá", width=37, cell="{{ row.standing }}", align="centre"),
)
PERIODS = (
    Column(title="TT", width=9, cell="{{ row.no }}", align="centre"),
    Column(title="Chỉ tiêu", width=74, cell="{{ row.name }}"),
    Column(title="ĐVT", width=22, cell="{{ row.measure }}", align="centre"),
    Column(title="Kỳ này", width=18, cell="{{ row.now }}", align="right"),
    Column(title="Cùng kỳ năm trước", width=22, cell="{{ row.before }}", align="right"),
    Column(title="Tăng, giảm", width=20, cell="{{ row.change }}", align="right"),
)
YEARS = (
    Column(title="Năm", width=20, cell="{{ row.year }}", align="centre"),
    Column(title="Mục tiêu", width=35, cell="{{ row.target }}", align="centre"),
    Column(title="Kết quả", width=30, cell="{{ row.value }}", align="right"),
    Column(title="Tỷ lệ", width=30, cell="{{ row.share }}", align="right"),
    Column(title="Đánh giá", width=50, cell="{{ row.standing }}", align="centre"),
)
ANNEX_TARGETS = (
    Column(title="TT", width=10, cell="{{ row.no }}", align="centre"),
    Column(title="Chỉ tiêu", width=70, cell="{{ row.name }}"),
    Column(title="ĐVT", width=20, cell="{{ row.measure }}", align="centre"),
    Column(title="Mục tiêu", width=24, cell="{{ row.target }}", align="centre"),
    Column(title="Kỳ này", width=18, cell="{{ row.now }}", align="right"),
    Column(title="Lũy kế", width=18, cell="{{ row.value }}", align="right"),
    Column(title="Tỷ lệ", width=18, cell="{{ row.share }}", align="right"),
    Column(title="Ước thực hiện cả năm", width=24, cell="{{ row.estimate }}", align="right"),
    Column(title="Ghi chú", width=45, cell="{{ row.note }}"),
)
ANNEX_ENTERPRISES = (
    Column(title="TT", width=10, cell="{{ row.no }}", align="centre"),
    Column(title="Tên doanh nghiệp, hợp tác xã", width=62, cell="{{ row.name }}"),
    Column(title="Mã số thuế", width=28, cell="{{ row.tax_code }}", align="centre"),
    Column(title="Nội dung hỗ trợ", width=45, cell="{{ row.solution }}"),
    Column(title="Kết quả", width=28, cell="{{ row.result }}", align="centre"),
    Column(title="Thời gian", width=24, cell="{{ row.day }}", align="centre"),
    Column(title="Đơn vị báo cáo", width=50, cell="{{ row.unit }}"),
)
ANNEX_TRAININGS = (
    Column(title="TT", width=10, cell="{{ row.no }}", align="centre"),
    Column(title="Tên lớp", width=72, cell="{{ row.name }}"),
    Column(title="Thời gian", width=32, cell="{{ row.days }}", align="centre"),
    Column(title="Địa điểm", width=38, cell="{{ row.place }}"),
    Column(title="Số lượt", width=18, cell="{{ row.attendances }}", align="right"),
    Column(title="Lãnh đạo, quản lý", width=22, cell="{{ row.leaders }}", align="right"),
    Column(title="Đơn vị báo cáo", width=55, cell="{{ row.unit }}"),
)


@cache
def template() -> bytes:
    """Make the template that comes with the bot."""
    page = form.begin(KIND)
    form.head(
        page,
        superior="{{ superior }}",
        office="{{ office }}",
        number="{{ number }}",
        dated="{{ dated }}",
        under_number="{{ draft }}",
    )
    form.title(page, "BÁO CÁO", "{{ subject }}")
    form.each(page, "line", "opening", "{{ line }}")
    form.heading(page, "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI")
    form.each(page, "line", "leading", "{{ line }}")
    _results(page)
    form.heading(page, "III. KHÓ KHĂN, VƯỚNG MẮC")
    form.each(page, "line", "difficulties", "{{ line }}")
    form.heading(page, "IV. ĐỀ XUẤT, KIẾN NGHỊ")
    form.each(page, "line", "proposals", "{{ line }}")
    form.body(page, "{{ closing }}")
    form.signature(
        page,
        ["- UBND tỉnh (để báo cáo);", "- Bộ Khoa học và Công nghệ (để báo cáo);", "- Lưu: VT, TĐC."],
        position="GIÁM ĐỐC",
        name="{{ signer }}",
    )
    _annexes(page)
    return form.end(page)


def _results(page: Page) -> None:
    form.heading(page, "II. KẾT QUẢ THỰC HIỆN")
    form.heading(page, "1. Kết quả theo các nhóm nhiệm vụ, giải pháp")
    form.tag(page, "for group in groups")
    form.body(page, "{{ group.name }}", italic=True).paragraph_format.keep_with_next = True
    form.each(page, "line", "group.lines", "{{ line }}")
    form.tag(page, "endfor")
    form.heading(page, "2. Kết quả so với mục tiêu của Kế hoạch")
    form.each(page, "line", "against", "{{ line }}")
    form.table(page, TARGETS, "row in targets")
    form.each(page, "line", "asides", "{{ line }}")
    form.tag(page, "if periods")
    form.heading(page, "3. So sánh với cùng kỳ năm trước")
    form.table(page, PERIODS, "row in periods")
    form.tag(page, "endif")
    form.tag(page, "for one in by_year")
    form.heading(page, "{{ one.title }}")
    form.table(page, YEARS, "row in one.rows")
    form.each(page, "line", "one.lines", "{{ line }}")
    form.tag(page, "endfor")
    form.tag(page, "for one in more")
    form.heading(page, "{{ one.title }}")
    form.each(page, "line", "one.lines", "{{ line }}")
    form.tag(page, "endfor")


def _annexes(page: Page) -> None:
    form.lie(page)
    form.caption(page, "PHỤ LỤC")
    form.caption(page, "Biểu 1. Kết quả thực hiện các chỉ tiêu", note="{{ counted_on }}")
    form.table(page, ANNEX_TARGETS, "row in targets")
    form.caption(page, "Biểu 2. Doanh nghiệp, hợp tác xã được hỗ trợ", note="{{ of_span }}")
    form.table(page, ANNEX_ENTERPRISES, "row in enterprises")
    form.caption(page, "Biểu 3. Các lớp đào tạo, tập huấn", note="{{ of_span }}")
    form.table(page, ANNEX_TRAININGS, "row in trainings")
