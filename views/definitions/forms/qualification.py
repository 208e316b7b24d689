"""The qualification framework: its criteria, and the questions of the script."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from models.definitions.versions.draft import (
    CriterionDraft,
    DefinitionsDraft,
    QuestionDraft,
)
from models.language import gettext as _
from models.vocabulary import FRAMEWORK
from views.definitions.desk import DraftDesk
from views.definitions.editing import (
    criteria_in_force,
    new_code,
    place_of_criterion,
    with_criteria,
)
from views.definitions.editors.inputs import GrowingText, QuietChoice, QuietLine
from views.definitions.editors.rows import RowEditor, RowsForm
from views.definitions.forms.part import PartForm, heading
from views.definitions.places import Place, parse_place
from views.definitions.words import FRAMEWORKS, framework_words
from views.theme import current_theme
from views.widgets import PlainLabel

if TYPE_CHECKING:
    from models.definitions.problems.checking import DraftProblem

_NAME_SHARE, _QUESTION_SHARE = 2, 5


class QualificationForm(PartForm):
    """Which framework the team asks by, and the words it asks in."""

    def __init__(self, desk: DraftDesk) -> None:
        super().__init__(
            desk,
            _("Qualification"),
            _("Each criterion is unknown, confirmed or failed, with the answer and who asked."),
        )
        self._criteria: tuple[CriterionDraft, ...] = ()
        self.framework = QuietChoice(
            _("Framework"), [(code, framework_words(code)) for code in FRAMEWORKS]
        )
        self.framework.chosen.connect(self._take_framework)
        self.criteria = RowsForm(
            CriterionEditor, self._fresh_criterion, _("Add a criterion"), add_keys="Alt+R"
        )
        self.criteria.edited.connect(
            lambda rows: self.desk.edit(with_criteria(self.desk.draft, rows), "criteria")
        )
        self.script = RowsForm(
            lambda: QuestionEditor(self.desk), lambda: QuestionDraft(""), _("Add a question")
        )
        self.script.edited.connect(
            lambda rows: self.desk.edit(replace(self.desk.draft, script=rows), "script")
        )
        line = QHBoxLayout()
        line.addWidget(self.framework)
        line.addStretch(1)
        self.problem = PlainLabel(size="small", tone="danger", wrap=True)
        self.problem.hide()
        self.column.addLayout(line)
        self.column.addWidget(self.problem)
        self.column.addWidget(heading(_("Criteria"), _("The name, and what is asked for it")))
        self.column.addWidget(self.criteria)
        self.column.addWidget(
            heading(_("Script"), _("The questions of a first conversation, in their order"))
        )
        self.column.addWidget(self.script)

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Show framework, criteria and script of the draft."""
        code = draft.terms[FRAMEWORK]
        self.framework.show_key(code, framework_words(code))
        criteria = criteria_in_force(draft)
        self.criteria.show_rows(criteria)
        self.script.show_rows(draft.script)
        if criteria != self._criteria:
            self._criteria = criteria
            self.script.refresh()
        self.watch_visits()

    def show_problems(self, problems: "tuple[DraftProblem, ...]") -> None:
        """Say what is wrong with criteria and questions."""
        criteria: dict[int, str] = {}
        script: dict[int, str] = {}
        for problem in problems:
            place = parse_place(problem.place)
            if place.row is None:
                continue
            if place.section == "script":
                script[place.row] = problem.sentence
            elif place.section == "criteria":
                criteria[place_of_criterion(self.desk.draft, place.row)] = problem.sentence
        wrong = [one.sentence for one in problems if one.place == "terms.framework"]
        self.problem.setText(" ".join(wrong))
        self.problem.setVisible(bool(wrong))
        self.criteria.show_problems(criteria)
        self.script.show_problems(script)

    def go_to(self, place: Place) -> None:
        """Focus a criterion or a question."""
        if place.section == "script" and place.row is not None:
            self.script.go_to(place.row)
        elif place.section == "criteria" and place.row is not None:
            self.criteria.go_to(place_of_criterion(self.desk.draft, place.row))
        else:
            self.focus_in()

    def _take_framework(self, code: object) -> None:
        from models.definitions.versions.frameworks import with_framework

        self.desk.begin_visit()
        self.desk.edit(with_framework(self.desk.draft, str(code)), "framework")
        words = _("The gate of sales qualified leads asks by {framework} now.")
        self.said.emit("info", words.format(framework=framework_words(str(code))))

    def _fresh_criterion(self) -> CriterionDraft:
        draft = self.desk.draft
        code = new_code("criterion", [one.code for one in draft.criteria])
        return CriterionDraft(draft.terms[FRAMEWORK], code, "", "")


class CriterionEditor(RowEditor):
    """A criterion's name and its question. The code that answers are stored under stays."""

    def __init__(self) -> None:
        super().__init__()
        self._row = CriterionDraft("", "", "", "")
        self.name = QuietLine(_("Name"), _("Name"))
        self.question = GrowingText(_("Question"), _("What is asked?"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space(0.5))
        row.addWidget(self.name, _NAME_SHARE, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.question, _QUESTION_SHARE)
        self.name.textEdited.connect(lambda text: self._tell(name=text))
        self.question.edited.connect(lambda text: self._tell(question=text))

    def show_row(self, row: Any) -> None:
        """Show a criterion."""
        self._row = row
        self.name.show_text(row.name)
        self.question.show_text(row.question)

    def _tell(self, **fields: str) -> None:
        self._row = replace(self._row, **fields)
        self.edited.emit(self._row)


class QuestionEditor(RowEditor):
    """A question of the script, and the criterion that its answer speaks to."""

    def __init__(self, desk: DraftDesk) -> None:
        super().__init__()
        self._desk = desk
        self._row = QuestionDraft("")
        self.question = GrowingText(_("Question"), _("What is asked?"))
        self.criterion = QuietChoice(_("Criterion"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space(0.5))
        row.addWidget(self.question, _QUESTION_SHARE)
        row.addWidget(self.criterion, _NAME_SHARE, Qt.AlignmentFlag.AlignTop)
        self.question.edited.connect(lambda text: self._tell(replace(self._row, question=text)))
        self.criterion.chosen.connect(
            lambda code: self._tell(replace(self._row, criterion=code or None))
        )

    def show_row(self, row: Any) -> None:
        """Show a question."""
        self._row = row
        criteria = criteria_in_force(self._desk.draft)
        none: tuple[object, str] = ("", _("no criterion"))
        self.criterion.offer([none, *((one.code, one.name or one.code) for one in criteria)])
        self.criterion.show_key(row.criterion or "", row.criterion or "")
        self.question.show_text(row.question)

    def _tell(self, row: QuestionDraft) -> None:
        self._row = row
        self.edited.emit(row)
