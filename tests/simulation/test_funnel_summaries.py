"""Summaries against the plain definitions."""

from __future__ import annotations

import math
import uuid

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.assumptions import Assumptions, Batch, Conversion, FixedRate, Stage, house_funnel
from simulation.funnel import FunnelCounts, simulate
from simulation.summaries import StageSummary, summarise

TWO_STAGES = Assumptions(
    (Stage(uuid.UUID(int=1), "MQL"), Stage(uuid.UUID(int=2), "Client")),
    (Conversion(FixedRate(0.5)),),
    Batch(1),
)


def of(clients: list[int]) -> FunnelCounts:
    column = np.array(clients, np.int64)
    return FunnelCounts(TWO_STAGES, 1, np.column_stack((column, column)))


@given(clients=st.lists(st.integers(0, 500), min_size=1, max_size=250))
def test_summaries_follow_the_definitions(clients: list[int]) -> None:
    summary = summarise(of(clients))
    ordered = sorted(clients)
    for stage in summary.stages:
        for percent in (5, 10, 25, 50, 75, 90, 95):
            place = -(-percent * len(clients) // 100) - 1
            assert getattr(stage, f"p{percent}") == ordered[place]
        assert stage.mean == pytest.approx(np.mean(clients))
        spread = np.std(clients, ddof=1) if len(clients) > 1 else 0.0
        assert stage.sd == pytest.approx(spread, abs=1e-9)
        assert stage.standard_error == pytest.approx(spread / math.sqrt(len(clients)), abs=1e-9)

    outcome = summary.clients
    assert len(outcome.pmf) == max(clients) + 1
    assert math.fsum(outcome.pmf) == pytest.approx(1)
    assert outcome.p_zero == outcome.pmf[0] == clients.count(0) / len(clients)
    for goal in (-1, 0, 1, 3, ordered[-1], ordered[-1] + 1):
        share = sum(value >= goal for value in clients) / len(clients)
        assert outcome.chance_of_at_least(goal) == pytest.approx(share)


def test_the_clients_are_the_last_stage_and_values_are_plain_python() -> None:
    summary = summarise(simulate(house_funnel(), trials=1_000, seed=1))
    assert [stage.name for stage in summary.stages] == [
        *["MQL", "Responded", "Interested", "SQL", "Appointment", "Client"]
    ]
    assert summary.stages[0] == StageSummary("MQL", 200.0, 0.0, 0.0, *[200] * 7)
    last = summary.stages[-1]
    clients = summary.clients
    assert (clients.mean, clients.sd, clients.p10, clients.p90) == (
        *(last.mean, last.sd, last.p10, last.p90),
    )
    assert {type(value) for value in clients.pmf} == {float}
    assert {type(last.p5), type(clients.p95)} == {int}
    assert (summary.trials, summary.seed) == (1_000, 1)


def test_large_counts_are_tallied_from_the_lowest() -> None:
    summary = summarise(of([9_999_999, 10_000_000]))
    assert summary.clients.p5 == 9_999_999
    assert summary.clients.p95 == 10_000_000
    assert summary.clients.chance_of_at_least(10_000_000) == 0.5
    assert summary.clients.p_zero == 0
