from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

from simulation.chances.judging import auc_with_error, judge, reliability


@given(st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=2, max_size=60))
def test_measures_are_those_of_the_textbook(pairs: list[tuple[int, bool]]) -> None:
    chances = np.array([(tenths + 1) / 10 for tenths, _came in pairs])
    reached = np.array([came for _tenths, came in pairs])
    judged = judge(chances, reached)
    assert judged is not None
    assert judged.brier == pytest.approx(brier_score_loss(reached, chances))
    assert judged.log_loss == pytest.approx(log_loss(reached, chances, labels=[False, True]))
    if reached.all() or not reached.any():
        assert judged.auc is None
    else:
        assert judged.auc == pytest.approx(roc_auc_score(reached, chances))


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=150))
def test_reliability_counts_every_lead_once_and_never_parts_equal_chances(
    pairs: list[tuple[int, bool]],
) -> None:
    chances = np.array([tenths / 20 for tenths, _came in pairs])
    reached = np.array([came for _tenths, came in pairs])
    bins = reliability(chances, reached)
    assert sum(one.leads for one in bins) == len(pairs)
    assert sum(one.reached for one in bins) == reached.sum()
    assert all(one.low <= one.came <= one.high for one in bins)
    assert all(left.said < right.said for left, right in pairwise(bins))


def test_the_error_of_the_area_shrinks_with_the_square_root_of_the_leads() -> None:
    rng = np.random.default_rng(4)
    errors = []
    for count in (400, 6_400):
        chances = rng.random(count)
        found = auc_with_error(chances, rng.random(count) < chances)
        assert found is not None
        errors.append(found[1])
    assert errors[0] / errors[1] == pytest.approx(4.0, rel=0.2)


def test_no_leads_give_no_judgement() -> None:
    assert judge(np.empty(0), np.empty(0, dtype=bool)) is None
