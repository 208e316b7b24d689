"""What leads can be filtered by, in the order and with the names that people see."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.definitions.versions import Definitions, StageDefinition
from models.entities.marketing.channels import Channel
from models.entities.people.team import TeamMember
from models.ids import ChannelId, MemberId, StageId
from models.language import gettext as _
from models.text_keys import fold
from models.vocabulary import Status, label

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Choice(Generic[Key]):
    """One thing to choose: its id or code, and its name."""

    key: Key
    name: str


def stage_choices(session: Session) -> tuple[Choice[StageId], ...]:
    """Return the stages in funnel order; those of earlier definitions only come last."""
    found = session.execute(
        select(StageDefinition.stage_id, StageDefinition.name)
        .join(Definitions, Definitions.id == StageDefinition.definitions_id)
        .order_by(Definitions.number.desc(), StageDefinition.position)
    )
    names: dict[StageId, str] = {}
    for stage_id, name in found:
        names.setdefault(StageId(stage_id), name)
    return tuple(Choice(stage_id, name) for stage_id, name in names.items())


def channel_choices(session: Session) -> tuple[Choice[ChannelId | None], ...]:
    """Return the channels by name; None, which comes last, stands for no channel."""
    found = session.execute(select(Channel.id, Channel.name)).all()
    ordered = sorted(found, key=lambda row: fold(row.name))
    named: list[Choice[ChannelId | None]] = [Choice(ChannelId(one.id), one.name) for one in ordered]
    return (*named, Choice(None, _("No channel")))


def owner_choices(session: Session) -> tuple[Choice[MemberId | None], ...]:
    """Return the members of the team by name; None, which comes last, stands for nobody."""
    found = session.execute(select(TeamMember.id, TeamMember.name)).all()
    ordered = sorted(found, key=lambda row: fold(row.name))
    named: list[Choice[MemberId | None]] = [Choice(MemberId(one.id), one.name) for one in ordered]
    return (*named, Choice(None, _("Nobody")))


def status_choices() -> tuple[Choice[str], ...]:
    """Return the statuses, the one that is worked on first."""
    return tuple(Choice(status.value, label(status)) for status in Status)
