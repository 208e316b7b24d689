"""The reasons that leads are rejected, recycled or closed with."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from models.definitions.versions.draft import DefinitionsDraft, ReasonDraft
from models.language import gettext as _
from views.definitions.desk import DraftDesk
from views.definitions.editing import new_code
from views.definitions.editors.inputs import QuietLine
from views.definitions.editors.rows import RowEditor, RowsForm
from views.definitions.forms.part import PartForm
from views.definitions.places import Place, parse_place
from views.theme import current_theme

if TYPE_CHECKING:
    from models.definitions.problems.checking import DraftProblem


class ReasonsForm(PartForm):
    """Reasons with their codes, in the order in which they are offered."""

    def __init__(self, desk: DraftDesk) -> None:
        super().__init__(
            desk,
            _("Reasons"),
            _(
                "A lead is rejected, recycled or closed with one of these. What is stored is the "
                "code; the words may change."
            ),
        )
        self.reasons = RowsForm(
            ReasonEditor, self._fresh_reason, _("Add a reason"), add_keys="Alt+R"
        )
        self.reasons.edited.connect(self._edit)
        self.column.addWidget(self.reasons)

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Show the reasons of the draft."""
        self.reasons.show_rows(draft.reasons)
        self.watch_visits()

    def show_problems(self, problems: "tuple[DraftProblem, ...]") -> None:
        """Say what is wrong with each reason."""
        places = [(parse_place(one.place), one.sentence) for one in problems]
        self.reasons.show_problems(
            {
                place.row: sentence
                for place, sentence in places
                if place.section == "reasons" and place.row is not None
            }
        )

    def go_to(self, place: Place) -> None:
        """Focus a reason."""
        self.reasons.go_to(place.row or 0)

    def _fresh_reason(self) -> ReasonDraft:
        return ReasonDraft(new_code("reason", [one.code for one in self.desk.draft.reasons]), "")

    def _edit(self, rows: tuple[ReasonDraft, ...]) -> None:
        known = {one.code for one in self.desk.content.draft.reasons}
        named: list[ReasonDraft] = []
        for row in rows:
            # A reason that was never stored takes its code from its name.
            if row.code not in known and row.name.strip():
                taken = [one.code for one in (*named, *rows) if one is not row]
                named.append(replace(row, code=new_code(row.name, taken)))
            else:
                named.append(row)
        self.desk.edit(replace(self.desk.draft, reasons=tuple(named)), "reasons")


class ReasonEditor(RowEditor):
    """A reason's words, and its code, which is never edited."""

    def __init__(self) -> None:
        super().__init__()
        self._row = ReasonDraft("", "")
        self.name = QuietLine(_("Reason"), _("Reason"))
        self.code = QuietLine(_("Code"))
        self.code.setReadOnly(True)
        self.code.setProperty("tone", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space(0.5))
        row.addWidget(self.name, 5)
        row.addWidget(self.code, 3)
        self.name.textEdited.connect(self._tell)

    def show_row(self, row: Any) -> None:
        """Show a reason."""
        self._row = row
        self.name.show_text(row.name)
        self.code.show_text(row.code)

    def _tell(self, text: str) -> None:
        self._row = replace(self._row, name=text)
        self.edited.emit(self._row)
