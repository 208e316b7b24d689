"""What meetings of a kind are prepared by."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class PreparationTemplate(Recorded):
    """Something that is to be ready before every meeting of a kind.

    `owner_role` is closer or setter; `hours_before` is when it is due before the start.
    """

    __tablename__ = "preparation_template"
    topic = Topic.CALENDARS

    kind_id: Mapped[int] = mapped_column(ForeignKey("meeting_kind.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    owner_role: Mapped[str]
    hours_before: Mapped[int]
