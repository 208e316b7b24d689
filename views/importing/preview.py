"""A file before it comes in: what was recognised, what is asked, what each column becomes."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.language import gettext as _
from models.language import ngettext
from views.importing.column_list import ColumnList
from views.importing.content import Duplicates, ImportMapping, ImportPreview
from views.importing.question_list import QuestionList
from views.theme import current_theme
from views.widgets import PlainLabel, SegmentedControl, Sign, make_frame

IGNORED: Final = "ignore"


class PreviewView(QWidget):
    """Shows a preview and gathers what a person says about it."""

    changed = Signal()
    """Emitted when the file has to be looked at again with what was said."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self._preview: ImportPreview | None = None
        self.banner = make_frame("clear")
        row = QHBoxLayout(self.banner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space())
        self._sign = Sign("check-circle", "success.text")
        self.words = PlainLabel(wrap=True)
        row.addWidget(self._sign)
        row.addWidget(self.words, 1)
        self.questions = QuestionList()
        self.questions.changed.connect(self.changed)
        self._same = QWidget()
        same = QHBoxLayout(self._same)
        same.setContentsMargins(0, 0, 0, 0)
        same.setSpacing(theme.space(1.5))
        self.duplicate_choice = SegmentedControl(
            [
                ("update", _("Update them")),
                ("skip", _("Leave them")),
                ("create", _("Create another lead")),
            ],
            name=_("People who are here already"),
        )
        same.addWidget(PlainLabel(_("People who are here already")))
        same.addWidget(self.duplicate_choice)
        same.addStretch(1)
        card = make_frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*(theme.space(2),) * 4)
        self.columns = ColumnList()
        self.columns.changed.connect(self.changed)
        inside.addWidget(self.columns)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(1), 0)
        column.setSpacing(theme.space(1.5))
        for widget in (self.banner, self.questions, self._same, card):
            column.addWidget(widget)
        column.addStretch(1)

    def show_preview(self, preview: ImportPreview) -> None:
        """Show a file as it would come in."""
        if self._preview is None or preview.path != self._preview.path:
            self.questions.forget()
        self._preview = preview
        self._say(preview)
        self.questions.show_questions(preview.questions)
        self._same.setVisible(preview.duplicates_matter)
        self.columns.show_columns(preview.columns, preview.fields)
        # Rows that are made later come last for Tab, wherever they stand.
        order = [
            *self.questions.fields(),
            *self.duplicate_choice.findChildren(QPushButton),
            *self.columns.boxes.values(),
        ]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def mapping(self) -> ImportMapping:
        """Return what was said about the file."""
        values: Mapping[str, Mapping[str, str]] = self.questions.values()
        return ImportMapping(self.columns.chosen(), self.questions.answers(), values)

    def duplicates(self) -> Duplicates:
        """Return what is to be done with people who are here already."""
        return cast("Duplicates", self.duplicate_choice.value())

    def ask_first(self) -> bool:
        """Put the focus on what has to be said first, and say so; return whether there is any."""
        waiting = self.questions.unanswered()
        if waiting:
            words = ngettext(
                "Nothing has come in yet: {count} question has to be answered first.",
                "Nothing has come in yet: {count} questions have to be answered first.",
                len(waiting),
            )
            self.say_wrong(words.format(count=len(waiting)))
            waiting[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        boxes = list(self.columns.boxes.values())
        if all(box.code() == IGNORED for box in boxes):
            self.say_wrong(
                _("Nothing has come in yet: say what a column becomes, for example the company.")
            )
            if boxes:
                boxes[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def say_wrong(self, sentence: str) -> None:
        """Say above the answers why nothing came in."""
        self.words.setText(sentence)
        self._sign.set_sign("warning-circle", "warning.text")

    def _say(self, preview: ImportPreview) -> None:
        known = sum(column.becomes != IGNORED for column in preview.columns)
        part = _("{known} of {all} columns come in").format(known=known, all=len(preview.columns))
        sure = bool(preview.recognised or preview.remembered)
        if preview.recognised:
            words = _("Recognised: {system}. {part}.").format(system=preview.recognised, part=part)
        elif preview.remembered:
            words = _("Mapped as the last time. {part}.").format(part=part)
        else:
            words = _("The columns were guessed by their names; please check them. {part}.")
            words = words.format(part=part)
        self.words.setText(words)
        self._sign.set_sign(*(("check-circle", "success.text") if sure else ("info", "muted")))
