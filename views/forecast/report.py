"""A forecast as text to paste and as rows to save."""

from models.language import gettext as _
from simulation.summaries import StageSummary
from views.charts.numbers import mean_count, whole
from views.forecast.outlook import Outlook
from views.forecast.scenarios.store import Cell
from views.forecast.sentences import (
    cases_text,
    evidence_text,
    result_sentence,
    stage_lines,
    target_sentence,
)


def report_text(name: str, outlook: Outlook) -> str:
    """Return the forecast as text: the sentence, the stages as a table with tabs, the source."""
    content, clients = outlook.content, outlook.main.clients
    evidence = [
        "",
        *(
            evidence_text(rate, interval)
            for rate, interval in zip(content.rates, outlook.intervals, strict=True)
        ),
    ]
    table = [(_("Stage"), _("Rate"), _("Leads, mean (P10\u2013P90)"), _("Evidence"))]
    table += [
        (*line, known)
        for line, known in zip(stage_lines(outlook.main, content), evidence, strict=True)
    ]
    rates = _("rates drawn from their evidence") if content.uncertain else _("rates as given")
    source = f"{cases_text(content)}; {rates}."
    lines = [
        name,
        result_sentence(outlook),
        target_sentence(outlook) + ".",
        "",
        *("\t".join(row) for row in table),
        "",
        _("Clients: mean {mean}; P5 {p5}, P10 {p10}, P50 {p50}, P90 {p90}, P95 {p95}.").format(
            mean=mean_count(clients.mean),
            p5=whole(clients.p5),
            p10=whole(clients.p10),
            p50=whole(clients.p50),
            p90=whole(clients.p90),
            p95=whole(clients.p95),
        ),
        source,
    ]
    return "\n".join(lines) + "\n"


def report_rows(outlook: Outlook) -> list[list[Cell]]:
    """Return the stages, an empty row, and the distribution of clients both ways.

    Numbers are whole here, not rounded for reading: the file is for further computing.
    """
    rates: list[Cell] = ["", *(rate.rate for rate in outlook.content.rates)]
    rows: list[list[Cell]] = [
        ["stage", "rate", "mean", "sd", "p5", "p10", "p25", "p50", "p75", "p90", "p95"]
    ]
    rows += [
        [stage.name, rate, *_figures(stage)]
        for stage, rate in zip(outlook.main.stages, rates, strict=True)
    ]
    rows += [[], ["clients", "share_rates_as_given", "share_rates_from_one_sample"]]
    given, sampled = outlook.given.clients.pmf, outlook.sampled.clients.pmf
    rows += [
        [count, _share(given, count), _share(sampled, count)]
        for count in range(max(len(given), len(sampled)))
    ]
    return rows


def _figures(stage: StageSummary) -> list[Cell]:
    quantiles = (stage.p5, stage.p10, stage.p25, stage.p50, stage.p75, stage.p90, stage.p95)
    return [stage.mean, stage.sd, *quantiles]


def _share(pmf: tuple[float, ...], count: int) -> float:
    return pmf[count] if count < len(pmf) else 0.0
