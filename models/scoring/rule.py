"""One rule of scoring."""

from typing import NamedTuple

from models.conditions.condition import Condition
from models.vocabulary import ScoreSide


class ScoreRuleDraft(NamedTuple):
    """Points for leads that meet a condition.

    Interest and requalification are about events: each event that meets the condition earns the
    points, and its part of the interest halves with every half-life.
    """

    side: ScoreSide
    condition: Condition
    points: int
