"""What the Definitions page is given to show, read in the background."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.conditions.condition import Operator
from models.definitions.versions.draft import DefinitionsDraft

if TYPE_CHECKING:
    from models.conditions.catalogue import FieldRow
    from models.definitions.gates.stage_gates import RequirementKind
    from models.definitions.terms import TermKind
    from models.definitions.versions.written import VersionRow
    from models.fields.custom import CustomFieldRow


@dataclass(frozen=True, slots=True)
class Known:
    """What can be chosen in the forms."""

    fields: "tuple[FieldRow, ...]"
    operators: dict[Operator, str]
    requirements: "tuple[RequirementKind, ...]"
    terms: "dict[str, TermKind]"
    meeting_parts: tuple[tuple[str, str], ...]
    """What the gate of a meeting can ask for, with its words."""
    holders: dict[str, tuple[str, ...]]
    """Who holds each role that somebody holds."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The definitions in force, every version, and what can be chosen."""

    draft: DefinitionsDraft
    versions: "tuple[VersionRow, ...]"
    custom_fields: "tuple[CustomFieldRow, ...]"
    known: Known

    @property
    def number(self) -> int:
        """The number of the version in force."""
        return self.versions[0].number


def read_definitions(session: Any) -> Loaded:
    """Read all that the page shows."""
    from models.conditions.catalogue import fields_known
    from models.conditions.wording import operator_words
    from models.definitions.gates.appointment_parts import APPOINTMENT_PARTS
    from models.definitions.gates.stage_gates import requirement_kinds
    from models.definitions.problems.of_desk import holders_of_roles
    from models.definitions.terms import TERMS
    from models.definitions.versions.writing import current_draft
    from models.definitions.versions.written import versions
    from models.fields.custom import custom_fields

    known = Known(
        fields_known(session),
        {operator: operator_words(operator) for operator in Operator},
        requirement_kinds(session),
        TERMS,
        tuple((code, part.words()) for code, part in APPOINTMENT_PARTS.items()),
        holders_of_roles(session),
    )
    return Loaded(current_draft(session), versions(session), custom_fields(session), known)
