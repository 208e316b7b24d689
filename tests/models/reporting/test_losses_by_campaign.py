"""The reasons that leads left for say whose turn it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ids import CampaignId
from models.reporting.questions.leaving import (
    AT_CAPTURE,
    CampaignLosses,
    ReasonCount,
    Side,
    finding,
    side_to_act,
)


def campaign(**left: int) -> CampaignLosses:
    """Return a campaign of 1,000 leads that lost some for these reasons."""
    counts = [ReasonCount(code, code, count, code in AT_CAPTURE) for code, count in left.items()]
    return CampaignLosses(CampaignId(1), "E-book", "Content", 1_000, 10, 1, tuple(counts))


@pytest.mark.parametrize(
    ("left", "side"),
    [
        ({"authority": 20}, Side.MARKETING),
        ({"authority": 19}, None),
        ({"budget": 60, "timing": 40}, Side.MARKETING),
        ({"budget": 50, "timing": 50}, None),
        ({"no_response": 70, "competitor": 20, "budget": 10}, Side.SALES),
        ({"": 100}, None),
        ({}, None),
    ],
)
def test_the_side_whose_reasons_are_the_majority_has_to_act(
    left: dict[str, int], side: Side | None
) -> None:
    assert side_to_act(campaign(**left)) is side


def test_the_sentence_names_the_counts_it_rests_on() -> None:
    said = finding(campaign(authority=1_200, timing=30))
    assert said.startswith("1,200 of the 1,230 that left")
    assert "marketing has to act" in said
    assert "timing" not in said
    assert "too few" in finding(campaign(timing=3))


REASONS = st.sampled_from(("budget", "authority", "timing", "competitor", ""))


@given(st.dictionaries(REASONS, st.integers(0, 500)))
def test_every_campaign_has_a_finding_and_never_two_sides(left: dict[str, int]) -> None:
    row = campaign(**left)
    assert finding(row)
    if side_to_act(row) is Side.MARKETING:
        assert 2 * row.gone_at_capture > row.gone
    if side_to_act(row) is Side.SALES:
        assert 2 * row.gone_at_capture <= row.gone
