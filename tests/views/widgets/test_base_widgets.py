from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from views.theme import apply_theme
from views.widgets import (
    ConfirmBar,
    ElidedField,
    ElidedLabel,
    EmptyState,
    FormRow,
    KeyHint,
    NumberLabel,
    PlainLabel,
    SearchField,
    SectionHeader,
    SegmentedControl,
    SidePanel,
    Sign,
    TablePlaceholder,
    make_button,
    scrolled,
    set_tip,
)

Show = Callable[..., QWidget]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Return a function that shows widgets one above the other in an active window."""
    pages: list[QWidget] = []

    def shown(*widgets: QWidget) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        for widget in widgets:
            column.addWidget(widget)
        qtbot.addWidget(page, before_close_func=lambda _page: pages.clear())
        pages.append(page)
        page.show()
        page.activateWindow()
        with qtbot.waitActive(page):
            pass
        return page

    return shown


def test_a_label_shows_markup_as_it_is(show: Show) -> None:
    bold, plain = PlainLabel("<b>x</b>"), PlainLabel("x")
    show(bold, plain)
    assert bold.textFormat() == Qt.TextFormat.PlainText
    assert bold.sizeHint().width() > 3 * plain.sizeHint().width()


def test_a_tooltip_shows_markup_as_it_is(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    set_tip(widget, "<b>x</b> & y", "Ctrl+K")
    assert widget.toolTip() == "<qt><nobr>&lt;b&gt;x&lt;/b&gt; &amp; y  Ctrl+K</nobr></qt>"
    set_tip(widget, "one\ntwo")
    assert widget.toolTip() == "<qt><nobr>one<br>two</nobr></qt>"
    set_tip(widget, "word " * 20)
    assert "nobr" not in widget.toolTip()
    set_tip(widget, "")
    assert widget.toolTip() == ""


def test_tones_and_sizes_come_from_the_theme(qapp: QApplication, show: Show) -> None:
    theme = apply_theme(qapp, "light")
    label = PlainLabel("Lost", size="title", tone="danger", weight="semibold")
    show(label)
    assert label.font().pixelSize() == 22
    assert label.palette().windowText().color().name() == theme.colours.danger.text.lower()
    label.set_tone("muted")
    assert label.palette().windowText().color().name() == theme.colours.muted.lower()
    theme = apply_theme(qapp, "dark", 1.5)
    assert label.font().pixelSize() == 33
    assert label.palette().windowText().color().name() == theme.colours.muted.lower()
    apply_theme(qapp, "light")


def test_numbers_stand_right_in_equal_figures_at_every_scale(
    qapp: QApplication, show: Show
) -> None:
    label = NumberLabel("1,111", size="heading")
    show(label)
    for scale, pixels in ((1.0, 16), (1.5, 24)):
        apply_theme(qapp, "light", scale)
        metrics = QFontMetricsF(label.font())
        assert label.font().pixelSize() == pixels
        assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")
    assert label.alignment() & Qt.AlignmentFlag.AlignRight
    apply_theme(qapp, "light")


def test_a_long_line_is_shortened_and_whole_in_its_tip(show: Show) -> None:
    path = "~/a/very/long/way/to/the/workspace & more/of-the-team.db"
    label = ElidedLabel(path, mode=Qt.TextElideMode.ElideMiddle)
    page = show(label)
    page.resize(160, 60)
    QApplication.processEvents()
    assert "…" in label.text()
    assert label.whole_text() == path
    assert "&amp; more" in label.toolTip()
    page.resize(900, 60)
    QApplication.processEvents()
    assert label.text() == path
    assert label.toolTip() == ""


def test_a_line_that_is_too_long_says_so_until_somebody_writes_in_it(show: Show) -> None:
    words = "A contract that requires proof within minutes"
    field, same, beside = ElidedField(words), ElidedField(), QLineEdit()
    for one in (field, same):
        one.setFixedWidth(120)
    show(beside, field, same)
    beside.setFocus()
    room = 120 - 2 * (1 + 8 + 2)
    same.setText(same.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))
    assert same.text().endswith("…")
    assert field.grab().toImage() == same.grab().toImage()
    field.setFocus()
    writing = field.grab().toImage()
    same.setFocus()
    assert writing != same.grab().toImage()


def test_buttons_show_their_ampersand_and_keys_and_take_enter(show: Show) -> None:
    pressed: list[int] = []
    button = make_button("Save & close", lambda: pressed.append(1), keys="Ctrl+Return")
    page = show(button)
    assert button.text() == "Save && close"
    assert "Ctrl+Enter" in button.toolTip()
    QTest.keySequence(page, "Ctrl+Return")
    assert pressed == [1]
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert pressed == [1, 1, 1]


def test_an_icon_alone_has_a_name(qtbot: QtBot) -> None:
    button = make_button("", icon_name="x", tip="Dismiss")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Dismiss"


def test_segments_move_by_arrow_keys_and_are_one_stop_of_tab(show: Show, qtbot: QtBot) -> None:
    control = SegmentedControl([("a", "All"), ("m", "Mine"), ("n", "None & nil")])
    after = QLineEdit()
    show(control, after)
    assert control.value() == "a"
    focus(control)
    with qtbot.waitSignal(control.changed) as changed:
        QTest.keyClick(focused(), Qt.Key.Key_Right)
    assert changed.args == ["m"]
    assert control.value() == "m"
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert after.hasFocus()
    with qtbot.assertNotEmitted(control.changed):
        control.set_value("n")
    assert control.value() == "n"


def test_a_form_row_says_what_is_wrong_beside_its_field(qapp: QApplication, show: Show) -> None:
    theme = apply_theme(qapp, "light")
    field = QLineEdit()
    row = FormRow("MQLs a week", field, "A whole number")
    show(row)
    assert row.error == ""
    assert row.label.buddy() is field
    row.set_error("<i>two</i> is no number.")
    assert row.error == "<i>two</i> is no number."
    assert row.note.palette().windowText().color().name() == theme.colours.danger.text.lower()
    assert field.accessibleDescription() == "<i>two</i> is no number."
    row.set_error("")
    assert row.note.text() == "A whole number"
    assert field.accessibleName() == "MQLs a week"


def test_search_takes_its_key_and_escape_clears(show: Show) -> None:
    search, other = SearchField("Search"), make_button("Other")
    page = show(search, other)
    other.setFocus()
    QTest.keySequence(page, "/")
    assert search.hasFocus()
    QTest.keyClicks(search, "a/b")
    assert search.text() == "a/b"
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""


def test_the_sign_of_a_search_grows_and_what_is_typed_keeps_clear_of_it(
    qapp: QApplication, show: Show
) -> None:
    search = SearchField("Search")
    show(search)
    for scale in (1.0, 1.5):
        theme = apply_theme(qapp, "light", scale)
        QApplication.processEvents()
        sign = search.findChild(Sign)
        assert sign is not None
        assert sign.width() == theme.scaled(16)
        assert search.textMargins().left() >= sign.width() + theme.space(1)
    apply_theme(qapp, "light")


def test_an_empty_page_is_one_sentence_and_one_button(show: Show) -> None:
    pressed: list[int] = []
    empty = EmptyState("No leads yet.", "Import…", lambda: pressed.append(1), keys="Ctrl+I")
    show(empty)
    QTest.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    assert pressed == [1]
    assert [hint.text() for hint in empty.findChildren(KeyHint)] == ["Ctrl+I"]
    silent = EmptyState("Nothing here.")
    show(silent)
    assert not silent.button.isVisible()


def test_no_window_flashes_while_widgets_are_made(qapp: QApplication) -> None:
    made = [
        EmptyState("No leads yet.", "Import…", keys="Ctrl+I", icon_name="funnel"),
        SectionHeader("Leads", "12 of 40"),
        FormRow("Name", QLineEdit(), "As colleagues know you"),
        ConfirmBar(),
        SidePanel(QWidget(), name="x"),
    ]
    assert [widget for widget in qapp.topLevelWidgets() if widget.isVisible()] == []
    for widget in made:
        widget.deleteLater()


def test_a_panel_opens_beside_and_gives_the_focus_back(show: Show, qtbot: QtBot) -> None:
    field = QLineEdit()
    content = QWidget()
    QHBoxLayout(content).addWidget(field)
    panel = SidePanel(content, name="leads")
    show(panel)
    field.setFocus()
    inside = QLineEdit()
    panel.open_panel("Ana <b>", inside)
    assert inside.hasFocus()
    assert panel.title.whole_text() == "Ana <b>"
    panel.open_panel("Tom", PlainLabel("Nothing to type"))
    assert panel.close_button.hasFocus()
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(panel.close_button, Qt.Key.Key_Escape)
    assert not panel.is_open
    assert field.hasFocus()
    with qtbot.assertNotEmitted(panel.closed):
        panel.close_panel()


def test_a_question_in_place_is_answered_by_key(show: Show, qtbot: QtBot) -> None:
    before, bar = QLineEdit(), ConfirmBar()
    show(before, bar)
    done: list[str] = []
    before.setFocus()
    bar.ask("Undo the import?", "Undo import", lambda: done.append("undone"))
    assert bar.no_button.hasFocus()
    with qtbot.waitSignal(bar.answered) as answered:
        QTest.keyClick(bar.no_button, Qt.Key.Key_Escape)
    assert answered.args == [False]
    assert before.hasFocus()
    bar.ask("Undo the import?", "Undo import", lambda: done.append("undone"))
    bar.yes_button.setFocus()
    with qtbot.waitSignal(bar.answered) as answered:
        QTest.keyClick(bar.yes_button, Qt.Key.Key_Return)
    assert answered.args == [True]
    assert done == ["undone"]
    assert not bar.isVisible()


def test_content_shrinks_to_its_least_height_before_it_scrolls(show: Show) -> None:
    content = QWidget()
    column = QVBoxLayout(content)
    column.addWidget(PlainLabel("Words that may be broken into lines. " * 3, wrap=True))
    column.addWidget(TablePlaceholder())
    area = scrolled(content)
    page = show(area)
    page.resize(320, 260)
    QApplication.processEvents()
    assert area.verticalScrollBar().maximum() == 0
    page.resize(320, 60)
    QApplication.processEvents()
    assert area.verticalScrollBar().maximum() > 0


def focus(widget: QWidget) -> None:
    widget.findChildren(QWidget)[0].setFocus()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
