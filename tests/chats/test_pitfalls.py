"""This file is the ways in which such figures go wrong elsewhere, each with a test that they don't here.

The figures are worked out by hand in each docstring.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from handlers import doubles, effects, progress, snapshots
from handlers.replies import progress as words
from models import activity, amendment, plan, planfile, planstore, snapshot, tally
from models.activity import Activity, Certificate, Expert
from models.database import turn
from models.enterprise import Enterprise
from models.rules.counting import Comparator, Counts, Form, Kind, Part, Stage
from models.rules.effects import Reason
from models.rules.figures import Recounted
from models.rules.progress import Progress, Standing, percent
from models.rules.spans import Span
from tests.chat import Player
from tests.chats.test_progress import record, take_part
from tests.conftest import PLAN

LAST_OF_2025 = date(2025, 12, 31)


def found_on(chat: Player, on: date) -> dict[str, Progress]:
    """Give every indicator on a day, counted twice: from the kept totals where they tell, and from scratch."""
    with turn(chat.engine) as session:
        the_plan = plan.current(session)
        tally.rebuild(session, the_plan)
        counted = progress.count(session, on)
        facts = Recounted(activity.facts(session, the_plan), on)
        for one in counted.now:
            assert one.value == facts.done(one.goal.counts, one.span)
        return {one.goal.indicator: one for one in counted.now}


def reasons(chat: Player, code: str, year: int | None = None, on: date = date(2026, 11, 2)) -> list[str]:
    """Give why things were left out, sorted."""
    with turn(chat.engine) as session:
        found = effects.explained(session, progress.count(session, on), code, year).found
        return sorted(line.reason.value for line in found.left_out if line.reason)


def enterprises(session: Session, count: int, form: Form = Form.COMPANY) -> None:
    for n in range(1, count + 1):
        session.add(Enterprise(id=n, name=f"DN {n}", folded=f"dn {n}", form=form))
    session.flush()


def support(
    session: Session, chat: Player, day: date, who: Iterable[int], unit: str = "SCT", **told: Any
) -> int:
    number = record(session, chat, unit, Kind.SUPPORT, day, **told)
    take_part(session, number, who)
    return number


def course(
    session: Session, chat: Player, day: date, leaders: int, *, in_depth: bool = True, **told: Any
) -> int:
    values = {"attendances": leaders, "leaders": leaders, "in_depth": in_depth, **told}
    return record(session, chat, "SCT", Kind.TRAINING, day, **values)


async def test_01_attendances_are_neither_persons_nor_days(chat: Player) -> None:
    """One group of 10 at two courses, one of three days: 20 attendances, not 10 and not 40."""
    with turn(chat.engine) as session:
        course(session, chat, date(2026, 3, 2), 10)
        three_days = course(session, chat, date(2026, 3, 6), 10)
        row = session.get(Activity, three_days)
        assert row is not None
        row.first = date(2026, 3, 4)
        course(session, chat, date(2026, 4, 1), 25, in_depth=False)
        course(session, chat, date(2026, 4, 2), 0, attendances=50)  # officials only
    assert found_on(chat, date(2026, 11, 2))["LD"].value == 20
    assert reasons(chat, "LD") == ["general", "no_leaders"]


async def test_02_an_enterprise_counts_once_a_year_and_again_the_next(chat: Player) -> None:
    """1 twice in 2024, by two units, and in 2025; 2 in 2025: 2024 has 1, 2025 has 2; over both years 2 differ."""
    with turn(chat.engine) as session:
        enterprises(session, 2)
        support(session, chat, date(2024, 3, 1), [1])
        support(session, chat, date(2024, 9, 1), [1], "SNNMT")
        support(session, chat, date(2025, 3, 1), [1, 2])
    dn = found_on(chat, LAST_OF_2025)["DN"]
    assert ([year.value for year in dn.years], dn.distinct) == ([0, 0, 0, 1, 2], 2)
    assert reasons(chat, "DN", 2024) == ["same"]


async def test_03_a_good_year_does_not_make_up_for_a_missed_one(chat: Player) -> None:
    """18, 12, 8, 10, 15 enterprises: 63 in all, four of five years met, 2023 missed."""
    with turn(chat.engine) as session:
        enterprises(session, 18)
        for year, count in zip(range(2021, 2026), (18, 12, 8, 10, 15), strict=True):
            support(session, chat, date(year, 6, 1), range(1, count + 1))
    dn = found_on(chat, LAST_OF_2025)["DN"]
    assert [year.value for year in dn.years] == [18, 12, 8, 10, 15]
    assert ([year.met for year in dn.years], dn.years_met) == ([True, True, False, True, True], 4)


async def test_04_at_least_is_met_by_the_number_and_above_only_beyond_it(chat: Player) -> None:
    """ "Trên 250": 250 is 100 % and not met, 251 is. "Ít nhất 10" is met at 10."""
    with turn(chat.engine) as session:
        course(session, chat, date(2025, 3, 1), 250)
    ld = found_on(chat, LAST_OF_2025)["LD"]
    assert (ld.value, ld.percent, ld.met) == (250, Decimal("100.0"), False)
    with turn(chat.engine) as session:
        course(session, chat, date(2025, 4, 1), 1)
    assert found_on(chat, LAST_OF_2025)["LD"].met
    assert Comparator.AT_LEAST.met(10, 10)


async def test_05_the_year_that_runs_is_open_and_its_estimate_stands_apart(chat: Player) -> None:
    """One supported by 02/11/2026, another expected in December: 1, with the estimate 2; open, never missed."""
    with turn(chat.engine) as session:
        enterprises(session, 2)
        support(session, chat, date(2026, 3, 1), [1])
        support(session, chat, date(2026, 12, 20), [2])
    dn = found_on(chat, date(2026, 11, 2))["DN"]
    assert (dn.value, dn.estimate, dn.years[-1].open) == (1, 2, True)
    assert dn.standing is not Standing.MISSED
    assert reasons(chat, "DN", 2026) == ["estimate"]


async def test_06_the_block_to_2030_is_shown_in_both_readings(chat: Player) -> None:
    """30 leaders in 2024 and 12 in 2026: 42 over 2021-2030, 12 over 2026-2030."""
    with turn(chat.engine) as session:
        course(session, chat, date(2024, 3, 1), 30)
        course(session, chat, date(2026, 3, 1), 12)
    ld = found_on(chat, date(2026, 11, 2))["LD"]
    assert ld.other_reading is not None
    assert (ld.value, ld.other_reading.value) == (42, 12)
    for reading, value in (("B", 12), ("A", 42)):
        with turn(chat.engine) as session:
            assert plan.settle(session, plan.current(session), reading, "Công văn 12", now=chat.clock.now())
        settled = found_on(chat, date(2026, 11, 2))["LD"]
        assert (settled.value, settled.other_reading) == (value, None)
    with turn(chat.engine) as session:
        counted = progress.count(session, date(2026, 11, 2))
        assert effects.explained(session, counted, "LD").found.figure == 42
        planstore.store(session, planfile.read(PLAN), now=chat.clock.now())
        assert plan.current(session).reading == "A"  # loading the plan again does not undo it


async def test_07_a_stock_loses_what_was_withdrawn_from_that_day_on(chat: Player) -> None:
    """Two experts of 2023; one certificate is withdrawn on 01/05/2026: 2 to 30/04/2026 and for 2025, then 1."""
    with turn(chat.engine) as session:
        row = record(session, chat, "SCT", Kind.CERTIFICATION, date(2023, 7, 1))
        for n in (1, 2):
            session.add(Expert(id=n, name=f"CG {n}", folded=f"cg {n}"))
            session.flush()
            session.add(Certificate(id=n, activity_id=row, expert_id=n, number=f"CN-{n}"))
        session.flush()
        of = session.get(Activity, row)
        assert of is not None
        amendment.withdraw(session, of, [2], date(2026, 5, 1), "thu hồi", by=1, now=chat.clock.now())
    held = [found_on(chat, day)["CG"].value for day in (LAST_OF_2025, date(2026, 4, 30), date(2026, 5, 1))]
    assert held == [2, 2, 1]
    with turn(chat.engine) as session:
        ever = [
            one for one in activity.facts(session, plan.current(session)) if one.counts is Counts.CERTIFIED
        ]
        assert len({one.who for one in ever}) == 2  # that they were certified stays told


async def test_08_a_withdrawn_model_keeps_its_support_and_a_voided_one_leaves_all(chat: Player) -> None:
    """A model of 2026 is MH 1 and DN 1; withdrawn: 0 and 1; voided, as if never: 0 and 0; nothing is deleted."""
    with turn(chat.engine) as session:
        enterprises(session, 1)
        number = record(session, chat, "SCT", Kind.MODEL, date(2026, 3, 1))
        take_part(session, number, [1])
        row = session.get(Activity, number)
        assert row is not None
        tally.rebuild(session, plan.current(session))
        (item,) = amendment.items_of(session, row)

    def both() -> tuple[int, int]:
        found = found_on(chat, date(2026, 11, 2))
        return found["MH"].value, found["DN"].value

    assert both() == (1, 1)
    with turn(chat.engine) as session:
        row = session.get_one(Activity, number)
        amendment.withdraw(session, row, [item.id or 0], date(2026, 6, 1), "x", by=1, now=chat.clock.now())
    assert both() == (0, 1)
    with turn(chat.engine) as session:
        amendment.void(session, session.get_one(Activity, number), "ghi trùng", by=1, now=chat.clock.now())
    assert both() == (0, 0)
    with turn(chat.engine) as session:
        assert len(activity.parts(session, session.get_one(Activity, number))) == 1


async def test_09_what_was_reported_upward_is_frozen(chat: Player) -> None:
    """30 leaders are reported; then the course is taken back and one of 12 is added: reported 30, now 12."""
    with turn(chat.engine) as session:
        number = course(session, chat, date(2026, 3, 1), 30)
        counted = progress.count(session, date(2026, 11, 2))
        frozen = snapshots.frozen(session, counted)
        row = snapshot.make(session, counted.plan, "1/BC", frozen, counted.on, by=1, now=chat.clock.now())
        mark = row.hash
        amendment.void(session, session.get_one(Activity, number), "ghi trùng", by=1, now=chat.clock.now())
        course(session, chat, date(2026, 4, 1), 12)
    with turn(chat.engine) as session:
        counted = progress.count(session, date(2026, 11, 2))
        row = snapshots.find(session, counted, 1)
        found = snapshots.difference(session, counted, row, "LD")
        assert (found.reported, found.now, row.hash, row.is_whole) == (30, 12, mark, True)
    assert found_on(chat, date(2026, 11, 2))["LD"].value == 12


async def test_10_one_activity_told_by_two_units_counts_once(chat: Player) -> None:
    """Organiser and co-organiser tell of one course, 40 and 42 leaders, and of one support of enterprise 1,
    the second naming 2 as well. Proposed: two pairs. Counted once, each as the organiser told it: LD 40 not
    82, DN of 2026 1 not 2, 2 activities not 4; both reports stay, and the co-organiser's counts nowhere.
    """
    with turn(chat.engine) as session:
        enterprises(session, 2)
        own = course(session, chat, date(2026, 3, 2), 40, place="Hội trường Sở")
        told = {"attendances": 42, "leaders": 42, "in_depth": True, "place": "hội trường Sở"}
        other = record(session, chat, "SNNMT", Kind.TRAINING, date(2026, 3, 2), **told)
        first = support(session, chat, date(2026, 5, 4), [1])
        second = support(session, chat, date(2026, 5, 4), [1, 2], "SNNMT")
    before = found_on(chat, date(2026, 11, 2))
    assert (before["LD"].value, before["DN"].value) == (82, 2)
    with turn(chat.engine) as session:
        found = {(one, two) for one, two, _alike in doubles.likely(session, date(2026, 11, 2))}
        assert found == {(own, other), (first, second)}
        for goes, stays in ((other, own), (second, first)):
            rows = session.get_one(Activity, goes), session.get_one(Activity, stays)
            amendment.count_once(session, *rows, by=1, now=chat.clock.now())
        assert doubles.likely(session, date(2026, 11, 2)) == []
    after = found_on(chat, date(2026, 11, 2))
    assert (after["LD"].value, after["DN"].value) == (40, 1)
    assert reasons(chat, "LD") == ["told_twice"]
    assert reasons(chat, "DN", 2026) == ["told_twice", "told_twice"]
    with turn(chat.engine) as session:
        the_plan = plan.current(session)
        year = Span(date(2026, 1, 1), date(2026, 12, 31))
        assert activity.counts_by(session, the_plan, Part.UNIT, year) == {"SCT": 2}
        assert [row.id for row in activity.of_unit(session, "SNNMT", year)] == [other, second]


async def test_11_entrants_winners_and_gold_are_nested_and_an_enterprise_wins_once(chat: Player) -> None:
    """1 wins in 2021 and gold in 2024; 2 wins; 3 enters: 3 entrants, GT 2, GTV 1."""
    with turn(chat.engine) as session:
        enterprises(session, 3)
        for year, who, stage in (
            (2021, 1, Stage.WON),
            (2024, 1, Stage.GOLD),
            (2025, 2, Stage.WON),
            (2025, 3, Stage.ENTERED),
        ):
            number = record(session, chat, "SCT", Kind.AWARD, date(year, 12, 1), award_year=year - 1)
            take_part(session, number, [who], stage)
    found = found_on(chat, LAST_OF_2025)
    assert (found["GT"].entrants, found["GT"].value, found["GTV"].value) == (3, 2, 1)
    with turn(chat.engine) as session:
        won = effects.explained(session, progress.count(session, LAST_OF_2025), "GT").found
    assert sorted(str(line.reason) for line in won.left_out) == ["not_won", "same"]


@pytest.mark.parametrize(
    ("cooperatives", "households", "count"), [(True, False, 2), (False, False, 1), (True, True, 3)]
)
async def test_12_who_is_an_enterprise_is_one_visible_rule(
    chat: Player, *, cooperatives: bool, households: bool, count: int
) -> None:
    """A company, a cooperative and a household: 2 by default, 1 or 3 as the lead office decides."""
    with turn(chat.engine) as session:
        the_plan = plan.current(session)
        the_plan.count_cooperatives, the_plan.count_households = cooperatives, households
        for n, form in enumerate(Form, start=1):
            session.add(Enterprise(id=n, name=f"DN {n}", folded=f"dn {n}", form=form))
        session.flush()
        support(session, chat, date(2026, 3, 1), [1, 2, 3])
    assert found_on(chat, date(2026, 11, 2))["DN"].value == count
    assert reasons(chat, "DN", 2026) == ["form"] * (3 - count)


async def test_13_attending_a_course_is_no_support(chat: Player) -> None:
    with turn(chat.engine) as session:
        course(session, chat, date(2026, 3, 1), 42)
    assert found_on(chat, date(2026, 11, 2))["DN"].value == 0


async def test_14_what_is_expected_never_reaches_what_was_done(chat: Player) -> None:
    """A course planned for October that nobody confirmed stays out when its day goes by."""
    with turn(chat.engine) as session:
        number = course(session, chat, date(2026, 10, 1), 40)
        session.get_one(Activity, number).estimate = True
    ld = found_on(chat, date(2026, 11, 2))["LD"]
    assert (ld.value, ld.estimate) == (0, 0)
    assert reasons(chat, "LD") == ["estimate"]


async def test_15_enterprises_without_names_stand_apart(chat: Player) -> None:
    """One named and four not: DN 1."""
    with turn(chat.engine) as session:
        enterprises(session, 1)
        support(session, chat, date(2026, 3, 1), [1], unnamed=4)
        found = effects.explained(session, progress.count(session, date(2026, 11, 2)), "DN", 2026).found
    assert [(line.reason, line.claim.amount) for line in found.left_out] == [(Reason.UNNAMED, 4)]
    assert found_on(chat, date(2026, 11, 2))["DN"].value == 1


async def test_16_work_over_two_years_counts_once_in_the_year_of_its_end(chat: Player) -> None:
    """Begun in 2023, accepted in 2024: 2024 has it, 2023 has not."""
    with turn(chat.engine) as session:
        enterprises(session, 1)
        number = support(session, chat, date(2024, 2, 1), [1])
        session.get_one(Activity, number).first = date(2023, 10, 1)
    assert [year.value for year in found_on(chat, LAST_OF_2025)["DN"].years] == [0, 0, 0, 1, 0]


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2024, 12, 14), 2024),
        (date(2024, 12, 15), 2024),
        (date(2024, 12, 31), 2024),
        (date(2025, 1, 1), 2025),
    ],
)
async def test_17_the_edges_of_years_belong_to_one_calendar_year(chat: Player, day: date, year: int) -> None:
    with turn(chat.engine) as session:
        enterprises(session, 1)
        support(session, chat, day, [1])
    by_year = {one.year: one.value for one in found_on(chat, LAST_OF_2025)["DN"].years}
    assert by_year == {one: int(one == year) for one in range(2021, 2026)}


async def test_17_what_is_known_to_the_month_keeps_all_its_days_and_two_years_are_asked_about(
    chat: Player,
) -> None:
    await chat.hear("Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: Xây dựng quy chế")
    assert "hai năm" in await chat.said("Lan: 20/12/2025 - 05/01/2026")
    assert "✓ Thời gian: 01-31/10/2025" in await chat.said("Lan: tháng 10/2025")


async def test_18_a_late_entry_belongs_to_the_year_in_which_it_happened(chat: Player) -> None:
    """Supported in 2023, typed on 02/11/2026: 2023 has it."""
    with turn(chat.engine) as session:
        enterprises(session, 1)
        number = support(session, chat, date(2023, 5, 1), [1])
        row = session.get_one(Activity, number)
        assert (row.last.year, row.recorded_at.year) == (2023, 2026)
    assert [year.value for year in found_on(chat, date(2026, 11, 2))["DN"].years] == [0, 0, 1, 0, 0, 0]


async def test_19_the_parts_of_a_cost_never_exceed_it_and_the_rest_is_said(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao", "Lan: [1. Cơ chế, chính sách]", "Lan: Xây dựng quy chế", "Lan: 15/10/2026"
    )
    await chat.hear("Lan: [Bỏ qua ›]", "Lan: 45 triệu", "Lan: [Ngân sách nhà nước]")
    assert "45.000.000" in await chat.said("Lan: 50 triệu")  # asked again: no more than this is left
    await chat.hear("Lan: 30 triệu", "Lan: [Bỏ qua ›]")
    assert "Chưa rõ nguồn: 15.000.000 đồng" in await chat.said("Lan: [Bỏ qua ›]")


async def test_20_units_that_share_an_enterprise_do_not_add_up_to_the_province(chat: Player) -> None:
    """Two units support the same enterprise: 1 and 1, and 1 in all."""
    with turn(chat.engine) as session:
        enterprises(session, 1)
        support(session, chat, date(2026, 3, 1), [1])
        support(session, chat, date(2026, 4, 1), [1], "SNNMT")
        tally.rebuild(session, plan.current(session))
        counted = progress.count(session, date(2026, 11, 2))
        shares = progress.by_unit(session, counted, words.Units.THEN, today=date(2026, 11, 2))
    assert {one.unit.code: dict(one.figures) for one in shares if one.figures} == {
        "SCT": {"DN": 1},
        "SNNMT": {"DN": 1},
    }
    assert found_on(chat, date(2026, 11, 2))["DN"].value == 1


async def test_21_a_predecessor_and_its_successor_are_not_counted_twice(chat: Player) -> None:
    """SNNPTNT and its successor SNNMT support the same enterprise in 2025: 1; at the unit of today 1 of two."""
    with turn(chat.engine) as session:
        enterprises(session, 1)
        support(session, chat, date(2025, 2, 1), [1], "SNNPTNT")
        support(session, chat, date(2025, 6, 1), [1], "SNNMT")
        tally.rebuild(session, plan.current(session))
        counted = progress.count(session, LAST_OF_2025)
        now = progress.by_unit(session, counted, words.Units.NOW, today=date(2026, 11, 2))
    (merged,) = (one for one in now if one.figures)
    assert (merged.unit.code, dict(merged.figures), merged.activities) == ("SNNMT", {"DN": 1}, 2)
    assert found_on(chat, LAST_OF_2025)["DN"].value == 1


def test_22_a_share_has_one_decimal_and_no_cap() -> None:
    assert [percent(*one) for one in ((12, 10), (250, 250), (1, 3), (5, 1000))] == [
        Decimal("120.0"),
        Decimal("100.0"),
        Decimal("33.3"),
        Decimal("0.5"),
    ]


async def test_23_products_are_no_enterprises(chat: Player) -> None:
    """5.000 stamps and 12 products of one enterprise: DN 1."""
    with turn(chat.engine) as session:
        enterprises(session, 1)
        support(session, chat, date(2026, 3, 1), [1], outputs=5000)
        support(session, chat, date(2026, 4, 1), [1], outputs=12)
    assert found_on(chat, date(2026, 11, 2))["DN"].value == 1


async def test_24_a_branch_counts_at_its_enterprise(chat: Player) -> None:
    """The parent and its branch -001, told in one year: one enterprise."""
    for code in ("4590001385", "4590001385-001"):
        await chat.hear("Lan: /baocao", "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]")
        await chat.hear("Lan: [Hỗ trợ doanh nghiệp áp dụng giải pháp]", "Lan: Hỗ trợ 5S", "Lan: 15/10/2026")
        await chat.hear("Lan: Công ty TNHH Nông sản Hải Đăng", f"Lan: {code}", "Lan: [5S]")
        await chat.hear("Lan: [Đã áp dụng]", "Lan: [Không còn]", *["Lan: [Bỏ qua ›]"] * 3, "Lan: [✅ Lưu]")
    assert found_on(chat, date(2026, 11, 2))["DN"].value == 1
    assert reasons(chat, "DN", 2026) == ["same"]
