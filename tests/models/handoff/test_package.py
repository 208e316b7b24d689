"""What marketing gives sales with a lead, and what is said of its owner."""

from models.activity.interest import record_interest
from models.handoff.package import package_of
from models.leads.capture import add_contact, add_lead, assign_owner
from models.leads.do_not_contact import set_do_not_contact
from models.marketing.channels import add_campaign, add_channel
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.handoff.team_world import hire_team, new_mql


def test_the_package_holds_source_role_topics_last_actions_and_score(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        channel = add_channel(session, "Webinar")
        campaign = add_campaign(session, channel, "Autumn talk")
        contact = add_contact(
            session, last_name="Low", job_title="Head of Operations", email="low@acme.example"
        )
        set_do_not_contact(session, contact, "call", "told us")
        lead = add_lead(session, contact_id=contact, campaign_id=campaign)
        for kind, topic in (
            ("whitepaper", "Audits"),
            ("whitepaper", "Audits"),
            ("newsletter", None),
        ):
            record_interest(session, lead, kind, topic=topic)
            clock.advance(days=1)
        clock.advance(days=28)
        record_interest(session, lead, "webinar", topic="Sensors")
        record_interest(session, lead, "pricing_request")
    with workspace.read() as session:
        package = package_of(session, lead, clock())
    assert (package.channel, package.campaign) == ("Webinar", "Autumn talk")
    assert (package.role, package.blocked) == ("Head of Operations", ("call",))
    assert [(topic.topic, topic.count) for topic in package.topics] == [
        ("Sensors", 1),
        ("Audits", 2),
    ]
    shares = [topic.share for topic in package.topics]
    assert abs(sum(shares) - 1) < 1e-9
    # Two of a half-life ago weigh a little less than one of today.
    assert 0.49 < shares[0] < 0.52
    assert [did.kind for did in package.last_actions[:2]] == ["pricing_request", "webinar"]
    assert package.direct
    assert package.score.fit > 0
    strongest = [reason.sentence for reason in package.score.reasons[:3]]
    assert strongest[0] == "Pricing request"
    assert any(sentence.startswith("Job title contains") for sentence in strongest)


def test_an_owner_who_does_not_hold_the_role_of_the_stage_is_kept_and_it_is_said(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        team = hire_team(session)
        lead = new_mql(session, "First", team.marketing)
        package = package_of(session, lead, clock())
        assert (package.owner, package.stage_role) == ("Mia Marketing", "SDR")
        assign_owner(session, lead, team.ben)
        session.flush()
        assert package_of(session, lead, clock()).stage_role is None
