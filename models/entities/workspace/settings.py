"""What the workspace as a whole agrees on, beside its definitions."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from models.entities.base import Recorded
from models.topics import Topic


class Setting(Recorded):
    """One setting; which ones exist, their kinds and defaults stand in `models.settings`."""

    __tablename__ = "setting"
    constraints = (UniqueConstraint("code"),)
    topic = Topic.SETTINGS

    code: Mapped[str]
    value: Mapped[str]
