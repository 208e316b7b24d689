"""Which form shows which part of the definitions."""

from collections.abc import Callable

from views.definitions.desk import DraftDesk
from views.definitions.forms.custom_fields import CustomFieldsForm
from views.definitions.forms.meeting_gates import MeetingGatesForm
from views.definitions.forms.outcomes import OutcomesForm
from views.definitions.forms.part import PartForm
from views.definitions.forms.qualification import QualificationForm
from views.definitions.forms.reasons import ReasonsForm
from views.definitions.forms.roles import RolesForm
from views.definitions.forms.scoring import ScoringForm
from views.definitions.forms.stage import StageForm
from views.definitions.forms.terms import TermsForm
from views.definitions.forms.versions import VersionsForm
from views.definitions.places import (
    FIELDS,
    MEETINGS,
    OUTCOMES,
    QUALIFICATION,
    REASONS,
    ROLES,
    SCORING,
    TERMS,
    VERSIONS,
    WORKSHOP,
)
from views.definitions.workshop.form import WorkshopForm
from views.runner import Runner


def make_form(part: str, desk: DraftDesk, runner: Runner) -> PartForm:
    """Return the form of a part."""
    if part == FIELDS:
        return CustomFieldsForm(desk, runner)
    if part == WORKSHOP:
        return WorkshopForm(desk, runner)
    forms: dict[str, Callable[[DraftDesk], PartForm]] = {
        SCORING: ScoringForm,
        QUALIFICATION: QualificationForm,
        REASONS: ReasonsForm,
        TERMS: TermsForm,
        OUTCOMES: OutcomesForm,
        MEETINGS: MeetingGatesForm,
        ROLES: RolesForm,
        VERSIONS: VersionsForm,
    }
    return forms[part](desk) if part in forms else StageForm(desk)
