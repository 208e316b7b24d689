"""Why a lead's chance is what it is: what each trait adds, and how others with it ended."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.chances.stored import Chance, Reason
from models.chances.traits import FIT_BY_RULES, INTEREST_BY_RULES
from simulation.chances.cases import Cases
from simulation.chances.encoding import OTHER, UNKNOWN, Encoder, Evidence
from simulation.chances.fitting import ChanceModel

MOST_REASONS = 6
_LEAST_LOG_ODDS = 0.05
_NOBODY = Evidence(0, 0)


def explained(
    model: ChanceModel, cases: Cases, lead_ids: Sequence[int], places: NDArray[np.int64]
) -> tuple[Chance, ...]:
    """Return the chances of the leads at these places, each with its weightiest reasons."""
    some = cases.some(places)
    chances, parts = model.chances(some), model.parts(some)
    names = (*(trait.code for trait in some.traits), FIT_BY_RULES, INTEREST_BY_RULES)
    found = []
    for row, place in enumerate(places):
        order = np.argsort(-np.abs(parts[row]), kind="stable")[:MOST_REASONS]
        reasons = [
            _reason(model, some, row, int(one), names[one], float(parts[row, one]))
            for one in order
            if abs(parts[row, one]) >= _LEAST_LOG_ODDS
        ]
        found.append(Chance(lead_ids[place], float(chances[row]), reasons))
    return tuple(found)


def _reason(
    model: ChanceModel, cases: Cases, row: int, trait: int, name: str, log_odds: float
) -> Reason:
    if trait >= len(cases.traits) or model.columns is None:
        return Reason(name, None, log_odds, 0, 0)
    value = cases.traits[trait].values[row]
    evidence = _evidence(model, model.columns.encoders[trait], trait, value)
    return Reason(name, value, log_odds, evidence.leads, evidence.reached)


def _evidence(
    model: ChanceModel, encoder: Encoder, trait: int, value: str | float | None
) -> Evidence:
    """Return the evidence of the group that a value belongs to; of words, that of the weightiest.

    Leads to whom something never happened stand for those without a group.
    """
    counted = model.evidence.get(encoder.code, {})
    keys = encoder.keys_of(value)
    if keys and model.columns is not None:
        start = model.columns.starts[trait]
        weight = {key: abs(model.weights[start + encoder.keys.index(key)]) for key in keys}
        return counted[max(keys, key=lambda key: (weight[key], key))]
    if encoder.kind == "count" and "1" in counted:
        happened = counted["1"]
        return Evidence(model.leads - happened.leads, model.reached - happened.reached)
    return _NOBODY


def weightiest(model: ChanceModel, most: int) -> tuple[Reason, ...]:
    """Return the groups of leads that a model weighs most, with their evidence."""
    if model.columns is None:
        return ()
    found = []
    for place, encoder in enumerate(model.columns.encoders):
        start = model.columns.starts[place]
        for offset, key in enumerate(encoder.keys):
            weight = float(model.weights[start + offset])
            counted = model.evidence[encoder.code][key]
            value = _group(encoder, key)
            found.append(Reason(encoder.code, value, weight, counted.leads, counted.reached))
    found.sort(key=lambda one: (-abs(one.log_odds), one.trait, str(one.value)))
    return tuple(one for one in found[:most] if abs(one.log_odds) >= _LEAST_LOG_ODDS)


def _group(encoder: Encoder, key: str) -> str | float | None:
    if key == UNKNOWN:
        return None
    if key == OTHER:
        return "…"
    if encoder.kind == "count":
        return 1.0
    if encoder.kind != "number":
        return key
    lower, upper = encoder.span_of(key)
    if lower is None:
        return f"≤ {upper:,.10g}"
    return f"> {lower:,.10g}" if upper is None else f"> {lower:,.10g}, ≤ {upper:,.10g}"
