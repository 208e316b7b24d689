"""Charts are read by keyboard, by pointer and aloud."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.views.forecast_doubles import house_outlook
from views.charts.drawing import body_of, paint_chart
from views.charts.funnel import FunnelDrawing
from views.charts.numbers import NARROW, percent
from views.charts.widget import ChartWidget
from views.forecast.drawings import clients_drawing, forecast_picture, funnel_drawing
from views.theme import apply_theme, make_theme

AREA = QRectF(0, 0, 640, 260)


@pytest.fixture
def chart(qtbot: QtBot) -> ChartWidget:
    widget = ChartWidget(QSize(400, 200))
    qtbot.addWidget(widget)
    widget.resize(700, 280)
    widget.show_drawing(clients_drawing(house_outlook()))
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def test_arrow_keys_read_one_bar_after_the_other(chart: ChartWidget, qtbot: QtBot) -> None:
    said: list[str] = []
    chart.read.connect(said.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End):
        QTest.keyClick(chart, key)
    assert [text.split(":")[0] for text in said[:3]] == ["0 clients", "1 client", "0 clients"]
    assert said[-1].startswith(f"{clients_drawing(house_outlook()).marks - 1} clients")
    assert chart.accessibleDescription() == said[-1]
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.mark is None
    assert chart.accessibleDescription() == clients_drawing(house_outlook()).description()


def test_a_reading_gives_the_share_and_the_share_of_more(chart: ChartWidget) -> None:
    drawing = clients_drawing(house_outlook())
    clients = house_outlook().given.clients
    reading = drawing.reading(3)
    assert f"{percent(clients.pmf[3])} of cases" in reading
    assert f"3 or more {percent(clients.chance_of_at_least(3))}" in reading


def test_the_pointer_reads_the_bar_above_it(chart: ChartWidget, qtbot: QtBot) -> None:
    QTest.mouseMove(chart, QPoint(chart.width() // 2, chart.height() // 2))
    qtbot.waitUntil(lambda: chart.mark is not None)
    assert "clients" in chart.reading
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert chart.mark is None


def test_every_column_is_found_again_under_its_middle(qapp: QApplication) -> None:
    theme = make_theme("light")
    drawing = clients_drawing(house_outlook())
    width = AREA.width() / 400
    found = {
        drawing.mark_at(QPointF(step * width, AREA.center().y()), AREA, theme)
        for step in range(400)
    }
    assert found == {None, *range(drawing.marks)}


def test_the_funnel_reads_stage_by_stage(qapp: QApplication) -> None:
    drawing = funnel_drawing(house_outlook())
    assert isinstance(drawing, FunnelDrawing)
    assert drawing.reading(0) == "MQL: 200"
    assert drawing.reading(1) == (
        f"Responded: 60 on average, 52\u201368 in 8 of 10 cases, 30{NARROW}% of MQL"
    )
    assert drawing.description().startswith("Funnel. MQL: 200; Responded: 60")
    theme = make_theme("light")
    marks = [drawing.mark_at(QPointF(10, y), AREA, theme) for y in range(0, 260, 5)]
    assert [mark for mark in dict.fromkeys(marks) if mark is not None] == [0, 1, 2, 3, 4, 5]


def test_charts_follow_the_theme(chart: ChartWidget, qapp: QApplication) -> None:
    light = chart.grab().toImage()
    apply_theme(qapp, "dark")
    assert chart.grab().toImage() != light


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("size", [(300, 90), (640, 260), (1600, 600)])
def test_charts_paint_at_any_size(qapp: QApplication, scale: float, size: tuple[int, int]) -> None:
    theme = make_theme("dark", scale)
    image = QImage(*size, QImage.Format.Format_RGB32)
    for drawing in (clients_drawing(house_outlook()), funnel_drawing(house_outlook())):
        image.fill(theme.colour("surface"))
        empty = image.copy()
        painter = QPainter(image)
        paint_chart(painter, QRectF(0, 0, *size), drawing, theme, pointed=0)
        painter.end()
        assert image != empty
        assert body_of(QRectF(0, 0, *size), drawing, theme).height() > 0


def test_the_picture_is_the_same_each_time_and_twice_as_fine(qapp: QApplication) -> None:
    theme = make_theme("light")
    first = forecast_picture(house_outlook(), theme, QSize(480, 400))
    assert (first.width(), first.height()) == (960, 800)
    assert first == forecast_picture(house_outlook(), theme, QSize(480, 400))
    assert first != forecast_picture(house_outlook(), make_theme("dark"), QSize(480, 400))
