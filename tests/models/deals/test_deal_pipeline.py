"""The pipeline counts open deals in the base currency, and learns from closed ones."""

from datetime import date, timedelta

from models.deals.dealing import lose_deal, open_deal, win_deal
from models.deals.pipeline import deal_pipeline, leads_with_open_deals
from models.money import Unrated, set_rate
from models.workspace import Workspace
from tests.models.small_world import SmallWorld

TODAY = date(2026, 11, 2)


def test_open_deals_are_in_the_base_currency_by_the_rate_of_the_day(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        set_rate(session, "USD", TODAY, "0.9")
        open_deal(session, world.lead, "In dollars", amount_minor=10_000, currency="USD")
        open_deal(session, world.lead, "In pounds", amount_minor=10_000, currency="GBP")
        open_deal(session, world.lead, "Without an amount")
        pipeline = deal_pipeline(session, TODAY)
        assert leads_with_open_deals(session, TODAY) == {world.lead}
    assert [(deal.name, deal.base_minor) for deal in pipeline.deals] == [
        ("First order", 500_000),
        ("In dollars", 9_000),
        ("In pounds", None),
        ("Without an amount", None),
    ]
    assert pipeline.unconverted == Unrated(1, ("GBP",))
    assert pipeline.unconverted.words() == (
        "1 amount in GBP has no exchange rate on its day and is left out: "
        "enter one under Settings, Currencies."
    )


def test_a_deal_without_an_amount_counts_with_what_won_ones_brought(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        won = open_deal(session, world.lead, "Won", amount_minor=300_000)
        win_deal(session, won, TODAY)
        open_deal(session, world.lead, "Without an amount")
        guessed = deal_pipeline(session, TODAY).deals[-1]
    assert (guessed.base_minor, guessed.guessed) == (300_000, True)


def test_the_chance_of_a_stage_counts_closed_deals_that_came_so_far(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        for stage, won in (("discovery", False), ("proposal", False), ("proposal", True)):
            deal = open_deal(
                session, world.lead, stage, amount_minor=1, stage=stage, expected_close=TODAY
            )
            if won:
                win_deal(session, deal, TODAY + timedelta(days=1))
            else:
                lose_deal(session, deal, TODAY, "budget")
        later = deal_pipeline(session, TODAY + timedelta(days=1))
        before = deal_pipeline(session, TODAY)
    counted = {one.stage: (one.share.count, one.share.of) for one in later.chances}
    assert counted == {
        "discovery": (1, 3),
        "proposal": (1, 2),
        "negotiation": (1, 1),
        "agreed_in_words": (1, 1),
    }
    assert later.slips == (1,)
    assert before.slips == ()
    assert len(before.deals) == len(later.deals) + 1


def test_a_deal_is_open_from_the_day_it_was_opened(filled: Workspace) -> None:
    with filled.read() as session:
        found = [
            len(deal_pipeline(session, TODAY - timedelta(days=days)).deals) for days in (0, 400)
        ]
    assert found == [1, 0]
