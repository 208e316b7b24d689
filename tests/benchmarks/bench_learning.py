"""Learning: a million stage moves read and fitted, and how often ranges hold known truths."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np
from scipy.special import betaincinv

from app.learning.records import history_of, learned_history
from models.workspace import open_workspace
from simulation.learning.exits import Prior, exits_of, exposure_of
from simulation.learning.learned import learn
from tests.benchmarks.figure import Figure, measure
from tests.benchmarks.many_leads import leads_wanted
from tests.simulation.learning_worlds import Truth, end_of, steady, truth_from, visits_to

LEADS = 495_000
"""They make a little more than a million moves."""
WORKSPACES = 4_000
WEEKS = 30
FIRST_DAY = datetime(2023, 1, 2, tzinfo=UTC)
DAYS = 1_000
CHANNELS = 6
_PRIOR = Prior(mean=0.4)
"""The truths of the study are drawn from it, and the ranges begin with it."""
_RATES = (0.6, 0.45, 0.4, 0.4, 0.4, 0.5, 0.3)


def figures() -> Iterator[Figure]:
    """Read and fit a workspace of a million moves, then ask ranges about truths that are known."""
    leads = leads_wanted(LEADS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "moves.db"
        workspace = open_workspace(path)
        moves = _write(path, leads)
        at = FIRST_DAY + timedelta(days=DAYS)

        def read_and_fit() -> object:
            with workspace.read() as session:
                return learned_history(history_of(session), at, weeks=13)

        took = measure(read_and_fit, repeat=3)
        yield Figure(f"{moves:,} moves read and fitted", took, "s", 5.0)
        with workspace.read() as session:
            yield Figure("of it, reading", measure(lambda: history_of(session), repeat=3), "s")
        workspace.close()
    workspaces = min(WORKSPACES, leads)
    yield from _held(
        f"90 % ranges that held, truths from the prior, {workspaces:,} workspaces", workspaces
    )
    yield from _held_by_the_whole(workspaces)


def _held(name: str, workspaces: int) -> Iterator[Figure]:
    """Count how often the ranges of one rate hold it; a quarter of the leads are still open."""
    held, width, opened, count = 0, 0.0, 0, 0
    for number in range(workspaces):
        rng = np.random.default_rng([7, number])
        truth = truth_from(_PRIOR, rng)
        visits = visits_to(truth, weeks=WEEKS, per_week=float(rng.choice([0.5, 2, 8])), rng=rng)
        shapes = exits_of(exposure_of(visits, end_of(WEEKS)), _PRIOR).shapes()
        low, high = (float(betaincinv(*shapes, tail)) for tail in (0.05, 0.95))
        held += low <= truth.rate <= high
        width += high - low
        opened += int(np.count_nonzero(visits.how == 0))
        count += visits.count
    share = 100.0 * held / workspaces
    yield Figure(name, share, "%", 88.5, "at least")
    yield Figure("the same, against the other bound", share, "%", 91.5)
    yield Figure("mean width of these ranges", 100.0 * width / workspaces, "points")
    yield Figure("leads of the study that were still open", 100.0 * opened / max(count, 1), "%")


def _held_by_the_whole(workspaces: int) -> Iterator[Figure]:
    """Do it again with everything that is learned, memory and drift included, on smooth truths."""
    rounds = max(workspaces // 8, 1)
    held = 0
    for number in range(rounds):
        rng = np.random.default_rng([8, number])
        truth: Truth = steady(
            float(rng.beta(2.0, 3.0)), float(rng.uniform(0.5, 5.0)), float(rng.uniform(1.0, 8.0))
        )
        visits = visits_to(truth, weeks=60, per_week=float(rng.choice([1, 4, 16])), rng=rng)
        rate = learn(visits, steps=1, at=end_of(60), priors=[_PRIOR]).rates[0]
        low, high = rate.interval
        held += low <= truth.rate <= high
    yield Figure(
        f"90 % ranges that held, geometric delays, whole fit, {rounds:,} workspaces",
        100.0 * held / rounds,
        "%",
    )


def _write(path: Path, leads: int) -> int:
    """Write leads whose moves lie in the past of the file, and return how many moves."""
    rng = Random(1)
    with closing(sqlite3.connect(path)) as connection:
        stages = [
            row[0]
            for row in connection.execute(
                "SELECT stage_id FROM stage_definition ORDER BY position LIMIT 8"
            )
        ]
        connection.executemany(
            "INSERT INTO channel (uuid, name) VALUES (randomblob(16), ?)",
            [(f"Channel {number}",) for number in range(CHANNELS)],
        )
        moves = 0
        for begin in range(0, leads, 20_000):
            people, steps = [], []
            for lead in range(begin + 1, min(begin + 20_000, leads) + 1):
                day, place, status = rng.random() * DAYS, 0, "open"
                made = [(lead, stages[0], _instant(day))]
                for place, rate in enumerate(_RATES):
                    wins = rng.random() < rate
                    after = day + rng.expovariate(1 / 10.0 if wins else 1 / 20.0)
                    if after > DAYS:
                        break
                    day = after
                    if not wins:
                        status = "lost"
                        break
                    made.append((lead, stages[place + 1], _instant(day)))
                last = _instant(day)
                people.append((lead, made[-1][1], status, last, 1 + lead % CHANNELS, made[0][2]))
                steps += made
            moves += len(steps)
            connection.executemany(
                "INSERT INTO lead (id, uuid, stage_id, status, status_since, channel_id, "
                "captured_at) VALUES (?, randomblob(16), ?, ?, ?, ?, ?)",
                people,
            )
            connection.executemany(
                "INSERT INTO stage_move (uuid, lead_id, to_stage_id, occurred_at, precision, "
                "recorded_at, origin, definitions_id, voided) "
                "VALUES (randomblob(16), ?1, ?2, ?3, 'instant', ?3, 'live', 1, 0)",
                steps,
            )
        connection.commit()
    return moves


def _instant(day: float) -> str:
    return (FIRST_DAY + timedelta(days=day)).strftime("%Y-%m-%d %H:%M:%S.%f")
