"""This file is backups: what was written comes back, from either kind of database into either."""

import itertools
import json
import re
import resource
import secrets
import shutil
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import Engine, text
from sqlmodel import Session, SQLModel, select

from bot.nightly import nightly, rotate
from models import backup, chain, checkup, heartbeat, inbox, migrate, plan, processes, tally
from models.activity import Activity, Certificate, Evidence, Expert, Funding, Participation
from models.apart import Apart, Sort
from models.backup import AtWork, FileIsThere, HasData, NotABackup, NotWritten, Unfit, WrongShape
from models.batch import Batch
from models.checkup import Finding, Level
from models.contact import Contact, Invitation, Role, Stranger
from models.database import open_engine, turn
from models.deadline import Extension, Promise
from models.draft import Draft, DraftState
from models.enterprise import Alias, Enterprise
from models.errand import Errand, ErrandState
from models.event import Event
from models.group import Group
from models.heartbeat import Heartbeat
from models.inbox import Pending, PendingState, Seen
from models.inquiry import Inquiry
from models.key import Key
from models.ledger import Notice
from models.outbox import Message, MessageKind, MessageState
from models.period import Period
from models.plan import DayOff
from models.report import Report
from models.rules.counting import Form, Kind, Stage
from models.rules.reminding import NoticeKind
from models.rules.states import ReportState
from models.snapshot import Snapshot
from models.tables import all_tables
from models.template import Template
from models.unit import OtherName, Succession
from tests.chat import ZONE
from tests.conftest import furnish
from tests.whole.server import Process, free_port

NOW = datetime(2026, 11, 2, 7, 50, 1, 123456, tzinfo=ZONE)
NIGHT = datetime(2026, 11, 3, 2, 0, tzinfo=ZONE)
PICTURE = bytes(range(256)) * 40
COUNTS = """
    SELECT (SELECT count(*) FROM activity WHERE title = 'x'),
           (SELECT count(*) FROM participation WHERE result = 'kept'),
           (SELECT count(*) FROM event WHERE what = 'kept')
"""
Open = Callable[[str], Engine]


@pytest.fixture
def opened(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Open empty databases of either kind."""
    engines: list[Engine] = []
    names: list[str] = []

    def make(kind: str) -> Engine:
        name = f"nscl_{secrets.token_hex(4)}"
        if kind == "sqlite":
            engine = open_engine(f"sqlite:///{tmp_path / name}/bot.db")
        else:
            names.append(name)
            engine = open_engine(request.getfixturevalue("postgres").make(name))
        engines.append(engine)
        return engine

    yield make
    for engine in engines:
        engine.dispose()
    for name in names:
        request.getfixturevalue("postgres").drop(name)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """Give a database with the plan and the people in it."""
    opened = open_engine(database)
    yield opened
    opened.dispose()


def fill(engine: Engine) -> None:
    """Put rows into every table, of the sorts that are easily lost on the way."""
    furnish(engine)
    with turn(engine) as session:
        for rows in (_people(), _reports(), _reminders(), _work(), _talk()):
            session.add_all(rows)
            session.flush()
        # The document null, and no document, are not the same to a database.
        session.connection().execute(
            text(
                "INSERT INTO event (id, at, what, subject, why)"
                " SELECT 7000, at, 'a', 'b', 'không có tài liệu' FROM event WHERE id = 6000"
            )
        )
        tally.rebuild(session, plan.current(session))


def _people() -> list[SQLModel]:
    return [
        Invitation(id=5, code_hash="x" * 64, role=Role.CONTACT, unit="SCT", made_at=NOW, expires_at=NOW),
        Invitation(code_hash="y", role=Role.OBSERVER, made_at=NOW, expires_at=NOW, used_at=NOW, used_by=2),
        Key(id=6, name="Hệ thống “báo cáo”", secret_hash="z" * 64, unit="SCT", made_at=NOW, made_by="nscl"),
        Stranger(chat_id=7_000_000_001, answered_at=NOW, wrong_codes=3),
        DayOff(day=date(2027, 5, 19), working=False, why="Ngày Văn hóa Việt Nam"),
        Succession(predecessor="SCT", successor="SKHCN"),
        OtherName(id=3, unit="SCT", folded="so thuong mai", name="Sở Thương mại"),
        Enterprise(id=40, tax_code="0312345678", name="Công ty “Á Đông”", folded="a dong", form=Form.COMPANY),
        Enterprise(id=41, name="HTX Rau sạch", folded="rau sach", form=Form.COOPERATIVE),
        Enterprise(
            id=39,
            merged_into=40,
            name="CTCP Á Đông",
            folded="ctcp a dong",
            core="adong",
            form=Form.COMPANY,
            form_before=Form.HOUSEHOLD,
            converted_on=NOW.date(),
        ),
        Expert(id=9, name="Đỗ Thị Ửng", folded="do thi ung"),
        Draft(
            id=90,
            contact_id=2,
            conversation="report",
            state=DraftState.OPEN,
            step="title",
            answers={
                "title": "Tập huấn 5S cho doanh nghiệp 🌾",
                "cost": 45_000_000,
                "files": [],
                "none": None,
            },
            facts={"unit": "SCT", "nested": {"tỷ lệ": 0.1, "đúng": True}},
            turn=3,
            begun_at=NOW,
            touched_at=NOW,
        ),
    ]


def _reports() -> list[SQLModel]:
    days: dict[str, Any] = {"first": date(2026, 1, 1), "last": date(2026, 12, 31), "due": date(2026, 11, 16)}
    kind: dict[str, Any] = {"plan": "3483", "round": "NAM", "year": 2026, "title": "Báo cáo năm 2026"}
    period = Period(id=3, **kind, **days, nominal_due=date(2026, 11, 15))
    return [
        period,
        Report(id=30, unit="SCT", period_id=3, state=ReportState.NIL, settled_at=NOW, settled_by=2),
        Report(unit="SNNMT", period_id=3, extended_to=date(2026, 11, 30), promised_for=date(2026, 11, 27)),
    ]


def _reminders() -> list[SQLModel]:
    return [
        Extension(report_id=30, due=date(2026, 11, 30), why="bão số 10", given_at=NOW, given_by=2),
        Promise(report_id=30, day=date(2026, 11, 27), made_at=NOW, made_by=2),
        Notice(
            key="reminder:NAM-2026:SCT:2026-11-02:2",
            kind=NoticeKind.REMINDER,
            subject="NAM-2026:SCT",
            step="-10",
            addressee=-1_001_234_567_890,
            at=NOW,
            until=NOW,
            unit="SCT",
            report_id=30,
            period_id=3,
            message="day:2026-11-02:2",
            told_at=NOW,
        ),
        Group(chat_id=-1_001_234_567_890, title="Tổ “3483”", subscribed_at=NOW, subscribed_by=2),
    ]


def _work() -> list[SQLModel]:
    facts: dict[str, Any] = {"plan": "3483", "unit": "SCT", "recorded_by": 2, "recorded_at": NOW}
    days: dict[str, Any] = {"first": date(2026, 10, 15), "last": date(2026, 10, 16)}
    return [
        Activity(
            id=20,
            **facts,
            **days,
            group=4,
            kind=Kind.TRAINING,
            title="Lớp 5S",
            in_depth=False,
            cost=9_000_000_000,
            draft_id=90,
            leaders=0,
        ),
        Activity(id=21, **facts, **days, group=1, kind=Kind.OTHER, title="", estimate=True, place="Huế"),
        Activity(id=22, **facts, **days, group=3, kind=Kind.SUPPORT, title="Áp dụng 5S"),
        Activity(id=19, **facts, **days, group=3, kind=Kind.SUPPORT, title="5S", same_as=22),
        Alias(enterprise_id=40, name="Á Châu", folded="a chau", core="achau", tax_code="4590002759"),
        Apart(sort=Sort.ENTERPRISE, one=39, other=41, decided_at=NOW, decided_by=2),
        Participation(activity_id=22, enterprise_id=40, entered_as=39, name="Á Đông", result="đạt"),
        Participation(activity_id=20, enterprise_id=40, name="Á Đông", stage=Stage.GOLD),
        Participation(activity_id=20, enterprise_id=41, name="Rau sạch", branch_code="001", solution="ISO"),
        Certificate(activity_id=21, expert_id=9, number="CN-01/2026"),
        Funding(activity_id=20, source="Ngân sách", amount=8_999_999_999),
        Evidence(
            activity_id=20, kind="photo", file_id="AgAC", unique_id="AQAD", name="lớp.jpg", size=3_000_000_000
        ),
    ]


def _talk() -> list[SQLModel]:
    said: dict[str, Any] = {
        "chat_id": 502,
        "text": "Đã lưu.\n“ừ” \\ ' \" %",
        "made_at": NOW,
        "not_before": NOW,
    }
    return [
        Snapshot(
            plan="3483",
            number=1,
            document="123/BC-SKHCN",
            on=NOW.date(),
            content={"bulletin": "42 lượt", "indicators": [{"code": "LD", "figure": 42}]},
            hash="0" * 64,
            made_at=NOW,
            made_by=2,
        ),
        Inquiry(activity_id=20, question="Bao nhiêu?", asked_at=NOW, asked_by=2, answer="30", answered_by=2),
        Message(
            **said,
            buttons=[[["✅ Lưu", "d:90:save"]], []],
            photo=PICTURE,
            state=MessageState.SENT,
            sent_at=NOW,
        ),
        Message(**said, buttons=[], document=b"PK", document_name="tiến độ.xlsx"),
        Template(
            kind="consolidated", content=b"PK\x00\xff", hash="0" * 64, sent_at=NOW, sent_by=1, taken_at=NOW
        ),
        Batch(
            contact_id=2,
            unit="SCT",
            period_id=3,
            file_name="Mau-nhap_SCT.xlsx",
            made_at=NOW,
            content={"entries": [{"label": "M1"}], "head": "ước <b>1</b>"},
        ),
        Errand(
            kind="workbook", contact_id=2, argument="2026", made_at=NOW, state=ErrandState.FAILED, error="x"
        ),
        Message(**said, buttons=[], photo=b"", state=MessageState.UNKNOWN, claimed_by=2**31 + 5),
        Message(
            **said, buttons=[], kind=MessageKind.REMINDER, key="reminder:1", report_id=30, expires_at=NOW
        ),
        Seen(update_id=2**40, at=NOW),
        Pending(
            update_id=2**40 + 1,
            chat_id=-1_001_234_567_890,
            body={"message": {"text": "chào\u00a0bạn 👋", "date": 1e9, "entities": []}},
            state=PendingState.ASIDE,
            came_at=NOW,
            error="KeyError: 'từ khóa'",
        ),
        Pending(update_id=2**40 + 2, body={}, state=PendingState.IN_LINE, came_at=NOW),
        Heartbeat(name="tick", at=NOW),
        Event(id=6000, at=NOW, by=2, what="x", subject="report:30", before=None, after={"state": "nil"}),
        Event(at=NOW, what="y", subject="z", before={"a": [1, None, "ơ"]}, after={}, why="vì sao"),
    ]


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Give every row of every table, and of each document whether there is one."""
    found = {}
    with Session(engine) as session:
        for table in all_tables():
            absences = [column.is_(None) for column in table.c]
            query = sqlalchemy.select(*table.c, *absences).order_by(*table.primary_key)
            found[table.name] = [tuple(row) for row in session.connection().execute(query)]
    return found


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """Let no file of this process grow past so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.mark.parametrize("there", ["sqlite", "postgresql"])
@pytest.mark.parametrize("here", ["sqlite", "postgresql"])
def test_every_row_comes_back_from_either_database_into_either(
    opened: Open, tmp_path: Path, here: str, there: str
) -> None:
    source, target, file = opened(here), opened(there), tmp_path / "bot.db"
    fill(source)
    before = everything(source)
    assert [name for name, rows in before.items() if not rows] == [], "each table must be tried"
    rows = backup.back_up(source, file)
    assert rows == sum(len(rows) for rows in before.values())
    assert backup.restore(target, file, overwrite=False) == rows
    assert everything(target) == before
    assert everything(source) == before
    with turn(target) as session:
        draft = Draft(
            contact_id=1, conversation="report", step="x", answers={}, facts={}, begun_at=NOW, touched_at=NOW
        )
        fresh = [draft, Contact(chat_id=1, name="Mới", role=Role.LEAD, joined_at=NOW)]
        session.add_all(fresh)
        session.flush()
        assert draft.id == 91, "new rows are numbered after those that came"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_that_is_made_while_the_bot_writes_is_of_one_moment(
    opened: Open, tmp_path: Path, kind: str
) -> None:
    engine, over, written = opened(kind), threading.Event(), threading.Event()
    fill(engine)

    def write() -> None:
        # PostgreSQL does not know which numbers were given by hand.
        numbers = itertools.count(10_000)
        while not over.is_set():
            with turn(engine) as session:
                row = Activity(
                    id=next(numbers),
                    plan="3483",
                    unit="SCT",
                    group=1,
                    kind=Kind.SUPPORT,
                    title="x",
                    first=NOW.date(),
                    last=NOW.date(),
                    recorded_at=NOW,
                    recorded_by=2,
                )
                session.add(row)
                session.flush()
                session.add(Participation(activity_id=row.id or 0, enterprise_id=40, name="x", result="kept"))
                session.add(Event(at=NOW, what="kept", subject=f"activity:{row.id}"))
            written.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(30)
        counted = []
        for number in range(5):
            file = tmp_path / f"{number}.db"
            backup.back_up(engine, file)
            with closing(sqlite3.connect(file)) as copy:
                titles, parts, events = copy.execute(COUNTS).fetchone()
            assert titles == parts == events
            counted.append(titles)
    finally:
        over.set()
        writer.join()
    assert counted[0] < counted[-1], "it was written meanwhile"


def test_a_backup_is_one_file_that_its_owner_alone_reads(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "with #odd ?%20name"
    folder.mkdir()
    backup.back_up(engine, folder / "bot.db")
    assert names_in(folder) == ["bot.db"]
    assert stat.S_IMODE((folder / "bot.db").stat().st_mode) == 0o600
    with pytest.raises(FileIsThere, match="is not overwritten"):
        backup.back_up(engine, folder / "bot.db")


def test_a_backup_that_finds_no_room_leaves_nothing(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    with full_disk(150_000), pytest.raises(NotWritten, match="could not be written") as wrong:
        backup.back_up(engine, tmp_path / "backups" / "bot.db")
    assert "\n" not in str(wrong.value)
    assert names_in(tmp_path / "backups") == []
    with pytest.raises(NotWritten):
        backup.back_up(engine, tmp_path / "no such folder" / "bot.db")


def test_a_database_of_another_shape_is_not_backed_up(opened: Open, engine: Engine, tmp_path: Path) -> None:
    blank = opened("sqlite")
    with blank.connect(), pytest.raises(WrongShape, match="nothing to back up"):
        backup.back_up(blank, tmp_path / "copy.db")
    with turn(engine) as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(WrongShape, match="0001"):
        backup.back_up(engine, tmp_path / "copy.db")


def test_what_is_no_backup_is_refused_in_one_line(opened: Open, engine: Engine, tmp_path: Path) -> None:
    good, bad, target = tmp_path / "good.db", tmp_path / "bad.db", opened("sqlite")
    backup.back_up(engine, good)

    def refused(kind: type[Exception], words: str) -> None:
        with pytest.raises(kind, match=words) as wrong:
            backup.restore(target, bad, overwrite=True)
        assert "\n" not in str(wrong.value)

    refused(NotABackup, "no such file")
    bad.write_text("Báo cáo năm 2026 " * 1000)
    refused(NotABackup, "not a database")
    bad.write_bytes(b"")
    refused(NotABackup, "no backup of this bot")
    whole = good.read_bytes()
    bad.write_bytes(whole[: len(whole) // 2])
    refused(NotABackup, "damaged")
    bad.write_bytes(whole[:20480] + b"\xa5" * 8192 + whole[28672:])
    refused(NotABackup, "damaged")
    for change, kind in (
        ("DROP TABLE alembic_version", NotABackup),
        ("DELETE FROM alembic_version", NotABackup),
        ("DELETE FROM unit", NotABackup),
        ("UPDATE alembic_version SET version_num = '9999'", WrongShape),
    ):
        shutil.copy(good, bad)
        with closing(sqlite3.connect(bad)) as connection, connection:
            connection.execute(change)
        refused(kind, "bad.db: ")
    with target.connect() as untouched:
        assert migrate.revision(untouched) is None


def test_what_is_there_is_replaced_only_on_demand(opened: Open, engine: Engine, tmp_path: Path) -> None:
    file, target = tmp_path / "backup.db", opened("sqlite")
    backup.back_up(engine, file)
    fill(target)
    before = everything(target)
    with pytest.raises(HasData, match="--overwrite"):
        backup.restore(target, file, overwrite=False)
    assert everything(target) == before
    backup.restore(target, file, overwrite=True)
    assert everything(target) == everything(engine)


def test_a_database_of_a_later_version_is_left_alone(engine: Engine, tmp_path: Path) -> None:
    backup.back_up(engine, tmp_path / "backup.db")
    with turn(engine) as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(WrongShape, match="9999"):
        backup.restore(engine, tmp_path / "backup.db", overwrite=True)


def test_a_backup_of_an_earlier_version_is_brought_up(opened: Open, tmp_path: Path) -> None:
    old, target = tmp_path / "old.db", opened("sqlite")
    first = open_engine(f"sqlite:///{old}")
    migrate.upgrade(first, to="0001")
    with turn(first) as session:
        session.connection().execute(
            text(
                "INSERT INTO message"
                " (id, chat_id, key, text, buttons, state, made_at, not_before, attempts, error)"
                " VALUES (1, 502, 'reminder:7', 'Còn 5 ngày', '[]', 'sent', '2026-11-02 01:00:00.000000',"
                " '2026-11-02 01:00:00.000000', 1, '')"
            )
        )
    first.dispose()
    before = old.read_bytes()
    assert backup.restore(target, old, overwrite=False) == 1
    with turn(target) as session:
        assert session.exec(select(Message.kind)).one() is MessageKind.REMINDER
    assert old.read_bytes() == before
    assert migrate.is_current(target)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_is_restored_under_a_bot_at_work(
    opened: Open, engine: Engine, tmp_path: Path, kind: str
) -> None:
    target, file = opened(kind), tmp_path / "backup.db"
    backup.back_up(engine, file)
    bot = processes.enter(target)
    assert bot.take_lead()
    with pytest.raises(AtWork, match="stop it first"):
        backup.restore(target, file, overwrite=True)
    bot.leave()
    backup.restore(target, file, overwrite=False)


def test_nothing_is_restored_under_a_bot_that_leads_nothing(
    opened: Open, engine: Engine, tmp_path: Path
) -> None:
    target, file = opened("postgresql"), tmp_path / "backup.db"
    backup.back_up(engine, file)
    bot, stranger = processes.enter(target), processes.enter(opened("postgresql"))
    assert stranger.take_lead(), "another database is none of ours"
    assert not bot.is_alive(1)
    assert not bot.is_alone(), "who leads nothing can not be sure"
    with pytest.raises(AtWork, match="stop it first"):
        backup.restore(target, file, overwrite=True)
    bot.leave()
    backup.restore(target, file, overwrite=False)
    stranger.leave()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_restore_that_breaks_off_changes_nothing(
    opened: Open, engine: Engine, tmp_path: Path, kind: str
) -> None:
    target, file = opened(kind), tmp_path / "backup.db"
    fill(target)
    before = everything(target)
    backup.back_up(engine, file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA legacy_alter_table=ON")
        (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'contact'").fetchone()
        loose = re.sub(r",\s*CONSTRAINT uq_contact_chat_id UNIQUE \(chat_id\)", "", made)
        connection.execute(loose.replace("contact", "kept", 1))
        connection.execute("INSERT INTO kept SELECT * FROM contact")
        connection.execute("DROP TABLE contact")
        connection.execute("ALTER TABLE kept RENAME TO contact")
        connection.execute("UPDATE contact SET chat_id = 501")
    with pytest.raises(Unfit, match="does not take a row") as wrong:
        backup.restore(target, file, overwrite=True)
    assert "\n" not in str(wrong.value)
    assert everything(target) == before


def test_each_night_has_its_backup_and_the_old_ones_go(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    assert nightly(engine, folder, NIGHT - timedelta(minutes=1)) is None, "it is not yet time"
    assert nightly(engine, folder, NIGHT) == folder / "bot-2026-11-03.db"
    assert nightly(engine, folder, NIGHT + timedelta(seconds=30)) is None, "tonight's is there"
    with turn(engine) as session:
        assert heartbeat.last(session, "backup") == NIGHT
    for name in ("mine.db", "bot-2025-01-01.db.txt", "bot-2025-13-01.db", "bot-old.db"):
        (folder / name).touch()
    (folder / "bot-2026-11-03.db.0123abcd.part").touch()
    (folder / "bot-2026-11-03.db.0123abcd.part-wal").touch()
    others = names_in(folder)
    assert nightly(engine, folder, NIGHT + timedelta(days=1)) == folder / "bot-2026-11-04.db"
    assert names_in(folder) == sorted(
        {name for name in others if ".part" not in name} | {"bot-2026-11-04.db"}
    )


def test_the_newest_seven_stay_and_the_first_of_each_of_twelve_months(tmp_path: Path) -> None:
    for day in range(500):
        (tmp_path / f"bot-{date(2025, 1, 5) + timedelta(days=day)}.db").touch()
        rotate(tmp_path)
    # The last night was 19/05/2026; the bot's first night in a month counts, whichever day it was.
    months = [date(2025 + (5 + n) // 12, (5 + n) % 12 + 1, 1) for n in range(12)]
    newest = [date(2026, 5, 19) - timedelta(days=n) for n in range(7)]
    assert names_in(tmp_path) == sorted(f"bot-{day}.db" for day in [*months, *newest])


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_several_processes_one_makes_the_nightly_backup(opened: Open, tmp_path: Path, kind: str) -> None:
    first = opened(kind)
    furnish(first)
    engines = [first, *(open_engine(first.url.render_as_string(hide_password=False)) for _ in range(3))]
    made: list[Path | None] = []
    threads = [
        threading.Thread(target=lambda one=one, n=n: made.append(nightly(one, tmp_path / f"{n}", NIGHT)))
        for n, one in enumerate(engines)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [file is None for file in made].count(False) == 1
    assert len(list(tmp_path.glob("*/bot-2026-11-03.db"))) == 1
    assert nightly(first, tmp_path / "later", NIGHT + timedelta(hours=5)) is None, "tonight it was done"
    for one in engines[1:]:
        one.dispose()


def test_a_nightly_backup_that_failed_is_tried_again_after_an_hour(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    with full_disk(150_000), pytest.raises(NotWritten):
        nightly(engine, folder, NIGHT)
    assert names_in(folder) == []
    with turn(engine) as session:
        assert heartbeat.last(session, "backup") is None
    assert nightly(engine, folder, NIGHT + timedelta(minutes=59)) is None
    assert nightly(engine, folder, NIGHT + timedelta(minutes=60)) == folder / "bot-2026-11-03.db"


def said(findings: list[Finding]) -> dict[str, str]:
    return {one.check: f"{one.level} {one.words}".strip() for one in findings}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_checkup_finds_all_well(opened: Open, kind: str) -> None:
    engine = opened(kind)
    furnish(engine)
    backup.mark(engine, NOW - timedelta(hours=35))
    with turn(engine) as session:
        session.add(Heartbeat(name="tick", at=NOW - timedelta(minutes=1)))
        chain.seal(session, now=NOW)
    found = checkup.look(engine, NOW)
    assert {one.level for one in found} == {Level.OK}, found
    assert str(found[0]) == "ok    integrity"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_checkup_notes_what_a_person_should_look_into(opened: Open, kind: str) -> None:
    engine = opened(kind)
    migrate.upgrade(engine)
    backup.mark(engine, NOW - timedelta(days=3))
    words: dict[str, Any] = {"chat_id": 1, "text": "", "buttons": [], "made_at": NOW - timedelta(days=1)}
    with turn(engine) as session:
        session.add(Heartbeat(name="tick", at=NOW - timedelta(hours=3)))
        for error, count in (("Forbidden: bot was blocked by the user", 2), ("Bad Request", 1)):
            session.add_all(
                Message(**words, not_before=NOW, state=MessageState.FAILED, error=error) for _ in range(count)
            )
            session.flush()
        long_ago, quarter = NOW - timedelta(days=8), NOW - timedelta(minutes=16)
        session.add_all(
            [
                Message(
                    **words | {"made_at": long_ago},
                    not_before=long_ago,
                    state=MessageState.FAILED,
                    error="long ago",
                ),
                Message(**words, not_before=NOW, state=MessageState.UNKNOWN),
                Message(**words, not_before=quarter),
                Message(**words, not_before=quarter, expires_at=NOW - timedelta(minutes=1)),
                Message(**words, not_before=NOW + timedelta(hours=1)),
            ]
        )
        inbox.put(session, 7, 1, {}, PendingState.ASIDE, now=NOW, error="KeyError: 'x'")
    found = checkup.look(engine, NOW)
    assert said(found) == {
        "integrity": "ok",
        "foreign keys": "ok",
        "revision": "ok",
        "plan": "note none is loaded",
        "book of changes": "ok",
        "totals": "ok",
        "enterprises": "ok",
        "messages waiting": "note 1 could have gone out by now, the first at 02/11/2026 07:34",
        "messages failed": "note 3 within 7 days, last: Bad Request (1); "
        "Forbidden: bot was blocked by the user (2)",
        "messages unknown": "note 1 within 7 days, last: no error (1)",
        "updates set aside": "note 1 since 02/11/2026 07:50, last: KeyError: 'x'; "
        "`python -m bot retry` tries them again",
        "clock": "note it has not ticked for 3 hours",
        "backup": "note the last one is 3 days old",
    }


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_checkup_migrates_nothing(opened: Open, kind: str) -> None:
    engine = opened(kind)
    migrate.upgrade(engine, to="0001")
    assert said(checkup.look(engine, NOW))["revision"].startswith("WRONG 0001; this version")
    with engine.connect() as connection:
        assert migrate.revision(connection) == "0001"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_checkup_finds_lost_parents_and_damage(engine: Engine, database: str) -> None:
    file = Path(database.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE contact SET unit = 'XYZ' WHERE unit = 'SCT'")
    assert said(checkup.look(engine, NOW))["foreign keys"] == "WRONG 1 rows of contact point to no unit"
    engine.dispose()
    whole = file.read_bytes()
    file.write_bytes(whole[:20480] + b"\xa5" * 8192 + whole[28672:])
    assert said(checkup.look(engine, NOW))["integrity"].startswith("WRONG ")


def test_the_terminal_backs_up_restores_checks_and_retries(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    here, there = (
        Process(f"http://127.0.0.1:{free_port()}", tmp_path / name, BOT_TOKEN="", DATABASE_URL="")
        for name in ("here", "there")
    )
    file = str(tmp_path / "backup.db")
    missing = here.terminal("check")
    assert missing.returncode == 1
    assert missing.stderr.startswith("DATABASE_URL: the database could not be opened")
    assert not (tmp_path / "here" / "bot.db").exists()
    here.terminal("plan", "load", "plans/3483")
    assert here.terminal("backup", file).stdout.startswith(f"{file}: ")
    again = here.terminal("backup", file)
    assert (again.returncode, again.stderr) == (1, f"{file}: is there already, and is not overwritten\n")

    assert there.terminal("restore", file).stdout.endswith(" rows are restored.\n")
    assert "3483/KH-UBND" in there.terminal("plan", "show").stdout
    refused = there.terminal("restore", file)
    assert refused.returncode == 1
    assert "--overwrite" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert there.terminal("restore", file, "--overwrite").returncode == 0

    engine = open_engine(f"sqlite:///{tmp_path / 'here' / 'bot.db'}")
    with turn(engine) as session:
        inbox.put(session, 7, 1, {}, PendingState.ASIDE, now=NOW, error="KeyError")
    checked = here.terminal("check")
    assert checked.returncode == 0, checked.stderr
    assert "ok    integrity\n" in checked.stdout
    assert "note  updates set aside: 1 since" in checked.stdout
    assert "ok    backup\n" in checked.stdout
    assert here.terminal("retry").stdout == "1 updates are back in line.\n"
    with turn(engine) as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    wrong = here.terminal("check", "--format", "json")
    assert wrong.returncode == 1
    assert {"level": "WRONG", "check": "revision"}.items() <= json.loads(wrong.stdout)[-1].items()
