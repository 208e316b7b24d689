"""A demo, a call or prices asked for: each can be recorded, scored, and leads the queue."""

import pytest

from models.activity.interest import record_interest
from models.conditions.events import events_to_choose
from models.leads.capture import add_lead
from models.leads.stages.direct import direct_among
from models.leads.stages.moving import move_stage
from models.scoring.reading import score_of
from models.team.joining import add_member
from models.vocabulary import REQUESTS
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.funnel_stages import known_stage


@pytest.mark.parametrize("kind", REQUESTS)
def test_whoever_asks_to_be_spoken_to_leads_the_queue_with_full_interest(
    workspace: Workspace, clock: FrozenClock, kind: str
) -> None:
    with workspace.write() as session:
        leader = add_member(session, "Lea Leader", "Europe/Berlin", ("leader",))
    with workspace.write(leader) as session:
        assert kind in {choice.key for choice in events_to_choose(session)}
        lead_id = add_lead(session, title="Asks")
        assert score_of(session, lead_id, clock()).interest == 0
        record_interest(session, lead_id, kind)
        assert score_of(session, lead_id, clock()).interest == 100
        assert lead_id in direct_among(session, [lead_id])
        move_stage(session, lead_id, known_stage(session, "sql").id, override_reason="Said all")
        assert lead_id not in direct_among(session, [lead_id])
