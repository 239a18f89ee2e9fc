"""what was found in workbooks that were sent back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_table(
        "batch",
        sa.Column("id", BIG, nullable=False),
        sa.Column("contact_id", BIG, nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("period_id", BIG, nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "taken",
                "dropped",
                name="batch_state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_batch_contact_id_contact")),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_batch_period_id_period")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_batch_unit_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    op.create_index("ix_batch_contact_id", "batch", ["contact_id"])
    op.create_index(
        "uq_batch_open", "batch", ["contact_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    op.drop_table("batch")
