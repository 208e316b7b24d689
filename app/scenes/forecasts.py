"""Scenes of the forecast: what lies below its chart, its batch, a hire."""

from collections.abc import Generator, Iterator
from functools import partial
from typing import TYPE_CHECKING

from app.desk.window import Desk
from app.scenes.steps import Scene, page_shown
from models.clock import utc_now

if TYPE_CHECKING:
    from views.whatif.modes import ForecastModes
    from views.whatif.page import WhatIfPage


def show_panel(desk: Desk, panel: str) -> Iterator[None]:
    """Show a panel below the plan that begins today."""
    modes = yield from _forecast(desk, "weeks")
    modes.weeks.show_panel(panel)
    # The panel is the picture, so it gets the room of the chart.
    _give_room(modes.weeks, to_panel=True)


def show_batch(desk: Desk) -> Iterator[None]:
    """Show what may become of one batch."""
    yield from _forecast(desk, "batch")


def show_hire(desk: Desk) -> Iterator[None]:
    """Show the house example with one setter, and a second who comes and grows in."""
    from views.whatif.inputs.shown import with_input
    from views.whatif.people.hires import with_hire, with_ramp
    from views.whatif.starts import house_plan

    modes = yield from _forecast(desk, "weeks")
    plan = with_input(house_plan(utc_now().date()), "people:Setter", 1.0)
    network = with_ramp(with_hire(plan.network, 1, 12), 1, 1, 6)
    modes.weeks.take(plan.with_network(network))
    _give_room(modes.weeks, to_panel=False)
    modes.weeks.show_panel("people")


SCENES: dict[str, Scene] = {
    "forecast-money": partial(show_panel, panel="money"),
    "forecast-pipeline": partial(show_panel, panel="pipeline"),
    "forecast-batch": show_batch,
    "forecast-hire": show_hire,
}


def _forecast(desk: Desk, mode: str) -> "Generator[None, None, ForecastModes]":
    from views.whatif.modes import ForecastModes

    modes = yield from page_shown(desk, "forecast", ForecastModes)
    modes.show_mode(mode)
    return modes


def _give_room(page: "WhatIfPage", *, to_panel: bool) -> None:
    if page.charts.isHidden() != to_panel:
        page.dock.room_asked.emit()
