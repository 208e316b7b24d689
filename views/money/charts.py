"""The charts of a plan, as they go into reports and files."""

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from models.language import gettext as _
from views.charts.drawing import Drawing, paint_chart
from views.theme import Theme
from views.theme.apply import load_fonts
from views.whatif.drawings import Actuals, fan_drawing, funnel_drawing, measure_title
from views.whatif.outlook import CASH, CLIENTS, REVENUE, PlanResult, stage_measure

CHART_SIZE: Final = QSize(800, 360)
_EDGE: Final = 24.0
Chart = tuple[str, str, Drawing]
"""A code for file names, a name for people, and the drawing."""


def charts_of(result: PlanResult, actuals: Actuals | None = None) -> tuple[Chart, ...]:
    """Return every chart of a plan: so far and each week of each measure, and the funnel."""
    last = result.run.index.stages - 1
    measures = [CLIENTS, REVENUE, CASH, *(stage_measure(stage) for stage in range(last))]
    found: list[Chart] = []
    for measure in measures:
        name = measure_title(result.plan, measure)
        code = measure.replace(":", "-")
        for cumulative, words, suffix in (
            (True, _("{name}, so far"), "so-far"),
            (False, _("{name}, each week"), "weekly"),
        ):
            drawing = fan_drawing(result, measure, cumulative=cumulative, actuals=actuals)
            found.append((f"{code}-{suffix}", words.format(name=name), drawing))
    found.insert(6, ("funnel", _("Funnel"), funnel_drawing(result)))
    return tuple(found)


def picture_of(drawing: Drawing, theme: Theme, *, pixel_ratio: float = 2.0) -> QImage:
    """Return a chart as a picture on the theme's ground, twice as fine as on the screen."""
    load_fonts()
    image = QImage(CHART_SIZE * pixel_ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(pixel_ratio)
    image.fill(theme.colour("surface"))
    painter = QPainter(image)
    whole = QRectF(0, 0, CHART_SIZE.width(), CHART_SIZE.height())
    paint_chart(painter, whole.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE), drawing, theme)
    painter.end()
    return image
