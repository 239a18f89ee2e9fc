"""This file is /tiendo: the figures against the targets, as each role sees them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, select

from handlers import progress
from handlers.request import Incoming, Request, Sort
from models import activity, plan, tally
from models.activity import Activity, Certificate, Expert, Participation
from models.contact import Contact
from models.database import turn
from models.enterprise import Enterprise
from models.rules.counting import Form, Kind, Stage
from models.rules.figures import Kept, Recounted
from tests.chat import Player

GROUPS = {Kind.SUPPORT: 3, Kind.MODEL: 3, Kind.AWARD: 3, Kind.TRAINING: 4, Kind.CERTIFICATION: 4}


def record(session: Session, chat: Player, unit: str, kind: Kind, day: date, **told: Any) -> int:
    """Write an activity down as if a contact had entered it, and give its number."""
    row = Activity(
        plan="3483",
        unit=unit,
        group=GROUPS[kind],
        kind=kind,
        title=f"{kind} {day}",
        first=day,
        last=day,
        recorded_at=chat.clock.now(),
        recorded_by=1,
        estimate=day > chat.clock.now().date(),
        **told,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def take_part(
    session: Session, activity: int, enterprises: Iterable[int], stage: Stage | None = None
) -> None:
    for enterprise in enterprises:
        part = Participation(
            activity_id=activity, enterprise_id=enterprise, name=str(enterprise), stage=stage
        )
        session.add(part)


def five_years(chat: Player) -> None:
    """Fill the plan: every figure below is worked out by hand from these lines."""
    with turn(chat.engine) as session:
        for number, form in enumerate(
            (Form.COMPANY,) * 3 + (Form.COOPERATIVE, Form.COMPANY, Form.HOUSEHOLD), 1
        ):
            session.add(Enterprise(id=number, name=f"DN {number}", folded=f"dn {number}", form=form))
        for number in (1, 2):
            session.add(Expert(id=number, name=f"CG {number}", folded=f"cg {number}"))
        session.flush()
        # Supported in 2024: 1 and 4. In 2026: 1, 2 and 3; the second by two units. 6 is a household, 5 is ahead.
        take_part(session, record(session, chat, "SCT", Kind.SUPPORT, date(2024, 6, 1)), (1, 4))
        take_part(session, record(session, chat, "SCT", Kind.SUPPORT, date(2026, 3, 1)), (1, 2))
        take_part(session, record(session, chat, "SNNMT", Kind.SUPPORT, date(2026, 5, 1)), (2, 3, 6))
        take_part(session, record(session, chat, "SNNMT", Kind.SUPPORT, date(2026, 12, 20)), (5,))
        # One pilot model, reported twice: by it enterprise 1 is supported in 2025, and in 2026, where it counts anyway.
        take_part(session, record(session, chat, "SCT", Kind.MODEL, date(2025, 6, 1)), (1,))
        take_part(session, record(session, chat, "SNNMT", Kind.MODEL, date(2026, 6, 1)), (1,))
        # Won in 2025: 1. In 2026: gold for 2, and 3 only entered.
        award = record(session, chat, "SCT", Kind.AWARD, date(2025, 12, 1), award_year=2025)
        take_part(session, award, (1,), Stage.WON)
        award = record(session, chat, "SCT", Kind.AWARD, date(2026, 4, 1), award_year=2026)
        take_part(session, award, (2,), Stage.GOLD)
        take_part(session, award, (3,), Stage.ENTERED)
        # Leaders at in-depth courses: 30 and 33; the 100 at a general one do not count.
        record(
            session, chat, "SCT", Kind.TRAINING, date(2024, 9, 1), attendances=40, leaders=30, in_depth=True
        )
        record(
            session, chat, "SNNMT", Kind.TRAINING, date(2026, 9, 1), attendances=50, leaders=33, in_depth=True
        )
        record(
            session,
            chat,
            "SNNMT",
            Kind.TRAINING,
            date(2026, 9, 2),
            attendances=120,
            leaders=100,
            in_depth=False,
        )
        # One expert certified in 2023 and again in 2026, and another in 2026.
        old = record(session, chat, "SCT", Kind.CERTIFICATION, date(2023, 7, 1))
        new = record(session, chat, "SCT", Kind.CERTIFICATION, date(2026, 7, 1))
        for activity, expert, paper in ((old, 1, "NSCL-1"), (new, 1, "NSCL-2"), (new, 2, "NSCL-3")):
            session.add(Certificate(activity_id=activity, expert_id=expert, number=paper))
        tally.rebuild(session, plan.current(session))


async def test_the_lead_office_sees_every_indicator_against_its_target(chat: Player) -> None:
    five_years(chat)
    await chat.goes("""
        Hòa: /tiendo
        Bot: Tiến độ Kế hoạch 3483/KH-UBND
             Tính đến 02/11/2026
             CG · Chuyên gia NSCL được chứng nhận
             🟥⬜⬜⬜⬜⬜⬜⬜⬜⬜ 2/20 người · 10%
             chậm nhiều · 2021-2030
             còn thiếu 18 · riêng 2026-2030: 2
             LD · Lượt lãnh đạo, quản lý DN được đào tạo
             🟥⬜⬜⬜⬜⬜⬜⬜⬜⬜ 63/trên 500 lượt · 12,6%
             chậm nhiều · 2021-2030
             còn thiếu 438 · riêng 2026-2030: 33
             DN · DN được hỗ trợ áp dụng giải pháp
             🟥⬜⬜⬜⬜⬜⬜⬜⬜⬜ 3/20 doanh nghiệp · 15%
             đang thực hiện, chậm nhiều · năm 2026
             còn thiếu 17 · kể cả ước thực hiện: 4
             2021: – · 2022: – · 2023: 0 ❌ · 2024: 2 ❌ · 2025: 1 ❌ · 2026: 3/20 …
             Đạt 0/3 năm đã có số liệu; cả giai đoạn 4 doanh nghiệp khác nhau
             MH · DN xây dựng mô hình điểm
             🟥⬜⬜⬜⬜⬜⬜⬜⬜⬜ 1/10 doanh nghiệp · 10%
             chậm nhiều · 2021-2030
             còn thiếu 9
             GT · DN đạt Giải thưởng Chất lượng Quốc gia
             🟥🟥⬜⬜⬜⬜⬜⬜⬜⬜ 2/10 doanh nghiệp · 20%
             chậm nhiều · 2021-2030
             còn thiếu 8 · riêng 2026-2030: 1 · hồ sơ tham gia: 3
             GTV · DN đạt giải vàng Chất lượng Quốc gia
             🟩🟩🟩🟩🟩⬜⬜⬜⬜⬜ 1/2 doanh nghiệp · 50%
             đúng tiến độ · 2021-2030
             còn thiếu 1 · riêng 2026-2030: 1
             Báo cáo năm 2026 (hạn 16/11/2026)
             40 đơn vị: đã nộp 0 · không phát sinh 0 · chưa nộp 40
             [🏢 Theo đơn vị] [🗂 Theo nhóm nhiệm vụ]
             [📅 Theo năm, giai đoạn] [⏰ Ai chưa nộp]
             [📈 Nhịp độ, dự báo] [🖼 Ảnh]
             [🔎 Căn cứ số liệu] [📌 Số đã báo cáo]
             [🗓 Tình hình nộp] [📊 Tệp Excel]
    """)


async def test_the_buttons_show_each_side_of_the_same_figures(chat: Player) -> None:
    five_years(chat)
    await chat.goes("""
        Hòa: /tiendo
             …
        Hòa: [🏢 Theo đơn vị]
        Bot ✎: Theo đơn vị lúc báo cáo · Tính đến 02/11/2026
             Sở Công Thương
             CG 2 · LD 30 · DN 2 · MH 1 · GT 2 · GTV 1
             Sở NN&MT
             LD 33 · DN 3 · MH 1
             Một doanh nghiệp có thể do nhiều đơn vị hỗ trợ, nên cộng các đơn vị không nhất thiết bằng toàn tỉnh.
             Chưa có số liệu: Sở KH&CN, Sở Y tế, Sở Xây dựng, Sở Tài chính, Sở VHTT&DL, Sở GD&ĐT, Sở Nội vụ, Sở Tư pháp, Văn phòng UBND tỉnh, Thanh tra tỉnh, Sở DT&TG, BQL các KCN, Liên minh HTX, Hiệp hội DN, Phường Đô Vinh, Phường Bảo An, Phường Phan Rang, Phường Đông Hải, Phường Ninh Chử, Xã Bác Ái Tây, Xã Bác Ái, Xã Bác Ái Đông, Xã Ninh Sơn, Xã Lâm Sơn, Xã Mỹ Sơn, Xã Anh Dũng, Xã Công Hải, Xã Vĩnh Hải, Xã Thuận Bắc, Xã Ninh Hải, Xã Xuân Hải, Xã Ninh Phước, Xã Phước Hậu, Xã Phước Dinh, Xã Phước Hữu, Xã Thuận Nam, Xã Phước Hà, Xã Cà Ná
             [🔁 Theo đơn vị hiện nay]
             [🖼 Ảnh số liệu của một đơn vị]
             [‹ Tổng quan]
        Hòa: [‹ Tổng quan]
             …
        Hòa: [🗂 Theo nhóm nhiệm vụ]
        Bot ✎: Theo nhóm nhiệm vụ · Tính đến 02/11/2026
             1. Cơ chế, chính sách
             0 hoạt động từ đầu kế hoạch
             2. Thông tin, tuyên truyền
             0 hoạt động từ đầu kế hoạch
             3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ
             7 hoạt động từ đầu kế hoạch · DN 3 · MH 1 · GT 2 · GTV 1
             4. Đào tạo, tập huấn nhân lực
             5 hoạt động từ đầu kế hoạch · CG 2 · LD 63
             5. Tiêu chuẩn hóa, đánh giá sự phù hợp
             0 hoạt động từ đầu kế hoạch
             6. Hợp tác quốc tế
             0 hoạt động từ đầu kế hoạch
             [‹ Tổng quan]
        Hòa: [‹ Tổng quan]
             …
        Hòa: [📅 Theo năm, giai đoạn]
        Bot ✎: Theo năm, giai đoạn · Tính đến 02/11/2026
             CG · Chuyên gia NSCL được chứng nhận
             2021-2025: 1/10 người · 10% · không đạt
             thiếu 9
             2021-2030: 2/20 người · 10% · chậm nhiều
             còn thiếu 18 · riêng 2026-2030: 2
             LD · Lượt lãnh đạo, quản lý DN được đào tạo
             2021-2025: 30/trên 250 lượt · 12% · không đạt
             thiếu 221
             2021-2030: 63/trên 500 lượt · 12,6% · chậm nhiều
             còn thiếu 438 · riêng 2026-2030: 33
             DN · DN được hỗ trợ áp dụng giải pháp
             2021: 0/10 – chưa có số liệu
             2022: 0/10 – chưa có số liệu
             2023: 0/10 ❌ không đạt
             2024: 2/10 ❌ không đạt
             2025: 1/10 ❌ không đạt
             2026: 3/20 ⏳ đang thực hiện
             Đạt 0/3 năm đã có số liệu; cả giai đoạn 4 doanh nghiệp khác nhau
             MH · DN xây dựng mô hình điểm
             2021-2025: 1/5 doanh nghiệp · 20% · không đạt
             thiếu 4
             2021-2030: 1/10 doanh nghiệp · 10% · chậm nhiều
             còn thiếu 9
             GT · DN đạt Giải thưởng Chất lượng Quốc gia
             2021-2025: 1/5 doanh nghiệp · 20% · không đạt
             thiếu 4 · hồ sơ tham gia: 1
             2021-2030: 2/10 doanh nghiệp · 20% · chậm nhiều
             còn thiếu 8 · riêng 2026-2030: 1 · hồ sơ tham gia: 3
             GTV · DN đạt giải vàng Chất lượng Quốc gia
             2021-2025: 0/1 doanh nghiệp · 0% · không đạt
             thiếu 1
             2021-2030: 1/2 doanh nghiệp · 50% · đúng tiến độ
             còn thiếu 1 · riêng 2026-2030: 1
             [‹ Tổng quan]
        Hòa: [‹ Tổng quan]
        Bot ✎: Tiến độ Kế hoạch 3483/KH-UBND
             …
        Hòa: [⏰ Ai chưa nộp]
        Bot ✎: Ai chưa nộp
             Báo cáo năm 2026 (hạn 16/11/2026)
             40 đơn vị: đã nộp 0 · không phát sinh 0 · chưa nộp 40
             Chưa nộp (40) · trang 1/5
             1. Sở Khoa học và Công nghệ: Nguyễn Thị Hòa
             2. Sở Công Thương: Trần Thị Lan
             3. Sở Nông nghiệp và Môi trường: Lê Văn Minh
             …
        Hòa: [‹ Tổng quan]
             …
        Hòa: [🖼 Ảnh]
        Bot ⌁ Đang tạo ảnh…
        Bot: (ảnh) Tính đến 02/11/2026
        Bot: (ảnh) Tính đến 02/11/2026
    """)


async def test_a_contact_sees_its_own_units_part_only(chat: Player) -> None:
    five_years(chat)
    await chat.goes("""
        Lan: /tiendo
        Bot: Sở Công Thương
             Tính đến 02/11/2026
             3 hoạt động đã ghi trong năm 2026
             Phần của đơn vị trong các chỉ tiêu
             Chuyên gia NSCL được chứng nhận: 2 người
             Lượt lãnh đạo, quản lý DN được đào tạo: 30 lượt
             DN được hỗ trợ áp dụng giải pháp: 2 doanh nghiệp
             DN xây dựng mô hình điểm: 1 doanh nghiệp
             DN đạt Giải thưởng Chất lượng Quốc gia: 2 doanh nghiệp
             DN đạt giải vàng Chất lượng Quốc gia: 1 doanh nghiệp
             Cần nộp: Báo cáo năm 2026, hạn 16/11/2026
             [📝 Báo cáo ngay] [🖼 Ảnh]
        Minh: /tiendo
        Bot: Sở Nông nghiệp và Môi trường
             Tính đến 02/11/2026
             4 hoạt động đã ghi trong năm 2026
             Phần của đơn vị trong các chỉ tiêu
             Lượt lãnh đạo, quản lý DN được đào tạo: 33 lượt
             DN được hỗ trợ áp dụng giải pháp: 3 doanh nghiệp (kể cả ước thực hiện: 4)
             DN xây dựng mô hình điểm: 1 doanh nghiệp
             Cần nộp: Báo cáo năm 2026, hạn 16/11/2026
             [📝 Báo cáo ngay] [🖼 Ảnh]
        Minh: [📝 Báo cáo ngay]
        Bot: Báo cáo năm 2026 · Sở Nông nghiệp và Môi trường
             …
    """)


async def test_an_observer_sees_everything(chat: Player) -> None:
    five_years(chat)
    await chat.goes("""
        Bảo: /tiendo
        Bot: Tiến độ Kế hoạch 3483/KH-UBND
             Tính đến 02/11/2026
             CG · Chuyên gia NSCL được chứng nhận
             🟥⬜⬜⬜⬜⬜⬜⬜⬜⬜ 2/20 người · 10%
             chậm nhiều · 2021-2030
             còn thiếu 18 · riêng 2026-2030: 2
             …
        Bảo: [⏰ Ai chưa nộp]
        Bot ✎: Ai chưa nộp
             Báo cáo năm 2026 (hạn 16/11/2026)
             40 đơn vị: đã nộp 0 · không phát sinh 0 · chưa nộp 40
             • Sở Khoa học và Công nghệ: Nguyễn Thị Hòa
             • Sở Công Thương: Trần Thị Lan
             • Sở Nông nghiệp và Môi trường: Lê Văn Minh
             …
             [‹ Tổng quan]
    """)


async def test_two_units_that_support_one_enterprise_count_it_once(chat: Player) -> None:
    await chat.hear(
        "Lan: /baocao",
        "Lan: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
        "Lan: [Hỗ trợ doanh nghiệp áp dụng giải pháp]",
        "Lan: Hỗ trợ áp dụng ISO 22000",
        "Lan: 15/9/2026",
        "Lan: Công ty TNHH Nho Ba Mọi",
        "Lan: 0100109106",
        "Lan: [ISO 22000]",
        "Lan: [Đã áp dụng]",
        "Lan: [Không còn]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
        "Lan: [Bỏ qua ›]",
    )
    await chat.goes("""
        Lan: [✅ Lưu]
        Bot: ✅ Đã lưu. Hỗ trợ áp dụng ISO 22000
             …
    """)
    assert the_totals_say_what_the_facts_say(chat)
    await chat.hear(
        "Minh: /baocao",
        "Minh: [3. Hỗ trợ DN áp dụng tiêu chuẩn, công cụ]",
        "Minh: [Hỗ trợ doanh nghiệp áp dụng giải pháp]",
        "Minh: Hỗ trợ áp dụng VietGAP",
        "Minh: 1/10/2026",
        "Minh: Công ty TNHH Nho Ba Mọi",
    )
    await chat.goes("""
        Minh: 0100109106-001
             …
    """)
    await chat.hear(
        "Minh: 0100109106",
        "Minh: [VietGAP]",
        "Minh: [Đã được chứng nhận]",
        "Minh: [Không còn]",
        "Minh: [Bỏ qua ›]",
        "Minh: [Bỏ qua ›]",
        "Minh: [Bỏ qua ›]",
    )
    await chat.goes("""
        Minh: [✅ Lưu]
        Bot: ✅ Đã lưu. Hỗ trợ áp dụng VietGAP
             …
        Hòa: /tiendo
        Bot: Tiến độ Kế hoạch 3483/KH-UBND
             Tính đến 02/11/2026
             CG · Chuyên gia NSCL được chứng nhận
             ⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ 0/20 người · 0%
             chậm nhiều · 2021-2030
             còn thiếu 20 · riêng 2026-2030: 0
             LD · Lượt lãnh đạo, quản lý DN được đào tạo
             ⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ 0/trên 500 lượt · 0%
             chậm nhiều · 2021-2030
             còn thiếu 501 · riêng 2026-2030: 0
             DN · DN được hỗ trợ áp dụng giải pháp
             ⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ 1/20 doanh nghiệp · 5%
             đang thực hiện, chậm nhiều · năm 2026
             còn thiếu 19
             2021: – · 2022: – · 2023: – · 2024: – · 2025: – · 2026: 1/20 …
             cả giai đoạn 1 doanh nghiệp khác nhau
             MH · DN xây dựng mô hình điểm
             ⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ 0/10 doanh nghiệp · 0%
             chậm nhiều · 2021-2030
             còn thiếu 10
             GT · DN đạt Giải thưởng Chất lượng Quốc gia
             ⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ 0/10 doanh nghiệp · 0%
             chậm nhiều · 2021-2030
             còn thiếu 10 · riêng 2026-2030: 0
             GTV · DN đạt giải vàng Chất lượng Quốc gia
             ⬜⬜⬜⬜⬜⬜⬜⬜⬜⬜ 0/2 doanh nghiệp · 0%
             chậm nhiều · 2021-2030
             còn thiếu 2 · riêng 2026-2030: 0
             Báo cáo năm 2026 (hạn 16/11/2026)
             40 đơn vị: đã nộp 0 · không phát sinh 0 · chưa nộp 40
             [🏢 Theo đơn vị] [🗂 Theo nhóm nhiệm vụ]
             [📅 Theo năm, giai đoạn] [⏰ Ai chưa nộp]
             [📈 Nhịp độ, dự báo] [🖼 Ảnh]
             [🔎 Căn cứ số liệu] [📌 Số đã báo cáo]
             [🗓 Tình hình nộp] [📊 Tệp Excel]
    """)
    assert the_totals_say_what_the_facts_say(chat)


def test_a_day_gone_by_is_counted_anew_and_today_from_the_totals(chat: Player) -> None:
    five_years(chat)
    with turn(chat.engine) as session:
        then = progress.count(session, date(2024, 12, 31))
        today = progress.count(session, date(2026, 11, 2))
    assert isinstance(then.figures, Recounted)
    assert isinstance(today.figures, Kept)
    assert {one.goal.indicator: one.value for one in then.now} == {
        "CG": 1,
        "LD": 30,
        "DN": 2,
        "MH": 0,
        "GT": 0,
        "GTV": 0,
    }


def asked(chat: Player, chat_id: int, view: str) -> list[str]:
    """Ask for /tiendo or press one of its buttons, and give what is said."""
    with turn(chat.engine) as session:
        who = session.exec(select(Contact).where(Contact.chat_id == chat_id)).one()
        said = Incoming(update_id=1, sort=Sort.TEXT, chat_id=chat_id, name="", message_id=1)
        request = Request(session=session, now=chat.clock.now(), said=said, contact=who, argument=view)
        return [reply.text for reply in (progress.press(request) if view else progress.show(request))]


def the_totals_say_what_the_facts_say(chat: Player) -> bool:
    with turn(chat.engine) as session:
        on = chat.clock.now().date()
        counted = progress.count(session, on)
        anew = Recounted(activity.facts(session, counted.plan), on)
        return isinstance(counted.figures, Kept) and counted.now == replace(counted, figures=anew).now


def test_every_side_shows_the_same_figures_with_totals_and_without(chat: Player) -> None:
    five_years(chat)
    sides = [
        (502, ""),
        *((501, view) for view in ("", "units:0", "units:then:0", "units:now:0", "groups", "years:0")),
    ]
    kept = [asked(chat, *side) for side in sides]
    with turn(chat.engine) as session:
        plan.current(session).tallied = False
    assert [asked(chat, *side) for side in sides] == kept


async def test_pace_and_forecast_say_what_is_needed_and_where_it_leads(chat: Player) -> None:
    """LD 63: 438 missing of 501 in 1520 days to 31/12/2030, 105,25 a year. All 63 came new since 01/01/2024:

    in 1037 days; in 1520 that is 92: 155 at the end. DN 3 in 2026: 17 in 59 days are 8,8 a month; 3 in 306 days
    are 0,6 in 59: 3 at the end.
    """
    five_years(chat)
    await chat.hear("Hòa: /tiendo")
    said = await chat.said("Hòa: [📈 Nhịp độ, dự báo]")
    assert "cần thêm 438, khoảng 105,3 mỗi năm" in said
    assert "dự báo đến 31/12/2030: 155, chưa đủ (nếu giữ nhịp từ 01/01/2024 đến 02/11/2026: thêm 63)" in said
    assert "cần thêm 17, khoảng 8,8 mỗi tháng" in said
    assert "dự báo đến 31/12/2026: 3, chưa đủ (nếu giữ nhịp từ 01/01/2026 đến 02/11/2026: thêm 3)" in said
    assert said.count("chưa đủ số liệu để dự báo") == 4
