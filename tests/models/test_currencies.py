"""Which foreign currencies are in use, and what of them waits for a rate."""

from datetime import date

import pytest

from models.currencies import CurrencyRow, currencies_in_use
from models.deals.dealing import lose_deal, open_deal, win_deal
from models.errors import InvalidValueError
from models.leads.worth import worth_of
from models.marketing.channels import record_spend
from models.money import RateRow, Unrated, rates, remove_rate, set_rate
from models.workspace import Workspace
from tests.models.small_world import SmallWorld

TODAY = date(2026, 11, 2)
MAY = date(2026, 5, 1)


def test_a_won_deal_waits_from_its_day_and_a_lost_one_needs_no_rate(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        for currency in ("USD", "GBP"):
            won = open_deal(session, world.lead, "Won", amount_minor=100, currency=currency)
            win_deal(session, won, MAY)
            open_deal(session, world.lead, "Open", amount_minor=100, currency=currency)
        lost = open_deal(session, world.lead, "Lost", amount_minor=100, currency="SEK")
        lose_deal(session, lost, TODAY, "budget")
        record_spend(session, world.campaign, MAY, TODAY, 100, "GBP")
        set_rate(session, "USD", MAY, "0.9")
        set_rate(session, "GBP", TODAY, "1.1")
        found = {row.currency: row for row in currencies_in_use(session, TODAY)}
        remove_rate(session, "USD", MAY)
        with pytest.raises(InvalidValueError, match="begins on that day"):
            remove_rate(session, "USD", MAY)
        assert [row.currency for row in rates(session)] == ["CHF", "GBP"]
    assert list(found) == ["GBP", "CHF", "USD"]
    assert (found["GBP"].deals, found["GBP"].spends) == (2, 1)
    assert (found["GBP"].waiting, found["GBP"].waiting_since) == (2, MAY)
    usd = RateRow("USD", MAY, found["USD"].rates[0].rate)
    assert found["USD"] == CurrencyRow("USD", 2, 0, 0, None, (usd,))


def test_the_worth_of_a_lead_says_which_won_deals_it_leaves_out(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        won = open_deal(session, world.lead, "Won", amount_minor=100, currency="USD")
        win_deal(session, won, TODAY)
        worth = worth_of(session, world.qualified)
    assert worth.unrated == Unrated(1, ("USD",))
    assert "Settings, Currencies" in worth.unrated.words()
