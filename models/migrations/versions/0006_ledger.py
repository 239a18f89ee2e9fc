"""the ledger of reminders, requests, extensions, promises, questions, groups."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# What a column of rows that are there already begins with.
DEFAULTS = (
    ("contact", "quiet"),
    ("heartbeat", "seen"),
    ("period", "number"),
    ("period", "question"),
    ("report", "note"),
)


def upgrade() -> None:
    op.create_table(
        "group_chat",
        sa.Column("chat_id", BIG, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("subscribed_at", UTCDateTime(), nullable=False),
        sa.Column("subscribed_by", BIG, nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["subscribed_by"], ["contact.id"], name=op.f("fk_group_chat_subscribed_by_contact")
        ),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_group_chat")),
    )
    op.create_table(
        "extension",
        sa.Column("id", BIG, nullable=False),
        sa.Column("report_id", BIG, nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.Column("given_by", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["given_by"], ["contact.id"], name=op.f("fk_extension_given_by_contact")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_extension_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_report_id"), ["report_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", BIG, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "request",
                "returned",
                "inquiry",
                "handed",
                "nudge",
                "promise",
                "reminder",
                "draft",
                "own",
                "deadline",
                "review",
                "weekly",
                "monthly",
                name="notice_kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("addressee", BIG, nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("report_id", BIG, nullable=True),
        sa.Column("period_id", BIG, nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("told_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["period_id"], ["period.id"], name=op.f("fk_notice_period_id_period")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_notice_report_id_report")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_notice_unit_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_addressee"), ["addressee"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_message"), ["message"], unique=False)

    op.create_table(
        "promise",
        sa.Column("id", BIG, nullable=False),
        sa.Column("report_id", BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["contact.id"], name=op.f("fk_promise_made_by_contact")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_promise_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promise_report_id"), ["report_id"], unique=False)

    op.create_table(
        "inquiry",
        sa.Column("id", BIG, nullable=False),
        sa.Column("activity_id", BIG, nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("asked_by", BIG, nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_inquiry_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["contact.id"], name=op.f("fk_inquiry_answered_by_contact")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["contact.id"], name=op.f("fk_inquiry_asked_by_contact")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
    )
    with op.batch_alter_table("inquiry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inquiry_activity_id"), ["activity_id"], unique=False)

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("quiet", sa.String(length=24), nullable=False, server_default="all")
        )
        batch_op.create_check_constraint(
            op.f("ck_contact_quiet"), "quiet IN ('all', 'fewer', 'last')"
        )

    with op.batch_alter_table("heartbeat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen", sa.String(), nullable=False, server_default=""))

    with op.batch_alter_table("period", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("question", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("asked_at", UTCDateTime(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_period_plan_round_year"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_period_plan_round_year_number"), ["plan", "round", "year", "number"]
        )

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_report_report_state"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_report_report_state"),
            "state IN ('due', 'submitted', 'nil', 'returned', 'excused')",
        )
        batch_op.add_column(sa.Column("accepted_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("accepted_by", BIG, nullable=True))
        batch_op.add_column(sa.Column("returned_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("handed_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("nudged_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("extended_to", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("promised_for", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("contact_id", BIG, nullable=True))
        batch_op.add_column(sa.Column("note", sa.String(), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            batch_op.f("fk_report_contact_id_contact"), "contact", ["contact_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_report_accepted_by_contact"), "contact", ["accepted_by"], ["id"]
        )

    for table, column in DEFAULTS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    op.execute("UPDATE report SET state = 'due' WHERE state IN ('returned', 'excused')")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_report_accepted_by_contact"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_report_contact_id_contact"), type_="foreignkey")
        batch_op.drop_column("note")
        batch_op.drop_column("contact_id")
        batch_op.drop_column("promised_for")
        batch_op.drop_column("extended_to")
        batch_op.drop_column("nudged_at")
        batch_op.drop_column("handed_at")
        batch_op.drop_column("returned_at")
        batch_op.drop_column("accepted_by")
        batch_op.drop_column("accepted_at")
        batch_op.drop_constraint(op.f("ck_report_report_state"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_report_report_state"), "state IN ('due', 'submitted', 'nil')"
        )

    with op.batch_alter_table("period", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_period_plan_round_year_number"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_period_plan_round_year"), ["plan", "round", "year"]
        )
        batch_op.drop_column("asked_at")
        batch_op.drop_column("question")
        batch_op.drop_column("number")

    with op.batch_alter_table("heartbeat", schema=None) as batch_op:
        batch_op.drop_column("seen")

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_contact_quiet"), type_="check")
        batch_op.drop_column("quiet")

    with op.batch_alter_table("inquiry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inquiry_activity_id"))

    op.drop_table("inquiry")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promise_report_id"))

    op.drop_table("promise")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_message"))
        batch_op.drop_index(batch_op.f("ix_notice_at"))
        batch_op.drop_index(batch_op.f("ix_notice_addressee"))

    op.drop_table("notice")
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extension_report_id"))

    op.drop_table("extension")
    op.drop_table("group_chat")
