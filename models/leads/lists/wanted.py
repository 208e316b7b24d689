"""Which leads a list is to hold, and in what order: the questions, without how they are answered.

Pages ask with these before the database code is imported.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from models.conditions.condition import Condition
from models.history.unlogged import Unlogged
from models.ids import ChannelId, MemberId, StageId


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Which leads are meant: what was typed, and sets of which an empty one means any.

    None among the channels or owners stands for leads without one. A lead meets every one of the
    conditions, which may ask for any field of the catalogue.
    """

    search: str = ""
    stage_ids: frozenset[StageId] = frozenset()
    channel_ids: frozenset[ChannelId | None] = frozenset()
    statuses: frozenset[str] = frozenset()
    owner_ids: frozenset[MemberId | None] = frozenset()
    conditions: tuple[Condition, ...] = ()


class LeadColumn(StrEnum):
    """What the list can be sorted by."""

    NAME = "name"
    COMPANY = "company"
    STAGE = "stage"
    STATUS = "status"
    OWNER = "owner"
    CHANNEL = "channel"
    CAPTURED_AT = "captured_at"
    MOVED_AT = "moved_at"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class LeadOrder:
    """A column and the direction in which the list is sorted by it."""

    column: LeadColumn = LeadColumn.NAME
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ViewContent(Unlogged):
    """A list that people come back to: which leads, in what order, with which columns.

    No columns mean the usual ones.
    """

    wanted: LeadFilter = field(default_factory=LeadFilter)
    order: LeadOrder = field(default_factory=LeadOrder)
    columns: tuple[str, ...] = ()
