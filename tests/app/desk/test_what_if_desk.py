"""Where plans of a workspace begin: today with origins and locks, or an example with targets."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from app.commands.common import plan_of_today
from app.desk.plans.what_if import NoHistoryError, WorkspaceActuals, plan_from
from models.deals.dealing import open_deal, win_deal
from models.leads.capture import add_lead
from models.targets import set_target
from models.workspace import Workspace, open_workspace
from tests.app.learning.pasts import MONDAY, usual_past, write_past
from tests.views.leads.lead_doubles import DirectRunner
from views.whatif.content import Plan
from views.whatif.inputs.shown import inputs_of
from views.whatif.sentences import origin_text


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory, new_workspace_file: Path) -> Iterator[Workspace]:
    path = tmp_path_factory.mktemp("what-if") / "past.db"
    path.write_bytes(new_workspace_file.read_bytes())
    write_past(path, usual_past(np.random.default_rng(1), weeks=30), ["Ads", "Fairs"])
    workspace = open_workspace(path, clock=lambda: MONDAY)
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def today(past: Workspace) -> Plan:
    with past.read() as session:
        return plan_from(session, "today", MONDAY)


def test_what_was_learned_is_locked_to_the_data_and_shows_its_evidence(today: Plan) -> None:
    assert today.start == "today"
    assert today.data_until == MONDAY.date() - timedelta(days=1)
    assert today.network.opening
    rate = next(one for one in inputs_of(today) if one.name == "rate:Client")
    assert rate.locked
    assert not rate.moved
    assert rate.note is not None
    assert rate.note.kind == "learned"
    assert " of " in origin_text(rate)


def test_nothing_of_a_fresh_plan_counts_as_changed(today: Plan) -> None:
    assert [one.name for one in inputs_of(today) if one.moved] == []


def test_without_a_move_there_is_no_today_and_the_sentence_says_what_to_do(
    workspace: Workspace,
) -> None:
    with workspace.read() as session, pytest.raises(NoHistoryError, match="house example"):
        plan_from(session, "today", MONDAY)


def test_every_start_has_the_targets_of_the_workspace(workspace: Workspace) -> None:
    with workspace.write(None) as session:
        set_target(session, "clients", date(2027, 1, 1), date(2027, 3, 31), 9)
    for code in ("house", "benchmarks", "own"):
        with workspace.read() as session:
            plan = plan_from(session, code, MONDAY)
        assert [(one.amount, one.last_day) for one in plan.targets] == [(9.0, date(2027, 3, 31))]


def test_what_happened_since_a_plan_began_is_read_by_measure(past: Workspace, today: Plan) -> None:
    later = MONDAY + timedelta(weeks=3)
    got: list[dict[str, Sequence[float]]] = []
    WorkspaceActuals(DirectRunner(past), lambda: later)(today, got.append)
    assert {len(weeks) for weeks in got[0].values()} == {3}
    assert {"clients", "revenue", "stage:1"} <= set(got[0])
    WorkspaceActuals(DirectRunner(past), lambda: MONDAY)(today, got.append)
    assert got[1] == {}


def test_the_terminal_names_the_open_deals_that_a_plan_of_today_leaves_out(
    past: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    with past.write() as session:
        lead = add_lead(session, title="Lead")
        open_deal(session, lead, "Deal", amount_minor=900, currency="USD")
    with past.read() as session:
        plan_of_today(session, MONDAY)
    assert "1 amount in USD has no exchange rate" in capsys.readouterr().err


def test_revenue_without_a_rate_is_left_out_of_what_happened_and_said_once(
    past: Workspace, today: Plan
) -> None:
    with past.write() as session:
        lead = add_lead(session, title="Lead")
        deal = open_deal(session, lead, "Deal", amount_minor=900, currency="USD")
        win_deal(session, deal, MONDAY.date())
    got: list[dict[str, Sequence[float]]] = []
    said: list[Exception] = []
    later = MONDAY + timedelta(weeks=3)
    actuals = WorkspaceActuals(DirectRunner(past), lambda: later, said.append)
    for _time in range(2):
        actuals(today, got.append)
    assert "clients" in got[1]
    assert "revenue" not in got[1]
    assert ["Settings, Currencies" in str(error) for error in said] == [True]
