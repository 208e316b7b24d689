"""One rule of scoring."""

from dataclasses import dataclass

from models.conditions.condition import Condition
from models.vocabulary import ScoreSide


@dataclass(frozen=True, slots=True)
class ScoreRuleDraft:
    """Points for leads that meet a condition.

    Interest and requalification are about events: each event that meets the condition earns the
    points, and its part of the interest halves with every half-life.
    """

    side: ScoreSide
    condition: Condition
    points: int
