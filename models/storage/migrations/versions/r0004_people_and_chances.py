"""When people began and left, and the chances of leads that a model learned."""

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
