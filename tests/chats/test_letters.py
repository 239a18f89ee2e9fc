"""This file is /baocaotonghop: drafts with every figure, frozen letters, templates sent back, who may."""

import sys
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlmodel import Session, select
from typer.testing import CliRunner

from bot import pdf, proof
from bot.cli import app
from handlers import consolidated, letters, progress, snapshots
from handlers.replies import consolidated as shipped
from handlers.replies import official
from handlers.replies.lettersample import sample
from models import event, plan, report, snapshot, tally, template
from models.activity import Activity
from models.database import turn
from models.enterprise import Enterprise
from models.period import Period
from models.rules.counting import Form, Kind
from models.rules.letters import LetterKind
from models.rules.spans import Span
from models.rules.states import ReportState
from models.snapshot import Snapshot
from tests.chat import ZONE, Player
from tests.chats.buttons import STALE, forge
from tests.chats.test_progress import five_years, record, take_part

MADE = "⏳ Đang lập {what}. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác."
HOUSEHOLD = "DN 6 (hộ kinh doanh, không tính vào chỉ tiêu)"
SUPPORTED = "Doanh nghiệp được hỗ trợ áp dụng các giải pháp về tiêu chuẩn, quy chuẩn kỹ thuật, truy xuất nguồn gốc, hệ thống quản lý, công cụ cải tiến"


@pytest.fixture(autouse=True)
def with_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bot find LibreOffice, whether it is here or not."""
    monkeypatch.setattr(pdf, "program", lambda: "soffice")


def drafted(chat: Player, kind: LetterKind = LetterKind.YEAR, year: int = 2026) -> Any:
    """Make a draft and open it."""
    with turn(chat.engine) as session:
        of = letters.of(session, kind, year)
        return Document(BytesIO(consolidated.draft(session, of, chat.clock.now(), ZONE).content))


def opened(content: bytes) -> Any:
    return Document(BytesIO(content))


def text(document: Any) -> str:
    return "\n".join(one.text for one in document.paragraphs)


def rows(document: Any, heading: str) -> list[list[str]]:
    """Give the rows below the headings of the first table that has such a heading."""
    table = next(one for one in document.tables if heading in [cell.text for cell in one.rows[0].cells])
    return [[cell.text for cell in row.cells] for row in table.rows[1:]]


def below(document: Any, start: str, end: str) -> list[str]:
    lines = [one.text for one in document.paragraphs]
    first = next(n for n, line in enumerate(lines) if line.startswith(start))
    last = next(n for n, line in enumerate(lines) if n > first and line.startswith(end))
    return [line for line in lines[first + 1 : last] if line]


def period_of(session: Session, code: str, year: int) -> Period:
    return session.exec(select(Period).where(Period.round == code, Period.year == year)).one()


def test_a_years_report_tells_every_figure_as_the_office_sees_it(chat: Player) -> None:
    five_years(chat)
    with turn(chat.engine) as session:
        of = period_of(session, "NAM", 2026)
        row = report.of(session, "SCT", of)
        assert row is not None
        report.settle(session, row, ReportState.SUBMITTED, by=1, now=chat.clock.now())
        row.difficulties, row.proposals = "DN thiếu vốn & <nhân lực> {{7*7}}", "Tăng mức hỗ trợ."
    made = drafted(chat)
    assert [[cell.text.replace("\xa0", " ") for cell in line.cells] for line in made.tables[0].rows] == [
        [
            "UBND TỈNH KHÁNH HÒA\nSỞ KHOA HỌC VÀ CÔNG NGHỆ\n",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n",
        ],
        ["Số:       /BC-SKHCN\nDỰ THẢO", "Khánh Hòa, ngày        tháng        năm 2026"],
    ]
    assert text(made).startswith(
        "BÁO CÁO\nKết quả thực hiện Kế hoạch số 3483/KH-UBND năm 2026\n\n\n"
        "Thực hiện Kế hoạch số 3483/KH-UBND ngày ………… của UBND tỉnh Ninh Thuận về việc thực hiện “Chương trình quốc gia"
    )
    assert below(made, "I. CÔNG TÁC", "II.")[1].startswith(
        "Báo cáo năm 2026: có 40 đơn vị phải báo cáo; 01 đơn vị đã nộp báo cáo, 0 đơn vị báo cáo không phát sinh"
        ", 39 đơn vị chưa báo cáo. Các đơn vị chưa báo cáo: Sở Khoa học và Công nghệ,"
    )
    assert below(made, "c) Nhóm nhiệm vụ 3", "d)") == [
        (
            "Các đơn vị đã thực hiện 04 hoạt động, gồm: 02 hoạt động hỗ trợ doanh nghiệp áp dụng giải pháp;"
            " 01 hoạt động nghiệm thu mô hình điểm; 01 hoạt động tham gia Giải thưởng Chất lượng Quốc gia."
        ),
        "- Sở Công Thương (02 hoạt động): support 2026-03-01 (01/3/2026); award 2026-04-01 (01/4/2026).",
        (
            "- Sở Nông nghiệp và Môi trường (02 hoạt động): support 2026-05-01 (01/5/2026);"
            " model 2026-06-01 (01/6/2026)."
        ),
    ]
    assert below(made, "d) Nhóm nhiệm vụ 4", "đ)") == [
        "Các đơn vị đã thực hiện 03 hoạt động, gồm: 02 lớp đào tạo, tập huấn; 01 hoạt động chứng nhận chuyên gia.",
        "- Sở Công Thương (01 hoạt động): Chứng nhận 02 chuyên gia năng suất chất lượng (01/7/2026).",
        (
            "- Sở Nông nghiệp và Môi trường (02 hoạt động): training 2026-09-01 (01/9/2026, 50 lượt người tham gia,"
            " trong đó 33 lượt lãnh đạo, quản lý doanh nghiệp); training 2026-09-02 (02/9/2026, 120 lượt người tham"
            " gia, trong đó 100 lượt lãnh đạo, quản lý doanh nghiệp)."
        ),
    ]
    assert below(made, "a) Nhóm nhiệm vụ 1", "b)") == [
        "Chưa ghi nhận hoạt động thuộc nhóm nhiệm vụ này trong năm 2026."
    ]
    assert [[one[0], *one[3:]] for one in rows(made, "Đánh giá")] == [
        ["1", "ít nhất 20", "02", "10%", "Chậm nhiều"],
        ["2", "trên 500", "63", "12,6%", "Chậm nhiều"],
        ["3", "ít nhất 20/năm", "03", "15%", "Đang thực hiện, chậm nhiều"],
        ["4", "ít nhất 10", "01", "10%", "Chậm nhiều"],
        ["5", "ít nhất 10", "02", "20%", "Chậm nhiều"],
        ["6", "ít nhất 02", "01", "50%", "Đúng tiến độ"],
    ]
    assert [one[3:] for one in rows(made, "Cùng kỳ năm trước")] == [
        ["02", "0", "+02"],
        ["33", "0", "+33"],
        ["03", "01", "+02"],
        ["01", "01", "0"],
        ["01", "0", "+01"],
        ["01", "0", "+01"],
    ]
    assert rows(made, "Năm") == [
        ["2021", "ít nhất 10", "0", "0%", "Chưa có số liệu"],
        ["2022", "ít nhất 10", "0", "0%", "Chưa có số liệu"],
        ["2023", "ít nhất 10", "0", "0%", "Không đạt"],
        ["2024", "ít nhất 10", "02", "20%", "Không đạt"],
        ["2025", "ít nhất 10", "01", "10%", "Không đạt"],
        ["2026", "ít nhất 20", "03", "15%", "Đang thực hiện"],
    ]
    assert f"4. {SUPPORTED} theo từng năm" in text(made)
    assert "Đạt 0 trong 03 năm đã kết thúc và có số liệu; cả giai đoạn có 04 doanh nghiệp khác nhau." in text(
        made
    )
    assert below(made, "5. Ước thực hiện", "6.") == [
        f"- {SUPPORTED}: đã thực hiện đến ngày 02/11/2026 là 03; kể cả phần ước thực hiện đã ghi là 04."
    ]
    assert below(made, "6. Kinh phí", "III.") == ["Các đơn vị chưa báo cáo kinh phí thực hiện."]
    assert below(made, "III.", "IV.") == ["- Sở Công Thương: DN thiếu vốn & <nhân lực> {{7*7}}."]
    assert below(made, "IV.", "Trên đây") == ["- Sở Công Thương: Tăng mức hỗ trợ."]
    assert [one[1] for one in rows(made, "Mã số thuế")] == ["DN 1", "DN 2", "DN 2", "DN 3", HOUSEHOLD, "DN 1"]
    assert [one[4:6] for one in rows(made, "Tổng số lượt")] == [["50", "33"], ["120", "100"]]
    assert "tính riêng 2026-2030 là 33, lũy kế 2021-2030 là 63 (đang chờ xác nhận cách tính)" in text(made)
    assert "CG 1" not in text(made)


def test_the_annex_says_of_which_document_it_is_a_part(chat: Player) -> None:
    lines = [one.text.replace("\xa0", " ") for one in drafted(chat).paragraphs]
    place = lines.index("Phụ lục")
    assert lines[place + 1 : place + 3] == [
        "SỐ LIỆU CHI TIẾT KẾT QUẢ THỰC HIỆN KẾ HOẠCH",
        (
            "(Kèm theo Báo cáo số       /BC-SKHCN ngày        tháng        năm 2026"
            " của Sở Khoa học và Công nghệ)"
        ),
    ]
    assert "(Chi tiết tại Phụ lục kèm theo)" in lines


def test_the_plan_is_cited_with_its_day_once_that_is_known(chat: Player) -> None:
    with turn(chat.engine) as session:
        plan.current(session).issued = date(2021, 7, 5)
    assert "Thực hiện Kế hoạch số 3483/KH-UBND ngày 05/7/2021 của UBND tỉnh Ninh Thuận" in text(drafted(chat))


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        ([0, 0], ["Theo báo cáo của các đơn vị, không phát sinh kinh phí."]),
        (
            [5_000_000, None],
            [
                (
                    "Tổng kinh phí theo báo cáo của các đơn vị: 5.000.000 đồng;"
                    " trong đó chưa rõ nguồn: 5.000.000 đồng."
                ),
                "Chưa gồm 01 hoạt động chưa có số liệu kinh phí.",
            ],
        ),
    ],
)
def test_no_cost_told_is_not_the_same_as_no_cost(
    chat: Player, costs: list[int | None], words: list[str]
) -> None:
    with turn(chat.engine) as session:
        for month, cost in enumerate(costs, 3):
            number = record(session, chat, "SCT", Kind.TRAINING, date(2026, month, 1), attendances=9)
            session.get_one(Activity, number).cost = cost
        tally.rebuild(session, plan.current(session))
    lines = [one.text for one in drafted(chat).paragraphs if one.text]
    place = next(n for n, line in enumerate(lines) if line.endswith(". Kinh phí"))
    assert lines[place + 1 : place + 1 + len(words)] == words


def test_the_totals_are_those_of_the_chat(chat: Player) -> None:
    five_years(chat)
    with turn(chat.engine) as session:
        told = [one.value for one in progress.count(session, date(2026, 11, 2)).now]
    assert [int(one[4]) for one in rows(drafted(chat), "Đánh giá")] == told


def test_a_review_of_a_phase_goes_year_by_year_and_is_judged_once_it_is_over(chat: Player) -> None:
    five_years(chat)
    made = drafted(chat, LetterKind.MIDTERM, 2025)
    assert "Sơ kết thực hiện Kế hoạch số 3483/KH-UBND giai đoạn 2021-2025" in text(made)
    # DN: 1 and 4 in 2024, 1 in 2025: two different in all; 2023 to 2025 have figures, and none has ten.
    assert [one[3:] for one in rows(made, "Đánh giá")] == [
        ["ít nhất 10", "01", "10%", "Không đạt"],
        ["trên 250", "30", "12%", "Không đạt"],
        ["ít nhất 10/năm", "02", "–", "Đạt 0 trong 03 năm"],
        ["ít nhất 05", "01", "20%", "Không đạt"],
        ["ít nhất 05", "01", "20%", "Không đạt"],
        ["ít nhất 01", "0", "0%", "Không đạt"],
    ]
    assert (
        f"- {SUPPORTED} (doanh nghiệp): năm 2021: 0; năm 2022: 0; năm 2023: 0; năm 2024: 02; năm 2025: 01."
        in text(made)
    )
    assert not [
        one for one in made.tables if "Cùng kỳ năm trước" in [cell.text for cell in one.rows[0].cells]
    ]


def test_the_days_are_the_decrees_and_the_head_is_that_of_the_day(chat: Player) -> None:
    with turn(chat.engine) as session:
        spans = {kind: letters.of(session, kind, 2026).span for kind in LetterKind}
        the_plan = plan.current(session)
        heads = [
            (one.place, one.superior)
            for one in (letters.head(session, the_plan, day) for day in (date(2025, 6, 30), date(2025, 7, 1)))
        ]
    assert spans[LetterKind.QUARTER_1] == Span(date(2025, 12, 15), date(2026, 3, 14))
    assert spans[LetterKind.QUARTER_2] == Span(date(2026, 3, 15), date(2026, 6, 14))
    assert spans[LetterKind.HALF] == Span(date(2025, 12, 15), date(2026, 6, 14))
    assert spans[LetterKind.NINE_MONTHS] == Span(date(2025, 12, 15), date(2026, 9, 14))
    assert spans[LetterKind.YEAR] == Span(date(2026, 1, 1), date(2026, 12, 31))
    assert spans[LetterKind.MIDTERM] == Span(date(2021, 1, 1), date(2025, 12, 31))
    assert spans[LetterKind.FINAL] == Span(date(2021, 1, 1), date(2030, 12, 31))
    assert heads == [("Ninh Thuận", "UBND tỉnh Ninh Thuận"), ("Khánh Hòa", "UBND tỉnh Khánh Hòa")]


def test_the_sample_has_all_that_a_letter_has(chat: Player) -> None:
    five_years(chat)
    with turn(chat.engine) as session:
        of = letters.of(session, LetterKind.YEAR, 2026)
        real = letters.values(session, of, date(2026, 11, 2), date(2026, 11, 2), ZONE)
    tried = sample()
    assert real.keys() == tried.keys()
    for name in ("groups", "targets", "periods", "by_year", "more", "enterprises", "trainings"):
        assert real[name][0].keys() == tried[name][0].keys(), name
    assert real["by_year"][0]["rows"][0].keys() == tried["by_year"][0]["rows"][0].keys()


def test_a_plan_without_heads_leaves_them_to_be_written_by_hand(chat: Player) -> None:
    with turn(chat.engine) as session:
        plan.current(session).letterheads = None
    cells = [cell.text.replace("\xa0", " ") for row in drafted(chat).tables[0].rows for cell in row.cells]
    assert cells[0] == "…………\nSỞ KHOA HỌC VÀ CÔNG NGHỆ\n"
    assert cells[3] == "…………, ngày        tháng        năm 2026"


def test_official_text_pads_small_counts_and_days() -> None:
    assert [official.padded(count) for count in (0, 5, 10, 1250)] == ["0", "05", "10", "1.250"]
    assert [official.change(count) for count in (3, 0, -15)] == ["+03", "0", "-15"]
    assert official.day(date(2025, 9, 5)) == "05/9/2025"
    assert official.day(date(2025, 2, 1)) == "01/02/2025"
    assert official.dated("Ninh Thuận", date(2025, 9, 5), year=2025) == "Ninh Thuận, ngày 05 tháng 9 năm 2025"
    assert (
        official.dated("Ninh Thuận", date(2025, 1, 12), year=2025) == "Ninh Thuận, ngày 12 tháng 01 năm 2025"
    )


async def test_a_draft_is_asked_for_frozen_and_comes_again_as_it_was(chat: Player) -> None:
    five_years(chat)
    await chat.goes("""
        Hòa: /baocaotonghop
        Bot: Anh/chị cần báo cáo tổng hợp loại nào? Báo cáo gửi ra là tệp Word, dạng dự thảo.
             [Quý] [6 tháng]
             [9 tháng] [Năm]
             [Sơ kết] [Tổng kết]
             [📄 Mẫu Word]
        Hòa: [Năm]
        Bot ✎: Anh/chị chọn kỳ nào?
             [2026] [2025] [2024] [2023]
             [2022] [2021]
             [‹ Loại khác]
        Hòa: [2026]
        Bot: ⏳ Đang lập báo cáo tổng hợp năm 2026. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác.
        Bot: (tệp Bao-cao-tong-hop_NAM-2026_DU-THAO.docx) DỰ THẢO báo cáo tổng hợp năm 2026. Số liệu tính đến 02/11/2026. Xin anh/chị đọc lại trước khi trình ký.
             …
        Hòa: [📌 Chốt số liệu]
        Bot: Chốt số liệu
             …
        Hòa: 123/BC-SKHCN
        Bot: ✓ Số văn bản: 123/BC-SKHCN
             Văn bản ký ngày nào? Ví dụ: 25/11/2026.
             …
        Hòa: 1-2/11/2026
        Bot: Xin nhập một ngày, ví dụ: 24/11/2026.
             …
        Hòa: 2/11/2026
        Bot: ✓ Ngày văn bản: 02/11/2026
             Chốt số liệu
             Số văn bản: 123/BC-SKHCN
             Ngày văn bản: 02/11/2026
             Số liệu tính đến 02/11/2026: CG 2 · LD 63 · DN 3 · MH 1 · GT 2 · GTV 1
             …
        Hòa: [✅ Chốt]
        Bot: ⏳ Đang lập báo cáo tổng hợp năm 2026. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác.
        Bot: ✅ Đã chốt số liệu tính đến 02/11/2026 theo văn bản 123/BC-SKHCN.
             …
        Bot: (tệp Bao-cao-tong-hop_NAM-2026_123-BC-SKHCN.docx) Báo cáo 123/BC-SKHCN, đúng như khi chốt số liệu.
             …
    """)
    first = chat.sent_to("Hòa")
    head = [cell.text for cell in opened(first).tables[0].rows[1].cells]
    assert head == ["Số: 123/BC-SKHCN\n", "Khánh Hòa, ngày 02 tháng 11 năm 2026"]
    with turn(chat.engine) as session:
        session.add(Enterprise(id=20, name="DN 20", folded="dn 20", form=Form.COMPANY))
        session.flush()
        take_part(session, record(session, chat, "SCT", Kind.SUPPORT, date(2026, 8, 1)), (20,))
        tally.rebuild(session, plan.current(session))
        row = session.exec(select(Snapshot)).one()
        assert row.is_whole
        assert consolidated.frozen(session, row).content == first
    later = drafted(chat)
    assert (
        f"{SUPPORTED}: điều chỉnh so với Báo cáo số 123/BC-SKHCN (số liệu tính đến 02/11/2026): số đã báo cáo là 03, nay là 04."
        in text(later)
    )
    await chat.hear("Hòa: /tiendo", "Hòa: [📌 Số đã báo cáo]", "Hòa: [1. 123/BC-SKHCN]", "Hòa: [📄 Tệp Word]")
    assert chat.sent_to("Hòa") == first


async def test_a_draft_whose_figures_have_changed_is_not_frozen(chat: Player) -> None:
    five_years(chat)
    await chat.hear("Hòa: /baocaotonghop", "Hòa: [Năm]", "Hòa: [2026]")
    with turn(chat.engine) as session:
        take_part(session, record(session, chat, "SCT", Kind.SUPPORT, date(2026, 8, 1)), (4,))
        tally.rebuild(session, plan.current(session))
    await chat.hear("Hòa: [📌 Chốt số liệu]", "Hòa: 12/BC-SKHCN", "Hòa: 2/11/2026")
    await chat.goes("""
        Hòa: [✅ Chốt]
        Bot: ⏳ Đang lập báo cáo tổng hợp năm 2026. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác.
        Bot: ⚠️ Số liệu hoặc mẫu đã thay đổi so với dự thảo này nên chưa chốt theo văn bản 12/BC-SKHCN. Dự thảo mới đang được lập; xin anh/chị chốt theo dự thảo mới.
        Bot: ⏳ Đang lập báo cáo tổng hợp năm 2026. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác.
        Bot: (tệp Bao-cao-tong-hop_NAM-2026_DU-THAO.docx) DỰ THẢO báo cáo tổng hợp năm 2026. Số liệu tính đến 02/11/2026. Xin anh/chị đọc lại trước khi trình ký.
             …
    """)
    with turn(chat.engine) as session:
        assert not session.exec(select(Snapshot)).all()


async def test_a_draft_is_had_as_a_pdf_where_that_can_be_made(
    chat: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_converted", lambda _program, _folder, word: b"%PDF of " + word[:2])
    await chat.hear("Hòa: /baocaotonghop", "Hòa: [9 tháng]", "Hòa: [2026]")
    await chat.goes("""
        Hòa: [PDF]
        Bot: ⏳ Đang lập tệp PDF. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác.
        Bot: (tệp Bao-cao-tong-hop_9T-2026_DU-THAO.pdf) Báo cáo trên ở dạng PDF.
    """)
    assert chat.sent_to("Hòa") == b"%PDF of PK"
    monkeypatch.setattr(pdf, "program", lambda: None)
    await chat.goes("""
        Hòa: [PDF]
        Bot: ⏳ Đang lập tệp PDF. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác.
        Bot: ⚠️ Chưa chuyển được sang PDF. Xin anh/chị mở tệp Word rồi lưu thành PDF.
        Hòa: [2026]
        Bot: ⏳ Đang lập báo cáo tổng hợp 9 tháng năm 2026. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác.
        Bot: (tệp Bao-cao-tong-hop_9T-2026_DU-THAO.docx) DỰ THẢO báo cáo tổng hợp 9 tháng năm 2026. Số liệu tính đến 14/09/2026. Xin anh/chị đọc lại trước khi trình ký.
             [📌 Chốt số liệu]
    """)


async def test_a_year_may_be_named_with_the_command(chat: Player) -> None:
    await chat.goes("""
        Hòa: /baocaotonghop năm 2025
        Bot: ⏳ Đang lập báo cáo tổng hợp năm 2025. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác.
        Bot: (tệp Bao-cao-tong-hop_NAM-2025_DU-THAO.docx) DỰ THẢO báo cáo tổng hợp năm 2025. Số liệu tính đến 31/12/2025. Xin anh/chị đọc lại trước khi trình ký.
             …
        Hòa: /baocaotonghop 2031
        Bot: Anh/chị cần báo cáo tổng hợp loại nào? Báo cáo gửi ra là tệp Word, dạng dự thảo.
             …
    """)


async def test_nobody_else_has_letters_or_templates(chat: Player) -> None:
    refused = "Bot: Vai trò của anh/chị không dùng được lệnh này. Xin xem /trogiup."
    for who in ("Lan", "Bảo"):
        assert await chat.said(f"{who}: /baocaotonghop") == refused
        forge(
            chat,
            who,
            *("j:make:NAM:2026", "j:kinds", "j:use:1", "j:default", "j:template", "j:frozen:1", "j:pdfof:1"),
            "j:freeze:NAM:2026:20261102:00000000",
        )
        assert (await chat.said("")).count(STALE) == 8


async def test_a_forged_button_of_the_lead_office_makes_nothing(chat: Player) -> None:
    await chat.hear("Hòa: /baocaotonghop")
    forged = (
        *(
            "j:make:NAM:2031",
            "j:make:SK:1",
            "j:make:XX:2026",
            "j:kind",
            "j:kind:ZZ",
            "j:use:77",
            "j:frozen:9",
        ),
        *("j:freeze:NAM:2026", "j:freeze:NAM:2026:20269999:00000000", "j:pdf:NAM:2026:20269999", "j:nothing"),
    )
    forge(chat, "Hòa", *forged)
    assert (await chat.said("")).count(STALE) == len(forged)


async def test_a_template_is_handed_out_sent_back_tried_and_taken(chat: Player) -> None:
    await chat.goes("""
        Hòa: /baocaotonghop
        Bot: Anh/chị cần báo cáo tổng hợp loại nào? Báo cáo gửi ra là tệp Word, dạng dự thảo.
             …
        Hòa: [📄 Mẫu Word]
        Bot: ⏳ Đang lập mẫu Word. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác.
        Bot: (tệp Mau_Bao-cao-tong-hop.docx) Đây là mẫu đang dùng. Anh/chị sửa bằng Word: phông chữ, thứ tự, nơi nhận, đề mục; giữ nguyên các ký hiệu trong ngoặc nhọn. Sửa xong xin gửi tệp lại vào đây, giữ nguyên tên tệp.
    """)
    assert chat.sent_to("Hòa") == shipped.template()
    chat.files["Mau_Bao-cao-tong-hop.docx"] = own("Nơi nhận:", "Nơi nhận mới:")
    chat.files["Mau_Bao-cao-tong-hop(1).docx"] = own("{{ closing }}", "{{ ket_thuc }}")
    await chat.goes("""
        Hòa: 📎 Mau_Bao-cao-tong-hop.docx
        Bot: ⏳ Đang đọc tệp Mau_Bao-cao-tong-hop.docx. Kết quả sẽ gửi vào đây trong giây lát.
        Bot: (tệp Xem-thu_Bao-cao-tong-hop.docx) Mẫu dùng được. Đây là bản xem thử với số liệu giả định. Anh/chị có dùng mẫu này từ nay không?
             [✅ Dùng mẫu này] [Giữ mẫu cũ]
        Hòa: [Giữ mẫu cũ]
        Bot: Vẫn dùng mẫu cũ.
    """)
    assert "Nơi nhận mới:" not in recipients(drafted(chat))
    await chat.goes("""
        Hòa: [✅ Dùng mẫu này]
        Bot: ✅ Đã dùng mẫu mới: từ nay báo cáo lập theo mẫu này.
        Hòa: [✅ Dùng mẫu này]
        Bot: Mẫu này đang dùng rồi.
        Hòa: 📎 Mau_Bao-cao-tong-hop(1).docx
        Bot: ⏳ Đang đọc tệp Mau_Bao-cao-tong-hop(1).docx. Kết quả sẽ gửi vào đây trong giây lát.
        Bot: ⚠️ Mẫu này chưa dùng được. Vẫn dùng mẫu cũ.
             1. Không có ký hiệu “ket_thuc”. Xin viết đúng như trong mẫu mặc định.
    """)
    assert "Nơi nhận mới:" in recipients(drafted(chat))
    await chat.hear("Hòa: /baocaotonghop", "Hòa: [📄 Mẫu Word]")
    await chat.goes("""
        Hòa: [↩️ Dùng lại mẫu mặc định]
        Bot: ✅ Đã dùng lại mẫu mặc định.
    """)
    assert "Nơi nhận mới:" not in recipients(drafted(chat))
    with turn(chat.engine) as session:
        assert [one.what for one in event.of(session, "template:1")] == [
            "template.kept",
            "template.taken",
            "template.ended",
        ]


async def test_a_template_that_would_end_the_bot_is_refused_and_the_bot_goes_on(
    chat: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "COMMAND", (sys.executable, "-c", "import os; os.abort()"))
    chat.files["Mau_Bao-cao-tong-hop.docx"] = shipped.template()
    await chat.goes("""
        Hòa: 📎 Mau_Bao-cao-tong-hop.docx
        Bot: ⏳ Đang đọc tệp Mau_Bao-cao-tong-hop.docx. Kết quả sẽ gửi vào đây trong giây lát.
        Bot: ⚠️ Mẫu này chưa dùng được. Vẫn dùng mẫu cũ.
             1. Mẫu có nội dung bot không cho phép: “nội dung quá nặng, bot không xử lý được”. Xin xóa đi, chỉ giữ các ký hiệu có trong mẫu mặc định.
    """)
    assert "/baocao" in await chat.said("Hòa: /trogiup")


async def test_a_contact_who_sends_a_template_sends_a_document(chat: Player) -> None:
    chat.files["Mau_Bao-cao-tong-hop.docx"] = shipped.template()
    said = await chat.said("Lan: 📎 Mau_Bao-cao-tong-hop.docx")
    assert "Đang đọc tệp" not in said
    with turn(chat.engine) as session:
        assert template.in_use(session, shipped.KIND) is None


def own(old: str, new: str) -> bytes:
    """Give the shipped template as the office has changed it."""
    document: Any = opened(shipped.template())
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)]
    next(one for one in paragraphs if one.text == old).runs[0].text = new
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def recipients(document: Any) -> str:
    table = next(one for one in document.tables if "Lưu: VT" in one.rows[0].cells[0].text)
    return str(table.rows[0].cells[0].text)


def test_the_terminal_makes_letters_and_keeps_templates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'bot.db'}")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    runner, mine = CliRunner(), tmp_path / "Mau.docx"
    assert runner.invoke(app, ["plan", "load", "plans/3483"]).exit_code == 0
    made = runner.invoke(app, ["letter", str(tmp_path / "x.docx"), "--kind", "interim"])
    assert made.exit_code == 0, made.output
    assert "giai đoạn 2021-2025" in text(opened((tmp_path / "x.docx").read_bytes()))
    assert runner.invoke(app, ["letter", str(tmp_path / "x.docx"), "--kind", "week"]).exit_code == 1
    assert runner.invoke(app, ["letter", str(tmp_path / "x.docx"), "--year", "1999"]).exit_code == 1
    assert runner.invoke(app, ["template", "write", str(mine)]).exit_code == 0
    assert mine.read_bytes() == shipped.template()
    assert runner.invoke(app, ["template", "check", str(mine)]).output == f"{mine}: in order.\n"
    mine.write_bytes(own("{{ closing }}", "Hết."))
    assert runner.invoke(app, ["template", "use", str(mine)]).exit_code == 0
    bad = tmp_path / "bad.docx"
    bad.write_bytes(own("{{ closing }}", "{{ x }}"))
    told = runner.invoke(app, ["template", "use", str(bad)])
    assert (told.exit_code, told.output) == (
        1,
        "Không có ký hiệu “x”. Xin viết đúng như trong mẫu mặc định.\n",
    )
    assert runner.invoke(app, ["template", "write", str(tmp_path / "in-use.docx")]).exit_code == 0
    assert (tmp_path / "in-use.docx").read_bytes() == mine.read_bytes()
    assert runner.invoke(app, ["template", "use"]).exit_code == 0
    assert runner.invoke(app, ["template", "write", str(tmp_path / "again.docx")]).exit_code == 0
    assert (tmp_path / "again.docx").read_bytes() == shipped.template()


def reported(session: Session, chat: Player, document: str, on: date) -> None:
    """Freeze the figures of a day."""
    counted = progress.count(session, on)
    content = snapshots.frozen(session, counted)
    snapshot.make(session, counted.plan, document, content, on, by=1, now=chat.clock.now())


def test_what_came_after_a_report_does_not_adjust_it(chat: Player) -> None:
    five_years(chat)
    with turn(chat.engine) as session:
        # On 20/6/2026 thirty leaders had been trained; the course of September brought 33 more.
        reported(session, chat, "10/BC-SKHCN", date(2026, 6, 20))
    assert "điều chỉnh" not in text(drafted(chat))
    with turn(chat.engine) as session:
        reported(session, chat, "20/BC-SKHCN", date(2026, 11, 2))
    # A letter of the first quarter knows nothing of a report of November.
    assert "điều chỉnh" not in text(drafted(chat, LetterKind.QUARTER_1))


def test_a_letter_of_days_gone_by_tells_no_estimates(chat: Player) -> None:
    five_years(chat)
    words = "; kể cả phần ước thực hiện đã ghi là 04."
    assert words in text(drafted(chat))
    assert "phần ước thực hiện đã ghi" not in text(drafted(chat, LetterKind.QUARTER_1))


def test_a_settled_reading_says_over_which_years_it_counts(chat: Player) -> None:
    five_years(chat)
    with turn(chat.engine) as session:
        plan.settle(session, plan.current(session), "B", "Công văn 12/UBND-KT", now=chat.clock.now())
    told = text(drafted(chat))
    assert "số liệu tính cho giai đoạn 2026-2030." in told
    assert "đang chờ xác nhận cách tính" not in told


async def test_a_pdf_is_of_the_draft_that_was_read_or_none(chat: Player) -> None:
    five_years(chat)
    await chat.hear("Hòa: /baocaotonghop", "Hòa: [Năm]", "Hòa: [2026]")
    with turn(chat.engine) as session:
        record(session, chat, "SCT", Kind.TRAINING, date(2026, 10, 1), attendances=9)
        tally.rebuild(session, plan.current(session))
    mark = "00000000"
    forge(chat, "Hòa", f"j:pdf:NAM:2026:20261102:{mark}")
    told = await chat.said("")
    assert "Số liệu hoặc mẫu đã thay đổi so với dự thảo này." in told
    assert ".pdf" not in told


async def test_a_document_is_not_older_than_its_figures(chat: Player) -> None:
    five_years(chat)
    await chat.hear("Hòa: /baocaotonghop", "Hòa: [Năm]", "Hòa: [2026]", "Hòa: [📌 Chốt số liệu]")
    await chat.hear("Hòa: 9/BC-SKHCN")
    assert "Ngày 25/11/2019 sớm hơn ngày chốt số liệu (02/11/2026)." in await chat.said("Hòa: 25/11/2019")
