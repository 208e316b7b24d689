"""The stages a lead went through, with who moved it and whether the move counts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from models.history.undo.steps import undo
from models.leads.stages.moves import moves_of
from models.leads.stages.moving import correct_move, move_stage
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld
from tests.views.lead_page.conftest import Show
from tests.views.leads.lead_doubles import DirectRunner
from views.lead_page.page import LeadPage
from views.leads.panel import LeadPanel


def lines(page: LeadPage) -> list[str]:
    """Return the words of the lines, without their days."""
    return [words for _day, words in page.happened.stages.lines]


def test_the_stages_a_lead_went_through_stand_on_its_page(
    show: Show, runner: DirectRunner, world: SmallWorld
) -> None:
    page = show()
    before = lines(page)
    assert before
    runner.change(
        lambda session: move_stage(session, world.lead, world.stages[2], evidence="Wrote back")
    )
    newest, *others = lines(page)
    assert newest == "Responded, Sven Setter, Wrote back"
    assert others == before


def test_a_corrected_move_says_that_it_counts_in_no_rate(
    show: Show, runner: DirectRunner, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    runner.change(
        lambda session: move_stage(session, world.lead, world.stages[2], evidence="Wrote back")
    )
    with filled.read() as session:
        newest = moves_of(session, world.lead)[-1].id
    runner.change(lambda session: correct_move(session, newest, "the wrong person"))
    assert "corrected, counts in no rate" in lines(page)[0]


def test_the_latest_move_is_corrected_with_what_was_wrong_and_an_undo_counts_it_again(
    show: Show, runner: DirectRunner, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    runner.change(
        lambda session: move_stage(session, world.lead, world.stages[2], evidence="Wrote back")
    )
    stood = lines(page)
    QTest.keyClick(page, Qt.Key.Key_Z)
    assert page.form.title.text() == "Correct the move to Responded"
    QTest.keyClick(page.form.rows["reason"].field, Qt.Key.Key_Return)
    assert page.form.rows["reason"].error
    QTest.keyClicks(page.form.rows["reason"].field, "An out-of-office reply")
    QTest.keyClick(page.form.rows["reason"].field, Qt.Key.Key_Return)
    assert page.form.isHidden()
    assert lines(page)[0] == "Responded, Sven Setter, Wrote back, corrected, counts in no rate"
    with filled.write(world.setter) as session:
        undo(session, world.setter)
    page.reload()
    assert lines(page) == stood


def test_how_a_lead_came_in_is_not_offered_for_correction(
    show: Show, runner: DirectRunner, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    assert page.happened.stages.correct_button.isVisible()
    with filled.read() as session:
        count = len(moves_of(session, world.lead))
    for _move in range(count - 1):
        page.happened.stages.correct_button.click()
        QTest.keyClicks(page.form.rows["reason"].field, "Wrong lead")
        page.form.send_button.click()
    assert page.happened.stages.correct_button.isHidden()
    QTest.keyClick(page, Qt.Key.Key_Z)
    assert page.form.isHidden()


@pytest.fixture(params=[LeadPage, LeadPanel])
def seen(
    request: pytest.FixtureRequest,
    runner: DirectRunner,
    world: SmallWorld,
    clock: FrozenClock,
    qtbot: QtBot,
) -> LeadPage | LeadPanel:
    """Return the page of the lead, and the panel beside the list, while it is in front."""
    seen: LeadPage | LeadPanel = (
        LeadPage(runner, lambda: world.setter, clock=clock)
        if request.param is LeadPage
        else LeadPanel(runner, clock=clock)
    )
    qtbot.addWidget(seen)
    seen.show_lead(world.lead)
    seen.show()
    runner.change(
        lambda session: move_stage(session, world.lead, world.stages[2], evidence="Wrote back")
    )
    return seen


def test_what_was_undone_behind_another_page_is_seen_when_it_comes_forward(
    seen: LeadPage | LeadPanel, runner: DirectRunner, world: SmallWorld
) -> None:
    assert seen.shown is not None
    moved = seen.shown.detail.stage
    seen.hide()
    runner.change(lambda session: undo(session, world.setter))
    seen.show()
    assert (moved, seen.shown.detail.stage) == ("Responded", "MQL")


def test_a_lead_that_is_opened_while_its_page_is_behind_is_read_once(
    seen: LeadPage | LeadPanel, runner: DirectRunner, world: SmallWorld
) -> None:
    seen.hide()
    runner.change(lambda session: undo(session, world.setter))
    seen.show_lead(world.lead)
    reads = runner.reads
    seen.show()
    assert seen.shown is not None
    assert (seen.shown.detail.stage, runner.reads) == ("MQL", reads)
