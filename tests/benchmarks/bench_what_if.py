"""The what-if page while a slider is dragged for ten seconds: frames, stalls, memory, offscreen.

The house example over 52 weeks, the page at 1104 x 700 with funnel and people. The computing pool
and the window share the processors that there are, as they do for a person.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
import time
from datetime import date
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import psutil

from tests.benchmarks.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from app.running.runner import WorkspaceRunner
    from views.whatif.outlook import PlanResult
    from views.whatif.page import WhatIfPage

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

FRAME_MILLISECONDS = 33.0
STALL_MILLISECONDS = 50.0
GROWTH_MEGABYTES = 10.0
_TRIALS = 1_000
_DRAG_SECONDS = 10.0
_WARM_DRAGS, _MORE_DRAGS = 2, 2
_STEP_MILLISECONDS = 16
_BEAT_MILLISECONDS = 2
_CHANNEL = "volume:All channels"


def figures() -> Iterator[Figure]:
    """Yield the cost of a frame, and what a drag of ten seconds does to window and memory."""
    from PySide6.QtWidgets import QApplication

    from app.kernels import compile_kernels
    from app.running.runner import WorkspaceRunner
    from views.theme import apply_theme
    from views.whatif.page import WhatIfPage
    from views.whatif.starts import house_plan

    compile_kernels()
    app = QApplication.instance()
    app = app if isinstance(app, QApplication) else QApplication(sys.argv[:1])
    apply_theme(app, "light")
    runner = WorkspaceRunner()
    page = WhatIfPage(runner, house_plan(date(2026, 11, 22)))
    page.resize(1104, 700)
    page.show()
    try:
        _settle(page)
        frames, worked = _frames(app, page)
        yield Figure("what-if: processor time of a frame, median", median(worked), "ms")
        yield Figure(
            "what-if: a frame of 1,000 cases, median", median(frames), "ms", FRAME_MILLISECONDS
        )
        yield Figure(
            "what-if: a frame of 1,000 cases, worst of 100", max(frames), "ms", FRAME_MILLISECONDS
        )
        # What is made once, such as glyphs, tables of draws and the pages of both results, is no
        # growth.
        for _ in range(_WARM_DRAGS):
            _drag(page, _DRAG_SECONDS)
            _settle(page)
        rests = [_at_rest()]
        gaps, behind = _drag(page, _DRAG_SECONDS)
        _settle(page)
        rests.append(_at_rest())
        for _ in range(_MORE_DRAGS):
            _drag(page, _DRAG_SECONDS)
            _settle(page)
            rests.append(_at_rest())
        yield Figure("what-if: slider to new picture in a drag, median", median(behind), "ms")
        yield Figure(
            "what-if: longest stall in a drag of 10 s", max(gaps), "ms", STALL_MILLISECONDS
        )
        yield Figure(
            "what-if: stalls over 50 ms in a drag of 10 s",
            float(sum(gap > STALL_MILLISECONDS for gap in gaps)),
            "",
        )
        yield Figure("what-if: memory of the process with the page at rest", rests[0], "MB")
        for number, (before, after) in enumerate(pairwise(rests), 1):
            yield Figure(
                f"what-if: memory more after drag {number} of 10 s",
                after - before,
                "MB",
                GROWTH_MEGABYTES,
            )
    finally:
        _close(runner, page)


def _settle(page: WhatIfPage) -> None:
    """Let the page come to the full picture of where it stands."""
    from PySide6.QtCore import QEventLoop

    rest = QEventLoop()
    page.more.answered.connect(rest.quit)
    page.live.settle()
    rest.exec()
    page.more.answered.disconnect(rest.quit)


def _frames(app: QApplication, page: WhatIfPage) -> tuple[list[float], list[float]]:
    """Return what each step of a drag takes the window thread: by the clock, and of work."""
    from views.whatif.inputs.shown import with_input
    from views.whatif.outlook import look_ahead

    shown = page.live.shown
    page.live.blockSignals(True)
    milliseconds, worked = [], []
    for leads in range(100):
        plan = with_input(page.plan, _CHANNEL, 150.0 + leads)
        result = look_ahead(plan, preview_trials=_TRIALS, shown=shown)
        start, begun = time.perf_counter(), time.thread_time()
        page.inputs.show_plan(plan)
        page.head.show_plan(plan)
        page.people.show_plan(plan)
        page.show_result(result)
        app.processEvents()
        milliseconds.append((time.perf_counter() - start) * 1000)
        worked.append((time.thread_time() - begun) * 1000)
    page.live.blockSignals(False)
    page.inputs.show_plan(page.plan)
    return milliseconds, worked


def _drag(page: WhatIfPage, seconds: float) -> tuple[list[float], list[float]]:
    """Drag a slider there and back; return gaps of the event loop and ages of new pictures."""
    from PySide6.QtCore import QEventLoop, QTimer

    from views.whatif.inputs.shown import inputs_of

    slider = page.inputs.rows[_CHANNEL].slider
    gaps: list[float] = []
    behind: list[float] = []
    moved: dict[float, float] = {}
    begin = last = time.perf_counter()
    rest = QEventLoop()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append((now - last) * 1000)
        last = now

    def step() -> None:
        now = time.perf_counter()
        if now - begin > seconds:
            rest.quit()
            return
        slider.setValue(150 + round(abs((now - begin) % 4.0 - 2.0) * 100))
        moved[page.inputs.rows[_CHANNEL].shown.value] = now

    def arrive(result: PlanResult) -> None:
        leads = next(one.value for one in inputs_of(result.plan) if one.name == _CHANNEL)
        if leads in moved:
            behind.append((time.perf_counter() - moved[leads]) * 1000)

    heart, hand = QTimer(), QTimer()
    heart.timeout.connect(beat)
    hand.timeout.connect(step)
    page.live.arrived.connect(arrive)
    slider.setSliderDown(True)
    heart.start(_BEAT_MILLISECONDS)
    hand.start(_STEP_MILLISECONDS)
    rest.exec()
    for timer in (heart, hand):
        timer.stop()
    slider.setSliderDown(False)
    page.live.arrived.disconnect(arrive)
    return gaps, behind


def _at_rest() -> float:
    """Return the megabytes that the process holds when nothing is under way.

    What the C library keeps for coming runs is given back before: it is a result's worth of arrays
    or none, as they happened to lie.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
    return float(psutil.Process().memory_info().rss) / 1e6


def _close(runner: WorkspaceRunner, page: WhatIfPage) -> None:
    runner.close()
    page.close()
