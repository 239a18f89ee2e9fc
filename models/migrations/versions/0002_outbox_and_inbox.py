"""what goes out knows its kind, its report and its sender; what came in may wait or be set aside."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
OPEN = sa.text("state IN ('waiting', 'sending')")


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "pending",
        sa.Column("id", BIG, nullable=False),
        sa.Column("update_id", BIG, nullable=False),
        sa.Column("chat_id", BIG, nullable=True),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("came_at", UTCDateTime(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('in_line', 'aside')", name=op.f("ck_pending_pending_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending")),
        sa.UniqueConstraint("update_id", name=op.f("uq_pending_update_id")),
    )
    op.create_index(op.f("ix_pending_chat_id"), "pending", ["chat_id"])
    with op.batch_alter_table("message") as message:
        message.add_column(sa.Column("kind", sa.String(length=24), nullable=False, server_default="reply"))
        message.add_column(sa.Column("report_id", BIG, nullable=True))
        message.add_column(sa.Column("claimed_by", BIG, nullable=True))
        message.drop_constraint(op.f("ck_message_message_state"), type_="check")
        message.create_check_constraint(
            op.f("ck_message_message_state"),
            "state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'expired')",
        )
        message.create_check_constraint(
            op.f("ck_message_message_kind"), "kind IN ('reply', 'alarm', 'reminder', 'summary')"
        )
        message.create_foreign_key(op.f("fk_message_report_id_report"), "report", ["report_id"], ["id"])
        message.drop_index(op.f("ix_message_state"))
        message.create_index(op.f("ix_message_report_id"), ["report_id"])
        message.create_index(op.f("ix_message_sent_at"), ["sent_at"])
        for name, columns in (("open", ["chat_id", "id"]), ("open_kind", ["kind", "id"])):
            message.create_index(f"ix_message_{name}", columns, sqlite_where=OPEN, postgresql_where=OPEN)
    # What was a reminder or a summary says so in its key.
    op.execute("UPDATE message SET kind = 'reminder' WHERE key LIKE 'reminder:%'")
    op.execute("UPDATE message SET kind = 'summary' WHERE key LIKE 'summary:%'")
    op.execute("UPDATE message SET state = 'waiting' WHERE state = 'sending'")
    with op.batch_alter_table("message") as message:
        message.alter_column("kind", server_default=None)


def downgrade() -> None:
    raise NotImplementedError("there is no way back: restore a backup")
