"""The stage moves of a workspace as plain columns, a million of them in a few seconds.

Nothing is judged here: what a move means for a rate is decided where there are arrays. Times are
whole seconds since 1970 in UTC; `MISSING` stands for one that is not known.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.definitions.current import StageRow, stages
from models.entities.leads.deals import Deal
from models.entities.leads.leads import Lead
from models.entities.leads.moves import Reopening, StageMove
from models.entities.marketing.channels import Channel
from models.ids import ChannelId
from models.storage.sqlite.functions import unix_seconds
from models.storage.sqlite.many_rows import column_arrays
from models.storage.visibility import hidden_batches
from models.vocabulary import MoveOrigin, Status

MISSING: Final = -(2**62)
LEAD_SHIFT: Final = 21
STAGE_MASK: Final = 2**20 - 1
STATUS_BITS: Final = 2
OPEN: Final = 0
WON: Final = 1
LOST: Final = 2
NURTURE: Final = 3


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel by which leads came."""

    id: ChannelId
    uuid: UUID
    name: str


@dataclass(frozen=True, slots=True)
class MoveColumns:
    """Every move that was not voided, in the order in which they were written down.

    Packed, because each value costs as much as its whole row: `packed` holds lead, stage and
    whether it was imported (`LEAD_SHIFT`, `STAGE_MASK`, bit 0); `later` are the seconds from when
    it occurred until it was written down, or, where it has no date, since 1970.
    """

    packed: "array[int]"
    occurred: "array[int]"
    later: "array[int]"


@dataclass(frozen=True, slots=True)
class LeadColumns:
    """Every lead by id; `status` is one of `OPEN`, `WON`, `LOST`, `NURTURE`, `since` its time.

    `packed` holds the channel, 0 for none, and the status (`STATUS_BITS`).
    """

    lead: "array[int]"
    packed: "array[int]"
    since: "array[int]"
    captured: "array[int]"


@dataclass(frozen=True, slots=True)
class DealColumns:
    """Every deal: its lead, when it was opened, and when it was closed."""

    lead: "array[int]"
    opened: "array[int]"
    closed: "array[int]"


@dataclass(frozen=True, slots=True)
class ReopeningColumns:
    """When leads that were closed or in nurture had gone, and when they were worked on again."""

    lead: "array[int]" = field(default_factory=lambda: array("q"))
    gone: "array[int]" = field(default_factory=lambda: array("q"))
    back: "array[int]" = field(default_factory=lambda: array("q"))


@dataclass(frozen=True, slots=True)
class StageHistory:
    """All that learning asks the workspace for.

    `renamed` leads from a stage that the definitions dropped to the one that its leads went to.
    """

    stages: tuple[StageRow, ...]
    channels: tuple[ChannelRow, ...]
    moves: MoveColumns
    leads: LeadColumns
    deals: DealColumns
    renamed: Mapping[int, int] = field(default_factory=dict)
    again: ReopeningColumns = field(default_factory=ReopeningColumns)


def stage_history(session: Session) -> StageHistory:
    """Return the history of every lead that the workspace shows, voided moves left out."""
    return StageHistory(
        stages=stages(session),
        channels=_channels(session),
        moves=_moves(session),
        leads=_leads(session),
        deals=_deals(session),
        renamed=_renamed(session),
        again=_again(session),
    )


def _channels(session: Session) -> tuple[ChannelRow, ...]:
    found = session.execute(select(Channel.id, Channel.uuid, Channel.name).order_by(Channel.id))
    return tuple(ChannelRow(ChannelId(row.id), row.uuid, row.name) for row in found)


def _moves(session: Session) -> MoveColumns:
    occurred = seconds(StageMove.occurred_at)
    written = unix_seconds(StageMove.recorded_at.expression)
    imported = case((StageMove.origin == MoveOrigin.IMPORTED.value, 1), else_=0)
    later = case(
        (StageMove.recorded_at == StageMove.occurred_at, 0),
        (StageMove.occurred_at.is_(None), written),
        else_=written - unix_seconds(StageMove.occurred_at.expression),
    )
    packed = StageMove.lead_id * 2**LEAD_SHIFT + StageMove.to_stage_id * 2 + imported
    wanted = (
        select(packed, occurred, later)
        .where(StageMove.voided.is_(False), StageMove.origin != MoveOrigin.REMAPPED.value)
        .order_by(StageMove.id)
    )
    return MoveColumns(*arrays(session, wanted, StageMove.batch_id, 3))


def _leads(session: Session) -> LeadColumns:
    status = case(
        (Lead.status == Status.WON.value, WON),
        (Lead.status.in_((Status.LOST.value, Status.DISQUALIFIED.value)), LOST),
        (Lead.status == Status.NURTURE.value, NURTURE),
        else_=OPEN,
    )
    wanted = select(
        Lead.id,
        func.coalesce(Lead.channel_id, 0) * 2**STATUS_BITS + status,
        seconds(Lead.status_since),
        seconds(Lead.captured_at),
    ).order_by(Lead.id)
    return LeadColumns(*arrays(session, wanted, Lead.batch_id, 4))


def _deals(session: Session) -> DealColumns:
    wanted = select(Deal.lead_id, seconds(Deal.opened_at), seconds(Deal.closed_on))
    return DealColumns(*arrays(session, wanted.order_by(Deal.id), Deal.batch_id, 3))


def _again(session: Session) -> ReopeningColumns:
    wanted = select(Reopening.lead_id, seconds(Reopening.gone_at), seconds(Reopening.back_at))
    found = arrays(session, wanted.order_by(Reopening.id), Reopening.batch_id, 3)
    return ReopeningColumns(*found)


def arrays(
    session: Session,
    wanted: "Select[*tuple[Any, ...]]",
    batch: "InstrumentedAttribute[int | None]",
    columns: int,
) -> "tuple[array[int], ...]":
    """Return the columns of a query without the rows of imports that are shown by none."""
    hidden = hidden_batches(session)
    if hidden:
        wanted = wanted.where(batch.is_(None) | batch.not_in(hidden))
    return column_arrays(session.connection(), wanted, columns)


def seconds(instant: "InstrumentedAttribute[Any]") -> ColumnElement[int]:
    """Return an instant of a query in whole seconds, `MISSING` for none."""
    return func.coalesce(unix_seconds(instant.expression), literal(MISSING))


def _renamed(session: Session) -> dict[int, int]:
    """Return where the leads of each dropped stage went, the last word of each counting."""
    found = session.execute(
        select(StageMove.from_stage_id, StageMove.to_stage_id)
        .where(StageMove.origin == MoveOrigin.REMAPPED.value, StageMove.voided.is_(False))
        .group_by(StageMove.from_stage_id, StageMove.to_stage_id)
        .order_by(func.max(StageMove.id))
    )
    return {row.from_stage_id: row.to_stage_id for row in found if row.from_stage_id is not None}
