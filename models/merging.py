"""This file is how what is known of enterprises is set right: merged, parted again, renamed, converted.

Each deed takes out of the totals what rests on the enterprise, changes it, and counts that anew; a part
taken in an activity remembers under which enterprise it was entered, so that parting restores it exactly.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from models import activity, apart, enterprise, event, plan, tally
from models.activity import Activity, Participation
from models.enterprise import Alias, Enterprise
from models.rules.counting import Form

# Why a deed is refused; whoever asked words it.
SAME_ONE = "same_one"
TWO_CODES = "two_codes"
NOT_MERGED = "not_merged"
CODE_TAKEN = "code_taken"


class Refused(ValueError):
    """What was asked for can't be done: `why` says the reason, `about` whom it is about."""

    def __init__(self, why: str, about: Enterprise) -> None:
        super().__init__(why)
        self.why = why
        self.about = about


def may_merge(session: Session, one: Enterprise, other: Enterprise) -> tuple[Enterprise, Enterprise]:
    """Give which of two stays and which is counted at it. Raises Refused.

    The one with a tax code stays, else the one that was known first. Two tax codes are two legal persons.
    """
    one, other = enterprise.main_of(session, one), enterprise.main_of(session, other)
    if one.id == other.id:
        raise Refused(SAME_ONE, one)
    if one.tax_code and other.tax_code:
        raise Refused(TWO_CODES, other)
    first, second = sorted((one, other), key=lambda row: (row.tax_code is None, row.id or 0))
    return first, second


def merge(session: Session, one: Enterprise, other: Enterprise, *, by: int, now: datetime) -> Enterprise:
    """Count two enterprises as one from now on, in every year; give the one that stays. Raises Refused."""
    plan.lock(session)
    main, merged = may_merge(session, one, other)
    with _counted_anew(session, [merged]):
        event.change(session, merged, "enterprise.merged", {"merged_into": main.id}, by=by, now=now)
        _lead(session, merged)
    two = apart.pair(main.id or 0, merged.id or 0)
    apart.forget(session, apart.Sort.ENTERPRISE, two, by=by, now=now)
    return main


def split(session: Session, row: Enterprise, *, by: int, now: datetime) -> Enterprise:
    """Take back that an enterprise was merged; give the one from which it parts. Raises Refused."""
    plan.lock(session)
    if row.merged_into is None:
        raise Refused(NOT_MERGED, row)
    main = enterprise.main_of(session, row)
    with _counted_anew(session, [main]):
        event.change(session, row, "enterprise.split", {"merged_into": None}, by=by, now=now)
        _lead(session, row)
    return main


def rename(
    session: Session, row: Enterprise, names: dict[str, str], why: str, *, by: int, now: datetime
) -> None:
    """Give an enterprise another name (`name`, `folded`, `core`); the one before stays known."""
    plan.lock(session)
    _keep_alias(session, row)
    event.change(session, row, "enterprise.renamed", names, why, by=by, now=now)


def may_identify(session: Session, row: Enterprise, tax_code: str | None) -> None:
    """Refuse a tax code that another one has. Raises Refused."""
    known = enterprise.by_tax_code(session, tax_code) if tax_code else None
    if known is not None and known.id != row.id:
        raise Refused(CODE_TAKEN, known)


def identify(
    session: Session, row: Enterprise, tax_code: str | None, why: str, *, by: int, now: datetime
) -> None:
    """Give an enterprise its tax code, set it right or take it away. Raises Refused."""
    plan.lock(session)
    may_identify(session, row, tax_code)
    if row.tax_code == tax_code:
        return
    if row.tax_code is not None:
        _keep_alias(session, row)
    event.change(session, row, "enterprise.identified", {"tax_code": tax_code}, why, by=by, now=now)


def convert(
    session: Session, row: Enterprise, form: Form, since: date | None, why: str, *, by: int, now: datetime
) -> None:
    """Give an enterprise another legal form: from a day on, or ever since where it was entered wrongly."""
    plan.lock(session)
    before = row.form if since is not None and form is not row.form else None
    changes = {"form": form, "form_before": before, "converted_on": since if before else None}
    with _counted_anew(session, [row]):
        event.change(session, row, "enterprise.converted", changes, why, by=by, now=now)


def astray(session: Session) -> list[int]:
    """Give the parts in activities that do not count where what they were entered as belongs."""
    merged = {row.id: row for row in session.exec(select(Enterprise).where(~enterprise.MAIN))}
    mains = {number: enterprise.main_of(session, row).id for number, row in merged.items()}
    asked = col(Participation.entered_as).is_not(None) | col(Participation.enterprise_id).in_(list(mains))
    parts = session.exec(select(Participation).where(asked).order_by(col(Participation.id)))
    return [part.id or 0 for part in parts if part.enterprise_id != mains.get(part.entered, part.entered)]


@contextmanager
def _counted_anew(session: Session, rows: Collection[Enterprise]) -> Iterator[None]:
    """Take out of the totals what rests on some enterprises, and put it in again once they are changed."""
    found = activity.naming(session, [row.id or 0 for row in rows])
    tally.remove(session, *found)
    yield
    tally.add(session, *found)


def _lead(session: Session, row: Enterprise) -> None:
    """Let all that was entered under an enterprise, and those merged into it, be counted where it belongs."""
    main = enterprise.main_of(session, row)
    numbers = [one.id for one in (row, *enterprise.merged(session, row))]
    entered = or_(
        col(Participation.entered_as).in_(numbers),
        col(Participation.entered_as).is_(None) & col(Participation.enterprise_id).in_(numbers),
    )
    for part in session.exec(select(Participation).where(entered)):
        as_entered = part.entered_as or part.enterprise_id
        part.enterprise_id = main.id or 0
        part.entered_as = as_entered if as_entered != main.id else None
    session.flush()


def _keep_alias(session: Session, row: Enterprise) -> None:
    session.add(
        Alias(
            enterprise_id=row.id or 0,
            name=row.name,
            folded=row.folded,
            core=row.core,
            tax_code=row.tax_code,
        )
    )


def activities_of(session: Session, row: Enterprise) -> list[Activity]:
    """Give the activities that name an enterprise or one merged into it, the latest first."""
    return sorted(
        activity.naming(session, [row.id or 0]), key=lambda one: (one.last, one.id or 0), reverse=True
    )
