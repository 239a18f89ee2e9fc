"""This file is every earlier shape of the database, brought up with data in place."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from models import migrate, outbox, plan, tally
from models.activity import Activity
from models.database import open_engine, turn
from models.migrate import SCRIPTS
from models.outbox import Message, MessageKind, MessageState
from models.period import Period
from models.report import Report
from tests.postgres import Cluster

EARLIER = [
    script.revision for script in SCRIPTS.walk_revisions() if script.revision != SCRIPTS.get_current_head()
]
DAY, HOUR = "2026-10-15", "2026-11-02 01:00:00.000000"
# A row of each table that others hang on, and of those whose shape has changed since.
ROWS: tuple[tuple[str, dict[str, object]], ...] = (
    (
        "plan",
        {
            "code": "3483",
            "number": "3483/KH-UBND",
            "title": "Kế hoạch",
            "first": "2021-01-01",
            "last": "2030-12-31",
            "lead_unit": "SKHCN",
            "count_cooperatives": True,
            "count_households": False,
            "goals": "[]",
            "loaded_on": DAY,
        },
    ),
    (
        "unit",
        {"code": "SCT", "position": 1, "name": "SCT", "short": "SCT", "kind": "department", "first": DAY},
    ),
    (
        "contact",
        {
            "id": 1,
            "chat_id": 502,
            "name": "Lan",
            "role": "contact",
            "unit": "SCT",
            "locale": "vi",
            "joined_at": HOUR,
        },
    ),
    (
        "period",
        {
            "id": 1,
            "plan": "3483",
            "round": "NAM",
            "year": 2026,
            "title": "Báo cáo năm 2026",
            "first": DAY,
            "last": DAY,
            "nominal_due": DAY,
            "due": DAY,
        },
    ),
    (
        "round",
        {
            "plan": "3483",
            "code": "NAM",
            "name": "Năm",
            "title": "Báo cáo năm {year}",
            "first": '{"month": 1, "day": 1, "year": 0}',
            "last": '{"month": 12, "day": 31, "year": 0}',
            "due": '{"month": 11, "day": 15, "year": 0}',
            "roll": "forward",
            "estimate": True,
            "law": "Quyết định 1322/QĐ-TTg",
        },
    ),
    ("day_off", {"day": "2026-11-24", "working": False, "why": "chờ xác nhận"}),
    ("report", {"id": 1, "unit": "SCT", "period_id": 1, "state": "due"}),
    ("enterprise", {"id": 1, "name": "Á Đông", "folded": "a dong", "form": "company"}),
    (
        "activity",
        {
            "id": 1,
            "plan": "3483",
            "unit": "SCT",
            "task_group": 3,
            "kind": "support",
            "title": "Áp dụng 5S",
            "first": DAY,
            "last": DAY,
            "estimate": False,
            "recorded_at": HOUR,
            "recorded_by": 1,
        },
    ),
    ("participation", {"id": 1, "activity_id": 1, "enterprise_id": 1, "name": "Á Đông"}),
)
MESSAGES = ((1, "reminder:1:-5:1", "sent"), (2, None, "sending"), (3, "summary:x:1", "waiting"))
MESSAGES_SINCE = (("kind", "reply", "0002"), ("document_name", "", "0014"))
WORDS = {"chat_id": 502, "text": "Còn 5 ngày", "buttons": "[]", "made_at": HOUR, "not_before": HOUR}


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Give an empty database."""
    if request.param == "sqlite":
        opened = open_engine(f"sqlite:///{tmp_path_factory.mktemp('old')}/bot.db")
        yield opened
        opened.dispose()
        return
    server: Cluster = request.getfixturevalue("postgres")
    opened = open_engine(server.make("old_shape"))
    yield opened
    opened.dispose()
    server.drop("old_shape")


def fill(session: Session, revision: str) -> None:
    since: dict[str, dict[str, object]] = {}
    if revision >= "0003":
        since["plan"] = {"tallied": False}
    if revision >= "0005":
        since["day_off"] = {"source": "plan"}
        since["round"] = {"due": '{"month": 11, "day": 15, "year": 0, "phrase": "by", "hour": null}'}
    if revision >= "0006":
        since["contact"] = {"quiet": "all"}
        since["period"] = {"number": 0, "question": ""}
        since["report"] = {"state": "submitted", "settled_at": HOUR, "note": ""}
    if revision >= "0007":
        since["report"] |= {"filed_at": HOUR}
    if revision >= "0008":
        since["report"] |= {"plea": ""}
    if revision >= "0011":
        since["plan"] |= {"reading": ""}
    if revision >= "0012":
        since["enterprise"] = {"core": "adong"}
    for table, row in ROWS:
        put(session, table, row | since.get(table, {}))
    newer = {name: value for name, value, at in MESSAGES_SINCE if revision >= at}
    for number, key, state in MESSAGES:
        told = {"id": number, "key": key, "state": state, "attempts": 0, "error": ""}
        put(session, "message", WORDS | told | newer)


def put(session: Session, table: str, row: dict[str, object]) -> None:
    """Write a row by its columns alone: the tables of the code are not those of that time."""
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    session.connection().execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)  # noqa: S608 - ours


@pytest.mark.parametrize("revision", EARLIER)
def test_an_earlier_shape_comes_up_with_every_row_in_place(engine: Engine, revision: str) -> None:
    migrate.upgrade(engine, to=revision)
    with turn(engine) as session:
        fill(session, revision)
    migrate.upgrade(engine)
    assert migrate.is_current(engine)
    migrate.check(engine)
    with turn(engine) as session:
        assert session.exec(select(Activity.title)).all() == ["Áp dụng 5S"]
        the_plan = plan.current(session)
        assert not the_plan.tallied
        tally.rebuild(session, the_plan)
        assert tally.differences(session, the_plan) == []
        messages = session.exec(select(Message).order_by("id")).all()
        assert [row.text for row in messages] == ["Còn 5 ngày"] * 3
        assert outbox.has(session, "reminder:1:-5:1")
        (rule,) = plan.rounds(session, the_plan)
        assert rule.due == {"month": 11, "day": 15, "year": 0, "phrase": "by", "hour": None}
        opened = session.exec(select(Period)).one()
        assert (opened.nominal_due, opened.due_time) == (date(2026, 10, 15), None)
        (off,) = plan.decided_days(session, 2026)
        assert (off.day, off.working, off.source) == (date(2026, 11, 24), False, plan.DaySource.PLAN)
        filed = session.exec(select(Report)).one()
        assert filed.filed_at == filed.settled_at
        assert (filed.filed_at is not None) == (revision >= "0006")
    if revision == "0001":
        assert [(row.kind, row.state) for row in messages] == [
            (MessageKind.REMINDER, MessageState.SENT),
            (MessageKind.REPLY, MessageState.WAITING),
            (MessageKind.SUMMARY, MessageState.WAITING),
        ]
