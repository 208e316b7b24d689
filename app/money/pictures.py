"""Charts as files: as vectors, whose text stays text, and as pictures."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from views.charts.drawing import Drawing, paint_chart
from views.charts.fan import FanDrawing
from views.theme import TextSize, TextWeight, Theme, make_theme
from views.theme.apply import load_fonts

CHART_SIZE: Final = QSize(800, 360)
_DOTS_PER_INCH: Final = 96


class PaperTheme(Theme):
    """The light theme for vectors, which do not say that figures are to be equally wide.

    Measured as wide as they will be drawn, figures end where they should.
    """

    def font(
        self, size: TextSize = "body", weight: TextWeight = "regular", *, tabular: bool = False
    ) -> QFont:
        """Return a font whose figures are as wide as they are by themselves."""
        return super().font(size, weight)


def paper_theme() -> PaperTheme:
    """Return the theme of charts on paper."""
    light = make_theme("light")
    return PaperTheme(light.name, light.scale, light.colours)


def svg_of(drawing: Drawing, size: QSize = CHART_SIZE, *, edge: float = 8) -> bytes:
    """Return a chart as an SVG on paper; `size` is in dots of the screen.

    Single cases are left out: nothing in it would keep them inside the axes.
    """
    load_fonts()
    if isinstance(drawing, FanDrawing):
        drawing = replace(drawing, paths=())
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(_DOTS_PER_INCH)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(drawing.title)
    generator.setDescription(drawing.description())
    painter = QPainter(generator)
    paint_chart(painter, _area(size, edge), drawing, paper_theme())
    painter.end()
    return bytes(data.data())


def picture_of(
    drawing: Drawing, theme: Theme, size: QSize = CHART_SIZE, *, pixel_ratio: float = 2.0
) -> QImage:
    """Return a chart as a picture on the theme's ground."""
    load_fonts()
    image = QImage(size * pixel_ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(pixel_ratio)
    image.fill(theme.colour("surface"))
    painter = QPainter(image)
    paint_chart(painter, _area(size, 24), drawing, theme)
    painter.end()
    return image


def _area(size: QSize, edge: float) -> QRectF:
    return QRectF(0, 0, size.width(), size.height()).adjusted(edge, edge, -edge, -edge)
