"""errands that wait for Telegram or the database."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("errand", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rests", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("not_before", UTCDateTime(), nullable=True))
    with op.batch_alter_table("errand", schema=None) as batch_op:
        batch_op.alter_column("rests", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("errand", schema=None) as batch_op:
        batch_op.drop_column("not_before")
        batch_op.drop_column("rests")
