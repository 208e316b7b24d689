"""What leads are called in other systems."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic

OF_A_ROW = "row"
"""The source of a key made of a whole row, where nothing else in its file names the lead."""


class ExternalKey(Recorded):
    """A lead's name in another system; a second import finds the lead by it."""

    __tablename__ = "external_key"
    constraints = (UniqueConstraint("source", "key"),)
    topic = Topic.LEADS

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    source: Mapped[str]
    key: Mapped[str]
