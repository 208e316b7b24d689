"""Learning chances: a penalised logistic regression that few data leave at what the rules say.

The prior is made of leads that nobody saw: each lead that is learned from counts a little, with
the outcome that the scoring rules expect, `PRIOR_LEADS` of them altogether (a catalytic prior).
Their weight is that of twenty leads, whatever the number of real ones.

References
----------
Huang, Stein, Rubin and Kou (2020), Catalytic prior distributions with application to generalized
linear models, PNAS 117, 12004-12010. Platt (1999), Probabilistic outputs for support vector
machines, for the calibration.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulation.chances.cases import Cases, Floats
from simulation.chances.encoding import (
    Columns,
    Evidence,
    columns_of,
    evidence_of,
)

LEAST_OUTCOMES: Final = 50
LEAST_OF_EACH: Final = 5
LEAST_IN_A_PART: Final = 25
PRIOR_LEADS: Final = 20.0
MOST_LEARNED_FROM: Final = 20_000
_STRENGTHS: Final = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
_FOLDS: Final = 5
_MOST_FOR_STRENGTH: Final = 4_000
_MOST_FOR_CALIBRATION: Final = 10_000
_HARDLY: Final = 0.5
_STEEPEST: Final = 30.0

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ChanceModel:
    """What the log odds of a lead are made of.

    Attributes
    ----------
    columns
        How leads become columns; None where the rules alone speak.
    weights
        Log odds by column; shape (columns,). Those of the rules come last.
    base
        Log odds of the average lead that was learned from.
    means
        Mean of each column among the leads learned from, so that reasons are against the average.
    evidence
        By trait and group of leads.
    strength
        The C of the penalty: the smallest that is hardly worse out of fold than the best one; None
        where the rules alone speak.
    leads, reached
        How many leads were learned from, and how many of them reached the outcome.
    """

    columns: Columns | None
    weights: Floats
    base: float
    means: Floats
    evidence: dict[str, dict[str, Evidence]]
    strength: float | None
    leads: int
    reached: int

    def chances(self, cases: Cases) -> Floats:
        """Return the chance of each lead, in (0, 1); shape (n,)."""
        return sigmoid(self.base + self.parts(cases).sum(axis=1))

    def parts(self, cases: Cases) -> Floats:
        """Return what each trait adds to the log odds of an average lead, the rules' two last.

        Shape (n, traits + 2).
        """
        if self.columns is None:
            return np.concatenate(
                [np.zeros((len(cases), len(cases.traits))), cases.rules - self.means], axis=1
            )
        matrix = self.columns.matrix(cases)
        starts = self.columns.starts
        spans = [*pairwise(starts[:-1])]
        spans += [(starts[-2], starts[-2] + 1), (starts[-2] + 1, starts[-1])]
        found = np.zeros((len(cases), len(spans)))
        for place, (start, end) in enumerate(spans):
            if end > start:
                mine = self.weights[start:end]
                found[:, place] = matrix[:, start:end] @ mine - self.means[start:end] @ mine
        return found


def sigmoid(log_odds: Floats) -> Floats:
    """Return the chances of log odds."""
    return 1.0 / (1.0 + np.exp(-np.clip(log_odds, -_STEEPEST, _STEEPEST)))


def enough_to_learn(reached: Bools, least: int = LEAST_OUTCOMES) -> bool:
    """Say whether there are outcomes enough, of both kinds, to learn more than the rules say."""
    came = int(reached.sum())
    return len(reached) >= least and min(came, len(reached) - came) >= LEAST_OF_EACH


def by_rules(cases: Cases, reached: Bools, prior_rate: float) -> ChanceModel:
    """Return the chances of the scoring rules, at the level of the outcomes that are known.

    Parameters
    ----------
    cases, reached
        Leads whose outcome is known, and which of them reached it; shape (n,).
    prior_rate
        The share that is expected to reach the outcome before anything is known, in (0, 1).
    """
    means = cases.rules.mean(axis=0) if len(cases) else np.zeros(2)
    log_odds = cases.rules.sum(axis=1) if len(cases) else np.zeros(1)
    level = _level(log_odds, _shrunk_rate(reached, prior_rate))
    return ChanceModel(
        columns=None,
        weights=np.ones(2),
        base=float(level + means.sum()),
        means=means,
        evidence={},
        strength=None,
        leads=len(reached),
        reached=int(reached.sum()),
    )


def learn_chances(
    cases: Cases, reached: Bools, prior_rate: float, *, least: int = LEAST_OUTCOMES
) -> ChanceModel:
    """Learn from leads whose end is known, in the order of time; the latest 20,000 are used.

    Where there are fewer than 50 outcomes, or fewer than 5 of one kind, the rules alone speak.

    Parameters
    ----------
    cases
        Leads with what was known of them before.
    reached
        Whether each reached the outcome; shape (n,).
    prior_rate
        The share that is expected to before anything is known, in (0, 1).
    least
        With fewer outcomes the rules alone speak; a part of enough leads is enough with half.
    """
    if not enough_to_learn(reached, least):
        return by_rules(cases, reached, prior_rate)
    if len(cases) > MOST_LEARNED_FROM:
        latest = np.arange(len(cases) - MOST_LEARNED_FROM, len(cases))
        cases, reached = cases.some(latest), reached[latest]
    columns = columns_of(cases)
    matrix = columns.matrix(cases)
    prior = by_rules(cases, reached, prior_rate).chances(cases)
    strength = _best_strength(matrix, reached, prior)
    weights, intercept = _fitted(matrix, reached, prior, strength)
    slope, shift = _calibration(matrix, reached, prior, strength)
    means = np.asarray(matrix.mean(axis=0)).ravel()
    weights = weights * slope
    return ChanceModel(
        columns=columns,
        weights=weights,
        base=float(intercept * slope + shift + means @ weights),
        means=means,
        evidence={
            encoder.code: evidence_of(encoder, trait.values, reached)
            for encoder, trait in zip(columns.encoders, cases.traits, strict=True)
        },
        strength=strength,
        leads=len(reached),
        reached=int(reached.sum()),
    )


def out_of_fold(cases: Cases, reached: Bools, prior_rate: float, *, folds: int = _FOLDS) -> Floats:
    """Return the chance of each lead by a model that was learned from others; shape (n,).

    Everything is learned anew for each fold: columns, strength of the penalty and calibration.

    Parameters
    ----------
    cases, reached, prior_rate
        As of `learn_chances`.
    folds
        Into how many parts the leads are split, each judged by a model of the others.
    """
    chances = np.empty(len(cases))
    for train, test in _split(reached, folds):
        model = learn_chances(cases.some(train), reached[train], prior_rate, least=LEAST_IN_A_PART)
        chances[test] = model.chances(cases.some(test))
    return chances


def _shrunk_rate(reached: Bools, prior_rate: float) -> float:
    return float((reached.sum() + PRIOR_LEADS * prior_rate) / (len(reached) + PRIOR_LEADS))


def _level(log_odds: Floats, rate: float) -> float:
    """Return what has to be added to log odds so that their chances have this mean."""
    low, high = -_STEEPEST - float(log_odds.max()), _STEEPEST - float(log_odds.min())
    for _turn in range(80):
        middle = (low + high) / 2
        if sigmoid(log_odds + middle).mean() < rate:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _fitted(matrix: Any, reached: Bools, prior: Floats, strength: float) -> tuple[Floats, float]:
    """Return weights and intercept, with the leads of the prior among the real ones."""
    from scipy.sparse import vstack
    from sklearn.linear_model import LogisticRegression

    count = len(reached)
    unseen = PRIOR_LEADS / count
    came = np.concatenate([np.ones(count, dtype=bool), np.zeros(count, dtype=bool)])
    weight = np.concatenate([reached + unseen * prior, ~reached + unseen * (1.0 - prior)])
    regression = LogisticRegression(C=strength, solver="newton-cholesky", tol=1e-7, max_iter=200)
    twice = vstack([matrix, matrix], format="csr")
    regression.fit(twice, came, sample_weight=weight)
    return regression.coef_[0], float(regression.intercept_[0])


def _split(reached: Bools, folds: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    from sklearn.model_selection import StratifiedKFold

    fewest = int(min(reached.sum(), (~reached).sum()))
    parts = StratifiedKFold(max(2, min(folds, fewest)), shuffle=True, random_state=1)
    return list(parts.split(np.zeros((len(reached), 1)), reached))


def _log_odds_out_of_fold(matrix: Any, reached: Bools, prior: Floats, strength: float) -> Floats:
    found = np.empty(len(reached))
    for train, test in _split(reached, _FOLDS):
        weights, intercept = _fitted(matrix[train], reached[train], prior[train], strength)
        found[test] = matrix[test] @ weights + intercept
    return found


def _best_strength(matrix: Any, reached: Bools, prior: Floats) -> float:
    """Return the strength that does best out of fold, or a weaker one that is hardly worse.

    Hardly is half a standard error of the difference: among a few dozen leads the best is luck.
    """
    latest = slice(max(0, len(reached) - _MOST_FOR_STRENGTH), None)
    came = reached[latest]
    if not enough_to_learn(came, LEAST_IN_A_PART):
        return _STRENGTHS[2]
    losses = []
    for strength in _STRENGTHS:
        log_odds = _log_odds_out_of_fold(matrix[latest], came, prior[latest], strength)
        losses.append(np.logaddexp(0.0, np.where(came, -log_odds, log_odds)))
    best = min(losses, key=lambda loss: float(loss.mean()))
    for strength, loss in zip(_STRENGTHS, losses, strict=True):
        worse = loss - best
        if worse.mean() <= _HARDLY * worse.std() / np.sqrt(len(worse)):
            return strength
    return _STRENGTHS[-1]


def _calibration(
    matrix: Any, reached: Bools, prior: Floats, strength: float
) -> tuple[float, float]:
    """Return slope and shift that make chances out of fold hold; few data leave them at 1 and 0."""
    from sklearn.linear_model import LogisticRegression

    latest = slice(max(0, len(reached) - _MOST_FOR_CALIBRATION), None)
    came = reached[latest]
    if not enough_to_learn(came, LEAST_IN_A_PART):
        return 1.0, 0.0
    log_odds = _log_odds_out_of_fold(matrix[latest], came, prior[latest], strength)
    said = sigmoid(log_odds)
    unseen = 2 * PRIOR_LEADS / len(came)
    outcome = np.concatenate([np.ones(len(came), dtype=bool), np.zeros(len(came), dtype=bool)])
    weight = np.concatenate([came + unseen * said, ~came + unseen * (1.0 - said)])
    regression = LogisticRegression(C=1e6, solver="newton-cholesky", tol=1e-8, max_iter=200)
    regression.fit(np.concatenate([log_odds, log_odds])[:, None], outcome, sample_weight=weight)
    # Chances turned over would say that the leads out of fold are of another world.
    return max(0.1, float(regression.coef_[0, 0])), float(regression.intercept_[0])
