"""Where a forecast begins: today's open leads, and what the past says of what is to come."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import numpy as np
from sqlalchemy.orm import Session

from app.learning.input_rows import HistoryProblem, LearnedInput
from app.learning.inputs import inputs_of, problems_of
from app.learning.records import HistoryAt, LearnedHistory, history_of, learned_history
from app.learning.team import TeamAt, team_at
from models.language import gettext as _
from simulation.assumptions import Stage
from simulation.learning.history import seconds_of_week, week_of
from simulation.learning.networks import (
    ChannelName,
    Known,
    OpeningCount,
    network_of,
    opening_of,
    volumes_of,
)
from simulation.learning.sources import BACK, LATE
from simulation.network import Network

_BACK_KEY = uuid.uuid5(uuid.NAMESPACE_OID, "leads that come back")
_LATE_KEY = uuid.uuid5(uuid.NAMESPACE_OID, "leads that entered late")

Arrivals = Literal["forecast", "given"] | Mapping[tuple[int, int], Sequence[int]]
"""The forecast of arrivals; those that really came since; or leads of each week by channel's id
(0 for none) and stage of entry."""


@dataclass(frozen=True, slots=True)
class StartingPoint:
    """A network that begins with today's open leads, and where its numbers come from."""

    network: Network
    inputs: tuple[LearnedInput, ...]
    data_until: date
    problems: tuple[HistoryProblem, ...] = ()
    opening: tuple[OpeningCount, ...] = ()
    known: HistoryAt | None = field(default=None, repr=False, compare=False)
    """The history as it was known, and all that it teaches."""


def starting_point(
    session: Session,
    at: datetime,
    *,
    weeks: int = 52,
    arrivals: Arrivals = "forecast",
    without_open_deals: bool = False,
    team: bool = True,
    history: LearnedHistory | None = None,
) -> StartingPoint:
    """Return the network that begins on the Monday of `at`, or on the next one where it is none.

    It knows only what was known at that moment: nothing recorded later, nothing that happened
    later. Leads with an open deal are left out of the open pipeline with `without_open_deals`,
    where the deals themselves are forecast. Without `team` nobody's time is a limit beyond what the
    measured delays hold: the better choice for grading past forecasts. `history` is what
    `history_of` returned for this session, for those who ask about many moments.
    """
    whole = history_of(session) if history is None else history
    then = learned_history(whole, at, weeks=weeks)
    starts = starting_week(at)
    leave_out = whole.leads_with_open_deals(at) if without_open_deals else np.empty(0, np.int64)
    opening = opening_of(then.visits, starts, len(then.stages) - 1, leave_out)
    people = team_at(session, then, monday_of_week(starts), weeks) if team else TeamAt()
    known = Known(
        stages=tuple(Stage(stage.uuid, stage.name) for stage in then.stages),
        channels={0: ChannelName(None, _("All leads") if not whole.channels else _("No channel"))}
        | {LATE: ChannelName(_LATE_KEY, _("Entered late"))}
        | {BACK: ChannelName(_BACK_KEY, _("Back from nurture"))}
        | {row.id: ChannelName(row.uuid, row.name) for row in whole.channels},
        starts_on=monday_of_week(starts),
        roles=people.roles,
        work=people.work,
    )
    given = None
    if isinstance(arrivals, Mapping):
        given = arrivals
    elif arrivals == "given":
        given = whole.arrivals_since(then, starts, weeks)
    network = network_of(then.learned, known, weeks=weeks, opening=opening, given=given)
    return StartingPoint(
        network=network,
        inputs=inputs_of(
            then, network, people, list(volumes_of(then.learned, weeks, opening, given))
        ),
        data_until=(at - timedelta(microseconds=1)).date(),
        problems=problems_of(then),
        opening=opening,
        known=then,
    )


def starting_week(at: datetime) -> int:
    """Return the number of the week that begins with this moment, or next after it."""
    seconds = int(at.timestamp())
    week = week_of(seconds)
    return week if seconds_of_week(week) == seconds else week + 1


def monday_of_week(week: int) -> date:
    """Return the Monday with which a week begins."""
    return datetime.fromtimestamp(seconds_of_week(week), UTC).date()
