"""Taking leads in: each record is a new lead, a change of a known one, or nothing new."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from models.entities.leads.external_keys import OF_A_ROW
from models.intake.kinds.lead_changes import LeadChanges, shown_of
from models.intake.kinds.lead_rows import RowMaker, company_name, identity
from models.intake.known import (
    Identity,
    Known,
    KnownPerson,
    UnknownStageError,
    recognise_own_keys,
)
from models.intake.loading.batch import Batch
from models.intake.loading.current import CurrentRows
from models.intake.loading.kept import KeptField
from models.intake.loading.waiting import Row
from models.intake.records import Duplicates, LeadRecord
from models.intake.tally import NothingCollected, Refusal, Tally
from models.vocabulary import Status


class LeadIntake(NothingCollected):
    """Takes records of one file in, chunk by chunk, in the order of the file."""

    def __init__(self, batch: Batch, known: Known, maker: RowMaker, duplicates: Duplicates) -> None:
        self._known = known
        self._maker = maker
        self._duplicates = duplicates
        self._current = CurrentRows(batch)
        self._changes = LeadChanges(batch, known, maker, self._current)
        self.tally = Tally()

    @property
    def kept(self) -> Sequence[KeptField]:
        """Return the fields that were left as people changed them here."""
        return self._current.kept

    def take_chunk(self, session: Session, records: Sequence[LeadRecord]) -> None:
        """Turn records into rows that wait to be written; reads what they match first."""
        people = [identity(record) for record in records]
        recognise_own_keys(session, self._known, (record.external_key for record in records))
        self._fetch(session, records, people)
        for record, who in zip(records, people, strict=True):
            try:
                self._take(record, who)
            except UnknownStageError as error:
                self.tally.refused.append(Refusal.of_stage(record.line, error))

    def _fetch(
        self,
        session: Session,
        records: Sequence[LeadRecord],
        people: Sequence[Identity | None],
    ) -> None:
        leads: set[int] = set()
        contacts: set[int] = set()
        for record, who in zip(records, people, strict=True):
            lead_id = self._lead_of_row(record, who)
            person = None if who is None else self._known.same_person(who)
            if person is not None:
                contacts.add(person.contact_id)
                if lead_id is None:
                    lead_id = self._known.lead_of_contact.get(person.contact_id)
            if lead_id is not None:
                leads.add(lead_id)
        self._current.fetch(session, leads, contacts)
        if any(record.do_not_contact for record in records):
            self._changes.read_wishes(session)

    def _take(self, record: LeadRecord, who: Identity | None) -> None:
        # A stage that the definitions lack refuses the whole row, before anything of it is made.
        self._maker.stages_of(record.moves)
        by_key = self._lead_of_row(record, who)
        if by_key is not None:
            self.tally.count_known(self._changes.change(by_key, record, who))
            return
        person = None if who is None else self._known.same_person(who)
        if person is None:
            self._create(record, who, None)
            return
        self.tally.duplicates += 1
        if self._duplicates is Duplicates.SKIP:
            self.tally.skipped += 1
        elif self._duplicates is Duplicates.CREATE:
            self._create(record, who, None)
        else:
            self._take_known_person(record, who, person)

    def _lead_of_row(self, record: LeadRecord, who: Identity | None) -> int | None:
        """Return the lead that a row's key names, else the one that the same row made before."""
        if record.external_key is not None:
            return self._known.leads.get(record.external_key)
        if self._duplicates is Duplicates.CREATE or not _is_known_by_row(record, who):
            return None
        return self._known.leads_of_rows.get(record.row_key or "")

    def _take_known_person(
        self, record: LeadRecord, who: Identity | None, person: KnownPerson
    ) -> None:
        lead_id = self._known.lead_of_contact.get(person.contact_id)
        key = record.external_key
        # A key of its own is a pursuit of its own, though the person is the same.
        if lead_id is None or (key is not None and not self._waits_for_key(lead_id)):
            contact = self._current.row("contact", person.contact_id)
            if contact is not None:
                self._changes.change_contact(contact, record, who, person.name)
                self._changes.block_contact(contact, record, person.name)
            self._create(record, who, person)
        else:
            changed = self._changes.change(lead_id, record, who)
            if key is not None:
                self._maker.key(lead_id, record.source, key)
            self.tally.count_known(changed or key is not None)

    def _waits_for_key(self, lead_id: int) -> bool:
        """Say whether a lead is open and no system knows it yet, so that a first key is its own.

        So do leads that were captured here come back from the system that they were handed to.
        """
        lead = self._current.row("lead", lead_id)
        return (
            lead is not None
            and lead["status"] == Status.OPEN
            and all(
                key["source"] == OF_A_ROW
                for key in self._current.belonging("external_key", lead_id)
            )
        )

    def _create(self, record: LeadRecord, who: Identity | None, person: KnownPerson | None) -> None:
        company_id = self._maker.company(record.company)[0]
        if record.custom:
            self._maker.custom.add_to_company(company_id, record.custom)
        contact_id = None if person is None else person.contact_id
        contact: Row | None = None
        if contact_id is not None:
            contact = self._current.row("contact", contact_id)
        elif record.contact is not None and who is not None:
            contact = self._maker.contact(record.contact, company_id, who)
            contact_id = contact["id"]
            for medium in record.do_not_contact:
                self._changes.block(contact["id"], medium, record.source)
        shown = shown_of(contact, company_name(record.company))
        lead_id = self._maker.lead(record, contact_id, company_id, shown)
        key = record.row_key
        if key and _is_known_by_row(record, who) and key not in self._known.leads_of_rows:
            self._maker.row_key(lead_id, key)
        self.tally.created += 1


def _is_known_by_row(record: LeadRecord, who: Identity | None) -> bool:
    """Say whether only the whole row tells that it is the same one: it names nobody for sure."""
    return record.external_key is None and (who is None or not who.tells_who())
