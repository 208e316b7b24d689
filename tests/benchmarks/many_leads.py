"""A workspace of many made-up leads, written in bulk: input of the benchmarks of long lists."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.entities import (
    Channel,
    Company,
    Contact,
    Lead,
    LeadCard,
    Stage,
    StageDefinition,
    StageMove,
    TeamMember,
)
from models.entities.base import new_uuid
from models.leads.cards import card_values
from models.storage.sqlite import index_text
from models.workspace import Workspace, open_workspace

SYLLABLES = ("ka", "lo", "mi", "ren", "ta", "vo", "schu", "ber", "an", "el", "sto", "wi", "no")
FIRST_NAMES = (
    "Anna",
    "José",
    "Łukasz",
    "Zoë",
    "Jürgen",
    "Mary-Jane",
    "美咲",
    "王伟",
    "Наталья",
    "Eve",
)
CITIES = ("Köln", "Łódź", "Leeds", "Porto", "Århus", "Genève", "Utrecht", "Brno", "Graz", "Malmö")
CHANNELS = ("SEO", "Google Ads", "LinkedIn Ads", "Content", "Webinar", "Referral", "Outbound")
FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)
STAGE_SHARES = (40, 20, 12, 9, 7, 5, 4, 3)
STATUS_SHARES = {"open": 60, "nurture": 15, "disqualified": 15, "won": 4, "lost": 6}
AT_ONCE = 5_000
LEADS_PER_COMPANY = 4


def make_workspace(path: Path, leads: int, seed: int = 1) -> Workspace:
    """Make a workspace at `path` with `leads` leads, their contacts, companies and moves."""
    workspace = open_workspace(path)
    with Session(workspace.engines()[0]) as session:
        rng = Random(seed)
        _write_team(session)
        stages = list(
            session.execute(
                select(Stage.id)
                .join(StageDefinition, StageDefinition.stage_id == Stage.id)
                .order_by(StageDefinition.position)
            ).scalars()
        )
        for first in range(1, leads + 1, AT_ONCE):
            _write_chunk(session, range(first, min(first + AT_ONCE, leads + 1)), stages, rng)
        session.commit()
    return workspace


def _write_team(session: Session) -> None:
    connection = session.connection()
    connection.execute(
        insert(TeamMember),
        [
            {"uuid": new_uuid(), "name": f"{name} Weiß", "email": None, "zone": "Europe/Berlin",
             "region": None, "active": True}
            for name in FIRST_NAMES
        ],
    )  # fmt: skip
    connection.execute(insert(Channel), [{"uuid": new_uuid(), "name": name} for name in CHANNELS])


def _write_chunk(session: Session, ids: range, stages: list[int], rng: Random) -> None:
    companies: list[dict[str, Any]] = []
    contacts: list[dict[str, Any]] = []
    leads: list[dict[str, Any]] = []
    moves: list[dict[str, Any]] = []
    cards: list[dict[str, Any]] = []
    for lead_id in ids:
        if lead_id == ids[0] or lead_id % LEADS_PER_COMPANY == 0:
            companies.append(_company(lead_id, rng))
        contact = _contact(lead_id, companies[-1], rng)
        lead = _lead(lead_id, companies[-1]["id"], stages, rng)
        contacts.append(contact)
        leads.append(lead)
        moves.append(_move(lead))
        cards.append(_card(lead, contact, companies[-1], moves[-1]["occurred_at"]))
    connection = session.connection()
    for entity, rows in (
        (Company, companies), (Contact, contacts), (Lead, leads), (StageMove, moves),
        (LeadCard, cards),
    ):  # fmt: skip
        connection.execute(insert(entity), rows)
    index_text(connection, [(card["id"], card["search_text"]) for card in cards])


def _word(rng: Random, syllables: int) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(syllables)).capitalize()


def _company(row_id: int, rng: Random) -> dict[str, Any]:
    name = f"{_word(rng, 3)} {rng.choice(('GmbH', 'Ltd', 'S.A.', 'B.V.', '株式会社'))}"
    return {
        "id": row_id, "uuid": new_uuid(), "name": name, "name_key": name.lower(),
        "website": None, "industry": None, "employees": rng.randrange(5, 5000), "country": "DE",
        "city": rng.choice(CITIES), "is_client": False,
    }  # fmt: skip


def _contact(row_id: int, company: dict[str, Any], rng: Random) -> dict[str, Any]:
    first, last = rng.choice(FIRST_NAMES), _word(rng, 2)
    email = f"{last.lower()}.{row_id}@{company['name'].split()[0].lower()}.example"
    return {
        "id": row_id, "uuid": new_uuid(), "company_id": company["id"], "first_name": first,
        "last_name": last, "job_title": "VP Operations", "email": email, "email_key": email,
        "phone": f"+49 30 {rng.randrange(10**6, 10**7)}", "phone_key": None, "mobile": None,
        "linkedin_url": None, "country": "DE", "city": company["city"], "zone": None,
        "part_in_decision": None, "notes": None,
    }  # fmt: skip


def _lead(row_id: int, company_id: int, stages: list[int], rng: Random) -> dict[str, Any]:
    captured = FIRST_DAY + timedelta(minutes=rng.randrange(60 * 24 * 900))
    return {
        "id": row_id, "uuid": new_uuid(), "title": None, "contact_id": row_id,
        "company_id": company_id, "stage_id": rng.choices(stages, STAGE_SHARES)[0],
        "status": rng.choices(list(STATUS_SHARES), list(STATUS_SHARES.values()))[0],
        "status_reason": None, "status_note": None, "status_since": captured,
        "owner_id": rng.choice((None, *range(1, len(FIRST_NAMES) + 1))),
        "channel_id": rng.choice((None, *range(1, len(CHANNELS) + 1))), "campaign_id": None,
        "captured_at": captured, "look_again_on": None, "notes": None,
    }  # fmt: skip


def _move(lead: dict[str, Any]) -> dict[str, Any]:
    return {
        "uuid": new_uuid(), "lead_id": lead["id"], "from_stage_id": None,
        "to_stage_id": lead["stage_id"], "occurred_at": lead["captured_at"] + timedelta(days=5),
        "precision": "day", "recorded_at": lead["captured_at"], "actor_id": None, "reason": None,
        "evidence": "imported history", "override_reason": None, "origin": "imported",
        "definitions_id": 1, "voided": False,
    }  # fmt: skip


def _card(
    lead: dict[str, Any], contact: dict[str, Any], company: dict[str, Any], moved_at: datetime
) -> dict[str, Any]:
    names = ("id", "stage_id", "status", "owner_id", "channel_id", "captured_at")
    texts = card_values({**lead, **contact, "company": company["name"]})
    return {**{name: lead[name] for name in names}, **texts, "moved_at": moved_at, "batch_id": None}
