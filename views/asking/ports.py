"""What the panels ask of the page that they are docked in, and of whoever runs their questions."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import SignalInstance

from views.asking.asked import Cancelled, Progress
from views.whatif.content import Plan

T = TypeVar("T")
Failed = Callable[[Exception], None]


class PlanDesk(Protocol):
    """Shows one plan; this is `views.whatif.page.WhatIfPage`."""

    @property
    def plan(self) -> Plan:
        """The plan as it stands."""

    @property
    def planned(self) -> SignalInstance:
        """Emitted with the `Plan` whenever it is another one."""

    def take(self, plan: Plan, what: str = "") -> None:
        """Put a plan in place of the present one, as one step that can be undone."""


class Questions(Protocol):
    """Answers questions in the background, with progress, until they are cancelled."""

    def ask(
        self,
        label: str,
        work: Callable[[Progress, Cancelled], T],
        then: Callable[[T | None], None],
        *,
        failed: Failed,
        progress: Progress,
    ) -> str:
        """Run `work`; return the code to cancel it by.

        `then` is given its answer, or None where it was cancelled. All three are called on the
        window thread.
        """

    def cancel(self, code: str) -> None:
        """Break a question off."""
