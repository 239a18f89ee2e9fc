"""what a unit says in its own words, and the number of its signed report."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COLUMNS = ("difficulties", "proposals", "document")


def upgrade() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        for name in COLUMNS:
            batch_op.add_column(sa.Column(name, sa.String(), nullable=True))
        batch_op.add_column(sa.Column("document_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_column("document_on")
        for name in COLUMNS:
            batch_op.drop_column(name)
