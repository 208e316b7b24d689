"""What is known of leads, as the learning takes it: one column a trait, and what the rules say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
TraitKind: TypeAlias = Literal["category", "number", "words", "count"]


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing that is known of each lead.

    Parameters
    ----------
    code
        What the trait is called by.
    kind
        ``category`` (texts), ``number`` (finite floats), ``words`` (texts of which each word
        counts), or ``count`` (how often something happened, 0 or more).
    values
        One value a lead, None where it is not known.
    """

    code: str
    kind: TraitKind
    values: Sequence[str | float | None]

    def some(self, places: Sequence[int]) -> Trait:
        """Return the trait of the leads at these places only."""
        return Trait(self.code, self.kind, [self.values[place] for place in places])


@dataclass(frozen=True, slots=True)
class Cases:
    """Leads with their traits and the log odds that the scoring rules give for each of them.

    Parameters
    ----------
    traits
        All of the same length ``n``.
    rules
        Log odds by fit and by interest, relative to an average lead; shape (n, 2).
    """

    traits: tuple[Trait, ...]
    rules: Floats

    def __post_init__(self) -> None:
        if self.rules.ndim != 2 or self.rules.shape[1] != 2:
            raise ValueError(f"rules have the shape (n, 2), not {self.rules.shape}")
        for trait in self.traits:
            if len(trait.values) != len(self.rules):
                raise ValueError(
                    f"{trait.code} has {len(trait.values)} values for {len(self.rules)} leads"
                )

    def __len__(self) -> int:
        return len(self.rules)

    def some(self, places: NDArray[np.int64]) -> Cases:
        """Return the leads at these places only."""
        listed = [int(place) for place in places]
        return Cases(tuple(trait.some(listed) for trait in self.traits), self.rules[places])
