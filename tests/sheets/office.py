"""This file is a unit with activities of every kind, whose form can be fetched and read without a chat."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from handlers import clock, duty, entries, entrycheck, recording
from handlers.conversation import flow
from handlers.conversation.activity import ACTIVITY
from handlers.conversation.flow import SUMMARY, State
from handlers.entrycheck import Found
from handlers.replies import entrybook
from handlers.request import Fetched, Incoming, Request, Sort
from models import contact, plan
from models.database import turn
from models.draft import Draft, DraftState
from models.listing import Only
from tests.chat import ZONE

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=ZONE)
UNIT = "SCT"
TOLD: tuple[dict[str, Any], ...] = (
    {
        "group": "4",
        "kind": "training",
        "title": "Tập huấn 5S",
        "attendances": 42,
        "leaders": 30,
        "depth": "deep",
    },
    {"group": "2", "kind": "outreach", "title": "=Phóng sự năng suất", "outputs": 5},
    {
        "group": "3",
        "kind": "support",
        "title": "Tư vấn HACCP\nđợt 2",
        "enterprises": [
            {
                "name": "Công ty TNHH Một",
                "tax_code": None,
                "solution": "haccp",
                "result": "applied",
                "more": "yes",
            },
            {
                "name": "HTX Hai",
                "tax_code": None,
                "solution": "other",
                "solution_name": "Sổ tay",
                "result": "applying",
                "more": "yes",
            },
            {"name": None},
        ],
        "unnamed": 3,
        "cost": 45_000_000,
        "sources": [{"source": "state", "amount": 30_000_000}, {"source": None}],
    },
    {
        "group": "4",
        "kind": "certification",
        "title": "Cấp chứng nhận",
        "experts": [{"name": "Nguyễn Văn Một", "number": "CN-1", "issuer": None, "more": "no"}],
    },
)


def furnish(engine: Engine) -> None:
    """Let the unit have told of one activity of several kinds."""
    with turn(engine) as session:
        list(clock.tick(session, NOW, ZONE))
    with turn(engine) as session:
        request = requested(session)
        owed = duty.entered(request)[0]
        for n, told in enumerate(TOLD, 1):
            days = date(2026, 3, n).isoformat()
            answers = {
                "days": {"first": days, "last": days},
                "place": f"Nơi {n}",
                "evidence": None,
                "cost": None,
                **told,
            }
            state = State(SUMMARY, answers, duty.facts_of(request, *owed))
            state = recording.look_up(session, state)
            assert flow.is_complete(ACTIVITY, state), [
                one.path for one in flow.questions(ACTIVITY, state) if not one.is_answered
            ]
            recording.save(session, state, unit=UNIT, draft=_draft(session, state), by=request.who, now=NOW)


def _draft(session: Session, state: State) -> Draft:
    row = Draft(
        contact_id=2,
        conversation="activity",
        state=DraftState.SAVED,
        step=SUMMARY,
        answers=dict(state.answers),
        facts=dict(state.facts),
        begun_at=NOW,
        touched_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


def requested(session: Session) -> Request:
    person = contact.by_unit(session)[UNIT][0]
    asked = Incoming(update_id=0, sort=Sort.OTHER, chat_id=person.chat_id, name=person.name)
    return Request(session=session, now=NOW, said=asked, contact=person)


def form(session: Session) -> bytes:
    request = requested(session)
    row, of = duty.entered(request)[0]
    book = entrycheck.gather(session, plan.current(session), row, of, request, only=Only(units=[row.unit]))
    return entrybook.xlsx(book)


def read(session: Session, content: bytes) -> Found:
    """Read what was sent back. Raises Unclear."""
    request, fetched = requested(session), Fetched(name="Mau-nhap_SCT.xlsx", content=content)
    return entries.look(replace(request, fetched=fetched), fetched)[1]
