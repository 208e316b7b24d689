"""Work away from the window thread: where it runs, which results still count, how they come back.

Nothing here knows of workspaces; `app.running.runner` says what is done on which pool.
"""

import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from enum import StrEnum
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.running.giving_way import give_way


class Pool(StrEnum):
    """The pools; each has its own threads, so that none waits for another's work."""

    WRITER = "writer"
    READERS = "readers"
    COMPUTING = "computing"
    LONG = "long"


_THREADS = {Pool.WRITER: 1, Pool.READERS: 2, Pool.COMPUTING: 1, Pool.LONG: 1}
# What it does takes all processors, and the window paints meanwhile. Long jobs must not give way:
# they have the interpreter half of the time, and the window would wait until they get a processor.
_GIVING_WAY = frozenset((Pool.COMPUTING,))

# Each cell that is painted asks for the interpreter anew; whoever has it gives it up after this.
_TURN_SECONDS = 0.0005
# Whoever lets the window show something goes on after this, however long that takes.
_HELD_SECONDS = 0.05

Deliver = Callable[[], None]


class Background(QObject):
    """Pools of threads whose results are handed over on the thread that this object lives on.

    A lane is a place where only the newest request counts: an older one is not begun any more, and
    its result is dropped if it was under way.

    Each result has a turn of the event loop for itself: it is painted, and keys are heard, before
    the next one is handed over.
    """

    _arrived = Signal()

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
        self._saving = 0
        self._missed = False
        self._once_saved: Callable[[bool], None] | None = None
        self._count = 0
        self._epoch = 0
        self.ending = Event()
        self._results: deque[Deliver] = deque()
        self._all_shown = Event()
        self._all_shown.set()
        self._turns = QTimer(self)
        self._turns.setInterval(0)
        self._turns.timeout.connect(self._deliver_next)
        self._arrived.connect(self._begin_turns, Qt.ConnectionType.QueuedConnection)

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
        self._saving += pool is Pool.WRITER
        number, epoch = self._count, self._epoch
        if lane is not None:
            self._newest[lane] = number

        def counts() -> bool:
            stale = lane is not None and self._newest.get(lane) != number
            return epoch == self._epoch and not stale and not self.ending.is_set()

        def run() -> Any:
            if pool is not Pool.WRITER and not counts():
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

        def told(future: Future[Any]) -> None:
            try:
                take(future)
            finally:
                if pool is Pool.WRITER:
                    self._note_saved(future)

        def finished(future: Future[Any]) -> None:
            self._waiting.discard(future)
            self.hand_over(lambda: told(future))

        future = self._pools[pool].submit(run)
        if pool is not Pool.COMPUTING:
            self._waiting.add(future)
        future.add_done_callback(finished)

    @property
    def is_idle(self) -> bool:
        """Whether everything that was asked for has arrived."""
        return self._open == 0

    def once_saved(self, then: Callable[[bool], None]) -> bool:
        """Call `then` with whether all went well, once every change that was asked for is told of.

        Returns whether there is one; otherwise nothing is called.
        """
        if self._saving == 0:
            return False
        self._once_saved, self._missed = then, False
        return True

    def _note_saved(self, future: Future[Any]) -> None:
        self._saving -= 1
        self._missed |= future.cancelled() or future.exception() is not None
        then = self._once_saved
        if then is not None and self._saving == 0:
            self._once_saved = None
            then(not self._missed)

    def hand_over(self, deliver: Deliver) -> None:
        """Run `deliver` on this object's thread, as soon as that gets to it."""
        self._results.append(deliver)
        self._arrived.emit()

    def let_window_show(self) -> None:
        """Wait, a moment at most, until the results that are here have been painted.

        For other threads, where they can be held up without harm: whoever paints and whoever reads
        have one interpreter between them, and a paint would take as long as both.
        """
        if not self._all_shown.is_set():
            self._all_shown.wait(_HELD_SECONDS)

    def settle(self) -> None:
        """Wait for what was begun and holds files."""
        self._all_shown.set()
        wait(set(self._waiting))

    def forget(self) -> None:
        """Drop every result that has not arrived yet: who asked for it is gone."""
        self._epoch += 1
        self._newest.clear()

    def end(self) -> None:
        """Let what is running come to its end, begin nothing more, and hand over nothing more.

        Changes that were asked for are made: somebody typed them, and closed the window.
        """
        self.ending.set()
        self._all_shown.set()
        for name, pool in self._pools.items():
            pool.shutdown(wait=False, cancel_futures=name is not Pool.WRITER)
        for pool in self._pools.values():
            pool.shutdown(wait=True)

    @Slot()
    def _begin_turns(self) -> None:
        if not self._turns.isActive():
            self._turns.start()

    @Slot()
    def _deliver_next(self) -> None:
        if self._results and not self.ending.is_set():
            self._all_shown.clear()
            self._results.popleft()()
        else:
            # The last result has had its turn, and was painted.
            self._turns.stop()
            self._all_shown.set()
