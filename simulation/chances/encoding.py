"""Traits as columns of numbers, fixed by the leads that are learned from.

What few leads share is pooled, so that a chance is not moved by two leads; the ridge penalty of
the fit then shrinks what is left towards the average of all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulation.chances.cases import Cases, Trait

FEWEST_LEADS: Final = 4
MOST_LEVELS: Final = 40
OTHER: Final = "\x00other"
UNKNOWN: Final = ""
_BINS: Final = 4
_COUNT_LIMIT: Final = 4.0
# The ridge penalises a large column less: what the rules say is to be kept where data are few.
RULE_SCALE: Final = 3.0
RULES: Final = ("rules:fit", "rules:interest")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Encoder:
    """How one trait becomes columns.

    Attributes
    ----------
    code, kind
        Of the trait.
    keys
        The groups of leads that share a value: levels, words, or bins of a number, as texts.
    edges
        Upper ends of a number's bins but the last, ascending.
    centre, scale
        Mean and spread of the straight part of a number; of other kinds 0 and 1.
    logarithmic
        Whether the straight part is of the logarithm.
    """

    code: str
    kind: str
    keys: tuple[str, ...]
    edges: tuple[float, ...] = ()
    centre: float = 0.0
    scale: float = 1.0
    logarithmic: bool = False

    @property
    def width(self) -> int:
        """How many columns the trait has."""
        return len(self.keys) + (self.kind in ("number", "count"))

    def keys_of(self, value: str | float | None) -> tuple[str, ...]:
        """Return the groups that a value belongs to; several only where words are counted."""
        if self.kind == "number":
            return tuple(one for one in self.keys if one == self._bin(value))
        if self.kind == "count":
            return self.keys if value else ()
        if self.kind == "words":
            found = words_of(value)
            held = tuple(one for one in self.keys if one in found)
            return held or ((UNKNOWN,) if not found and UNKNOWN in self.keys else ())
        text = UNKNOWN if value is None else str(value)
        if text in self.keys:
            return (text,)
        return (OTHER,) if OTHER in self.keys else ()

    def straight(self, value: str | float | None) -> float:
        """Return the straight part of a number or a count; 0 where it is not known."""
        if value is None or isinstance(value, str):
            return 0.0
        if self.kind == "count":
            return min(float(np.log2(1.0 + value)), _COUNT_LIMIT)
        number = _logarithm(value) if self.logarithmic else value
        return float(np.clip((number - self.centre) / self.scale, -3.0, 3.0))

    def _bin(self, value: str | float | None) -> str:
        if value is None or isinstance(value, str):
            return UNKNOWN
        return str(int(np.searchsorted(np.array(self.edges), value, side="left")))

    def span_of(self, key: str) -> tuple[float | None, float | None]:
        """Return the bounds of a bin of a number: above the first, up to the second."""
        place = int(key)
        lower = self.edges[place - 1] if place > 0 else None
        return lower, self.edges[place] if place < len(self.edges) else None


def words_of(value: str | float | None) -> frozenset[str]:
    """Return the words of a text, in small letters, without figures.

    >>> sorted(words_of("Head of Operations (EMEA)"))
    ['emea', 'head', 'of', 'operations']
    """
    return frozenset(_WORD.findall(value.casefold())) if isinstance(value, str) else frozenset()


def encoder_of(trait: Trait) -> Encoder:
    """Return how a trait becomes columns, by the leads that are learned from."""
    if trait.kind == "number":
        return _number(trait)
    if trait.kind == "count":
        happened = sum(1 for value in trait.values if value)
        return Encoder(trait.code, trait.kind, ("1",) if happened >= FEWEST_LEADS else ())
    if trait.kind == "words":
        counted = Counter(word for value in trait.values for word in words_of(value))
        counted[UNKNOWN] = sum(1 for value in trait.values if not words_of(value))
        return Encoder(trait.code, trait.kind, _frequent(counted, len(trait.values)))
    counted = Counter(UNKNOWN if value is None else str(value) for value in trait.values)
    kept = _frequent(counted, len(trait.values) + 1)
    pooled = sum(counted.values()) - sum(counted[key] for key in kept)
    return Encoder(trait.code, trait.kind, (*kept, OTHER) if pooled >= FEWEST_LEADS else kept)


def _frequent(counted: Counter[str], everybody: int) -> tuple[str, ...]:
    kept = [key for key, count in counted.items() if FEWEST_LEADS <= count < everybody]
    kept.sort(key=lambda key: (-counted[key], key))
    return tuple(sorted(kept[:MOST_LEVELS]))


def _number(trait: Trait) -> Encoder:
    known = np.array(
        [value for value in trait.values if isinstance(value, (int, float))], dtype=np.float64
    )
    unknown = len(trait.values) - len(known)
    if len(known) < FEWEST_LEADS or known.min() == known.max():
        is_split = min(unknown, len(known)) >= FEWEST_LEADS
        return Encoder(trait.code, trait.kind, (UNKNOWN,) if is_split else ())
    inner = np.arange(1, _BINS) / _BINS
    edges = np.unique(np.quantile(known, inner, method="lower"))
    edges = edges[edges < known.max()]
    logarithmic = bool(known.min() >= 0 and known.max() > 20 * max(1.0, float(np.median(known))))
    straight = np.array([_logarithm(one) for one in known]) if logarithmic else known
    keys = tuple(str(place) for place in range(len(edges) + 1))
    return Encoder(
        trait.code,
        trait.kind,
        (*keys, UNKNOWN) if unknown >= FEWEST_LEADS else keys,
        tuple(float(edge) for edge in edges),
        float(straight.mean()),
        float(straight.std()) or 1.0,
        logarithmic,
    )


def _logarithm(value: float) -> float:
    return float(np.log1p(max(value, 0.0)))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of all traits and of the rules, in this order.

    Attributes
    ----------
    encoders
        One a trait, in the traits' order.
    starts
        The first column of each trait, then that of the rules, then the number of columns.
    """

    encoders: tuple[Encoder, ...]
    starts: tuple[int, ...]

    def matrix(self, cases: Cases) -> Any:
        """Return the leads as a sparse matrix of shape (n, columns)."""
        from scipy.sparse import csr_array

        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []

        def put(row: int, column: int, value: float) -> None:
            rows.append(row)
            columns.append(column)
            values.append(value)

        for trait, encoder, start in zip(cases.traits, self.encoders, self.starts, strict=False):
            if not encoder.width:
                continue
            places = {key: start + place for place, key in enumerate(encoder.keys)}
            end = start + encoder.width - 1
            remembered: dict[str | float | None, tuple[list[int], float]] = {}
            for row, value in enumerate(trait.values):
                if value not in remembered:
                    held = [places[key] for key in encoder.keys_of(value)]
                    remembered[value] = (held, encoder.straight(value))
                held, straight = remembered[value]
                for column in held:
                    put(row, column, 1.0)
                if straight:
                    put(row, end, straight)
        for side in range(2):
            for row, log_odds in enumerate(cases.rules[:, side].tolist()):
                if log_odds:
                    put(row, self.starts[-2] + side, RULE_SCALE * log_odds)
        shape = (len(cases), self.starts[-1])
        return csr_array((values, (rows, columns)), shape=shape, dtype=np.float64)


def columns_of(cases: Cases) -> Columns:
    """Return how leads become columns, by those that are learned from."""
    encoders = tuple(encoder_of(trait) for trait in cases.traits)
    starts = [0]
    for encoder in encoders:
        starts.append(starts[-1] + encoder.width)
    return Columns(encoders, (*starts, starts[-1] + len(RULES)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many leads share something, and how many of them reached the outcome."""

    leads: int
    reached: int


def evidence_of(
    encoder: Encoder, values: Sequence[str | float | None], reached: NDArray[np.bool_]
) -> dict[str, Evidence]:
    """Return the evidence of each group of a trait among the leads that are learned from."""
    leads: Counter[str] = Counter()
    won: Counter[str] = Counter()
    for value, came in zip(values, reached.tolist(), strict=True):
        for key in encoder.keys_of(value):
            leads[key] += 1
            won[key] += came
    return {key: Evidence(leads[key], won[key]) for key in encoder.keys}
