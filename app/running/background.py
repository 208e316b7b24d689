"""Work away from the window thread: where it runs, which results still count, how they come back.

Nothing here knows of workspaces; `app.running.runner` says what is done on which pool.
"""

import sys
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from enum import StrEnum
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.running.giving_way import give_way


class Pool(StrEnum):
    """The pools; each has its own threads, so that none waits for another's work."""

    WRITER = "writer"
    READERS = "readers"
    COMPUTING = "computing"
    LONG = "long"


_THREADS = {Pool.WRITER: 1, Pool.READERS: 2, Pool.COMPUTING: 1, Pool.LONG: 1}
# What they do takes all processors, and the window paints meanwhile.
_GIVING_WAY = frozenset((Pool.COMPUTING, Pool.LONG))

# Each cell that is painted asks for the interpreter anew; whoever has it gives it up after this.
_TURN_SECONDS = 0.0005

Deliver = Callable[[], None]


class Background(QObject):
    """Pools of threads whose results are handed over on the thread that this object lives on.

    A lane is a place where only the newest request counts: an older one is not begun any more, and
    its result is dropped if it was under way.
    """

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN_SECONDS)
        self._pools = {
            pool: ThreadPoolExecutor(
                count,
                thread_name_prefix=f"funneldesk-{pool}",
                initializer=give_way if pool in _GIVING_WAY else None,
            )
            for pool, count in _THREADS.items()
        }
        self._newest: dict[str, int] = {}
        self._waiting: set[Future[Any]] = set()
        self._open = 0
        self._count = 0
        self._epoch = 0
        self.ending = Event()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        pool: Pool,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[Exception], None],
        *,
        lane: str | None = None,
    ) -> None:
        """Run `work` on `pool`, and one of `then` and `failed` back on this object's thread."""
        if self.ending.is_set():
            return
        self._count += 1
        self._open += 1
        number, epoch = self._count, self._epoch
        if lane is not None:
            self._newest[lane] = number

        def counts() -> bool:
            stale = lane is not None and self._newest.get(lane) != number
            return epoch == self._epoch and not stale and not self.ending.is_set()

        def run() -> Any:
            if not counts():
                raise CancelledError
            return work()

        def take(future: Future[Any]) -> None:
            self._open -= 1
            if future.cancelled() or not counts():
                return
            error = future.exception()
            if error is None:
                then(future.result())
            elif isinstance(error, Exception) and not isinstance(error, CancelledError):
                failed(error)

        def finished(future: Future[Any]) -> None:
            self._waiting.discard(future)
            self.hand_over(lambda: take(future))

        future = self._pools[pool].submit(run)
        if pool is not Pool.COMPUTING:
            self._waiting.add(future)
        future.add_done_callback(finished)

    @property
    def is_idle(self) -> bool:
        """Whether everything that was asked for has arrived."""
        return self._open == 0

    def hand_over(self, deliver: Deliver) -> None:
        """Run `deliver` on this object's thread, as soon as that gets to it."""
        self._arrived.emit(deliver)

    def settle(self) -> None:
        """Wait for what was begun and holds files."""
        wait(set(self._waiting))

    def forget(self) -> None:
        """Drop every result that has not arrived yet: who asked for it is gone."""
        self._epoch += 1
        self._newest.clear()

    def end(self) -> None:
        """Let what is running come to its end, begin nothing more, and hand over nothing more."""
        self.ending.set()
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
        for pool in self._pools.values():
            pool.shutdown(wait=True)

    @Slot(object)
    def _deliver(self, deliver: Deliver) -> None:
        if not self.ending.is_set():
            deliver()
