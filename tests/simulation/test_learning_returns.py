"""Leads that come back: the share is found again, the delay too, and the network lets them."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import numpy as np
import pytest
from numpy.typing import NDArray

from simulation.assumptions import Stage
from simulation.learning.arriving import Arriving
from simulation.learning.exits import Prior
from simulation.learning.history import (
    ADVANCED,
    LOST,
    MISSING,
    NURTURED,
    OPEN,
    Reopenings,
    Visits,
    seconds_of_week,
)
from simulation.learning.learned import learn
from simulation.learning.networks import ChannelName, Known, OpeningCount, network_of
from simulation.learning.returning import returning_of, with_reopenings
from simulation.learning.sources import BACK, LATE, Source
from simulation.network import CHANNELS_LIMIT
from simulation.volumes import RandomVolume

FIRST = 2_800
WEEKS = 80
NOW = seconds_of_week(FIRST + WEEKS)
STAGES = tuple(Stage(UUID(int=number), name) for number, name in enumerate(("MQL", "SQL"), 1))


def left_and_back(share: float, mean_weeks: float, leads: int) -> tuple[Visits, Reopenings]:
    """Return leads that all leave after a week, of whom a share comes back after a while."""
    rng = np.random.default_rng([9, leads])
    entered = _seconds(rng.integers(0, WEEKS - 1, leads))
    gone = entered + 604_800
    away = gone + (rng.geometric(1.0 / mean_weeks, leads) * 604_800)
    back = (rng.random(leads) < share) & (away < NOW)
    lead = np.arange(1, leads + 1)
    visits = Visits(
        lead=lead,
        stage=np.zeros(leads, np.int64),
        channel=np.zeros(leads, np.int64),
        entered=entered,
        ended=np.where(back, MISSING, gone),
        how=np.where(back, OPEN, NURTURED),
        to_stage=np.full(leads, -1),
        first=np.ones(leads, np.bool_),
        known=entered,
    )
    return visits, Reopenings(lead[back], gone[back], away[back])


def _seconds(week: NDArray[np.int64]) -> NDArray[np.int64]:
    return (week + FIRST) * 604_800 - 3 * 86_400 + 3_600


def test_a_lead_that_was_worked_on_again_makes_a_second_visit() -> None:
    visits, again = left_and_back(1.0, 3.0, 40)
    cut = with_reopenings(visits, again)
    assert cut.count == visits.count + again.lead.size
    first = cut.some(cut.first)
    came = np.isin(first.lead, again.lead)
    assert (first.how == NURTURED).all()
    assert (first.ended == first.entered + 604_800).all()
    later = cut.some(~cut.first)
    assert (later.entered == again.back).all()
    assert (later.how == OPEN).all()
    assert np.array_equal(first.lead[came], later.lead)


def test_a_lead_closed_by_mistake_for_an_hour_was_never_gone() -> None:
    visits, again = left_and_back(1.0, 3.0, 40)
    mistakes = Reopenings(again.lead, again.gone, again.gone + 3_600)
    assert with_reopenings(visits, mistakes) is visits


def test_two_absences_make_three_visits() -> None:
    begin = int(_seconds(np.array([0]))[0])
    week = 604_800
    one = Visits(
        lead=np.array([7]),
        stage=np.array([0]),
        channel=np.array([0]),
        entered=np.array([begin]),
        ended=np.array([begin + 30 * week]),
        how=np.array([ADVANCED]),
        to_stage=np.array([1]),
        first=np.array([True]),
        known=np.array([begin]),
    )
    again = Reopenings(
        np.array([7, 7]),
        np.array([begin + 20 * week, begin + 2 * week]),
        np.array([begin + 25 * week, begin + 9 * week]),
    )
    cut = with_reopenings(one, again)
    assert ((cut.entered - begin) // week).tolist() == [0, 9, 25]
    assert ((cut.ended - begin) // week).tolist() == [2, 20, 30]
    assert cut.how.tolist() == [NURTURED, NURTURED, ADVANCED]


def test_share_and_delay_of_returns_are_found_again_though_many_are_still_away() -> None:
    visits, again = left_and_back(0.3, 8.0, 3_000)
    found = returning_of(with_reopenings(visits, again), steps=1, at=NOW).steps[0]
    low, high = found.interval
    assert low < 0.3 < high
    assert high - low < 0.05
    mean = sum(week * part for week, part in enumerate(found.weeks))
    assert mean == pytest.approx(9.0, abs=0.7)
    assert found.weeks[0] == 0.0


def test_the_network_lets_leads_come_back_and_awaits_those_that_are_gone() -> None:
    visits, again = left_and_back(0.3, 8.0, 3_000)
    learned = learn(with_reopenings(visits, again), steps=1, at=NOW, priors=[Prior(0.5)], weeks=52)
    known = Known(
        STAGES,
        {0: ChannelName(None, "All"), BACK: ChannelName(UUID(int=9), "Back")},
        date(2026, 1, 5),
    )
    network = network_of(learned, known, weeks=52)
    nurture = network.steps[0].nurture
    assert nurture is not None
    assert nurture.share == pytest.approx(0.3, abs=0.03)
    assert network.returns == 1
    back = next(channel for channel in network.channels if channel.name == "Back")
    assert isinstance(back.volume, RandomVolume)
    # Of those that left k weeks ago, so many of the three in ten are still away.
    ages = WEEKS - 1 - np.arange(WEEKS - 1)
    still_to_come = 3_000 * 0.3 * float(np.mean((7.0 / 8.0) ** (ages - 1)))
    assert sum(back.volume.means(52)) == pytest.approx(still_to_come, rel=0.2)


def test_leads_of_channels_that_are_put_together_are_open_in_what_they_make() -> None:
    visits, _again = left_and_back(0.0, 8.0, 50)
    learned = learn(visits, steps=1, at=NOW, priors=[Prior(0.5)], weeks=52)
    sources = tuple(Source(n, 0, Arriving(n + 1.0, None, 0.0)) for n in range(40))
    names = {n: ChannelName(UUID(int=n + 1), str(n)) for n in range(40)}
    network = network_of(
        replace(learned, sources=sources),
        Known(STAGES, names | {LATE: ChannelName(UUID(int=99), "Rest")}, date(2026, 1, 5)),
        weeks=8,
        opening=(OpeningCount(2, 0, 0, 5), OpeningCount(39, 0, 0, 7)),
    )
    assert len(network.channels) == CHANNELS_LIMIT
    volumes = [channel.volume for channel in network.channels]
    assert sum(one.per_week for one in volumes if isinstance(one, RandomVolume)) == 820.0
    open_in = {network.channels[leads.channel].name: leads.count for leads in network.opening}
    assert open_in == {"Rest": 5, "39": 7}


def test_a_history_of_one_wild_week_makes_weeks_that_can_be_drawn() -> None:
    visits, _again = left_and_back(0.0, 8.0, 50)
    learned = learn(visits, steps=1, at=NOW, priors=[Prior(0.5)], weeks=52)
    wild = Source(0, 0, Arriving(160_000.0, 0.2, 0.5))
    network = network_of(
        replace(learned, sources=(wild,)),
        Known(STAGES, {0: ChannelName(None, "All")}, date(2026, 1, 5)),
        weeks=8,
    )
    volume = network.channels[0].volume
    assert isinstance(volume, RandomVolume)
    assert volume.dispersion is not None
    assert volume.dispersion > 0.2


def test_where_nobody_came_back_the_network_lets_nobody_come_back() -> None:
    visits, _again = left_and_back(0.0, 8.0, 50)
    learned = learn(visits, steps=1, at=NOW, priors=[Prior(0.5)], weeks=52)
    assert not learned.returning.steps
    assert learned.returning.gone == np.count_nonzero((visits.how != LOST) & (visits.how != OPEN))
    network = network_of(
        learned, Known(STAGES, {0: ChannelName(None, "All")}, date(2026, 1, 5)), weeks=8
    )
    assert network.returns == 0
