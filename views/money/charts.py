"""The charts of a plan, as they go into reports and files."""

from models.language import gettext as _
from views.charts.drawing import Drawing
from views.whatif.drawings import Actuals, fan_drawing, funnel_drawing, measure_title
from views.whatif.outlook import CASH, CLIENTS, REVENUE, PlanResult, stage_measure

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
