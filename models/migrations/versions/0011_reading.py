"""how the plan's block to 2030 is read, once that is settled."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reading", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.alter_column("reading", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("reading")
