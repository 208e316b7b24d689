"""Pasts made by hand: leads that come as a Poisson number each day, and convert at once."""

from array import array
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from models.definitions.current import StageRow
from models.ids import StageId
from models.learning.reading import (
    OPEN,
    WON,
    DealColumns,
    LeadColumns,
    MoveColumns,
    StageHistory,
)
from simulation.assumptions import Conversion, FixedRate, Origin, Stage
from simulation.network import Channel, Network, Step
from simulation.volumes import RandomVolume

DAY = 86_400
MONDAY = date(2024, 1, 1)
STAGES = (
    StageRow(StageId(1), UUID(int=1), "MQL", "mql", 1, "marketing", ""),
    StageRow(StageId(2), UUID(int=2), "Client", "client", 2, "closer", ""),
)


def past(weeks: int, daily: float = 3.0, rate: float = 0.3, seed: int = 1) -> StageHistory:
    """Return leads of so many weeks, of which a share is won on the day it comes."""
    rng = np.random.default_rng(seed)
    lead, stage, occurred, status, since = [], [], [], [], []
    number = 0
    begin = (MONDAY - date(1970, 1, 1)).days
    for day in range(begin, begin + 7 * weeks):
        for _ in range(rng.poisson(daily)):
            number += 1
            won = rng.random() < rate
            for at in (1, 2) if won else (1,):
                lead.append(number)
                stage.append(at)
                occurred.append(day * DAY + 9 * 3600)
            status.append(WON if won else OPEN)
            since.append(day * DAY + 9 * 3600)
    times = array("q", occurred)
    numbers = range(1, number + 1)
    return StageHistory(
        stages=STAGES,
        channels=(),
        moves=MoveColumns(array("q", lead), array("q", stage), times, times, times),
        leads=LeadColumns(
            array("q", numbers),
            array("q", [2 if one == WON else 1 for one in status]),
            array("q", [0] * number),
            array("q", status),
            array("q", since),
            array("q", since),
        ),
        deals=DealColumns(array("q"), array("q"), array("q")),
    )


def truth(origin: date, weeks: int) -> Network:
    """Return what the past was drawn from."""
    assert origin.weekday() == 0
    return Network(
        stages=tuple(Stage(stage.uuid, stage.name) for stage in STAGES),
        steps=(Step(Conversion(FixedRate(0.3), Origin.TYPED)),),
        channels=(Channel(None, "All", RandomVolume(21.0)),),
        weeks=weeks,
        starts_on=origin,
    )


def after(weeks: int) -> date:
    """Return the Monday so many weeks after the first."""
    return MONDAY + timedelta(weeks=weeks)
