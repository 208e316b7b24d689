from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from views.shell import ForgetfulState, MainWindow, PageSpec, show_window
from views.shell.state import GEOMETRY
from views.start import StartPanel
from views.theme import current_theme
from views.widgets import EmptyState, PageSkeleton, SidePanel

MakeWindow = Callable[..., MainWindow]


def test_a_page_is_built_once_and_late(qtbot: QtBot) -> None:
    built: list[str] = []

    def build() -> QWidget:
        built.append("page")
        return EmptyState("Nothing yet.")

    window = MainWindow(ForgetfulState({"window.theme": "light"}))
    qtbot.addWidget(window)
    window.register_page(PageSpec("one", "One", "sun", "", build))
    window.show()
    window.show_page("one")
    skeleton = window.findChild(PageSkeleton)
    assert isinstance(skeleton, PageSkeleton)
    assert skeleton.isVisible()
    assert built == []
    qtbot.waitUntil(lambda: window.page("one") is not None)
    assert not skeleton.isVisible()
    window.show_page("one")
    assert built == ["page"]


class Restyled(QLabel):
    """Counts how often it was styled anew."""

    times = 0

    def changeEvent(self, event: QEvent) -> None:
        self.times += event.type() == QEvent.Type.StyleChange
        super().changeEvent(event)


def test_what_is_on_a_page_is_styled_anew_only_once_when_the_page_is_taken_in(
    qtbot: QtBot,
) -> None:
    window = MainWindow(ForgetfulState({"window.theme": "light"}))
    qtbot.addWidget(window)
    page = QWidget()
    label = Restyled("Rows", page)
    before = label.times
    window.register_page(PageSpec("one", "One", "sun", "", lambda: page))
    window.show_page("one")
    qtbot.waitUntil(lambda: window.page("one") is not None)
    assert label.times == before + 1


def test_a_page_that_was_left_before_it_was_built_is_not_built(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    done: list[str] = []
    window.show_page("forecast", then=lambda: done.append("on the forecast"))
    with qtbot.waitSignal(window.page_shown) as shown:
        window.show_page("settings", then=lambda: done.append("in the settings"))
    assert shown.args == ["settings"]
    assert window.page("forecast") is None
    with qtbot.waitSignal(window.page_shown):
        window.show_page("forecast")
    assert done == ["in the settings"]


def test_a_window_that_has_no_room_on_the_screen_fills_it_unless_it_stood_so(
    qtbot: QtBot,
) -> None:
    state = ForgetfulState()
    window = MainWindow(state)
    qtbot.addWidget(window)
    room = window.screen().availableSize()
    window.resize(room.width(), room.height())
    show_window(state, window)
    assert window.isMaximized()
    window.hide()
    window.setWindowState(Qt.WindowState.WindowNoState)
    state.write(GEOMETRY, "")
    show_window(state, window)
    assert not window.isMaximized()


def test_an_unknown_page_is_a_mistake(make_window: MakeWindow) -> None:
    with pytest.raises(KeyError):
        make_window().show_page("nowhere")


def test_pages_are_built_anew_for_another_workspace(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    before = window.page("leads")
    with qtbot.waitSignal(window.page_shown):
        window.forget_pages()
    assert window.page("leads") is not None
    assert window.page("leads") is not before


def test_first_start_stands_alone(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(first="")
    panel = StartPanel()
    window.show_alone(panel)
    assert panel.isVisible()
    assert not window.rail.isVisible()
    assert panel.sample.radio.hasFocus()
    window.end_alone()
    with qtbot.waitSignal(window.page_shown):
        window.show_page("leads")
    assert window.rail.isVisible()


def test_window_is_remembered(make_window: MakeWindow, qtbot: QtBot) -> None:
    state = ForgetfulState({"window.theme": "light"})
    window = make_window(state, first="forecast")
    # The offscreen screen is 800 high and wide; what is larger would be fitted to it.
    window.resize(960, 650)
    window.choose_theme("dark")
    window.choose_scale(1.25)
    with qtbot.waitSignal(window.page_shown):
        window.show_page("leads")
    panel = window.page("leads")
    assert isinstance(panel, SidePanel)
    panel.open_panel("Ana", EmptyState("Details"))
    panel.setSizes([500, panel.width() - 500])
    sizes = panel.sizes()
    with qtbot.waitSignal(window.closing):
        window.close()
    window.choose_theme("light")
    state.write("window.theme", "dark")

    again = make_window(state, first="")
    assert again.size().toTuple() == (960, 650)
    assert (current_theme().name, current_theme().scale) == ("dark", 1.25)
    with qtbot.waitSignal(again.page_shown) as shown:
        again.show_last_page()
    assert shown.args == ["leads"]
    panel = again.page("leads")
    assert isinstance(panel, SidePanel)
    panel.open_panel("Ana", EmptyState("Details"))
    QApplication.processEvents()
    assert panel.sizes() == pytest.approx(sizes, abs=2)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"window.theme": "purple", "window.text_scale": "huge", "window.page": "gone"},
        {"window.geometry": "zz", "window.text_scale": "900", "window.split.leads": "no"},
    ],
)
def test_a_damaged_memory_is_no_obstacle(
    make_window: MakeWindow, qtbot: QtBot, values: dict[str, str]
) -> None:
    window = make_window(ForgetfulState(values), first="")
    with qtbot.waitSignal(window.page_shown) as shown:
        window.show_last_page()
    assert shown.args == ["leads"]
    assert 0.9 <= current_theme().scale <= 1.5


def test_text_grows_and_shrinks_in_steps(make_window: MakeWindow) -> None:
    window = make_window()
    for expected in (1.1, 1.25, 1.5, 1.5):
        window.requests.larger_text.emit()
        assert current_theme().scale == expected
    window.requests.usual_text.emit()
    assert current_theme().scale == 1.0
    window.requests.smaller_text.emit()
    window.requests.smaller_text.emit()
    assert current_theme().scale == 0.9


def test_foot_tells_of_work_and_cancels_it(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    foot = window.foot
    assert not foot.progress.isVisible()
    foot.show_work("import", "Importing leads.csv", 40, 100)
    foot.show_work("copy", "Copying")
    assert foot.work.text() == "Importing leads.csv and 1 more"
    assert (foot.progress.value(), foot.progress.maximum()) == (40, 100)
    with qtbot.waitSignal(window.requests.cancel_work) as asked:
        QTest.mouseClick(foot.cancel, Qt.MouseButton.LeftButton)
    assert asked.args == ["import"]
    foot.end_work("import")
    assert foot.work.text() == "Copying"
    assert foot.progress.maximum() == 0
    foot.end_work("copy")
    assert not foot.cancel.isVisible()


def test_foot_tells_when_it_was_saved(make_window: MakeWindow) -> None:
    foot = make_window().foot
    foot.set_saved(datetime(2026, 11, 2, 10, 42, tzinfo=UTC))
    assert "10:42" in foot.saved.text()
    foot.set_saved(None)
    assert foot.saved.text() == ""


def test_names_are_shown_as_they_are(make_window: MakeWindow) -> None:
    window = make_window()
    window.set_workspace("<b>Q1</b> & co", "/home/<i>x</i>.db")
    assert window.top.workspace.textFormat() == Qt.TextFormat.PlainText
    assert window.top.workspace.text() == "<b>Q1</b> & co"
    assert window.foot.path.whole_text() == "/home/<i>x</i>.db"
