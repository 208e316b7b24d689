"""Lead cards: the derived rows that lists show, search and sort by."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select
from sqlalchemy.orm import Session

from models.entities import (
    Company,
    Contact,
    Lead,
    LeadCard,
    Recorded,
    StageMove,
)
from models.storage.sqlite import index_text, unindex
from models.text_keys import digits, fold, words

_AT_ONCE = 500


def leads_shown_by(connection: Connection, row: Recorded) -> set[int]:
    """Return the leads whose cards show something of this row."""
    match row:
        case Lead():
            return {row.id}
        case StageMove():
            return {row.lead_id}
        case Contact():
            found = select(Lead.id).where(Lead.contact_id == row.id)
        case Company():
            found = select(Lead.id).where(Lead.company_id == row.id)
        case _:
            return set()
    return set(connection.execute(found).scalars())


def card_values(row: RowMapping | dict[str, Any]) -> dict[str, Any]:
    """Return a card's derived texts from a lead joined with its contact and company."""
    person = " ".join(part for part in (row["first_name"], row["last_name"]) if part)
    company = row["company"] or ""
    title = row["title"] or ""
    phone = row["phone"] or row["mobile"]
    # Each text is folded once: a big import makes 100,000 cards.
    keys = [fold(text) for text in (person, title, company, row["email"] or "")]
    searched = words(" ".join(keys))
    numbers = dict.fromkeys((digits(row["phone"]), digits(row["mobile"])))
    return {
        "name": person or title or company,
        "name_key": keys[0] or keys[1] or keys[2],
        "company": company,
        "company_key": keys[2],
        "email": row["email"],
        "phone": phone,
        # The space before each word, the first too, is what a search for beginnings looks for.
        "search_text": "".join(f" {word}" for word in (*searched, *numbers) if word),
    }


def refresh_cards(session: Session, lead_ids: Iterable[int]) -> None:
    """Write the cards of these leads anew, and drop those of leads that are gone."""
    wanted = sorted(lead_ids)
    for start in range(0, len(wanted), _AT_ONCE):
        _refresh(session.connection(), wanted[start : start + _AT_ONCE])


def _refresh(connection: Connection, lead_ids: Sequence[int]) -> None:
    last_move = (
        select(func.max(StageMove.occurred_at))
        .where(StageMove.lead_id == Lead.id, StageMove.voided.is_(False))
        .correlate(Lead)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(
            Lead.id,
            Lead.title,
            Lead.stage_id,
            Lead.status,
            Lead.owner_id,
            Lead.channel_id,
            Lead.captured_at,
            Lead.batch_id,
            last_move.label("moved_at"),
            Contact.first_name,
            Contact.last_name,
            Contact.email,
            Contact.phone,
            Contact.mobile,
            Company.name.label("company"),
        )
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .where(Lead.id.in_(lead_ids))
    ).mappings()
    copied = ("id", "stage_id", "status", "owner_id", "channel_id", "captured_at", "moved_at")
    cards = [
        {**{name: row[name] for name in (*copied, "batch_id")}, **card_values(row)} for row in rows
    ]
    connection.execute(delete(LeadCard).where(LeadCard.id.in_(lead_ids)))
    unindex(connection, lead_ids)
    if cards:
        connection.execute(insert(LeadCard), cards)
        index_text(connection, [(card["id"], card["search_text"]) for card in cards])
