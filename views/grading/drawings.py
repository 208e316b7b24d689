"""What grades look like: the charts of one horizon."""

from models.language import gettext as _
from views.grading.calibration import CoverageDrawing, TenthsDrawing
from views.grading.content import GradedContent
from views.grading.ranges import RangeMark, RangesDrawing
from views.grading.sentences import weeks_ahead


def ranges_drawing(content: GradedContent, weeks: int) -> RangesDrawing:
    """Return the forecast of each origin with what came."""
    rows = []
    for case in content.past.of(weeks):
        _p5, p10, p25, p50, p75, p90, _p95 = case.grade.quantiles
        label = f"{case.origin.day} {case.origin:%b %y}"
        rows.append(RangeMark(label, p10, p25, p50, p75, p90, float(case.grade.actual)))
    return RangesDrawing(
        title=_("{stage}, {ahead}").format(stage=content.target, ahead=weeks_ahead(weeks)),
        unit=_("what was forecast on each Monday, and what came"),
        rows=rows,
    )


def coverage_drawing(content: GradedContent, weeks: int) -> CoverageDrawing:
    """Return what ranges of every width held."""
    return CoverageDrawing(
        title=_("Promised and held"),
        unit=_("on the line: honest; below: too narrow"),
        observed=content.past.calibration[weeks].observed,
    )


def tenths_drawing(content: GradedContent, weeks: int) -> TenthsDrawing:
    """Return where in their forecasts the actuals fell."""
    return TenthsDrawing(
        title=_("Where what came fell"),
        unit=_("by tenth of its forecast; level is right"),
        tenths=content.past.calibration[weeks].tenths,
    )
