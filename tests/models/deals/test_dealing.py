"""Deals are opened, edited while they are open, and closed once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from models.deals.dealing import (
    DealClosedError,
    DealFields,
    deals_of,
    edit_deal,
    lose_deal,
    open_deal,
    win_deal,
)
from models.entities.leads.leads import Lead
from models.errors import InvalidValueError, NotFoundError
from models.ids import DealId, LeadId
from models.leads.stages.moves import moves_of
from models.money import remove_rate
from models.settings.changing import change_setting
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld

TODAY = date(2026, 11, 2)


def test_a_deal_is_in_the_base_currency_where_none_is_named(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        remove_rate(session, "CHF", TODAY)
        change_setting(session, "base_currency", "CHF")
        open_deal(session, world.lead, "Second")
        open_deal(session, world.lead, "Third", amount_minor=0, currency="usd")
        assert [
            (deal.name, deal.currency, deal.amount_minor) for deal in deals_of(session, world.lead)
        ] == [
            ("First order", "EUR", 500_000),
            ("Second", "CHF", None),
            ("Third", "USD", 0),
        ]


@pytest.mark.parametrize(
    "fields",
    [DealFields(name=" "), DealFields(amount_minor=-1), DealFields(currency="Euro")],
)
def test_what_is_no_deal_is_refused(
    filled: Workspace, world: SmallWorld, fields: DealFields
) -> None:
    with filled.write() as session:
        before = deals_of(session, world.lead)
        with pytest.raises(InvalidValueError):
            edit_deal(session, world.deal, **fields)
    with filled.write() as session:
        with pytest.raises(InvalidValueError):
            open_deal(
                session,
                world.lead,
                fields.get("name", "A"),
                amount_minor=fields.get("amount_minor"),
                currency=fields.get("currency"),
            )
        assert deals_of(session, world.lead) == before
        with pytest.raises(NotFoundError):
            open_deal(session, LeadId(99), "A")
        with pytest.raises(NotFoundError):
            edit_deal(session, DealId(99), name="A")


def test_a_deal_is_won_or_lost_once_and_then_left_alone(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        second = open_deal(session, world.lead, "Second")
        with pytest.raises(InvalidValueError, match="worth"):
            win_deal(session, second, TODAY)
        lose_deal(session, second, date(2026, 10, 1), "competitor")
        win_deal(session, world.deal, TODAY)
        first, lost = deals_of(session, world.lead)
        assert (first.state, first.closed_on, first.close_reason) == ("won", TODAY, None)
        assert (lost.state, lost.closed_on, lost.close_reason) == (
            "lost",
            date(2026, 10, 1),
            "competitor",
        )
        with pytest.raises(DealClosedError):
            win_deal(session, second, TODAY)
        with pytest.raises(DealClosedError):
            lose_deal(session, world.deal, TODAY, "budget")
        with pytest.raises(DealClosedError):
            edit_deal(session, world.deal, name="A")


def test_a_deal_closes_on_a_day_that_has_come_for_a_known_reason(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        with pytest.raises(InvalidValueError, match="not come yet"):
            win_deal(session, world.deal, date(2026, 11, 4))
        with pytest.raises(InvalidValueError, match="competitor"):
            lose_deal(session, world.deal, TODAY, "bored")
        assert deals_of(session, world.lead)[0].state == "open"


def test_a_deal_won_on_any_day_makes_a_client_of_its_lead_through_the_gate(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        clock.advance(days=9)
        day = clock().date() - timedelta(days=3)
        win_deal(session, world.deal, day)
        lead = session.get_one(Lead, world.lead)
        assert (lead.stage_id, lead.status) == (world.stages[7], "won")
        move = moves_of(session, world.lead)[-1]
        assert (move.occurred_at, move.precision) == (
            datetime.combine(day, time(12), UTC),
            "day",
        )
        assert move.override_reason is None


def test_a_deal_has_a_stage_while_it_is_open(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        assert deals_of(session, world.lead)[0].stage == "discovery"
        edit_deal(session, world.deal, stage="negotiation")
        other = open_deal(session, world.lead, "More vans", stage="proposal")
        assert [row.stage for row in deals_of(session, world.lead)] == ["negotiation", "proposal"]
        with pytest.raises(InvalidValueError):
            edit_deal(session, other, stage="hopeful")
        lose_deal(session, other, date(2026, 11, 1), "budget")
        assert session.get_one(Lead, world.lead).status == "open"
