"""Deals, prices, slow answers and frozen forecasts of a real workspace."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.commands import run_command
from app.desk.plans.asking_panels import add_asking_panels
from app.desk.plans.money import dock_money
from app.documents.forecast_report import read_sources
from app.money.freezing import (
    UndatedPlanError,
    freeze,
    frozen_rows,
    frozen_summary,
    frozen_view,
)
from app.money.pipeline import read_deals, slip_of
from app.money.pricing import priced
from app.money.responses import read_response
from app.money.targets import read_targets
from app.running.runner import WorkspaceRunner
from app.scenario_files.shelf import keep_plan
from models.deals.dealing import open_deal, win_deal
from models.definitions.current import stages
from models.entities.marketing.channels import Channel
from models.leads.capture import add_lead
from models.marketing.channels import add_campaign, add_channel, record_spend
from models.scenarios.actuals import actuals_since
from models.scenarios.freezing import CLIENTS, REVENUE
from models.scenarios.saving import scenarios
from models.targets import set_target
from models.workspace import Workspace, open_workspace
from simulation.assumptions import BetaRate
from simulation.volumes import ExactVolume
from tests.clocks import FrozenClock
from tests.views.whatif.whatif_doubles import small_plan, small_result
from views.money.frozen_panel import FrozenPanel
from views.money.tracking import Standing
from views.shell.actions import key_lines, menu_titles
from views.whatif.modes import ForecastModes
from views.whatif.outlook import look_ahead
from views.whatif.page import WhatIfPage

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path, new_workspace_file: Path, clock: FrozenClock) -> Iterator[Workspace]:
    path = tmp_path / "money.db"
    shutil.copyfile(new_workspace_file, path)
    opened = open_workspace(path, clock=clock)
    yield opened
    opened.close()


def test_open_deals_of_the_workspace_become_those_of_a_plan(workspace: Workspace) -> None:
    with workspace.write() as session:
        lead = add_lead(session, title="Lead")
        won = open_deal(session, lead, "Won", amount_minor=900_000, expected_close=TODAY)
        win_deal(session, won, TODAY + timedelta(days=1))
        open_deal(
            session,
            lead,
            "Open",
            amount_minor=500_000,
            expected_close=TODAY + timedelta(days=15),
            stage="proposal",
        )
        open_deal(session, lead, "Undated")
        found = read_deals(session, TODAY, TODAY + timedelta(days=1))
    assert [(deal.amount, deal.expected_week) for deal in found.deals] == [
        (5_000.0, 2),
        (9_000.0, 0),
    ]
    # Both are of one lead, which is a client since the day before.
    assert len({deal.lead for deal in found.deals}) == 1
    assert [deal.makes_client for deal in found.deals] == [False, False]
    assert found.deals[0].chance == BetaRate(2.0, 1.0)
    assert (found.undated, found.unknown) == (1, 0)
    assert found.deals[0].slip.mean == pytest.approx((0 + 2.0) / 2)


def test_slips_hold_early_wins_and_a_weak_prior() -> None:
    slip = slip_of([-14, 0, 21])
    assert slip.early_weeks == 2
    assert slip.delay.weights == pytest.approx((1.0, 0.0, 1.2, 0.2, 0.2, 1.2, 0.2))
    assert slip_of([]).mean == pytest.approx(2.0)


def test_targets_know_what_was_reached_before_the_plan_begins(workspace: Workspace) -> None:
    with workspace.write() as session:
        set_target(session, REVENUE, date(2026, 10, 1), date(2026, 12, 31), 5_000_000)
        set_target(session, CLIENTS, date(2029, 1, 1), date(2029, 1, 31), 3)
        lead = add_lead(session, title="Lead")
        win_deal(session, open_deal(session, lead, "Won", amount_minor=900_000), TODAY)
        (target,) = read_targets(session, date(2026, 11, 9), 20)
    assert (target.measure, target.amount, target.reached) == (REVENUE, 50_000.0, 9_000.0)


def test_leads_cost_what_was_spent_and_clients_bring_what_was_won(workspace: Workspace) -> None:
    with workspace.write() as session:
        channel = add_channel(session, "Ads")
        campaign = add_campaign(session, channel, "Autumn")
        record_spend(session, campaign, TODAY, TODAY, 40_000, "EUR")
        before = TODAY - timedelta(days=7)
        record_spend(session, campaign, before, before, 40_000, "USD")
        leads = [add_lead(session, title=str(at), channel_id=channel) for at in range(4)]
        for amount in (800_000, 1_200_000):
            deal = open_deal(session, leads[0], "Deal", amount_minor=amount)
            win_deal(session, deal, TODAY)
        deal = open_deal(session, leads[0], "Deal", amount_minor=9, currency="GBP")
        win_deal(session, deal, TODAY)
        key = session.scalars(select(Channel.uuid)).one()
        plan = small_plan()
        network = plan.network
        (ads,) = network.channels
        ads = replace(ads, key=key, name="Ads", cost_per_lead=0.0)
        unpriced = replace(
            plan,
            network=replace(network, channels=(ads,), value=replace(network.value, mean=0.0)),
        )
        found = priced(session, unpriced, NOW + timedelta(hours=1))
        assert priced(session, plan, NOW).network == plan.network
    assert found.network.channels[0].cost_per_lead == 100.0
    assert found.origins["cost:Ads"].evidence == "400 for 4 leads"
    assert found.network.value.mean == 10_000.0
    assert found.origins["value"].evidence == "2 won deals"
    assert {"cost:Ads", "value"} <= found.locked
    for name, currency in (("cost:Ads", "USD"), ("value", "GBP")):
        warning = found.origins[name].warning
        assert f"1 amount in {currency} has no exchange rate" in warning
        assert "Settings, Currencies" in warning


def test_what_slow_answers_did_is_read_for_the_teams_own_funnel_alone(
    workspace: Workspace,
) -> None:
    with workspace.read() as session:
        assert read_response(session, small_plan(), NOW) is None
        own = tuple(
            replace(stage, key=row.uuid)
            for stage, row in zip(small_plan().network.stages, stages(session), strict=False)
        )
        plan = replace(small_plan(), network=replace(small_plan().network, stages=own))
        found = read_response(session, plan, NOW)
    assert found is not None
    assert sum(band.evidence.entered for band in found.bands) == 0
    assert found.agreed_hours in [band.until_hours for band in found.bands]


def test_freezing_saves_the_plan_once_and_again_only_when_it_was_changed(
    workspace: Workspace,
) -> None:
    result = small_result()
    with workspace.write() as session:
        freeze(session, result.plan, frozen_summary(result))
        freeze(session, result.plan, frozen_summary(result))
        assert [row.name for row in scenarios(session)] == [result.plan.name]
        freeze(session, replace(result.plan, seed=2), frozen_summary(result))
        assert len(scenarios(session)) == 2
        rows = frozen_rows(session, TODAY)
        assert {row.clients.standing for row in rows} == {Standing.NOT_BEGUN}
        view = frozen_view(session, rows[0].id, TODAY)
        assert set(view.actuals) == {CLIENTS, REVENUE}
        network = replace(result.plan.network, starts_on=None)
        with pytest.raises(UndatedPlanError):
            frozen_summary(replace(result, plan=replace(result.plan, network=network)))


def test_a_frozen_forecast_is_held_against_the_weeks_that_are_over(workspace: Workspace) -> None:
    begins = date(2026, 10, 19)
    plan = small_plan()
    plan = replace(plan, network=replace(plan.network, starts_on=begins), trials=200)
    with workspace.write() as session:
        frozen = freeze(session, plan, frozen_summary(look_ahead(plan)))
        for at in range(9):
            lead = add_lead(session, title=str(at))
            win_deal(session, open_deal(session, lead, "Deal", amount_minor=1), date(2026, 10, 28))
        view = frozen_view(session, int(frozen), TODAY)
        assert actuals_since(session, CLIENTS, begins, TODAY) == (0.0, 9.0)
        report = read_sources(session, "Ours", look_ahead(plan), NOW)
    assert report.actuals[CLIENTS] == (0.0, 9.0)
    assert view.row.weeks_over == 2
    assert view.row.clients.standing is Standing.ABOVE
    assert view.actuals[CLIENTS] == (0.0, 9.0)


def test_change_freeze_and_report_from_the_page(
    qtbot: QtBot, workspace: Workspace, clock: FrozenClock, tmp_path: Path
) -> None:
    runner = WorkspaceRunner()
    runner.attach(workspace)
    page = WhatIfPage(runner, small_plan())
    add_asking_panels(page, runner)
    out = dock_money(page, runner, clock)
    modes = ForecastModes(page, lambda: pytest.fail("no batch was asked for"), print)
    modes.take_document(out.document, out.looked_at)
    qtbot.addWidget(modes)
    modes.show()
    qtbot.waitUntil(lambda: page.result is not None)
    keys = dict(key_lines(modes.actions()))
    assert keys["Freeze"] == ["Ctrl+Shift+F"]
    of_menus = {f"Alt+{title.partition('&')[2][:1]}" for title in menu_titles().values()}
    assert not of_menus & {one for some in keys.values() for one in some}
    frozen = page.findChildren(FrozenPanel)[0]
    page.show_panel("frozen")
    frozen.freeze()
    qtbot.waitUntil(lambda: frozen.items.count() == 1 and frozen.view is not None)
    path = tmp_path / "board.pdf"
    out._choose_file = lambda *_asked: str(path)
    with qtbot.waitSignal(out.notice) as said:
        out.save_report()
    assert said.args == ["success", "Wrote board.pdf."]
    assert path.read_bytes().startswith(b"%PDF")
    page.show_panel("out")
    out.look()
    qtbot.waitUntil(lambda: out.document.isVisible() and out.document.pages.count == 1)
    assert "Print…" in dict(key_lines(modes.actions()))
    out.document.closed.emit()
    assert page.isVisible()
    assert page.dock.code == "out"
    qtbot.waitUntil(lambda: runner.is_idle)
    runner.close()
    runner.deleteLater()


@pytest.mark.usefixtures("qapp")
def test_the_terminal_writes_report_series_and_charts_of_a_stored_plan(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with workspace.write() as session:
        keep_plan(session, replace(small_plan(), name="Board", trials=100), as_new=True)
    files = [tmp_path / "board.pdf", tmp_path / "board.xlsx", tmp_path / "charts"]
    arguments = ("--workspace", str(workspace.path), "forecast", "--scenario", "Board")
    written = ("--report", str(files[0]), "--series", str(files[1]), "--charts", str(files[2]))
    assert run_command((*arguments, *written)) == 0
    assert files[0].read_bytes().startswith(b"%PDF")
    assert files[1].is_file()
    assert (files[2] / "funnel.svg").is_file()
    assert "Report: " in capsys.readouterr().out
    assert run_command((*arguments, "--report", str(tmp_path / "board.doc"))) == 2
    assert run_command((*arguments, "--full")) == 2


def test_the_terminal_tells_the_money_of_a_plan(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    free = small_plan(name="Nobody", trials=50)
    (channel,) = free.network.channels
    nobody = replace(channel, volume=ExactVolume((0,)))
    with workspace.write() as session:
        keep_plan(
            session, replace(free, network=replace(free.network, channels=(nobody,))), as_new=True
        )
    arguments = ("--workspace", str(workspace.path), "money", "--scenario", "Nobody")
    assert run_command((*arguments, "--trials", "50")) == 0
    assert "No client comes of this plan" in capsys.readouterr().out
    assert run_command((*arguments, "--trials", "50", "--json")) == 0
    told = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert told["costs"][-1]["everything"] is None
    assert told["returns"][0]["name"] == "All channels"
    assert run_command(("money", "--today", "--scenario", "Nobody")) == 2
