"""Changing known leads by the records of a file: only what is news, and nobody's own changes."""

from collections import defaultdict
from typing import Any

from sqlalchemy.orm import Session

from models.intake.kinds.custom_rows import typed_value
from models.intake.kinds.lead_rows import RowMaker, contact_values, instant
from models.intake.known import Identity, Known, rows_of
from models.intake.loading.batch import Batch
from models.intake.loading.current import CurrentRows
from models.intake.loading.kept import KeptField
from models.intake.loading.waiting import Row
from models.intake.records import AnswerRecord, CompanyRecord, LeadRecord, MoveRecord
from models.language import gettext as _
from models.leads.cards import card_values
from models.vocabulary import MoveOrigin

_NOBODY = dict.fromkeys(("first_name", "last_name", "email", "phone", "mobile"))


class LeadChanges:
    """Writes into known rows what a file says otherwise; what people changed here stays."""

    def __init__(self, batch: Batch, known: Known, maker: RowMaker, current: CurrentRows) -> None:
        self._batch = batch
        self._known = known
        self._maker = maker
        self._current = current
        self._blocked: dict[int, set[str]] = defaultdict(set)

    def read_wishes(self, session: Session) -> None:
        """Read which wishes not to be contacted the contacts that were fetched have."""
        for contact_id, wishes in rows_of(
            session, "do_not_contact", "contact_id", self._current.ids("contact")
        ).items():
            self._blocked[contact_id].update(wish["medium"] for wish in wishes)

    def change(self, lead_id: int, record: LeadRecord, who: Identity | None) -> bool:
        """Change a known lead and what belongs to it; return whether the record held any news."""
        lead = self._current.row("lead", lead_id)
        if lead is None:
            self._batch.miss_row()
            return False
        contact_id = lead["contact_id"]
        contact = None if contact_id is None else self._current.row("contact", contact_id)
        name = self._name_of(lead, contact)
        status = lead["status"]
        changes = [
            self._change_lead(lead, record, name),
            contact is not None and self.change_contact(contact, record, who, name),
            contact is not None and self.block_contact(contact, record, name),
            self._change_company(lead, record.company, record.line, name),
            self._change_stage(lead, record, name),
            self._change_answers(lead_id, record, name),
            self._change_custom(lead_id, record, name),
            self._maker.custom.add_to_company(lead["company_id"], record.custom),
            self._change_deal(lead, record, name, lead["status"] != status),
        ]
        if contact is None and record.contact is not None and who is not None:
            contact = self._maker.contact(record.contact, lead["company_id"], who)
            self._current.change(
                "lead", lead, {"contact_id": contact["id"]}, line=record.line, lead=name
            )
            changes.append(True)
        if record.made_title and any(changes):
            # Made of cells, it follows them, and is no news by itself.
            title = {"title": record.title}
            self._current.change("lead", lead, title, line=record.line, lead=name)
        self._refresh_waiting_card(lead)
        return any(changes)

    def _name_of(self, lead: Row, contact: Row | None) -> str:
        if contact is not None:
            person = " ".join(p for p in (contact["first_name"], contact["last_name"]) if p)
            if person:
                return person
        return lead["title"] or f"#{lead['id']}"

    def _change_lead(self, lead: Row, record: LeadRecord, name: str) -> bool:
        channel_id = self._maker.channel(record.channel)
        wanted: Row = {
            "title": None if record.made_title else record.title,
            "owner_id": self._maker.member(record.owner, record.owner_region),
            "channel_id": channel_id,
            "campaign_id": self._maker.campaign(channel_id, record.campaign),
            "look_again_on": record.look_again_on,
            "notes": record.notes if lead["notes"] is None else None,
        }
        if record.status is not None and record.status != lead["status"]:
            closed = record.closed_at
            wanted |= {
                "status": record.status,
                "status_reason": record.status_reason,
                "status_note": record.status_note,
                "status_since": self._maker.now if closed is None else instant(closed),
            }
        return self._current.change("lead", lead, wanted, line=record.line, lead=name)

    def change_contact(
        self, contact: Row, record: LeadRecord, who: Identity | None, name: str
    ) -> bool:
        """Change a known contact; return whether the record held any news of them."""
        if record.contact is None or who is None:
            return False
        wanted = contact_values(record.contact, who)
        if contact["notes"] is not None:
            wanted["notes"] = None
        if record.contact.phone is None and contact["phone"] is not None:
            # A mobile number alone does not take the place of the phone's key.
            wanted["phone_key"] = None
        changed = self._current.change("contact", contact, wanted, line=record.line, lead=name)
        if changed:
            # Other new leads of this contact show it, too.
            for lead in self._batch.waiting_rows("lead"):
                if lead["contact_id"] == contact["id"]:
                    self._refresh_waiting_card(lead)
        return changed

    def block_contact(self, contact: Row, record: LeadRecord, name: str) -> bool:
        """Add wishes not to be contacted; one that was lifted here is shown, not brought back."""
        changed = False
        for medium in record.do_not_contact:
            if medium in self._blocked[contact["id"]]:
                continue
            if (contact["id"], medium) in self._known.lifted:
                field = f"do_not_{medium}"
                self._current.kept.append(KeptField(record.line, name, field, _("no"), _("yes")))
            else:
                self.block(contact["id"], medium, record.source)
                changed = True
        return changed

    def block(self, contact_id: int, medium: str, source: str) -> None:
        """Add a wish not to be contacted through a medium."""
        self._blocked[contact_id].add(medium)
        self._maker.do_not_contact(contact_id, medium, source)

    def _change_company(
        self, lead: Row, record: CompanyRecord | None, line: int, name: str
    ) -> bool:
        """Give a lead without a company its company, and fill what is blank of a known one.

        Many rows of a file mention the same company, so a row never overwrites its details.
        """
        company_id, is_new = self._maker.company(record)
        if company_id is None or record is None:
            return False
        if lead["company_id"] is None or (is_new and lead["company_id"] != company_id):
            return self._current.change(
                "lead", lead, {"company_id": company_id}, line=line, lead=name
            )
        company = self._current.row("company", company_id)
        if company is None:
            return False
        fields = ("website", "industry", "employees", "country", "city")
        blank = {field: getattr(record, field) for field in fields if company[field] is None}
        return self._current.change("company", company, blank, line=line, lead=name)

    def _change_stage(self, lead: Row, record: LeadRecord, name: str) -> bool:
        known = self._current.belonging("stage_move", lead["id"])
        reached = {row["to_stage_id"]: row for row in known if row["origin"] != MoveOrigin.REMAPPED}
        new: list[MoveRecord] = []
        changed = False
        for move in record.moves:
            row = reached.get(self._known.stage(move.stage))
            if row is None:
                new.append(move)
            elif move.at is not None and row["occurred_at"] is None:
                dated: Row = {"occurred_at": instant(move.at), "precision": move.precision}
                changed |= self._current.change(
                    "stage_move", row, dated, line=record.line, lead=name
                )
        if not new:
            return changed
        furthest = max(new, key=lambda m: self._known.stage_order[self._known.stage(m.stage)])
        target = self._known.stage(furthest.stage)
        before = lead["stage_id"]
        if self._current.change("lead", lead, {"stage_id": target}, line=record.line, lead=name):
            self._maker.moves(lead["id"], before, tuple(new))
            return True
        return changed

    def _change_answers(self, lead_id: int, record: LeadRecord, name: str) -> bool:
        known = {
            row["criterion"]: row
            for row in self._current.belonging("qualification_answer", lead_id)
        }
        changed = False
        for answer in record.answers:
            row = known.get(answer.criterion)
            if row is not None and _says_no_more(answer, row):
                continue
            if row is None:
                self._maker.answer(
                    lead_id, answer.criterion, answer.state, answer.degree, answer.text
                )
                changed = True
            else:
                wanted = {"state": answer.state, "degree": answer.degree, "answer": answer.text}
                changed |= self._current.change(
                    "qualification_answer", row, wanted, line=record.line, lead=name
                )
        return changed

    def _change_custom(self, lead_id: int, record: LeadRecord, name: str) -> bool:
        known = {row["field_id"]: row for row in self._current.belonging("custom_value", lead_id)}
        changed = False
        for custom in record.custom:
            if custom.belongs_to != "lead":
                continue
            field_id, kind = self._maker.custom.field(custom)
            row = known.get(field_id)
            if row is None:
                self._maker.custom.add_value(field_id, kind, custom.value, lead_id=lead_id)
                changed = True
            else:
                wanted = typed_value(kind, custom.value)
                changed |= self._current.change(
                    "custom_value", row, wanted, line=record.line, lead=name
                )
        return changed

    def _change_deal(self, lead: Row, record: LeadRecord, name: str, new_status: bool) -> bool:
        """Change the lead's first deal; how it stands follows only a status that is news."""
        deal = record.deal
        if deal is None:
            return False
        known = self._current.belonging("deal", lead["id"])
        if not known:
            self._maker.deal(lead["id"], record, lead["captured_at"])
            return True
        wanted: dict[str, Any] = {
            "name": deal.name,
            "amount_minor": deal.amount_minor,
            "currency": deal.currency,
            "expected_close": deal.expected_close,
            "state": deal.state if new_status else None,
            "closed_on": deal.closed_on if new_status or deal.state == known[0]["state"] else None,
        }
        return self._current.change("deal", known[0], wanted, line=record.line, lead=name)

    def _refresh_waiting_card(self, lead: Row) -> None:
        """Keep the card of a lead that is itself new in this chunk in step with its row."""
        card = self._batch.waiting_row("lead_card", lead["id"])
        if card is None:
            return
        company_id = lead["company_id"]
        company = None if company_id is None else self._current.row("company", company_id)
        contact_id = lead["contact_id"]
        contact = None if contact_id is None else self._current.row("contact", contact_id)
        shown = shown_of(contact, None if company is None else company["name"])
        copied = ("stage_id", "status", "owner_id", "channel_id")
        card.update({name: lead[name] for name in copied})
        card.update(card_values({**lead, **shown}))


def shown_of(contact: Row | None, company: str | None) -> Row:
    """Return what a lead's card shows of its contact and company."""
    if contact is None:
        return {**_NOBODY, "company": company}
    return {
        "first_name": contact["first_name"],
        "last_name": contact["last_name"],
        "email": contact["email"],
        "phone": contact["phone"],
        "mobile": contact["mobile"],
        "company": company,
    }


def _says_no_more(answer: AnswerRecord, row: Row) -> bool:
    """Say whether an answer is the known text, or a word for the state that is known."""
    if answer.state == "unknown":
        return bool(row["answer"] == answer.text)
    known = (row["state"], row["degree"] if answer.degree else None)
    return known == (answer.state, answer.degree)
