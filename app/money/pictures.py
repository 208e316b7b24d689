"""Charts as files: as vectors, whose text stays text, and as pictures."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtSvg import QSvgGenerator

from app.files import written_whole
from app.offscreen import write_picture
from models.errors import KnownError
from models.language import gettext as _
from views.charts.drawing import Drawing, paint_chart
from views.charts.fan import FanDrawing
from views.money.charts import CHART_SIZE, picture_of
from views.theme import TextSize, TextWeight, Theme, make_theme
from views.theme.apply import load_fonts

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
    whole = QRectF(0, 0, size.width(), size.height())
    paint_chart(painter, whole.adjusted(edge, edge, -edge, -edge), drawing, paper_theme())
    painter.end()
    return bytes(data.data())


def write_chart(drawing: Drawing, path: Path, theme: Theme) -> None:
    """Write a chart as .svg, on paper, or as .png, on the theme's ground; whole or not at all.

    Refuses another ending.
    """
    ending = path.suffix.lower()
    if ending == ".svg":
        data = svg_of(drawing)
        with written_whole(path) as file:
            file.write(data)
    elif ending == ".png":
        write_picture(picture_of(drawing, theme), path)
    else:
        raise KnownError(_("{file} ends neither in .svg nor in .png.").format(file=path.name))
