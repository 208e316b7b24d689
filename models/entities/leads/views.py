"""Views of the list of leads that a team keeps."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from models.entities.base import Recorded
from models.storage.columns import JsonObject
from models.topics import Topic


class SavedView(Recorded):
    """A list that people come back to: its filter, order and columns, in words of the program."""

    __tablename__ = "saved_view"
    constraints = (UniqueConstraint("name"),)
    topic = Topic.VIEWS

    name: Mapped[str]
    position: Mapped[int]
    content: Mapped[JsonObject]
