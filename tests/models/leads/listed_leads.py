"""Leads written straight into a workspace, for tests of the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.entities import Channel, Contact, Lead, LeadCard, SearchPending, TeamMember
from models.entities.base import new_uuid
from models.ids import ChannelId, LeadId, MemberId, StageId
from models.leads.cards import card_values
from models.leads.choices import stage_choices
from models.storage.search_index import index_text
from models.workspace import Workspace

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Made:
    """One lead as a test wants it; the numbers count from 0."""

    first: str | None = None
    last: str | None = None
    title: str | None = None
    company: str = ""
    email: str | None = None
    phone: str | None = None
    stage: int = 0
    status: str = "open"
    owner: int | None = None
    channel: int | None = None
    captured_days: int = 0
    moved_days: int | None = None
    score: float | None = None

    @property
    def searched(self) -> str:
        parts = (self.first, self.last, self.title, self.company, self.email)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Written:
    """What was written, by the places that `Made` counts in."""

    leads: tuple[LeadId, ...]
    stages: tuple[StageId, ...]
    owners: tuple[MemberId, ...]
    channels: tuple[ChannelId, ...]


OWNERS = ("Zoë Late", "ädam First", "Mid Dle")
CHANNELS = ("Webinar", "émail", "Ads")


def write_leads(
    workspace: Workspace, made: Sequence[Made], *, batch_id: int | None = None, index: bool = True
) -> Written:
    """Write leads with their cards, in the search index or waiting for it."""
    with Session(workspace.engines()[0]) as session:
        owners = tuple(MemberId(one) for one in _people(session))
        channels = tuple(ChannelId(one) for one in _channels(session))
        stages = tuple(choice.key for choice in stage_choices(session))
        leads = tuple(
            _write(session, one, stages, owners, channels, batch_id, index=index) for one in made
        )
        session.commit()
    return Written(leads, stages, owners, channels)


def _people(session: Session) -> list[int]:
    found = list(session.scalars(select(TeamMember.id).order_by(TeamMember.id)))
    if not found:
        rows = [
            {"uuid": new_uuid(), "name": name, "zone": "UTC", "active": True} for name in OWNERS
        ]
        session.connection().execute(insert(TeamMember), rows)
        found = list(session.scalars(select(TeamMember.id).order_by(TeamMember.id)))
    return found


def _channels(session: Session) -> list[int]:
    found = list(session.scalars(select(Channel.id).order_by(Channel.id)))
    if not found:
        rows = [{"uuid": new_uuid(), "name": name} for name in CHANNELS]
        session.connection().execute(insert(Channel), rows)
        found = list(session.scalars(select(Channel.id).order_by(Channel.id)))
    return found


def _write(
    session: Session,
    made: Made,
    stages: Sequence[StageId],
    owners: Sequence[MemberId],
    channels: Sequence[ChannelId],
    batch_id: int | None,
    *,
    index: bool,
) -> LeadId:
    connection = session.connection()
    texts = {
        "first_name": made.first,
        "last_name": made.last,
        "title": made.title,
        "company": made.company,
        "email": made.email,
        "phone": made.phone,
        "mobile": None,
    }
    contact = connection.execute(
        insert(Contact).values(
            uuid=new_uuid(), first_name=made.first, last_name=made.last, email=made.email,
            phone=made.phone, batch_id=batch_id,
        )
    ).inserted_primary_key  # fmt: skip
    assert contact is not None
    shown = {
        "stage_id": stages[made.stage],
        "status": made.status,
        "owner_id": None if made.owner is None else owners[made.owner],
        "channel_id": None if made.channel is None else channels[made.channel],
        "captured_at": NOON + timedelta(days=made.captured_days),
        "batch_id": batch_id,
    }
    inserted = connection.execute(
        insert(Lead).values(
            uuid=new_uuid(), title=made.title, contact_id=contact[0], status_since=NOON, **shown
        )
    ).inserted_primary_key
    assert inserted is not None
    lead_id = LeadId(inserted[0])
    moved = None if made.moved_days is None else NOON + timedelta(days=made.moved_days)
    card = {"id": lead_id, **shown, **card_values(texts), "moved_at": moved}
    card["score_key"] = made.score
    connection.execute(insert(LeadCard).values(**card))
    if index:
        index_text(connection, [(lead_id, card["search_text"])])
    else:
        connection.execute(insert(SearchPending).values(id=lead_id))
    return lead_id
