"""The charts of a plan, as they go into reports and files."""

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from models.language import gettext as _
from views.charts.drawing import Drawing, paint_chart
from views.theme import Theme
from views.theme.apply import load_fonts
from views.whatif.drawings import Actuals, fan_drawing, funnel_drawing
from views.whatif.outlook import CASH, CLIENTS, REVENUE, PlanResult, measure_title, stage_measure

CHART_SIZE: Final = QSize(800, 360)
_EDGE: Final = 24.0
FUNNEL: Final = "funnel"
_SO_FAR, _WEEKLY = "so-far", "weekly"


def chart_names(result: PlanResult) -> tuple[tuple[str, str], ...]:
    """Return every chart of a plan by its code and its name; nothing is computed for it."""
    found = []
    for measure in _measures(result):
        name, code = measure_title(result.plan, measure), measure.replace(":", "-")
        found.append((f"{code}-{_SO_FAR}", _("{name}, so far").format(name=name)))
        found.append((f"{code}-{_WEEKLY}", _("{name}, each week").format(name=name)))
    found.insert(6, (FUNNEL, _("Funnel")))
    return tuple(found)


def chart_of(result: PlanResult, code: str, actuals: Actuals | None = None) -> Drawing:
    """Return one chart of a plan; its bands are computed where nobody has seen them yet.

    Raises
    ------
    KeyError
        The plan has no such chart.
    """
    if code == FUNNEL:
        return funnel_drawing(result)
    for measure in _measures(result):
        for ending, cumulative in ((_SO_FAR, True), (_WEEKLY, False)):
            if code == f"{measure.replace(':', '-')}-{ending}":
                return fan_drawing(result, measure, cumulative=cumulative, actuals=actuals)
    raise KeyError(code)


def charts_of(
    result: PlanResult, actuals: Actuals | None = None
) -> tuple[tuple[str, Drawing], ...]:
    """Return every chart of a plan by its code."""
    return tuple((code, chart_of(result, code, actuals)) for code, _name in chart_names(result))


def _measures(result: PlanResult) -> list[str]:
    last = result.run.index.stages - 1
    return [CLIENTS, REVENUE, CASH, *(stage_measure(stage) for stage in range(last))]


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
