"""Scoring, script and terms of the agreement; handoffs, saved views, merges, time off."""

import sqlalchemy as sa
from alembic import op

from models.storage.sqlite.search_index import NUMBER_TABLE_SQL, index_numbers

revision = "0002"
down_revision = "0001"

_AT_ONCE = 5000


def upgrade() -> None:
    op.create_table(
        "merged_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("kept_uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("gone_uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merged_row")),
        sa.UniqueConstraint("gone_uuid", name=op.f("uq_merged_row_gone_uuid")),
        sa.UniqueConstraint("uuid", name=op.f("uq_merged_row_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_merged_row_batch_id"),
        "merged_row",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_merged_row_kept_uuid"), "merged_row", ["kept_uuid"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("name", name=op.f("uq_saved_view_name")),
        sa.UniqueConstraint("uuid", name=op.f("uq_saved_view_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_saved_view_batch_id"),
        "saved_view",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "time_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["team_member.id"], name=op.f("fk_time_off_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_off")),
        sa.UniqueConstraint("uuid", name=op.f("uq_time_off_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_time_off_batch_id"),
        "time_off",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_time_off_member_id"), "time_off", ["member_id"], unique=False)
    op.create_table(
        "agreement_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("definitions_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["definitions_id"], ["definitions.id"], name=op.f("fk_agreement_term_definitions_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_term")),
        sa.UniqueConstraint(
            "definitions_id", "code", name=op.f("uq_agreement_term_definitions_id_code")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_agreement_term_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_agreement_term_batch_id"),
        "agreement_term",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "distinct_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["first_id"], ["contact.id"], name=op.f("fk_distinct_pair_first_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["contact.id"], name=op.f("fk_distinct_pair_second_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_pair")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_distinct_pair_first_id_second_id")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_distinct_pair_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_distinct_pair_batch_id"),
        "distinct_pair",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_distinct_pair_second_id"), "distinct_pair", ["second_id"], unique=False
    )
    op.create_table(
        "score_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("definitions_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["definitions_id"], ["definitions.id"], name=op.f("fk_score_rule_definitions_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_rule")),
        sa.UniqueConstraint(
            "definitions_id", "position", name=op.f("uq_score_rule_definitions_id_position")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_score_rule_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_score_rule_batch_id"),
        "score_rule",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "script_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("definitions_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["definitions_id"], ["definitions.id"], name=op.f("fk_script_question_definitions_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_script_question")),
        sa.UniqueConstraint(
            "definitions_id", "position", name=op.f("uq_script_question_definitions_id_position")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_script_question_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_script_question_batch_id"),
        "script_question",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "handoff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("handed_at", sa.DateTime(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("first_member_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("escalated_at", sa.DateTime(), nullable=True),
        sa.Column("reassigned_at", sa.DateTime(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["team_member.id"], name=op.f("fk_handoff_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["first_member_id"], ["team_member.id"], name=op.f("fk_handoff_first_member_id")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_handoff_lead_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["team_member.id"], name=op.f("fk_handoff_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff")),
        sa.UniqueConstraint("uuid", name=op.f("uq_handoff_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_handoff_batch_id"),
        "handoff",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_handoff_lead_id"), "handoff", ["lead_id"], unique=False)
    op.create_index(
        op.f("ix_handoff_state_handed_at"), "handoff", ["state", "handed_at"], unique=False
    )
    op.add_column("lead", sa.Column("nurture_track", sa.String(), nullable=True))
    op.add_column("lead", sa.Column("grade_override", sa.String(), nullable=True))
    op.add_column("lead", sa.Column("grade_override_reason", sa.String(), nullable=True))
    op.add_column("lead_card", sa.Column("fit", sa.Integer(), nullable=True))
    op.add_column("lead_card", sa.Column("interest_key", sa.Double(), nullable=True))
    op.add_column("lead_card", sa.Column("score_key", sa.Double(), nullable=True))
    op.add_column("lead_card", sa.Column("grade_override", sa.String(), nullable=True))
    op.add_column("lead_card", sa.Column("scored_under", sa.Integer(), nullable=True))
    op.create_index(
        "ix_lead_card_score_key",
        "lead_card",
        ["score_key", "id", "stage_id", "channel_id", "status", "owner_id", "batch_id"],
        unique=False,
    )
    op.add_column("stage_definition", sa.Column("example", sa.String(), nullable=True))
    _widen_group_indexes()
    _index_numbers()


def _widen_group_indexes() -> None:
    """Let what lists filter by stand beside each group, as it does beside each sort key."""
    for group in ("stage_id", "owner_id", "channel_id", "status"):
        op.drop_index(op.f(f"ix_lead_card_{group}_id"), "lead_card")
        beside = [one for one in ("stage_id", "channel_id", "status", "owner_id") if one != group]
        op.create_index(
            f"ix_lead_card_{group}",
            "lead_card",
            [group, "id", *beside, "batch_id"],
            unique=False,
        )


def _index_numbers() -> None:
    op.execute(NUMBER_TABLE_SQL)
    connection = op.get_bind()
    found = connection.exec_driver_sql(
        "SELECT id, search_text FROM lead_card WHERE id NOT IN (SELECT id FROM search_pending)"
    )
    for some in found.partitions(_AT_ONCE):
        index_numbers(connection, [(row[0], row[1]) for row in some])
