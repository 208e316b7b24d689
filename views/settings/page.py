"""The settings: sections down the left, the chosen one as a form on the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.language import gettext as _
from views.settings.choice_list import ChoiceList, ListEntry
from views.settings.limiting import Limited
from views.theme import Theme, current_theme, theme_changed
from views.widgets import SectionHeader, make_line, scrolled
from views.widgets.focusing import focus_first

_LIST_PIXELS: Final = 200
_ICONS_PIXELS: Final = 48
_ROOM_PIXELS: Final = 880


@dataclass(frozen=True, slots=True)
class SettingsSection:
    """One section: its line in the list, and what makes its widget when it is first shown.

    A wide one has its own list or table and takes all the room there is.
    """

    code: str
    title: str
    caption: str
    icon_name: str
    make: Callable[[], QWidget]
    is_wide: bool = False


class SettingsPage(QWidget):
    """Shows one section at a time; Escape goes from its form back to the list."""

    def __init__(self, sections: Sequence[SettingsSection]) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sections = {section.code: section for section in sections}
        self._made: dict[str, QWidget] = {}
        self._holders: dict[str, QWidget] = {}
        self.list = ChoiceList(_("Sections of the settings"))
        self.forms = QStackedWidget()
        self._lay_out()
        self._fit(current_theme())
        theme_changed.connect(self._fit)
        self.list.chosen.connect(self.show_section)
        self.list.entered.connect(self._go_in)
        self.setFocusProxy(self.list)
        entries = [ListEntry(one.code, one.title, icon_name=one.icon_name) for one in sections]
        self.list.show_entries(entries)
        self.show_section(self.list.current_code())
        for section in sections:
            action = QAction(_("Settings: {section}").format(section=section.title), self)
            action.triggered.connect(
                lambda _checked=False, code=section.code: self.show_section(code)
            )
            self.addAction(action)

    def show_section(self, code: str) -> None:
        """Show a section, made now where it was not looked at before; unknown codes do nothing."""
        section = self._sections.get(code)
        if section is None:
            return
        if code not in self._holders:
            self._made[code] = section.make()
            self._holders[code] = self._held(section, self._made[code])
            self.forms.addWidget(self._holders[code])
        self.forms.setCurrentWidget(self._holders[code])
        self.list.choose(code)

    def section(self, code: str) -> QWidget | None:
        """Return the widget of a section that was shown before."""
        return self._made.get(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list on Escape."""
        if event.key() == Qt.Key.Key_Escape and not self.list.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def _go_in(self) -> None:
        shown = self.forms.currentWidget()
        if shown is not None:
            focus_first(shown)

    def _held(self, section: SettingsSection, widget: QWidget) -> QWidget:
        """Return a section under its heading, no wider than its lines can be read."""
        theme = current_theme()
        held = QWidget()
        column = QVBoxLayout(held)
        edge = theme.space(3)
        column.setContentsMargins(edge, theme.space(2), edge, edge)
        column.setSpacing(theme.space(2))
        column.addWidget(SectionHeader(section.title, section.caption, top=True))
        column.addWidget(widget if section.is_wide else Limited(widget), 1)
        if section.is_wide:
            return held
        return scrolled(held)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave nothing but the signs of the sections where the forms need the room."""
        super().resizeEvent(event)
        self._fit(current_theme())

    def _fit(self, theme: Theme) -> None:
        is_narrow = 0 < self.width() < theme.scaled(_ROOM_PIXELS)
        self._side.setFixedWidth(theme.scaled(_ICONS_PIXELS if is_narrow else _LIST_PIXELS))

    def _lay_out(self) -> None:
        theme = current_theme()
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(*(theme.space(), theme.space(2)) * 2)
        column.addWidget(self.list)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(make_line(vertical=True))
        row.addWidget(self.forms, 1)
