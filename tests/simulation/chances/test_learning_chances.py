from collections import Counter
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from simulation.chances.cases import Cases, Trait, TraitKind
from simulation.chances.encoding import columns_of, encoder_of
from simulation.chances.fitting import (
    ChanceModel,
    by_rules,
    learn_chances,
    sigmoid,
)
from simulation.chances.judging import judge

_BY_CHANNEL = {"Referral": 1.0, "Ads": -0.8, "Webinar": 0.2}


def made_up(count: int, seed: int) -> tuple[Cases, NDArray[np.bool_], NDArray[np.float64]]:
    """Return leads whose true chances are known."""
    rng = np.random.default_rng(seed)
    channels = rng.choice(list(_BY_CHANNEL), count)
    employees = np.exp(rng.normal(4, 1, count))
    visited = rng.random(count) < 0.3
    effects = np.array([_BY_CHANNEL[str(one)] for one in channels])
    truth = sigmoid(-1.0 + effects + 0.5 * (np.log(employees) - 4) + 1.2 * visited)
    rules = np.stack([np.zeros(count), visited - visited.mean()], axis=1)
    traits = (
        Trait("channel", "category", [str(one) for one in channels]),
        Trait("employees", "number", [float(one) for one in employees]),
        Trait("visit", "count", [float(one) for one in visited]),
        Trait("noise", "category", [str(one) for one in rng.integers(0, 30, count)]),
    )
    return Cases(traits, rules), rng.random(count) < truth, truth


@pytest.fixture(scope="module")
def learned() -> ChanceModel:
    cases, reached, _truth = made_up(2_500, 1)
    return learn_chances(cases, reached, 0.075)


def test_known_chances_are_recovered_and_hold_on_new_leads(learned: ChanceModel) -> None:
    cases, reached, truth = made_up(4_000, 2)
    chances = learned.chances(cases)
    assert np.sqrt(((chances - truth) ** 2).mean()) < 0.05
    judged = judge(chances, reached)
    assert judged is not None
    assert sum(not one.low <= one.said <= one.high for one in judged.reliability) <= 3


def test_reasons_add_up_to_the_log_odds(learned: ChanceModel) -> None:
    cases, _reached, _truth = made_up(50, 3)
    log_odds = learned.base + learned.parts(cases).sum(axis=1)
    assert learned.chances(cases) == pytest.approx(sigmoid(log_odds))


def test_evidence_is_counted_among_the_leads_learned_from(learned: ChanceModel) -> None:
    cases, reached, _truth = made_up(2_500, 1)
    channels = cases.traits[0].values
    came = Counter(channel for channel, won in zip(channels, reached, strict=True) if won)
    assert learned.evidence["channel"]["Ads"].leads == channels.count("Ads")
    assert learned.evidence["channel"]["Ads"].reached == came["Ads"]


@pytest.mark.parametrize(("count", "turned"), [(49, False), (500, True)])
def test_too_few_outcomes_or_one_kind_of_them_leave_the_rules(count: int, turned: bool) -> None:
    cases, reached, _truth = made_up(count, 5)
    reached = np.zeros(count, dtype=bool) if turned else reached
    model = learn_chances(cases, reached, 0.075)
    assert model.columns is None
    assert (model.chances(cases) == by_rules(cases, reached, 0.075).chances(cases)).all()
    order = np.argsort(cases.rules.sum(axis=1), kind="stable")
    assert (np.diff(model.chances(cases)[order]) >= 0).all()


def test_with_few_outcomes_and_nothing_to_tell_leads_apart_the_rules_are_kept() -> None:
    rng = np.random.default_rng(6)
    rules = np.stack([rng.normal(0, 1, 60), np.zeros(60)], axis=1)
    reached = rng.random(60) < sigmoid(rules[:, 0] - 0.5)
    model = learn_chances(Cases((), rules), reached, 0.3)
    assert model.columns is not None
    ours, of_rules = model.chances(Cases((), rules)), by_rules(Cases((), rules), reached, 0.3)
    assert np.corrcoef(ours, of_rules.chances(Cases((), rules)))[0, 1] > 0.99


def test_the_same_leads_give_the_same_chances_to_the_bit(learned: ChanceModel) -> None:
    cases, reached, _truth = made_up(2_500, 1)
    again = learn_chances(cases, reached, 0.075)
    assert (again.chances(cases) == learned.chances(cases)).all()


def test_what_few_leads_share_is_pooled() -> None:
    trait = Trait("channel", "category", ["a"] * 10 + ["b"] * 10 + ["c", "d", "e", "f"])
    encoder = encoder_of(trait)
    assert encoder.keys_of("a") == ("a",)
    assert encoder.keys_of("c") == encoder.keys_of("never seen")
    assert len(encoder.keys) == 3


@given(
    st.sampled_from(get_args(TraitKind)),
    st.lists(st.one_of(st.none(), st.floats(0, 1e9), st.text(max_size=8)), max_size=30),
    st.one_of(st.none(), st.floats(0, 1e9), st.text(max_size=8)),
)
def test_any_value_has_its_columns(
    kind: TraitKind, values: list[str | float | None], other: str | float | None
) -> None:
    texts = kind not in ("number", "count")
    kept = [value for value in values if texts or not isinstance(value, str)]
    trait = Trait("any", kind, kept)
    cases = Cases((trait,), np.zeros((len(kept), 2)))
    columns = columns_of(cases)
    matrix = columns.matrix(Cases((Trait("any", trait.kind, [other]),), np.zeros((1, 2))))
    assert matrix.shape == (1, columns.starts[-1])
    assert np.isfinite(matrix.toarray()).all()
