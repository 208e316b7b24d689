"""Where Numba's inner parts are others, the kernel is compiled as usual, to the same bits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numba.core.base import BaseContext

from simulation.kernel import compilation, keyed

ORDINARY = """
import sys
import numba.core.compiler_machinery
del numba.core.compiler_machinery.register_pass
import numpy as np
from simulation.kernel import compilation, keyed
assert compilation.ways_of(compilation.KNOWN) is compilation.ORDINARY
assert compilation.works(compilation.ORDINARY)
shares = np.empty(9)
keyed.fill_uniforms(np.uint64(5), np.uint64(2**40), shares)
sys.stdout.write(shares.tobytes().hex())
"""


def test_without_the_inner_parts_the_same_bits_are_drawn(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", ORDINARY],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    shares = np.empty(9)
    keyed.fill_uniforms(np.uint64(5), np.uint64(2**40), shares)
    assert run.stdout == shares.tobytes().hex()


def test_the_numba_that_is_pinned_is_the_one_that_is_known() -> None:
    pinned = (Path(__file__).parents[2] / "constraints.txt").read_text()
    assert f"\nnumba=={compilation.KNOWN}\n" in pinned


def test_another_numba_is_tried_before_it_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compilation.ways_of("0.68.99") is not compilation.ORDINARY
    # Of a part, Numba is told by this one that there is such a function.
    monkeypatch.delattr(BaseContext, "insert_user_function")
    assert compilation.ways_of("0.68.99") is compilation.ORDINARY
