"""Rows that were merged, and pairs that somebody found to be two."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class MergedRow(Recorded):
    """A row that was merged into another, whose history holds that of the one gone from then on."""

    __tablename__ = "merged_row"
    constraints = (UniqueConstraint("gone_uuid"), Index(None, "kept_uuid"))
    topic = Topic.LEADS

    table_name: Mapped[str]
    kept_uuid: Mapped[UUID]
    gone_uuid: Mapped[UUID]


class DistinctPair(Recorded):
    """Two contacts that look alike and are two people, as somebody said."""

    __tablename__ = "distinct_pair"
    constraints = (UniqueConstraint("first_id", "second_id"),)
    topic = Topic.LEADS

    first_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
