from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.assumptions import BetaRate, FixedRate, house_funnel, with_rates_from_one_sample
from tests.views.forecast_doubles import house_outlook
from views.forecast.content import house_content
from views.forecast.outlook import assumptions_of, look_ahead, sampled_assumptions_of


def test_the_house_content_is_the_house_funnel() -> None:
    content = house_content()
    assert assumptions_of(content) == house_funnel()
    given_rates = [c.rate for c in sampled_assumptions_of(content).conversions]
    expected = [c.rate for c in with_rates_from_one_sample(house_funnel()).conversions]
    for mine, theirs in zip(given_rates, expected, strict=True):
        assert isinstance(mine, BetaRate)
        assert isinstance(theirs, BetaRate)
        assert (mine.alpha, mine.beta) == pytest.approx((theirs.alpha, theirs.beta))


def test_both_views_of_the_house_example_meet_their_closed_forms() -> None:
    outlook = house_outlook()
    assert outlook.given.clients.p_zero == pytest.approx(0.0486683, abs=0.009)
    assert outlook.sampled.clients.p_zero == pytest.approx(0.1231227, abs=0.014)
    assert outlook.given.clients.chance_of_at_least(3) == pytest.approx(0.5785, abs=0.02)


def test_a_preview_leaves_the_given_rates_in_full() -> None:
    content = house_content()
    preview = look_ahead(content, preview=True)
    assert preview.given == house_outlook().given
    assert preview.sampled.trials < house_outlook().sampled.trials
    assert preview.sampled.clients.p_zero == pytest.approx(
        house_outlook().sampled.clients.p_zero, abs=0.02
    )


def test_a_rate_of_nothing_or_all_is_never_drawn() -> None:
    content = house_content().with_rate(0, 1.0).with_rate(4, 0.0)
    conversions = sampled_assumptions_of(content).conversions
    assert conversions[0].rate == FixedRate(1.0)
    assert conversions[4].rate == FixedRate(0.0)
    assert look_ahead(replace(content, trials=50)).given.clients.p_zero == 1.0


@given(st.integers(0, 1000), st.integers(0, 4))
@settings(max_examples=40)
def test_a_moved_rate_keeps_its_sample_size_and_its_mean(tenths: int, index: int) -> None:
    content = house_content().with_rate(index, tenths / 1000)
    drawn = sampled_assumptions_of(content).conversions[index].rate
    assert drawn.mean == pytest.approx(tenths / 1000, abs=5.1e-4)
    if isinstance(drawn, BetaRate):
        assert drawn.alpha + drawn.beta == pytest.approx(content.rates[index].entered)


def test_moving_back_to_what_was_counted_gives_back_its_origin() -> None:
    content = house_content()
    away = content.with_rate(3, 0.6)
    assert away.rates[3].current_origin == "typed"
    assert away.with_rate(3, 0.533) == content
