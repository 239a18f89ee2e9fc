"""activities taken back, enterprises not named yet, certificates and models withdrawn."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("voided_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("unnamed", sa.Integer(), nullable=True))
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_on", sa.Date(), nullable=True))
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_on")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_on")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_column("unnamed")
        batch_op.drop_column("voided_at")
