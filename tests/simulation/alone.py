"""Parts of the kernel, each compiled as a whole of its own, so that Python can call them."""

from __future__ import annotations

from types import ModuleType, SimpleNamespace

from numba.core.dispatcher import Dispatcher

from simulation.kernel import continuous as _continuous
from simulation.kernel import draws as _draws
from simulation.kernel import keyed as _keyed
from simulation.kernel import walks as _walks
from simulation.kernel.compilation import compiled


def _alone(module: ModuleType) -> SimpleNamespace:
    parts = {
        name: compiled(cache=True)(part.py_func) if isinstance(part, Dispatcher) else part
        for name, part in vars(module).items()
    }
    return SimpleNamespace(**parts)


continuous, draws, keyed, walks = map(_alone, (_continuous, _draws, _keyed, _walks))
