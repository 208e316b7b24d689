"""What a page may ask of the background, without knowing who does the work.

The window thread paints and never waits: reading, changing and computing all happen elsewhere and
come back, on the window thread, as plain data.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import SignalInstance

T = TypeVar("T")


class Runner(Protocol):
    """Background work for pages; every `then` and `failed` is called on the window thread."""

    @property
    def changed(self) -> SignalInstance:
        """Emitted with a frozenset of `models.topics.Topic` after each committed change."""

    def read(
        self,
        query: Callable[[Any], T],
        then: Callable[[T], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        lane: str | None = None,
    ) -> None:
        """Run `query(session)` on a reader. In a named lane only the newest request counts."""

    def change(
        self,
        operation: Callable[[Any], T],
        then: Callable[[T], None] | None = None,
        *,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run `operation(session)`, one domain verb, in one transaction on the writer."""

    def compute(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        lane: str | None = None,
    ) -> None:
        """Run `work()` in the computing pool. In a named lane a stale result is dropped."""
