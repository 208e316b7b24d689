"""Outcomes of touches, gates of meetings and roles are data that a team agrees on and changes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.effects.on_leads import effects_of
from models.definitions.gates.meeting_gates import (
    meeting_gate,
    missing_for,
    missing_for_all,
    passes,
)
from models.definitions.gates.stage_gates import GateRefusedError, gates
from models.definitions.outcomes import outcome_rules
from models.definitions.problems.checking import DraftRefusedError, problems_of
from models.definitions.roles import codes_with_duty, duty_of, role_name, roles
from models.definitions.versions.draft import (
    DefinitionsDraft,
    GateRuleDraft,
    MeetingGateDraft,
    OutcomeDraft,
    RoleDraft,
)
from models.definitions.versions.writing import current_draft, write_definitions
from models.definitions.versions.written import draft_of_version
from models.entities.leads.leads import Lead
from models.entities.meetings.appointments import Appointment, PreparationItem
from models.handoff.asking import holds
from models.history.undo.steps import RoleGoneError, undo
from models.ids import LeadId, StageId
from models.leads.stages.moving import move_stage
from models.team.joining import add_member, set_roles
from models.team.rows import has_role, team
from models.vocabulary import TOUCH_OUTCOMES, MeetingGate, NextStep
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld

FIELD_SDR = RoleDraft("field_sdr", "Field SDR", "sdr")


def with_role(draft: DefinitionsDraft, role: RoleDraft = FIELD_SDR) -> DefinitionsDraft:
    return replace(draft, roles=(*draft.roles, role))


def with_outcome(draft: DefinitionsDraft, outcome: str, **fields: Any) -> DefinitionsDraft:
    rules = tuple(
        replace(one, **fields) if one.outcome == outcome else one for one in draft.outcomes
    )
    return replace(draft, outcomes=rules)


def places(session: Session, draft: DefinitionsDraft) -> list[str]:
    return [problem.place for problem in problems_of(session, draft)]


# Outcomes


def test_every_outcome_of_a_touch_says_what_comes_next(workspace: Workspace) -> None:
    with workspace.read() as session:
        rules = outcome_rules(session)
        assert tuple(rules) == TOUCH_OUTCOMES
        assert {code: row.next_step for code, row in rules.items()} == {
            "no_answer": "call_again",
            "voicemail": "call_again",
            "gatekeeper": "call_again",
            "call_back": "call_back",
            "not_interested": "disqualify",
            "wrong_number": "fix_number",
            "connected": "call_again",
            "interested": "call_again",
            "not_now": "recycle",
            "referred_on": "ask_contact",
            "do_not_contact": "block",
            "qualified": "book",
            "booked": "book",
            "sent": "none",
            "replied": "call_again",
        }
        interested = rules["interested"]
        assert (interested.stage_name, interested.cadence_track) == ("Interested", "positive")
        assert interested.sentence == (
            "Moves to Interested. Call again after 8 working hours. "
            "Begins the cadence for leads that showed interest."
        )
        assert rules["qualified"].stage_name == "SQL"
        assert all(
            (row.next_step == "call_again") == (row.wait_minutes is not None)
            for row in rules.values()
        )


def test_a_renamed_stage_keeps_the_outcomes_that_lead_to_it(workspace: Workspace) -> None:
    with workspace.write() as session:
        draft = current_draft(session)
        stages = tuple(
            replace(one, name="Keen") if one.name == "Interested" else one for one in draft.stages
        )
        write_definitions(session, replace(draft, stages=stages))
        assert outcome_rules(session)["interested"].stage_name == "Keen"


def test_an_outcome_may_lead_to_a_stage_that_the_same_draft_adds(workspace: Workspace) -> None:
    with workspace.write() as session:
        draft = current_draft(session)
        new = replace(draft.stages[2], id=StageId(-1), name="Spoken to", gate=())
        draft = replace(draft, stages=(*draft.stages[:3], new, *draft.stages[3:]))
        write_definitions(session, with_outcome(draft, "connected", stage_id=-1))
        row = outcome_rules(session)["connected"]
        assert row.stage_name == "Spoken to"
        assert row.stage_id in {stage.id for stage in current_draft(session).stages}


def test_outcomes_follow_the_leads_of_a_stage_that_is_dropped(workspace: Workspace) -> None:
    with workspace.write() as session:
        draft = current_draft(session)
        gone, taker = draft.stages[3], draft.stages[2]
        kept = tuple(one for one in draft.stages if one is not gone)
        write_definitions(
            session,
            replace(draft, stages=kept, moved={StageId(gone.id or 0): StageId(taker.id or 0)}),
        )
        assert outcome_rules(session)["interested"].stage_id == taker.id


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"next_step": "dance"}, "outcomes[0].next_step"),
        ({"wait_minutes": None}, "outcomes[0].wait_minutes"),
        ({"wait_minutes": 0}, "outcomes[0].wait_minutes"),
        ({"next_step": NextStep.BOOK.value}, "outcomes[0].wait_minutes"),
        ({"stage_id": 4711}, "outcomes[0].stage_id"),
        ({"cadence_track": "sideways"}, "outcomes[0].cadence_track"),
    ],
)
def test_what_is_wrong_with_an_outcome_is_named_by_place(
    workspace: Workspace, fields: dict[str, Any], place: str
) -> None:
    with workspace.read() as session:
        draft = with_outcome(current_draft(session), "no_answer", **fields)
        assert places(session, draft) == [place]


def test_no_outcome_goes_without_a_rule_and_none_leads_to_the_first_stage(
    workspace: Workspace,
) -> None:
    with workspace.read() as session:
        draft = current_draft(session)
        assert places(session, replace(draft, outcomes=draft.outcomes[1:])) == ["outcomes"]
        twice = replace(draft, outcomes=(*draft.outcomes, OutcomeDraft("sent", "none")))
        assert places(session, twice) == ["outcomes[15]"]
        back = with_outcome(draft, "replied", stage_id=draft.stages[0].id)
        assert places(session, back) == ["outcomes[14].stage_id"]


# Gates of meetings


def test_a_meeting_is_confirmed_by_time_invitation_purpose_and_a_decision_maker(
    workspace: Workspace,
) -> None:
    with workspace.read() as session:
        asked = {
            gate.value: [row.argument for row in meeting_gate(session, gate)]
            for gate in MeetingGate
        }
        assert asked == {
            "agreed": ["time"],
            "confirmed": ["time", "invitation", "purpose", "decision_maker_yes"],
            "ready": ["prepared"],
        }
        stage = next(one for one in gates(session) if one.stage_name == "Appointment")
        assert stage.requirements == tuple(
            row.sentence for row in meeting_gate(session, "confirmed")
        ), "the stage and the meeting ask for the same by the same words"


def test_what_a_meeting_lacks_is_named_in_words(filled: Workspace, world: SmallWorld) -> None:
    # Whatever state it came to be in; no verb needs to have brought it about.
    with Session(filled.engines()[0]) as session:
        meeting = session.get_one(Appointment, world.appointment)
        meeting.tentative_reason, meeting.purpose = "Their calendar is not known", " "
        meeting.invited_at = None
        assert missing_for(session, world.appointment, "agreed") == ("a date and time are agreed",)
        lacking = missing_for(session, world.appointment, "confirmed")
        assert "the invitation is handed over" in lacking
        assert not passes(session, world.appointment, "confirmed")
        every = missing_for_all(session, (world.appointment,), "confirmed")
        assert every == {world.appointment: lacking}


def test_ready_means_that_there_is_preparation_and_all_of_it_is_done(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with Session(filled.engines()[0]) as session:
        for item in session.query(PreparationItem).filter_by(appointment_id=world.appointment):
            session.delete(item)
        assert not passes(session, world.appointment, "ready")
        item = PreparationItem(appointment_id=world.appointment, text="Read their report")
        session.add(item)
        assert not passes(session, world.appointment, "ready")
        item.done_at = clock()
        assert passes(session, world.appointment, "ready")
        lacking = missing_for_all(session, (world.appointment,), "ready")
        assert lacking == {world.appointment: ()}


def test_problems_of_meeting_gates_are_named_by_place(workspace: Workspace) -> None:
    with workspace.read() as session:
        draft = current_draft(session)
        wrong = MeetingGateDraft(
            "ready",
            (
                GateRuleDraft("appointment_has", "prepared"),
                GateRuleDraft("appointment_has", "prepared"),
                GateRuleDraft("appointment_has", "held"),
            ),
        )
        gates_of = (*draft.meeting_gates[:2], wrong)
        assert places(session, replace(draft, meeting_gates=gates_of)) == [
            "meeting_gates[2].rules[1]",
            "meeting_gates[2].rules[2]",
        ]
        assert places(session, replace(draft, meeting_gates=gates_of[:2])) == ["meeting_gates"]


def test_a_stricter_gate_says_how_many_meetings_to_come_it_would_lose(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.read() as session:
        draft = current_draft(session)
        place = GateRuleDraft("appointment_has", "place")
        stricter = replace(
            draft,
            meeting_gates=(MeetingGateDraft("agreed", (place,)), *draft.meeting_gates[1:]),
        )
        at = session.get_one(Appointment, world.appointment).starts_at - timedelta(days=1)
        lost = [
            one
            for one in session.scalars(select(Appointment).where(Appointment.starts_at > at))
            if one.state in {"proposed", "invited", "confirmed"}
            and not (one.place or one.video_link or one.dial_in)
        ]
        (short,) = effects_of(session, stricter, at).meetings_short
        assert (short.gate, short.count) == ("agreed", len(lost))
        much_later = at + timedelta(days=900)
        assert effects_of(session, stricter, much_later).meetings_short == ()


# Roles


def test_rules_test_the_duty_of_a_role_and_never_its_name(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        write_definitions(session, with_role(current_draft(session)))
        ada = add_member(session, "Ada Field", "Europe/London", ("field_sdr",))
        assert (duty_of(session, "field_sdr"), duty_of(session, "sdr")) == ("sdr", "sdr")
        assert codes_with_duty(session, "sdr") == ("sdr", "field_sdr")
        asked = ("sdr", "field_sdr", "closer")
        assert [has_role(session, ada, role) for role in asked] == [True, True, False]
        assert [holds(session, ada, role) for role in asked] == [True, True, False]
        (row,) = (one for one in team(session) if one.id == ada)
        assert row.duties == {"sdr"}


def test_a_gate_that_names_a_role_lets_everybody_of_its_duty_pass(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        draft = with_role(current_draft(session))
        asks = (GateRuleDraft("role", "field_sdr"),)
        stages = (*draft.stages[:1], replace(draft.stages[1], gate=asks), *draft.stages[2:])
        write_definitions(session, replace(draft, stages=stages))
        sdr = add_member(session, "Sid Desk", "Europe/London", ("sdr",))
        marketing = add_member(session, "Mo Market", "Europe/London", ("marketing",))
        early = select(Lead.id).where(Lead.stage_id == draft.stages[0].id, Lead.status == "open")
        lead, to = LeadId(session.scalars(early).first() or 0), draft.stages[1].id
    assert to is not None
    with filled.write(marketing) as session, pytest.raises(GateRefusedError, match="Field SDR"):
        move_stage(session, lead, to, reason="Looks right")
    with filled.write(sdr) as session:
        move_stage(session, lead, to, reason="Looks right")


def test_a_renamed_role_is_called_so_everywhere(workspace: Workspace) -> None:
    with workspace.write() as session:
        draft = current_draft(session)
        renamed = tuple(
            replace(one, name="Hunter") if one.code == "sdr" else one for one in draft.roles
        )
        write_definitions(session, replace(draft, roles=renamed))
        assert role_name(session, "sdr") == "Hunter"
        assert [role.name for role in roles(session)][1] == "Hunter"
        assert draft_of_version(session, 1).roles[1].name == "SDR", "a version stays as it was"


def test_a_role_that_people_hold_goes_only_with_another_for_them(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        write_definitions(session, with_role(current_draft(session)))
        add_member(session, "Ada Field", "Europe/London", ("field_sdr",))
        add_member(session, "Bea Both", "Europe/London", ("field_sdr", "sdr"))
        draft = current_draft(session)
        without = replace(draft, roles=draft.roles[:-1])
        (problem,) = problems_of(session, without)
        assert problem.place == "roles_moved[field_sdr]"
        assert problem.sentence.startswith("Ada Field, Bea Both hold “Field SDR”.")
        with pytest.raises(DraftRefusedError):
            write_definitions(session, without)
        given = replace(without, roles_moved={"field_sdr": "sdr"})
        (shift,) = effects_of(session, given, filled.clock()).role_shifts
        assert (shift.from_role, shift.to_role, shift.count) == ("Field SDR", "SDR", 2)
    with filled.write(world.leader) as session:
        write_definitions(session, given)
        held = {row.name: row.roles for row in team(session)}
        assert (held["Ada Field"], held["Bea Both"]) == (("sdr",), ("sdr",))
    with filled.write(world.leader) as session:
        undo(session, world.leader)
        held = {row.name: row.roles for row in team(session)}
        assert (held["Ada Field"], held["Bea Both"]) == (("field_sdr",), ("field_sdr", "sdr"))


def test_a_role_that_owns_a_stage_cannot_go_alone(workspace: Workspace) -> None:
    with workspace.read() as session:
        draft = current_draft(session)
        without = replace(draft, roles=tuple(one for one in draft.roles if one.code != "marketing"))
        (problem,) = problems_of(session, without)
        assert problem.place == "stages[0].owner_role"
        assert problem.sentence.startswith("“Marketing” is no role any more")


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (RoleDraft("sdr", "Second", "sdr"), "roles[5].code"),
        (RoleDraft("Not a code", "Other", "sdr"), "roles[5].code"),
        (RoleDraft("other", " ", "sdr"), "roles[5].name"),
        (RoleDraft("other", "closer", "sdr"), "roles[5].name"),
        (RoleDraft("other", "Other", "juggler"), "roles[5].duty"),
    ],
)
def test_what_is_wrong_with_a_role_is_named_by_place(
    workspace: Workspace, role: RoleDraft, place: str
) -> None:
    with workspace.read() as session:
        assert places(session, with_role(current_draft(session), role)) == [place]


def test_the_roles_of_the_house_keep_their_duty_and_a_leader_and_a_closer_are_needed(
    workspace: Workspace,
) -> None:
    with workspace.read() as session:
        draft = current_draft(session)
        turned = tuple(
            replace(one, duty="sdr") if one.code == "leader" else one for one in draft.roles
        )
        assert places(session, replace(draft, roles=turned)) == ["roles[4].duty", "roles"]


def test_an_undo_gives_nobody_a_role_that_is_no_more(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        write_definitions(session, with_role(current_draft(session)))
        ada = add_member(session, "Ada Field", "Europe/London", ("field_sdr",))
    with filled.write(world.setter) as session:
        set_roles(session, ada, ("closer",))
    with filled.write(world.leader) as session:
        draft = current_draft(session)
        write_definitions(session, replace(draft, roles=draft.roles[:-1]))
    with filled.write(world.setter) as session, pytest.raises(RoleGoneError, match="Field SDR"):
        undo(session, world.setter)
