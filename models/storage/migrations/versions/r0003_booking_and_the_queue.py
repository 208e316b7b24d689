"""Booking, calendars, outbox, cadences and the queue; roles, outcomes and meeting gates as data."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _recorded_table(
        "cadence",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
    )
    _plain_table(
        "claim",
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("lead_id", name="uq_claim_lead_id"),
    )
    _recorded_table(
        "meeting_kind",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("grid_minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_before_minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_after_minutes", sa.Integer(), nullable=False),
        sa.Column("notice_minutes", sa.Integer(), nullable=False),
        sa.Column("horizon_days", sa.Integer(), nullable=False),
        sa.Column("daily_cap", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("name", name="uq_meeting_kind_name"),
    )
    _recorded_table(
        "message_template",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("medium", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("name", name="uq_message_template_name"),
    )
    _plain_table(
        "slot_hold",
        sa.Column("closer_id", sa.BigInteger(), nullable=False),
        sa.Column("held_by_id", sa.BigInteger(), nullable=True),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
    )
    op.create_index(
        "ix_slot_hold_closer_id_starts_at", "slot_hold", ["closer_id", "starts_at"], unique=False
    )
    _recorded_table(
        "booking_credit",
        _reference("member_id", "team_member"),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_booking_credit_member_id", "booking_credit", ["member_id"], unique=False)
    _recorded_table(
        "busy_calendar",
        _reference("member_id", "team_member"),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("as_of", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.Column("covers_until", sa.DateTime(), nullable=False),
        sa.Column("spans", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("problems", sa.JSON(none_as_null=True), nullable=False),
        sa.UniqueConstraint("member_id", "source", name="uq_busy_calendar_member_id_source"),
    )
    _recorded_table(
        "cadence_step",
        _reference("cadence_id", "cadence"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("medium", sa.String(), nullable=False),
        sa.Column("wait_days", sa.Integer(), nullable=False),
        sa.Column("instruction", sa.String(), nullable=True),
        _reference("template_id", "message_template", nullable=True),
    )
    op.create_index("ix_cadence_step_cadence_id", "cadence_step", ["cadence_id"], unique=False)
    _recorded_table(
        "mail_account",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        _reference("member_id", "team_member", nullable=True),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("security", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("address", name="uq_mail_account_address"),
    )
    _recorded_table(
        "preparation_template",
        _reference("kind_id", "meeting_kind"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner_role", sa.String(), nullable=False),
        sa.Column("hours_before", sa.Integer(), nullable=False),
    )
    op.create_index(
        "ix_preparation_template_kind_id", "preparation_template", ["kind_id"], unique=False
    )
    _recorded_table(
        "meeting_gate_rule",
        _reference("definitions_id", "definitions"),
        sa.Column("gate", sa.String(), nullable=False),
        sa.Column("requirement", sa.String(), nullable=False),
        sa.Column("argument", sa.String(), nullable=False),
        sa.UniqueConstraint(
            "definitions_id",
            "gate",
            "requirement",
            "argument",
            name="uq_meeting_gate_rule_definitions_id_gate_requirement_argument",
        ),
    )
    _recorded_table(
        "outcome_rule",
        _reference("definitions_id", "definitions"),
        sa.Column("outcome", sa.String(), nullable=False),
        _reference("stage_id", "stage", nullable=True),
        sa.Column("next_step", sa.String(), nullable=False),
        sa.Column("wait_minutes", sa.Integer(), nullable=True),
        sa.Column("cadence_track", sa.String(), nullable=True),
        sa.UniqueConstraint(
            "definitions_id", "outcome", name="uq_outcome_rule_definitions_id_outcome"
        ),
    )
    _recorded_table(
        "role_definition",
        _reference("definitions_id", "definitions"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("duty", sa.String(), nullable=False),
        sa.UniqueConstraint(
            "definitions_id", "code", name="uq_role_definition_definitions_id_code"
        ),
        sa.UniqueConstraint(
            "definitions_id", "position", name="uq_role_definition_definitions_id_position"
        ),
    )
    _recorded_table(
        "cadence_run",
        _reference("lead_id", "lead"),
        _reference("cadence_id", "cadence"),
        _reference("member_id", "team_member", nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("step_done_at", sa.DateTime(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=True),
    )
    op.create_index(
        "ix_cadence_run_due_at_running",
        "cadence_run",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_cadence_run_lead_id", "cadence_run", ["lead_id"], unique=False)
    op.create_index(
        "uq_cadence_run_lead_id_running",
        "cadence_run",
        ["lead_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    _recorded_table(
        "snooze",
        _reference("lead_id", "lead"),
        _reference("member_id", "team_member", nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("put_aside_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_snooze_lead_id", "snooze", ["lead_id"], unique=False)
    op.create_index("ix_snooze_until", "snooze", ["until"], unique=False)
    _recorded_table(
        "calendar_message",
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("invitation_uid", sa.String(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("stamped_at", sa.DateTime(), nullable=True),
        sa.Column("attendee_email", sa.String(), nullable=True),
        sa.Column("reply", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("proposed_starts_at", sa.DateTime(), nullable=True),
        sa.Column("proposed_ends_at", sa.DateTime(), nullable=True),
        _reference("appointment_id", "appointment", nullable=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.UniqueConstraint("digest", name="uq_calendar_message_digest"),
    )
    op.create_index(
        "ix_calendar_message_appointment_id", "calendar_message", ["appointment_id"], unique=False
    )
    op.create_index(
        "ix_calendar_message_invitation_uid", "calendar_message", ["invitation_uid"], unique=False
    )
    _recorded_table(
        "outbox_message",
        sa.Column("kind", sa.String(), nullable=False),
        _reference("appointment_id", "appointment", nullable=True),
        _reference("account_id", "mail_account", nullable=True),
        sa.Column("invitation_uid", sa.String(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("message_key", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("recipients", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(), nullable=True),
        sa.Column("handed_over_how", sa.String(), nullable=True),
    )
    op.create_index(
        "ix_outbox_message_appointment_id", "outbox_message", ["appointment_id"], unique=False
    )
    op.create_index(
        "ix_outbox_message_invitation_uid_sequence",
        "outbox_message",
        ["invitation_uid", "sequence"],
        unique=False,
    )
    op.create_index(
        "ix_outbox_message_state_next_try_at",
        "outbox_message",
        ["state", "next_try_at"],
        unique=False,
    )
    op.add_column(
        "appointment",
        sa.Column("kind_id", sa.Integer(), sa.ForeignKey("meeting_kind.id"), nullable=True),
        inline_references=True,
    )
    op.add_column(
        "appointment",
        sa.Column("previous_id", sa.Integer(), sa.ForeignKey("appointment.id"), nullable=True),
        inline_references=True,
    )
    op.add_column("appointment", sa.Column("buffer_before_minutes", sa.Integer(), nullable=True))
    op.add_column("appointment", sa.Column("buffer_after_minutes", sa.Integer(), nullable=True))
    op.add_column("appointment", sa.Column("dial_in", sa.String(), nullable=True))
    op.add_column("appointment", sa.Column("tentative_reason", sa.String(), nullable=True))
    op.add_column("appointment", sa.Column("missed_by", sa.String(), nullable=True))
    op.add_column("appointment", sa.Column("ended_at", sa.DateTime(), nullable=True))
    op.add_column("appointment", sa.Column("end_reason", sa.String(), nullable=True))
    op.add_column("appointment", sa.Column("outcome", sa.String(), nullable=True))
    op.create_index("ix_appointment_previous_id", "appointment", ["previous_id"], unique=False)
    op.create_index(
        "ix_appointment_state_starts_at", "appointment", ["state", "starts_at"], unique=False
    )
    op.add_column("attendee", sa.Column("optional", sa.Boolean(), nullable=True))
    op.add_column("attendee", sa.Column("replied_at", sa.DateTime(), nullable=True))
    op.add_column("attendee", sa.Column("reply_sequence", sa.Integer(), nullable=True))
    op.add_column("attendee", sa.Column("reply_stamped_at", sa.DateTime(), nullable=True))
    op.add_column("attendee", sa.Column("reply_comment", sa.String(), nullable=True))
    op.add_column("attendee", sa.Column("delegated_to", sa.String(), nullable=True))
    op.add_column("deal", sa.Column("stage", sa.String(), nullable=True))
    op.add_column("member_role", sa.Column("weekly_capacity", sa.Integer(), nullable=True))
    op.add_column("member_role", sa.Column("weight", sa.Integer(), nullable=True))
    op.add_column("task", sa.Column("kind", sa.String(), nullable=True))
    op.add_column("team_member", sa.Column("calendar_policy", sa.String(), nullable=True))
    op.add_column("team_member", sa.Column("calendar_max_age_hours", sa.Integer(), nullable=True))
    op.add_column("team_member", sa.Column("daily_meeting_cap", sa.Integer(), nullable=True))
    op.add_column("team_member", sa.Column("planned_touches", sa.Integer(), nullable=True))
    op.add_column("team_member", sa.Column("planned_bookings", sa.Integer(), nullable=True))
    op.create_index("ix_interest_event_kind_occurred_at", "interest_event", ["kind", "occurred_at"])
    op.create_index(
        "ix_touch_member_id_occurred_at", "touch", ["member_id", "occurred_at"], unique=False
    )


def _reference(name: str, table: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{table}.id"), nullable=nullable)


def _recorded_table(name: str, *parts: SchemaItem) -> None:
    """Make a table whose rows have a history."""
    uuid = sa.Column("uuid", sa.LargeBinary(16), nullable=False)
    batch = sa.Column("batch_id", sa.BigInteger(), nullable=True)
    unique = sa.UniqueConstraint("uuid", name=f"uq_{name}_uuid")
    _plain_table(name, uuid, *parts, batch, unique)
    imported = sa.text("batch_id IS NOT NULL")
    op.create_index(f"ix_{name}_batch_id", name, ["batch_id"], sqlite_where=imported)


def _plain_table(name: str, *parts: SchemaItem) -> None:
    number = sa.Column("id", sa.Integer(), nullable=False)
    key = sa.PrimaryKeyConstraint("id", name=f"pk_{name}")
    op.create_table(name, number, *parts, key, sqlite_autoincrement=True)
