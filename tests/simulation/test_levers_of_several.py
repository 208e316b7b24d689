"""Levers that move several parts at once keep what the parts are to each other."""

from dataclasses import replace

import pytest

from simulation.delays import NO_DELAY, DelayTable
from simulation.levers import Input, Lever, levers_of, value_of, with_value
from simulation.network import Network
from simulation.people import StaffGroup
from tests.simulation.networks import everything, reference

ALL = Lever(Input.ALL_VOLUMES)


def volumes_of(network: Network) -> list[float]:
    places = range(len(network.channels))
    return [value_of(network, Lever(Input.VOLUME, place)) for place in places]


def test_all_channels_move_together_and_keep_their_shares() -> None:
    network = everything(3)
    before = volumes_of(network)
    assert value_of(network, ALL) == pytest.approx(sum(before))
    doubled = with_value(network, ALL, 2.0 * sum(before))
    assert volumes_of(doubled) == pytest.approx([2.0 * volume for volume in before])
    none = with_value(network, ALL, 0.0)
    shared = with_value(none, ALL, 10.0)
    assert volumes_of(shared) == [5.0, 5.0]
    assert ALL in levers_of(network)
    assert ALL not in levers_of(reference()), "one channel is all channels"


def test_units_of_a_role_stay_in_proportion() -> None:
    network = reference()
    role = replace(network.roles[0], staff=(StaffGroup(2, 10.0), StaffGroup(1, 5.0)))
    network = replace(network, roles=(role, *network.roles[1:]))
    lever = Lever(Input.UNITS, 0)
    assert value_of(network, lever) == 7.5, "what each does on average"
    moved = with_value(network, lever, 15.0)
    assert [group.units_per_week for group in moved.roles[0].staff] == [20.0, 10.0]
    assert value_of(moved, lever) == 15.0


def test_a_table_of_delays_keeps_its_form_in_another_mean() -> None:
    network = reference()
    first = replace(network.steps[0], delay=DelayTable((1.0, 2.0, 1.0)))
    network = replace(network, steps=(first, *network.steps[1:]))
    lever = Lever(Input.MEAN_DELAY, 0)
    assert value_of(network, lever) == 1.0
    slower = with_value(network, lever, 2.0)
    assert value_of(slower, lever) == pytest.approx(2.0)
    assert with_value(network, lever, 0.0).steps[0].delay == NO_DELAY
