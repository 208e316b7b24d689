"""Leads whose texts wait for the search index."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Base


class SearchPending(Base):
    """A lead whose text is not in the search index yet."""

    __tablename__ = "search_pending"

    id: Mapped[int] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"), primary_key=True)
