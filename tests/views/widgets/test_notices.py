import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from views.widgets import NoticeKind, NoticeStack


@pytest.fixture
def stack(qtbot: QtBot) -> NoticeStack:
    """Return a stack that is shown."""
    made = NoticeStack()
    qtbot.addWidget(made)
    made.show()
    return made


def texts(stack: NoticeStack) -> list[str]:
    return [bar.text.text() for bar in stack.bars]


def test_markup_is_shown_as_it_is(stack: NoticeStack) -> None:
    words = '<img src="x"><b>8 & 9</b>'
    bar = stack.show_notice("info", words, action_text="Show & tell")
    assert bar.text.textFormat() == Qt.TextFormat.PlainText
    assert bar.text.text() == words
    assert bar.text.sizeHint().width() > 0
    assert bar.action.text() == "Show && tell"


def test_good_news_leaves_by_itself_and_trouble_stays(stack: NoticeStack) -> None:
    kinds: tuple[NoticeKind, ...] = ("success", "info", "warning")
    bars = [stack.show_notice(kind, kind) for kind in kinds]
    assert [bar.timer.isActive() for bar in bars] == [True, True, False]
    bars[0].timer.timeout.emit()
    assert texts(stack) == ["info", "warning"]
    assert not stack.show_notice("error", "error").timer.isActive()


def test_nothing_leaves_under_the_pointer(stack: NoticeStack) -> None:
    bar = stack.show_notice("success", "It worked.")
    at = QPointF(5, 5)
    QApplication.sendEvent(bar, QEnterEvent(at, at, at))
    assert not bar.timer.isActive()
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    assert bar.timer.isActive()


def test_three_at_once_and_trouble_outlasts_good_news(stack: NoticeStack) -> None:
    stack.show_notice("success", "second")
    stack.show_notice("error", "first")
    # The same sentence is not said twice; it counts as the newest.
    stack.show_notice("success", "second")
    stack.show_notice("warning", "third")
    stack.show_notice("error", "fourth")
    assert texts(stack) == ["first", "third", "fourth"]
    stack.show_notice("info", "fifth")
    assert texts(stack) == ["third", "fourth", "fifth"]


def test_escape_dismisses_and_the_focus_goes_to_the_next(stack: NoticeStack, qtbot: QtBot) -> None:
    stack.activateWindow()
    with qtbot.waitActive(stack):
        pass
    first = stack.show_notice("error", "first")
    second = stack.show_notice("error", "second")
    second.close_button.setFocus()
    QTest.keyClick(second.close_button, Qt.Key.Key_Escape)
    assert texts(stack) == ["first"]
    assert first.close_button.hasFocus()
    QTest.keyClick(first.close_button, Qt.Key.Key_Escape)
    assert stack.bars == ()
    assert not stack.isVisible()


def test_the_action_runs_once_and_dismisses(stack: NoticeStack, qtbot: QtBot) -> None:
    runs: list[int] = []
    bar = stack.show_notice(
        "error", "It failed.", action_text="Try again", on_action=lambda: runs.append(1)
    )
    QTest.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert runs == [1]
    assert stack.bars == ()
    assert not stack.dismiss_newest()
