"""Theme and text size change under a live window, and nothing is cut off or left over."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from views.shell import ForgetfulState, MainWindow
from views.start import StartPanel
from views.widgets import ElidedLabel, PlainLabel

MakeWindow = Callable[..., MainWindow]


def picture(window: MainWindow) -> QByteArray:
    QApplication.processEvents()
    image = window.grab().toImage()
    return QByteArray(bytes(image.constBits()))


@pytest.mark.parametrize("code", ["leads", "forecast", "settings"])
def test_a_change_of_theme_leaves_nothing_behind(
    make_window: MakeWindow, qtbot: QtBot, code: str
) -> None:
    window = make_window(first=code)
    window.notices.show_notice("error", "It failed.")
    window.set_undo("Moved a lead")
    window.rail.setFocus()
    window.setFocus()
    light = picture(window)
    window.choose_theme("dark")
    dark = picture(window)
    assert dark != light
    window.choose_theme("light")
    assert picture(window) == light
    window.choose_scale(1.5)
    assert picture(window) != light
    window.choose_scale(1.0)
    assert picture(window) == light


def test_a_window_that_starts_dark_looks_like_one_that_became_dark(
    make_window: MakeWindow,
) -> None:
    became = make_window(first="forecast")
    became.choose_theme("dark")
    became.setFocus()
    later = picture(became)
    became.close()
    started = make_window(ForgetfulState({"window.theme": "dark"}), first="forecast")
    started.setFocus()
    assert picture(started) == later


def test_large_text_in_a_small_window_leaves_the_room_of_the_rails_words_to_the_page(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.rail.width() == 176)
    window.choose_scale(1.5)
    qtbot.waitUntil(lambda: window.rail.width() == 72)
    assert "Forecast" in window.rail.entry("forecast").toolTip()
    window.choose_scale(1.0)
    qtbot.waitUntil(lambda: window.rail.width() == 176)


@pytest.mark.parametrize("live", [False, True], ids=["from the start", "live"])
@pytest.mark.parametrize("code", ["leads", "forecast", "settings", "keys", "start"])
def test_no_text_is_cut_off_at_150_percent(
    make_window: MakeWindow, qtbot: QtBot, code: str, live: bool
) -> None:
    values = {"window.theme": "light", "window.text_scale": "1.0" if live else "1.5"}
    page = code if code in {"leads", "forecast", "settings"} else "leads"
    window = make_window(ForgetfulState(values), first=page)
    window.resize(1280, 800)
    if code == "keys":
        window.requests.show_keys.emit()
    if code == "start":
        window.show_alone(StartPanel())
    window.notices.show_notice("warning", "50 rows have no date; they count in no rate.")
    window.set_undo("Moved a lead")
    window.foot.show_work("import", "Importing leads.csv, 4,200 of 8,800", 42, 88)
    if live:
        window.choose_scale(1.5)
    QApplication.processEvents()
    QApplication.processEvents()
    cut = [described(one) for one in window.findChildren(QWidget) if is_cut(one)]
    assert cut == []


def is_cut(widget: QWidget) -> bool:
    """Whether a label or button has less room than its words need."""
    if not widget.isVisible() or isinstance(widget, ElidedLabel):
        return False
    if isinstance(widget, PlainLabel) and widget.text():
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width())
        need = widget.sizeHint()
        return widget.width() < need.width() or widget.height() < need.height()
    if isinstance(widget, QAbstractButton) and widget.text():
        need = widget.sizeHint()
        return widget.width() < need.width() or widget.height() < need.height()
    return False


def described(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, PlainLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} {words!r} {widget.size()} of {widget.sizeHint()}"
