"""The keyboard map and the words about the program, shown inside the window."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.theme import current_theme
from views.widgets.labels import KeyHint, PlainLabel
from views.widgets.sections import SectionHeader

KeyGroup = tuple[str, Sequence[tuple[str, Sequence[str]]]]


def make_key_map(groups: Sequence[KeyGroup]) -> QWidget:
    """Return the page of all keys, grouped as the menus are."""
    theme = current_theme()
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(*(theme.space(3), theme.space(2)) * 2)
    column.setSpacing(theme.space(3))
    caption = _("Everything here can be done without a mouse. Escape goes back.")
    column.addWidget(SectionHeader(_("Keyboard map"), caption, top=True))
    halves = QGridLayout()
    halves.setHorizontalSpacing(theme.space(6))
    halves.setVerticalSpacing(theme.space(3))
    for at, (title, lines) in enumerate(groups):
        halves.addWidget(_key_group(title, lines), at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
    halves.setColumnStretch(0, 1)
    halves.setColumnStretch(1, 1)
    column.addLayout(halves)
    column.addStretch(1)
    page.setAccessibleName(_("Keyboard map"))
    return page


def _key_group(title: str, lines: Sequence[tuple[str, Sequence[str]]]) -> QWidget:
    theme = current_theme()
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(theme.space())
    grid.addWidget(PlainLabel(title, size="small", tone="muted", weight="medium"), 0, 0, 1, 2)
    for row, (text, keys) in enumerate(lines, start=1):
        grid.addWidget(PlainLabel(text, wrap=True), row, 0)
        chips = QGridLayout()
        chips.setSpacing(theme.space(0.5))
        for at, one in enumerate(keys):
            chips.addWidget(KeyHint(one), 0, at)
        grid.addLayout(chips, row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    return box


def make_about(version: str, paragraphs: Sequence[str]) -> QWidget:
    """Return the page about the program."""
    theme = current_theme()
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(*(theme.space(3), theme.space(2)) * 2)
    column.setSpacing(theme.space(2))
    column.addWidget(
        SectionHeader("Funneldesk", _("Version {version}").format(version=version), top=True)
    )
    for text in paragraphs:
        label = PlainLabel(text, wrap=True, selectable=True)
        label.setMaximumWidth(theme.scaled(640))
        column.addWidget(label)
    column.addStretch(1)
    return page


def about_paragraphs() -> tuple[str, ...]:
    """Return what the program is and whose work it stands on."""
    return (
        _(
            "An offline desk for the people who make sales appointments, with a simulator that "
            "learns from their own history. Everything stays on this computer."
        ),
        _(
            "Text is set in Inter (SIL Open Font License); the icons are Phosphor (MIT licence). "
            "The window is drawn by Qt, used through PySide6 under the LGPL."
        ),
    )
