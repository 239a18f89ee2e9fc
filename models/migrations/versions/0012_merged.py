"""enterprises and activities that are one, what was called otherwise before, what is not one."""

import re

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Rows may point to rows that come later: looked at once the transaction ends.
LATER = {"deferrable": True, "initially": "DEFERRED"}
FORMS = ("company", "cooperative", "household")


def upgrade() -> None:
    with op.batch_alter_table("enterprise", schema=None) as batch_op:
        batch_op.add_column(sa.Column("core", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("form_before", sa.String(24), nullable=True))
        batch_op.add_column(sa.Column("converted_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("merged_into", BIG, nullable=True))
        batch_op.create_check_constraint("form_before", sa.column("form_before").in_(FORMS))
        batch_op.create_foreign_key(
            op.f("fk_enterprise_merged_into_enterprise"), "enterprise", ["merged_into"], ["id"], **LATER
        )
    _fill_cores()
    with op.batch_alter_table("enterprise", schema=None) as batch_op:
        batch_op.alter_column("core", server_default=None)
    op.create_index("ix_enterprise_core", "enterprise", ["core"])
    op.create_index("ix_enterprise_merged_into", "enterprise", ["merged_into"])
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entered_as", BIG, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_participation_entered_as_enterprise"), "enterprise", ["entered_as"], ["id"]
        )
    op.create_index("ix_participation_entered_as", "participation", ["entered_as"])
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("same_as", BIG, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_activity_same_as_activity"), "activity", ["same_as"], ["id"], **LATER
        )
    op.create_index("ix_certificate_expert_id", "certificate", ["expert_id"])
    few = sa.text("same_as IS NOT NULL")
    op.create_index("ix_activity_same", "activity", ["same_as"], sqlite_where=few, postgresql_where=few)
    op.create_table(
        "enterprise_alias",
        sa.Column("id", BIG, nullable=False),
        sa.Column("enterprise_id", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("core", sa.String(), nullable=False),
        sa.Column("tax_code", sa.String(10), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_enterprise_alias_enterprise_id_enterprise")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise_alias")),
    )
    for column in ("enterprise_id", "folded", "core", "tax_code"):
        op.create_index(f"ix_enterprise_alias_{column}", "enterprise_alias", [column])
    op.create_table(
        "apart",
        sa.Column("id", BIG, nullable=False),
        sa.Column("sort", sa.String(24), nullable=False),
        sa.Column("one", BIG, nullable=False),
        sa.Column("other", BIG, nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=False),
        sa.Column("decided_by", BIG, nullable=False),
        sa.CheckConstraint("sort IN ('enterprise', 'activity')", name=op.f("ck_apart_sort")),
        sa.ForeignKeyConstraint(["decided_by"], ["contact.id"], name=op.f("fk_apart_decided_by_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apart")),
        sa.UniqueConstraint("sort", "one", "other", name=op.f("uq_apart_sort_one_other")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("found", sa.String(), nullable=True))
    # States are told otherwise from now on: what was sealed is sealed anew, as it stands.
    op.execute(sa.text("UPDATE event SET seal = NULL, hash = NULL, state = NULL"))
    for kind in ("activity", "report", "enterprise", "snapshot"):
        about = f"subject BETWEEN '{kind}:' AND '{kind};'"
        op.execute(sa.text(f"UPDATE event SET state = '' WHERE {about}"))  # noqa: S608 - our names
    op.execute(sa.text("DELETE FROM heartbeat WHERE name = 'chain'"))


def _fill_cores() -> None:
    """Write each name's core, as it was found at the time of this change."""
    enterprises = sa.table("enterprise", sa.column("id"), sa.column("folded"), sa.column("core"))
    connection = op.get_bind()
    for number, folded in connection.execute(sa.select(enterprises.c.id, enterprises.c.folded)).all():
        connection.execute(
            sa.update(enterprises).where(enterprises.c.id == number).values(core=_core(folded))
        )


SHORTER = (
    ("&", " va "),
    ("trach nhiem huu han", "tnhh"),
    ("mot thanh vien", "mtv"),
    ("1 thanh vien", "mtv"),
    ("1tv", "mtv"),
    ("hai thanh vien tro len", ""),
    ("2 thanh vien tro len", ""),
    ("hai thanh vien", ""),
    ("2 thanh vien", ""),
    ("co phan", "cp"),
    ("doanh nghiep tu nhan", "dntn"),
    ("dn tu nhan", "dntn"),
    ("hop tac xa", "htx"),
    ("ho kinh doanh", "hkd"),
    ("san xuat", "sx"),
    ("thuong mai", "tm"),
    ("dich vu", "dv"),
    ("xuat nhap khau", "xnk"),
    ("xay dung", "xd"),
    ("nong nghiep", "nn"),
    ("viet nam", "vn"),
)
LEGAL = re.compile(
    r"(?:(?:chi nhanh|tong|tap doan|cong ty|cty|c ty|ct|ctcp|tnhh|mtv|cp|dntn|doanh nghiep|lien hiep|htx|hkd"
    r"|ho sx|co so) )*"
)


def _core(folded: str) -> str:
    words = f" {re.sub('[^a-z0-9&]+', ' ', folded).strip()} "
    for long, short in SHORTER:
        words = words.replace(f" {long} " if long != "&" else long, f" {short} ")
    words = " ".join(words.split()) + " "
    return (LEGAL.sub("", words, count=1).strip() or words).replace(" ", "").replace("y", "i")


def downgrade() -> None:
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_column("found")
    op.drop_table("apart")
    op.drop_table("enterprise_alias")
    op.drop_index("ix_activity_same", "activity")
    op.drop_index("ix_certificate_expert_id", "certificate")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_activity_same_as_activity"), type_="foreignkey")
        batch_op.drop_column("same_as")
    op.drop_index("ix_participation_entered_as", "participation")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_participation_entered_as_enterprise"), type_="foreignkey")
        batch_op.drop_column("entered_as")
    op.drop_index("ix_enterprise_merged_into", "enterprise")
    op.drop_index("ix_enterprise_core", "enterprise")
    with op.batch_alter_table("enterprise", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_enterprise_merged_into_enterprise"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_enterprise_form_before"), type_="check")
        batch_op.drop_column("merged_into")
        batch_op.drop_column("converted_on")
        batch_op.drop_column("form_before")
        batch_op.drop_column("core")
