"""This file is the figures as they were reported upward: frozen, shown again, compared with those of today."""

from datetime import date

from sqlmodel import Session, select

from handlers import progress, snapshots
from models import amendment, plan, snapshot, tally, unit
from models.activity import Activity
from models.database import turn
from models.enterprise import Enterprise
from models.rules.counting import Form, Kind
from models.snapshot import Snapshot
from tests.chat import Player
from tests.chats.buttons import STALE, forge
from tests.chats.test_progress import record, take_part

FREEZE = ("Hòa: /tiendo", "Hòa: [📌 Số đã báo cáo]", "Hòa: [📌 Chốt số liệu]", "Hòa: 123/BC-SKHCN")


def course(session: Session, chat: Player, title: str, leaders: int, day: date = date(2026, 3, 2)) -> int:
    number = record(session, chat, "SCT", Kind.TRAINING, day, attendances=60, leaders=leaders, in_depth=True)
    session.get_one(Activity, number).title = title
    return number


def work(chat: Player) -> None:
    """LD: 30 and 12; DN in 2026: enterprise 1."""
    with turn(chat.engine) as session:
        for n in (1, 2):
            session.add(Enterprise(id=n, name=f"DN {n}", folded=f"dn {n}", form=Form.COMPANY))
        session.flush()
        course(session, chat, "Lớp 5S", 30)
        course(session, chat, "Lớp Kaizen", 12)
        take_part(session, record(session, chat, "SCT", Kind.SUPPORT, date(2026, 4, 1)), [1])
        tally.rebuild(session, plan.current(session))


def hundred_corrections(chat: Player) -> None:
    """Take "Lớp 5S" back, let 35 come to "Lớp Kaizen", support DN 2, and record 97 courses of one leader each.

    LD: 30 + 12 = 42 before; 35 + 97 = 132 after. DN: 1 before, 2 after.
    """
    with turn(chat.engine) as session:
        now = chat.clock.now()
        rows = {one.title: one for one in session.exec(select(Activity))}
        amendment.void(session, rows["Lớp 5S"], "ghi trùng", by=1, now=now)
        rows["Lớp Kaizen"].leaders = 35
        take_part(session, record(session, chat, "SNNMT", Kind.SUPPORT, date(2026, 5, 1)), [2])
        for n in range(97):
            course(session, chat, f"Lớp {n}", 1)
        unit.rename(session, "SCT", name="Sở Khác", short="Sở Khác", by=1, now=now)
        tally.rebuild(session, plan.current(session))


async def test_figures_are_frozen_under_a_document_and_compared_later(chat: Player) -> None:
    work(chat)
    await chat.hear(*FREEZE[:-1])
    await chat.goes("""
        Hòa: 123/BC-SKHCN
        Bot: ✓ Số văn bản: 123/BC-SKHCN
             Chốt số liệu
             Số văn bản: 123/BC-SKHCN
             Số liệu tính đến 02/11/2026: CG 0 · LD 42 · DN 1 · MH 0 · GT 0 · GTV 0
             [✅ Chốt] [✏️ Sửa]
             [‹ Quay lại] [✖ Dừng]
    """)
    said = await chat.said("Hòa: [✅ Chốt]")
    assert said.startswith("Bot: ✅ Đã chốt số liệu tính đến 02/11/2026 theo văn bản 123/BC-SKHCN.")
    assert "📌" not in (await chat.said("Hòa: /tiendo")).replace("[📌 Số đã báo cáo]", "")  # nothing differs
    hundred_corrections(chat)
    said = await chat.said("Bảo: /tiendo")
    assert "📌 đã báo cáo 42, nay 132" in said
    assert "📌 đã báo cáo 1, nay 2" in said
    await chat.hear("Bảo: [📌 Số đã báo cáo]")
    await chat.goes("""
        Bảo: [1. 123/BC-SKHCN]
        Bot ✎: 123/BC-SKHCN, số liệu tính đến 02/11/2026 (Nguyễn Thị Hòa)
             CG: đã báo cáo 0, không đổi
             LD: đã báo cáo 42, nay 132
             DN: đã báo cáo 1, nay 2
             MH: đã báo cáo 0, không đổi
             GT: đã báo cáo 0, không đổi
             GTV: đã báo cáo 0, không đổi
             [Chênh lệch LD] [Chênh lệch DN]
             [📄 Bản tin đã chốt]
             [‹ Danh sách] [‹ Tổng quan]
        Bảo: [Chênh lệch DN]
        Bot ✎: DN · đã báo cáo 1, nay 2
             123/BC-SKHCN, số liệu tính đến 02/11/2026 (Nguyễn Thị Hòa)
             ➕ DN 2 · 01/05/2026 · Sở NN&MT
             [‹ 123/BC-SKHCN]
    """)


async def test_a_hundred_corrections_later_the_bulletin_is_made_again_byte_for_byte(chat: Player) -> None:
    work(chat)
    await chat.hear(*FREEZE, "Hòa: [✅ Chốt]")
    with turn(chat.engine) as session:
        row = session.exec(select(Snapshot)).one()
        before, mark = row.content["bulletin"].encode(), row.hash
        assert "42/trên 500 lượt" in row.content["bulletin"]
    hundred_corrections(chat)
    await chat.restart()
    with turn(chat.engine) as session:
        row = session.exec(select(Snapshot)).one()
        assert (row.content["bulletin"].encode(), row.hash, row.is_whole) == (before, mark, True)
        counted = progress.count(session, chat.clock.now().date())
        found = snapshots.difference(session, counted, row, "LD")
    assert (found.reported, found.now) == (42, 132)
    assert [one.title for one in found.went] == ["Lớp 5S"]
    assert [(old.amount, new.amount) for old, new in found.changed] == [(12, 35)]
    assert (len(found.came), sum(one.amount for one in found.came)) == (97, 97)


async def test_a_snapshot_that_was_altered_says_so(chat: Player) -> None:
    work(chat)
    await chat.hear(*FREEZE, "Hòa: [✅ Chốt]")
    with turn(chat.engine) as session:
        row = session.exec(select(Snapshot)).one()
        row.content = row.content | {"bulletin": "khác"}
    assert "mã băm không khớp" in await chat.said("Hòa: [Xem]")


async def test_only_the_lead_office_freezes_and_contacts_see_none(chat: Player) -> None:
    await chat.hear("Bảo: /tiendo")
    assert "Chốt số liệu" not in await chat.said("Bảo: [📌 Số đã báo cáo]")
    forge(chat, "Bảo", "p:new")
    assert (await chat.said("")).startswith(STALE)
    await chat.hear("Lan: /tiendo")
    forge(chat, "Lan", "p:list")
    assert (await chat.said("")).startswith(STALE)


async def test_each_document_gets_the_next_number_and_reports_one_set_of_figures(chat: Player) -> None:
    await chat.hear(*FREEZE, "Hòa: [✅ Chốt]", *FREEZE[:-1])
    refused = await chat.said("Hòa: 123/BC-SKHCN")
    assert "Số liệu đã được chốt theo văn bản 123/BC-SKHCN. Xin nhập số của văn bản này." in refused
    await chat.hear("Hòa: 124/BC-SKHCN", "Hòa: [✅ Chốt]")
    with turn(chat.engine) as session:
        assert [one.number for one in snapshot.every(session, plan.current(session))] == [2, 1]
