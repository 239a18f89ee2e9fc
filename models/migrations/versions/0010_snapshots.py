"""what was reported upward, frozen."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "snapshot",
        sa.Column("id", BIG, nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by", BIG, nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["contact.id"], name=op.f("fk_snapshot_made_by_contact")),
        sa.ForeignKeyConstraint(["plan"], ["plan.code"], name=op.f("fk_snapshot_plan_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("plan", "number", name=op.f("uq_snapshot_plan_number")),
    )


def downgrade() -> None:
    op.drop_table("snapshot")
