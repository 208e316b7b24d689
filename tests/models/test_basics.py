"""What a workspace counts by, settled as one change."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from models.basics import basics, begin_workspace, settle_basics
from models.history.undo.steps import undo
from models.settings.changing import SettingInUseError
from models.targets import targets
from models.team.rows import team
from models.workspace import Workspace

TODAY = date(2026, 11, 21)


def begin(session: Session) -> None:
    begin_workspace(
        session, "Ada Example", "Europe/London", ("leader",), "GBP", 4, TODAY, 3, 25_000_00
    )


def test_targets_cover_this_period_and_five_years_ahead(workspace: Workspace) -> None:
    with workspace.write() as session:
        begin(session)
    with workspace.read() as session:
        clients, revenue = targets(session, "clients"), targets(session, "revenue")
        settled = basics(session, TODAY)
    assert [row.period_start for row in clients][:2] == [date(2026, 11, 1), date(2026, 12, 1)]
    assert len(clients) == 60
    assert (revenue[0].period_start, revenue[0].period_end) == (
        date(2026, 10, 1),
        date(2026, 12, 31),
    )
    assert len(revenue) == 20
    assert (settled.base_currency, settled.fiscal_year_first_month) == ("GBP", 4)
    assert (settled.clients_per_month, settled.revenue_per_quarter_minor) == (3, 25_000_00)


def test_quarters_move_with_the_fiscal_year_and_past_targets_stay(workspace: Workspace) -> None:
    with workspace.write() as session:
        begin(session)
    with workspace.write() as session:
        settle_basics(session, "GBP", 2, date(2027, 3, 10), 5, 30_000_00)
    with workspace.read() as session:
        assert basics(session, date(2026, 12, 5)).clients_per_month == 3
        assert basics(session, date(2026, 12, 5)).revenue_per_quarter_minor == 25_000_00
        assert basics(session, date(2027, 3, 10)).revenue_per_quarter_minor == 30_000_00
        starts = [row.period_start for row in targets(session, "revenue")]
    assert date(2027, 2, 1) in starts
    assert date(2027, 1, 1) not in starts


def test_another_currency_is_refused_while_older_targets_are_in_it(workspace: Workspace) -> None:
    with workspace.write() as session:
        begin(session)
    with pytest.raises(SettingInUseError), workspace.write() as session:
        settle_basics(session, "EUR", 4, date(2027, 3, 10))
    with workspace.write() as session:
        settle_basics(session, "EUR", 4, TODAY)
    with workspace.read() as session:
        assert basics(session, TODAY).base_currency == "EUR"


def test_a_beginning_is_one_change(workspace: Workspace) -> None:
    with workspace.write() as session:
        begin(session)
    with workspace.write() as session:
        undo(session, None)
    with workspace.read() as session:
        assert team(session) == ()
        assert targets(session) == ()
