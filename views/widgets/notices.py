"""Notices: what happened, said beside the work and never in its way."""

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.theme import current_theme
from views.widgets.buttons import make_button
from views.widgets.labels import PlainLabel, shortened
from views.widgets.signs import Sign

NoticeKind = Literal["info", "success", "warning", "error"]

SHOWN_MILLISECONDS: Final = 6000
SHOWN_AT_ONCE: Final = 3

_GROUNDS: Final[dict[NoticeKind, str]] = {
    "info": "info",
    "success": "success",
    "warning": "warning",
    "error": "danger",
}
_SIGNS: Final[dict[NoticeKind, str]] = {
    "info": "info",
    "success": "check-circle",
    "warning": "warning",
    "error": "warning-octagon",
}


class NoticeBar(QFrame):
    """One notice: a sign, a sentence, at most one action, and a way to dismiss it.

    Good news and information leave by themselves, but not while someone is on them; warnings and
    errors stay until they are dismissed.
    """

    dismissed = Signal()

    def __init__(
        self,
        kind: NoticeKind,
        text: str,
        *,
        action_text: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.kind = kind
        theme = current_theme()
        self.setProperty("ground", _GROUNDS[kind])
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1.5), 3, 3, 3)
        row.setSpacing(theme.space())
        row.addWidget(Sign(_SIGNS[kind], f"{_GROUNDS[kind]}.text"))
        self.text = PlainLabel(shortened(text), wrap=True)
        row.addWidget(self.text, 1)
        self.action = make_button(action_text, self._act, kind="quiet")
        self._on_action = on_action
        row.addWidget(self.action)
        self.action.setVisible(bool(action_text))
        self.close_button = make_button(
            "", self.dismiss, kind="quiet", icon_name="x", tip=_("Dismiss")
        )
        row.addWidget(self.close_button)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SHOWN_MILLISECONDS)
        self.timer.timeout.connect(self.dismiss)
        self._wait()

    def dismiss(self) -> None:
        """Take the notice away."""
        self.timer.stop()
        self.dismissed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Dismiss on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is on it."""
        self.timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Count anew."""
        self._wait()
        super().leaveEvent(event)

    def _wait(self) -> None:
        if self.kind in {"info", "success"}:
            self.timer.start()

    def _act(self) -> None:
        if self._on_action is not None:
            self._on_action()
        self.dismiss()


class NoticeStack(QWidget):
    """The notices of a window, newest last, at most three."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.space(3), 0, theme.space(3), theme.space(1.5))
        self._column.setSpacing(theme.space(0.75))
        self._bars: list[NoticeBar] = []
        self.hide()

    @property
    def bars(self) -> tuple[NoticeBar, ...]:
        """The notices that are shown, oldest first."""
        return tuple(self._bars)

    def show_notice(
        self,
        kind: NoticeKind,
        text: str,
        *,
        action_text: str = "",
        on_action: Callable[[], object] | None = None,
    ) -> NoticeBar:
        """Show a notice, once; the least important of more than three makes room."""
        for same in [old for old in self._bars if (old.kind, old.text.text()) == (kind, text)]:
            self._remove(same)
        bar = NoticeBar(kind, text, action_text=action_text, on_action=on_action)
        bar.dismissed.connect(lambda: self._remove(bar))
        self._bars.append(bar)
        self._column.addWidget(bar)
        if len(self._bars) > SHOWN_AT_ONCE:
            older = self._bars[:-1]
            passing = (old for old in older if old.kind in {"info", "success"})
            self._remove(next(passing, older[0]))
        self.show()
        return bar

    def dismiss_newest(self) -> bool:
        """Take the newest notice away; return whether there was one."""
        if not self._bars:
            return False
        self._bars[-1].dismiss()
        return True

    def _remove(self, bar: NoticeBar) -> None:
        if bar not in self._bars:
            return
        self._bars.remove(bar)
        focused = QApplication.focusWidget()
        had_focus = focused is not None and bar.isAncestorOf(focused)
        self._column.removeWidget(bar)
        bar.hide()
        bar.deleteLater()
        if had_focus and self._bars:
            self._bars[-1].close_button.setFocus()
        self.setVisible(bool(self._bars))
