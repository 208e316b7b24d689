"""Which facts of a lead, its person and its company can be edited, and by which verb each is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.language import gettext as _
from models.vocabulary import FieldKind, Part, label
from views.lead_page.facts.fact import FactKind, FactSpec, Write

if TYPE_CHECKING:
    from models.companies.account import CompanyFacts, FieldValue
    from models.ids import CompanyId, ContactId, LeadId
    from models.leads.detail import ContactRow, LeadDetail

Choices = tuple[tuple[Any, str], ...]


@dataclass(frozen=True, slots=True)
class FactOptions:
    """What facts that are chosen may be: owners, channels, campaigns."""

    owners: Choices = ()
    channels: Choices = ()
    campaigns: Choices = ()


def person_specs(contact: "ContactRow") -> list[FactSpec]:
    """Return the facts of a person."""

    def spec(field: str, name: str, kind: FactKind = "text", hint: str = "") -> FactSpec:
        return FactSpec(
            f"contact.{contact.id}.{field}",
            name,
            getattr(contact, field),
            _edit_contact(contact.id, field),
            kind,
            hint=hint,
        )

    return [
        spec("first_name", _("First name")),
        spec("last_name", _("Last name")),
        spec("job_title", _("Job title")),
        spec("email", _("E-mail"), hint="name@example.com"),
        spec("phone", _("Phone"), hint="+44 20 7946 0958"),
        spec("mobile", _("Mobile"), hint="+44 7700 900123"),
        spec("linkedin_url", _("LinkedIn"), hint="linkedin.com/in/…"),
        spec("country", _("Country"), hint="DE"),
        spec("city", _("City")),
        spec("zone", _("Time zone"), hint="Europe/Berlin"),
        part_spec(contact.id, contact.part_in_decision),
        spec("notes", _("About them"), "long"),
    ]


def part_spec(contact_id: "ContactId", stored: str | None, name: str = "") -> FactSpec:
    """Return a person's part in the decision; what nobody said is unknown."""
    known = tuple((one.value, label(one.value)) for one in Part if one != Part.UNKNOWN)
    shown = None if stored == Part.UNKNOWN else stored
    edit = _edit_contact(contact_id, "part_in_decision")

    def write(session: Any, value: Any, expected: Any) -> object:
        return edit(session, value, stored if expected is None else expected)

    key = f"contact.{contact_id}.part_in_decision"
    choices = ((None, label(Part.UNKNOWN)), *known)
    return FactSpec(key, name or _("Part in decision"), shown, write, "choice", choices)


def company_specs(company: "CompanyFacts", custom: "Sequence[FieldValue]") -> list[FactSpec]:
    """Return the facts of a company, with the team's own fields."""

    def spec(field: str, name: str, kind: FactKind = "text", hint: str = "") -> FactSpec:
        return FactSpec(
            f"company.{company.id}.{field}",
            name,
            getattr(company, field),
            _edit_company(company.id, field),
            kind,
            _yes_no() if kind == "choice" else (),
            hint,
        )

    return [
        spec("name", _("Company")),
        spec("website", _("Website"), hint="https://example.com"),
        spec("industry", _("Industry")),
        spec("employees", _("Employees"), "whole"),
        spec("country", _("Country"), hint="DE"),
        spec("city", _("City")),
        spec("is_client", _("Client"), "choice"),
        *(_own_field(one, company_id=company.id) for one in custom),
    ]


def lead_specs(detail: "LeadDetail", options: FactOptions) -> list[FactSpec]:
    """Return the facts of the pursuit itself, with the team's own fields."""
    lead_id = detail.id

    def spec(
        field: str, name: str, value: Any, kind: FactKind = "text", choices: Choices = ()
    ) -> FactSpec:
        write = _edit_lead(lead_id, field)
        return FactSpec(f"lead.{lead_id}.{field}", name, value, write, kind, choices)

    def give(session: Any, owner_id: Any, expected: Any) -> object:
        from models.leads.capture import assign_owner

        return assign_owner(session, lead_id, owner_id, expected=(expected,))

    owner = FactSpec(
        f"lead.{lead_id}.owner", _("Owner"), detail.owner_id, give, "choice", options.owners
    )
    return [
        spec("title", _("About"), detail.title),
        owner,
        spec("channel_id", _("Channel"), detail.channel_id, "choice", options.channels),
        spec("campaign_id", _("Campaign"), detail.campaign_id, "choice", options.campaigns),
        *(_own_field(one, lead_id=lead_id) for one in detail.custom),
        spec("notes", _("Notes"), detail.notes, "long"),
    ]


def _yes_no() -> Choices:
    return ((False, _("No")), (True, _("Yes")))


_KINDS: dict[str, FactKind] = {
    FieldKind.TEXT: "text",
    FieldKind.NUMBER: "number",
    FieldKind.CHOICE: "choice",
    FieldKind.DATE: "day",
    FieldKind.YES_NO: "choice",
}


def _own_field(
    one: "FieldValue",
    *,
    lead_id: "LeadId | None" = None,
    company_id: "CompanyId | None" = None,
) -> FactSpec:
    """Return the fact that a field of the team's own is."""
    field = one.field
    choices: Choices = ()
    if field.kind == FieldKind.CHOICE:
        choices = ((None, "–"), *((choice, choice) for choice in field.choices))
    elif field.kind == FieldKind.YES_NO:
        choices = ((None, "–"), *_yes_no())

    def write(session: Any, value: Any, expected: Any) -> object:
        from models.fields.custom import set_custom_value

        return set_custom_value(
            session, field.id, value, lead_id=lead_id, company_id=company_id, expected=(expected,)
        )

    key = f"own.{field.id}.{lead_id or company_id}"
    return FactSpec(key, field.name, one.value, write, _KINDS[field.kind], choices)


def _edit_contact(contact_id: "ContactId", field: str) -> Write:
    def write(session: Any, value: Any, expected: Any) -> object:
        from models.leads.editing import edit_contact

        given: Any = {field: value}
        known: Any = {field: expected}
        return edit_contact(session, contact_id, expected=known, **given)

    return write


def _edit_company(company_id: "CompanyId", field: str) -> Write:
    def write(session: Any, value: Any, expected: Any) -> object:
        from models.leads.editing import edit_company

        given: Any = {field: "" if field == "name" and value is None else value}
        known: Any = {field: expected}
        return edit_company(session, company_id, expected=known, **given)

    return write


def _edit_lead(lead_id: "LeadId", field: str) -> Write:
    def write(session: Any, value: Any, expected: Any) -> object:
        from models.leads.editing import edit_lead

        given: Any = {field: value}
        known: Any = {field: expected}
        return edit_lead(session, lead_id, expected=known, **given)

    return write
