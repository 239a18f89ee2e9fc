"""when a report came first, and who says that it is not theirs."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("filed_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("disowned_at", UTCDateTime(), nullable=True))
    # The first time is in no column until now; the last one is the best that is known.
    op.execute("UPDATE report SET filed_at = settled_at")


def downgrade() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_column("disowned_at")
        batch_op.drop_column("filed_at")
