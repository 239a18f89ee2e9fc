"""This file is the enterprises: known by tax code where there is one, else by name and form.

What was entered twice is merged by a person: `merged_into` points to the one it is counted as, and may be
parted again. Earlier names and tax codes stay known, so that whoever types them is led to the same one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Field, Session, SQLModel, col, func, or_, select

from models import event
from models.columns import BIG, of_its_own, one_of
from models.rules.counting import Form


class Enterprise(SQLModel, table=True):
    """An enterprise, cooperative or household that somebody supported.

    `core` is the name without its legal form, by which likely doubles are found. Until `converted_on` it
    was of `form_before`, where it became another kind of legal person.
    """

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    tax_code: str | None = Field(default=None, unique=True, max_length=10)
    name: str
    folded: str = Field(index=True)
    core: str = Field(default="", index=True)
    form: Form = Field(sa_type=one_of(Form, "form"))
    form_before: Form | None = Field(default=None, sa_type=one_of(Form, "form_before"))
    converted_on: date | None = None
    merged_into: int | None = Field(
        default=None, sa_type=BIG, index=True, sa_column_args=(of_its_own("enterprise.id"),)
    )

    def form_on(self, day: date) -> Form:
        """Give the legal form that it had on a day."""
        if self.form_before is None or self.converted_on is None or day >= self.converted_on:
            return self.form
        return self.form_before


class Alias(SQLModel, table=True):
    """A name and tax code that an enterprise went by before."""

    __tablename__ = "enterprise_alias"

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    enterprise_id: int = Field(sa_type=BIG, foreign_key="enterprise.id", index=True)
    name: str
    folded: str = Field(index=True)
    core: str = Field(index=True)
    tax_code: str | None = Field(default=None, max_length=10, index=True)


MAIN = col(Enterprise.merged_into).is_(None)


def get(session: Session, number: int) -> Enterprise | None:
    return session.get(Enterprise, number)


def main_of(session: Session, row: Enterprise) -> Enterprise:
    """Give the one as which an enterprise is counted: itself, unless it was merged."""
    while row.merged_into is not None:
        row = session.get_one(Enterprise, row.merged_into)
    return row


def by_tax_code(session: Session, tax_code: str) -> Enterprise | None:
    return session.exec(select(Enterprise).where(Enterprise.tax_code == tax_code)).first()


def alike(session: Session, folded: str, core: str, tax_code: str | None) -> list[Enterprise]:
    """Find those of this name, now or before, that may be the same one: of two tax codes they are not.

    The name may differ in its legal form. Who bore this very tax code before is among them.
    """
    named = [row for row in _named(session, folded, core) if _may_be(row, tax_code)]
    before = _numbered(session, tax_code, core) if tax_code else []
    return list({row.id: row for row in (*before, *named)}.values())


def is_called(session: Session, row: Enterprise, folded: str) -> bool:
    """Tell whether an enterprise bears a name: its own, an earlier one, or that of one merged into it."""
    names = {one.folded for one in (row, *merged(session, row))}
    return folded in names or folded in {one.folded for one in aliases(session, row)}


def entered_as(session: Session, row: Enterprise, folded: str) -> Enterprise:
    """Give under which of those merged into one a name leads to it: parted again, it goes with that one."""
    if row.folded == folded:
        return row
    return next((one for one in merged(session, row) if one.folded == folded), row)


def merged(session: Session, row: Enterprise) -> list[Enterprise]:
    """Give all that were merged into an enterprise, also by way of another."""
    found: list[Enterprise] = []
    ahead = [row.id]
    while ahead:
        query = select(Enterprise).where(col(Enterprise.merged_into).in_(ahead)).order_by(col(Enterprise.id))
        rows = session.exec(query).all()
        found.extend(rows)
        ahead = [one.id for one in rows]
    return found


def aliases(session: Session, row: Enterprise) -> Sequence[Alias]:
    query = select(Alias).where(Alias.enterprise_id == row.id).order_by(col(Alias.id))
    return session.exec(query).all()


def main_ones(session: Session, *, start: int, count: int) -> Sequence[Enterprise]:
    """Give some of those that are counted, by their names."""
    query = select(Enterprise).where(MAIN).order_by(col(Enterprise.folded), col(Enterprise.id))
    return session.exec(query.offset(start).limit(count)).all()


@dataclass(frozen=True)
class Main:
    """What it takes to compare an enterprise with all others."""

    number: int
    core: str
    tax_code: str | None


def mains(session: Session) -> list[Main]:
    """Give all that are counted, as far as they are compared."""
    rows = session.exec(select(col(Enterprise.id), Enterprise.core, Enterprise.tax_code).where(MAIN))
    return [Main(number or 0, core, tax_code) for number, core, tax_code in rows]


def count(session: Session) -> int:
    """Count those that are counted: what was merged is one."""
    return session.exec(select(func.count()).select_from(Enterprise).where(MAIN)).one()


def found(session: Session, folded: str, core: str, tax_code: str | None, *, most: int) -> list[Enterprise]:
    """Find those counted whose name or tax code, now or before, contains what is looked for."""
    own = _contains(Enterprise, folded, core, tax_code)
    earlier = session.exec(select(Alias.enterprise_id).where(_contains(Alias, folded, core, tax_code)))
    query = select(Enterprise).where(or_(own, col(Enterprise.id).in_(earlier.all())))
    rows = session.exec(query.order_by(col(Enterprise.folded), col(Enterprise.id)).limit(most)).all()
    mains = (main_of(session, row) for row in rows)
    return list({row.id: row for row in mains}.values())


def add(session: Session, row: Enterprise, *, by: int, now: datetime) -> Enterprise:
    """Write an enterprise down that nobody has named before."""
    session.add(row)
    session.flush()
    after = {"name": row.name, "form": row.form.value, "tax_code": row.tax_code}
    event.record(session, "enterprise.added", f"enterprise:{row.id}", at=now, by=by, after=after)
    return row


def _named(session: Session, folded: str, core: str) -> Iterable[Enterprise]:
    def is_named(table: type[Enterprise] | type[Alias]) -> ColumnElement[bool]:
        return or_(col(table.folded) == folded, col(table.core) == core)

    earlier = session.exec(select(Alias.enterprise_id).where(is_named(Alias))).all()
    query = select(Enterprise).where(or_(is_named(Enterprise), col(Enterprise.id).in_(earlier)))
    # One of the very name stands before one that is only like it.
    rows = sorted(session.exec(query.order_by(col(Enterprise.id))), key=lambda row: row.folded != folded)
    mains = (main_of(session, row) for row in rows)
    return {row.id: row for row in mains}.values()


def _numbered(session: Session, tax_code: str, core: str) -> list[Enterprise]:
    """Find who bore a tax code before and is called like this: a code mistyped once may be typed again."""
    query = select(Alias.enterprise_id).where(Alias.tax_code == tax_code)
    rows = [session.get_one(Enterprise, number) for number in session.exec(query.distinct())]
    return [main_of(session, row) for row in rows if row.core == core]


def _may_be(row: Enterprise, tax_code: str | None) -> bool:
    return tax_code is None or row.tax_code is None or row.tax_code == tax_code


def _contains(
    table: type[Enterprise] | type[Alias], folded: str, core: str, tax_code: str | None
) -> ColumnElement[bool]:
    if tax_code is not None:
        return col(table.tax_code).startswith(tax_code, autoescape=True)
    named = col(table.folded).contains(folded, autoescape=True)
    return or_(named, col(table.core).contains(core, autoescape=True)) if core else named
