"""what people call a unit besides its names."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "unit_other_name",
        sa.Column("id", BIG, nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_unit_other_name_unit_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_other_name")),
        sa.UniqueConstraint("unit", "folded", name=op.f("uq_unit_other_name_unit_folded")),
    )


def downgrade() -> None:
    op.drop_table("unit_other_name")
