"""Where in the definitions something stands, so that a problem can be shown there."""

import dataclasses
import re
from dataclasses import dataclass
from typing import Final

from models.language import gettext as _

STAGES: Final = "stages"
SCORING: Final = "scoring"
QUALIFICATION: Final = "qualification"
REASONS: Final = "reasons"
OUTCOMES: Final = "outcomes"
MEETINGS: Final = "meeting_gates"
ROLES: Final = "roles"
TERMS: Final = "terms"
FIELDS: Final = "fields"
VERSIONS: Final = "versions"
WORKSHOP: Final = "workshop"

_PARTS: Final = {
    "stages": STAGES,
    "moved": STAGES,
    "rules": SCORING,
    "criteria": QUALIFICATION,
    "script": QUALIFICATION,
    "reasons": REASONS,
    "outcomes": OUTCOMES,
    "meeting_gates": MEETINGS,
    "roles": ROLES,
    "roles_moved": ROLES,
    "terms": TERMS,
    "review_on": TERMS,
}
_PATTERN: Final = re.compile(r"(\w+)(?:\[(\w+)\])?(?:\.(\w+))?(?:\[(\d+)\])?")


def part_names() -> dict[str, str]:
    """Return the parts below the stages, in their order."""
    return {
        SCORING: _("Scoring"),
        QUALIFICATION: _("Qualification"),
        REASONS: _("Reasons"),
        OUTCOMES: _("Touch outcomes"),
        MEETINGS: _("Meeting gates"),
        ROLES: _("Roles"),
        TERMS: _("SLA and thresholds"),
        FIELDS: _("Custom fields"),
        VERSIONS: _("Versions"),
        WORKSHOP: _("Review workshop"),
    }


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a draft: the list or table, the row in it, the row's part, and a row in that.

    A table whose rows have codes is looked up by `key`.
    """

    section: str
    row: int | None = None
    field: str = ""
    inner: int | None = None
    key: str = dataclasses.field(default="", compare=False)

    @property
    def part(self) -> str:
        """The part of the page that shows this place."""
        if self.section == "terms" and self.field == "framework":
            return QUALIFICATION
        return _PARTS.get(self.section, STAGES)


def parse_place(text: str) -> Place:
    """Return the place that a problem names: `stages[2].gate[0]`, `rules[5]`, `terms.remind`."""
    found = _PATTERN.match(text)
    if found is None:
        return Place(text)
    section, row, field, inner = found.groups()
    number = _number(row) if row is not None and row.isdecimal() else None
    return Place(section, number, field or "", _number(inner), row or "")


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)
