"""The moves of one row: in the order of the funnel, and whether their dates contradict it."""

from collections.abc import Sequence
from itertools import pairwise

from app.importing.columns.fields import STAGE_MEANINGS
from models.intake.records import Moment, MoveRecord, day_of

_PLACE = {meaning: place for place, meaning in enumerate(STAGE_MEANINGS)}


def in_order(moves: list[MoveRecord]) -> tuple[MoveRecord, ...]:
    """Return moves in the order of the funnel; a stage of the team's own stands by its date.

    What has no date stands last.
    """
    ordered = sorted(
        (move for move in moves if move.stage in _PLACE), key=lambda move: _PLACE[move.stage]
    )
    for own in (move for move in moves if move.stage not in _PLACE):
        later = (
            place
            for place, move in enumerate(ordered)
            if own.at is not None and day_after(move.at, own.at)
        )
        ordered.insert(next(later, len(ordered)), own)
    return tuple(ordered)


def out_of_order(moves: Sequence[MoveRecord]) -> tuple[MoveRecord, MoveRecord] | None:
    """Return two stages of the funnel of which the earlier one is dated later, None for none."""
    dated = [move for move in moves if move.at is not None and move.stage in _PLACE]
    for earlier, later in pairwise(dated):
        if later.at is not None and day_after(earlier.at, later.at):
            return earlier, later
    return None


def day_after(moment: Moment | None, other: Moment) -> bool:
    """Say whether a moment is on a later day than another."""
    day, end = day_of(moment), day_of(other)
    return day is not None and end is not None and day > end
