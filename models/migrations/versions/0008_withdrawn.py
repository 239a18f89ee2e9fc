"""activities taken back, enterprises not named yet, what was withdrawn, pleas to open a report again."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WITHDRAWN = (("participation", "enterprise_id"), ("certificate", "expert_id"))
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("voided_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("unnamed", sa.Integer(), nullable=True))
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plea", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("pleaded_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("pleaded_by", BIG, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_report_pleaded_by_contact"), "contact", ["pleaded_by"], ["id"]
        )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.alter_column("plea", server_default=None)
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_on", sa.Date(), nullable=True))
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_on", sa.Date(), nullable=True))
    for table, who in WITHDRAWN:
        few = sa.text("withdrawn_on IS NOT NULL")
        op.create_index(f"ix_{table}_withdrawn", table, [who], sqlite_where=few, postgresql_where=few)


def downgrade() -> None:
    for table, _who in WITHDRAWN:
        op.drop_index(f"ix_{table}_withdrawn", table)
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_on")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_on")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_report_pleaded_by_contact"), type_="foreignkey")
        batch_op.drop_column("pleaded_by")
        batch_op.drop_column("pleaded_at")
        batch_op.drop_column("plea")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_column("unnamed")
        batch_op.drop_column("voided_at")
