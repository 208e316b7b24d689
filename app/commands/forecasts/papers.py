"""What `funneldesk forecast` writes of a plan: the report, its series, its charts."""

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.common import open_existing
from app.commands.forecasts.wanted import Papers
from models.language import gettext as _

if TYPE_CHECKING:
    from app.documents.forecast_report import ReportSources
    from views.whatif.content import Plan
    from views.whatif.outlook import PlanResult


def write_papers(
    papers: Papers, plan: "Plan", ctx: click.Context | None, at: datetime, *, quiet: bool
) -> None:
    """Write what is wanted of a plan; with `ctx` in the words and money of its workspace."""
    from views.whatif.outlook import look_ahead

    result = look_ahead(plan)
    sources = _sources(ctx, result, at)
    if papers.report is not None:
        _write_report(papers.report, result, sources, full=papers.full)
        click.echo(_("Report: {path}").format(path=papers.report), err=quiet)
    if papers.series is not None:
        from app.money.workbook import write_series

        write_series(result, sources.currency, papers.series)
        click.echo(_("Series: {path}").format(path=papers.series), err=quiet)
    if papers.charts is not None:
        count = _write_charts(papers.charts, result, sources)
        said = _("Charts: {count} as SVG and as PNG in {path}")
        click.echo(said.format(count=count, path=papers.charts), err=quiet)


def _sources(ctx: click.Context | None, result: "PlanResult", at: datetime) -> "ReportSources":
    from app.documents.forecast_report import ReportSources, read_sources

    if ctx is None:
        return ReportSources(result.plan.name or _("Forecast"), at)
    with closing(open_existing(ctx)) as workspace, workspace.read() as session:
        return read_sources(session, workspace.path.stem, result, at)


def _write_report(
    path: Path, result: "PlanResult", sources: "ReportSources", *, full: bool
) -> None:
    from app.documents.forecast_report import manuscript_of
    from app.documents.typesetting import write_pdf
    from app.offscreen import offscreen_application

    with offscreen_application():
        manuscript = manuscript_of(result, sources, full=full)
    write_pdf(manuscript, path)


def _write_charts(folder: Path, result: "PlanResult", sources: "ReportSources") -> int:
    from app.money.pictures import write_chart
    from app.offscreen import offscreen_application
    from views.money.charts import charts_of
    from views.theme import make_theme

    folder.mkdir(parents=True, exist_ok=True)
    charts, theme = charts_of(result, sources.actuals), make_theme("light")
    with offscreen_application():
        for code, drawing in charts:
            for ending in (".svg", ".png"):
                write_chart(drawing, folder / f"{code}{ending}", theme)
    return len(charts)
