"""This file is how what the ledger has for one person becomes a message."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from sqlmodel import Session

from handlers import doubles, duty, enterprises, progress
from handlers import group as groups
from handlers.replies import notices as words
from handlers.replies.notices import Block
from handlers.replies.reply import Reply
from handlers.replies.words import speaking
from models import activity, contact, draft, group, inquiry, ledger, period, report
from models.ledger import Notice
from models.period import Period
from models.report import Report
from models.rules import steps
from models.rules.reminding import Calendar, NoticeKind

SUMMARIES = (NoticeKind.DEADLINE, NoticeKind.WEEKLY, NoticeKind.MONTHLY)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who hears it: a person, of the lead office or not, or a group, to which no names are told."""

    chat_id: int
    locale: str
    is_group: bool = False
    is_lead: bool = False


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """In which hour it is told, and by which calendar."""

    session: Session
    now: datetime
    calendar: Calendar

    @property
    def today(self) -> date:
        return self.now.date()


def recipient(session: Session, addressee: int) -> Recipient | None:
    """Find who an addressee of the ledger is; nobody where they have gone."""
    if addressee < 0:
        found = group.get(session, addressee)
        return Recipient(chat_id=addressee, locale=found.locale, is_group=True) if found else None
    person = contact.get(session, addressee)
    if person is None:
        return None
    return Recipient(chat_id=person.chat_id, locale=person.locale, is_lead=person.role is contact.Role.LEAD)


def tell(
    session: Session, to: Recipient, rows: Sequence[Notice], key: str, now: datetime, calendar: Calendar
) -> Reply:
    """Put these notices into one message, and note in the ledger that it tells them."""
    with speaking(to.locale):
        blocks = _blocks(Occasion(session=session, now=now, calendar=calendar), to, rows)
        said = words.together(blocks)
    ledger.tell(rows, key, now)
    reports = {row.report_id for row in rows}
    kind: Literal["reminder", "summary"] = (
        "summary" if all(row.kind in SUMMARIES for row in rows) else "reminder"
    )
    return replace(
        said,
        kind=kind,
        to=to.chat_id,
        key=key,
        # With one report the message dies; what tells of more than that one stays.
        report_id=rows[0].report_id if len(reports) == 1 and rows[0].kind in OF_DUTY else None,
        expires_at=steps.evening(now.date(), calendar.zone),
    )


def _blocks(occasion: Occasion, to: Recipient, rows: Sequence[Notice]) -> list[Block]:
    told = [BLOCKS[row.kind](occasion, row) for row in rows if row.kind not in SUMMARIES]
    summaries = [row for row in rows if row.kind in SUMMARIES]
    if summaries:
        told.append(_summary(occasion, to, summaries))
    return [block for block in told if block is not None]


def _summary(occasion: Occasion, to: Recipient, rows: Sequence[Notice]) -> Block:
    """Sum up once, however many occasions there are: a deadline, the week's end, a month's beginning."""
    periods = [
        found for row in rows if row.period_id and (found := period.get(occasion.session, row.period_id))
    ]
    heads = [words.deadline_head(of.title, of.due) for of in periods]
    heads += [words.HEADS[row.kind]() for row in rows if row.kind in words.HEADS]
    sum_up = groups.summary if to.is_group else progress.overview_reply
    said = sum_up(occasion.session, occasion.now, occasion.calendar.zone, head="\n".join(heads), of=periods)
    looked_at = _told_twice(occasion) if to.is_lead else []
    return Block(text="\n".join((said.text, *looked_at)), buttons=said.buttons)


def _told_twice(occasion: Occasion) -> list[str]:
    """Say what looks as if it had been told twice: the figures rest on it."""
    activities = len(doubles.likely(occasion.session, occasion.today))
    return words.told_twice(activities, len(enterprises.likely(occasion.session)))


def _reminder(occasion: Occasion, row: Notice) -> Block | None:
    found = _owed(occasion, row)
    if found is None:
        return None
    head = duty.head(occasion.session, *found)
    left = occasion.calendar.days.between(occasion.today, head.due)
    if row.kind is NoticeKind.PROMISE:
        return words.of_report(head, words.promised(head))
    return words.of_report(head, words.due(head, days_left=left, today=occasion.today))


def _told(headline: Callable[..., str]) -> Callable[[Occasion, Notice], Block | None]:
    def tell_of(occasion: Occasion, row: Notice) -> Block | None:
        found = _owed(occasion, row)
        if found is None:
            return None
        head = duty.head(occasion.session, *found)
        return words.of_report(head, headline(head, question=found[1].question))

    return tell_of


def _own(occasion: Occasion, row: Notice) -> Block | None:
    found = _owed(occasion, row)
    if found is None:
        return None
    head = duty.head(occasion.session, *found)
    return words.own(head, progress.own_reply(occasion.session, occasion.today, found[0].unit).text)


def _draft(occasion: Occasion, row: Notice) -> Block | None:
    found = draft.get(occasion.session, int(row.subject.removeprefix("draft-")))
    return words.lying(found.answers.get("title") or "", found.id or 0) if found else None


def _inquiry(occasion: Occasion, row: Notice) -> Block | None:
    asked = inquiry.get(occasion.session, int(row.subject))
    about = activity.get(occasion.session, asked.activity_id) if asked else None
    return words.asked(about.title, asked.question, asked.id or 0) if asked and about else None


def _review(occasion: Occasion, _row: Notice) -> Block | None:
    waiting = report.waiting_for_review(occasion.session)
    oldest = waiting[0][0].waits_since if waiting else None
    if oldest is None:
        return None
    return words.waiting(len(waiting), oldest.astimezone(occasion.calendar.zone).date())


def _owed(occasion: Occasion, row: Notice) -> tuple[Report, Period] | None:
    found = report.get(occasion.session, row.report_id or 0)
    of = period.get(occasion.session, found.period_id) if found else None
    return (found, of) if found and of else None


BLOCKS: Mapping[NoticeKind, Callable[[Occasion, Notice], Block | None]] = {
    NoticeKind.REQUEST: _told(words.requested),
    NoticeKind.RETURNED: _told(words.returned),
    NoticeKind.HANDED: _told(words.handed),
    NoticeKind.NUDGE: _told(words.nudged),
    NoticeKind.INQUIRY: _inquiry,
    NoticeKind.PROMISE: _reminder,
    NoticeKind.REMINDER: _reminder,
    NoticeKind.DRAFT: _draft,
    NoticeKind.OWN: _own,
    NoticeKind.REVIEW: _review,
}
# What is told of a report that is owed, and is worthless once it is filed.
OF_DUTY = frozenset(
    {
        NoticeKind.REQUEST,
        NoticeKind.RETURNED,
        NoticeKind.HANDED,
        NoticeKind.NUDGE,
        NoticeKind.PROMISE,
        NoticeKind.REMINDER,
    }
)
