"""This file is enterprises and activities written straight into the rows, as if contacts had entered them."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from handlers import progress
from handlers.reading.enterprise_names import core
from handlers.reading.text import fold
from models import plan, tally
from models.activity import Participation
from models.database import turn
from models.enterprise import Enterprise
from models.rules.counting import Form, Kind
from tests.chat import Player
from tests.chats.test_progress import record


def firm(
    session: Session, number: int, name: str, code: str | None = None, form: Form = Form.COMPANY
) -> None:
    folded, shown = fold(name), core(name)
    session.add(Enterprise(id=number, name=name, folded=folded, core=shown, form=form, tax_code=code))
    session.flush()


def supported(session: Session, chat: Player, unit: str, day: date, who: Iterable[int]) -> int:
    """Let enterprises be supported on a day, and give the activity's number."""
    number = record(session, chat, unit, Kind.SUPPORT, day)
    for one in who:
        row = session.get_one(Enterprise, one)
        session.add(Participation(activity_id=number, enterprise_id=one, name=row.name))
    session.flush()
    return number


def counted(chat: Player, code: str = "DN") -> list[int]:
    """Give an indicator's figures of all its years, as they are kept."""
    with turn(chat.engine) as session:
        found = progress.count(session, chat.clock.now().date())
        return next([year.value for year in one.years] for one in found.now if one.goal.indicator == code)


def settle(session: Session) -> None:
    """Build the totals of what was written straight into the rows."""
    tally.rebuild(session, plan.current(session))
