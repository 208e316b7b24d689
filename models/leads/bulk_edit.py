"""What is to be done to which leads at once: the wish, without how it is carried out.

Pages fill it in before the database code is imported.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.history.unlogged import Unlogged
from models.ids import ChannelId, CustomFieldId, LeadId, MemberId, StageId
from models.leads.lists.wanted import LeadFilter


class BulkKind(StrEnum):
    """What can be done to many leads at once."""

    OWNER = "owner"
    STAGE = "stage"
    DISQUALIFY = "disqualify"
    LOST = "lost"
    RECYCLE = "recycle"
    REOPEN = "reopen"
    CHANNEL = "channel"
    FIELD = "field"
    MQL = "mql"


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """What is to be done; only what its kind needs is filled in."""

    kind: BulkKind
    owner_id: MemberId | None = None
    channel_id: ChannelId | None = None
    stage_id: StageId | None = None
    field_id: CustomFieldId | None = None
    value: str | float | date | bool | None = None
    reason: str | None = None
    note: str | None = None
    look_again_on: date | None = None


@dataclass(frozen=True, slots=True)
class LeadSelection(Unlogged):
    """Leads that a person chose: some by name, or all of a list but some."""

    lead_ids: tuple[LeadId, ...] = ()
    all_of: LeadFilter | None = None
    without: frozenset[LeadId] = frozenset()
