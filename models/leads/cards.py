"""Lead cards: the derived rows that lists show, search and sort by."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, inspect, select, update
from sqlalchemy.orm import Session

from models.entities.base import Base, Recorded
from models.entities.definitions.fields import CustomValue
from models.entities.definitions.qualification import QualificationAnswer
from models.entities.leads.cards import LeadCard
from models.entities.leads.external_keys import ExternalKey
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.marketing.channels import InterestEvent
from models.entities.people.contacts import Company, Contact
from models.scoring.counting import UNSCORED, scores_of
from models.scoring.rules import Scoring, scoring_in_force
from models.storage.sqlite.search_index import index_text, unindex
from models.text_keys import digits, fold, fold_name, words

_AT_ONCE = 500
# Rows of these are shown by the leads that point at them.
_BY_ID = frozenset((Lead.__tablename__, Contact.__tablename__, Company.__tablename__))
# Rows of these point at the leads, or at the companies of leads, that show them or score by them.
_POINTING = {
    StageMove.__tablename__: ("lead_id",),
    InterestEvent.__tablename__: ("lead_id",),
    QualificationAnswer.__tablename__: ("lead_id",),
    ExternalKey.__tablename__: ("lead_id",),
    CustomValue.__tablename__: ("lead_id", "company_id"),
}


def leads_shown_by(connection: Connection, row: Recorded) -> set[int]:
    """Return the leads whose cards show something of this row, or did before it was changed."""
    table = row.__tablename__
    if table in _BY_ID:
        return leads_showing(connection, table, (row.id,))
    leads: set[int] = set()
    for column in ("lead_id", "company_id"):
        if table in _POINTING and column in _POINTING[table]:
            attribute = inspect(row).attrs[column]
            held = {attribute.value, *attribute.history.deleted} - {None}
            leads |= held if column == "lead_id" else leads_showing(connection, "company", held)
    return leads


def are_shown(table: str) -> bool:
    """Say whether cards show something of a table's rows, or score by them."""
    return table in _BY_ID or table in _POINTING


def leads_showing(connection: Connection, table: str, row_ids: Collection[int]) -> set[int]:
    """Return the leads whose cards show something of these rows, as they stand in the tables."""
    if table == Lead.__tablename__:
        return set(row_ids)
    found: set[int] = set()
    for some in batched(sorted(row_ids)):
        for query in _leads_behind(table, some):
            found |= set(connection.execute(query).scalars())
    return found - {None}


def _leads_behind(table: str, row_ids: Sequence[int]) -> Iterator[Select[Any]]:
    if table in _BY_ID:
        column = Lead.contact_id if table == Contact.__tablename__ else Lead.company_id
        yield select(Lead.id).where(column.in_(row_ids))
    for name in _POINTING.get(table, ()):
        rows = Base.metadata.tables[table]
        pointing = select(rows.c[name]).where(rows.c.id.in_(row_ids))
        yield (
            pointing if name == "lead_id" else select(Lead.id).where(Lead.company_id.in_(pointing))
        )


def batched(row_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield ids in pieces that a statement can name."""
    for start in range(0, len(row_ids), _AT_ONCE):
        yield row_ids[start : start + _AT_ONCE]


def await_scores(connection: Connection, batch_id: int) -> None:
    """Let leads that an import only adds something to wait for their scores to be counted anew.

    Of the import's own leads every card waits already.
    """
    for table, columns in _POINTING.items():
        rows = Base.metadata.tables[table]
        for name in columns:
            pointing = select(rows.c[name]).where(rows.c.batch_id == batch_id)
            if name != "lead_id":
                pointing = select(Lead.id).where(Lead.company_id.in_(pointing))
            connection.execute(
                update(LeadCard)
                .where(LeadCard.id.in_(pointing), LeadCard.batch_id.is_distinct_from(batch_id))
                .values(scored_under=None)
            )


def card_values(row: RowMapping | dict[str, Any]) -> dict[str, Any]:
    """Return a card's derived texts from a lead joined with its contact and company."""
    first, last = row["first_name"], row["last_name"]
    person = f"{first} {last}" if first and last else first or last or ""
    company = row["company"] or ""
    title = row["title"] or ""
    email, phone, mobile = row["email"], row["phone"], row["mobile"]
    # Each text is folded once, and only where there is one: a big import makes 100,000 cards.
    name_key = fold_name(person) if person else ""
    title_key = fold_name(title) if title else ""
    company_key = fold_name(company) if company else ""
    email_key = fold(email) if email else ""
    # The space before each word, the first too, is what a search for beginnings looks for.
    searched = ["", *words(f"{name_key} {title_key} {company_key} {email_key}")]
    numbers = digits(phone)
    if numbers:
        searched.append(numbers)
    if mobile and (others := digits(mobile)) and others != numbers:
        searched.append(others)
    return {
        "name": person or title or company,
        "name_key": name_key or title_key or company_key,
        "company": company,
        "company_key": company_key,
        "email": email,
        "phone": phone or mobile,
        "search_text": " ".join(searched),
    }


def refresh_cards(session: Session, lead_ids: Iterable[int]) -> None:
    """Write the cards of these leads anew, scores included, and drop those of leads that are gone.

    The score is a card's part of a lead: it is written wherever the card is, so also by undo.
    """
    scoring = None
    for some in batched(sorted(lead_ids)):
        scoring = scoring or scoring_in_force(session)
        _refresh(session, scoring, some)


def _refresh(session: Session, scoring: Scoring, lead_ids: Sequence[int]) -> None:
    connection = session.connection()
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
            Lead.grade_override,
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
    copied = (
        *("id", "stage_id", "status", "owner_id", "channel_id", "captured_at", "moved_at"),
        *("grade_override", "batch_id"),
    )
    scores = scores_of(session, scoring, Lead.id.in_(lead_ids))
    cards = [
        {
            **{name: row[name] for name in copied},
            **card_values(row),
            **scores.get(row["id"], UNSCORED)._asdict(),
        }
        for row in rows
    ]
    connection.execute(delete(LeadCard).where(LeadCard.id.in_(lead_ids)))
    unindex(connection, lead_ids)
    if cards:
        connection.execute(insert(LeadCard), cards)
        index_text(connection, [(card["id"], card["search_text"]) for card in cards])
