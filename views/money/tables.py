"""Every series of a plan as tables: numbers unrounded, their units in the headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from models.language import gettext as _
from simulation.results import PERCENTS
from views.copied_tables import copied_cell
from views.whatif.inputs.shown import inputs_of
from views.whatif.outlook import CASH, CLIENTS, REVENUE, PlanResult, measure_title, stage_measure
from views.whatif.sentences import origin_text

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its name; all rows are as long as the headings."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


def plan_tables(result: PlanResult, currency: str) -> tuple[Table, ...]:
    """Return all series of a plan: by week, up to each week, people, and the assumptions."""
    return (
        series_table(result, currency, cumulative=False),
        series_table(result, currency, cumulative=True),
        _people(result),
        _assumptions(result, currency),
    )


def whole_table(result: PlanResult, currency: str) -> Table:
    """Return each week and all weeks up to it side by side, as one table."""
    weekly, so_far = (
        series_table(result, currency, cumulative=cumulative) for cumulative in (False, True)
    )
    rows = [(*a, *b[2:]) for a, b in zip(weekly.rows, so_far.rows, strict=True)]
    return Table(weekly.name, (*weekly.headings, *so_far.headings[2:]), rows)


def series_table(result: PlanResult, currency: str, *, cumulative: bool) -> Table:
    """Return mean and quantiles of each measure, in each week or in all weeks up to it."""
    last = result.run.index.stages - 1
    measures = [CLIENTS, REVENUE, CASH, *(stage_measure(stage) for stage in range(last))]
    headings, columns = [_("Week"), _("Monday")], []
    for measure in measures:
        unit = (currency or _("money")) if measure in (REVENUE, CASH) else _("leads")
        unit = _("clients") if measure == CLIENTS else unit
        per = _("so far") if cumulative else _("a week")
        bands = result.fan(measure, cumulative=cumulative).bands
        name = measure_title(result.plan, measure)
        columns.append(bands.mean.tolist())
        headings.append(f"{name}, {_('mean')} ({unit} {per})")
        for percent in PERCENTS:
            columns.append(bands.at(percent).tolist())
            headings.append(f"{name}, P{percent} ({unit} {per})")
    rows = [
        (week + 1, _monday(result, week), *(column[week] for column in columns))
        for week in range(result.weeks)
    ]
    return Table(_("So far") if cumulative else _("Each week"), tuple(headings), rows)


def _people(result: PlanResult) -> Table:
    headings, columns = [_("Week"), _("Monday")], []
    for role in result.staffing:
        name = result.plan.network.roles[role.role].name
        for words, values in (
            (_("{role}, busy (share of capacity)"), role.utilisation),
            (_("{role}, waiting (leads)"), role.queue),
            (_("{role}, wait of the served (weeks)"), role.mean_wait),
        ):
            headings.append(words.format(role=name))
            columns.append(values.tolist())
    rows = [
        (week + 1, _monday(result, week), *(column[week] for column in columns))
        for week in range(result.weeks)
    ]
    return Table(_("People"), tuple(headings), rows)


def _assumptions(result: PlanResult, currency: str) -> Table:
    units = {
        "leads": _("leads a week"),
        "share": _("share"),
        "weeks": _("weeks"),
        "people": _("people"),
        "units": _("units a week"),
        "money": currency or _("money"),
    }
    rows: list[tuple[Cell, ...]] = [
        (
            one.name,
            one.words,
            one.value,
            units[one.unit],
            _("typed") if one.note is None else one.note.kind,
            origin_text(one),
            *(one.note.interval if one.note and one.note.interval else (None, None)),
        )
        for one in inputs_of(result.plan)
    ]
    rows += [
        ("trials", _("Simulated cases"), result.run.trials, _("cases"), "", "", None, None),
        ("seed", _("Seed"), str(result.plan.seed), "", "", "", None, None),
    ]
    headings = (
        _("Input"),
        _("Words"),
        _("Value (in its unit)"),
        _("Unit"),
        _("Origin"),
        _("Evidence"),
        _("From (90\u202f%, in its unit)"),
        _("To (90\u202f%, in its unit)"),
    )
    return Table(_("Assumptions"), headings, rows)


def as_text(table: Table) -> str:
    """Return a table with tabs between its cells, as spreadsheets take it from the clipboard."""
    lines = [table.headings, *table.rows]
    return "\n".join("\t".join(_cell_text(cell) for cell in line) for line in lines) + "\n"


def _cell_text(cell: Cell) -> str:
    if cell is None:
        return ""
    return copied_cell(cell) if isinstance(cell, str) else str(cell)


def _monday(result: PlanResult, week: int) -> str:
    begins = result.plan.network.starts_on
    return "" if begins is None else (begins + timedelta(weeks=week)).isoformat()
