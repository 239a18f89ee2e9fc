"""how a due day is worded, the hour of a period's due day, and who decided about a day off."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ROUND = sa.table("round", sa.column("plan"), sa.column("code"), sa.column("due", DOCUMENT))
WORDED = {"phrase": "by", "hour": None}


def upgrade() -> None:
    with op.batch_alter_table("period", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_time", sa.Time(), nullable=True))
    # Until now every decision came with the plan's files.
    with op.batch_alter_table("day_off", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("source", sa.String(length=24), nullable=False, server_default="plan")
        )
        batch_op.create_check_constraint(op.f("ck_day_off_source"), "source IN ('plan', 'office')")
        batch_op.drop_constraint(op.f("pk_day_off"), type_="primary")
        batch_op.create_primary_key(op.f("pk_day_off"), ["day", "source"])
    with op.batch_alter_table("day_off", schema=None) as batch_op:
        batch_op.alter_column("source", server_default=None)
    for plan, code, due in _rounds():
        _write(plan, code, due | WORDED)


def downgrade() -> None:
    for plan, code, due in _rounds():
        _write(plan, code, {key: value for key, value in due.items() if key not in WORDED})
    # One decision a day: the office's, where there are two.
    op.execute(
        "DELETE FROM day_off WHERE source = 'plan'"
        " AND day IN (SELECT day FROM day_off WHERE source = 'office')"
    )
    with op.batch_alter_table("day_off", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("pk_day_off"), type_="primary")
        batch_op.create_primary_key(op.f("pk_day_off"), ["day"])
        batch_op.drop_constraint(op.f("ck_day_off_source"), type_="check")
        batch_op.drop_column("source")
    with op.batch_alter_table("period", schema=None) as batch_op:
        batch_op.drop_column("due_time")


def _rounds() -> list[tuple[str, str, dict[str, object]]]:
    rows = op.get_bind().execute(sa.select(ROUND.c.plan, ROUND.c.code, ROUND.c.due))
    return [(row.plan, row.code, row.due) for row in rows]


def _write(plan: str, code: str, due: dict[str, object]) -> None:
    here = (ROUND.c.plan == plan) & (ROUND.c.code == code)
    op.get_bind().execute(ROUND.update().where(here).values(due=due))
