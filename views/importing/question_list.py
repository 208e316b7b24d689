"""What has to be said before a file can be read in one way only."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from models.language import gettext as _
from views.importing.choices import ChoiceBox
from views.importing.content import ImportQuestion
from views.theme import current_theme
from views.widgets import ElidedLabel, PlainLabel, Sign, empty_layout

_FIELD_PIXELS: Final = 200


class QuestionList(QFrame):
    """The questions of a file, each with its answer beside or below it."""

    changed = Signal()
    """Emitted when a person answered."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.setProperty("ground", "card")
        self._asked: tuple[ImportQuestion, ...] = ()
        self._answers: dict[str, ChoiceBox | QLineEdit] = {}
        self._values: dict[str, dict[str, ChoiceBox]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(theme.space(2),) * 4)
        self._column.setSpacing(theme.space(1.5))
        self.hide()

    def show_questions(self, questions: Sequence[ImportQuestion]) -> None:
        """Ask these. What was answered before stays, so that the answer can be changed."""
        answers, values = self.answers(), self.values()
        open_codes = {question.code for question in questions}
        settled = {*answers, *(code for code, meant in values.items() if meant)}
        kept = [one for one in self._asked if one.code in open_codes | settled and not one.proposed]
        known = {question.code for question in kept}
        # What has an answer of its own comes last, and goes with what it was about.
        new = [one for one in questions if one.code not in known]
        wanted = (*kept, *sorted(new, key=lambda one: bool(one.proposed)))
        if wanted != self._asked:
            self._build(wanted)
            self._restore(answers, values)
        self.setVisible(bool(wanted))

    def forget(self) -> None:
        """Ask nothing and remember no answers: another file is looked at."""
        self._build(())
        self.hide()

    def answers(self) -> dict[str, str]:
        """Return the answers by question."""
        return {code: text for code, field in self._answers.items() if (text := _answer(field))}

    def values(self) -> dict[str, dict[str, str]]:
        """Return what is meant by the texts of the file, by question."""
        return {
            code: {text: box.code() for text, box in boxes.items() if box.code()}
            for code, boxes in self._values.items()
        }

    def unanswered(self) -> list[QWidget]:
        """Return the fields that wait; texts may be left without a meaning."""
        return [field for field in self._answers.values() if not _answer(field)]

    def fields(self) -> list[QWidget]:
        """Return all fields in the order in which they stand."""
        found: list[QWidget] = []
        for question in self._asked:
            if question.code in self._answers:
                found.append(self._answers[question.code])
            found += self._values.get(question.code, {}).values()
        return found

    def _build(self, questions: tuple[ImportQuestion, ...]) -> None:
        empty_layout(self._column)
        self._asked = questions
        self._answers.clear()
        self._values.clear()
        for question in questions:
            ask = self._ask_values if question.per_value else self._ask_once
            self._column.addWidget(ask(question))

    def _ask_once(self, question: ImportQuestion) -> QWidget:
        asked = QWidget()
        row = _head(asked, question.sentence, settled=bool(question.proposed))
        field: ChoiceBox | QLineEdit
        if question.choices:
            nothing = "" if question.proposed else _("Please choose")
            field = ChoiceBox(question.choices, nothing=nothing)
            field.choose(question.proposed)
            field.currentIndexChanged.connect(lambda _place: self.changed.emit())
        else:
            field = QLineEdit()
            field.editingFinished.connect(self.changed)
        field.setAccessibleName(question.sentence)
        field.setFixedWidth(current_theme().scaled(_FIELD_PIXELS))
        row.addWidget(field)
        self._answers[question.code] = field
        return asked

    def _ask_values(self, question: ImportQuestion) -> QWidget:
        asked = QWidget()
        column = QVBoxLayout(asked)
        column.setContentsMargins(0, 0, 0, 0)
        head = QWidget()
        _head(head, question.sentence)
        column.addWidget(head)
        grid = QGridLayout()
        theme = current_theme()
        grid.setContentsMargins(theme.space(3), 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(2))
        grid.setVerticalSpacing(theme.space(0.5))
        grid.setColumnStretch(0, 1)
        boxes: dict[str, ChoiceBox] = {}
        for place, text in enumerate(question.examples):
            nothing = question.otherwise or _("(leave out)")
            box = ChoiceBox(question.choices, nothing=nothing)
            box.setAccessibleName(_("What “{text}” means").format(text=text))
            box.setFixedWidth(theme.scaled(_FIELD_PIXELS))
            box.currentIndexChanged.connect(lambda _place: self.changed.emit())
            grid.addWidget(ElidedLabel(text), place, 0)
            grid.addWidget(box, place, 1)
            boxes[text] = box
        column.addLayout(grid)
        self._values[question.code] = boxes
        return asked

    def _restore(self, answers: Mapping[str, str], values: Mapping[str, Mapping[str, str]]) -> None:
        for code, field in self._answers.items():
            if code in answers:
                if isinstance(field, ChoiceBox):
                    field.choose(answers[code])
                else:
                    field.setText(answers[code])
        for code, boxes in self._values.items():
            for text, box in boxes.items():
                if text in values.get(code, {}):
                    box.choose(values[code][text])


def _head(asked: QWidget, sentence: str, *, settled: bool = False) -> QHBoxLayout:
    row = QHBoxLayout(asked)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(current_theme().space())
    sign = ("info", "muted") if settled else ("warning-circle", "warning.text")
    row.addWidget(Sign(*sign))
    row.addWidget(PlainLabel(sentence, wrap=True), 1)
    return row


def _answer(field: ChoiceBox | QLineEdit) -> str:
    return field.code() if isinstance(field, ChoiceBox) else field.text().strip()
