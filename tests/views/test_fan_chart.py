"""The fan: what it says of a week is what it was given, and where it is read."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from views.charts.fan import FanDrawing, fan_picture
from views.charts.fan_plot import FanPlot
from views.theme import make_theme

AREA = QRectF(0, 0, 600, 300)


@pytest.fixture
def fan() -> FanDrawing:
    weeks = range(10)
    return FanDrawing(
        title="Clients",
        unit="so far",
        labels=[f"week {week + 1}" for week in weeks],
        p10=[week * 1.0 for week in weeks],
        p25=[week * 1.5 for week in weeks],
        p50=[week * 2.0 for week in weeks],
        p75=[week * 2.5 for week in weeks],
        p90=[week * 3.0 for week in weeks],
        target=40.0,
        actuals=[0, 5],
    )


def test_a_week_is_read_with_its_ranges_and_what_happened(fan: FanDrawing) -> None:
    assert fan.reading(1) == "week 2: 2, 1\u20133 in 8 of 10 cases, 2 in half of them; in fact 5"
    assert "in fact" not in fan.reading(2)
    said = fan.description()
    assert "week 1:" in said
    assert "week 10:" in said
    assert "The target is 40." in said


def test_the_axis_has_room_for_the_target_and_for_what_happened(fan: FanDrawing) -> None:
    assert fan.top == 40.0


def test_each_column_reads_its_own_week(qtbot: QtBot, fan: FanDrawing) -> None:
    theme = make_theme("light")
    read = [fan.mark_at(QPointF(x, 150), AREA, theme) for x in range(0, 600, 5)]
    weeks = [mark for mark in read if mark is not None]
    assert weeks == sorted(weeks)
    assert set(weeks) == set(range(10))
    assert fan.mark_at(QPointF(1, 150), AREA, theme) is None


@pytest.mark.parametrize("name", ["light", "dark"])
def test_it_paints_bands_and_a_pointed_week(qtbot: QtBot, fan: FanDrawing, name: str) -> None:
    theme = make_theme("light" if name == "light" else "dark")
    images = []
    for pointed in (None, 4):
        image = QImage(600, 300, QImage.Format.Format_RGB32)
        image.fill(theme.colour("surface"))
        painter = QPainter(image)
        fan.paint(painter, AREA, theme, pointed)
        painter.end()
        images.append(image)
    assert images[0] != images[1]
    colours = {images[0].pixelColor(x, 200).name() for x in range(600)}
    assert len(colours) > 3


def test_names_of_quarters_touch_neither_levels_nor_the_next_quarter(
    qtbot: QtBot, fan: FanDrawing
) -> None:
    theme, narrow = make_theme("light"), QRectF(0, 0, 300, 300)
    pictures = []
    for name in ("Q4 2026", ""):
        drawing = replace(fan, quarters=((0, name), (1, "Q1 2027")))
        plot = FanPlot(drawing, narrow, theme)
        assert plot.y(plot.levels[-1]) >= narrow.top() + plot.line
        image = QImage(300, 300, QImage.Format.Format_RGB32)
        image.fill(theme.colour("surface"))
        painter = QPainter(image)
        plot.paint(painter, None)
        painter.end()
        pictures.append(image)
    assert pictures[0] == pictures[1]


def test_no_weeks_are_no_picture_and_no_error(qtbot: QtBot) -> None:
    empty = FanDrawing("Clients", "so far", [], [], [], [], [], [])
    assert empty.mark_at(QPointF(300, 150), AREA, make_theme("light")) is None
    assert not fan_picture(empty, make_theme("light")).isNull()
