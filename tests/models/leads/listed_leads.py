"""Leads written straight into a workspace, for tests of the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from models.entities.base import new_uuid
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.leads.searching import SearchPending
from models.entities.marketing.channels import Channel
from models.entities.people.contacts import Contact
from models.entities.people.team import TeamMember
from models.ids import ChannelId, LeadId, MemberId, StageId
from models.leads.cards import card_values
from models.leads.lists.choices import stage_choices
from models.storage.sqlite.search_index import index_text
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
        leads = _write(session, made, Written((), stages, owners, channels), batch_id, index=index)
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
    made: Sequence[Made],
    places: Written,
    batch_id: int | None,
    *,
    index: bool,
) -> tuple[LeadId, ...]:
    """Write all of them with a statement for each table: one for each lead takes long."""
    if not made:
        return ()
    connection = session.connection()
    contacts = _next_ids(session, Contact, len(made))
    leads = tuple(LeadId(key) for key in _next_ids(session, Lead, len(made)))
    contact_rows, lead_rows, cards = [], [], []
    for one, contact_id, lead_id in zip(made, contacts, leads, strict=True):
        named = {
            "first_name": one.first,
            "last_name": one.last,
            "email": one.email,
            "phone": one.phone,
        }
        shown = {
            "stage_id": places.stages[one.stage],
            "status": one.status,
            "owner_id": None if one.owner is None else places.owners[one.owner],
            "channel_id": None if one.channel is None else places.channels[one.channel],
            "captured_at": NOON + timedelta(days=one.captured_days),
            "batch_id": batch_id,
        }
        texts = {**named, "title": one.title, "company": one.company, "mobile": None}
        moved = None if one.moved_days is None else NOON + timedelta(days=one.moved_days)
        contact_rows.append({"id": contact_id, "uuid": new_uuid(), "batch_id": batch_id, **named})
        lead_rows.append(
            {
                "id": lead_id,
                "uuid": new_uuid(),
                "title": one.title,
                "contact_id": contact_id,
                "status_since": NOON,
                **shown,
            }
        )
        card = {"id": lead_id, **shown, **card_values(texts), "moved_at": moved}
        cards.append({**card, "score_key": one.score})
    for table, rows in ((Contact, contact_rows), (Lead, lead_rows), (LeadCard, cards)):
        connection.execute(insert(table), rows)
    if index:
        index_text(connection, [(card["id"], card["search_text"]) for card in cards])
    else:
        connection.execute(insert(SearchPending), [{"id": lead_id} for lead_id in leads])
    return leads


def _next_ids(session: Session, kind: type[Contact | Lead], count: int) -> range:
    """Return the ids that the next rows of a table would be given."""
    taken = session.scalar(select(func.max(kind.id))) or 0
    return range(taken + 1, taken + 1 + count)
