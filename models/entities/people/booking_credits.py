"""What is counted for or against a person when meetings are given out in turn."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class BookingCredit(Recorded):
    """Bookings that a closer is counted as having had, or not having had, when turns are dealt.

    So that nobody who was away or is new has to catch up, and a no-show can be given back.
    """

    __tablename__ = "booking_credit"
    topic = Topic.TEAM

    member_id: Mapped[int] = mapped_column(ForeignKey("team_member.id"), index=True)
    amount: Mapped[int]
    reason: Mapped[str]
    given_at: Mapped[datetime]
