"""The Forecast page while a slider is dragged: 10,000 trials, page at 1104 x 700, offscreen."""

from __future__ import annotations

import os
import sys
import time
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from views.forecast.page import ForecastPage

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

POSITIONS = range(200, 700, 5)
TARGET_MILLISECONDS = 33.0


def figures() -> Iterator[Figure]:
    """Yield what a frame costs the window thread, and how far the picture is behind the slider."""
    from PySide6.QtWidgets import QApplication

    from app.running.runner import WorkspaceRunner
    from tests.views.forecast_doubles import ExportTray, ScenarioShelf
    from views.forecast.page import ForecastPage
    from views.theme import apply_theme

    app = QApplication.instance()
    app = app if isinstance(app, QApplication) else QApplication(sys.argv[:1])
    apply_theme(app, "light")
    runner = WorkspaceRunner()
    page = ForecastPage(runner, ScenarioShelf(), ExportTray())
    page.resize(1104, 700)
    page.show()
    _wait_for_picture(app, page)
    try:
        frames = _frames(app, page)
        yield _figure("forecast drag: update and paint a frame, median", median(frames))
        yield _figure("forecast drag: update and paint a frame, worst of 100", max(frames))
        for uncertain in (False, True):
            page.inputs.certainty.changed.emit("sampled" if uncertain else "given")
            page.live.follow(page.content)
            _wait_for_picture(app, page)
            behind = _behind(app, page)
            rates = "uncertain rates" if uncertain else "given rates"
            yield _figure(f"forecast drag: slider to painted picture, {rates}", median(behind))
    finally:
        runner.close()
        page.close()


def _figure(name: str, seconds: float) -> Figure:
    return Figure(name, 1000 * seconds, "ms", TARGET_MILLISECONDS)


def _wait_for_picture(app: QApplication, page: ForecastPage) -> None:
    """Let the page come to the picture of where it stands, painted."""
    from PySide6.QtCore import QEventLoop

    # The window thread sleeps while it waits, as it does for a person: spinning would take the
    # interpreter from the thread that computes.
    arrival = QEventLoop()
    page.live.arrived.connect(arrival.quit)
    while page.outlook is None or page.outlook.content != page.content:
        arrival.exec()
    page.live.arrived.disconnect(arrival.quit)
    app.processEvents()


def _frames(app: QApplication, page: ForecastPage) -> list[float]:
    """Return the window thread's share of each step of a drag: words, charts, paint."""
    from views.forecast.outlook import look_ahead

    first = page.content
    outlooks = [look_ahead(first.with_rate(0, tenths / 1000)) for tenths in POSITIONS]
    assert all(outlook.main.trials == 10_000 for outlook in outlooks)
    seconds = []
    for outlook in outlooks:
        start = time.perf_counter()
        page.live.arrived.emit(outlook)
        app.processEvents()
        seconds.append(time.perf_counter() - start)
    return seconds


def _behind(app: QApplication, page: ForecastPage) -> list[float]:
    """Return how long after each movement its picture is painted, computing included."""
    seconds = []
    for tenths in POSITIONS:
        start = time.perf_counter()
        page.inputs.rows[0].slider.setValue(tenths)
        _wait_for_picture(app, page)
        seconds.append(time.perf_counter() - start)
    return seconds
