"""The simulator is compiled once for a machine, and not on the way of whoever waits for it."""

import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from app import kernels


@pytest.fixture
def mark() -> Path:
    return Path(os.environ["NUMBA_CACHE_DIR"]) / "compiled"


def test_a_child_process_compiles_it_where_it_was_not(mark: Path) -> None:
    mark.unlink(missing_ok=True)
    assert not kernels.are_compiled()
    kernels.provide_kernels()
    assert kernels.are_compiled()


def test_it_is_not_compiled_again(mark: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    monkeypatch.setattr(
        multiprocessing, "get_context", lambda _how: pytest.fail("a child was started")
    )
    kernels.provide_kernels()


def test_another_cache_is_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert not kernels.are_compiled()


def test_a_window_that_closes_does_not_wait_until_it_is_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(kernels.provide_kernels)
        while not multiprocessing.active_children() and not waiting.done():
            wait([waiting], timeout=0.01)
        kernels.stop_compiling()
        # Nor does it compile by itself then, since whoever asked is stopped too.
        with pytest.raises(kernels.CompilingStoppedError):
            waiting.result()
    assert not kernels.are_compiled()
