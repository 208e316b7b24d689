"""What an appointment must show to count as agreed, confirmed and ready."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from models.definitions.versions.draft import DefinitionsDraft, GateRuleDraft
from models.language import gettext as _
from models.vocabulary import MeetingGate, label
from views.definitions.desk import DraftDesk
from views.definitions.editing import with_row
from views.definitions.editors.inputs import QuietChoice
from views.definitions.editors.rows import RowEditor, RowsForm
from views.definitions.forms.part import PartForm, heading
from views.definitions.places import MEETINGS, Place, parse_place
from views.definitions.words import meeting_gate_words
from views.widgets import PlainLabel

if TYPE_CHECKING:
    from models.definitions.problems.checking import DraftProblem

_APPOINTMENT_HAS = "appointment_has"


class MeetingGatesForm(PartForm):
    """The three gates of a meeting, each with what it asks for."""

    def __init__(self, desk: DraftDesk) -> None:
        super().__init__(
            desk,
            _("Meeting gates"),
            _(
                "What a meeting lacks is always in view. A calendar reply is shown and never "
                "required: many guests do not press Accept."
            ),
        )
        self.gates: list[RowsForm] = []
        self._open: list[PlainLabel] = []
        for at, gate in enumerate(MeetingGate):
            rows = RowsForm(
                lambda: MeetingRuleEditor(desk),
                partial(self._fresh_rule, at),
                _("Add a requirement"),
                add_keys="Alt+R" if gate is MeetingGate.CONFIRMED else "",
            )
            rows.edited.connect(partial(self._edit, at))
            asks_nothing = PlainLabel(_("Nothing: every meeting counts."), tone="muted", wrap=True)
            self.gates.append(rows)
            self._open.append(asks_nothing)
            self.column.addWidget(heading(label(gate), meeting_gate_words(gate)))
            self.column.addWidget(asks_nothing)
            self.column.addWidget(rows)

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Show the gates of the draft."""
        for rows, asks_nothing, gate in zip(
            self.gates, self._open, draft.meeting_gates, strict=False
        ):
            rows.show_rows(gate.rules)
            asks_nothing.setVisible(not gate.rules)
        self.watch_visits()

    def show_problems(self, problems: "tuple[DraftProblem, ...]") -> None:
        """Say under each requirement what is wrong with it."""
        found: list[dict[int, str]] = [{} for _rows in self.gates]
        for problem in problems:
            place = parse_place(problem.place)
            if place.section == MEETINGS and place.row is not None and place.inner is not None:
                found[place.row][place.inner] = problem.sentence
        for rows, wrong in zip(self.gates, found, strict=True):
            rows.show_problems(wrong)

    def go_to(self, place: Place) -> None:
        """Focus a requirement."""
        self.gates[place.row or 0].go_to(place.inner or 0)

    def _fresh_rule(self, at: int) -> GateRuleDraft:
        """Return what a new requirement begins with: one that the gate does not have yet."""
        taken = {rule.argument for rule in self.desk.draft.meeting_gates[at].rules}
        parts = [code for code, _words in self.desk.content.known.meeting_parts]
        free = (code for code in parts if code not in taken)
        return GateRuleDraft(_APPOINTMENT_HAS, next(free, parts[0]))

    def _edit(self, at: int, rows: tuple[GateRuleDraft, ...]) -> None:
        gates = self.desk.draft.meeting_gates
        gates = with_row(gates, at, replace(gates[at], rules=rows))
        self.desk.edit(replace(self.desk.draft, meeting_gates=gates), ("meeting gate", at))


class MeetingRuleEditor(RowEditor):
    """One thing that a meeting must show."""

    def __init__(self, desk: DraftDesk) -> None:
        super().__init__()
        self.part = QuietChoice(
            _("What is required"),
            [(code, words[:1].upper() + words[1:]) for code, words in _parts(desk)],
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.part, 1)
        self.part.chosen.connect(
            lambda code: self.edited.emit(GateRuleDraft(_APPOINTMENT_HAS, str(code)))
        )

    def show_row(self, row: Any) -> None:
        """Show a requirement; one that this Funneldesk does not know keeps its code."""
        self.part.show_key(row.argument, row.argument)


def _parts(desk: DraftDesk) -> tuple[tuple[str, str], ...]:
    return desk.content.known.meeting_parts
