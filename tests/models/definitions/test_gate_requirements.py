"""Gates may ask who moves a lead, for a field that is filled in, and for any condition."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from models.activity.interest import record_interest
from models.conditions.catalogue import custom_code
from models.conditions.condition import Condition, Operator
from models.definitions.gates.requirements import condition_of, condition_text
from models.definitions.gates.stage_gates import (
    GateRefusedError,
    gates,
    missing_evidence,
    requirement_kinds,
    requirement_words,
)
from models.definitions.versions.draft import GateRuleDraft
from models.definitions.versions.writing import current_draft, write_definitions
from models.entities.definitions.fields import CustomField
from models.fields.custom import set_custom_value
from models.ids import MemberId
from models.leads.capture import add_company, add_contact, add_lead
from models.leads.stages.moving import MoveRefusedError, move_stage
from models.team.joining import add_member
from models.workspace import Workspace
from tests.models.small_world import SmallWorld


def ask(session: Session, place: int, *gate: GateRuleDraft) -> None:
    """Make a stage's gate ask for exactly this."""
    draft = current_draft(session)
    rows = tuple(
        replace(stage, gate=gate) if at == place else stage for at, stage in enumerate(draft.stages)
    )
    write_definitions(session, replace(draft, stages=rows))


def moves(workspace: Workspace, world: SmallWorld, actor: MemberId | None) -> None:
    with workspace.write(actor) as session:
        move_stage(session, world.lead, world.stages[3], reason="So it is")


def test_only_the_roles_that_a_gate_names_and_leaders_may_move_a_lead_there(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        closer = add_member(session, "Clara Closer", "UTC", ("closer",))
        ask(session, 3, GateRuleDraft("role", "marketing"), GateRuleDraft("role", "sdr"))
        assert gates(session)[3].requirements == (
            "it is moved by: Marketing or a sales leader",
            "it is moved by: SDR or a sales leader",
        )
    for stranger in (closer, None):
        with pytest.raises(GateRefusedError, match="moved by: Marketing or SDR or a sales leader"):
            moves(filled, world, stranger)
    with filled.read() as session:
        assert missing_evidence(session, world.lead, world.stages[3], None) == ()
    moves(filled, world, world.setter)


def test_a_leader_passes_a_gate_of_roles_without_a_reason(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        ask(session, 3, GateRuleDraft("role", "marketing"))
    moves(filled, world, world.leader)


def test_scoring_makes_mqls_whoever_records_what_was_done(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        ask(session, 1, GateRuleDraft("role", "marketing"))
    with filled.write(world.setter) as session:
        company = add_company(session, name="Bolt", employees=500)
        contact = add_contact(session, last_name="Orr", job_title="Owner", company_id=company)
        lead = add_lead(session, contact_id=contact)
        record_interest(session, lead, "demo_request")
        with pytest.raises(MoveRefusedError, match="already"):
            move_stage(session, lead, world.stages[1])


def test_a_gate_may_ask_for_a_field_that_is_filled_in(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        code = custom_code(session.get_one(CustomField, world.field).uuid)
        ask(session, 3, GateRuleDraft("field_known", code), GateRuleDraft("field_known", "email"))
    with pytest.raises(GateRefusedError, match="Fleet is known"):
        moves(filled, world, world.leader)
    with filled.write(world.leader) as session:
        set_custom_value(session, world.field, "vans", lead_id=world.lead)
    moves(filled, world, world.leader)


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        (Condition("job_title", Operator.CONTAINS, ("head",)), False),
        (Condition("employees", Operator.AT_LEAST, ("100",)), True),
        (Condition("fit", Operator.AT_LEAST, ("1000",)), False),
        (Condition("fit", Operator.AT_MOST, ("1000",)), True),
        (Condition("criterion:need", Operator.IS, ("confirmed",)), False),
    ],
)
def test_a_gate_may_ask_for_any_condition(
    filled: Workspace, world: SmallWorld, condition: Condition, met: bool
) -> None:
    with filled.write(world.leader) as session:
        ask(session, 3, GateRuleDraft("condition", condition_text(condition)))
    if met:
        moves(filled, world, world.leader)
    else:
        with pytest.raises(GateRefusedError):
            moves(filled, world, world.leader)


def test_conditions_are_written_and_read_back() -> None:
    condition = Condition("country", Operator.IS, ("DE", "AT"))
    assert condition_of(condition_text(condition)) == condition


def test_forms_can_offer_every_requirement_with_what_it_may_ask_for(workspace: Workspace) -> None:
    with workspace.read() as session:
        kinds = {kind.code: kind for kind in requirement_kinds(session)}
        draft = current_draft(session)
        words = requirement_words(session, draft, GateRuleDraft("criterion_confirmed", "need"))
    assert {choice.key for choice in kinds["criterion_confirmed"].arguments} >= {"need", "budget"}
    assert {choice.key for choice in kinds["role"].arguments} >= {"sdr", "leader"}
    assert "email" in {choice.key for choice in kinds["field_known"].arguments}
    assert (kinds["deal_won"].takes, kinds["condition"].takes) == ("nothing", "condition")
    assert words == "Need is confirmed"
