"""An outlook as charts, on the page and as a picture to send."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from models.language import gettext as _
from simulation.summaries import OutcomeSummary
from views.charts.distribution import Distribution, DistributionDrawing
from views.charts.drawing import paint_chart, write
from views.charts.funnel import FunnelDrawing, FunnelRow
from views.charts.numbers import percent_span, whole
from views.forecast.outlook import Outlook
from views.forecast.sentences import (
    cases_text,
    given_name,
    none_sentence,
    range_sentence,
    sampled_name,
    target_sentence,
)
from views.theme import Theme
from views.theme.apply import load_fonts

PICTURE_SIZE = QSize(960, 720)


def funnel_drawing(outlook: Outlook) -> FunnelDrawing:
    """Return the funnel chart of the main result."""
    content = outlook.content
    rates = [None, *(rate.rate for rate in content.rates)]
    spans = ["", *(percent_span(*span) if span else "" for span in outlook.intervals)]
    rows = zip(outlook.main.stages, rates, spans, strict=True)
    return FunnelDrawing(
        title=_("Funnel"),
        unit=_("leads that reach each stage: mean, and range in 8 of 10 cases"),
        rows=tuple(
            FunnelRow(
                name=stage.name,
                mean=stage.mean,
                low=stage.p10,
                high=stage.p90,
                rate=rate,
                rate_span=span if content.uncertain else "",
            )
            for stage, rate, span in rows
        ),
    )


def clients_drawing(outlook: Outlook) -> DistributionDrawing:
    """Return the distribution of clients, the other reading of the rates outlined."""
    given, sampled = given_name(), sampled_name(outlook.content)
    names = (sampled, given) if outlook.content.uncertain else (given, sampled)
    return DistributionDrawing(
        title=_("Clients"),
        unit=_("how often each number comes out"),
        one=_("client"),
        many=_("clients"),
        axis=_("clients from this batch of {mqls} MQLs").format(mqls=whole(outlook.content.mqls)),
        main=_distribution(names[0], outlook.main.clients),
        other=_distribution(names[1], outlook.other.clients),
        target=outlook.content.target,
    )


def forecast_picture(
    outlook: Outlook, theme: Theme, size: QSize = PICTURE_SIZE, pixel_ratio: float = 2.0
) -> QImage:
    """Return sentence, funnel and distribution as one picture; `size` is in points, not pixels."""
    load_fonts()
    image = QImage(size * pixel_ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(pixel_ratio)
    image.fill(theme.colour("surface"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    edge = theme.space(3)
    inner = QRectF(0, 0, size.width(), size.height()).adjusted(edge, edge, -edge, -edge)
    top = inner.top()
    for text, font, colour in (
        (range_sentence(outlook.main.clients), theme.font("title", "semibold"), "text"),
        (f"{none_sentence(outlook)}. {target_sentence(outlook)}.", theme.font(), "muted"),
    ):
        height = font.pixelSize() * 1.5
        line = QRectF(inner.left(), top, inner.width(), height)
        write(painter, line, text, font, theme.colour(colour))
        top += height
    foot = QRectF(inner.left(), inner.bottom() - theme.scaled(16), inner.width(), theme.scaled(16))
    write(
        painter,
        foot,
        cases_text(outlook.content),
        theme.font("small"),
        theme.colour("faint"),
        Qt.AlignmentFlag.AlignRight,
    )
    charts = QRectF(inner.left(), top + theme.space(2), inner.width(), 0)
    charts.setBottom(foot.top() - theme.space(1))
    half = (charts.height() - theme.space(3)) * 0.46
    upper = QRectF(charts.left(), charts.top(), charts.width(), half)
    lower = charts.adjusted(0, half + theme.space(3), 0, 0)
    paint_chart(painter, upper, funnel_drawing(outlook), theme)
    paint_chart(painter, lower, clients_drawing(outlook), theme)
    painter.end()
    return image


def _distribution(name: str, clients: OutcomeSummary) -> Distribution:
    return Distribution(name, clients.pmf, clients.p10, clients.p50, clients.p90)
