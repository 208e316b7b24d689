"""Keys and pointer on the calendar."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from models.ids import AppointmentId
from views.calendar.page import CalendarPage


def press(page: CalendarPage, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    """Press a key on the calendar."""
    QTest.keyClick(page.view, key, modifiers or Qt.KeyboardModifier.NoModifier)


def stand_on(page: CalendarPage, appointment_id: AppointmentId) -> None:
    """Choose a meeting."""
    assert page.view.choose_meeting(appointment_id)


def grab(page: CalendarPage, appointment_id: AppointmentId, *, edge: bool = False) -> QPoint:
    """Return where a meeting is taken hold of: in it, or at its lower edge."""
    block = page.view.placed.block_of(appointment_id)
    assert block is not None
    page.view.scroll_to_box(block.box)
    rect = page.view.view_rect(block.box)
    return QPoint(rect.left() + 20, rect.bottom() - 2 if edge else rect.top() + 12)


def drag(page: CalendarPage, start: QPoint, end: QPoint) -> None:
    """Take hold at one place and let go at another."""
    port = page.view.viewport()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(port, start + QPoint(4, 14))
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, left, Qt.KeyboardModifier.NoModifier, end)
