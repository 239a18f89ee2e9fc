"""This file is questions that can't be answered: each gets a sentence that says what was wrong."""

import pytest
from sqlmodel import select

from models.contact import Contact
from models.database import turn
from tests.api.asking import System

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

NO_DAY = "as_of phải là một ngày có thật, viết năm-tháng-ngày, ví dụ 2026-11-02; đã gửi “{}”."


WRONG = [
    ("indicators?as_of=02/11/2026", "as_of", NO_DAY.format("02/11/2026")),
    ("indicators?as_of=2026-02-30", "as_of", NO_DAY.format("2026-02-30")),
    ("indicators?as_of=20261102", "as_of", NO_DAY.format("20261102")),
    ("indicators?as_of=2026-W45-1", "as_of", NO_DAY.format("2026-W45-1")),
    ("indicators?as_of=", "as_of", NO_DAY.format("")),
    ("indicators?as_of=٢٠٢٦-11-02", "as_of", NO_DAY.format("٢٠٢٦-11-02")),
    (
        f"indicators?as_of={'9' * 900}",
        "as_of",
        NO_DAY.format("9" * 60 + "…"),
    ),
    (
        "indicators?as_of=2026-11-03",
        "as_of",
        "as_of muộn nhất là hôm nay, 2026-11-02; đã gửi “2026-11-03”.",
    ),
    (
        "indicators?as_of=2020-12-31",
        "as_of",
        "as_of sớm nhất là ngày bắt đầu kế hoạch, 2021-01-01; đã gửi “2020-12-31”.",
    ),
    (
        "activities?year=1999",
        "year",
        "year phải là một năm của kế hoạch, từ 2021 đến 2030; đã gửi “1999”.",
    ),
    (
        "filings?year=26",
        "year",
        "year phải là một năm của kế hoạch, từ 2021 đến 2030; đã gửi “26”.",
    ),
    (
        "activities?year=2026&to=2026-05-01",
        "year",
        "Chọn thời gian bằng year, hoặc bằng from và to, không dùng cả hai.",
    ),
    (
        "activities?from=2026-05-02&to=2026-05-01",
        "to",
        "Ngày cuối 2026-05-01 ở trước ngày đầu 2026-05-02.",
    ),
    (
        "activities?unit=sct",
        "unit",
        "unit phải là mã đơn vị, ví dụ SKHCN; không có mã “sct”. Danh sách mã ở /units.",
    ),
    ("activities?limit=501", "limit", "limit phải là số nguyên từ 1 đến 500; đã gửi “501”."),
    ("activities?limit=0", "limit", "limit phải là số nguyên từ 1 đến 500; đã gửi “0”."),
    ("activities?limit=1_0", "limit", "limit phải là số nguyên từ 1 đến 500; đã gửi “1_0”."),
    (
        "activities?after=-1",
        "after",
        "after phải là số nguyên từ 0 đến 999999999999999999; đã gửi “-1”.",
    ),
    (
        "activities?after=9223372036854775808",
        "after",
        "after phải là số nguyên từ 0 đến 999999999999999999; đã gửi “9223372036854775808”.",
    ),
    (
        "activities?limit=5&offset=10",
        "offset",
        "Ở đây không có tham số offset. Các tham số có: year, from, to, unit, limit, after.",
    ),
    ("units?x=<b>", "x", "Ở đây không có tham số x; địa chỉ này không nhận tham số nào."),
    ("indicators?as_of=2026-11-01&as_of=2026-11-02", "as_of", "Tham số as_of bị lặp. Xin chỉ gửi một lần."),
]


async def test_a_wrong_question_is_told_what_is_wrong(system: System) -> None:
    heard = []
    for question, _parameter, _sentence in WRONG:
        answer = await system.get(f"/{question}")
        told = answer.json()
        assert (answer.status_code, told["title"]) == (400, "Yêu cầu chưa hợp lệ"), question
        assert told["type"] == "/api/v1/#wrong-parameter"
        heard.append((question, told["parameter"], told["detail"]))
    assert heard == WRONG


async def test_an_address_that_is_none_is_told_which_there_are(system: System) -> None:
    status, sentence = await system.refused("/contacts")
    known = "/api/v1/indicators, /api/v1/activities, /api/v1/filings, /api/v1/units, /api/v1/groups"
    assert (status, sentence) == (404, f"Không có /api/v1/contacts. Các địa chỉ có: {known}.")


async def test_no_person_is_named(system: System) -> None:
    with turn(system.chat.engine) as session:
        names = session.exec(select(Contact.name)).all()
    assert names
    for path in ("/indicators", "/activities", "/filings", "/units", "/groups"):
        told = (await system.get(path)).text
        assert [name for name in names if name in told] == []
