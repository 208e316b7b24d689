"""One template as a form: a text with places to fill in, and how it would read."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.templates.placeholders import PLACEHOLDERS, fill
from models.vocabulary import Medium, label
from views.settings.fields import SavedLine, Saver, forget_typed, two_columns
from views.settings.texts import SavedText
from views.theme import current_theme
from views.widgets import Card, FormRow, PlainLabel, fill_choices, make_button
from views.widgets.labels import set_tip

if TYPE_CHECKING:
    from models.templates.rows import TemplateRow

_COLUMNS: Final = 4


def _example() -> dict[str, str | None]:
    return {
        "first_name": "Ann",
        "last_name": "Lee",
        "name": "Ann Lee",
        "job_title": _("Head of Fleet"),
        "company": "Acme Ltd",
        "industry": _("Logistics"),
        "city": "Leeds",
        "topic": _("the guide to electric vans"),
        "campaign": _("Autumn talk"),
        "meeting": _("Tuesday, 10:00 in London"),
        "sender": "Sam Setter",
        "sender_first_name": "Sam",
        "sender_email": "sam@our.example",
    }


class TemplateForm(QWidget):
    """Every field holds as soon as it is left."""

    def __init__(self, saver: Saver) -> None:
        super().__init__()
        self._saver = saver
        self._row: TemplateRow | None = None
        self.name = SavedLine()
        self.medium = QComboBox()
        fill_choices(self.medium, tuple((one.value, label(one)) for one in Medium))
        self.subject = SavedLine()
        self.body = SavedText()
        self.name_row = FormRow(_("Name"), self.name)
        self.medium_row = FormRow(_("For"), self.medium)
        self.subject_row = FormRow(_("Subject"), self.subject)
        self.body_row = FormRow(_("Text"), self.body)
        self.example = PlainLabel(wrap=True, selectable=True)
        self.remove_button = make_button("", self.toggle_active)
        self._lay_out()
        self.name.saved.connect(lambda text: self._write(self.name_row, "name", text))
        self.subject.saved.connect(lambda text: self._write(self.subject_row, "subject", text))
        self.body.saved.connect(lambda text: self._write(self.body_row, "body", text))
        self.body.textChanged.connect(self._show_example)
        self.medium.activated.connect(
            lambda at: self._write(self.medium_row, "medium", self.medium.itemData(at))
        )

    def show_template(self, row: "TemplateRow") -> None:
        """Show a template."""
        if self._row is None or self._row.id != row.id:
            forget_typed(self)
            self.body.forget()
        self._row = row
        self.name.show_text(row.name)
        self.medium.setCurrentIndex(self.medium.findData(row.medium))
        self.subject.show_text(row.subject or "")
        self.subject_row.setVisible(row.medium == Medium.EMAIL or bool(row.subject))
        self.body.show_text(row.body)
        self.remove_button.setText(_("Remove this template") if row.active else _("Bring back"))
        self._show_example()

    def toggle_active(self) -> None:
        """Offer the template no more, or again."""
        if self._row is None:
            return
        row = self._row

        def operation(session: Any) -> None:
            from models.templates.shaping import remove_template, restore_template

            (remove_template if row.active else restore_template)(session, row.id)

        self._saver.save(operation)

    def _insert(self, code: str) -> None:
        self.body.insertPlainText(f"{{{code}}}")
        self.body.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_example(self) -> None:
        self.example.setText(fill(self.body.toPlainText(), _example()).text)

    def _write(self, row: FormRow, code: str, value: str) -> None:
        if self._row is not None:
            self._saver.save(_edit(self._row, code, value), row)

    def _lay_out(self) -> None:
        theme = current_theme()
        card = Card(_("Text"), _("Places in braces are filled in with what is known of the lead."))
        card.column.addLayout(two_columns(self.name_row, self.medium_row))
        card.column.addWidget(self.subject_row)
        card.column.addWidget(self.body_row)
        places = QGridLayout()
        places.setSpacing(theme.space(0.5))
        for at, (code, words) in enumerate(PLACEHOLDERS.items()):
            button = make_button(f"{{{code}}}", partial(self._insert, code), kind="link")
            set_tip(button, _("Put {words} at the cursor").format(words=words()))
            places.addWidget(button, at // _COLUMNS, at % _COLUMNS, Qt.AlignmentFlag.AlignLeft)
        card.column.addLayout(places)
        preview = Card(_("How it would read"), _("For Ann Lee of Acme Ltd, a made-up lead."))
        preview.column.addWidget(self.example)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(), theme.space(2))
        column.setSpacing(theme.space(2))
        column.addWidget(card)
        column.addWidget(preview)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.remove_button)
        column.addLayout(foot)
        column.addStretch(1)


def _edit(row: "TemplateRow", code: str, value: str) -> Callable[[Any], None]:
    def operation(session: Any) -> None:
        from models.templates.shaping import edit_template

        values: dict[str, Any] = {
            "name": row.name,
            "medium": row.medium,
            "body": row.body,
            "subject": row.subject,
        }
        if code == "medium" and value == Medium.EMAIL and not row.subject:
            # An e-mail needs a subject; its name is the nearest that there is.
            values["subject"] = row.name
        edit_template(session, row.id, **(values | {code: value}))

    return operation
