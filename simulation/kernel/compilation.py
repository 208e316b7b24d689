"""How functions are compiled: in parts and wholes where Numba is the one known, else as usual.

Compiling in parts (`linking`) and handing arrays on by reference (`referring`) save most of the
compiler's time, but rest on inner parts of Numba. Another one than the one known is tried on a
small function first; where its inner parts are others, all is compiled the ordinary way. That
takes longer, and the results are the same to the bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numba.core.errors import NumbaError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]
    Keys = NDArray[np.uint64]
    Places = NDArray[np.int16]
    Small = NDArray[np.int32]
    Record = Any  # one of those in `layout`: NumPy tells no types of their fields

_Function = TypeVar("_Function", bound="Callable[..., Any]")
_Parts = TypeVar("_Parts")

KNOWN: Final = "0.68.1"
"""The Numba that all of this was tried with."""
# What inner parts that are missing, or are others, raise: on import, when a class is made of them,
# or while something is compiled.
_ELSEWHERE: Final = (
    ImportError,
    AttributeError,
    TypeError,
    LookupError,
    ValueError,
    RuntimeError,
    AssertionError,
    NumbaError,
)


class Ways(NamedTuple):
    """How wholes and parts are compiled, and how a named tuple is handed on."""

    whole: dict[str, Any]
    part: dict[str, Any]
    refer: Callable[[Any], Any]


def _as_it_is(parts: _Parts) -> _Parts:
    return parts


ORDINARY: Final = Ways({}, {}, cast("Callable[[Any], Any]", numba.njit(_as_it_is)))


class _Pair(NamedTuple):
    first: Floats
    second: Floats


def ways_of(version: str) -> Ways:
    """Return how a Numba of some version compiles this package."""
    try:
        from simulation.kernel.linking import PartCompiler, WholeCompiler
        from simulation.kernel.referring import by_reference

        quick = Ways(
            {"pipeline_class": WholeCompiler}, {"pipeline_class": PartCompiler}, by_reference
        )
        return quick if version == KNOWN or works(quick) else ORDINARY
    except _ELSEWHERE:
        return ORDINARY


def works(ways: Ways) -> bool:
    """Try a whole that hands two arrays to a part."""
    refer = ways.refer

    def add(pair: _Pair) -> float:
        return float(pair.first[0] + pair.second[0])

    part = numba.njit(nogil=True, **ways.part)(add)

    def hand_on(first: Floats, second: Floats) -> float:
        total: float = part(refer(_Pair(first, second)))
        return total

    whole = numba.njit(nogil=True, **ways.whole)(hand_on)
    return bool(whole(np.full(1, 0.25), np.full(1, 0.5)) == 0.75)


_WAYS: Final = ways_of(numba.__version__)


def compiled(*, cache: bool = False, in_place: bool = False) -> Callable[[_Function], _Function]:
    """Compile where it is first used, to run without the interpreter lock.

    Python calls only those that go to Numba's cache: they contain all that they call, and the
    others are parts of them. Numba watches no other file than that of the compiled function, so
    whoever sets ``NUMBA_CACHE_DIR`` names a folder that changes with the files of this package.

    What is called for each trial and is handed an array belongs ``in_place`` of the call: a call
    would count one more holder of the array and one fewer, which takes longer than most draws.
    """
    compile_it = numba.njit(
        cache=cache,
        nogil=True,
        error_model="numpy",
        forceinline=in_place,
        **(_WAYS.whole if cache else _WAYS.part),
    )
    return cast("Callable[[_Function], _Function]", compile_it)


def whole_number(value: int) -> int:
    """Return a constant for compiled functions, which are compiled anew for every plain one."""
    return cast("int", np.int64(value))


by_reference = cast("Callable[[_Parts], _Parts]", _WAYS.refer)
"""Return a named tuple as one reference to its parts, which have the same names and stay there.

Only compiled functions can call it.
"""
