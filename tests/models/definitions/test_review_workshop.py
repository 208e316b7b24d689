"""The review of the definitions rests on the workspace's own past, and says where that is thin."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from models.activity.interest import record_interest
from models.activity.touches import log_touch
from models.conditions.condition import Condition, Operator
from models.definitions.current import stages
from models.definitions.review import postpone_review, review_due
from models.definitions.versions.writing import current_draft, write_definitions
from models.definitions.workshop import (
    compare,
    measured_response,
    proposed_rules,
    thresholds,
)
from models.errors import InvalidValueError
from models.leads.capture import add_company, add_contact, add_lead
from models.leads.stages.closing import disqualify, mark_lost
from models.leads.stages.moving import move_stage
from models.team.joining import add_member
from models.vocabulary import ScoreSide
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock


def ended(session: Session, number: int, *, won: bool) -> None:
    """Add a lead that ended: won ones are big logistics companies that looked at the price."""
    company = add_company(
        session,
        name=f"Company {number}",
        industry="Logistics" if won or number % 10 == 0 else "Retail",
        employees=300 if won else 5,
    )
    contact = add_contact(session, last_name=f"P{number}", company_id=company)
    lead_id = add_lead(session, contact_id=contact)
    if won:
        record_interest(session, lead_id, "pricing_page")
    if number % 2:
        record_interest(session, lead_id, "newsletter")
        log_touch(session, lead_id, "call", "connected")
    if won:
        move_stage(session, lead_id, stages(session)[-1].id, override_reason="Signed")
    elif number % 2:
        mark_lost(session, lead_id, "budget")
    else:
        disqualify(session, lead_id, "outside_profile")


def past(workspace: Workspace, won: int, lost: int) -> None:
    with workspace.write() as session:
        leader = add_member(session, "Lea Leader", "UTC", ("leader", "sdr"))
    with workspace.write(leader) as session:
        for number in range(won + lost):
            ended(session, number, won=number < won)


@pytest.fixture(scope="module")
def decided_file(tmp_path_factory: pytest.TempPathFactory, new_workspace_file: Path) -> Path:
    """Return a workspace file with twenty won and forty lost leads."""
    path = tmp_path_factory.mktemp("decided") / "decided.db"
    shutil.copyfile(new_workspace_file, path)
    workspace = open_workspace(path, clock=FrozenClock())
    past(workspace, 20, 40)
    workspace.close()
    return path


@pytest.fixture
def decided(decided_file: Path) -> Iterator[Workspace]:
    """Return that workspace; it is only read."""
    workspace = open_workspace(decided_file, clock=FrozenClock())
    yield workspace
    workspace.close()


def test_won_and_lost_leads_are_compared_with_counts_and_intervals(decided: Workspace) -> None:
    with decided.read() as session:
        found = compare(session)
    assert (found.won.count, found.won.of, found.lost, found.thin) == (20, 60, 40, "")
    traits = {row.words: row for row in (*found.attributes, *found.behaviours)}
    logistics = traits["Industry is “Logistics”"]
    assert (logistics.won.count, logistics.won.of, logistics.lost) == (20, 24, 4)
    assert logistics.won.low < 20 / 24 < logistics.won.high
    assert logistics.lift == pytest.approx((20 / 24) / (20 / 60))
    price = next(row for row in found.behaviours if row.condition.wanted == ("pricing_page",))
    assert (price.won.count, price.lost) == (20, 0)
    assert found.attributes[0].lift >= found.attributes[-1].lift
    touches = next(row for row in found.averages if row.words == "Touches")
    assert (touches.won, touches.won_known, touches.lost_known) == (0.5, 20, 40)
    meeting = found.averages[-1]
    assert (meeting.won, meeting.won_known) == (None, 0)


def test_rules_are_proposed_only_where_the_interval_leaves_out_the_usual_share(
    decided: Workspace,
) -> None:
    with decided.read() as session:
        draft, found = current_draft(session), compare(session)
    logistics = Condition("industry", Operator.IS, ("Logistics",))
    fit = {
        row.rule.condition: row.rule.points for row in proposed_rules(found, draft, ScoreSide.FIT)
    }
    assert fit[logistics] > 0
    assert fit[Condition("industry", Operator.IS, ("Retail",))] < 0
    did = proposed_rules(found, replace(draft, rules=()), ScoreSide.INTEREST)
    assert [row.rule.condition.wanted for row in did] == [("pricing_page",)]
    # The house has a rule for it already.
    assert proposed_rules(found, draft, ScoreSide.INTEREST) == ()


def test_thresholds_are_tried_on_the_past(decided: Workspace) -> None:
    with decided.read() as session:
        rows = thresholds(session, current_draft(session))
    interest = {row.points: row for row in rows if row.side is ScoreSide.INTEREST}
    assert (interest[0].passed.count, interest[0].won_passed.of) == (60, 20)
    assert (interest[30].passed.count, interest[30].won_passed.count) == (20, 20)
    assert interest[100].passed.count == 0
    counts = [interest[points].passed.count for points in sorted(interest)]
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize(("won", "lost", "said"), [(0, 0, "nothing to compare"), (1, 3, "a hint")])
def test_thin_data_are_said_in_words(workspace: Workspace, won: int, lost: int, said: str) -> None:
    if won or lost:
        past(workspace, won, lost)
    with workspace.read() as session:
        found = compare(session)
        assert said in found.thin
        assert proposed_rules(found, current_draft(session), ScoreSide.FIT) == ()


def test_the_first_response_is_measured_in_working_minutes(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        sven = add_member(session, "Sven", "UTC", ("sdr",))
    with workspace.write(sven) as session:
        soon = add_lead(session, title="Soon", stage_id=stages(session)[1].id)
        add_lead(session, title="Never", stage_id=stages(session)[1].id)
        clock.advance(minutes=20)
        log_touch(session, soon, "call", "connected")
        draft = current_draft(session)
        found = measured_response(session, draft, clock())
        assert (found.promised_minutes, found.median_minutes, found.unanswered) == (30, 20, 0)
        clock.advance(minutes=20)
        found = measured_response(session, draft, clock())
        assert (found.kept.count, found.kept.of, found.unanswered) == (1, 2, 1)


def test_the_review_comes_round_each_quarter_and_can_be_put_off(
    workspace: Workspace, clock: FrozenClock
) -> None:
    today = clock().date()
    with workspace.write() as session:
        day = current_draft(session).review_on
        assert day is not None
        assert review_due(session, day - timedelta(days=1)) is None
        assert review_due(session, day) == day
        postpone_review(session, date(2027, 3, 1))
        assert review_due(session, day) is None
        with pytest.raises(InvalidValueError, match="to come"):
            postpone_review(session, today)
        write_definitions(session, replace(current_draft(session), review_on=today, note="Agreed"))
        assert current_draft(session).review_on == today + timedelta(days=91)
