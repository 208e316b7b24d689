"""The compiled simulator: made once for each version of it on each machine, in a process apart.

Compiling takes some thirty seconds of Python, which would hold up the window if they were spent in
a thread beside it.
"""

import os
from pathlib import Path

from app.places import kernel_cache

_MARK = "compiled"


def name_cache() -> None:
    """Tell Numba where compiled code is kept: the program's own folder may not be writable.

    It looks when it is imported. That there is a folder for each version of the simulator takes a
    look at its files, which the window puts off until it is painted.
    """
    os.environ.setdefault("NUMBA_CACHE_DIR", str(kernel_cache()))


def are_compiled() -> bool:
    """Say whether the simulator was compiled on this machine as it stands now."""
    return _mark().exists()


def compile_kernels() -> None:
    """Compile the simulator by running it once, and remember that it was."""
    import numpy as np

    from simulation.assumptions import house_funnel, with_rates_from_one_sample
    from simulation.funnel import simulate
    from simulation.results import bands_of

    simulate(with_rates_from_one_sample(house_funnel()), trials=1, seed=1)
    bands_of(np.zeros((1, 1), np.int32))
    mark = _mark()
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()


def provide_kernels() -> None:
    """Have the simulator compiled in a child process, where it was not yet.

    Call it from a thread that may wait. Where the child fails, nothing is said: whoever simulates
    compiles then, and meets the reason.
    """
    if are_compiled():
        return
    import multiprocessing

    child = multiprocessing.get_context("spawn").Process(
        target=compile_kernels, name="simulator", daemon=True
    )
    child.start()
    child.join()
    child.close()


def _mark() -> Path:
    # Where Numba keeps what it compiled; both are gone when somebody empties the cache.
    return Path(os.environ.get("NUMBA_CACHE_DIR") or kernel_cache()) / _MARK
