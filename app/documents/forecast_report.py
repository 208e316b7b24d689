"""A forecast as a document: one page for the board, or everything that it stands on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSize

from app.documents.typesetting import Manuscript
from app.money.pictures import svg_of
from models.language import gettext as _
from models.written_days import day_text
from views.charts.drawing import Drawing
from views.charts.fan import FanDrawing
from views.charts.funnel import FunnelDrawing
from views.charts.numbers import mean_count, percent, whole
from views.definitions.workshop.evidence_table import EvidenceRow
from views.money.charts import charts_of
from views.money.money_rows import (
    cash_headings,
    cash_rows,
    cost_headings,
    cost_rows,
    money_title,
    return_headings,
    return_rows,
)
from views.money.pipeline_content import pipeline_sentence, quarter_rows, stage_rows
from views.money.reckoning import MoneyBasis, MoneyView, reckon
from views.money.words import money_sentence, response_sentence, returns_sentence
from views.whatif.content import Plan
from views.whatif.drawings import Actuals, fan_drawing
from views.whatif.inputs.shown import PlanInput, all_volumes, inputs_of
from views.whatif.outlook import CASH, CLIENTS, REVENUE, PlanResult
from views.whatif.sentences import (
    binding_weeks_text,
    origin_text,
    result_sentence,
    value_text,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_WIDE: Final = QSize(800, 268)
_HALF: Final = QSize(392, 200)
_TALL: Final = QSize(800, 330)
_INPUTS_ON_ONE_PAGE: Final = 11
_QUARTERS_ON_ONE_PAGE: Final = 5
Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReportSources:
    """What a report takes from the workspace beside the plan."""

    workspace: str
    written_at: datetime
    basis: MoneyBasis = field(default_factory=MoneyBasis)
    definitions: tuple[tuple[str, str], ...] = ()
    """Stages by name, with what makes a lead one of them."""
    evidence: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Won and closed deals by stage."""
    unrated: str = ""
    """Which open deals are left out for want of an exchange rate; or nothing."""
    actuals: Actuals = field(default_factory=dict)
    """What happened in the weeks of the plan that are over."""

    @property
    def currency(self) -> str:
        """The base currency."""
        return self.basis.currency


def read_sources(
    session: "Session", workspace: str, result: PlanResult, at: datetime
) -> ReportSources:
    """Read what a plan's report takes from the workspace."""
    from app.money.basis import read_basis
    from app.money.happening import happened_since
    from models.deals.pipeline import deal_pipeline
    from models.definitions.current import stages

    pipeline = deal_pipeline(session, at.date())
    return ReportSources(
        workspace=workspace,
        written_at=at,
        basis=read_basis(session, result.plan, at),
        definitions=tuple((stage.name, stage.trigger) for stage in stages(session)),
        evidence={one.stage: (one.share.count, one.share.of) for one in pipeline.chances},
        unrated=pipeline.unconverted.words(),
        actuals=happened_since(session, result.plan, at.date())[0],
    )


def manuscript_of(result: PlanResult, sources: ReportSources, *, full: bool) -> Manuscript:
    """Return a plan's report, ready to be set; charts are drawn here, so Qt must be there."""
    plan, day = result.plan, day_text(sources.written_at.date())
    money = reckon(result, sources.basis)
    title = plan.name.strip() or _("Forecast")
    blocks = list(_first_page(result, sources, money, full=full))
    if full:
        blocks += _everything(result, sources, money)
    words = {
        "title": title,
        "subtitle": _("Forecast of {weeks} weeks").format(weeks=plan.network.weeks)
        + (f", {_period(result)}" if plan.network.starts_on else ""),
        "heading": title,
        "version": day,
        "footer": f"{sources.workspace}, {title}, {day}",
        "authors": [sources.workspace],
        "note": "",
        "facts": [
            (_("Written"), day),
            (_("Data until"), _("none") if plan.data_until is None else day_text(plan.data_until)),
            (_("Cases"), whole(result.run.trials)),
            (_("Money in"), sources.currency or _("units")),
        ],
        "blocks": blocks,
    }
    return Manuscript("forecast", words, sources.written_at)


def _period(result: PlanResult) -> str:
    first, after = result.plan.day_of(0), result.plan.day_of(result.weeks)
    if first is None or after is None:
        return ""
    return f"{day_text(first)} \u2013 {day_text(date.fromordinal(after.toordinal() - 1))}"


def _first_page(
    result: PlanResult, sources: ReportSources, money: MoneyView, *, full: bool
) -> Iterator[Block]:
    actuals = sources.actuals
    yield {"kind": "lead", "words": result_sentence(result)}
    clients = fan_drawing(result, CLIENTS, cumulative=True, actuals=actuals)
    yield _charts(_WIDE, clients)
    yield _charts(
        _HALF,
        *(fan_drawing(result, one, cumulative=True, actuals=actuals) for one in (REVENUE, CASH)),
    )
    yield {"kind": "words", "words": money_sentence(money, sources.currency)}
    rows = quarter_rows(result, sources.basis.fiscal_month)
    yield _table(
        _("Fiscal quarters"),
        (
            _("Quarter"),
            _("Clients"),
            _("Wanted"),
            _("Chance"),
            _("Revenue"),
            _("Wanted"),
            _("Chance"),
        ),
        rows if full else rows[:_QUARTERS_ON_ONE_PAGE],
    )
    if full:
        return
    shown = _main_inputs(result.plan)
    yield _table(
        _("What it rests on"),
        (_("Input"), _("Assumed"), _("Where it came from")),
        [
            _leads_cells(result.plan),
            *(_input_cells(one, warned=False) for one in shown),
        ],
        words=(0, 2),
    )
    left_out = len(inputs_of(result.plan)) - len(shown)
    yield {
        "kind": "small",
        "words": _(
            "Ranges hold 8 of 10 simulated cases. {count} more inputs, all charts and the "
            "definitions are in the full report."
        ).format(count=left_out),
    }


def _main_inputs(plan: Plan) -> list[PlanInput]:
    """Return the inputs that the one page has room for: rates and people."""
    wanted = ("rate:", "people:", "value")
    return [one for one in inputs_of(plan) if one.name.startswith(wanted)][:_INPUTS_ON_ONE_PAGE]


def _leads_cells(plan: Plan) -> tuple[str, ...]:
    """Return the leads of all channels, or those of the only one, as a line."""
    found = inputs_of(plan)
    leads = all_volumes(plan, found) or next(one for one in found if one.group == "volume")
    _name, *cells = _input_cells(leads, warned=False)
    return _("Leads a week, all channels"), *cells


def _everything(result: PlanResult, sources: ReportSources, money: MoneyView) -> Iterator[Block]:
    plan = result.plan
    if plan.notes.strip():
        yield _heading(_("Notes"))
        yield {"kind": "words", "words": plan.notes.strip()}
    yield _heading(_("Charts"))
    drawings = [drawing for _code, drawing in charts_of(result, sources.actuals)]
    funnel = next(one for one in drawings if isinstance(one, FunnelDrawing))
    yield _charts(_TALL, funnel)
    fans = [one for one in drawings if isinstance(one, FanDrawing)]
    for so_far, weekly in zip(fans[::2], fans[1::2], strict=True):
        yield _charts(_HALF, so_far, weekly)
    yield _heading(_("People"))
    yield _table(
        "",
        (_("Role"), _("Busy"), _("Waiting at the end"), _("When leads wait")),
        [
            (
                plan.network.roles[role.role].name,
                percent(float(role.utilisation.mean())),
                whole(float(role.queue[-1])),
                binding_weeks_text(role.binding_weeks, result.weeks)
                if role.binding_weeks
                else _("hardly ever"),
            )
            for role in result.staffing
        ],
        words=(0, 3),
    )
    yield from _money(money, sources)
    yield from _pipeline(result, sources)
    yield _heading(_("Assumptions"))
    yield {
        "kind": "words",
        "words": _(
            "Each number with where it came from: typed, a benchmark, or learned from the "
            "workspace with its evidence. Intervals hold the true number with 90\u202f%."
        ),
    }
    yield from _inputs(inputs_of(plan))
    yield _heading(_("Definitions"))
    yield _table(
        _("Stages of the team"),
        (_("Stage"), _("A lead is one when")),
        sources.definitions,
        words=(0, 1),
    )
    yield _table(
        _("Words of this report"), (_("Word"), _("Meaning")), _glossary(result), words=(0, 1)
    )


def _money(money: MoneyView, sources: ReportSources) -> Iterator[Block]:
    currency = sources.currency
    yield _heading(_("Money"))
    yield {"kind": "words", "words": money_sentence(money, currency)}
    yield _table(
        money_title(_("What one of each costs"), currency),
        cost_headings(),
        _cells(cost_rows(money)),
    )
    yield _table(
        money_title(_("Cash by quarter"), currency),
        cash_headings(),
        _cells(cash_rows(money)),
    )
    yield _table(
        money_title(_("What each channel returns"), currency),
        return_headings(),
        _cells(return_rows(money)),
    )
    yield from (
        {"kind": "words", "words": words}
        for words in returns_sentence(money, currency).splitlines()
    )
    yield {"kind": "words", "words": response_sentence(money, currency)}


def _pipeline(result: PlanResult, sources: ReportSources) -> Iterator[Block]:
    yield _heading(_("Open deals"))
    yield {"kind": "words", "words": pipeline_sentence(result, sources.currency)}
    if sources.unrated:
        yield {"kind": "words", "words": sources.unrated}
    rows = stage_rows(result.plan.deals, sources.evidence, result.weeks)
    if rows:
        yield _table(
            "",
            (
                _("Stage"),
                _("Open"),
                _("Worth"),
                _("Chance, won of closed"),
                _("Expected in the plan"),
            ),
            rows,
        )


def _inputs(inputs: Sequence[PlanInput]) -> Iterator[Block]:
    titles = {
        "volume": _("Leads a week"),
        "rates": _("Rates into each stage"),
        "waits": _("Weeks between stages, on average"),
        "people": _("People"),
        "money": _("Money"),
    }
    for group, title in titles.items():
        rows = [_input_cells(one) for one in inputs if one.group == group]
        head = (_("Input"), _("Assumed"), _("Where it came from"))
        if rows:
            yield _table(title, head, rows, words=(0, 2))


def _input_cells(one: PlanInput, *, warned: bool = True) -> tuple[str, ...]:
    """Return an input with its number and its origin; `warned` adds what to beware of."""
    words = origin_text(one)
    if one.note is not None and not one.moved:
        kinds = {"learned": _("learned"), "benchmark": _("benchmark"), "typed": _("typed")}
        kind = kinds[one.note.kind]
        words = kind if words in ("", kind) else f"{kind}: {words}"
        if warned and one.note.warning:
            words += f". {one.note.warning}"
    if warned and one.locked:
        words += _(" (follows the data)")
    number = mean_count(one.value) if one.unit == "leads" else value_text(one.value, one.unit)
    return one.words, number, words


def _glossary(result: PlanResult) -> list[tuple[str, ...]]:
    return [
        (
            _("Case"),
            _(
                "One simulated future of the plan; there are {count}, drawn from seed {seed}."
            ).format(count=whole(result.run.trials), seed=result.plan.seed),
        ),
        (_("Median"), _("Half of the cases are below it, half above.")),
        (_("P10\u2013P90, 8 of 10 cases"), _("One case in ten is below, one in ten above.")),
        (_("Middle half"), _("From P25 to P75.")),
        (
            _("Still wanted"),
            _("A target less what was reached before the plan began."),
        ),
        (
            _("Binds"),
            _("Leads wait for a role at the end of the week in most cases."),
        ),
        (
            _("Left over"),
            _("What the margin leaves of the revenue, less leads, wages and hires."),
        ),
        (
            _("Week"),
            _("From Monday on; it belongs to the period that holds its Thursday."),
        ),
    ]


def _cells(rows: Sequence[EvidenceRow]) -> list[tuple[str, ...]]:
    return [row.cells for row in rows]


def _heading(words: str) -> Block:
    return {"kind": "heading", "words": words}


def _charts(size: QSize, *drawings: Drawing) -> Block:
    """Return charts beside one another, as vectors."""
    return {
        "kind": "charts",
        "charts": [
            {"svg": svg_of(one, size, edge=0).decode(), "alt": one.description()}
            for one in drawings
        ],
    }


def _table(
    title: str,
    head: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    *,
    words: tuple[int, ...] = (0,),
) -> Block:
    """Return a table; columns in `words` hold texts, the others numbers."""
    return {
        "kind": "table",
        "title": title,
        "head": head,
        "rows": rows,
        "words": [place in words for place in range(len(head))],
    }
