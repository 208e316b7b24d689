"""What stands left of an answer: the questions, and the documents for meetings."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.reports.content import Question
from views.reports.desk import FUNNEL, HANDOFF, REVIEW
from views.reports.keys import report_keys
from views.settings.choice_list import ChoiceList, ListEntry
from views.theme import Theme, current_theme, theme_changed
from views.widgets import KeyHint, PlainLabel, make_button

_PIXELS: Final = 208


def document_titles() -> dict[str, str]:
    """Return what the documents are called."""
    return {
        HANDOFF: _("Handoff report"),
        REVIEW: _("Definitions review"),
        FUNNEL: _("Funnel report"),
    }


class QuestionSide(QWidget):
    """The questions as a list, and a button for each document with its key beside it."""

    document_asked = Signal(str)
    """Emitted with the kind of a document that a person wants to see."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        super().__init__()
        theme = current_theme()
        self.list = ChoiceList(_("Questions"))
        self.list.show_entries(
            tuple(ListEntry(one.code, one.name, icon_name=one.icon_name) for one in questions)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(2), theme.space(2), theme.space(), theme.space(2))
        column.setSpacing(theme.space())
        column.addWidget(self.list, 1)
        column.addWidget(PlainLabel(_("For meetings, as PDF"), size="small", tone="muted"))
        keys = {one.code: one.keys for one in report_keys()}
        for kind, name in _short_names().items():
            tip = _("{title} over {days}").format(
                title=document_titles()[kind], days=_days_words()[kind]
            )
            ask = partial(self.document_asked.emit, kind)
            row = QHBoxLayout()
            row.addWidget(make_button(name, ask, icon_name="file-text", tip=tip), 1)
            row.addWidget(KeyHint(keys[kind]))
            column.addLayout(row)
        self._fit(theme)
        theme_changed.connect(self._fit)

    def _fit(self, theme: Theme) -> None:
        # With larger text the answer needs the room; the list shortens its lines.
        self.setFixedWidth(round(_PIXELS * min(theme.scale, 1.0)))


def _short_names() -> dict[str, str]:
    """Return names that fit beside their keys with large text."""
    return {HANDOFF: _("Handoff"), REVIEW: _("Review"), FUNNEL: _("Funnel")}


def _days_words() -> dict[str, str]:
    return {
        HANDOFF: _("the last 7 days, or the period chosen above"),
        REVIEW: _("the last 13 weeks, or the period chosen above"),
        FUNNEL: _("the period chosen above"),
    }
