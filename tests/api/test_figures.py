"""This file is what the API gives: the figures of /tiendo, activities, filings, the names of codes."""

from datetime import date

from sqlmodel import select

from models import merging, tally
from models.activity import Activity, Funding
from models.database import turn
from models.enterprise import Enterprise
from models.plan import Plan
from models.rules.counting import Form, Kind, Stage
from tests.api.asking import System, by_code, columns
from tests.chat import Player
from tests.chats.firms import firm, settle
from tests.chats.test_progress import five_years, record, take_part
from tests.chats.test_snapshots import FREEZE

FORMULA = '=cmd|"/c calc"!A1'
# What five_years comes to on 02/11/2026, worked out by hand beside its lines: what is counted, and the same
# with what is planned until the end of the year; the target; the share in percent.
BY_HAND = [
    ("CG", 2, 2, 20, ">=", 10.0, "far_behind", False),
    ("LD", 63, 63, 500, ">", 12.6, "far_behind", False),
    ("DN", 3, 4, 20, ">=", 15.0, "far_behind", False),
    ("MH", 1, 1, 10, ">=", 10.0, "far_behind", False),
    ("GT", 2, 2, 10, ">=", 20.0, "far_behind", False),
    ("GTV", 1, 1, 2, ">=", 50.0, "on_pace", False),
]
SEEN = ("code", "value", "estimate", "target", "comparator", "percent", "standing", "met")


async def test_the_figures_are_those_of_the_chat(chat: Player, system: System) -> None:
    five_years(chat)
    data = await system.json("/indicators")
    assert (data["plan"], data["number"], data["as_of"]) == ("3483", "3483/KH-UBND", "2026-11-02")
    assert columns(data["indicators"], *SEEN) == BY_HAND
    in_chat = await chat.said("Hòa: /tiendo")
    for one in data["indicators"]:
        assert f"{one['value']}/{'trên ' if one['comparator'] == '>' else ''}{one['target']} " in in_chat
        assert f"còn thiếu {one['missing']}" in in_chat
    found = by_code(data)
    # By year: 1 and 4; the model's 1; 1, 2 and 3. Nothing was entered for 2021 and 2022.
    assert columns(found["DN"]["years"], "year", "value", "target", "met", "open", "recorded") == [
        (2021, 0, 10, False, False, False),
        (2022, 0, 10, False, False, False),
        (2023, 0, 10, False, False, True),
        (2024, 2, 10, False, False, True),
        (2025, 1, 10, False, False, True),
        (2026, 3, 20, False, True, True),
    ]
    assert (found["DN"]["years_met"], found["DN"]["distinct"], found["GT"]["entrants"]) == (0, 4, 3)
    assert found["DN"]["span"] == {"from": "2026-01-01", "to": "2026-12-31"}
    # The other reading counts 2026-2030 alone: two experts, 33 leaders, one winner.
    assert [found[code]["other_reading"]["value"] for code in ("CG", "LD", "GT", "GTV")] == [2, 33, 1, 1]
    assert found["MH"]["other_reading"] is None
    assert found["GTV"]["inside"] == "GT"


async def test_figures_are_given_as_of_a_day(chat: Player, system: System) -> None:
    five_years(chat)
    found = by_code(await system.json("/indicators?as_of=2024-12-31"))
    # 10 experts by the end of 2025: one; leaders: the 30 of 2024; supported in 2024: 1 and 4.
    assert [(found[code]["value"], found[code]["target"]) for code in ("CG", "LD", "DN")] == [
        (1, 10),
        (30, 250),
        (2, 10),
    ]


async def test_a_share_of_a_unit_is_given_beside_the_whole(chat: Player, system: System) -> None:
    five_years(chat)
    data = await system.json("/indicators?unit=SCT")
    # SCT in 2026: 1 and 2 of three; leaders 30 of 63; all certificates, all winners; the model first.
    assert {code: one["share"]["value"] for code, one in by_code(data).items()} == {
        "CG": 2,
        "LD": 30,
        "DN": 2,
        "MH": 1,
        "GT": 2,
        "GTV": 1,
    }
    assert [one["value"] for one in data["indicators"]] == [row[1] for row in BY_HAND]


async def test_what_was_reported_upward_stands_beside_what_is_another_figure_now(
    chat: Player, system: System
) -> None:
    five_years(chat)
    await chat.hear(*FREEZE, "Hòa: [✅ Chốt]")
    assert {one["reported"] for one in (await system.json("/indicators"))["indicators"]} == {None}
    with turn(chat.engine) as session:
        row = session.exec(select(Activity).where(Activity.leaders == 33)).one()
        row.leaders = 35
        tally.rebuild(session, session.exec(select(Plan)).one())
    found = by_code(await system.json("/indicators"))
    assert {code: (one["value"], one["reported"]) for code, one in found.items() if one["reported"]} == {
        "LD": (65, 63)
    }


async def test_the_csv_of_indicators_has_the_same_figures(chat: Player, system: System) -> None:
    five_years(chat)
    rows = await system.table("/indicators.csv")
    assert columns(rows, *SEEN) == [tuple(_cell(value) for value in row) for row in BY_HAND]
    assert {row["as_of"] for row in rows} == {"2026-11-02"}
    assert rows[1]["other_reading_value"] == "33"
    assert (rows[3]["other_reading_value"], rows[2]["years_met"], rows[0]["years_met"]) == ("", "0", "")


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def told_in_full(chat: Player) -> tuple[int, int, int, int]:
    """Write down a support with its costs, a course, the same course by another unit, and one planned."""
    with turn(chat.engine) as session:
        firm(session, 1, FORMULA, "4500000001")
        firm(session, 2, "Công ty TNHH Muối Cà Ná", form=Form.COOPERATIVE)
        support = record(session, chat, "SCT", Kind.SUPPORT, date(2026, 3, 1), cost=58_000_000, place="@SUM")
        take_part(session, support, (1, 2))
        session.get_one(Activity, support).title = '+84 "a", b\r\nc; \'d'
        session.add(Funding(activity_id=support, source="state", amount=30_000_000))
        session.add(Funding(activity_id=support, source="foreign", amount=10_000_000))
        told = {"attendances": 42, "leaders": 30, "in_depth": True}
        course = record(session, chat, "SCT", Kind.TRAINING, date(2026, 9, 1), **told, cost=2_000_000)
        twin = record(session, chat, "SNNMT", Kind.TRAINING, date(2026, 9, 2), **told, cost=2_000_000)
        ahead = record(session, chat, "SCT", Kind.TRAINING, date(2026, 12, 1), attendances=20, leaders=9)
        session.flush()
        session.get_one(Activity, twin).same_as = course
        settle(session)
    return support, course, twin, ahead


async def test_activities_come_with_their_enterprises_and_costs(chat: Player, system: System) -> None:
    support, course, twin, ahead = told_in_full(chat)
    data = await system.json("/activities?year=2026")
    assert columns(data["activities"], "number", "unit", "estimate", "counted_as", "attendances") == [
        (support, "SCT", False, None, None),
        (course, "SCT", False, None, 42),
        (twin, "SNNMT", False, course, 42),
        (ahead, "SCT", True, None, 20),
    ]
    first = data["activities"][0]
    assert (first["title"], first["place"], first["cost"]) == ('+84 "a", b\r\nc; \'d', "@SUM", 58_000_000)
    assert columns(first["enterprises"], "number", "name", "told", "tax_code", "form") == [
        (1, FORMULA, "1", "4500000001", "company"),
        (2, "Công ty TNHH Muối Cà Ná", "2", None, "cooperative"),
    ]
    assert first["funds"] == [
        {"source": "state", "amount": 30_000_000},
        {"source": "foreign", "amount": 10_000_000},
    ]
    assert data["next"] is None
    # The twin and the one that is planned are in no sum: 58 and 2 million, one course of 42.
    assert data["total"] == {
        "activities": 2,
        "attendances": 42,
        "leaders": 30,
        "outputs": 0,
        "cost": 60_000_000,
        "estimates": 1,
        "counted_elsewhere": 1,
    }
    counting = [one for one in data["activities"] if not one["estimate"] and one["counted_as"] is None]
    assert sum(one["cost"] or 0 for one in counting) == data["total"]["cost"]


async def test_text_that_excel_would_run_is_text_in_the_csv_and_as_it_was_in_json(
    chat: Player, system: System
) -> None:
    support, *_others = told_in_full(chat)
    answer = await system.get("/activities.csv?year=2026&limit=1")
    assert b"\r\n" in answer.content
    (row,) = await system.table("/activities.csv?year=2026&limit=1")
    assert (row["number"], row["title"], row["place"]) == (str(support), "'+84 \"a\", b\r\nc; 'd", "'@SUM")
    assert row["enterprise_names"] == f"'{FORMULA}; Công ty TNHH Muối Cà Ná"
    assert f'\r\n{support},"SCT",' in answer.text, "text is in quotes, numbers are not"
    sums = ("cost", "enterprises", "funds_state", "funds_foreign", "funds_enterprise", "funds_untold")
    assert columns([row], *sums) == [("58000000", "2", "30000000", "10000000", "", "18000000")]


async def test_activities_are_chosen_by_their_last_day_and_their_unit(chat: Player, system: System) -> None:
    support, course, twin, ahead = told_in_full(chat)

    async def numbers(asked: str) -> list[int]:
        return [one["number"] for one in (await system.json(f"/activities{asked}"))["activities"]]

    assert await numbers("") == [support, course, twin, ahead]
    assert await numbers("?year=2025") == []
    assert await numbers("?from=2026-03-01&to=2026-09-01") == [support, course]
    assert await numbers("?from=2026-03-02") == [course, twin, ahead]
    assert await numbers("?to=2026-02-28") == []
    assert await numbers("?unit=SNNMT") == [twin]


async def test_page_after_page_gives_each_activity_once_while_others_are_written(
    chat: Player, system: System
) -> None:
    with turn(chat.engine) as session:
        # The later the number, the earlier the day: pages go by the number.
        there = [record(session, chat, "SCT", Kind.TRAINING, date(2026, 5, 28 - n)) for n in range(23)]
        settle(session)
    path: str | None = "/activities?year=2026&limit=5"
    seen: list[int] = []
    written: list[int] = []
    totals = []
    while path:
        answer = await system.get(path)
        data = answer.json()
        seen += [one["number"] for one in data["activities"]]
        totals.append(data["total"])
        path = data["next"] and data["next"].removeprefix("/api/v1")
        assert answer.headers.get("link") == (f'<{data["next"]}>; rel="next"' if path else None)
        if len(written) < 4:
            with turn(chat.engine) as session:
                written.append(record(session, chat, "SNNMT", Kind.TRAINING, date(2026, 1, 2 + len(written))))
                settle(session)
    assert len(seen) == len(set(seen))
    assert seen == [*there, *written]
    assert [one["activities"] for one in totals if one] == [23]
    # The last page is full, and nothing comes behind it.
    assert (await system.json(f"/activities?limit=27&after={there[0] - 1}"))["next"] is None


async def test_filings_are_the_matrix_of_units_and_periods(chat: Player, system: System) -> None:
    data = await system.json("/filings?year=2026")
    assert columns(data["periods"], "code", "due") == [("NAM-2026", "2026-11-16")]
    assert {(one["unit"], one["state"], one["late"]) for one in data["filings"]} >= {("SCT", "open", False)}
    assert len(data["filings"]) == 40
    await chat.hear("Lan: /baocao", "Lan: [∅ Không phát sinh]", "Lan: [∅ Đúng, không phát sinh]")
    stands = {one["unit"]: one["state"] for one in (await system.json("/filings"))["filings"]}
    assert (stands["SCT"], stands["SNNMT"]) == ("nil", "open")
    row = next(row for row in await system.table("/filings.csv?unit=SCT"))
    assert row == {
        "period": "NAM-2026",
        "period_title": "Báo cáo năm 2026",
        "period_due": "2026-11-16",
        "unit": "SCT",
        "state": "nil",
        "late": "false",
    }


async def test_the_codes_have_names(system: System) -> None:
    units = {one["code"]: one for one in (await system.json("/units"))["units"]}
    assert units["SCT"]["name"] == "Sở Công Thương"
    assert (units["SNNPTNT"]["last"], units["SNNPTNT"]["successors"]) == ("2025-02-28", ["SNNMT"])
    ended = next(row for row in await system.table("/units.csv") if row["code"] == "SNNPTNT")
    assert (ended["last"], ended["successors"]) == ("2025-02-28", "SNNMT")
    groups = (await system.json("/groups"))["groups"]
    assert [one["number"] for one in groups] == [1, 2, 3, 4, 5, 6]
    assert (await system.table("/groups.csv"))[3]["short"] == "Đào tạo, tập huấn nhân lực"


async def test_csv_comes_to_whoever_prefers_it(system: System) -> None:
    for accept, kind in (
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv, application/json;q=0.5", "text/csv; charset=utf-8"),
        ("application/json, text/csv;q=0.9", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "application/json"),
        ("text/csv;q=nonsense", "application/json"),
    ):
        answer = await system.get("/groups", Accept=accept)
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind), accept
        assert answer.headers["vary"] == "Accept"


async def test_the_winners_of_the_award_are_told_with_their_stage(chat: Player, system: System) -> None:
    with turn(chat.engine) as session:
        firm(session, 1, "Công ty Vàng")
        session.get_one(Enterprise, 1).form = Form.COMPANY
        row = record(session, chat, "SCT", Kind.AWARD, date(2026, 4, 1), award_year=2026)
        take_part(session, row, (1,), Stage.GOLD)
        settle(session)
    (one,) = (await system.json("/activities"))["activities"]
    assert (one["award_year"], one["enterprises"][0]["stage"]) == (2026, "gold")


async def test_no_cell_begins_as_a_formula_where_semicolons_part_cells_too(
    chat: Player, system: System
) -> None:
    with turn(chat.engine) as session:
        row = record(session, chat, "SCT", Kind.TRAINING, date(2026, 4, 1))
        session.get_one(Activity, row).title = "Tập huấn;=HYPERLINK(A1)"
        settle(session)
    answer = await system.get("/activities.csv")
    assert ',"Tập huấn;=HYPERLINK(A1)",' in answer.text


async def test_two_parts_of_what_is_one_enterprise_now_are_told_once_in_the_csv(
    chat: Player, system: System
) -> None:
    with turn(chat.engine) as session:
        for number, name in ((1, "Công ty Muối"), (2, "Cty Muối"), (3, "Công ty Nho")):
            firm(session, number, name)
        row = record(session, chat, "SCT", Kind.SUPPORT, date(2026, 4, 1))
        take_part(session, row, (1, 2, 3))
        session.flush()
        settle(session)
        one, other = session.get_one(Enterprise, 1), session.get_one(Enterprise, 2)
        merging.merge(session, one, other, by=1, now=chat.clock.now())
    (given,) = (await system.json("/activities"))["activities"]
    assert [part["number"] for part in given["enterprises"]] == [1, 1, 3]
    (told,) = await system.table("/activities.csv")
    assert columns([told], "enterprises", "enterprise_names") == [("2", "Công ty Muối; Công ty Nho")]
