"""The panels of pipeline, money, frozen forecasts and reports, worked as a leader would."""

import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from models.errors import KnownError
from models.scenarios.freezing import CLIENTS, REVENUE
from models.topics import Topic
from simulation.assumptions import BetaRate
from simulation.pipeline import OpenDeal
from tests.views.asking.asking_doubles import DeskUnderTest
from tests.views.forecast_doubles import ImmediateRunner
from tests.views.money.money_doubles import FrozenShelf, Press, Till
from tests.views.whatif.whatif_doubles import small_plan, small_result
from views.charts.fan import FanDrawing
from views.money.frozen_panel import FrozenPanel
from views.money.money_panel import MoneyPanel
from views.money.out_panel import OutPanel
from views.money.pipeline_content import PipelineReading
from views.money.pipeline_panel import PipelinePanel
from views.money.reckoning import MoneyBasis
from views.whatif.outlook import look_ahead
from views.widgets import SectionHeader

DEAL = OpenDeal(uuid.UUID(int=7), "proposal", 40_000.0, -1, BetaRate(7, 10))
TILL = Till(PipelineReading((DEAL,), (), {"proposal": (6, 15)}, slips=6, currency="EUR"))


def shown(qtbot: QtBot, panel: QWidget) -> None:
    qtbot.addWidget(panel)
    panel.show()


def test_a_frozen_forecast_is_drawn_against_what_happened(qtbot: QtBot) -> None:
    shelf = FrozenShelf({CLIENTS: (0.0, 400.0), REVENUE: (0.0, 0.0)})
    panel = FrozenPanel(ImmediateRunner(), shelf, small_result)
    shown(qtbot, panel)
    assert panel.empty.isVisible()
    with qtbot.waitSignal(panel.notice) as said:
        panel.freeze()
    assert said.args == ["success", "Frozen: House example, week by week, 20 weeks."]
    assert "Above \u00b7 2 of 20 weeks" in panel.items.item(0).text()
    assert panel.sentence.text().startswith("Above: 400 clients in 2 weeks")
    drawing = panel.chart.drawing
    assert drawing is not None
    assert "in fact 400" in drawing.reading(1)
    panel.measure.setCurrentIndex(1)
    assert panel.sentence.text().startswith("On track: 0 of revenue in 2 weeks")


def test_a_frozen_forecast_that_is_undone_goes_from_the_list_that_is_in_front(
    qtbot: QtBot,
) -> None:
    runner, shelf = ImmediateRunner(), FrozenShelf()
    panel = FrozenPanel(runner, shelf, small_result)
    shown(qtbot, panel)
    panel.freeze()
    assert panel.items.count() == 1
    shelf.views.clear()
    runner.changed.emit(frozenset({Topic.SCENARIOS}))
    assert panel.empty.isVisible()


def test_nothing_is_frozen_while_the_plan_is_computed_or_undated(qtbot: QtBot) -> None:
    shelf = FrozenShelf(refusal=KnownError("This plan does not say when it begins."))
    panel = FrozenPanel(ImmediateRunner(), shelf, lambda: None)
    shown(qtbot, panel)
    with qtbot.waitSignal(panel.notice) as said:
        panel.freeze()
    assert said.args is not None
    assert said.args[0] == "info"
    undated = FrozenPanel(ImmediateRunner(), shelf, small_result)
    qtbot.addWidget(undated)
    with qtbot.waitSignal(undated.notice) as said:
        undated.freeze()
    assert said.args == ["error", "This plan does not say when it begins."]
    assert undated.freeze_button.isEnabled()


def test_money_is_reckoned_once_the_panel_is_looked_at(qtbot: QtBot) -> None:
    panel = MoneyPanel(ImmediateRunner(), Till(PipelineReading((), ())))
    qtbot.addWidget(panel)
    panel.show_result(small_result())
    assert panel.costs.evidence.rowCount() == 0
    panel.show()
    assert "EUR" in panel.sentence.text()
    titles = [header.title.text() for header in panel.findChildren(SectionHeader)]
    assert titles[:2] == ["What one of each costs, in EUR", "Cash, in EUR"]
    assert panel.costs.evidence.rowCount() == len(small_plan().network.stages)
    assert panel.cash.evidence.index(0, 0).data() == "Q3 2027"
    assert "not measured yet" in panel.response.text()


def test_money_is_reckoned_anew_by_what_was_changed_in_the_settings(qtbot: QtBot) -> None:
    runner, till = ImmediateRunner(), Till(PipelineReading((), ()))
    panel = MoneyPanel(runner, till)
    shown(qtbot, panel)
    panel.show_result(small_result())
    panel.hide()
    till.money = MoneyBasis("CHF", 1)
    runner.changed.emit(frozenset({Topic.SETTINGS}))
    panel.show()
    assert "CHF" in panel.sentence.text()
    assert panel.cash.evidence.index(0, 0).data() == "Q4 2026"


def test_todays_deals_are_taken_into_the_plan_and_left_out_again(qtbot: QtBot) -> None:
    desk = DeskUnderTest(small_plan())
    panel = PipelinePanel(ImmediateRunner(), TILL, desk)
    panel.show_result(small_result())
    shown(qtbot, panel)
    assert panel.sentence.text() == "No open deals are in this plan."
    panel.take_today()
    assert desk.plan.deals == (DEAL,)
    panel.show_result(look_ahead(desk.plan))
    assert "1 open deal worth 40" in panel.sentence.text()
    assert "1 is past its expected close." in panel.sentence.text()
    assert panel.deals.evidence.index(0, 3).data().startswith("41.2")
    assert "6 of 15," in panel.deals.evidence.index(0, 3).data()
    panel.leave_out()
    assert not desk.plan.deals


def test_deals_go_into_the_plan_as_it_stands_and_not_as_it_was_last_reckoned(qtbot: QtBot) -> None:
    desk = DeskUnderTest(small_plan())
    panel = PipelinePanel(ImmediateRunner(), TILL, desk)
    qtbot.addWidget(panel)
    panel.show_result(small_result())
    desk.plan = small_plan(name="Opened meanwhile")
    panel.take_today()
    assert (desk.plan.name, desk.plan.deals) == ("Opened meanwhile", (DEAL,))
    panel.leave_out()
    assert (desk.plan.name, desk.plan.deals) == ("Opened meanwhile", ())


def test_deals_read_for_a_plan_of_other_weeks_are_read_again(qtbot: QtBot) -> None:
    class SlowTill(Till):
        def read(self, starts_on: date, weeks: int, then: Any, *, failed: Any) -> None:
            asked.append((weeks, then))

    asked: list[tuple[int, Any]] = []
    desk = DeskUnderTest(small_plan())
    panel = PipelinePanel(ImmediateRunner(), SlowTill(TILL.reading), desk)
    qtbot.addWidget(panel)
    panel.take_today()
    desk.plan = small_plan(network=replace(desk.plan.network, weeks=8))
    asked[0][1](TILL.reading)
    assert not desk.plan.deals
    assert asked[1][0] == 8
    asked[1][1](TILL.reading)
    assert desk.plan.deals == (DEAL,)
    assert desk.plan.network.weeks == 8


def test_quarters_stand_in_a_narrow_panel_without_scrolling_sideways(qtbot: QtBot) -> None:
    panel = PipelinePanel(ImmediateRunner(), TILL, DeskUnderTest(small_plan()))
    panel.resize(660, 400)
    panel.show_result(small_result())
    shown(qtbot, panel)
    rows = panel.quarters.evidence
    cells = [rows.index(row, 0).data() for row in range(rows.rowCount())]
    assert cells[:3] == ["Q4 2026, clients", "Q4 2026, revenue", "Q1 2027, clients"]
    qtbot.waitUntil(lambda: panel.quarters.viewport().width() > 600)
    assert sum(map(panel.quarters.columnWidth, range(4))) <= panel.quarters.viewport().width()
    assert all(
        panel.quarters.sizeHintForColumn(column) <= panel.quarters.columnWidth(column)
        for column in range(4)
    )


def test_a_plan_leaves_as_report_chart_and_table(qtbot: QtBot, tmp_path: Path) -> None:
    press = Press()

    def choose(_parent: QWidget, _title: str, suggested: str, _pattern: str) -> str:
        return str(tmp_path / suggested)

    panel = OutPanel(
        ImmediateRunner(), press, small_result, lambda: {CLIENTS: (1.0, 4.0)}, choose_file=choose
    )
    shown(qtbot, panel)
    panel.length.set_value("full")
    panel.save_report()
    panel.chart.setCurrentIndex(panel.chart.findData("funnel"))
    panel.save_chart()
    panel.copy_table()
    assert press.written == [
        ("report", "House example week by week.pdf", True),
        ("chart", "Funnel", "House example week by week Funnel.png"),
    ]
    panel.chart.setCurrentIndex(panel.chart.findData("clients-so-far"))
    panel.save_chart()
    drawing = press.charts[-1]
    assert isinstance(drawing, FanDrawing)
    assert drawing.actuals == [1.0, 5.0], "a chart on paper says what the one on the screen says"
    assert QGuiApplication.clipboard().text() == "Week\tMonday\n"
    panel.copy_picture()
    assert not QGuiApplication.clipboard().image().isNull()
    with qtbot.waitSignal(panel.notice) as said:
        panel.save_series()
    assert said.args is not None
    assert said.args[0] == "error"
