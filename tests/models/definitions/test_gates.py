"""Stage gates: what is asked for, in words, and that one function decides."""

import pytest
from sqlalchemy.orm import Session

from models.appointments.attending import record_yes
from models.appointments.booking import AttendeeDraft, book
from models.appointments.confirming import hand_over_invitation
from models.appointments.life import cancel, record_held
from models.appointments.rows import appointment
from models.deals.dealing import win_deal
from models.definitions.criteria import criteria, known_criterion
from models.definitions.current import (
    first_stage,
    known_reason,
    reasons,
    stage_by_id,
    stage_by_meaning,
    stages,
)
from models.definitions.gates.appointment_parts import UnknownRequirementError
from models.definitions.gates.stage_gates import (
    GateRefusedError,
    gates,
    missing_evidence,
    refuse_missing,
)
from models.entities.definitions.gates import GateRule
from models.entities.definitions.versions import Definitions, StageDefinition
from models.errors import InvalidValueError, NotFoundError
from models.history.verbs import VERBS, verb
from models.ids import LeadId, StageId
from models.leads.qualifying import answer_criterion
from models.vocabulary import Meaning
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld


def missing(
    session: Session, lead_id: LeadId, stage_id: StageId, evidence: str | None = None
) -> list[tuple[str, str]]:
    found = missing_evidence(session, lead_id, stage_id, evidence)
    return [(one.requirement, one.argument) for one in found]


def qualify(session: Session, lead_id: LeadId) -> None:
    for criterion in ("need", "timeline", "genuine_interest"):
        answer_criterion(session, lead_id, criterion, "confirmed")
    answer_criterion(session, lead_id, "authority", "confirmed", degree="influences")


def test_the_house_stages_stand_in_order_with_their_meanings(workspace: Workspace) -> None:
    with workspace.read() as session:
        found = stages(session)
        assert [stage.position for stage in found] == list(range(8))
        assert [stage.meaning for stage in found] == [
            *("none", "mql", "none", "none", "sql", "appointment", "held", "client")
        ]
        assert stage_by_meaning(session, Meaning.SQL) == found[4]
        assert stage_by_id(session, found[2].id) == found[2]
        assert first_stage(session) == found[0]
        assert [row.code for row in criteria(session)][:2] == ["budget", "authority"]
        assert "no_response" in {row.code for row in reasons(session)}


def test_what_the_definitions_do_not_hold_is_refused(workspace: Workspace) -> None:
    with workspace.read() as session:
        with pytest.raises(NotFoundError):
            stage_by_id(session, StageId(99))
        assert stage_by_meaning(session, Meaning.SAL) is None
        with pytest.raises(InvalidValueError, match="bad_data"):
            known_reason(session, "bored")
        with pytest.raises(InvalidValueError, match="timeline"):
            known_criterion(session, "metrics")


def test_a_stage_without_a_gate_lets_everybody_in(filled: Workspace, world: SmallWorld) -> None:
    with filled.read() as session:
        assert missing(session, world.lead, world.stages[1]) == []


@pytest.mark.parametrize("evidence", [None, "", " \n"])
def test_evidence_must_be_stated(
    filled: Workspace, world: SmallWorld, evidence: str | None
) -> None:
    with filled.read() as session:
        asked = [("evidence_stated", "")]
        assert missing(session, world.lead, world.stages[2], evidence) == asked
        assert missing(session, world.lead, world.stages[2], "They wrote back") == []


def test_sql_asks_for_need_timeline_interest_and_authority(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        assert missing(session, world.lead, world.stages[4]) == [
            ("criterion_confirmed", "need"),
            ("criterion_confirmed", "timeline"),
            ("criterion_confirmed", "genuine_interest"),
            ("authority_at_least", "influences"),
        ]
        qualify(session, world.lead)
        assert missing(session, world.lead, world.stages[4]) == []


@pytest.mark.parametrize(
    ("criterion", "state", "degree", "asked"),
    [
        ("need", "failed", None, [("criterion_confirmed", "need")]),
        ("need", "unknown", None, [("criterion_confirmed", "need")]),
        ("budget", "failed", None, [("criterion_not_failed", "budget")]),
        ("budget", "unknown", None, []),
        ("budget", "confirmed", None, []),
        ("authority", "failed", "none", [("authority_at_least", "influences")]),
        ("authority", "failed", None, [("authority_at_least", "influences")]),
        ("authority", "unknown", None, [("authority_at_least", "influences")]),
        ("authority", "confirmed", "decides", []),
        ("authority", "confirmed", None, []),
    ],
)
def test_each_criterion_of_the_sql_gate_counts(
    filled: Workspace,
    world: SmallWorld,
    criterion: str,
    state: str,
    degree: str | None,
    asked: list[tuple[str, str]],
) -> None:
    with filled.write(world.setter) as session:
        qualify(session, world.lead)
        answer_criterion(session, world.lead, criterion, state, degree=degree)
        assert missing(session, world.lead, world.stages[4]) == asked


def test_influence_is_not_decision(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session:
        qualify(session, world.lead)
        change_rule(session, world.stages[4], "authority_at_least", "decides")
        assert missing(session, world.lead, world.stages[4]) == [("authority_at_least", "decides")]


def asked_of_appointment(session: Session, world: SmallWorld) -> set[str]:
    return {argument for _code, argument in missing(session, world.lead, world.stages[5])}


def test_an_appointment_stage_asks_for_all_parts_of_the_same_appointment(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        assert asked_of_appointment(session, world) == {"invitation", "decision_maker_yes"}
        hand_over_invitation(session, world.appointment)
        assert asked_of_appointment(session, world) == {"decision_maker_yes"}
        record_yes(session, world.attendee, "spoken")
        assert asked_of_appointment(session, world) == set()
        # The parts of an older appointment do not make a newer one.
        book(session, world.lead, world.leader, "2026-11-06T10:00", "UTC", 30)
        assert asked_of_appointment(session, world) == {
            "invitation",
            "purpose",
            "decision_maker_yes",
        }


def test_a_cancelled_appointment_is_none(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session:
        cancel(session, world.appointment)
        assert asked_of_appointment(session, world) == {
            "time",
            "invitation",
            "purpose",
            "decision_maker_yes",
        }


def test_somebody_who_only_uses_it_is_no_decision_maker(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        user = AttendeeDraft("Uwe User", "uwe@acme.example", "uses")
        booked = book(
            session,
            world.lead,
            world.leader,
            "2026-11-06T10:00",
            "UTC",
            30,
            purpose="See",
            attendees=(user,),
        )
        hand_over_invitation(session, booked)
        record_yes(session, appointment(session, booked).attendees[0].id, "spoken")
        assert asked_of_appointment(session, world) == {"decision_maker_yes"}


def test_held_and_won_are_asked_for(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        held, client = world.stages[6], world.stages[7]
        assert missing(session, world.lead, held) == [("appointment_has", "held")]
        clock.advance(days=2)
        record_held(session, world.appointment)
        assert missing(session, world.lead, held) == []
        assert missing(session, world.lead, client) == [("deal_won", "")]
        win_deal(session, world.deal, clock().date())
        assert missing(session, world.lead, client) == []


def test_what_other_leads_show_does_not_count(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session:
        qualify(session, world.closed_lead)
        assert len(missing(session, world.lead, world.stages[4])) == 4


def change_rule(session: Session, stage_id: StageId, requirement: str, argument: str) -> None:
    """Make the stage's gate ask for one thing only."""

    @verb
    def rewrite_gate(session: Session) -> None:
        session.add(
            GateRule(
                definitions_id=1, stage_id=stage_id, requirement=requirement, argument=argument
            )
        )

    known = dict(VERBS)
    session.connection().exec_driver_sql("DELETE FROM gate_rule WHERE stage_id = ?", (stage_id,))
    session.expire_all()
    rewrite_gate(session)
    VERBS.clear()
    VERBS.update(known)


@pytest.mark.parametrize(
    ("requirement", "argument"),
    [
        ("blood_sample", ""),
        ("appointment_has", "catering"),
        ("authority_at_least", "rules_the_world"),
    ],
)
def test_a_rule_that_nobody_can_check_is_refused_not_waved_through(
    filled: Workspace, world: SmallWorld, requirement: str, argument: str
) -> None:
    with filled.write(world.leader) as session:
        qualify(session, world.lead)
        change_rule(session, world.stages[1], requirement, argument)
        with pytest.raises(UnknownRequirementError, match="cannot check"):
            missing_evidence(session, world.lead, world.stages[1], "evidence")
        with pytest.raises(UnknownRequirementError):
            gates(session)


def test_the_refusal_lists_in_words_what_is_missing(filled: Workspace, world: SmallWorld) -> None:
    with filled.read() as session:
        found = missing_evidence(session, world.lead, world.stages[4], None)
        with pytest.raises(GateRefusedError) as refused:
            refuse_missing(session, world.lead, world.stages[4], found)
    assert refused.value.missing == found
    assert str(refused.value) == (
        "Ann Lee cannot move to SQL yet. Still needed: Need is confirmed; Timeline is confirmed; "
        "Genuine interest is confirmed; the contact at least influences the decision. Add it, or "
        "ask a leader to move the lead with a reason."
    )


def test_the_definitions_can_be_read_as_a_document(workspace: Workspace) -> None:
    with workspace.read() as session:
        document = {row.stage_name: row.requirements for row in gates(session)}
    assert document["MQL"] == ()
    assert document["Appointment"] == (
        "a date and time are agreed",
        "the invitation is handed over",
        "the purpose of the meeting is stated",
        "a named decision-maker said yes",
    )
    assert document["Client"] == ("a deal is won",)


def test_only_the_newest_version_is_in_force(filled: Workspace, world: SmallWorld) -> None:
    known = dict(VERBS)

    @verb
    def write_version(session: Session) -> None:
        newer = Definitions(number=2, written_at=filled.clock())
        session.add(newer)
        session.flush()
        session.add(
            StageDefinition(
                definitions_id=newer.id,
                stage_id=world.stages[2],
                position=0,
                name="Answered",
                meaning="none",
                owner_role="sdr",
                trigger="",
            )
        )

    VERBS.clear()
    VERBS.update(known)
    with filled.write() as session:
        before = stages(session)
        write_version(session)
        assert [stage.name for stage in stages(session)] == ["Answered"]
        assert len(before) == 8
        assert missing_evidence(session, world.lead, world.stages[2], None) == ()
        with pytest.raises(NotFoundError):
            stage_by_id(session, world.stages[1])
