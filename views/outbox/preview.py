"""A message as its guests will see it."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.outbox.wording import message_text
from views.outbox.words import state_words
from views.theme import TextSize, current_theme
from views.widgets import Card, PlainLabel

if TYPE_CHECKING:
    from models.outbox.rows import OutboxRow


class MessagePreview(QWidget):
    """Who gets it, and what they read."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        self.state = PlainLabel(tone="muted", wrap=True)
        self.warning = PlainLabel(tone="warning", wrap=True)
        column.addWidget(self.state)
        column.addWidget(self.warning)
        self._card = Card()
        self._shown: QWidget | None = None
        column.addWidget(self._card)
        column.addStretch(1)

    def show_message(self, row: "OutboxRow", now: datetime) -> None:
        """Show a message."""
        self.state.setText(state_words(row, now))
        self.warning.setText(_warning(row))
        self.warning.setVisible(bool(self.warning.text()))
        inside = _letter(row)
        if self._shown is not None:
            self._card.column.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = inside
        self._card.column.addWidget(inside)


def _warning(row: "OutboxRow") -> str:
    if row.without_address:
        names = ", ".join(row.without_address)
        return _("Without an e-mail address, so not invited by this: {names}").format(names=names)
    return ""


def _letter(row: "OutboxRow") -> QWidget:
    theme = current_theme()
    text = message_text(row.kind, row.content)
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space())
    organizer = row.content.organizer
    sender = f"{organizer.name} <{organizer.address}>" if organizer else row.account or ""
    heads = [
        (_("From"), sender or _("no mailbox yet: add a mail account in Settings")),
        (_("To"), ", ".join(row.recipients) or _("nobody")),
        (_("Subject"), row.subject),
    ]
    column.addLayout(_grid(heads, small=True))
    column.addSpacing(theme.space())
    column.addWidget(PlainLabel(text.opening, wrap=True, selectable=True))
    column.addWidget(
        PlainLabel(text.title, size="heading", weight="semibold", wrap=True, selectable=True)
    )
    column.addWidget(PlainLabel(text.when, weight="medium", wrap=True, selectable=True))
    column.addLayout(_grid(list(text.facts), small=False))
    column.addWidget(PlainLabel(text.closing, tone="muted", wrap=True))
    return widget


def _grid(pairs: list[tuple[str, str]], *, small: bool) -> QGridLayout:
    theme = current_theme()
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.space(2))
    grid.setVerticalSpacing(theme.space(0.5))
    grid.setColumnStretch(1, 1)
    size: TextSize = "small" if small else "body"
    for line, (label, value) in enumerate(pairs):
        name = PlainLabel(label, size=size, tone="muted")
        grid.addWidget(name, line, 0)
        grid.addWidget(PlainLabel(value, size=size, wrap=True, selectable=True), line, 1)
    return grid
