"""The Definitions page at work: nothing on the window thread, duty decides, pages are set."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.desk.machine.settings import MachineSettings
from app.desk.window import Desk
from models.definitions.versions.writing import current_draft
from models.team.joining import add_member
from models.workspace import open_workspace
from tests.models.leads.listed_leads import Made, write_leads
from views.definitions.forms.terms import TermsForm
from views.definitions.page import DefinitionsPage
from views.shell import MainWindow


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "team.db"
    workspace = open_workspace(path)
    with workspace.write() as session:
        add_member(session, "Ada Example", "Europe/London", ("sdr",))
        add_member(session, "Bea Example", "Europe/London", ("marketing",))
    write_leads(workspace, [Made("Ann", "Lee", company="Acme")])
    workspace.close()
    window = MainWindow(MachineSettings(tmp_path / "settings.ini"), version="1.2.3")
    qtbot.addWidget(window)
    made = Desk(window, MachineSettings(tmp_path / "settings.ini"))
    with qtbot.waitSignal(made.opened):
        made.open(path)
    yield made
    made.close()


def page_of(desk: Desk, qtbot: QtBot, person: str) -> DefinitionsPage:
    code = next(one.code for one in desk.duty.persons if one.name.startswith(person))
    desk.put_on_duty(code)
    desk.window.show_page("definitions")
    qtbot.waitUntil(lambda: isinstance(desk.window.page("definitions"), DefinitionsPage))
    page = desk.window.page("definitions")
    assert isinstance(page, DefinitionsPage)
    qtbot.waitUntil(lambda: page.desk.is_loaded)
    return page


def test_a_version_is_written_with_no_sql_on_the_window_thread(desk: Desk, qtbot: QtBot) -> None:
    page = page_of(desk, qtbot, "Bea")
    with qtbot.waitSignal(page.follower.counted):
        page.parts.choose("terms")
        form = page.forms["terms"]
        assert isinstance(form, TermsForm)
        form.terms["mql_interest"].setValue(45)
    with qtbot.waitSignal(page.desk.saved):
        page.bar.save_button.click()
    qtbot.waitUntil(lambda: page.desk.content.number == 2)
    qtbot.waitUntil(lambda: desk.runner.is_idle)
    with desk.runner.workspace.read() as session, pytest.raises(RuntimeError):
        current_draft(session)
    desk.runner.undo()
    qtbot.waitUntil(lambda: page.desk.content.number == 1)
    assert page.desk.draft.terms["mql_interest"] == "60"


def test_who_is_on_duty_decides_whether_definitions_can_be_changed(
    desk: Desk, qtbot: QtBot
) -> None:
    page = page_of(desk, qtbot, "Ada")
    assert not page.reason.isHidden()
    assert "Ada Example (SDR)" in page.reason.sentence.text()
    page_of(desk, qtbot, "Bea")
    assert page.reason.isHidden()


def test_the_pages_of_the_document_are_set_in_the_background(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page = page_of(desk, qtbot, "Bea")
    page.show_document()
    assert not page.document.progress.isHidden()
    qtbot.waitUntil(lambda: page.document.pages.count > 1)
    assert page.document.progress.isHidden()
    target = tmp_path / "signed.pdf"
    page.document._ask_where = lambda _parent, _suggested: target
    with qtbot.waitSignal(page.document.said):
        page.document.save_pdf()
    assert target.read_bytes().startswith(b"%PDF-")
