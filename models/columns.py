"""This file is how columns are shaped, so that SQLite and PostgreSQL hold the same."""

from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Enum, ForeignKey, Integer
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# Telegram's ids pass 2^31; SQLite counts up only in a column declared INTEGER.
BIG = BigInteger().with_variant(Integer, "sqlite")
DOCUMENT = JSON().with_variant(JSONB, "postgresql")


def of_its_own(key: str) -> ForeignKey:
    """Point to a row of the same table, which may come later: looked at once the transaction ends."""
    return ForeignKey(key, deferrable=True, initially="DEFERRED")


def one_of(choices: type[StrEnum], name: str) -> Enum:
    """Hold one of the choices by its value, checked by the database and before it."""
    return Enum(
        choices,
        values_callable=lambda kinds: [kind.value for kind in kinds],
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=24,
        name=name,
    )
