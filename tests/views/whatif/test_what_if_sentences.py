"""What the what-if page says: days, ranges, chances, who holds it up, where numbers come from."""

from dataclasses import replace
from datetime import date

import pytest

from simulation.questions.comparing import difference_of
from simulation.results import spread_of
from tests.views.whatif.whatif_doubles import small_plan, small_result
from views.charts.numbers import span
from views.whatif.content import OriginNote, PlanTarget
from views.whatif.drawings import fan_drawing, funnel_drawing, month_ticks, week_labels
from views.whatif.inputs.shown import inputs_of, with_input
from views.whatif.outlook import CLIENTS, look_ahead, stage_measure, target_code
from views.whatif.page_head import source_text
from views.whatif.sentences import (
    binding_sentence,
    binding_weeks_text,
    horizons,
    more_sentence,
    origin_text,
    result_sentence,
    target_sentence,
    usual_horizon,
    wanted_by,
    with_target,
)

QUARTER = PlanTarget("clients", 20, date(2026, 10, 1), date(2026, 12, 31), 6)
NEXT = PlanTarget("clients", 15, date(2027, 1, 1), date(2027, 3, 31))
PLAN = small_plan(targets=(QUARTER, NEXT))


def test_the_sentence_counts_to_the_end_of_the_targets_and_says_its_range() -> None:
    result = look_ahead(PLAN)
    said = result_sentence(result)
    assert PLAN.network.starts_on is not None
    clients = spread_of(result.total_between(CLIENTS, PLAN.network.starts_on, NEXT.last_day))
    assert clients.p5 < clients.p10 < clients.p90 < clients.p95
    assert f"clients by 31 Mar 2027 ({span(clients.p10, clients.p90)})." in said
    assert "% chance of 29." in said


def test_without_dates_the_sentence_counts_weeks() -> None:
    plan = PLAN.with_network(replace(PLAN.network, starts_on=None))
    assert "by week 20" in result_sentence(look_ahead(plan))


def test_what_was_reached_already_is_not_wanted_again() -> None:
    assert wanted_by(PLAN, QUARTER.last_day) == 14
    assert wanted_by(PLAN, NEXT.last_day) == 29
    assert wanted_by(PLAN, date(2026, 12, 1)) is None
    assert usual_horizon(PLAN) == NEXT.last_day
    assert QUARTER.last_day in horizons(PLAN)


def test_a_typed_target_stands_for_those_within_it() -> None:
    plan = with_target(PLAN, 18, NEXT.last_day)
    assert wanted_by(plan, NEXT.last_day) == 18
    assert len(plan.targets) == 1
    assert with_target(plan, 0, NEXT.last_day).targets == ()
    # Half of the quarter's is asked for by its middle: what is left of it stays wanted.
    half = with_target(PLAN, 5, date(2026, 11, 30))
    assert wanted_by(half, QUARTER.last_day) == 14


@pytest.mark.parametrize("measure", ["revenue", "cash", stage_measure(3)])
def test_every_chart_has_targets_of_its_own(measure: str) -> None:
    plan = with_target(PLAN, 5e9, NEXT.last_day, measure)
    assert wanted_by(plan, NEXT.last_day, measure) == 5e9
    assert wanted_by(plan, NEXT.last_day) == 29
    result = look_ahead(plan, preview_trials=100)
    spans = fan_drawing(result, measure, cumulative=True).targets
    assert [(span.first, span.last, span.value) for span in spans] == [(0, 17, 5e9)]
    assert result.chance_of_target(plan.targets_of(target_code(plan, measure))[0]).share == 0
    assert "chance of 5" in target_sentence(result, NEXT.last_day, measure)


def test_fiscal_quarters_are_marked_and_can_be_counted_up_to() -> None:
    plan = replace(PLAN, fiscal_month=2, targets=())
    drawing = fan_drawing(look_ahead(plan, preview_trials=10), "cash", cumulative=False)
    assert drawing.quarters == ((0, "Q4 2027"), (10, "Q1 2028"))
    assert horizons(plan) == (date(2027, 1, 31), date(2027, 4, 11))


@pytest.mark.parametrize(
    ("weeks", "said"),
    [
        ((0, 1, 2, 3), "until week 4"),
        ((5, 6), "weeks 6\u20137"),
        ((5,), "in week 6"),
        (tuple(range(12, 20)), "from week 13 on"),
        (tuple(range(20)), "all the time"),
        ((2, 9), "2 of 20 weeks, first in week 3"),
    ],
)
def test_when_a_role_binds_is_said_in_words(weeks: tuple[int, ...], said: str) -> None:
    assert said in binding_weeks_text(weeks, 20)


def test_who_holds_it_up_in_some_cases_only_is_said_as_well() -> None:
    result = small_result()
    sdr = replace(result.staffing[0], binds=result.staffing[0].binds * 0.0 + 0.31)
    seldom = replace(result)
    vars(seldom)["staffing"] = (sdr,)
    assert binding_sentence(seldom).endswith("SDR does in up to 3 of 10.")
    vars(seldom)["staffing"] = (replace(sdr, binds=sdr.binds * 0.0),)
    assert binding_sentence(seldom) == "Nobody holds it up."


def test_one_more_person_is_told_with_interval_and_cost() -> None:
    before = small_result().total_until("clients", 19).astype(float)
    nothing = more_sentence("Setter", 0, difference_of(before, before), 24_000.0)
    assert "buys nothing" in nothing
    more = before + (before % 2)
    said = more_sentence("Setter", 2, difference_of(before, more), 24_000.0)
    assert "from week 3" in said
    assert "(90\u202f%:" in said
    assert "24,000" in said
    hardly = before.copy()
    hardly[0] += 1
    rare = more_sentence("Setter", 0, difference_of(before, hardly), 24_000.0)
    assert "next to nothing" in rare
    assert "Type wages" in more_sentence("Setter", 2, difference_of(before, more), 0.0)


def test_an_origin_is_its_counts_and_range_and_what_it_was_before() -> None:
    rate = next(one for one in inputs_of(PLAN) if one.name == "rate:Responded")
    assert rate.moved
    assert origin_text(rate).startswith("typed; was 29.8")
    back = with_input(PLAN, rate.name, 31 / 104)
    rate = next(one for one in inputs_of(back) if one.name == "rate:Responded")
    assert origin_text(rate).startswith("31 of 104 \u00b7 24\u201338")
    assert rate.note is not None
    open_too = replace(rate, note=replace(rate.note, evidence="31 of 104, 9 still open"))
    assert origin_text(open_too).endswith("\u00b7 9 still open")
    hardly = OriginNote("learned", "7 in 507 weeks", (0.001, 0.002), value=0.0)
    leads = next(one for one in inputs_of(PLAN) if one.unit == "leads")
    assert origin_text(replace(leads, value=0.0, note=hardly)) == "7 in 507 weeks \u00b7 < 0.1"


def test_targets_stand_in_the_chart_of_their_weeks() -> None:
    drawing = fan_drawing(look_ahead(PLAN, preview_trials=100), "clients", cumulative=True)
    assert [(span.first, span.value) for span in drawing.targets] == [(0, 14), (6, 29)]
    assert fan_drawing(small_result(), "cash", cumulative=True).targets == ()
    assert fan_drawing(small_result(), "cash", cumulative=True).bottom < 0


def test_actuals_run_beside_the_fan_and_are_summed_with_it() -> None:
    happened = {"clients": [1.0, 0.0, 2.0]}
    drawing = fan_drawing(small_result(), "clients", cumulative=True, actuals=happened)
    assert drawing.actuals == [1.0, 1.0, 3.0]
    assert "in fact 3" in drawing.reading(2)


def test_weeks_are_named_by_their_monday_and_months_once() -> None:
    assert week_labels(PLAN)[0] == "week 1, 23 Nov 26"
    assert month_ticks(PLAN)[:3] == ((0, "Nov"), (2, "Dec"), (6, "2027"))


def test_the_funnel_tells_who_waits() -> None:
    busy = look_ahead(with_input(PLAN, "people:Setter", 1.0))
    waiting = [row.waiting for row in funnel_drawing(busy).rows]
    assert waiting[3].endswith("wait")


def test_a_plan_of_one_week_is_said_to_be_of_one() -> None:
    plan = small_plan()
    plan = plan.with_network(replace(plan.network, weeks=1))
    assert "1 week from" in source_text(plan)
    assert funnel_drawing(look_ahead(plan)).unit.startswith("leads in 1 week;")
