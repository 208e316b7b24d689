"""When people began and left, when leads came back, chances that a model learned, and indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("team_member", sa.Column("joined_on", sa.Date(), nullable=True))
    op.add_column("team_member", sa.Column("left_on", sa.Date(), nullable=True))
    op.create_table(
        "learned_model",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("learned_at", sa.DateTime(), nullable=False),
        sa.Column("data_until", sa.DateTime(), nullable=False),
        sa.Column("card", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_learned_model"),
        sa.UniqueConstraint("outcome", name="uq_learned_model_outcome"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "learned_chance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("chance", sa.Double(), nullable=False),
        sa.Column("reasons", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_learned_chance"),
        sa.UniqueConstraint("lead_id", "outcome", name="uq_learned_chance_lead_id_outcome"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reopening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.LargeBinary(16), nullable=False),
        sa.Column("lead_id", sa.Integer(), sa.ForeignKey("lead.id"), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("gone_at", sa.DateTime(), nullable=False),
        sa.Column("back_at", sa.DateTime(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reopening"),
        sa.UniqueConstraint("uuid", name="uq_reopening_uuid"),
        sqlite_autoincrement=True,
    )
    imported = sa.text("batch_id IS NOT NULL")
    op.create_index("ix_reopening_batch_id", "reopening", ["batch_id"], sqlite_where=imported)
    op.create_index("ix_reopening_lead_id", "reopening", ["lead_id"], unique=False)
    _widen_indexes()


def _widen_indexes() -> None:
    """Let the indexes by lead answer alone what the queue asks of thousands of leads."""
    for table, further in (("touch", "outcome"), ("interest_event", "kind")):
        op.drop_index(f"ix_{table}_lead_id", table)
        columns = ["lead_id", "occurred_at", further]
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns, unique=False)
