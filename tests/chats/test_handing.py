"""This file is what the lead office hands on: asked for in the chat, opened, each cell as it must be."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from sqlmodel import Session, col, select
from typer.testing import CliRunner

from bot.cli import app
from handlers import handing
from handlers.replies import handing as said
from handlers.replies import workbook
from handlers.replies.picture import Cell
from handlers.replies.tables import Book
from models import plan, unit
from models.activity import Activity, Funding
from models.database import turn
from models.enterprise import Enterprise
from models.errand import Errand
from models.report import Report
from models.rules.counting import Form, Kind
from models.rules.states import ReportState
from tests.chat import ZONE, Player
from tests.chats.firms import firm, settle, supported
from tests.chats.test_progress import five_years, record, take_part

HEAD = 4  # the headings' row, counted from 1
FORMULA = '=cmd|"/c calc"!A1'


def opened(chat: Player, year: int) -> Workbook:
    """Make the workbook of a year and open it with another library, formulas as they are written."""
    return openpyxl.load_workbook(BytesIO(made(chat, year)))


def made(chat: Player, year: int) -> bytes:
    with turn(chat.engine) as session:
        return workbook.xlsx(handing.gather(session, year, chat.clock.now(), ZONE))


def cells(book: Workbook, sheet: str) -> list[list[Any]]:
    """Give a sheet's rows below its headings, days as days."""
    rows = book[sheet].iter_rows(min_row=HEAD + 1, values_only=True)
    return [[value.date() if hasattr(value, "date") else value for value in row] for row in rows]


def columns(rows: Sequence[Sequence[Any]], *places: int) -> list[tuple[Any, ...]]:
    return [tuple(row[place] for place in places) for row in rows]


async def test_the_excel_file_of_a_year_is_asked_for_and_comes(chat: Player) -> None:
    five_years(chat)
    await chat.goes("""
        Hòa: /xuat
        Bot: Anh/chị cần tệp Excel của năm nào?
             [2026] [2025] [2024] [2023]
             [2022] [2021]
        Hòa: [2026]
        Bot: ⏳ Đang lập tệp Excel năm 2026. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác.
        Bot: (tệp Tien-do_2026_2026-11-02.xlsx) Kế hoạch 3483/KH-UBND, năm 2026: 7 hoạt động. Số liệu tính đến 02/11/2026.
        Bảo: /xuat 2024
        Bot: ⏳ Đang lập tệp Excel năm 2024. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác.
        Bot: (tệp Tien-do_2024_2024-12-31.xlsx) Kế hoạch 3483/KH-UBND, năm 2024: 2 hoạt động. Số liệu tính đến 31/12/2024.
        Hòa: /xuat 1999
        Bot: Anh/chị cần tệp Excel của năm nào?
             …
        Lan: /xuat
        Bot: Vai trò của anh/chị không dùng được lệnh này. Xin xem /trogiup.
    """)
    (file,) = [shown.file for shown in chat.standin.chat(chat.people["Hòa"]) if shown.file]
    kept = chat.standin.files.find(file.file_id)
    assert kept is not None
    content = kept.upload.content
    assert openpyxl.load_workbook(BytesIO(content)).sheetnames == [
        "Tiến độ",
        "Đơn vị và kỳ",
        "Hoạt động",
        "Biểu 2 Doanh nghiệp",
        "Biểu 3 Đào tạo",
        "Biểu 4 Chuyên gia",
        "Biểu 5 Giải thưởng",
        "Biểu 6 Kinh phí",
    ]


@pytest.mark.parametrize(
    ("who", "data"),
    [
        ("Lan", "x:book:2026"),
        ("Lan", "x:filings"),
        ("Lan", "x:years"),
        ("Hòa", "x:book:2031"),
        ("Hòa", "x:filings:2019"),
        ("Hòa", "x:book:2026:1"),
        ("Hòa", "x:"),
    ],
)
async def test_a_forged_button_brings_nothing(chat: Player, who: str, data: str) -> None:
    await chat.hear(f"{who}: /baocao")
    before = len(chat.standin.chat(chat.people[who]))
    chat.standin.press(chat.people[who], chat.standin.chat(chat.people[who])[-1].message_id, data)
    await chat.app.poll(wait=0)
    await chat.app.settle()
    assert len(chat.standin.chat(chat.people[who])) <= before + 1  # at most the line that it is stale
    assert all(shown.file is None for shown in chat.standin.chat(chat.people[who]))
    with turn(chat.engine) as session:
        assert session.exec(select(Errand)).all() == []


async def test_the_progress_is_that_of_the_chat(chat: Player) -> None:
    five_years(chat)
    rows = cells(opened(chat, 2026), "Tiến độ")[:6]
    # CG 2 of 20, LD 63 of above 500, DN 3 of 20 in 2026, MH 1 of 10, GT 2 of 10, GTV 1 of 2.
    assert columns(rows, 0, 3, 4, 5, 6, 7, 8) == [
        ("CG", "ít nhất 20", 20, 2, "=F5/E5", "chậm nhiều", None),
        ("LD", "trên 500", 500, 63, "=F6/E6", "chậm nhiều", None),
        ("DN", "ít nhất 20/năm", 20, 3, "=F7/E7", "đang thực hiện, chậm nhiều", 4),
        ("MH", "ít nhất 10", 10, 1, "=F8/E8", "chậm nhiều", None),
        ("GT", "ít nhất 10", 10, 2, "=F9/E9", "chậm nhiều", None),
        ("GTV", "ít nhất 2", 2, 1, "=F10/E10", "đúng tiến độ", None),
    ]
    in_chat = await chat.said("Hòa: /tiendo")
    for row in rows:
        assert f"{row[5]}/{'trên ' if row[0] == 'LD' else ''}{row[4]}" in in_chat
        assert row[7] in in_chat
        assert row[11] in in_chat  # what is missing, and how many there are by the plan's other reading
    assert all("riêng 2026-2030: " in row[11] for row in rows if row[0] in ("CG", "LD", "GT", "GTV"))
    kept = openpyxl.load_workbook(BytesIO(made(chat, 2026)), data_only=True)["Tiến độ"]
    assert [round(kept.cell(HEAD + n, 7).value, 3) for n in range(1, 7)] == [0.1, 0.126, 0.15, 0.1, 0.2, 0.5]
    assert kept["A3"].value == "Tính đến 02/11/2026"
    assert len(opened(chat, 2026)["Tiến độ"]._charts) == 1  # noqa: SLF001 - openpyxl has no other way


async def test_a_firm_is_listed_by_the_legal_form_that_it_had_then(chat: Player) -> None:
    with turn(chat.engine) as session:
        firm(session, 1, "Cà Ná")
        row = session.get_one(Enterprise, 1)
        row.form_before, row.converted_on = Form.HOUSEHOLD, date(2026, 6, 1)
        supported(session, chat, "SCT", date(2026, 3, 1), [1])
        supported(session, chat, "SCT", date(2026, 9, 1), [1])
        settle(session)
    rows = cells(opened(chat, 2026), "Biểu 2 Doanh nghiệp")
    assert columns(rows, 3, 6) == [("Hộ kinh doanh", date(2026, 3, 1)), ("Doanh nghiệp", date(2026, 9, 1))]


async def test_each_table_lists_what_was_told(chat: Player) -> None:
    with turn(chat.engine) as session:
        firm(session, 1, FORMULA, "4500000001")
        firm(session, 2, "Công ty TNHH Muối Cà Ná")
        session.flush()
        support = record(
            session, chat, "SCT", Kind.SUPPORT, date(2026, 3, 1), cost=58_000_000, place="Phan Rang"
        )
        take_part(session, support, (1, 2))
        session.add(Funding(activity_id=support, source="state", amount=40_000_000))
        record(
            session, chat, "SCT", Kind.TRAINING, date(2026, 9, 1), attendances=42, leaders=30, in_depth=True
        )
        record(
            session, chat, "SCT", Kind.TRAINING, date(2026, 12, 1), attendances=20, leaders=9, cost=5_000_000
        )
        twin = record(session, chat, "SNNMT", Kind.TRAINING, date(2026, 9, 2), attendances=42, leaders=30)
        session.flush()
        session.get_one(Activity, twin).same_as = support + 1
        settle(session)
    book = opened(chat, 2026)
    done = cells(book, "Hoạt động")
    # By the last day; the estimate and the one that is counted elsewhere are in no total.
    assert columns(done, 0, 6, 7, 9, 10, 13, 15) == [
        (support, date(2026, 3, 1), None, None, None, 58_000_000, None),
        (support + 1, date(2026, 9, 1), None, 42, 30, None, None),
        (twin, date(2026, 9, 2), None, 42, 30, None, support + 1),
        (support + 2, date(2026, 12, 1), "ước", 20, 9, 5_000_000, None),
        (
            None,
            None,
            None,
            '=SUMPRODUCT((H5:H8="")*(P5:P8="")*J5:J8)',
            '=SUMPRODUCT((H5:H8="")*(P5:P8="")*K5:K8)',
            '=SUMPRODUCT((H5:H8="")*(P5:P8="")*N5:N8)',
            None,
        ),
    ]
    whole = openpyxl.load_workbook(BytesIO(made(chat, 2026)), data_only=True)["Hoạt động"]
    assert [whole.cell(9, place).value for place in (10, 11, 14)] == [42, 30, 58_000_000]
    firms = cells(book, "Biểu 2 Doanh nghiệp")
    assert columns(firms, 0, 1, 2, 3, 6, 9, 10) == [
        (1, FORMULA, "4500000001", "Doanh nghiệp", date(2026, 3, 1), "Sở Công Thương", support),
        (2, "Công ty TNHH Muối Cà Ná", None, "Doanh nghiệp", date(2026, 3, 1), "Sở Công Thương", support),
    ]
    courses = cells(book, "Biểu 3 Đào tạo")
    assert columns(courses[:2], 0, 5, 6, 7, 9) == [
        (1, "Chuyên sâu", 42, 30, None),
        (2, "Phổ biến chung", 20, 9, "ước"),
    ]
    costs = cells(book, "Biểu 6 Kinh phí")
    # 40 of the 58 million are told to be the state's; of 18 nobody told.
    assert columns(costs[:1], 4, 5, 6, 9) == [(58_000_000, 40_000_000, None, 18_000_000)]


async def test_what_people_typed_is_text_and_stays_text(chat: Player) -> None:
    with turn(chat.engine) as session:
        firm(session, 1, FORMULA, "4500000001")
        session.flush()
        row = record(session, chat, "SCT", Kind.SUPPORT, date(2026, 3, 1), place="@SUM(1)")
        session.get_one(Activity, row).title = "+84 <b>&\x07 https://a.vn"
        take_part(session, row, (1,))
        settle(session)
    content = made(chat, 2026)
    with ZipFile(BytesIO(content)) as parts:
        sheets = {name: parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name}
        shared = parts.read("xl/sharedStrings.xml").decode()
        assert not [name for name in parts.namelist() if "hyperlink" in name.lower()]
    assert "calc" not in "".join(sheets.values())
    assert "calc" in shared
    cell = opened(chat, 2026)["Biểu 2 Doanh nghiệp"]["B5"]
    assert (cell.value, cell.quotePrefix) == (FORMULA, True)
    assert openpyxl.load_workbook(BytesIO(content))["Hoạt động"]["I5"].value == "@SUM(1)"


async def test_units_and_periods_say_how_each_stands(chat: Player) -> None:
    nil = ("[∅ Không phát sinh]", "[∅ Đúng, không phát sinh]")
    await chat.hear("Lan: /baocao", *(f"Lan: {label}" for label in nil))
    await chat.hear("── 17/11/2026 08:00 ──", "Minh: /baocao", *(f"Minh: {label}" for label in nil))
    early, late = (datetime(2026, 11, day, 9, 0, tzinfo=ZONE) for day in (3, 17))
    told: dict[str, dict[str, object]] = {
        "SNV": {"state": ReportState.SUBMITTED, "filed_at": early, "accepted_at": late},
        "STP": {"state": ReportState.SUBMITTED, "filed_at": late, "accepted_at": late},
        "STC": {"state": ReportState.SUBMITTED, "filed_at": early},
        "SXD": {"state": ReportState.SUBMITTED, "filed_at": late},
        "SYT": {"state": ReportState.RETURNED, "filed_at": early},
        "SGDDT": {"state": ReportState.EXCUSED},
    }
    with turn(chat.engine) as session:
        for row in session.exec(select(Report).where(col(Report.unit).in_(told))):
            for name, value in told[row.unit].items():
                setattr(row, name, value)
        names = {one.code: one.name for one in unit.in_order(session)}
    page = opened(chat, 2026)["Đơn vị và kỳ"]
    headings = [cell.value for cell in page[HEAD]]
    place = headings.index("Báo cáo năm 2026\nhạn 16/11/2026")
    found = {row[1]: row[place] for row in cells(opened(chat, 2026), "Đơn vị và kỳ")}
    assert len(found) == 40
    assert found["Sở Công Thương"] == "không phát sinh"
    assert found["Sở Nông nghiệp và Môi trường"] == "không phát sinh, nộp muộn"
    assert {code: found[names[code]] for code in told} == {
        "SNV": "đã duyệt",
        "STP": "đã duyệt, nộp muộn",
        "STC": "chờ duyệt",
        "SXD": "chờ duyệt, nộp muộn",
        "SYT": "trả lại",
        "SGDDT": "được miễn",
    }
    assert found["Sở Khoa học và Công nghệ"] == "chưa nộp"


async def test_an_empty_year_is_a_file_all_the_same(chat: Player) -> None:
    book = opened(chat, 2022)
    assert cells(book, "Hoạt động") == []
    # Of a phase of which nothing was ever entered nobody says that it was missed; the year is judged as it ended.
    rows = [row for row in cells(book, "Tiến độ") if row[0]]
    assert [row[5] for row in rows] == [0] * 6
    assert "chưa đạt" not in {row[7] for row in rows}


async def test_it_is_laid_out_for_paper_and_for_the_screen(chat: Player) -> None:
    five_years(chat)
    for sheet in opened(chat, 2026).worksheets:
        assert sheet.freeze_panes == "C5"
        assert sheet.auto_filter.ref is not None
        # One page wide, which is what Excel takes for granted, and as many pages long as it needs.
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$4:$4"


async def test_it_speaks_english_too(chat: Player) -> None:
    five_years(chat)
    await chat.hear("Hòa: /ngonngu", "Hòa: [English]", "Hòa: /xuat 2026")
    file = chat.standin.chat(chat.people["Hòa"])[-1].file
    assert file is not None
    assert file.name == "Progress_2026_2026-11-02.xlsx"


async def test_the_terminal_writes_the_same_file_and_the_bot_goes_on_writing(
    chat: Player, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    five_years(chat)
    gather = handing.gather

    def gather_meanwhile(session: Session, year: int, now: datetime, zone: ZoneInfo) -> Book:
        with turn(chat.engine) as other:
            other.get_one(Activity, 1).place = "Phan Rang"
        return gather(session, year, now, zone)

    monkeypatch.setenv("DATABASE_URL", chat.url)
    monkeypatch.setattr(handing, "gather", gather_meanwhile)
    file = tmp_path / "tien-do.xlsx"
    found = CliRunner().invoke(app, ["export", str(file), "--year", "2024"])
    monkeypatch.undo()
    assert found.output.endswith("2 activities, 2 enterprises' parts.\n"), found.exception
    book = openpyxl.load_workbook(file)
    for name in ("Tiến độ", "Biểu 2 Doanh nghiệp", "Biểu 3 Đào tạo"):
        assert cells(book, name) == cells(opened(chat, 2024), name)
    assert [row[1] for row in cells(book, "Biểu 2 Doanh nghiệp")] == ["DN 1", "DN 4"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["tien-do.xls"], "must end in .xlsx"),
        (["tien-do"], "must end in .xlsx"),
        (["tien-do.xlsx", "--year", "2020"], "--year 2020: the years to choose from are 2021 to "),
        (["no-such-folder/tien-do.xlsx"], "tien-do.xlsx: No such file or directory"),
    ],
)
async def test_the_terminal_says_what_is_wrong(
    chat: Player, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", chat.url)
    monkeypatch.chdir(tmp_path)
    found = CliRunner().invoke(app, ["export", *arguments])
    assert found.exit_code == 1
    assert words in str(found.exception) + found.output


async def test_a_long_table_is_written_row_by_row_and_reads_the_same(chat: Player) -> None:
    five_years(chat)
    sheets = (
        "Tiến độ",
        "Đơn vị và kỳ",
        "Hoạt động",
        "Biểu 2 Doanh nghiệp",
        "Biểu 3 Đào tạo",
        "Biểu 6 Kinh phí",
    )
    short = {name: cells(opened(chat, 2026), name) for name in sheets}
    with patch.object(workbook, "MANY_LINES", 0):
        assert {name: cells(opened(chat, 2026), name) for name in sheets} == short


async def test_how_units_filed_is_drawn_and_the_excel_file_is_one_button_away(chat: Player) -> None:
    await chat.hear("Hòa: /tiendo")
    await chat.goes("""
        Hòa: [🗓 Tình hình nộp]
        Bot ⌁ Đang tạo ảnh…
        Bot: (ảnh) Tính đến 02/11/2026
        Bot: (ảnh) Tính đến 02/11/2026
        Hòa: [📊 Tệp Excel]
        Bot: Anh/chị cần tệp Excel của năm nào?
             …
        Hòa: [2025]
        Bot: ⏳ Đang lập tệp Excel năm 2025. Xong sẽ gửi ngay vào đây; trong lúc chờ, anh/chị cứ làm việc khác.
        Bot: (tệp Tien-do_2025_2025-12-31.xlsx) Kế hoạch 3483/KH-UBND, năm 2025: 0 hoạt động. Số liệu tính đến 31/12/2025.
    """)


async def test_the_picture_of_units_by_periods_says_what_the_rows_say(chat: Player) -> None:
    with turn(chat.engine) as session:
        found = handing.matrix(session, plan.current(session), 2026, chat.clock.now(), ZONE)
    cards = said.filings(found, "Sở Khoa học và Công nghệ", 2026, chat.clock.now().date())
    assert [len(card.rows) for card in cards] == [20, 20]
    assert cards[1].subtitle == "Tính đến 02/11/2026 · 40 đơn vị · trang 2/2"
    assert [key.text for key in cards[0].legend] == ["chưa đến hạn"]
    assert {cell for row in cards[0].rows for cell in row.cells} == {Cell(mark="open")}
