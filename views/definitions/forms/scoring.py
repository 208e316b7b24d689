"""Scoring rules as sentences: a condition, and the points that it is worth."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from models.definitions.versions.draft import DefinitionsDraft
from models.language import gettext as _
from models.scoring.rule import ScoreRuleDraft
from models.vocabulary import ScoreSide
from views.definitions.content import Known
from views.definitions.desk import DraftDesk, problems_at
from views.definitions.editors.condition import ConditionEditor, first_condition
from views.definitions.editors.rows import RowEditor, RowsForm
from views.definitions.forms.part import PartForm, heading
from views.definitions.places import Place
from views.definitions.words import side_words
from views.forecast.inputs.fields import CountField
from views.theme import current_theme
from views.widgets.labels import set_tip

if TYPE_CHECKING:
    from models.definitions.problems.checking import DraftProblem

_MOST_POINTS: Final = 1000
_USUAL_POINTS: Final = 10


class ScoringForm(PartForm):
    """The rules of each side of the score; the thresholds stand with the SLA."""

    def __init__(self, desk: DraftDesk) -> None:
        super().__init__(
            desk,
            _("Scoring"),
            _("Fit and interest are two numbers. They are never added up."),
        )
        self.sides: dict[ScoreSide, RowsForm] = {}
        leads = {
            ScoreSide.FIT: _("Points for what a lead is. They do not fade."),
            ScoreSide.INTEREST: _("Points for each thing that a lead did. They fade with time."),
            ScoreSide.REQUALIFY: _("What a lead in nurture does to come back to review."),
        }
        for side, lead in leads.items():
            form = RowsForm(
                partial(ScoreRuleEditor, desk.content.known, side),
                partial(_fresh_rule, desk.content.known, side),
                _("Add a rule"),
                numbered=False,
            )
            form.edited.connect(lambda rows, side=side: self._edit(side, rows))
            self.sides[side] = form
            self.column.addWidget(heading(side_words(side), lead))
            self.column.addWidget(form)

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Show the rules of the draft."""
        for side, form in self.sides.items():
            form.show_rows(tuple(rule for rule in draft.rules if rule.side == side))
        self.watch_visits()

    def show_problems(self, problems: "tuple[DraftProblem, ...]") -> None:
        """Say under each rule what is wrong with it."""
        found = problems_at(problems, "rules")
        for side, form in self.sides.items():
            places = self._places(side)
            form.show_problems({at: found.get(place, "") for at, place in enumerate(places)})

    def go_to(self, place: Place) -> None:
        """Focus a rule."""
        for side, form in self.sides.items():
            places = self._places(side)
            if place.row in places:
                form.go_to(places.index(place.row))
                return
        self.focus_in()

    def _places(self, side: ScoreSide) -> list[int]:
        """Return where the rules of a side stand among all rules."""
        return [at for at, rule in enumerate(self.desk.draft.rules) if rule.side == side]

    def _edit(self, side: ScoreSide, rows: tuple[Any, ...]) -> None:
        draft = self.desk.draft
        others = {one: [rule for rule in draft.rules if rule.side == one] for one in self.sides}
        others[side] = list(rows)
        rules = tuple(rule for one in others.values() for rule in one)
        self.desk.edit(replace(draft, rules=rules), ("rules", side))


class ScoreRuleEditor(RowEditor):
    """One rule: a condition and its points."""

    def __init__(self, known: Known, side: ScoreSide) -> None:
        super().__init__()
        self._row = _fresh_rule(known, side)
        self.condition = ConditionEditor(known, side)
        self.points = CountField(-_MOST_POINTS, _MOST_POINTS)
        self.points.setAccessibleName(_("Points"))
        self.points.setKeyboardTracking(True)
        self.points.setProperty("kind", "quiet")
        self.points.setFixedWidth(current_theme().scaled(64))
        set_tip(self.points, _("Points"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space(0.5))
        row.addWidget(self.condition, 1)
        row.addWidget(self.points, 0, Qt.AlignmentFlag.AlignTop)
        self.condition.edited.connect(lambda made: self._tell(self._row._replace(condition=made)))
        self.points.valueChanged.connect(lambda made: self._tell(self._row._replace(points=made)))

    def show_row(self, row: Any) -> None:
        """Show a rule."""
        self._row = row
        self.condition.show_condition(row.condition)
        if self.points.value() != row.points:
            blocked = self.points.blockSignals(True)
            self.points.setValue(row.points)
            self.points.blockSignals(blocked)

    def _tell(self, row: ScoreRuleDraft) -> None:
        self._row = row
        self.edited.emit(row)


def _fresh_rule(known: Known, side: ScoreSide) -> ScoreRuleDraft:
    return ScoreRuleDraft(side, first_condition(known, side), _USUAL_POINTS)
