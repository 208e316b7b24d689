"""The Reports page: what happened, what was learned from it, and how good past forecasts were.

It holds tabs and knows nothing of what is in them.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.language import gettext as _
from views.theme import current_theme
from views.widgets import KeyHint, SectionHeader, SegmentedControl, make_line
from views.widgets.focusing import focus_first


class ReportsPage(QWidget):
    """Tabs of which one is shown; a tab may be given as a function that builds it when needed."""

    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = current_theme()
        self._codes: list[tuple[str, str]] = []
        self._widgets: dict[str, QWidget | Callable[[], QWidget]] = {}
        self._code = ""
        self.header = SectionHeader(_("Reports"), top=True)
        self.tabs = SegmentedControl(())
        self._stack = QStackedWidget()
        self._head = QHBoxLayout()
        self._head.setContentsMargins(
            theme.space(3), theme.space(1.75), theme.space(3), theme.space(1.25)
        )
        self._head.setSpacing(theme.space())
        self._head.addWidget(self.header, 1)
        self._head.addWidget(self.tabs)
        self._hint = KeyHint("Ctrl+PgDown")
        self._hint.hide()
        self._head.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(make_line())
        column.addWidget(self._stack, 1)
        self._offer(_("Next tab of the reports"), "Ctrl+PgDown", lambda: self._step(1))
        self._offer(_("Tab before of the reports"), "Ctrl+PgUp", lambda: self._step(-1))

    @property
    def tab_code(self) -> str:
        """The code of the tab that is shown."""
        return self._code

    def tab(self, code: str) -> QWidget | None:
        """Return what a tab holds, if it was built."""
        found = self._widgets.get(code)
        return found if isinstance(found, QWidget) else None

    def add_tab(self, code: str, title: str, widget: QWidget | Callable[[], QWidget]) -> None:
        """Add a tab at the end; the first is shown. A function is called when its tab is looked at.

        Actions of `widget` become actions of the page while its tab is shown.
        """
        self._codes.append((code, title))
        self._widgets[code] = widget
        tabs = SegmentedControl(self._codes, name=_("Reports"))
        tabs.changed.connect(self.show_tab)
        self._head.replaceWidget(self.tabs, tabs)
        self.tabs.deleteLater()
        self.tabs = tabs
        self._hint.setVisible(len(self._codes) > 1)
        self.tabs.setVisible(len(self._codes) > 1)
        self._offer(_("Reports: {tab}").format(tab=title), "", lambda: self.show_tab(code))
        if self._code:
            tabs.set_value(self._code)
        else:
            self.show_tab(code)

    def show_tab(self, code: str) -> None:
        """Show a tab, and move the focus into it."""
        before = self.tab(self._code)
        if before is not None:
            for action in before.actions():
                self.removeAction(action)
        self._code = code
        widget = self._built(code)
        self.addActions(widget.actions())
        self.tabs.set_value(code)
        self._stack.setCurrentWidget(widget)
        self.setFocusProxy(widget)
        focus_first(widget)

    def _built(self, code: str) -> QWidget:
        widget = self._widgets[code]
        if not isinstance(widget, QWidget):
            widget = self._widgets[code] = widget()
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        return widget

    def _step(self, by: int) -> None:
        codes = [code for code, _title in self._codes]
        if codes:
            self.show_tab(codes[(codes.index(self._code) + by) % len(codes)])

    def _offer(self, words: str, keys: str, act: Callable[[], object]) -> None:
        action = QAction(words, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: act())
        self.addAction(action)
