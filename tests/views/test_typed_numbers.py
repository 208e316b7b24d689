"""Numbers as people type and paste them into the fields of the Forecast page."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QToolTip
from pytestqt.qtbot import QtBot

from views.charts.numbers import NARROW
from views.forecast.inputs.fields import CountField, NumberField, PercentField


def leads() -> NumberField:
    return NumberField(1e6, 1.0, 1)


def weeks() -> NumberField:
    return NumberField(52.0, 0.5, 1, "wk")


def clients() -> CountField:
    return CountField(0, 1_000_000)


def taken(qtbot: QtBot, field: QSpinBox | QDoubleSpinBox, typed: str) -> float:
    qtbot.addWidget(field)
    field.setValue(7)
    field.lineEdit().setText(typed + field.suffix())
    QTest.keyClick(field, Qt.Key.Key_Return)
    return field.value()


@pytest.mark.parametrize(
    ("make", "typed", "number"),
    [
        (PercentField, "30 %", 30.0),
        (PercentField, f"30{NARROW}%", 30.0),
        (PercentField, "0,3", 0.3),
        (PercentField, "12,5", 12.5),
        (PercentField, "200", 100.0),
        (PercentField, "-1", 0.0),
        (weeks, "2.5 wk", 2.5),
        (weeks, "2,5", 2.5),
        (leads, "12,5", 12.5),
        (leads, "1,200", 1200.0),
        (leads, "1 200,5", 1200.5),
        (leads, "1.200,5", 1200.5),
        (leads, "€ 1,200.50", 1200.5),
        (leads, "1.250", 1.2),
        (clients, "1.200", 1200),
        (clients, "1'200", 1200),
        (clients, "12,5", 12),
        (clients, "99999999999", 1_000_000),
    ],
)
def test_a_number_is_taken_however_it_is_written(
    qtbot: QtBot, make: Callable[[], NumberField | CountField], typed: str, number: float
) -> None:
    assert taken(qtbot, make(), typed) == number


def test_points_part_thousands_where_decimals_have_a_comma(qtbot: QtBot) -> None:
    QLocale.setDefault(QLocale("de_DE"))
    try:
        assert [taken(qtbot, leads(), typed) for typed in ("1.200", "12,5", "12.5")] == [
            1200.0,
            12.5,
            12.5,
        ]
        field = clients()
        assert taken(qtbot, field, "1.200") == 1200
        assert field.text() == "1,200"
    finally:
        QLocale.setDefault(QLocale.c())


@pytest.mark.parametrize("typed", ["1e9", "15k", "30 40", "½", "abc", "1.2.3", "30 %"])
def test_what_is_no_number_leaves_the_one_before_and_is_said(qtbot: QtBot, typed: str) -> None:
    field = leads()
    assert taken(qtbot, field, typed) == 7.0
    assert field.text() == "7"
    assert f"“{typed}” is no number here; it stays 7." in QToolTip.text()


def test_letters_are_not_dropped_from_what_is_typed(qtbot: QtBot) -> None:
    field = leads()
    qtbot.addWidget(field)
    field.selectAll()
    QTest.keyClicks(field, "1e9")
    assert field.text() == "1e9"
