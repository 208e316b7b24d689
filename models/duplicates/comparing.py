"""Two records side by side, field by field, for whoever decides what stays of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.definitions.criteria import criteria
from models.definitions.current import stages
from models.duplicates.choosing import (
    ANSWER,
    CONTACT_FIELDS,
    CUSTOM,
    LEAD_FIELDS,
    Choice,
    Value,
    allowed,
    proposed,
    proposed_answer,
)
from models.duplicates.merging import GOING
from models.entities.base import Recorded
from models.entities.definitions.fields import CustomField, CustomValue
from models.entities.definitions.qualification import QualificationAnswer
from models.entities.leads.cards import LeadCard
from models.entities.leads.external_keys import OF_A_ROW, ExternalKey
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.marketing.channels import Channel
from models.entities.meetings.appointments import Appointment
from models.entities.people.contacts import Company, Contact, DoNotContact
from models.entities.people.team import TeamMember
from models.entities.work.activity import Touch
from models.entities.workspace.exchange import ImportBatch
from models.finding import existing
from models.ids import ContactId, LeadId
from models.language import gettext as _
from models.language import ngettext
from models.vocabulary import label

Shown = str | datetime | None


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One field of both records, what is proposed for it, and what may be chosen.

    Where both hold the same, or neither holds anything, there is nothing to choose.
    """

    code: str
    name: str
    kept: Shown
    gone: Shown
    proposed: Choice
    choices: tuple[Choice, ...]

    @property
    def differs(self) -> bool:
        """Whether the records differ in it."""
        return self.kept != self.gone


@dataclass(frozen=True, slots=True)
class RecordSide:
    """One of the two records: what it is called, and what hangs on it, in words."""

    row_id: int
    name: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records side by side."""

    kept: RecordSide
    gone: RecordSide
    fields: tuple[FieldPair, ...]


def compare_contacts(session: Session, kept_id: ContactId, gone_id: ContactId) -> Comparison:
    """Return two contacts side by side; refuses one that is gone, perhaps merged meanwhile."""
    kept, gone = existing(session, Contact, kept_id), existing(session, Contact, gone_id)
    companies = _names(session, Company, (kept.company_id, gone.company_id))
    fields = [side_by_side(name, kept, gone, {"company_id": companies}) for name in CONTACT_FIELDS]
    return Comparison(
        _contact_side(session, kept), _contact_side(session, gone), tuple(filled(fields))
    )


def compare_leads(session: Session, kept_id: LeadId, gone_id: LeadId) -> Comparison:
    """Return two leads side by side; refuses one that is gone."""
    kept, gone = existing(session, Lead, kept_id), existing(session, Lead, gone_id)
    names = {
        "company_id": _names(session, Company, (kept.company_id, gone.company_id)),
        "owner_id": _names(session, TeamMember, (kept.owner_id, gone.owner_id)),
        "channel_id": _names(session, Channel, (kept.channel_id, gone.channel_id)),
    }
    fields = [side_by_side(name, kept, gone, names) for name in LEAD_FIELDS]
    fields += _answers(session, kept.id, gone.id)
    fields += _custom(session, kept.id, gone.id)
    return Comparison(_lead_side(session, kept), _lead_side(session, gone), tuple(filled(fields)))


def leads_to_merge(session: Session, contact_id: ContactId) -> tuple[LeadId, LeadId] | None:
    """Return two going leads of one person that may be one pursuit, None where there are none.

    The one that came further is the first of the two, of equals the older one.
    """
    place = {int(stage.id): stage.position for stage in stages(session)}
    rows = session.execute(
        select(Lead.id, Lead.stage_id, Lead.company_id)
        .where(Lead.contact_id == contact_id, Lead.status.in_(GOING))
        .order_by(Lead.id)
    ).all()
    going = sorted(rows, key=lambda row: (-place.get(row.stage_id, -1), row.id))
    if len(going) < 2:
        return None
    return LeadId(going[0].id), LeadId(going[1].id)


def filled(fields: Iterable[FieldPair]) -> list[FieldPair]:
    """Return the fields of which at least one record says something."""
    return [pair for pair in fields if pair.kept is not None or pair.gone is not None]


def side_by_side(
    field: str, kept: Recorded, gone: Recorded, names: dict[str, dict[int | None, str]]
) -> FieldPair:
    """Return one field of two records; `names` tell what its ids stand for."""
    mine, other = getattr(kept, field), getattr(gone, field)
    known = names.get(field)
    return FieldPair(
        field,
        field_name(field),
        _shown(field, mine if known is None else known.get(mine)),
        _shown(field, other if known is None else known.get(other)),
        proposed(field, mine, other),
        allowed(field),
    )


def _shown(field: str, value: Value) -> Shown:
    if value is None or isinstance(value, datetime):
        return value
    return label(str(value)) if field in {"status", "part_in_decision"} else str(value)


def _names(
    session: Session,
    entity: type[Company] | type[TeamMember] | type[Channel],
    ids: Iterable[int | None],
) -> dict[int | None, str]:
    found = session.execute(select(entity.id, entity.name).where(entity.id.in_(list(ids))))
    return {row.id: row.name for row in found}


def _answers(session: Session, kept_id: int, gone_id: int) -> list[FieldPair]:
    """Return the criteria that both leads have an answer to; a single one goes over as it is."""
    sides: dict[int, dict[str, QualificationAnswer]] = {kept_id: {}, gone_id: {}}
    for row in session.scalars(
        select(QualificationAnswer).where(QualificationAnswer.lead_id.in_(sides))
    ):
        sides[row.lead_id][row.criterion] = row
    names = {row.code: row.name for row in criteria(session)}
    return [
        FieldPair(
            f"{ANSWER}{code}",
            names.get(code) or label(code),
            _answer(mine),
            _answer(sides[gone_id][code]),
            proposed_answer(mine, sides[gone_id][code]),
            allowed(ANSWER),
        )
        for code, mine in sides[kept_id].items()
        if code in sides[gone_id]
    ]


def _answer(row: QualificationAnswer) -> str:
    return ": ".join(part for part in (label(row.state), row.answer) if part)


def _custom(session: Session, kept_id: int, gone_id: int) -> list[FieldPair]:
    sides: dict[int, dict[int, CustomValue]] = {kept_id: {}, gone_id: {}}
    for row in session.scalars(
        select(CustomValue).where(CustomValue.lead_id.in_((kept_id, gone_id)))
    ):
        sides[row.lead_id or 0][row.field_id] = row
    both = set(sides[kept_id]) & set(sides[gone_id])
    fields = session.scalars(
        select(CustomField).where(CustomField.id.in_(both)).order_by(CustomField.id)
    )
    return [
        FieldPair(
            f"{CUSTOM}{field.uuid.hex}",
            field.name,
            _value(sides[kept_id][field.id]),
            _value(sides[gone_id][field.id]),
            "kept",
            allowed(CUSTOM),
        )
        for field in fields
    ]


def _value(row: CustomValue) -> str | None:
    if row.yes_value is not None:
        return _("Yes") if row.yes_value else _("No")
    if row.number_value is not None:
        return f"{row.number_value:g}"
    return row.text_value if row.date_value is None else row.date_value.isoformat()


def _contact_side(session: Session, contact: Contact) -> RecordSide:
    leads = select(Lead.id).where(Lead.contact_id == contact.id)
    facts = [
        counted(session, leads, lambda n: ngettext("{n} lead", "{n} leads", n)),
        *_work(session, list(session.scalars(leads))),
    ]
    media = session.scalars(
        select(DoNotContact.medium).where(DoNotContact.contact_id == contact.id)
    )
    facts += [_("Do not contact: {medium}").format(medium=label(medium)) for medium in media]
    facts.append(_came(session, contact))
    name = " ".join(part for part in (contact.first_name, contact.last_name) if part)
    shown = name or contact.email or contact.phone or contact.mobile or ""
    return RecordSide(contact.id, shown, tuple(fact for fact in facts if fact))


def _lead_side(session: Session, lead: Lead) -> RecordSide:
    stage = next((row.name for row in stages(session) if row.id == lead.stage_id), "")
    keys = session.execute(
        select(ExternalKey.source, ExternalKey.key).where(
            ExternalKey.lead_id == lead.id, ExternalKey.source != OF_A_ROW
        )
    )
    facts = [
        stage,
        counted(
            session,
            select(StageMove.id).where(StageMove.lead_id == lead.id),
            lambda n: ngettext("{n} stage move", "{n} stage moves", n),
        ),
        *_work(session, [lead.id]),
        *(f"{row.source} {row.key}" for row in keys),
    ]
    name = session.scalar(select(LeadCard.name).where(LeadCard.id == lead.id)) or ""
    return RecordSide(lead.id, lead.title or name, tuple(fact for fact in facts if fact))


def _work(session: Session, lead_ids: list[int]) -> list[str]:
    return [
        counted(
            session,
            select(Touch.id).where(Touch.lead_id.in_(lead_ids)),
            lambda n: ngettext("{n} touch", "{n} touches", n),
        ),
        counted(
            session,
            select(Appointment.id).where(Appointment.lead_id.in_(lead_ids)),
            lambda n: ngettext("{n} appointment", "{n} appointments", n),
        ),
    ]


def counted(session: Session, query: Select[int], words: Callable[[int], str]) -> str:
    """Return in words how many rows a query finds; nothing for none."""
    count = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return words(count).format(n=count) if count else ""


def _came(session: Session, contact: Contact) -> str:
    """Return which file brought a contact in; empty for one that was typed here."""
    if contact.batch_id is None:
        return ""
    name = session.scalar(select(ImportBatch.file_name).where(ImportBatch.id == contact.batch_id))
    return _("From {file}").format(file=name) if name else ""


def field_name(field: str) -> str:
    """Return what a field of a contact, company or lead is called."""
    return _NAMES[field]()


_NAMES = {
    "first_name": lambda: _("First name"),
    "last_name": lambda: _("Last name"),
    "job_title": lambda: _("Job title"),
    "company_id": lambda: _("Company"),
    "email": lambda: _("E-mail"),
    "phone": lambda: _("Phone"),
    "mobile": lambda: _("Mobile"),
    "linkedin_url": lambda: _("LinkedIn"),
    "country": lambda: _("Country"),
    "city": lambda: _("City"),
    "zone": lambda: _("Time zone"),
    "part_in_decision": lambda: _("Part in decision"),
    "notes": lambda: _("Notes"),
    "name": lambda: _("Name"),
    "website": lambda: _("Website"),
    "industry": lambda: _("Industry"),
    "employees": lambda: _("Employees"),
    "title": lambda: _("Title"),
    "owner_id": lambda: _("Owner"),
    "channel_id": lambda: _("Channel"),
    "captured_at": lambda: _("Captured"),
    "status": lambda: _("Status"),
    "grade_override": lambda: _("Grade set by hand"),
}
