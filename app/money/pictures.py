"""Charts as files: as vectors, whose text stays text, and as pictures.

An SVG loses what Qt's writer cannot say: the figures' width is asked for by style, and single cases
are left out, since nothing would keep them inside the axes. A PDF loses nothing.
"""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from views.charts.drawing import Drawing, paint_chart
from views.charts.fan import FanDrawing
from views.theme import Theme
from views.theme.apply import load_fonts

CHART_SIZE: Final = QSize(800, 360)
_DOTS_PER_INCH: Final = 96
_POINTS: Final = 0.75
"""Of a printer's point, in a dot of the screen."""
_TABULAR: Final = b"<text style=\"font-feature-settings: 'tnum'\" "


def svg_of(drawing: Drawing, theme: Theme, size: QSize = CHART_SIZE) -> bytes:
    """Return a chart as an SVG; `size` is in dots of the screen."""
    load_fonts()
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
    if isinstance(drawing, FanDrawing):
        drawing = replace(drawing, paths=())
    painter = QPainter(generator)
    paint_chart(painter, _area(size, 8), drawing, theme)
    painter.end()
    return bytes(data.data()).replace(b"<text ", _TABULAR)


def pdf_of(drawing: Drawing, theme: Theme, size: QSize = CHART_SIZE) -> bytes:
    """Return a chart as a page of its own, to be put into a document; `size` as for a screen."""
    load_fonts()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DOTS_PER_INCH)
    writer.setPageSize(
        QPageSize(QSizeF(size.width() * _POINTS, size.height() * _POINTS), QPageSize.Unit.Point)
    )
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    paint_chart(painter, _area(size, 0), drawing, theme)
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
