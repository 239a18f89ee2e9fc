"""This file is the enterprises: known by tax code where there is one, else by name and form."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from models import event
from models.columns import BIG, one_of
from models.rules.counting import Form


class Enterprise(SQLModel, table=True):
    """An enterprise, cooperative or household that somebody supported."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG)
    tax_code: str | None = Field(default=None, unique=True, max_length=10)
    name: str
    folded: str = Field(index=True)
    form: Form = Field(sa_type=one_of(Form, "form"))


def by_tax_code(session: Session, tax_code: str) -> Enterprise | None:
    return session.exec(select(Enterprise).where(Enterprise.tax_code == tax_code)).first()


def namesakes(session: Session, folded: str, tax_code: str | None) -> list[Enterprise]:
    """Find those of this name that may be the same one: of two different tax codes they are not."""
    query = select(Enterprise).where(Enterprise.folded == folded).order_by(col(Enterprise.id))
    return [
        row
        for row in session.exec(query)
        if tax_code is None or row.tax_code is None or row.tax_code == tax_code
    ]


def add(session: Session, row: Enterprise, *, by: int, now: datetime) -> Enterprise:
    """Write an enterprise down that nobody has named before."""
    session.add(row)
    session.flush()
    after = {"name": row.name, "form": row.form.value, "tax_code": row.tax_code}
    event.record(session, "enterprise.added", f"enterprise:{row.id}", at=now, by=by, after=after)
    return row
