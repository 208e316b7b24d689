"""One requirement of a gate: what is asked, and of what."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from models.conditions.condition import Condition
from models.definitions.versions.draft import GateRuleDraft
from models.language import gettext as _
from views.definitions.content import Known
from views.definitions.desk import DraftDesk
from views.definitions.editing import criteria_in_force
from views.definitions.editors.condition import ConditionEditor, ValueStack, first_condition
from views.definitions.editors.inputs import QuietChoice
from views.definitions.editors.rows import RowEditor
from views.definitions.forms.role_editing import ROLE, role_names
from views.theme import current_theme

if TYPE_CHECKING:
    from models.definitions.gates.stage_gates import RequirementKind

_CRITERION = "criterion_"
"""How the requirements begin that ask for a criterion of the framework."""


class GateRuleEditor(RowEditor):
    """A requirement with its picker; what can be picked follows from the kind and the draft."""

    def __init__(self, desk: DraftDesk) -> None:
        super().__init__()
        known = desk.content.known
        self._desk = desk
        self._kinds = {kind.code: kind for kind in known.requirements}
        self._row = GateRuleDraft("")
        self.kind = QuietChoice(
            _("What is required"), [(one.code, one.label) for one in known.requirements]
        )
        self.argument = QuietChoice(_("Of what"))
        self._known = known
        self.condition = ConditionEditor(known)
        self.picker = ValueStack()
        self.picker.add(self.argument)
        self.picker.add(self.condition)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space(0.5))
        row.addWidget(self.kind, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.picker, 1, Qt.AlignmentFlag.AlignTop)
        self._columns = row
        self.kind.chosen.connect(self._take_kind)
        self.argument.chosen.connect(lambda key: self._tell(self._row.requirement, str(key)))
        self.condition.edited.connect(self._take_condition)

    def show_row(self, row: Any) -> None:
        """Show a requirement; one that this Funneldesk does not know keeps its code."""
        self._row = row
        kind = self._kinds.get(row.requirement)
        self.kind.show_key(row.requirement, "" if kind is not None else row.requirement)
        takes = "" if kind is None else kind.takes
        self.picker.show_look({"choice": 0, "condition": 1}.get(takes, -1))
        self._columns.setStretch(1, 2 if takes == "condition" else 1)
        if kind is not None and takes == "choice":
            self.argument.offer(self._choices(kind))
            self.argument.show_key(row.argument, row.argument)
        elif takes == "condition":
            self.condition.show_condition(_condition_of(row.argument, self._known))

    def _choices(self, kind: "RequirementKind") -> list[tuple[object, str]]:
        if kind.code.startswith(_CRITERION):
            return [(one.code, one.name) for one in criteria_in_force(self._desk.draft)]
        if kind.code == ROLE:
            return list(role_names(self._desk.draft).items())
        return [(one.key, one.name) for one in kind.arguments]

    def _take_kind(self, code: object) -> None:
        kind = self._kinds.get(str(code))
        if kind is None or kind.code == self._row.requirement:
            return
        choices = self._choices(kind) if kind.takes == "choice" else []
        if kind.takes == "condition":
            self._row = GateRuleDraft(kind.code)
            self._take_condition(first_condition(self._known))
        else:
            self._tell(kind.code, str(choices[0][0]) if choices else "")

    def _take_condition(self, condition: Condition) -> None:
        from models.definitions.gates.requirements import condition_text

        self._tell(self._row.requirement, condition_text(condition))

    def _tell(self, requirement: str, argument: str) -> None:
        row = GateRuleDraft(requirement, argument)
        self.show_row(row)
        self.edited.emit(row)


def _condition_of(argument: str, known: Known) -> Condition:
    """Return the condition that an argument says; one that cannot be read begins anew."""
    from models.definitions.gates.appointment_parts import UnknownRequirementError
    from models.definitions.gates.requirements import condition_of

    try:
        return condition_of(argument)
    except UnknownRequirementError:
        return first_condition(known)
