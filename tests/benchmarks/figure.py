"""What a benchmark yields, and the two ways to measure it."""

import gc
import math
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Literal

import psutil

_NEW_CHILDREN_SECONDS = 0.25


@dataclass(frozen=True)
class Figure:
    """One measured number, its unit, and the target it is held to, if any."""

    name: str
    value: float
    unit: str
    target: float | None = None
    met_when: Literal["at most", "at least"] = "at most"

    @property
    def met(self) -> bool | None:
        """Whether the value keeps its target; None where there is no target."""
        if self.target is None:
            return None
        if self.met_when == "at most":
            return self.value <= self.target
        return self.value >= self.target


def measure(work: Callable[[], object], *, repeat: int = 7, warm_up: int = 1) -> float:
    """Return the median seconds of `repeat` runs of `work`, after `warm_up` runs that don't count.

    The garbage collector rests while the clock runs, as in `timeit`, so that one run does not pay
    for the waste of another.
    """
    for _ in range(warm_up):
        work()
    seconds: list[float] = []
    collecting = gc.isenabled()
    for _ in range(repeat):
        gc.collect()
        gc.disable()
        try:
            start = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - start)
        finally:
            if collecting:
                gc.enable()
    return median(seconds)


@dataclass
class PeakMemory:
    """The memory that was held at the worst moment, in megabytes of 1,000,000 bytes."""

    megabytes: float = 0.0


@contextmanager
def peak_memory(*, interval_seconds: float = 0.005) -> Iterator[PeakMemory]:
    """Watch the resident memory of this process and its children while the block runs.

    A sampling thread reads it every `interval_seconds`: the system's own high-water mark cannot be
    reset, and would count what ran before the block. New children are looked for less often:
    that goes through all processes of the machine, and took four tenths of a core from the work
    that was measured.
    """
    peak = PeakMemory()
    stop = threading.Event()

    def watch() -> None:
        watched: list[psutil.Process] = []
        looked = -math.inf
        while True:
            now = time.monotonic()
            if now - looked > _NEW_CHILDREN_SECONDS:
                here = psutil.Process()
                watched, looked = [here, *here.children(recursive=True)], now
            peak.megabytes = max(peak.megabytes, _resident_megabytes(watched))
            if stop.wait(interval_seconds):
                return

    watcher = threading.Thread(target=watch, name="peak-memory")
    watcher.start()
    try:
        yield peak
    finally:
        stop.set()
        watcher.join()


def process_peak_megabytes() -> float:
    """Return the highest resident memory of this process since it started, in megabytes."""
    if sys.platform == "win32":
        peak = float(psutil.Process().memory_info().peak_wset)
    else:
        import resource

        # macOS counts bytes, Linux kibibytes.
        unit = 1 if sys.platform == "darwin" else 1024
        peak = float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
    return peak / 1e6


def _resident_megabytes(processes: Sequence[psutil.Process]) -> float:
    total = 0
    for process in processes:
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6
