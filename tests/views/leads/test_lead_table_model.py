from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from models.leads.lists.wanted import LeadColumn, LeadFilter, LeadOrder
from models.leads.stages.closing import disqualify
from models.topics import Topic
from models.workspace import Workspace
from tests.models.leads.listed_leads import NOON, Made, Written, write_leads
from tests.views.leads.lead_doubles import DirectRunner
from views.leads.table import model as table_model
from views.leads.table.model import LEAD_ROLE, SORT_ROLE, LeadTableModel
from views.leads.table.reading import PAGE_ROWS

MANY = [Made("Ann", f"Lee{number:04}", company="Acme", stage=number % 8) for number in range(450)]


@pytest.fixture
def runner(workspace: Workspace, qtbot: QtBot) -> DirectRunner:
    return DirectRunner(workspace)


@pytest.fixture
def written(workspace: Workspace) -> Written:
    return write_leads(workspace, MANY)


@pytest.fixture
def model(runner: DirectRunner, written: Written) -> LeadTableModel:
    made = LeadTableModel(runner, clock=lambda: NOON + timedelta(days=3))
    made.show_list(LeadFilter(), LeadOrder())
    return made


def name(model: LeadTableModel, row: int) -> object:
    return model.index(row, 0).data()


def has_row(model: LeadTableModel, row: int) -> bool:
    return model.lead_at(row) is not None


def test_it_is_a_sound_item_model(
    model: LeadTableModel, runner: DirectRunner, qtmodeltester: Any
) -> None:
    qtmodeltester.check(model)
    model.show_list(LeadFilter(search="lee000"), LeadOrder(LeadColumn.STAGE, True))
    qtmodeltester.check(model)
    model.refresh()
    qtmodeltester.check(model)


def test_data_reads_nothing_and_later_rows_arrive(
    model: LeadTableModel, runner: DirectRunner, qtbot: QtBot
) -> None:
    assert model.rowCount() == 450
    assert name(model, 0) == "Ann Lee0000"
    runner.held = True
    before = runner.reads
    assert name(model, 433) is None
    assert model.index(433, 0).data(LEAD_ROLE) is None
    assert runner.reads == before
    qtbot.waitUntil(lambda: len(runner.waiting) == 1)
    runner.answer()
    assert name(model, 433) == "Ann Lee0433"
    assert model.index(433, 0).data(LEAD_ROLE).company == "Acme"


def test_scrolling_fast_asks_for_the_pages_that_are_looked_at(
    model: LeadTableModel, runner: DirectRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_model, "ASKED_AT_ONCE", 1)
    runner.held = True
    for page in (1, 2, 3, 4):
        name(model, page * PAGE_ROWS + 1)
    qtbot.waitUntil(lambda: len(runner.waiting) == 1)
    runner.answer()
    assert name(model, 401) == "Ann Lee0401"
    assert name(model, 101) is None


def test_pages_that_were_left_are_let_go_of(
    model: LeadTableModel, runner: DirectRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_model, "PAGES_KEPT", 2)
    for page in (1, 2, 3):
        name(model, page * PAGE_ROWS)
        qtbot.waitUntil(partial(has_row, model, page * PAGE_ROWS))
    assert model.lead_at(0) is None
    assert model.lead_at(200) is not None


def test_another_list_replaces_the_rows_when_it_is_here(
    model: LeadTableModel, runner: DirectRunner
) -> None:
    runner.held = True
    told: list[tuple[int, bool]] = []
    model.shown.connect(lambda count, more: told.append((count, more)))
    model.show_list(LeadFilter(search="lee01"), LeadOrder())
    model.show_list(LeadFilter(search="lee0001"), LeadOrder())
    assert name(model, 0) == "Ann Lee0000"
    assert len(runner.waiting) == 1
    runner.answer()
    assert told == [(1, False)]
    assert name(model, 0) == "Ann Lee0001"


def test_a_search_that_finds_many_says_so(
    model: LeadTableModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.leads.lists.listing.COUNTED_AT_MOST", 101)
    told: list[tuple[int, bool]] = []
    model.shown.connect(lambda count, more: told.append((count, more)))
    model.show_list(LeadFilter(search="ann"), LeadOrder())
    assert told == [(100, True)]
    assert model.rowCount() == 100


def test_sorting_asks_for_the_order(model: LeadTableModel) -> None:
    places = {column.code: place for place, column in enumerate(model.columns)}
    model.sort(places[LeadColumn.NAME], Qt.SortOrder.DescendingOrder)
    assert name(model, 0) == "Ann Lee0449"
    model.sort(places[LeadColumn.STAGE], Qt.SortOrder.AscendingOrder)
    assert model.order == LeadOrder(LeadColumn.STAGE)
    assert model.index(0, places[LeadColumn.STAGE]).data() == "New"
    model.show_columns(("captured_at",))
    model.refresh()
    assert [column.code for column in model.columns] == ["name", "captured_at"]
    assert model.index(0, 1).data(SORT_ROLE) == NOON


def test_a_change_elsewhere_is_read_and_the_marked_lead_is_found_again(
    model: LeadTableModel, runner: DirectRunner, written: Written
) -> None:
    model.show_list(LeadFilter(statuses=frozenset({"open"})), LeadOrder())
    model.marked = written.leads[3]
    told: list[tuple[int, bool, int | None]] = []
    model.refreshed.connect(lambda *what: told.append(what))
    runner.change(lambda session: disqualify(session, written.leads[0], "budget"))
    assert told == [(449, False, 2)]
    assert model.rowCount() == 449
    assert name(model, 2) == "Ann Lee0003"
    runner.changed.emit(frozenset({Topic.SCENARIOS}))
    assert len(told) == 1


def test_dates_of_this_year_are_short_and_status_is_a_word_with_a_sign(
    model: LeadTableModel, runner: DirectRunner, written: Written
) -> None:
    model.show_columns(("name", "status", "captured_at", "moved_at"))
    model.refresh()
    places = {column.code: place for place, column in enumerate(model.columns)}
    assert model.index(0, places[LeadColumn.CAPTURED_AT]).data() == "2 Nov"
    assert model.index(0, places[LeadColumn.MOVED_AT]).data() == ""
    status = model.index(0, places[LeadColumn.STATUS])
    assert status.data() == "Open"
    assert status.data(Qt.ItemDataRole.DecorationRole) is None
    runner.change(lambda session: disqualify(session, written.leads[0], "budget"))
    assert status.data() == "Disqualified"
    assert not status.data(Qt.ItemDataRole.DecorationRole).isNull()


def test_an_empty_workspace_is_an_empty_list(runner: DirectRunner) -> None:
    model = LeadTableModel(runner)
    model.show_list(LeadFilter(), LeadOrder())
    assert model.loaded
    assert model.rowCount(QModelIndex()) == 0
