"""The numbers of the agreement: thresholds, grades, half-life, and the service level."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit

from models.definitions.spans import span_words
from models.definitions.versions.draft import DefinitionsDraft
from models.language import gettext as _
from views.definitions.desk import DraftDesk
from views.definitions.editing import with_term
from views.definitions.editors.fields_grid import FieldsGrid
from views.definitions.forms.part import PartForm, heading
from views.definitions.places import Place, parse_place
from views.forecast.inputs.fields import CountField
from views.theme import current_theme
from views.widgets import set_tip

if TYPE_CHECKING:
    from models.definitions.problems.checking import DraftProblem

_REVIEW: Final = "review_on"
_NAMES_PIXELS: Final = 264
_GRID_PIXELS: Final = 520


class TermsForm(PartForm):
    """Every term with its unit, in the groups of the document, and the day of the next review."""

    def __init__(self, desk: DraftDesk) -> None:
        super().__init__(
            desk,
            _("SLA and thresholds"),
            _(
                "Minutes of the service level are working time of whoever has to act, without "
                "holidays and time off."
            ),
        )
        self.terms: dict[str, CountField] = {}
        self.review_on = QDateEdit()
        self.review_on.setProperty("kind", "quiet")
        self.review_on.setCalendarPopup(True)
        self.review_on.setDisplayFormat("yyyy-MM-dd")
        self.review_on.dateChanged.connect(self._take_review)
        self._grids: list[FieldsGrid] = []
        known = desk.content.known.terms
        grouped = _groups()
        shown = {code for codes in grouped.values() for code in codes}
        grouped[_("Other terms")] = tuple(code for code in known if code not in shown)
        for title, codes in grouped.items():
            if not codes:
                continue
            grid = FieldsGrid(_NAMES_PIXELS)
            grid.setMaximumWidth(current_theme().scaled(_GRID_PIXELS))
            for code in codes:
                if code == _REVIEW:
                    grid.add(code, _("Next review on"), self.review_on, " ")
                elif code in known:
                    self._add_term(grid, code)
            self._grids.append(grid)
            self.column.addWidget(heading(title))
            self.column.addWidget(grid)

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Show the terms of the draft."""
        for code, field in self.terms.items():
            value = int(draft.terms[code])
            if field.value() != value:
                blocked = field.blockSignals(True)
                field.setValue(value)
                field.blockSignals(blocked)
            self._show_span(code, value)
        day = draft.review_on
        blocked = self.review_on.blockSignals(True)
        if day is not None:
            self.review_on.setDate(QDate(day.year, day.month, day.day))
        self.review_on.blockSignals(blocked)
        self.watch_visits()

    def show_problems(self, problems: "tuple[DraftProblem, ...]") -> None:
        """Say what is wrong with each term."""
        found: dict[str, str] = {}
        for problem in problems:
            place = parse_place(problem.place)
            if place.section == "terms":
                found[place.field] = problem.sentence
            elif place.section == _REVIEW:
                found[_REVIEW] = problem.sentence
        for grid in self._grids:
            grid.show_problems(found)

    def go_to(self, place: Place) -> None:
        """Focus a term."""
        code = place.field or place.section
        for grid in self._grids:
            field = grid.field(code)
            if field is not None:
                field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
        self.focus_in()

    def _add_term(self, grid: FieldsGrid, code: str) -> None:
        kind = self.desk.content.known.terms[code]
        field = CountField(kind.lowest, kind.highest)
        field.setKeyboardTracking(True)
        field.setProperty("kind", "quiet")
        field.setMinimumWidth(current_theme().scaled(104))
        field.valueChanged.connect(lambda value: self._take(code, value))
        self.terms[code] = field
        grid.add(code, kind.words(), field, kind.unit())

    def _take(self, code: str, value: int) -> None:
        self._show_span(code, value)
        self.desk.edit(with_term(self.desk.draft, code, str(value)), code)

    def _show_span(self, code: str, value: int) -> None:
        """Say working minutes in hours where that is easier to picture."""
        if code in _IN_MINUTES:
            set_tip(self.terms[code], span_words(value))

    def _take_review(self, day: QDate) -> None:
        chosen = date(day.year(), day.month(), day.day())
        self.desk.edit(replace(self.desk.draft, review_on=chosen), _REVIEW)


_IN_MINUTES: Final = frozenset({"first_response", "accept", "remind", "escalate", "reassign"})


def _groups() -> dict[str, tuple[str, ...]]:
    return {
        _("What makes an MQL"): ("mql_fit", "mql_interest", "half_life", "requalify"),
        _("Grades"): (
            "grade_a_fit",
            "grade_b_fit",
            "grade_c_fit",
            "grade_1_interest",
            "grade_2_interest",
            "grade_3_interest",
        ),
        _("Service level"): (
            "first_response",
            "accept",
            "remind",
            "escalate",
            "reassign",
            "attempts",
            "look_again",
        ),
        _("Review"): ("review", _REVIEW),
    }
