"""The people who work at the desk."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class TeamMember(Recorded):
    """A person of ours; `zone` is an IANA name."""

    __tablename__ = "team_member"
    topic = Topic.TEAM

    name: Mapped[str]
    email: Mapped[str | None]
    zone: Mapped[str]
    region: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)


class MemberRole(Recorded):
    """A role that a person holds; people may hold several."""

    __tablename__ = "member_role"
    constraints = (UniqueConstraint("member_id", "role"),)
    topic = Topic.TEAM

    member_id: Mapped[int] = mapped_column(ForeignKey("team_member.id"))
    role: Mapped[str]


class WorkingHours(Recorded):
    """Minutes after local midnight in which a person works on one weekday (Monday is 0)."""

    __tablename__ = "working_hours"
    constraints = (UniqueConstraint("member_id", "weekday", "start_minute"),)
    topic = Topic.TEAM

    member_id: Mapped[int] = mapped_column(ForeignKey("team_member.id"))
    weekday: Mapped[int]
    start_minute: Mapped[int]
    end_minute: Mapped[int]


class TimeOff(Recorded):
    """Days on which a person does not work, both included."""

    __tablename__ = "time_off"
    topic = Topic.TEAM

    member_id: Mapped[int] = mapped_column(ForeignKey("team_member.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    note: Mapped[str | None]
