"""The network against what is known exactly, and against a model of single leads."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from simulation.assumptions import (
    Conversion,
    FixedRate,
    house_funnel,
    with_rates_from_one_sample,
)
from simulation.engine import run_network
from simulation.network import (
    Channel,
    Network,
    Step,
    Tries,
    Work,
)
from simulation.people import (
    Role,
    StaffGroup,
)
from simulation.series import index_of
from simulation.volumes import (
    ExactVolume,
    RandomVolume,
)
from tests.simulation.networks import (
    BASE,
    CLIENTS,
    FREE,
    SDR,
    TIGHT,
    everything,
    reference,
    stages_of,
)
from tests.simulation.simpy_model import Funnel

if TYPE_CHECKING:
    from numpy.typing import NDArray


def chi_square_p(seen: NDArray[np.int64], mean: float) -> float:
    """Return the p-value of counts against a Poisson, cells pooled to 20 expected."""
    values = np.arange(int(mean + 12 * np.sqrt(mean) + 12))
    expected = stats.poisson.pmf(values, mean) * seen.size
    observed = np.bincount(seen, minlength=values.size).astype(float)
    assert observed.size == values.size
    cells = np.minimum(np.cumsum(expected) // 20, (expected.sum() - 20) // 20).astype(int)
    _, cells = np.unique(cells, return_inverse=True)
    pooled = np.bincount(cells, weights=expected)
    found = np.bincount(cells, weights=observed)
    return float(stats.chisquare(found, pooled * (found.sum() / pooled.sum())).pvalue)


def test_a_million_trials_of_the_free_reference_model_are_poisson() -> None:
    network = replace(reference(FREE), weeks=21)
    weekly = [
        run_network(
            network,
            trials=100_000,
            seed=7,
            first_trial=begin,
            watched=(CLIENTS,),
            totalled=(),
            weekly_money=False,
        )
        .weekly[0][[5, 10, 19, 20]]
        .copy()
        for begin in range(0, 1_000_000, 100_000)
    ]
    by_week = np.concatenate(weekly, axis=1)
    assert by_week.shape == (4, 1_000_000)
    for row, mean in ((0, 0.0666667), (1, 1.4899651), (3, 2.7821387)):
        assert chi_square_p(by_week[row], mean) > 0.001
    # Independent from week to week.
    assert abs(np.corrcoef(by_week[2], by_week[3])[0, 1]) < 0.004


@pytest.mark.parametrize(
    ("general", "mean", "quantiles"),
    [(False, 117.60004, [104, 117, 132]), (True, 114.72004, [101, 115, 129])],
)
def test_the_total_of_the_free_reference_model_is_poisson(
    general: bool, mean: float, quantiles: list[int]
) -> None:
    network = reference(FREE, general=general)
    run = run_network(
        network, trials=60_000, seed=3, watched=(), totalled=(CLIENTS,), weekly_money=False
    )
    total = run.totals[0]
    assert chi_square_p(total, mean) > 0.001
    for share, known in zip((0.1, 0.5, 0.9), quantiles, strict=True):
        assert int(stats.poisson.ppf(share, mean)) == known
        assert abs(int(np.quantile(total, share)) - known) <= 1


@pytest.mark.parametrize(
    ("capacity", "queued", "served"),
    [
        (240, 0.0136, 10_399.99),
        (210, 4.0662, 10_395.93),
        (200, 73.5145, 10_326.49),
        (192, 421.9568, 9_978.04),
        (180, 1_040.5647, 9_359.44),
    ],
)
def test_the_queue_of_the_sdrs_after_a_year_is_the_exact_one(
    capacity: int, queued: float, served: float
) -> None:
    network = Network(
        stages_of("MQL", "Responded"),
        (Step(Conversion(FixedRate(0.3)), work=Work(SDR)),),
        (Channel(None, "all", RandomVolume(200.0)),),
        52,
        (Role(SDR, "SDR", (StaffGroup(1, float(capacity)),)),),
    )
    run = run_network(network, trials=40_000, seed=5, watched=(), weekly_money=False)
    for what, known in (("queue", queued), ("served", served)):
        counts = run.totals[run.index.step(0, what)]
        error = counts.std() / np.sqrt(run.trials)
        assert abs(counts.mean() - known) < 4 * error + 0.005


def test_a_missed_meeting_is_tried_once_more() -> None:
    house = house_funnel()
    steps = [Step(conversion) for conversion in house.conversions]
    steps.insert(4, Step(Conversion(FixedRate(0.96)), tries=Tries(2, 1)))
    network = Network(
        stages_of("MQL", "Responded", "Interested", "SQL", "Appointment", "Held", "Client"),
        tuple(steps),
        (Channel(None, "all", ExactVolume((200,))),),
        2,
    )
    run = run_network(network, trials=200_000, seed=2, watched=())
    agreed, held, clients = (run.totals[stage] for stage in (4, 5, 6))
    meetings = run.totals[run.index.step(4, "served")]
    assert clients.mean() == pytest.approx(2.88, abs=0.016)
    assert (clients == 0).mean() == pytest.approx(0.0549716742, abs=0.002)
    assert held.mean() / agreed.mean() == pytest.approx(0.96, abs=0.001)
    assert meetings.mean() / agreed.mean() == pytest.approx(1.2, abs=0.001)


def test_littles_law_holds_in_whole_numbers_in_every_trial() -> None:
    network = reference(TIGHT)
    first, third = 0, 3
    index = index_of(network)
    for step in (first, third):
        of_step = (index.step(step, what) for what in ("served", "queue", "waited"))
        wanted = (index.entered(step), *of_step)
        run = run_network(network, trials=3_000, seed=11, watched=wanted)
        entered, served, queue, waited = (
            np.cumsum(part, axis=0, dtype=np.int64) for part in run.weekly
        )
        before = np.vstack([np.zeros_like(entered[:1]), entered[:-1]])
        left = np.maximum(0, entered - np.maximum(before, served[-1]))
        ages = (left * (52 - np.arange(52))[:, np.newaxis]).sum(axis=0)
        assert run.weekly[2].max() > 30
        np.testing.assert_array_equal(waited[-1] + ages, queue[-1])
        np.testing.assert_array_equal(entered[-1] - served[-1], run.weekly[2][-1])


@pytest.mark.parametrize("seed", [1, 22, 23, 2**63 - 1])
def test_uncertain_rates_of_one_sample_make_a_beta_binomial(seed: int) -> None:
    house = with_rates_from_one_sample(house_funnel())
    network = Network(
        house.stages,
        tuple(Step(conversion) for conversion in house.conversions),
        (Channel(None, "all", ExactVolume((200,))),),
        1,
    )
    clients = run_network(network, trials=100_000, seed=seed, watched=()).totals[5]
    assert (clients == 0).mean() == pytest.approx(0.123122668, abs=0.0042)
    assert (clients >= 3).mean() == pytest.approx(0.502361506, abs=0.0064)
    assert [int(np.quantile(clients, share)) for share in (0.05, 0.95)] == [0, 8]


def agree(network: Network, clients: list[int], queued: list[float], seed: int) -> None:
    """Hold clients and queues of a model of single leads to four standard errors."""
    index = index_of(network)
    queues = tuple(index.step(step, "queue") for step in range(len(network.steps)))
    run = run_network(network, trials=20_000, seed=seed, watched=queues)
    counts = run.totals[len(network.stages) - 1]
    alone = np.array(clients)
    error = np.hypot(alone.std() / np.sqrt(alone.size), counts.std() / np.sqrt(counts.size))
    assert abs(alone.mean() - counts.mean()) < 4 * error
    for chance in (0.1, 0.9):
        mark = np.quantile(counts, chance, method="inverted_cdf")
        slack = 4 * np.sqrt(chance * (1 - chance) / alone.size)
        assert (alone <= mark).mean() > (counts <= mark).mean() - slack
        assert (alone < mark).mean() < (counts < mark).mean() + slack
    waiting = run.weekly.sum(axis=0).mean(axis=0)
    alone_waiting = np.array(queued)
    error = np.hypot(alone_waiting.std() / np.sqrt(alone.size), waiting.std() / np.sqrt(20_000))
    assert abs(alone_waiting.mean() - waiting.mean()) < 4 * error


def test_single_leads_of_the_tight_reference_model_do_the_same() -> None:
    alone = [Funnel(reference(TIGHT), seed) for seed in range(32)]
    queued = [float(np.mean(trial.queued)) for trial in alone]
    agree(reference(TIGHT), [trial.clients for trial in alone], queued, 21)


@pytest.mark.parametrize("number", range(3))
def test_single_leads_of_a_network_with_everything_do_the_same(number: int) -> None:
    network = everything(number, unsure=number == 2)
    alone = [Funnel(network, seed) for seed in range(250)]
    queued = [float(np.mean(trial.queued)) for trial in alone]
    agree(network, [trial.clients for trial in alone], queued, 22)


def test_capacity_binds_where_it_should() -> None:
    base, tight = (
        run_network(reference(capacity), trials=4_000, seed=1, watched=())
        for capacity in (BASE, TIGHT)
    )
    for run, clients in ((base, 117.54), (tight, 105.26)):
        error = run.totals[CLIENTS].std() / np.sqrt(run.trials)
        assert abs(run.totals[CLIENTS].mean() - clients) < 4 * error + 0.02
