"""A frozen forecast as a fan, with what happened since."""

from datetime import timedelta
from itertools import accumulate

from models.language import gettext as _
from models.scenarios.freezing import CLIENTS, REVENUE
from models.written_days import day_text
from views.charts.fan import FanDrawing
from views.charts.numbers import short, whole
from views.money.frozen_store import FrozenRow, FrozenView
from views.whatif.target_lines import quarter_marks, target_spans


def measures_of(view: FrozenView) -> tuple[tuple[str, str], ...]:
    """Return the measures that can be held against what happened, with their names."""
    names = {CLIENTS: _("Clients"), REVENUE: _("Revenue"), **view.stage_names}
    return tuple((code, name) for code, name in names.items() if code in view.actuals)


def frozen_drawing(view: FrozenView, measure: str, *, cumulative: bool) -> FanDrawing:
    """Return a measure of a frozen forecast with what happened since."""
    said = view.summary.measures[measure]
    bands = said.cumulative if cumulative else said.weekly
    happened = view.actuals.get(measure, ())
    money = measure == REVENUE
    name = dict(measures_of(view)).get(measure, measure)
    words = _("so far") if cumulative else _("each week")
    if money and view.currency:
        words = f"{view.currency} {words}"
    return FanDrawing(
        title=_("{measure}, frozen {day}").format(
            measure=name, day=day_text(view.row.frozen_at.astimezone().date())
        ),
        unit=_("{what}, {data}; the strong line is what happened").format(
            what=words, data=_data_words(view.row)
        ),
        labels=_labels(view),
        p10=bands.p10,
        p25=bands.p25,
        p50=bands.p50,
        p75=bands.p75,
        p90=bands.p90,
        actuals=list(accumulate(happened)) if cumulative else happened,
        targets=target_spans(
            [one for one in view.targets if one.measure == measure],
            view.summary.starts_on,
            view.summary.weeks,
            cumulative=cumulative,
            money=money,
        ),
        quarters=quarter_marks(view.summary.starts_on, view.summary.weeks, view.fiscal_month),
        number=short if money else whole,
    )


def _data_words(row: FrozenRow) -> str:
    if row.data_until is None:
        return _("without data")
    return _("data to {day}").format(day=day_text(row.data_until))


def _labels(view: FrozenView) -> list[str]:
    begins = view.summary.starts_on
    mondays = (begins + timedelta(weeks=week) for week in range(view.summary.weeks))
    return [f"{monday.day} {monday:%b}" for monday in mondays]
