"""Pasts made by hand: leads that come as a Poisson number each day, and convert at once."""

from array import array
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from app.learning.records import LearnedHistory
from models.definitions.current import StageRow
from models.ids import StageId
from models.learning.reading import OPEN, WON, DealColumns
from simulation.assumptions import Conversion, FixedRate, Origin, Stage
from simulation.learning.history import Records
from simulation.network import Channel, Network, Step
from simulation.volumes import RandomVolume

DAY = 86_400
MONDAY = date(2024, 1, 1)
STAGES = (
    StageRow(StageId(1), UUID(int=1), "MQL", "mql", 1, "marketing", ""),
    StageRow(StageId(2), UUID(int=2), "Client", "client", 2, "closer", ""),
)


def past(weeks: int, daily: float = 3.0, rate: float = 0.3, seed: int = 1) -> LearnedHistory:
    """Return leads of so many weeks, of which a share is won on the day it comes."""
    rng = np.random.default_rng(seed)
    lead, stage, occurred, status, since = [], [], [], [], []
    number = 0
    begin = (MONDAY - date(1970, 1, 1)).days
    for day in range(begin, begin + 7 * weeks):
        for _ in range(rng.poisson(daily)):
            number += 1
            wins = bool(rng.random() < rate)
            for at in (1, 2) if wins else (1,):
                lead.append(number)
                stage.append(at)
                occurred.append(day * DAY + 9 * 3600)
            status.append(WON if wins else OPEN)
            since.append(day * DAY + 9 * 3600)
    when, changed = np.array(occurred, np.int64), np.array(since, np.int64)
    moves = (np.array(lead, np.int64), np.array(stage, np.int64), when, when, when)
    leads = (
        np.arange(1, number + 1),
        np.zeros(number, np.int64),
        np.array(status, np.int64),
        changed,
        changed,
    )
    nothing = array("q")
    return LearnedHistory(
        stages=STAGES,
        channels=(),
        renamed={},
        records=Records(*moves, *leads),
        deals=DealColumns(nothing, nothing, nothing),
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
