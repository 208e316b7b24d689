"""A person's own grade for a lead, which no rule takes back."""

from sqlalchemy.orm import Session

from models.checks import one_of, required_text
from models.entities.leads.leads import Lead
from models.errors import KnownError
from models.finding import existing
from models.history.verbs import verb
from models.ids import LeadId
from models.language import gettext as _
from models.scoring.grading import GRADES


class NoOverrideError(KnownError):
    """The grade of a lead follows the rules, so there is nothing to take back."""


@verb
def override_grade(session: Session, lead_id: LeadId, grade: str, reason: str) -> None:
    """Give a lead a grade of one's own; it stays until it is taken back, whatever the rules say.

    An MQL is not made by it: that takes the points. Refuses what is no grade and a missing reason.
    """
    lead = existing(session, Lead, lead_id)
    known = one_of("grade", grade.strip().upper(), GRADES)
    why = required_text("reason", reason)
    lead.grade_override, lead.grade_override_reason = known, why


@verb
def clear_grade_override(session: Session, lead_id: LeadId) -> None:
    """Let the rules grade a lead again; refuses a lead that they grade already."""
    lead = existing(session, Lead, lead_id)
    if lead.grade_override is None:
        raise NoOverrideError(_("The rules grade this lead already. Nothing was changed."))
    lead.grade_override = None
    lead.grade_override_reason = None
