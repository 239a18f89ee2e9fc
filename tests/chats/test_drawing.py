"""This file is two pictures in the chat: how one indicator grew, and one unit; what stands on them, and for whom."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from handlers import drawing, group, progress
from handlers.replies import drawing as said
from handlers.replies.words import speaking
from handlers.request import Incoming, Request, Sort
from models import activity, contact, plan, unit
from models.activity import Activity, Participation
from models.database import turn
from models.errand import MOST_ATTEMPTS, Errand, ErrandState
from models.report import Report
from models.rules.counting import Counts, Kind
from models.rules.course import course
from models.rules.spans import Span
from models.rules.states import ReportState
from tests.chat import FIRST_GROUP, ZONE, Player
from tests.chats.buttons import forge
from tests.chats.firms import firm, settle, supported
from tests.chats.test_groups import subscribe
from tests.chats.test_progress import five_years, record, take_part


def asked(session: Session, chat: Player, who: str, argument: str) -> Request:
    """Ask as the workshop does, in a person's name."""
    person = contact.by_chat(session, chat.people[who])
    assert person is not None
    said_by = Incoming(update_id=0, sort=Sort.OTHER, chat_id=person.chat_id, name=person.name)
    return Request(session=session, now=chat.clock.now(), said=said_by, contact=person, argument=argument)


async def test_each_indicator_is_drawn_from_below_the_pace(chat: Player) -> None:
    five_years(chat)
    await chat.hear("Hòa: /tiendo")
    await chat.goes("""
        Hòa: [📈 Nhịp độ, dự báo]
        Bot ✎: Nhịp độ, dự báo · Tính đến 02/11/2026
             …
             [📈 CG] [📈 LD] [📈 DN]
             [📈 MH] [📈 GT] [📈 GTV]
             [‹ Tổng quan]
        Hòa: [📈 DN]
        Bot ⌁ Đang tạo ảnh…
        Bot: (ảnh) Tính đến 02/11/2026
        Hòa: [📈 GTV]
        Bot ⌁ Đang tạo ảnh…
        Bot: (ảnh) Tính đến 02/11/2026
    """)
    assert len([shown for shown in chat.standin.chat(chat.people["Hòa"]) if shown.file]) == 2


async def test_the_last_point_is_the_figure_of_the_day(chat: Player) -> None:
    """A model of August is withdrawn in October: in September the figure was higher than it is now."""
    five_years(chat)
    with turn(chat.engine) as session:
        again = record(session, chat, "SNNMT", Kind.MODEL, date(2026, 8, 1))
        take_part(session, again, (2,))
        session.flush()
        (part,) = session.exec(select(Participation).where(Participation.activity_id == again))
        part.withdrawn_on = date(2026, 10, 1)
        settle(session)
        the_plan, span = plan.current(session), Span(date(2021, 1, 1), date(2030, 12, 31))
        models = activity.done_for(session, the_plan, Counts.MODELS, span)
        grown = course(models, Counts.MODELS, span, date(2026, 11, 2))
        assert [value for _day, value in grown[-5:]] == [1, 2, 2, 1, 1]
    for day in (date(2026, 11, 2), date(2025, 6, 30), date(2024, 6, 1)):
        with turn(chat.engine) as session:
            counted = progress.count(session, day)
            for one in counted.now:
                counts, span = one.goal.counts, one.span
                known = activity.done_for(session, counted.plan, counts, span)
                assert course(known, counts, span, day)[-1] == (day, one.value), one.goal.indicator


async def test_the_picture_says_what_pace_and_forecast_say(chat: Player) -> None:
    """Six in 306 days of 2026, 59 are left: 1 more is likely. On day 306 of 365 16 of the 20 are expected."""
    with turn(chat.engine) as session:
        for number in range(1, 7):
            firm(session, number, f"Doanh nghiệp {number}")
            supported(session, chat, "SCT", date(2026, number, 15), [number])
        supported(session, chat, "SNNMT", date(2026, 10, 1), [1])
        settle(session)
        counted = progress.count(session, date(2026, 11, 2))
        one = next(one for one in progress.paces(counted) if one.progress.goal.indicator == "DN")
        known = activity.done_for(session, counted.plan, one.progress.goal.counts, one.progress.span)
        grown = course(known, one.progress.goal.counts, one.progress.span, counted.on)
        with speaking("vi"):
            card = said.growth(progress.named(counted.indicators["DN"]), one, grown, "Sở KH&CN", counted.on)
    assert [value for _day, value in grown] == [1, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6]
    assert card.title == "DN · DN được hỗ trợ áp dụng giải pháp"
    assert [chip.text for chip in card.chips] == ["6/20 doanh nghiệp · 30% · đang thực hiện, chậm nhiều"]
    assert card.facts == (
        "Đến hôm nay cần có: 16",
        "Cần thêm 14, khoảng 7,3 mỗi tháng",
        "Dự báo đến 31/12/2026: 7, chưa đủ (nếu giữ nhịp từ 01/01/2026 đến 02/11/2026: thêm 6)",
    )
    view = await chat.said("Hòa: /tiendo") and await chat.said("Hòa: [📈 Nhịp độ, dự báo]")
    for fact in card.facts:
        assert fact[:1].lower() + fact[1:] in view.replace("\n     ", "\n")
    # The target is the highest: all stands below it in proportion.
    top = card.target.at / 20
    assert card.forecast is not None
    assert (card.forecast.text, card.forecast.mark) == ("7", "far_behind")
    assert card.forecast.at == pytest.approx(7 * top)
    assert card.points[-1] == pytest.approx((306 / 365, 6 * top))
    assert [(tick.text, round(tick.at / top)) for tick in card.levels] == [
        ("0", 0), ("5", 5), ("10", 10), ("15", 15), ("20", 20),
    ]  # fmt: skip
    assert [tick.text for tick in card.days] == [str(month) for month in range(1, 13)]


async def test_nothing_is_foretold_from_too_little(chat: Player) -> None:
    five_years(chat)
    with turn(chat.engine) as session, speaking("vi"):
        counted = progress.count(session, date(2026, 11, 2))
        one = next(one for one in progress.paces(counted) if one.progress.goal.indicator == "GTV")
        card = said.growth(progress.named(counted.indicators["GTV"]), one, [], "", counted.on)
    assert card.forecast is None
    assert "Chưa đủ số liệu để dự báo" in card.facts
    assert "Riêng 2026-2030: 1" in card.facts
    assert [tick.text for tick in card.levels] == ["0", "1", "2"]
    assert [tick.text for tick in card.days] == [str(year) for year in range(2021, 2031)]


async def test_forged_buttons_draw_nothing(chat: Player) -> None:
    await chat.hear("Hòa: /tiendo", "Lan: /tiendo", "Bảo: /tiendo")
    forge(chat, "Hòa", "t:line:XX", "t:line", "t:line:", "t:unit:XX", "t:unit", "t:unit:SCT:1", "t:pick:x")
    forge(chat, "Lan", "t:line:DN", "t:pick:0", "t:unit:SNNMT", "t:unit:sct", "t:unit:", "t:unit:SCT ")
    heard = await chat.said("── 02/11/2026 08:01 ──")
    assert "(ảnh)" not in heard
    with turn(chat.engine) as session:
        assert session.exec(select(Errand)).all() == []
    assert len([toast for toast in chat.standin.toasts if toast.text.startswith("Nút này đã cũ")]) == 12


async def test_a_contact_has_the_picture_of_its_own_unit(chat: Player) -> None:
    five_years(chat)
    await chat.goes("""
        Lan: /tiendo
        Bot: Sở Công Thương
             …
             [📝 Báo cáo ngay] [🖼 Ảnh]
        Lan: [🖼 Ảnh]
        Bot ⌁ Đang tạo ảnh…
        Bot: (ảnh) Tính đến 02/11/2026
    """)


async def test_the_right_to_a_units_picture_is_asked_again_when_it_is_made(chat: Player) -> None:
    """Lan asked for her unit's, and is of another one by the time it is made; an errand was written for a third."""
    with turn(chat.engine) as session:
        for who, code, comes in (
            ("Lan", "SCT", True), ("Lan", "SNNMT", False), ("Minh", "SCT", False),
            ("Bảo", "SCT", True), ("Hòa", "SNNMT", True), ("Hòa", "XX", False),
        ):  # fmt: skip
            (reply,) = drawing.draw_unit(asked(session, chat, who, code))
            assert (reply.photo is not None) is comes, (who, code)
            assert reply.text  # whoever asked hears something in any case
        (reply,) = drawing.draw_growth(asked(session, chat, "Hòa", "XX"))
        assert reply.photo is None
        assert reply.text


async def test_the_lead_office_chooses_a_unit(chat: Player) -> None:
    await chat.hear("Hòa: /tiendo")
    await chat.goes("""
        Hòa: [🏢 Theo đơn vị]
        Bot ✎: Theo đơn vị lúc báo cáo · Tính đến 02/11/2026
             …
             [🔁 Theo đơn vị hiện nay]
             [🖼 Ảnh số liệu của một đơn vị]
             [‹ Tổng quan]
        Hòa: [🖼 Ảnh số liệu của một đơn vị]
        Bot ✎: Anh/chị cần ảnh số liệu của đơn vị nào?
             [Sở KH&CN]
             [Sở Công Thương]
             [Sở NN&MT]
             [Sở Y tế]
             [Sở Xây dựng]
             [Sở Tài chính]
             [Sở VHTT&DL]
             [Sở GD&ĐT]
             [Trang sau ›]
             [‹ Theo đơn vị]
        Hòa: [Trang sau ›]
        Bot ✎: Anh/chị cần ảnh số liệu của đơn vị nào?
             [Sở Nội vụ]
             …
             [‹ Trang trước] [Trang sau ›]
             [‹ Theo đơn vị]
        Hòa: [Sở Nội vụ]
        Bot ⌁ Đang tạo ảnh…
        Bot: (ảnh) Tính đến 02/11/2026
        Hòa: [‹ Theo đơn vị]
        Bot ✎: Theo đơn vị lúc báo cáo · Tính đến 02/11/2026
             …
    """)


async def test_units_that_ended_can_be_chosen_behind_the_others(chat: Player) -> None:
    with turn(chat.engine) as session:
        listed = progress.units_to_draw(session, date(2026, 11, 2))
        known = {row.code: row for row in unit.in_order(session)}
    assert {code for code, _short in listed} == known.keys()
    alive = [unit.is_alive(known[code], date(2026, 11, 2)) for code, _short in listed]
    assert alive == sorted(alive, reverse=True)
    assert not alive[-1]


async def test_a_units_picture_says_what_its_rows_say(chat: Player) -> None:
    five_years(chat)
    with turn(chat.engine) as session:
        odd = session.get_one(Activity, record(session, chat, "SCT", Kind.TRAINING, date(2026, 10, 5)))
        odd.title = "*Lớp* #5S <b>"
        twin = session.get_one(Activity, record(session, chat, "SCT", Kind.TRAINING, date(2026, 10, 6)))
        twin.same_as = odd.id
        settle(session)
        (late,) = session.exec(select(Report).where(Report.unit == "SCT"))
        late.state, late.filed_at = ReportState.SUBMITTED, datetime(2026, 11, 18, 9, tzinfo=ZONE)
    chat.clock.hour = datetime(2026, 11, 20, 8, tzinfo=ZONE)
    with turn(chat.engine) as session:
        (sct, snnmt) = (
            drawing.standing(asked(session, chat, "Hòa", ""), session.get_one(unit.Unit, code))
            for code in ("SCT", "SNNMT")
        )
        with speaking("vi"):
            ours, theirs = said.unit_card(sct, "3483"), said.unit_card(snnmt, "3483")
    assert [(one.figure, one.measure) for one in ours.brought] == [
        ("2", "người"), ("30", "lượt"), ("2", "doanh nghiệp"), ("1", "doanh nghiệp"), ("2", "doanh nghiệp"),
        ("1", "doanh nghiệp"),
    ]  # fmt: skip
    # In 2026: a support, an award, certificates, and one of the two courses: the twin is counted elsewhere.
    assert ours.deeds_title == "4 hoạt động năm 2026 (không kể ước thực hiện)"
    assert (ours.deeds[0].day, ours.deeds[0].title) == ("05/10/2026", "*Lớp* #5S <b>")
    assert [(one.title, one.state, one.cell.mark, one.cell.late) for one in ours.duties] == [
        ("Báo cáo năm 2026", "Chờ duyệt, nộp muộn · hạn 16/11/2026", "waiting", True)
    ]
    assert [(chip.text, chip.mark) for chip in ours.chips] == [("Hiện không có báo cáo nào phải nộp.", "met")]
    assert [(chip.text, chip.mark) for chip in theirs.chips] == [
        ("Cần nộp: Báo cáo năm 2026, hạn 16/11/2026", "far_behind")
    ]
    assert "kể cả ước thực hiện: 4" in {one.note for one in theirs.brought}


async def test_a_picture_follows_a_groups_summary_once_and_a_person_has_the_button(chat: Player) -> None:
    await subscribe(chat)
    heard = await chat.said("── 06/11/2026 08:00 ──")
    assert "Bot → @Tổ 3483: 🗓 Tổng hợp tuần" in heard
    await chat.restart()
    await chat.hear("── 06/11/2026 08:05 ──", "── 06/11/2026 16:00 ──")
    in_group = [shown for shown in chat.standin.chat(FIRST_GROUP) if shown.by_bot]
    assert [bool(shown.file) for shown in in_group[-2:]] == [False, True]
    assert len([shown for shown in in_group if shown.file]) == 1
    morning = [shown for shown in chat.standin.chat(chat.people["Hòa"]) if "Tổng hợp tuần" in shown.text]
    assert len(morning) == 1
    assert not [shown for shown in chat.standin.chat(chat.people["Hòa"]) if shown.file]
    await chat.goes("""
        Hòa: [🖼 Ảnh]
        Bot ⌁ Đang tạo ảnh…
        Bot: (ảnh) Tính đến 06/11/2026
        Bot: (ảnh) Tính đến 06/11/2026
        Hòa: [📈 Nhịp độ, dự báo]
        Bot ✎: Nhịp độ, dự báo · Tính đến 06/11/2026
             …
        Hòa: [📈 CG]
        Bot ⌁ Đang tạo ảnh…
        Bot: (ảnh) Tính đến 06/11/2026
    """)


async def test_a_group_that_hears_no_more_gets_no_picture(chat: Player) -> None:
    await subscribe(chat)
    with turn(chat.engine) as session:
        (drawn,) = group.draw(asked(session, chat, "Hòa", str(FIRST_GROUP)))
        assert (drawn.to, drawn.key) == (FIRST_GROUP, f"group:{FIRST_GROUP}:picture:2026-11-02")
        assert drawn.expires_at == datetime(2026, 11, 2, 17, tzinfo=ZONE)
        assert group.draw(asked(session, chat, "Hòa", "-1")) == []
    await chat.hear("Hòa @Tổ 3483: /huydangky")
    with turn(chat.engine) as session:
        assert group.draw(asked(session, chat, "Hòa", str(FIRST_GROUP))) == []


async def test_what_the_clock_had_drawn_and_can_not_be_is_nobodys_news(chat: Player) -> None:
    await subscribe(chat)
    with turn(chat.engine) as session:
        session.add(
            Errand(
                kind=group.PICTURE,
                argument=str(FIRST_GROUP),
                contact_id=1,
                made_at=chat.clock.now(),
                attempts=MOST_ATTEMPTS,
                claimed_by=999,
                state=ErrandState.WORKING,
            )
        )
    assert await chat.said("── 02/11/2026 07:51 ──") == ""
