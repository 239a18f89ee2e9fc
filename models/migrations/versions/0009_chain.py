"""the book of changes becomes a chain."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seal", BIG, nullable=True))
        batch_op.add_column(sa.Column("state", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("hash", sa.String(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_event_seal"), ["seal"])
    op.create_index(
        "ix_event_unsealed",
        "event",
        ["id"],
        sqlite_where=sa.text("seal IS NULL"),
        postgresql_where=sa.text("seal IS NULL"),
    )
    # What was written down without a line in the book is taken as it stands now.
    for table in ("activity", "report", "enterprise"):
        op.execute(
            sa.text(
                "INSERT INTO event (at, what, subject, why)"
                f" SELECT :at, 'book.began', '{table}:' || {table}.id, '' FROM {table}"  # noqa: S608 - our names
                f" WHERE '{table}:' || {table}.id NOT IN (SELECT subject FROM event)"
            ).bindparams(sa.bindparam("at", datetime.now(UTC), type_=UTCDateTime()))
        )


def downgrade() -> None:
    op.drop_index("ix_event_unsealed", "event")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_event_seal"), type_="unique")
        batch_op.drop_column("hash")
        batch_op.drop_column("state")
        batch_op.drop_column("seal")
