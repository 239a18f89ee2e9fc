"""what is read beside the chat: the file that a person sent."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COLUMNS = ("file_id", "file_name")


def upgrade() -> None:
    with op.batch_alter_table("errand", schema=None) as batch_op:
        for name in COLUMNS:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("errand", schema=None) as batch_op:
        for name in COLUMNS:
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("errand", schema=None) as batch_op:
        for name in COLUMNS:
            batch_op.drop_column(name)
