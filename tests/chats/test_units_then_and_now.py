"""This file is /tiendo by unit in two views: as the units were when they worked, and as they are today."""

from datetime import date

import pytest
from sqlmodel import Session

from handlers import progress
from handlers.progress import Share
from handlers.replies import progress as words
from handlers.replies.progress import UnitLine, Units, UnitsView
from models import plan, tally
from models.activity import Certificate, Expert
from models.database import turn
from models.enterprise import Enterprise
from models.rules.counting import Form, Kind
from models.rules.figures import Kept, Recounted
from tests.chat import Player
from tests.chats.test_progress import asked, record, take_part

END_OF_2025 = date(2025, 12, 31)
TODAY = date(2026, 11, 2)
NINH_HAI = ("P-NINHCHU", "X-VINHHAI", "X-NINHHAI", "X-XUANHAI")  # among whom huyện Ninh Hải was divided


def train(session: Session, chat: Player, unit: str, day: date, leaders: int) -> None:
    record(session, chat, unit, Kind.TRAINING, day, attendances=leaders, leaders=leaders, in_depth=True)


def work(chat: Player) -> None:
    """Fill the years to 2025: SNNPTNT and STNMT merged into SNNMT on 01/3/2025, huyện Ninh Hải ended 30/6/2025.

    Supported in 2025 by SNNPTNT: 1, 2; STNMT: 2, 3; SNNMT: 1, 4; SCT: 4, 5; huyện Ninh Hải: 5; xã Ninh Hải: 5.
    As they were: 2, 2, 2, 2, 1, 1. Today SNNMT has 1, 2, 3, 4: 4, not 6. All of the plan: 1 to 5, that is 5.
    The model of 1 and the certificate of expert 1 stand at two of the three: once today.
    Leaders: SNNPTNT 30, SNNMT 33, huyện Ninh Hải 7: 70. Today SNNMT has 63.
    Activities: SNNPTNT 3, STNMT 2, SNNMT 4, SCT 1, huyện Ninh Hải 2, xã Ninh Hải 1: 13. Today SNNMT has 9.
    """
    with turn(chat.engine) as session:
        for n in range(1, 6):
            session.add(Enterprise(id=n, name=f"DN {n}", folded=f"dn {n}", form=Form.COMPANY))
        session.add(Expert(id=1, name="CG 1", folded="cg 1"))
        session.flush()
        for unit, day, enterprises in (
            ("SNNPTNT", date(2025, 1, 10), (1, 2)),
            ("STNMT", date(2025, 2, 20), (2, 3)),
            ("SNNMT", date(2025, 6, 1), (1, 4)),
            ("SCT", date(2025, 9, 1), (4, 5)),
            ("H-NINHHAI", date(2025, 6, 15), (5,)),
            ("X-NINHHAI", date(2025, 7, 15), (5,)),
        ):
            take_part(session, record(session, chat, unit, Kind.SUPPORT, day), enterprises)
        take_part(session, record(session, chat, "SNNPTNT", Kind.MODEL, date(2023, 5, 1)), (1,))
        take_part(session, record(session, chat, "SNNMT", Kind.MODEL, date(2025, 5, 1)), (1,))
        for unit, day, paper in (("STNMT", date(2024, 4, 1), "A-1"), ("SNNMT", date(2025, 4, 1), "A-2")):
            of = record(session, chat, unit, Kind.CERTIFICATION, day)
            session.add(Certificate(activity_id=of, expert_id=1, number=paper))
        train(session, chat, "SNNPTNT", date(2024, 9, 1), 30)
        train(session, chat, "SNNMT", date(2025, 9, 1), 33)
        train(session, chat, "H-NINHHAI", date(2024, 10, 1), 7)
        tally.rebuild(session, plan.current(session))


THEN = {
    "SCT": ({"DN": 2}, 1),
    "SNNPTNT": ({"LD": 30, "DN": 2, "MH": 1}, 3),
    "STNMT": ({"CG": 1, "DN": 2}, 2),
    "SNNMT": ({"CG": 1, "LD": 33, "DN": 2, "MH": 1}, 4),
    "H-NINHHAI": ({"LD": 7, "DN": 1}, 2),
    "X-NINHHAI": ({"DN": 1}, 1),
}
NOW = {
    "SCT": ({"DN": 2}, 1),
    "SNNMT": ({"CG": 1, "LD": 63, "DN": 4, "MH": 1}, 9),
    "H-NINHHAI": ({"LD": 7, "DN": 1}, 2),
    "X-NINHHAI": ({"DN": 1}, 1),
}
WHOLE = {"CG": 1, "LD": 70, "DN": 5, "MH": 1, "GT": 0, "GTV": 0}


def told(shares: tuple[Share, ...]) -> dict[str, tuple[dict[str, int], int]]:
    return {one.unit.code: (dict(one.figures), one.activities) for one in shares if one.activities}


def shares_on(chat: Player, day: date, units: Units, today: date) -> dict[str, Share]:
    with turn(chat.engine) as session:
        found = progress.by_unit(session, progress.count(session, day), units, today=today)
    return {one.unit.code: one for one in found}


@pytest.mark.parametrize("tallied", [True, False])
def test_both_views_have_the_figures_worked_out_by_hand(chat: Player, *, tallied: bool) -> None:
    work(chat)
    with turn(chat.engine) as session:
        plan.current(session).tallied = tallied
    with turn(chat.engine) as session:
        counted = progress.count(session, END_OF_2025)
        assert isinstance(counted.figures, Kept if tallied else Recounted)
        then = progress.by_unit(session, counted, Units.THEN, today=TODAY)
        now = progress.by_unit(session, counted, Units.NOW, today=TODAY)
        assert told(then) == THEN
        assert told(now) == NOW
        assert {one.goal.indicator: one.value for one in counted.now} == WHOLE
        for units, shares in ((Units.THEN, then), (Units.NOW, now)):
            data = progress.units_as_json(counted, units, shares)
            assert data["whole"] == WHOLE
            assert data["units"] == units
        # What adds up is the same in both: 70 leaders, 13 activities.
        for found in (then, now):
            assert sum(dict(one.figures).get("LD", 0) for one in found) == 70
            assert sum(one.activities for one in found) == 13
    if not tallied:
        with turn(chat.engine) as session:
            tally.rebuild(session, plan.current(session))


def test_only_one_heir_takes_in_and_a_divided_unit_keeps_its_line(chat: Player) -> None:
    work(chat)
    found = shares_on(chat, END_OF_2025, Units.NOW, TODAY)
    assert [row.code for row in found["SNNMT"].takes_in] == ["SNNPTNT", "STNMT"]
    assert "SNNPTNT" not in found
    assert tuple(row.code for row in found["H-NINHHAI"].divided_among) == NINH_HAI
    assert found["X-NINHHAI"].takes_in == ()
    assert "H-BACAI" not in found  # ended, and did nothing


def test_a_unit_merged_in_the_middle_of_the_year_moves_on_the_day_after_its_last(chat: Player) -> None:
    work(chat)
    last, first = date(2025, 2, 28), date(2025, 3, 1)
    # On its last day SNNPTNT has 1 and 2 of 2025, STNMT 2 and 3. A day later SNNMT has 1, 2, 3 and no own work.
    assert dict(shares_on(chat, last, Units.NOW, last)["SNNPTNT"].figures)["DN"] == 2
    assert dict(shares_on(chat, last, Units.NOW, last)["STNMT"].figures)["DN"] == 2
    assert "SNNMT" not in shares_on(chat, last, Units.NOW, last)
    assert dict(shares_on(chat, first, Units.NOW, first)["SNNMT"].figures)["DN"] == 3
    assert dict(shares_on(chat, first, Units.THEN, first)["SNNPTNT"].figures)["DN"] == 2
    # The figures of the old day under today's names.
    assert dict(shares_on(chat, last, Units.NOW, TODAY)["SNNMT"].figures)["DN"] == 3
    # A district lives to the end of its last day, and is divided on the next.
    ninh_hai = [
        shares_on(chat, END_OF_2025, Units.NOW, date(2025, m, d))["H-NINHHAI"] for m, d in ((6, 30), (7, 1))
    ]
    assert [len(one.divided_among) for one in ninh_hai] == [0, 4]


async def test_a_button_changes_the_view_and_the_other_changes_it_back(chat: Player) -> None:
    work(chat)
    await chat.goes("""
        Hòa: /tiendo
             …
        Hòa: [🏢 Theo đơn vị]
             …
        Hòa: [🔁 Theo đơn vị hiện nay]
        Bot ✎: Theo đơn vị hiện nay · Tính đến 02/11/2026
             Sở NN&MT
             CG 1 · LD 63 · MH 1
             gồm cả: Sở NN&PTNT, Sở TN&MT
             Huyện Ninh Hải
             LD 7
             đã chia về: Phường Ninh Chử, Xã Vĩnh Hải, Xã Ninh Hải, Xã Xuân Hải
             Một doanh nghiệp có thể do nhiều đơn vị hỗ trợ, nên cộng các đơn vị không nhất thiết bằng toàn tỉnh.
             Chưa có số liệu: Sở KH&CN, Sở Công Thương, Sở Y tế, Sở Xây dựng, Sở Tài chính, Sở VHTT&DL, Sở GD&ĐT, Sở Nội vụ, Sở Tư pháp, Văn phòng UBND tỉnh, Thanh tra tỉnh, Sở DT&TG, BQL các KCN, Liên minh HTX, Hiệp hội DN, Phường Đô Vinh, Phường Bảo An, Phường Phan Rang, Phường Đông Hải, Phường Ninh Chử, Xã Bác Ái Tây, Xã Bác Ái, Xã Bác Ái Đông, Xã Ninh Sơn, Xã Lâm Sơn, Xã Mỹ Sơn, Xã Anh Dũng, Xã Công Hải, Xã Vĩnh Hải, Xã Thuận Bắc, Xã Ninh Hải, Xã Xuân Hải, Xã Ninh Phước, Xã Phước Hậu, Xã Phước Dinh, Xã Phước Hữu, Xã Thuận Nam, Xã Phước Hà, Xã Cà Ná
             [🔁 Theo đơn vị lúc báo cáo]
             [🖼 Ảnh số liệu của một đơn vị]
             [‹ Tổng quan]
        Hòa: [🔁 Theo đơn vị lúc báo cáo]
        Bot ✎: Theo đơn vị lúc báo cáo · Tính đến 02/11/2026
             …
        Hòa: [‹ Tổng quan]
        Bot ✎: Tiến độ Kế hoạch 3483/KH-UBND
             …
    """)


def test_a_units_button_of_any_make_is_answered(chat: Player) -> None:
    work(chat)
    for view in ("units", "units:0", "units:then:99", "units:", "units:later:0", "units:now:x", "units:now"):
        (text,) = asked(chat, 501, view)
        now = view.startswith("units:now:")
        assert text.startswith("<b>Theo đơn vị hiện nay" if now else "<b>Theo đơn vị lúc báo cáo"), view
    # A contact sees its own unit's part alone, whatever button it sends.
    assert "Sở NN&amp;MT" not in asked(chat, 502, "units:now:0")[0]


@pytest.mark.parametrize("units", list(Units))
def test_the_view_and_the_page_travel_in_the_buttons(units: Units) -> None:
    figures = tuple((code, 1_000_000) for code in ("CG", "LD", "DN", "MH", "GT", "GTV"))
    lines = tuple(UnitLine(name=f"Đơn vị {n}", figures=figures) for n in range(80))
    view = UnitsView(on=TODAY, units=units, lines=lines)
    other = Units.NOW if units is Units.THEN else Units.THEN
    for page, turns in ((0, (1,)), (1, (0, 2)), (2, (1,)), (99, (1,))):
        data = [button.data for row in words.by_unit(view, page).buttons for button in row]
        assert data == [
            *(f"t:units:{units}:{turn}" for turn in turns),
            f"t:units:{other}:0",
            "t:pick:0",
            "t:home:0",
        ]
