"""A distribution of whole counts as bars, with its range, a target, and a second one outlined."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import floor, fsum

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from models.language import gettext as _
from views.charts.distribution_plot import DistributionPlot
from views.charts.numbers import percent, span, whole
from views.charts.scales import Bins, bins_for
from views.theme import Theme

_MOST_BARS = 60


@dataclass(frozen=True)
class Distribution:
    """Shares (0..1) of the counts 0, 1, 2, ..., with its percentiles and a name for the legend."""

    name: str
    pmf: Sequence[float]
    p10: float
    p50: float
    p90: float

    def at_least(self, count: int) -> float:
        """Return the share of cases with `count` or more."""
        return fsum(self.pmf[count:]) if count > 0 else 1.0


@dataclass(frozen=True)
class DistributionDrawing:
    """Bars of `main`, those from `target` on in the strong colour, and the outline of `other`."""

    title: str
    unit: str
    one: str
    """What is counted, as it follows a 1: client."""
    many: str
    """What is counted, as it follows any other number: clients."""
    axis: str
    main: Distribution
    other: Distribution
    target: int

    @cached_property
    def bins(self) -> Bins:
        """The bins of the bars, wide enough that both distributions fit."""
        return bins_for((self.main.pmf, self.other.pmf), _MOST_BARS)

    @cached_property
    def shares(self) -> tuple[float, ...]:
        """The share of cases in each bar."""
        return self.bins.shares(self.main.pmf)

    @cached_property
    def other_shares(self) -> tuple[float, ...]:
        """The share of cases under each step of the outline."""
        return self.bins.shares(self.other.pmf)

    @property
    def marks(self) -> int:
        """How many bars there are."""
        return self.bins.number

    def reading(self, mark: int) -> str:
        """Return a bar's count, its share, the share of all from it on, and the outline's share."""
        low, high = self.bins.low(mark), self.bins.high(mark)
        return _(
            "{counts} {what}: {share} of cases, {low} or more {above}; outlined {other}"
        ).format(
            counts=span(low, high),
            what=self.one if low == high == 1 else self.many,
            share=percent(self.shares[mark]),
            low=whole(low),
            above=percent(self.main.at_least(low)),
            other=percent(self.other_shares[mark]),
        )

    def description(self) -> str:
        """Return the chart in words."""
        said = [self.title + "."]
        said += [
            _("{name}: {range} in 8 of 10 cases, in the middle {middle}.").format(
                name=shown.name, range=span(shown.p10, shown.p90), middle=whole(shown.p50)
            )
            for shown in (self.main, self.other)
        ]
        said.append(
            _("{target} or more in {share} of cases.").format(
                target=whole(self.target), share=percent(self.main.at_least(self.target))
            )
        )
        return " ".join(said)

    def mark_at(self, point: QPointF, area: QRectF, theme: Theme) -> int | None:
        """Return the bar above or below the point; its whole column counts, not only its ink."""
        plot = DistributionPlot(self, area, theme)
        if not plot.columns.contains(point):
            return None
        mark = floor((point.x() - plot.area.left()) / plot.bar)
        return mark if 0 <= mark < self.marks else None

    def paint(self, painter: QPainter, area: QRectF, theme: Theme, pointed: int | None) -> None:
        """Paint legend, axes, bars, outline, target and range."""
        DistributionPlot(self, area, theme).paint(painter, pointed)
