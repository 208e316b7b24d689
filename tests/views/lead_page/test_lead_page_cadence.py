"""A lead's page puts the lead into a cadence by hand, and takes it out."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from models.appointments.life import cancel
from models.appointments.meetings import meetings_between
from models.cadences.rows import RunRow, cadences, run_of
from models.workspace import Workspace
from tests.models.small_world import SmallWorld
from tests.views.lead_page.conftest import Show
from views.lead_page.page import LeadPage


def choose(page: LeadPage, code: str) -> None:
    """Open the form by its key, choose, and send."""
    QTest.keyClick(page, Qt.Key.Key_J)
    box: Any = page.form.rows["what"].field
    box.setCurrentIndex(box.findData(code))
    page.form.send()


def run(filled: Workspace, world: SmallWorld) -> RunRow | None:
    with filled.read() as session:
        return run_of(session, world.lead)


def free_of_meetings(filled: Workspace, world: SmallWorld) -> None:
    """Call off what is booked: a lead with a meeting to come needs no cadence."""
    with filled.write(world.leader) as session:
        now = filled.clock()
        for row in meetings_between(session, now, now.replace(year=now.year + 1)):
            if row.lead_id == world.lead and row.state in ("proposed", "invited", "confirmed"):
                cancel(session, row.id, "Moved away")


def test_a_lead_enters_a_cadence_goes_on_and_is_taken_out(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    free_of_meetings(filled, world)
    with filled.read() as session:
        first, second = cadences(session)[:2]
    page = show()
    choose(page, str(first.id))
    entered = run(filled, world)
    assert entered is not None
    assert (entered.cadence_id, entered.steps_done, entered.ended_at) == (first.id, 0, None)
    QTest.keyClick(page, Qt.Key.Key_J)
    assert f"“{first.name}”: step 1 of {len(first.steps)}" in page.form.title.text()
    page.form.left.emit()
    choose(page, "pass over")
    moved = run(filled, world)
    assert moved is not None
    assert moved.steps_done == 1
    choose(page, str(second.id))
    other = run(filled, world)
    assert other is not None
    assert (other.cadence_id, other.ended_at) == (second.id, None)
    choose(page, "take out")
    ended = run(filled, world)
    assert ended is not None
    assert ended.end_reason == "taken_out"


def test_what_a_cadence_refuses_is_said_at_the_form(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    with filled.read() as session:
        first = cadences(session)[0]
    page = show()
    choose(page, str(first.id))
    assert page.form.isVisible()
    assert "A meeting with this lead is booked" in page.form.refusal.text()
