"""From the workspace's leads to a model of one outcome, judged on the latest of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from models.chances.facts import LeadFacts
from models.chances.prior import prior_rate
from simulation.chances.cases import Cases, Floats, Trait, TraitKind
from simulation.chances.fitting import (
    LEAST_IN_A_PART,
    ChanceModel,
    by_rules,
    enough_to_learn,
    learn_chances,
    out_of_fold,
)
from simulation.chances.judging import Judgement, judge

_MOST_OUT_OF_FOLD = 2_000


@dataclass(frozen=True, slots=True)
class Holdout:
    """The latest leads, which the model that is judged on them never saw.

    `places` are theirs among the facts; `by_rules` is how the rules alone would have done.
    """

    places: NDArray[np.int64]
    chances: Floats
    reached: NDArray[np.bool_]
    begins: datetime
    judgement: Judgement
    by_rules: Judgement


@dataclass(frozen=True, slots=True)
class LearnedOutcome:
    """What was learned of one outcome.

    `cases` are all leads, `decided` the places of those that were learned from. `out_of_fold`
    judges chances that were learned without the lead, each in its turn.
    """

    facts: LeadFacts
    cases: Cases
    decided: NDArray[np.int64]
    reached: NDArray[np.bool_]
    model: ChanceModel
    holdout: Holdout | None
    out_of_fold: Judgement | None

    @property
    def is_learned(self) -> bool:
        """Whether there was enough to learn from; else the rules alone speak."""
        return self.model.columns is not None


def cases_of(facts: LeadFacts) -> Cases:
    """Return all leads as the learning takes them."""
    rules = np.array(facts.rules, dtype=np.float64).reshape(len(facts.rules), 2)
    traits = [
        Trait(one.code, cast("TraitKind", one.kind), cast("Sequence[Any]", one.values))
        for one in facts.traits
    ]
    return Cases(tuple(traits), rules)


def learn_outcome(
    facts: LeadFacts, *, holdout_share: float, with_folds: bool = False
) -> LearnedOutcome:
    """Learn an outcome from all leads whose end is known, and judge it on the latest share.

    The model that is judged is learned from the earlier leads alone; the one that is returned from
    all. `with_folds` judges out of fold as well.
    """
    cases = cases_of(facts)
    ends = [one.reached for one in facts.population.pursuits]
    decided = np.array([place for place, end in enumerate(ends) if end is not None], dtype=np.int64)
    reached = np.array([ends[place] for place in decided], dtype=bool)
    known, prior = cases.some(decided), prior_rate(facts.outcome)
    model = learn_chances(known, reached, prior)
    folded = None
    if with_folds and model.columns is not None:
        latest = np.arange(max(0, len(decided) - _MOST_OUT_OF_FOLD), len(decided))
        chances = out_of_fold(known.some(latest), reached[latest], prior)
        folded = judge(chances, reached[latest])
    return LearnedOutcome(
        facts,
        cases,
        decided,
        reached,
        model,
        _holdout(facts, known, decided, reached, holdout_share),
        folded,
    )


def _holdout(
    facts: LeadFacts,
    known: Cases,
    decided: NDArray[np.int64],
    reached: NDArray[np.bool_],
    share: float,
) -> Holdout | None:
    count = round(share * len(decided))
    first = len(decided) - count
    if count < 1 or first < 1:
        return None
    prior = prior_rate(facts.outcome)
    earlier, latest = np.arange(first), np.arange(first, len(decided))
    rules = model = by_rules(known.some(earlier), reached[earlier], prior)
    if enough_to_learn(reached):
        model = learn_chances(known.some(earlier), reached[earlier], prior, least=LEAST_IN_A_PART)
    chances = model.chances(known.some(latest))
    judged = judge(chances, reached[latest])
    judged_by_rules = judge(rules.chances(known.some(latest)), reached[latest])
    if judged is None or judged_by_rules is None:
        return None
    begins = facts.population.pursuits[int(decided[first])].since
    return Holdout(decided[latest], chances, reached[latest], begins, judged, judged_by_rules)
