"""New rows from the records of a file: companies, contacts, leads and what belongs to them."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from models.duplicates.keys import company_key, email_key, person_key, phone_key
from models.entities.leads.external_keys import OF_A_ROW
from models.intake.kinds.custom_rows import CustomRows
from models.intake.known import Identity, Known
from models.intake.loading.batch import Batch
from models.intake.loading.waiting import Row
from models.intake.records import (
    CompanyRecord,
    ContactRecord,
    LeadRecord,
    Moment,
    MoveRecord,
)
from models.leads.cards import card_values
from models.text_keys import fold_name
from models.vocabulary import MoveOrigin, Status

IMPORTED_HISTORY = "imported history"
SECOND_EMAIL = "Second e-mail: "
# Its text: asking the word for it costs more than a row's other cells.
_OPEN = Status.OPEN.value


def instant(moment: Moment) -> datetime:
    """Return the instant that a moment is stored as; a day stands at its midnight in UTC."""
    return moment if isinstance(moment, datetime) else _midnight(moment)


@lru_cache(maxsize=10_000)
def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


class RowMaker:
    """Makes rows of one import, reusing what the workspace or the file has named before."""

    def __init__(
        self,
        batch: Batch,
        known: Known,
        *,
        actor_id: int | None,
        zone: str,
        currency: str,
        now: datetime,
    ) -> None:
        self.batch = batch
        self.known = known
        self.custom = CustomRows(batch, known)
        self.now = now
        self._actor_id = actor_id
        self._zone = zone
        self._currency = currency

    def member(self, name: str | None, region: str | None = None) -> int | None:
        """Return the team member of this name, new where nobody has it."""
        if not name:
            return None
        found = self.known.members.get(fold_name(name))
        if found is None:
            values = {"email": None, "zone": self._zone, "region": region, "active": True}
            found = self.batch.add_named("team_member", {"name": name, **values})
            self.known.members[fold_name(name)] = found
        return found

    def channel(self, name: str | None) -> int | None:
        """Return the channel of this name, new where there is none."""
        if not name:
            return None
        found = self.known.channels.get(fold_name(name))
        if found is None:
            found = self.batch.add_named("channel", {"name": name})
            self.known.channels[fold_name(name)] = found
        return found

    def campaign(self, channel_id: int | None, name: str | None) -> int | None:
        """Return a channel's campaign, new where there is none; a campaign needs its channel."""
        if not name or channel_id is None:
            return None
        found = self.known.campaigns.get((channel_id, fold_name(name)))
        if found is None:
            values = {"channel_id": channel_id, "name": name, "starts_on": None, "ends_on": None}
            found = self.batch.add_named("campaign", values)
            self.known.campaigns[channel_id, fold_name(name)] = found
        return found

    def company(self, record: CompanyRecord | None) -> tuple[int | None, bool]:
        """Return the company of a record and whether it is new."""
        name = company_name(record)
        if record is None or name is None:
            return None, False
        key = company_key(name) or fold_name(name)
        found = self.known.companies.get(key)
        if found is not None:
            return found, False
        row_id = self.batch.add(
            "company",
            {
                "name": name,
                "name_key": key,
                "website": record.website,
                "industry": record.industry,
                "employees": record.employees,
                "country": record.country,
                "city": record.city,
                "is_client": False,
            },
        )
        self.known.companies[key] = row_id
        return row_id, True

    def contact(self, record: ContactRecord, company_id: int | None, who: Identity) -> Row:
        """Add a new contact and make it findable; return its row."""
        values = contact_values(record, who)
        values["company_id"] = company_id
        self.known.remember_person(self.batch.add("contact", values), who)
        return values

    def lead(
        self,
        record: LeadRecord,
        contact_id: int | None,
        company_id: int | None,
        shown: Row,
    ) -> int:
        """Add a new lead with its moves, answers, custom values and deal.

        `shown` is what its card shows of contact and company.
        """
        stages = self.stages_of(record.moves)
        captured = self._captured_at(record)
        channel_id = self.channel(record.channel)
        closed = record.closed_at
        title = record.title
        stage_id = stages[-1] if stages else self.known.first_stage_id
        status = record.status or _OPEN
        owner_id = self.member(record.owner, record.owner_region) if record.owner else None
        values: Row = {
            "title": title,
            "contact_id": contact_id,
            "company_id": company_id,
            "stage_id": stage_id,
            "status": status,
            "status_reason": record.status_reason,
            "status_note": record.status_note,
            "status_since": instant(closed) if closed is not None else captured,
            "owner_id": owner_id,
            "channel_id": channel_id,
            "campaign_id": self.campaign(channel_id, record.campaign),
            "captured_at": captured,
            "look_again_on": record.look_again_on,
            "notes": record.notes,
        }
        lead_id = self.batch.add("lead", values)
        if record.external_key is not None:
            self.key(lead_id, record.source, record.external_key)
        if contact_id is not None:
            self.known.lead_of_contact[contact_id] = lead_id
        moved_at = self.moves(lead_id, None, record.moves) if stages else None
        for answer in record.answers:
            self.answer(lead_id, answer.criterion, answer.state, answer.degree, answer.text)
        if record.custom:
            self.custom.add_to_lead(lead_id, record.custom)
        self.deal(lead_id, record, captured)
        shown["title"] = title
        card = card_values(shown)
        card["id"] = lead_id
        card["stage_id"] = stage_id
        card["status"] = status
        card["owner_id"] = owner_id
        card["channel_id"] = channel_id
        card["captured_at"] = captured
        card["moved_at"] = moved_at
        self.batch.add_card(card)
        return lead_id

    def key(self, lead_id: int, source: str, key: str) -> None:
        """Let a lead be found by its key in another system."""
        self.batch.add("external_key", {"lead_id": lead_id, "source": source, "key": key})
        self.known.leads[key] = lead_id

    def row_key(self, lead_id: int, key: str) -> None:
        """Let a lead be found by the row that it came from."""
        self.batch.add("external_key", {"lead_id": lead_id, "source": OF_A_ROW, "key": key})
        self.known.leads_of_rows[key] = lead_id

    def stages_of(self, moves: tuple[MoveRecord, ...]) -> list[int]:
        """Return the stages that moves lead to; refuses one that the definitions lack."""
        return [self.known.stage(move.stage) for move in moves] if moves else []

    def moves(
        self, lead_id: int, from_stage_id: int | None, moves: tuple[MoveRecord, ...]
    ) -> datetime | None:
        """Add moves as imported history; return the latest moment they name."""
        latest: datetime | None = None
        for move in moves:
            at = None if move.at is None else instant(move.at)
            to_stage_id = self.known.stage(move.stage)
            self.batch.add(
                "stage_move",
                {
                    "lead_id": lead_id,
                    "from_stage_id": from_stage_id,
                    "to_stage_id": to_stage_id,
                    "occurred_at": at,
                    "precision": move.precision,
                    "recorded_at": self.now,
                    "actor_id": self._actor_id,
                    "reason": None,
                    "evidence": IMPORTED_HISTORY,
                    "override_reason": None,
                    "origin": MoveOrigin.IMPORTED.value,
                    "definitions_id": self.known.definitions_id,
                    "voided": False,
                },
            )
            from_stage_id = to_stage_id
            if at is not None and (latest is None or at > latest):
                latest = at
        return latest

    def answer(
        self, lead_id: int, criterion: str, state: str, degree: str | None, text: str | None
    ) -> None:
        """Add what a file says of a criterion; nobody here asked, so nobody is named."""
        self.batch.add(
            "qualification_answer",
            {
                "lead_id": lead_id,
                "criterion": criterion,
                "state": state,
                "degree": degree,
                "answer": text,
                "asked_by_id": None,
                "asked_at": None,
            },
        )

    def deal(self, lead_id: int, record: LeadRecord, captured: datetime) -> None:
        """Add the deal of a record, where it has one."""
        deal = record.deal
        if deal is None:
            return
        self.batch.add(
            "deal",
            {
                "lead_id": lead_id,
                "name": deal.name or record.title or company_name(record.company) or "",
                "amount_minor": deal.amount_minor,
                "currency": deal.currency or self._currency,
                "expected_close": deal.expected_close,
                "state": deal.state,
                "closed_on": deal.closed_on,
                "close_reason": record.status_reason,
                "opened_at": captured,
            },
        )

    def do_not_contact(self, contact_id: int, medium: str, file_name: str) -> None:
        """Add a contact's wish not to be reached through one medium."""
        wish = {"medium": medium, "stated_at": self.now, "source": file_name}
        self.batch.add("do_not_contact", {"contact_id": contact_id, **wish})

    def _captured_at(self, record: LeadRecord) -> datetime:
        if record.created_at is not None:
            return instant(record.created_at)
        dated = (instant(move.at) for move in record.moves if move.at is not None)
        return min(dated, default=self.now)


def company_name(record: CompanyRecord | None) -> str | None:
    """Return what a company is called; one without a name goes by its website."""
    return None if record is None else record.name or record.website


def person_name(record: ContactRecord) -> str:
    """Return a contact's whole name."""
    first, last = record.first_name, record.last_name
    return f"{first} {last}" if first and last else first or last or record.full_name or ""


def identity(record: LeadRecord) -> Identity | None:
    """Return the keys by which the person of a record may be known; None without a person."""
    contact = record.contact
    if contact is None:
        return None
    name = person_name(contact)
    return Identity(
        email_key(contact.email),
        _phone_keys(contact),
        name,
        person_key(name, company_name(record.company)),
        contact.role_mailbox,
    )


def _phone_keys(record: ContactRecord) -> tuple[str, ...]:
    key = phone_key(record.phone)
    if record.mobile is None:
        return () if key is None else (key,)
    return tuple(filter(None, dict.fromkeys((key, phone_key(record.mobile)))))


def contact_values(record: ContactRecord, who: Identity) -> dict[str, Any]:
    """Return a contact's own columns; a second address goes into the notes, not lost.

    `who` holds the keys of the same record.
    """
    notes = record.notes or None
    if record.email_2 is not None:
        second = f"{SECOND_EMAIL}{record.email_2}"
        notes = f"{notes}\n{second}" if notes else second
    return {
        "first_name": record.first_name,
        "last_name": record.last_name or (None if record.first_name else record.full_name),
        "job_title": record.job_title,
        "email": record.email,
        "email_key": who.email_key,
        "phone": record.phone,
        "phone_key": who.phone_keys[0] if who.phone_keys else None,
        "mobile": record.mobile,
        "linkedin_url": record.linkedin_url,
        "country": record.country,
        "city": record.city,
        "notes": notes,
    }
