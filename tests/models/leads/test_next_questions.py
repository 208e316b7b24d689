"""What comes next: what the gate lacks, and what to ask, criteria before own fields."""

from models.fields.custom import add_custom_field, set_custom_value
from models.leads.next_step import next_gate, next_questions, script_of
from models.leads.qualifying import answer_criterion
from models.leads.stages.closing import disqualify
from models.workspace import Workspace
from tests.models.small_world import SmallWorld


def test_the_next_stage_says_what_its_gate_still_lacks(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        gate = next_gate(session, world.lead)
        assert gate is not None
        assert gate.stage.name == "Responded"
        assert gate.missing == ("it is written down what shows it",)
        disqualify(session, world.lead, "budget")
        assert next_gate(session, world.lead) is None


def test_progressive_profiling_asks_next_what_is_missing(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        talked = add_custom_field(
            session, "company", "Depots", "number", known_when="in_conversation"
        )
        add_custom_field(session, "lead", "Fleet size", "number", known_when="later")
        asked = next_questions(session, world.lead)
        codes = [one.criterion for one in asked]
        assert set(codes) == {"budget", "authority", "need", "timeline", "genuine_interest", None}
        assert asked[-1].field_id == talked
        assert asked[-1].words == "Depots?"
        first = codes[0]
        assert first is not None
        answer_criterion(session, world.lead, first, "confirmed", "Yes")
        set_custom_value(session, talked, 3.0, company_id=world.company)
        assert [one.criterion for one in next_questions(session, world.lead)] == codes[1:-1]


def test_a_failed_authority_asks_who_decides(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        answer_criterion(session, world.lead, "authority", "failed", degree="none")
        assert next_questions(session, world.lead)[0].words == "Who decides, if not this contact?"


def test_the_script_says_what_is_known_of_each_question(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        answer_criterion(session, world.lead, "budget", "confirmed", "40k")
        lines = script_of(session, world.lead)
    states = {line.criterion: line.state for line in lines if line.criterion}
    assert states["budget"] == "confirmed"
    assert states["need"] == "unknown"
    assert all(line.words for line in lines)
