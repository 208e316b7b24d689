"""Which form shows which part of the definitions."""

from collections.abc import Callable

from views.definitions.custom_fields_form import CustomFieldsForm
from views.definitions.desk import DraftDesk
from views.definitions.meeting_gates_form import MeetingGatesForm
from views.definitions.outcomes_form import OutcomesForm
from views.definitions.part_form import PartForm
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
from views.definitions.qualification_form import QualificationForm
from views.definitions.reasons_form import ReasonsForm
from views.definitions.roles_form import RolesForm
from views.definitions.scoring_form import ScoringForm
from views.definitions.stage_form import StageForm
from views.definitions.terms_form import TermsForm
from views.definitions.versions_form import VersionsForm
from views.definitions.workshop_form import WorkshopForm
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
