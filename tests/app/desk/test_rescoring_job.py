"""The background of the window keeps scores up with the rules."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.desk.window import Desk
from models.definitions.versions.writing import current_draft, write_definitions
from models.entities.leads.cards import LeadCard
from models.leads.capture import add_lead
from models.scoring.rescoring import count_unscored
from models.team.joining import add_member
from models.vocabulary import Meaning
from models.workspace import open_workspace
from tests.app.desk.resting import rest
from tests.models.funnel_stages import known_stage


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "team.db"
    workspace = open_workspace(path)
    with workspace.write() as session:
        add_member(session, "Bea Example", "Europe/London", ("leader",))
        for number in range(3):
            add_lead(session, title=f"Lead {number}")
        _forget_scores(session)
    workspace.close()
    return path


def _forget_scores(session: Session) -> None:
    session.connection().execute(update(LeadCard).values(fit=None, scored_under=None))


def test_leads_that_wait_for_a_score_get_it_once_the_workspace_is_open(
    desk: Desk, path: Path, qtbot: QtBot
) -> None:
    heard: list[frozenset[str]] = []
    desk.runner.changed.connect(heard.append)
    with qtbot.waitSignal(desk.opened):
        desk.open(path)
    qtbot.waitUntil(lambda: frozenset(("leads",)) in heard)
    rest(desk, qtbot)
    desk.runner.detach()
    workspace = open_workspace(path)
    with workspace.read() as session:
        assert count_unscored(session) == 0
    workspace.close()


def test_leads_that_qualify_by_new_rules_are_counted_and_become_mqls_on_request(
    desk: Desk, path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.opened):
        desk.open(path)
    rest(desk, qtbot)
    notices = desk.window.notices

    def lower_the_bar(session: Session) -> None:
        draft = current_draft(session)
        bar = {"mql_fit": "0", "mql_interest": "0"}
        write_definitions(session, replace(draft, terms=draft.terms | bar))

    desk.runner.change(lower_the_bar)
    qtbot.waitUntil(lambda: any("3 leads qualify" in bar.text.text() for bar in notices.bars))
    (bar,) = [bar for bar in notices.bars if "3 leads qualify" in bar.text.text()]
    with qtbot.waitSignal(desk.runner.saved):
        bar.action.click()
    rest(desk, qtbot)
    desk.runner.detach()
    workspace = open_workspace(path)
    with workspace.read() as session:
        mql = known_stage(session, Meaning.MQL).id
        assert set(session.scalars(select(LeadCard.stage_id))) == {mql}
    workspace.close()


def test_new_rules_are_followed_by_every_score_with_progress_at_the_foot(
    desk: Desk, path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.opened):
        desk.open(path)
    rest(desk, qtbot)
    told: list[str] = []
    desk.runner.progressed.connect(lambda _code, label, *_numbers: told.append(label))

    def new_rules(session: Session) -> None:
        draft = current_draft(session)
        write_definitions(session, replace(draft, terms=draft.terms | {"half_life": "7"}))

    desk.runner.change(new_rules)
    qtbot.waitUntil(lambda: "Scoring leads" in told)
    rest(desk, qtbot)
    desk.runner.detach()
    workspace = open_workspace(path)
    with workspace.read() as session:
        assert count_unscored(session) == 0
    workspace.close()
