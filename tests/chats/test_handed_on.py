"""This file is what the office hands on where things came late, were withdrawn, merged, returned or are secret."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from sqlmodel import Session, select

from bot import pdf
from handlers import progress
from handlers.replies.progress import cards
from models import merging, plan, report, snapshot, tally, unit
from models.activity import Activity, Certificate, Participation
from models.database import turn
from models.enterprise import Enterprise
from models.report import Report
from models.rules.counting import Kind
from models.rules.letters import LetterKind
from models.rules.states import ReportState
from tests.chat import Player
from tests.chats.firms import firm, settle, supported
from tests.chats.forms import FIRST, back, fetch, put
from tests.chats.test_handing import cells, columns, opened
from tests.chats.test_history import EXPERTS, figure
from tests.chats.test_letters import below, drafted, period_of, rows, text
from tests.chats.test_progress import five_years, record
from tests.chats.test_review import NIL
from tests.chats.test_signing import text_of

PAPER = ("Lan: /vanban", "Lan: [📄 Tệp Word để trình ký]")
WITHDRAWN = (
    *EXPERTS,
    *("Lan: /lichsu", "Lan: [1. Cấp chứng nhận]", "Lan: [Hết hiệu lực]", "Lan: [CN-2]"),
    *("Lan: 01/9/2026", "Lan: bị thu hồi", "Lan: [✅ Lưu]"),
)
MODEL = (
    *("Lan: /baocao", "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]", "Lan: [Nghiệm thu mô hình điểm]"),
    *("Lan: Nghiệm thu mô hình 5S", "Lan: 01/06/2026", "Lan: Công ty TNHH Hai Dang", "Lan: [Bỏ qua ›]"),
    *("Lan: [Không còn]", "Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]", "Lan: [✅ Lưu]"),
)


def of_unit(session: Session, code: str) -> Report:
    row = report.of(session, code, period_of(session, "NAM", 2026))
    assert row is not None
    return row


async def test_an_estimate_whose_day_is_over_stays_one_until_somebody_says_that_it_was_done(
    chat: Player,
) -> None:
    await chat.hear(
        *("Lan: /baocao", "Lan: [4. Đào tạo, tập huấn nhân lực]", "Lan: [Lớp đào tạo, tập huấn]"),
        *("Lan: Tập huấn 5S", "Lan: 10/11/2026", "Lan: [Ghi là ước thực hiện]", "Lan: 42", "Lan: 30"),
        *("Lan: [Chuyên sâu]", "Lan: Hội trường Sở", "Lan: [Bỏ qua ›]", "Lan: [Bỏ qua ›]", "Lan: [✅ Lưu]"),
        *("── 12/11/2026 08:00 ──", "Lan: /lichsu", "Lan: [1. Tập huấn 5S]", "Lan: [✏️ Sửa]"),
    )
    assert "Việc đã thực hiện chưa?" in await chat.said("Lan: sai địa điểm")
    await chat.hear("Lan: [Ghi là ước thực hiện]", "Lan: [✏️ Sửa]", "Lan: [Địa điểm]", "Lan: Hội trường UBND")
    await chat.hear("Lan: [✅ Lưu]")
    assert figure(chat, "LD") == 0
    await chat.hear("Lan: /lichsu", "Lan: [1. Tập huấn 5S]", "Lan: [✏️ Sửa]", "Lan: đã xong")
    await chat.hear("Lan: [Đã thực hiện xong]", "Lan: [✅ Lưu]")
    assert figure(chat, "LD") == 30


async def test_a_withdrawn_certificate_whose_number_is_set_right_stays_withdrawn(chat: Player) -> None:
    await chat.hear(*WITHDRAWN)
    book = await fetch(chat)
    put(book, "Chuyên gia", FIRST + 1, Số="CN-02")
    await chat.hear(back(chat, None, book), "Lan: [✅ Ghi tất cả]")
    assert figure(chat, "CG") == 1
    with turn(chat.engine) as session:
        found = session.exec(select(Certificate).order_by("number")).all()
        assert [(one.number, one.withdrawn_on) for one in found] == [
            ("CN-02", date(2026, 9, 1)),
            ("CN-1", None),
        ]


async def test_a_withdrawn_model_whose_enterprise_is_set_right_stays_withdrawn(chat: Player) -> None:
    await chat.hear(*MODEL, "Lan: /lichsu", "Lan: [1. Nghiệm thu mô hình 5S]", "Lan: [Hết hiệu lực]")
    await chat.hear("Lan: 01/9/2026", "Lan: không duy trì", "Lan: [✅ Lưu]")
    book = await fetch(chat)
    put(book, "Doanh nghiệp", FIRST, Doanh_nghiệp="Công ty TNHH Nông sản Hải Đăng")
    await chat.hear(back(chat, None, book), "Lan: [✅ Ghi tất cả]")
    assert figure(chat, "MH") == 0
    with turn(chat.engine) as session:
        (part,) = session.exec(select(Participation)).all()
        assert (part.name, part.withdrawn_on) == ("Công ty TNHH Nông sản Hải Đăng", date(2026, 9, 1))


async def test_a_certificate_that_is_given_anew_holds_anew(chat: Player) -> None:
    await chat.hear(*WITHDRAWN, "Lan: /lichsu", "Lan: [1. Cấp chứng nhận]", "Lan: [🚫 Rút lại]", "Lan: nhầm")
    await chat.hear(
        *("Lan: [✅ Rút lại]", "Lan: /baocao", "Lan: [4. Đào tạo, tập huấn nhân lực]"),
        *("Lan: [Chuyên gia được cấp chứng nhận]", "Lan: Cấp chứng nhận lại", "Lan: 01/10/2026"),
        *("Lan: Nguyễn Văn Một", "Lan: CN-1", "Lan: [Bỏ qua ›]", "Lan: [Cùng một người (CN-1)]"),
        *("Lan: [Còn, thêm nữa]", "Lan: Trần Thị Hai", "Lan: CN-2", "Lan: [Bỏ qua ›]"),
        *("Lan: [Cùng một người (CN-2)]", "Lan: [Không còn]", *["Lan: [Bỏ qua ›]"] * 3, "Lan: [✅ Lưu]"),
    )
    assert figure(chat, "CG") == 2


async def test_an_heir_tells_on_paper_what_it_carries_on(chat: Player) -> None:
    with turn(chat.engine) as session:
        firm(session, 1, "Công ty A")
        supported(session, chat, "SNNMT", date(2026, 3, 1), [1])
        settle(session)
        unit.end(session, "SNNMT", date(2026, 6, 30), ["SCT"], by=1, now=chat.clock.now())
    await chat.hear("── 03/11/2026 08:00 ──", *PAPER)
    paragraphs, found = text_of(chat.sent_to("Lan"))
    assert "Trong kỳ, đơn vị không phát sinh hoạt động thuộc Kế hoạch." not in paragraphs
    assert "support 2026-03-01 (nhóm nhiệm vụ 3)" in [one[1] for one in found if len(one) > 1]


async def test_what_the_unit_before_has_told_itself_is_not_told_again(chat: Player) -> None:
    with turn(chat.engine) as session:
        firm(session, 1, "Công ty A")
        supported(session, chat, "SNNMT", date(2026, 3, 1), [1])
        settle(session)
        row = of_unit(session, "SNNMT")
        report.settle(session, row, ReportState.SUBMITTED, by=1, now=chat.clock.now())
        unit.end(session, "SNNMT", date(2026, 11, 2), ["SCT"], by=1, now=chat.clock.now())
    await chat.hear("── 03/11/2026 08:00 ──", *PAPER)
    paragraphs, _found = text_of(chat.sent_to("Lan"))
    assert "Trong kỳ, đơn vị không phát sinh hoạt động thuộc Kế hoạch." in paragraphs


def test_a_returned_report_gets_another_number_once_it_is_signed_again(chat: Player) -> None:
    now = chat.clock.now()
    with turn(chat.engine) as session:
        row = of_unit(session, "SCT")
        report.settle(session, row, ReportState.SUBMITTED, by=1, now=now)
        report.change(session, row, "numbered", by=1, now=now, document="9/BC-SCT", document_on=now.date())
        report.give_back(session, row, "thiếu", by=1, now=now)
        assert (row.document, row.document_on) == (None, None)


def test_a_year_that_is_over_is_judged_alike_in_the_workbook_the_letter_and_the_picture(chat: Player) -> None:
    five_years(chat)
    # In 2025 one enterprise of ten, one expert of ten, 30 leaders of above 250.
    found = columns(cells(opened(chat, 2025), "Tiến độ")[:3], 0, 5, 7)
    assert found == [("CG", 1, "không đạt"), ("LD", 30, "không đạt"), ("DN", 1, "không đạt")]
    told = [one[4:7] for one in rows(drafted(chat, LetterKind.YEAR, 2025), "Đánh giá")[:3]]
    assert told == [["01", "10%", "Không đạt"], ["30", "12%", "Không đạt"], ["01", "10%", "Không đạt"]]
    with turn(chat.engine) as session:
        counted = progress.count(session, date(2026, 11, 2))
        years = next(one.years for one in cards(progress.view_of(counted), "") if one.years)
    # Nothing was entered of 2021 and 2022; 2026 runs.
    assert [(bar.label, bar.value, bar.mark) for bar in years.values] == [
        *(("2021", None, "plain"), ("2022", None, "plain"), ("2023", 0, "missed")),
        *(("2024", 2, "missed"), ("2025", 1, "missed"), ("2026", 3, "plain")),
    ]


def test_what_was_reported_after_a_day_is_not_told_of_that_day(chat: Player) -> None:
    five_years(chat)
    with turn(chat.engine) as session:
        counted = progress.count(session, date(2026, 11, 2))
        content = {"indicators": [{"code": "LD", "figure": 100, "first": "2021-01-01", "last": "2030-12-31"}]}
        the_plan, now = counted.plan, chat.clock.now()
        snapshot.make(session, the_plan, "5/BC", content, date(2026, 11, 2), by=1, now=now)
        assert progress.view_with_reported(session, counted).reported == {"LD": 100}
        before = progress.count(session, date(2026, 11, 1), today=date(2026, 11, 2))
        assert progress.view_with_reported(session, before).reported == {}


def test_a_letter_tells_returned_reports_apart_and_calls_none_of_them_late(chat: Player) -> None:
    with turn(chat.engine) as session:
        for code in ("SCT", "SNNMT"):
            row = of_unit(session, code)
            report.settle(session, row, ReportState.SUBMITTED, by=1, now=chat.clock.now().replace(month=12))
            report.give_back(session, row, "thiếu", by=1, now=chat.clock.now())
    told = text(drafted(chat))
    assert "0 đơn vị đã nộp báo cáo, 0 đơn vị báo cáo không phát sinh, 40 đơn vị chưa báo cáo." in told
    assert "Trong số đó có 02 đơn vị đã nộp và được trả lại để bổ sung." in told
    assert "nộp muộn" not in told


async def test_a_report_of_nothing_becomes_one_with_activities(chat: Player) -> None:
    await chat.hear(*NIL)
    await chat.hear(
        *("Minh: /baocao", "Minh: [4. Đào tạo, tập huấn nhân lực]", "Minh: [Lớp đào tạo, tập huấn]"),
        *("Minh: Tập huấn Kaizen", "Minh: 15/5/2026", "Minh: 42", "Minh: 30", "Minh: [Chuyên sâu]"),
        *(["Minh: [Bỏ qua ›]"] * 3),
    )
    saved = await chat.said("Minh: [✅ Lưu]")
    assert "không phát sinh" not in saved
    with turn(chat.engine) as session:
        row = of_unit(session, "SNNMT")
        assert (row.state, row.filed_at is not None) == (ReportState.SUBMITTED, True)
    assert "01 đơn vị đã nộp báo cáo, 0 đơn vị báo cáo không phát sinh" in text(drafted(chat))


def test_an_estimate_leaves_a_report_of_nothing_as_it_is(chat: Player) -> None:
    with turn(chat.engine) as session:
        row = of_unit(session, "SCT")
        report.settle(session, row, ReportState.NIL, by=1, now=chat.clock.now())
        ahead = session.get_one(Activity, record(session, chat, "SCT", Kind.TRAINING, date(2026, 12, 1)))
        report.grow(session, ahead, by=1, now=chat.clock.now())
        assert row.state is ReportState.NIL


def test_a_letter_drops_neither_those_not_named_yet_nor_the_lines_of_what_was_written(chat: Player) -> None:
    with turn(chat.engine) as session:
        number = record(session, chat, "SCT", Kind.SUPPORT, date(2026, 3, 1))
        session.get_one(Activity, number).unnamed = 15
        row = of_unit(session, "SCT")
        report.settle(session, row, ReportState.SUBMITTED, by=1, now=chat.clock.now())
        row.difficulties = "Thiếu vốn\nThiếu nhân lực"
        tally.rebuild(session, plan.current(session))
    made = drafted(chat)
    assert "support 2026-03-01 (01/3/2026, 15 doanh nghiệp chưa rõ tên)." in text(made)
    assert below(made, "III.", "IV.") == ["- Sở Công Thương: Thiếu vốn", "Thiếu nhân lực"]


async def test_two_that_were_merged_are_one_wherever_they_are_listed(chat: Player) -> None:
    with turn(chat.engine) as session:
        firm(session, 1, "Công ty TNHH Hải Đăng")
        firm(session, 2, "Cty Hải Đăng")
        supported(session, chat, "SCT", date(2026, 3, 1), [1, 2])
        settle(session)
        one, other = session.get_one(Enterprise, 1), session.get_one(Enterprise, 2)
        merging.merge(session, one, other, by=1, now=chat.clock.now())
    assert [one[1] for one in rows(drafted(chat), "Mã số thuế")] == ["Công ty TNHH Hải Đăng"]
    listed = [one for one in cells(opened(chat, 2026), "Biểu 2 Doanh nghiệp") if isinstance(one[0], int)]
    assert [one[1] for one in listed] == ["Công ty TNHH Hải Đăng"]
    await chat.hear(*PAPER)
    _paragraphs, found = text_of(chat.sent_to("Lan"))
    assert found[3][3] == "01 doanh nghiệp: Công ty TNHH Hải Đăng"


async def test_a_pdf_is_of_the_paper_that_was_read_or_none(
    chat: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "program", lambda: "soffice")
    monkeypatch.setattr(pdf, "_converted", lambda _program, _folder, word: b"%PDF of " + word[:2])
    await chat.hear(*PAPER)
    assert "(tệp Bao-cao-nam-2026_SCT.pdf)" in await chat.said("Lan: [PDF]")
    with turn(chat.engine) as session:
        record(session, chat, "SCT", Kind.TRAINING, date(2026, 10, 1), attendances=9)
        tally.rebuild(session, plan.current(session))
    told = await chat.said("Lan: [PDF]")
    assert "Báo cáo đã thay đổi so với tệp này. Xin lấy lại tệp: /vanban" in told
    assert ".pdf" not in told


async def test_a_letter_is_of_a_day_that_has_come_and_of_a_document_of_its_own(chat: Player) -> None:
    await chat.hear(
        "Hòa: /baocaotonghop", "Hòa: [Năm]", "Hòa: [2026]", "Hòa: [📌 Chốt số liệu]", "Hòa: 9/BC-SKHCN"
    )
    assert "Ngày 25/12/2029 chưa đến." in await chat.said("Hòa: 25/12/2029")
    await chat.hear("Hòa: 2/11/2026", "Hòa: [✅ Chốt]", "Hòa: /baocaotonghop", "Hòa: [Năm]", "Hòa: [2026]")
    await chat.hear("Hòa: [📌 Chốt số liệu]")
    assert "Số liệu đã được chốt theo văn bản 9/BC-SKHCN." in await chat.said("Hòa: 9/BC-SKHCN")


async def test_the_names_of_experts_stay_with_the_lead_office_and_their_unit(chat: Player) -> None:
    await chat.hear(*EXPERTS)
    for who, sees in (("Bảo", False), ("Hòa", True)):
        await chat.hear(f"{who}: /tiendo", f"{who}: [🔎 Căn cứ số liệu]")
        listed = await chat.said(f"{who}: [CG · 2]")
        card = await chat.said(f"{who}: [1]")
        assert ("Nguyễn Văn Một" in listed, "Nguyễn Văn Một" in card) == (sees, sees)
        assert "CN-1" in listed
        assert "CN-1" in card
        await chat.hear(f"{who}: /xuat 2026")
    book = {who: names_in(chat.sent_to(who)) for who in ("Bảo", "Hòa")}
    assert book == {
        "Bảo": ["(cơ quan đầu mối lưu giữ)", "(cơ quan đầu mối lưu giữ)"],
        "Hòa": ["Nguyễn Văn Một", "Trần Thị Hai"],
    }
    assert "Nguyễn Văn Một" in (
        await chat.said("Lan: /lichsu") and await chat.said("Lan: [1. Cấp chứng nhận]")
    )


def names_in(content: bytes) -> list[str]:
    """Give the experts' names in a workbook."""

    listed = cells(openpyxl.load_workbook(BytesIO(content)), "Biểu 4 Chuyên gia")
    return [one[1] for one in listed if isinstance(one[0], int)]


async def test_a_contact_learns_nothing_of_others_by_naming_a_place(chat: Player) -> None:
    with turn(chat.engine) as session:
        number = record(session, chat, "P-PHANRANG", Kind.TRAINING, date(2026, 3, 1), attendances=9)
        row = session.get_one(Activity, number)
        row.cost, row.place = 45_000_000, "Hội trường Phan Rang"
        tally.rebuild(session, plan.current(session))
    told = await chat.said("Minh: kinh phí ở Phan Rang năm 2026")
    assert "45.000.000" not in told
    assert "45.000.000" in await chat.said("Bảo: kinh phí ở Phan Rang năm 2026")
