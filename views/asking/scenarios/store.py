"""What the panel of scenarios asks of whoever keeps plans."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from views.whatif.content import Plan

Failed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A stored plan as the list shows it."""

    id: int
    name: str
    notes: str
    saved_at: datetime
    """Aware."""
    weeks: int = 0
    parent_name: str = ""
    """What it was changed from, as long as that is stored."""
    changes: tuple[str, ...] = ()
    """What differs from that, one sentence for each input."""
    problem: str = ""
    """Why it cannot be read."""


class PlanStore(Protocol):
    """Keeps plans. Every answer comes later, on the window thread."""

    def list(self, then: Callable[[tuple[PlanRow, ...]], None], *, failed: Failed) -> None:
        """Give the stored plans, newest first."""

    def open(self, plan_id: int, then: Callable[[Plan], None], *, failed: Failed) -> None:
        """Give a stored plan, whose `parent_id` is its own id: what is changed is changed from it.

        Refuses one that cannot be read.
        """

    def save(
        self,
        plan: Plan,
        then: Callable[[PlanRow], None],
        *,
        failed: Failed,
        as_new: bool,
    ) -> None:
        """Keep a plan: as a new one, or in place of the one that has its name.

        A new one remembers its `parent_id`. Refuses a name that another scenario has.
        """

    def rename(
        self, plan_id: int, name: str, then: Callable[[PlanRow], None], *, failed: Failed
    ) -> None:
        """Give a stored plan another name; refuses one that another scenario has."""

    def duplicate(self, plan_id: int, then: Callable[[PlanRow], None], *, failed: Failed) -> None:
        """Copy a stored plan under a name that is free."""

    def delete(self, plan_id: int, then: Callable[[], None], *, failed: Failed) -> None:
        """Remove a stored plan; refuses one that a forecast was frozen from."""

    def write_file(
        self, plan_id: int, path: Path, then: Callable[[], None], *, failed: Failed
    ) -> None:
        """Write a stored plan as a scenario file."""

    def read_file(self, path: Path, then: Callable[[PlanRow], None], *, failed: Failed) -> None:
        """Keep what a scenario file says as a new plan; refuses with the place that is wrong."""
