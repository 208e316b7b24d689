"""The first schema."""

import sqlalchemy as sa
from alembic import op

from models.storage.sqlite.search_index import SEARCH_TABLE_SQL

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "batch_image",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_image")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_batch_image_batch_id"), "batch_image", ["batch_id"], unique=False)
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("device_uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("clock", sa.BigInteger(), nullable=False),
        sa.Column("actor_uuid", sa.LargeBinary(16), nullable=True),
        sa.Column("schema_revision", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("arguments", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["target_id"], ["change.id"], name=op.f("fk_change_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sa.UniqueConstraint("uuid", name=op.f("uq_change_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_actor_uuid_id"), "change", ["actor_uuid", "id"], unique=False)
    op.create_index(op.f("ix_change_target_id"), "change", ["target_id"], unique=False)
    op.create_table(
        "channel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("name", name=op.f("uq_channel_name")),
        sa.UniqueConstraint("uuid", name=op.f("uq_channel_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_channel_batch_id"),
        "channel",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("is_client", sa.Boolean(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sa.UniqueConstraint("uuid", name=op.f("uq_company_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_company_batch_id"),
        "company",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_company_name_key"), "company", ["name_key"], unique=False)
    op.create_table(
        "custom_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("belongs_to", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("known_when", sa.String(), nullable=False),
        sa.Column("choices", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_field")),
        sa.UniqueConstraint("belongs_to", "name", name=op.f("uq_custom_field_belongs_to_name")),
        sa.UniqueConstraint("uuid", name=op.f("uq_custom_field_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_custom_field_batch_id"),
        "custom_field",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("uuid", name=op.f("uq_device_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "exchange_rate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("rate", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_rate")),
        sa.UniqueConstraint(
            "currency", "valid_from", name=op.f("uq_exchange_rate_currency_valid_from")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_exchange_rate_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_exchange_rate_batch_id"),
        "exchange_rate",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "hidden_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidden_batch")),
        sa.UniqueConstraint("batch_id", name=op.f("uq_hidden_batch_batch_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("report", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("uuid", name=op.f("uq_import_batch_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "remembered_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("mapping", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_mapping")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_remembered_mapping_fingerprint")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("assumptions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("trials", sa.Integer(), nullable=False),
        sa.Column("data_cut_off", sa.Date(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["scenario.id"], name=op.f("fk_scenario_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
        sa.UniqueConstraint("name", name=op.f("uq_scenario_name")),
        sa.UniqueConstraint("uuid", name=op.f("uq_scenario_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_scenario_batch_id"),
        "scenario",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint("code", name=op.f("uq_setting_code")),
        sa.UniqueConstraint("uuid", name=op.f("uq_setting_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_setting_batch_id"),
        "setting",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
        sa.UniqueConstraint("uuid", name=op.f("uq_stage_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_stage_batch_id"),
        "stage",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "staged_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("wanted", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_update")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_staged_update_batch_id"), "staged_update", ["batch_id"], unique=False)
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("measure", "period_start", name=op.f("uq_target_measure_period_start")),
        sa.UniqueConstraint("uuid", name=op.f("uq_target_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_target_batch_id"),
        "target",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "team_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
        sa.UniqueConstraint("uuid", name=op.f("uq_team_member_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_team_member_batch_id"),
        "team_member",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("fk_campaign_channel_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("channel_id", "name", name=op.f("uq_campaign_channel_id_name")),
        sa.UniqueConstraint("uuid", name=op.f("uq_campaign_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_campaign_batch_id"),
        "campaign",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "change_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_change_row_change_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_row")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_row_change_id"), "change_row", ["change_id"], unique=False)
    op.create_index(
        op.f("ix_change_row_row_uuid_change_id"),
        "change_row",
        ["row_uuid", "change_id"],
        unique=False,
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("first_name", sa.String(), nullable=True),
        sa.Column("last_name", sa.String(), nullable=True),
        sa.Column("job_title", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("email_key", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("phone_key", sa.String(), nullable=True),
        sa.Column("mobile", sa.String(), nullable=True),
        sa.Column("linkedin_url", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("part_in_decision", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_contact_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("uuid", name=op.f("uq_contact_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_contact_batch_id"),
        "contact",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_contact_company_id"), "contact", ["company_id"], unique=False)
    op.create_index(op.f("ix_contact_email_key"), "contact", ["email_key"], unique=False)
    op.create_index(op.f("ix_contact_phone_key"), "contact", ["phone_key"], unique=False)
    op.create_table(
        "definitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["team_member.id"], name=op.f("fk_definitions_author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definitions")),
        sa.UniqueConstraint("number", name=op.f("uq_definitions_number")),
        sa.UniqueConstraint("uuid", name=op.f("uq_definitions_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_definitions_batch_id"),
        "definitions",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "export_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("up_to_change_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["up_to_change_id"], ["change.id"], name=op.f("fk_export_run_up_to_change_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_run")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "forecast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.Column("data_cut_off", sa.Date(), nullable=True),
        sa.Column("sampler_version", sa.String(), nullable=False),
        sa.Column("assumptions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("summary", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["scenario.id"], name=op.f("fk_forecast_scenario_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast")),
        sa.UniqueConstraint("uuid", name=op.f("uq_forecast_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_forecast_batch_id"),
        "forecast",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "member_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["team_member.id"], name=op.f("fk_member_role_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_role")),
        sa.UniqueConstraint("member_id", "role", name=op.f("uq_member_role_member_id_role")),
        sa.UniqueConstraint("uuid", name=op.f("uq_member_role_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_member_role_batch_id"),
        "member_role",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "working_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["team_member.id"], name=op.f("fk_working_hours_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_hours")),
        sa.UniqueConstraint(
            "member_id",
            "weekday",
            "start_minute",
            name=op.f("uq_working_hours_member_id_weekday_start_minute"),
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_working_hours_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_working_hours_batch_id"),
        "working_hours",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "campaign_spend",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_spend_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_spend")),
        sa.UniqueConstraint(
            "campaign_id",
            "period_start",
            "period_end",
            name=op.f("uq_campaign_spend_campaign_id_period_start_period_end"),
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_campaign_spend_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_campaign_spend_batch_id"),
        "campaign_spend",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("definitions_id", sa.Integer(), nullable=False),
        sa.Column("framework", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["definitions_id"], ["definitions.id"], name=op.f("fk_criterion_definitions_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint(
            "definitions_id",
            "framework",
            "code",
            name=op.f("uq_criterion_definitions_id_framework_code"),
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_criterion_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_criterion_batch_id"),
        "criterion",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "do_not_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("medium", sa.String(), nullable=False),
        sa.Column("stated_at", sa.DateTime(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_do_not_contact_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_do_not_contact")),
        sa.UniqueConstraint(
            "contact_id", "medium", name=op.f("uq_do_not_contact_contact_id_medium")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_do_not_contact_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_do_not_contact_batch_id"),
        "do_not_contact",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "gate_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("definitions_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("requirement", sa.String(), nullable=False),
        sa.Column("argument", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["definitions_id"], ["definitions.id"], name=op.f("fk_gate_rule_definitions_id")
        ),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_gate_rule_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_rule")),
        sa.UniqueConstraint(
            "definitions_id",
            "stage_id",
            "requirement",
            "argument",
            name=op.f("uq_gate_rule_definitions_id_stage_id_requirement_argument"),
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_gate_rule_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_gate_rule_batch_id"),
        "gate_rule",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "lead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_reason", sa.String(), nullable=True),
        sa.Column("status_note", sa.String(), nullable=True),
        sa.Column("status_since", sa.DateTime(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("captured_at", sa.DateTime(), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_lead_campaign_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_lead_channel_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_lead_company_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_lead_contact_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["team_member.id"], name=op.f("fk_lead_owner_id")),
        sa.ForeignKeyConstraint(["stage_id"], ["stage.id"], name=op.f("fk_lead_stage_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("uuid", name=op.f("uq_lead_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_lead_batch_id"),
        "lead",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_lead_company_id"), "lead", ["company_id"], unique=False)
    op.create_index(op.f("ix_lead_contact_id"), "lead", ["contact_id"], unique=False)
    op.create_table(
        "reason_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("definitions_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["definitions_id"], ["definitions.id"], name=op.f("fk_reason_code_definitions_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason_code")),
        sa.UniqueConstraint(
            "definitions_id", "code", name=op.f("uq_reason_code_definitions_id_code")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_reason_code_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_reason_code_batch_id"),
        "reason_code",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "stage_definition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("definitions_id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.Column("owner_role", sa.String(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["definitions_id"], ["definitions.id"], name=op.f("fk_stage_definition_definitions_id")
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["stage.id"], name=op.f("fk_stage_definition_stage_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_definition")),
        sa.UniqueConstraint(
            "definitions_id", "position", name=op.f("uq_stage_definition_definitions_id_position")
        ),
        sa.UniqueConstraint(
            "definitions_id", "stage_id", name=op.f("uq_stage_definition_definitions_id_stage_id")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_stage_definition_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_stage_definition_batch_id"),
        "stage_definition",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("closer_id", sa.Integer(), nullable=False),
        sa.Column("setter_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("wall_start", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("original_starts_at", sa.DateTime(), nullable=False),
        sa.Column("booked_at", sa.DateTime(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("video_link", sa.String(), nullable=True),
        sa.Column("invitation_uid", sa.String(), nullable=False),
        sa.Column("invitation_sequence", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=True),
        sa.Column("overlap_reason", sa.String(), nullable=True),
        sa.Column("outcome_note", sa.String(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["closer_id"], ["team_member.id"], name=op.f("fk_appointment_closer_id")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_appointment_lead_id")),
        sa.ForeignKeyConstraint(
            ["setter_id"], ["team_member.id"], name=op.f("fk_appointment_setter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("uuid", name=op.f("uq_appointment_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_appointment_batch_id"),
        "appointment",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_appointment_closer_id_starts_at"),
        "appointment",
        ["closer_id", "starts_at"],
        unique=False,
    )
    op.create_index(op.f("ix_appointment_lead_id"), "appointment", ["lead_id"], unique=False)
    op.create_table(
        "custom_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("text_value", sa.String(), nullable=True),
        sa.Column("number_value", sa.Double(), nullable=True),
        sa.Column("date_value", sa.Date(), nullable=True),
        sa.Column("yes_value", sa.Boolean(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_custom_value_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["field_id"], ["custom_field.id"], name=op.f("fk_custom_value_field_id")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_custom_value_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_value")),
        sa.UniqueConstraint(
            "company_id", "field_id", name=op.f("uq_custom_value_company_id_field_id")
        ),
        sa.UniqueConstraint("lead_id", "field_id", name=op.f("uq_custom_value_lead_id_field_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_custom_value_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_custom_value_batch_id"),
        "custom_value",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_custom_value_field_id_date_value"),
        "custom_value",
        ["field_id", "date_value"],
        unique=False,
    )
    op.create_index(
        op.f("ix_custom_value_field_id_number_value"),
        "custom_value",
        ["field_id", "number_value"],
        unique=False,
    )
    op.create_index(
        op.f("ix_custom_value_field_id_text_value"),
        "custom_value",
        ["field_id", "text_value"],
        unique=False,
    )
    op.create_table(
        "deal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("expected_close", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("close_reason", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_deal_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal")),
        sa.UniqueConstraint("uuid", name=op.f("uq_deal_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_deal_batch_id"),
        "deal",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_deal_lead_id"), "deal", ["lead_id"], unique=False)
    op.create_table(
        "external_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_external_key_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_key")),
        sa.UniqueConstraint("source", "key", name=op.f("uq_external_key_source_key")),
        sa.UniqueConstraint("uuid", name=op.f("uq_external_key_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_external_key_batch_id"),
        "external_key",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_external_key_lead_id"), "external_key", ["lead_id"], unique=False)
    op.create_table(
        "interest_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("topic_text", sa.String(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(), nullable=False),
        sa.Column("precision", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_interest_event_campaign_id")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_interest_event_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_event")),
        sa.UniqueConstraint("uuid", name=op.f("uq_interest_event_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_interest_event_batch_id"),
        "interest_event",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_interest_event_lead_id"), "interest_event", ["lead_id"], unique=False)
    op.create_table(
        "lead_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("company_key", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("captured_at", sa.DateTime(), nullable=False),
        sa.Column("moved_at", sa.DateTime(), nullable=True),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["id"], ["lead.id"], name=op.f("fk_lead_card_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_card")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_lead_card_captured_at",
        "lead_card",
        ["captured_at", "id", "stage_id", "channel_id", "status", "owner_id", "batch_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_lead_card_channel_id_id"), "lead_card", ["channel_id", "id"], unique=False
    )
    op.create_index(
        "ix_lead_card_company_key",
        "lead_card",
        ["company_key", "id", "stage_id", "channel_id", "status", "owner_id", "batch_id"],
        unique=False,
    )
    op.create_index(
        "ix_lead_card_moved_at",
        "lead_card",
        ["moved_at", "id", "stage_id", "channel_id", "status", "owner_id", "batch_id"],
        unique=False,
    )
    op.create_index(
        "ix_lead_card_name_key",
        "lead_card",
        ["name_key", "id", "stage_id", "channel_id", "status", "owner_id", "batch_id"],
        unique=False,
    )
    op.create_index(op.f("ix_lead_card_owner_id_id"), "lead_card", ["owner_id", "id"], unique=False)
    op.create_index(op.f("ix_lead_card_stage_id_id"), "lead_card", ["stage_id", "id"], unique=False)
    op.create_index(op.f("ix_lead_card_status_id"), "lead_card", ["status", "id"], unique=False)
    op.create_table(
        "qualification_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("degree", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["team_member.id"], name=op.f("fk_qualification_answer_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["lead.id"], name=op.f("fk_qualification_answer_lead_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification_answer")),
        sa.UniqueConstraint(
            "lead_id", "criterion", name=op.f("uq_qualification_answer_lead_id_criterion")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_qualification_answer_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_qualification_answer_batch_id"),
        "qualification_answer",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "search_pending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"], ["lead.id"], name=op.f("fk_search_pending_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_pending")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "stage_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("from_stage_id", sa.Integer(), nullable=True),
        sa.Column("to_stage_id", sa.Integer(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(), nullable=True),
        sa.Column("precision", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("override_reason", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("definitions_id", sa.Integer(), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["team_member.id"], name=op.f("fk_stage_move_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["definitions_id"], ["definitions.id"], name=op.f("fk_stage_move_definitions_id")
        ),
        sa.ForeignKeyConstraint(
            ["from_stage_id"], ["stage.id"], name=op.f("fk_stage_move_from_stage_id")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_stage_move_lead_id")),
        sa.ForeignKeyConstraint(
            ["to_stage_id"], ["stage.id"], name=op.f("fk_stage_move_to_stage_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_move")),
        sa.UniqueConstraint("uuid", name=op.f("uq_stage_move_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_stage_move_batch_id"),
        "stage_move",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_stage_move_lead_id_occurred_at"),
        "stage_move",
        ["lead_id", "occurred_at"],
        unique=False,
    )
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_task_lead_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["team_member.id"], name=op.f("fk_task_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("uuid", name=op.f("uq_task_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_task_batch_id"),
        "task",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_task_due_at"), "task", ["due_at"], unique=False)
    op.create_index(op.f("ix_task_lead_id"), "task", ["lead_id"], unique=False)
    op.create_table(
        "touch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("medium", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_touch_lead_id")),
        sa.ForeignKeyConstraint(["member_id"], ["team_member.id"], name=op.f("fk_touch_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touch")),
        sa.UniqueConstraint("uuid", name=op.f("uq_touch_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_touch_batch_id"),
        "touch",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_touch_lead_id"), "touch", ["lead_id"], unique=False)
    op.create_table(
        "attendee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("part_in_decision", sa.String(), nullable=False),
        sa.Column("said_yes_at", sa.DateTime(), nullable=True),
        sa.Column("said_yes_how", sa.String(), nullable=True),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_attendee_appointment_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_attendee_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendee")),
        sa.UniqueConstraint(
            "appointment_id", "name", "email", name=op.f("uq_attendee_appointment_id_name_email")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_attendee_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_attendee_batch_id"),
        "attendee",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_attendee_contact_id"), "attendee", ["contact_id"], unique=False)
    op.create_table(
        "preparation_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_preparation_item_appointment_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["team_member.id"], name=op.f("fk_preparation_item_owner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparation_item")),
        sa.UniqueConstraint("uuid", name=op.f("uq_preparation_item_uuid")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_preparation_item_appointment_id"),
        "preparation_item",
        ["appointment_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_preparation_item_batch_id"),
        "preparation_item",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.execute(SEARCH_TABLE_SQL)
