"""What is counted in a run, and which number each of it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from simulation.network import Network

STEP_SERIES: Final = ("queue", "served", "at_once", "waited", "lost", "nurtured")
"""What is counted at each step, in the order of the kernel's series."""


@dataclass(frozen=True, slots=True)
class SeriesIndex:
    """Which number each series has.

    Parameters
    ----------
    stages, roles, channels
        How many there are.
    """

    stages: int
    roles: int
    channels: int

    @property
    def count(self) -> int:
        """Number of all series."""
        return self.stages + 6 * (self.stages - 1) + self.roles + 2 * self.channels

    def entered(self, stage: int) -> int:
        """Leads that entered a stage in the week; those of the last one are clients."""
        return stage

    def step(self, step: int, what: str) -> int:
        """One of `STEP_SERIES` of a step: leads, and for ``waited`` lead-weeks of the served."""
        return self.stages + 6 * step + STEP_SERIES.index(what)

    def used(self, role: int) -> int:
        """Thousandths of a unit that a role worked."""
        return self.stages + 6 * (self.stages - 1) + role

    def arrived(self, channel: int) -> int:
        """Leads that a channel brought."""
        return self.stages + 6 * (self.stages - 1) + self.roles + channel

    def clients(self, channel: int) -> int:
        """Clients that a channel brought."""
        return self.arrived(channel) + self.channels


def index_of(network: Network) -> SeriesIndex:
    """Return which number each series of a network has."""
    return SeriesIndex(len(network.stages), len(network.roles), len(network.channels))
