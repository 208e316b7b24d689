"""The compiled simulator: made once for each version of it on each machine, in a process apart.

Compiling takes some twenty seconds of Python, which would hold up the window if they were spent in
a thread beside it.
"""

import gc
import os
import signal
from pathlib import Path

from app.places import kernel_cache

_MARK = "compiled"
_CHILD = "simulator"


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
    # Numba tries types and raises errors in vain, hundreds of them; each would be coloured, where
    # colours are there.
    os.environ.setdefault("NUMBA_DISABLE_ERROR_MESSAGE_HIGHLIGHTING", "1")
    import numpy as np

    from simulation.assumptions import house_funnel, with_rates_from_one_sample
    from simulation.funnel import simulate
    from simulation.results import bands_of

    simulate(with_rates_from_one_sample(house_funnel()), trials=1, seed=1)
    bands_of(np.zeros((1, 1), np.int32))
    mark = _mark()
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()


class CompilingStoppedError(Exception):
    """The simulator is not compiled, since the window is closing."""


def provide_kernels() -> None:
    """Have the simulator compiled in a child process, where it was not yet.

    Call it from a thread that may wait. Where the child fails, nothing is said: whoever simulates
    compiles then, and meets the reason. Where it was stopped, `CompilingStoppedError` ends what
    would be computed.
    """
    if are_compiled():
        return
    import multiprocessing

    child = multiprocessing.get_context("spawn").Process(
        target=_compile_in_child, name=_CHILD, daemon=True
    )
    child.start()
    child.join()
    stopped = child.exitcode == -signal.SIGTERM
    child.close()
    if stopped:
        raise CompilingStoppedError


def stop_compiling() -> None:
    """End the child process that compiles; the program would outlive its window for it."""
    import multiprocessing

    for child in multiprocessing.active_children():
        if child.name == _CHILD:
            child.terminate()


def _compile_in_child() -> None:
    # The compiler makes many objects and keeps them; to look for garbage took a tenth of its time.
    gc.disable()
    compile_kernels()


def _mark() -> Path:
    # Where Numba keeps what it compiled; both are gone when somebody empties the cache.
    return Path(os.environ.get("NUMBA_CACHE_DIR") or kernel_cache()) / _MARK
