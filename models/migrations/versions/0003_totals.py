"""totals that are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counted",
        sa.Column("plan", sa.String(length=24), nullable=False),
        sa.Column("who", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("counts", sa.String(length=24), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.code"], name=op.f("fk_counted_plan_plan")),
        sa.PrimaryKeyConstraint("plan", "who", "scope", "counts", "year", name=op.f("pk_counted")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "total",
        sa.Column("plan", sa.String(length=24), nullable=False),
        sa.Column("counts", sa.String(length=24), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("previous", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plan.code"], name=op.f("fk_total_plan_plan")),
        sa.PrimaryKeyConstraint(
            "plan", "counts", "scope", "year", "previous", name=op.f("pk_total")
        ),
        sqlite_with_rowid=False,
    )
    # False until the plan is loaded again: it is then that the totals are built.
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("tallied", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.alter_column("tallied", server_default=None)
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index("ix_activity_ahead", ["plan", "estimate", "last", "kind"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_ahead")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("tallied")
    op.drop_table("total")
    op.drop_table("counted")
