from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.views.forecast_doubles import PageUnderTest, WaitingRunner, few_trials, make_page
from views.charts.numbers import NARROW
from views.forecast.content import StageContent, house_content
from views.forecast.sentences import none_sentence, range_sentence
from views.theme import apply_theme

CHARTS = ("funnel", "clients")


@pytest.fixture
def shown(qtbot: QtBot) -> PageUnderTest:
    return show(qtbot, make_page())


def show(qtbot: QtBot, under_test: PageUnderTest) -> PageUnderTest:
    page = under_test.page
    qtbot.addWidget(page)
    page.resize(1104, 700)
    page.show()
    qtbot.waitExposed(page)
    return under_test


def test_the_page_opens_with_the_house_example(shown: PageUnderTest) -> None:
    page = shown.page
    assert page.outlook is not None
    assert page.result.headline.text() == "1 to 5 clients in 8 of 10 cases"
    assert page.result.none.text() == none_sentence(page.outlook)
    assert [row.name.text() for row in page.inputs.rows] == [
        stage.name for stage in house_content().stages[1:]
    ]
    assert page.inputs.rows[0].evidence.whole_text() == f"60 of 200, 24–37{NARROW}% · house example"


def test_a_moved_slider_moves_sentence_field_evidence_and_charts(
    shown: PageUnderTest,
) -> None:
    page = shown.page
    before = {name: getattr(page, name).drawing for name in CHARTS}
    page.inputs.rows[4].slider.setValue(750)
    assert page.content.rates[4].rate == 0.75
    assert page.outlook is not None
    assert page.outlook.content == page.content
    assert page.outlook.given.clients.mean == pytest.approx(6, abs=0.3)
    assert page.result.headline.text() == range_sentence(page.outlook.given.clients)
    assert page.inputs.rows[4].field.text() == f"75{NARROW}%"
    assert page.inputs.rows[4].evidence.whole_text().endswith("typed")
    for name in CHARTS:
        assert getattr(page, name).drawing != before[name]


def test_the_same_position_gives_the_same_picture(shown: PageUnderTest) -> None:
    page = shown.page
    first = page.clients.grab().toImage()
    page.inputs.rows[2].slider.setValue(700)
    assert page.clients.grab().toImage() != first
    page.inputs.rows[2].slider.setValue(500)
    assert page.clients.grab().toImage() == first


def test_slider_and_field_agree_both_ways(shown: PageUnderTest, qtbot: QtBot) -> None:
    inputs = shown.page.inputs
    row = inputs.rows[0]
    row.field.selectAll()
    QTest.keyClicks(row.field, "42.5")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert row.slider.value() == 425
    QTest.keyClick(row.slider, Qt.Key.Key_Right)
    assert row.field.text() == f"43.5{NARROW}%"
    QTest.keyClick(row.slider, Qt.Key.Key_PageUp)
    assert row.field.text() == f"48.5{NARROW}%"
    QTest.keyClick(row.field, Qt.Key.Key_PageDown)
    assert row.slider.value() == 435
    inputs.batch.field.selectAll()
    QTest.keyClicks(inputs.batch.field, "2400")
    QTest.keyClick(inputs.batch.field, Qt.Key.Key_Return)
    assert shown.page.content.mqls == 2400
    assert inputs.batch.slider.value() == 2400
    assert inputs.batch.slider.maximum() >= 2400


def test_an_untouched_rate_keeps_more_than_its_field_shows(shown: PageUnderTest) -> None:
    shown.page.inputs.rows[0].slider.setValue(400)
    assert shown.page.content.rates[3].rate == 8 / 15


def test_uncertain_rates_take_the_lead(shown: PageUnderTest, qtbot: QtBot) -> None:
    page = shown.page
    page.inputs.certainty.changed.emit("sampled")
    assert page.content.uncertain
    assert page.outlook is not None
    assert page.result.headline.text() == range_sentence(page.outlook.sampled.clients)
    assert page.clients.drawing is not None
    assert "one sample of 200" in page.clients.drawing.description().split(".")[1]


def test_a_target_is_marked_and_answered(shown: PageUnderTest) -> None:
    page = shown.page
    page.result.target.setValue(6)
    assert page.outlook is not None
    assert page.outlook.content.target == 6
    assert page.result.chance.text() in page.result.chance.accessibleName()
    assert page.clients.drawing is not None
    assert "6 or more" in page.clients.drawing.description()


def test_the_key_of_the_target_chooses_it_for_typing_over(shown: PageUnderTest) -> None:
    QTest.keyClick(shown.page, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(shown.page.result.target, "6")
    QTest.keyClick(shown.page.result.target, Qt.Key.Key_Return)
    assert shown.page.content.target == 6


def test_undo_goes_back_one_gesture_at_a_time(shown: PageUnderTest, qtbot: QtBot) -> None:
    page = shown.page
    first, second = page.inputs.rows[0].slider, page.inputs.rows[1].slider
    first.sliderPressed.emit()
    for value in (310, 320, 360):
        first.setValue(value)
    second.sliderPressed.emit()
    second.setValue(600)
    assert page.undo_stack.count() == 2
    QTest.keyClick(first, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (first.value(), second.value()) == (360, 500)
    QTest.keyClick(page.inputs.rows[0].field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.content == few_trials()
    QTest.keyClick(first, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert first.value() == 360


def test_with_nothing_to_undo_the_key_is_left_to_the_window(shown: PageUnderTest) -> None:
    event = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    )
    event.ignore()
    QApplication.sendEvent(shown.page, event)
    assert not event.isAccepted()
    shown.page.inputs.rows[0].slider.setValue(310)
    QApplication.sendEvent(shown.page, event)
    assert event.isAccepted()


def test_reset_brings_the_house_example_back(shown: PageUnderTest) -> None:
    page = shown.page
    page.inputs.rows[0].slider.setValue(900)
    page.result.target.setValue(5)
    assert page.inputs.reset_button.isEnabled()
    page.inputs.reset_button.click()
    assert page.content == replace(house_content(), target=5)
    assert not page.inputs.reset_button.isEnabled()


def test_every_input_is_reached_with_tab(shown: PageUnderTest, qtbot: QtBot) -> None:
    page = shown.page
    rows = (page.inputs.batch, *page.inputs.rows)
    wanted: set[QWidget | None] = {w for row in rows for w in (row.slider, row.field)}
    wanted |= {page.result.target, page.funnel, page.clients, page.result.why}
    wanted |= {page.head.save_button, page.inputs.reset_button}
    page.inputs.rows[0].slider.setValue(310)
    with qtbot.waitActive(page):
        page.activateWindow()
    page.setFocus()
    seen = set()
    for _step in range(60):
        seen.add(QApplication.focusWidget())
        page.focusNextChild()
    assert wanted <= seen


def test_numbers_explain_themselves_in_place(shown: PageUnderTest) -> None:
    result = shown.page.result
    assert result.sources.isHidden()
    result.why.click()
    texts = [label.text() for label in result.sources.findChildren(QLabel)]
    assert any("1,000 simulated batches of 200 MQL, seed 1" in text for text in texts)
    shown.page.inputs.batch.slider.setValue(300)
    texts = [label.text() for label in result.sources.findChildren(QLabel)]
    assert any("batches of 300 MQL" in text for text in texts)
    result.why.click()
    assert result.sources.isHidden()


def test_names_are_never_read_as_markup(qtbot: QtBot) -> None:
    house = house_content()
    evil = tuple(StageContent(s.key, f"<b>{s.name}</b> & co") for s in house.stages)
    page = show(qtbot, make_page(content=replace(house, stages=evil, trials=50))).page
    assert page.inputs.rows[0].name.text() == "<b>Responded</b> & co"
    assert {label.textFormat() for label in page.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    assert "<b>" not in page.inputs.rows[0].slider.toolTip()


def test_the_first_result_is_awaited_quietly(qtbot: QtBot) -> None:
    runner = WaitingRunner()
    page = show(qtbot, make_page(runner)).page
    qtbot.waitUntil(lambda: "Preparing the simulator" in page.result.none.text())
    assert page.clients.drawing is None
    page.inputs.rows[0].slider.setValue(600)
    runner.requests[0].answer()
    runner.requests[1].answer()
    assert page.outlook is not None
    assert page.outlook.content.rates[0].rate == 0.6


def test_theme_and_text_size_may_change_at_any_time(
    shown: PageUnderTest, qapp: QApplication
) -> None:
    page = shown.page
    light = page.grab().toImage()
    apply_theme(qapp, "dark", 1.5)
    assert page.grab().toImage() != light
    assert page.minimumSizeHint().width() <= 1104


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_page_fits_a_small_window(qtbot: QtBot, qapp: QApplication, scale: float) -> None:
    apply_theme(qapp, "light", scale)
    page = show(qtbot, make_page()).page
    assert page.width() == 1104
    assert page.height() == 700
    right = page.result.parentWidget()
    assert right is not None
    assert right.width() >= right.minimumSizeHint().width()
