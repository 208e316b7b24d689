"""Exchange rates in the settings: what waits for one, entering it, and taking it out again."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from models.deals.dealing import open_deal, win_deal
from models.history.undo.steps import undo
from models.ids import MemberId
from models.leads.capture import add_lead
from models.money import rates, set_rate
from models.workspace import Workspace
from tests.views.leads.lead_doubles import DirectRunner
from views.settings.currencies import CurrenciesSection

MARCH, JUNE = date(2026, 3, 4), date(2026, 6, 1)


@pytest.fixture
def section(workspace: Workspace, runner: DirectRunner, qtbot: QtBot) -> CurrenciesSection:
    with workspace.write() as session:
        lead = add_lead(session, title="Ash & Co")
        won = open_deal(session, lead, "Won", amount_minor=100, currency="GBP")
        win_deal(session, won, MARCH)
        set_rate(session, "GBP", JUNE, "1.15")
    section = CurrenciesSection(runner, clock=workspace.clock)
    qtbot.addWidget(section)
    section.show()
    return section


def known(workspace: Workspace) -> list[tuple[str, date, str]]:
    with workspace.read() as session:
        return [(row.currency, row.valid_from, str(row.rate)) for row in rates(session)]


def test_a_rate_is_asked_for_from_the_first_day_that_waits_and_undo_takes_it_back(
    section: CurrenciesSection, workspace: Workspace, leader: MemberId
) -> None:
    assert section.cards[0].state.text() == (
        "1 amount waits for a rate and cannot be counted. Enter one valid from 4 Mar 2026 or "
        "earlier."
    )
    section.cards[0].ask_button.click()
    assert section.form.day.day() == MARCH
    QTest.keyClicks(section.form.rate, "1.2")
    QTest.keyClick(section.form.rate, Qt.Key.Key_Return)
    assert known(workspace) == [("GBP", MARCH, "1.2"), ("GBP", JUNE, "1.15")]
    assert section.cards[0].state.text() == "Every amount has its rate."
    assert section.form.rate.text() == ""
    with workspace.write(leader) as session:
        undo(session, leader)
    assert known(workspace) == [("GBP", JUNE, "1.15")]


@pytest.mark.parametrize(
    ("currency", "rate", "row", "words"),
    [
        ("doubloons", "1.2", "currency_row", "from the list"),
        ("EUR", "1.2", "currency_row", "always 1"),
        ("USD", "-1", "rate_row", "no exchange rate"),
        ("USD", "1e30", "rate_row", "no exchange rate"),
    ],
)
def test_what_is_wrong_with_a_rate_is_said_at_its_field(
    section: CurrenciesSection,
    workspace: Workspace,
    currency: str,
    rate: str,
    row: str,
    words: str,
) -> None:
    section.form.currency.setText(currency)
    section.form.rate.setText(rate)
    section.form.enter()
    assert words in getattr(section.form, row).error
    assert known(workspace) == [("GBP", JUNE, "1.15")]
    section.form.currency.setText("USD")
    section.form.rate.setText("0.92")
    section.form.save_button.click()
    assert [one[0] for one in known(workspace)] == ["GBP", "USD"]
    assert not getattr(section.form, row).error


def test_a_wrong_rate_is_removed_and_earlier_ones_are_shown_on_demand(
    section: CurrenciesSection, workspace: Workspace, runner: DirectRunner
) -> None:
    def enter(session: Session) -> None:
        for month in range(1, 9):
            set_rate(session, "CHF", date(2025, month, 1), f"1.0{month}")

    runner.change(enter)
    card = section.cards[1]
    assert card.all_button.text() == "Show 2 earlier rates"
    card.show_all()
    assert card.lines.count() == 8
    latest = next(
        one
        for one in card.findChildren(type(card.ask_button))
        if one.accessibleName() == "Remove the rate of CHF from 1 Aug 2025"
    )
    latest.click()
    assert ("CHF", date(2025, 8, 1), "1.08") not in known(workspace)
    assert len(known(workspace)) == 8
