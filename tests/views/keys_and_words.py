"""Keys that are pressed where the focus is, and the words that a widget shows."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

CONTROL = Qt.KeyboardModifier.ControlModifier


def press(panel: QWidget, *keys: Qt.Key) -> None:
    """Press keys where the focus is."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or panel, key)


def press_with_control(panel: QWidget, key: Qt.Key) -> None:
    """Press a key together with Ctrl where the focus is."""
    QTest.keyClick(QApplication.focusWidget() or panel, key, CONTROL)


def write(panel: QWidget, text: str) -> None:
    """Type where the focus is."""
    QTest.keyClicks(QApplication.focusWidget() or panel, text)


def words(widget: QWidget) -> str:
    """Return every word that a widget shows."""
    # Widgets that were put into a layout are shown by an event.
    QApplication.processEvents()
    labels = widget.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(widget))


def say_yes(panel: QWidget) -> None:
    """Press the keys that note a spoken yes."""
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(QApplication.focusWidget() or panel, Qt.Key.Key_Y, CONTROL | shift)
