"""What a lead is worth comes with where it comes from: own counts, or the house example."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models.deals.dealing import open_deal, win_deal
from models.errors import InvalidValueError
from models.evidence import share_of
from models.ids import LeadId, StageId
from models.leads.capture import add_lead
from models.leads.stages.closing import mark_lost
from models.leads.stages.moving import move_stage
from models.leads.worth import ENOUGH, chance_from, worth_of
from models.settings.changing import SettingInUseError, change_setting
from models.workspace import Workspace
from tests.models.small_world import SmallWorld

TODAY = date(2026, 11, 2)


def finish(session: Session, stages: tuple[StageId, ...], *, won: int, lost: int) -> None:
    for number in range(won + lost):
        lead = add_lead(session, title=f"Over {number}", stage_id=stages[1])
        if number < won:
            move_stage(session, lead, stages[-1], override_reason="They signed")
        else:
            mark_lost(session, lead, "timing")


def test_a_number_from_the_house_example_is_labelled_as_such(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        change_setting(session, "average_deal_minor", "1200000")
        worth = worth_of(session, world.lead)
    assert worth.chance is not None
    assert worth.value is not None
    assert not worth.chance.own
    assert (worth.chance.share.count, worth.chance.share.of) == (3, 200)
    assert (worth.value.minor, worth.value.deals) == (1_200_000, 0)
    assert worth.expected_minor == 18_000


def test_own_finished_leads_count_once_there_are_enough(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        finish(session, world.stages, won=3, lost=ENOUGH - 4)
        before = chance_from(session, world.stages[1])
        finish(session, world.stages, won=0, lost=1)
        chance = chance_from(session, world.stages[1])
        later = chance_from(session, world.stages[4])
    assert before is not None
    assert not before.own
    assert chance is not None
    assert chance.own
    assert (chance.share.count, chance.share.of) == (3, ENOUGH)
    assert 0 < chance.share.low < 3 / ENOUGH < chance.share.high
    assert later is not None
    assert (later.own, later.share.of) == (False, 15)


def test_own_won_deals_say_what_a_client_brings_in(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        change_setting(session, "average_deal_minor", "1")
        win_deal(session, world.deal, TODAY)
        other = open_deal(session, world.lead, "Second", amount_minor=700_000)
        win_deal(session, other, TODAY)
        unrated = open_deal(session, world.lead, "Third", amount_minor=9, currency="USD")
        win_deal(session, unrated, TODAY)
        value = worth_of(session, world.lead).value
    assert value is not None
    assert (value.minor, value.deals) == (600_000, 2)


def test_the_rule_of_thumb_is_an_editable_setting(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        assert worth_of(session, world.lead).rule_minor is None
        change_setting(session, "net_profit_per_client_minor", "900000")
        assert worth_of(session, world.lead).rule_minor == 180_000
        change_setting(session, "worth_share_percent", "25")
        worth = worth_of(session, world.lead)
        assert (worth.rule_minor, worth.share_percent) == (225_000, 25)
        for code, value in (
            ("worth_share_percent", "0"),
            ("worth_share_percent", "a fifth"),
            ("net_profit_per_client_minor", "-1"),
            ("average_deal_minor", "1.5"),
        ):
            with pytest.raises(InvalidValueError):
                change_setting(session, code, value)
        change_setting(session, "net_profit_per_client_minor", "")
        assert worth_of(session, world.lead).rule_minor is None


def test_what_a_client_is_worth_holds_the_base_currency(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        change_setting(session, "average_deal_minor", "100")
        with pytest.raises(SettingInUseError):
            change_setting(session, "base_currency", "USD")


def test_a_client_has_no_chance_left_to_state(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        move_stage(session, world.lead, world.stages[-1], override_reason="They signed")
        worth = worth_of(session, LeadId(world.lead))
    assert (worth.chance, worth.expected_minor) == (None, None)


@given(of=st.integers(0, 3000), part=st.floats(0, 1))
def test_a_share_lies_within_its_interval_or_at_its_edge(of: int, part: float) -> None:
    count = round(of * part)
    share = share_of(count, of)
    assert 0 <= share.low < share.high <= 1
    assert share.low < (count + 1) / (of + 2) < share.high
