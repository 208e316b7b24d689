"""Undo and redo by several people, in any order."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activity.tasks import add_task, complete_task
from models.activity.touches import log_touch
from models.appointments.attending import record_yes
from models.appointments.confirming import hand_over_invitation
from models.appointments.life import cancel
from models.deals.dealing import edit_deal
from models.entities.leads.leads import Lead
from models.errors import KnownError
from models.fields.custom import set_custom_value
from models.history.logged import newest_change
from models.history.undo.inverting import PlaceTakenError
from models.history.undo.steps import (
    NothingToUndoError,
    UndoRefusedError,
    next_redo,
    next_undo,
    redo,
    undo,
)
from models.history.verbs import Recording
from models.ids import LeadId, MemberId
from models.leads.capture import add_contact, add_lead, assign_owner
from models.leads.do_not_contact import lift_do_not_contact, set_do_not_contact
from models.leads.editing import add_note, edit_company, edit_contact, edit_lead
from models.leads.qualifying import answer_criterion
from models.leads.stages.closing import disqualify, reopen
from models.leads.stages.moves import moves_of
from models.leads.stages.moving import correct_move, move_stage
from models.scenarios.saving import delete_scenario, duplicate_scenario, rename_scenario
from models.settings.changing import change_setting
from models.team.hours import set_working_hours
from models.team.joining import set_roles
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.rows import Rows, derived_rows, recorded_rows
from tests.models.small_world import SmallWorld, make_small_world

Action = Callable[[Session, SmallWorld], object]


def newest_lead(session: Session) -> LeadId:
    found = session.scalar(select(func.max(Lead.id)))
    assert found is not None
    return LeadId(found)


def correct_newest(session: Session, world: SmallWorld) -> None:
    correct_move(session, moves_of(session, world.lead)[-1].id, "a mistake")


# Few rows and few values on purpose, so that the changes of two people meet.
ACTIONS: dict[str, Action] = {
    "add lead": lambda s, w: add_lead(s, contact_id=w.contact),
    "move newest": lambda s, w: move_stage(s, newest_lead(s), w.stages[1]),
    "title newest A": lambda s, w: edit_lead(s, newest_lead(s), title="A"),
    "title newest B": lambda s, w: edit_lead(s, newest_lead(s), title="B"),
    "add contact": lambda s, w: add_contact(s, last_name="New"),
    "name contact": lambda s, w: edit_contact(s, w.contact, last_name="Low"),
    "rename contact": lambda s, w: edit_contact(s, w.contact, last_name="High", phone=None),
    "company": lambda s, w: edit_company(s, w.company, name="Acme SE"),
    "title": lambda s, w: edit_lead(s, w.lead, title="Vans"),
    "note": lambda s, w: add_note(s, w.lead, "Noted"),
    "owner": lambda s, w: assign_owner(s, w.lead, w.leader),
    "no owner": lambda s, w: assign_owner(s, w.lead, None),
    "move": lambda s, w: move_stage(s, w.lead, w.stages[2], evidence="They wrote back"),
    "move on": lambda s, w: move_stage(s, w.lead, w.stages[3], evidence="They asked for more"),
    "correct": correct_newest,
    "disqualify": lambda s, w: disqualify(s, w.lead, "budget"),
    "reopen": lambda s, w: reopen(s, w.lead),
    "need": lambda s, w: answer_criterion(s, w.lead, "need", "confirmed", "Rust"),
    "no need": lambda s, w: answer_criterion(s, w.lead, "need", "failed"),
    "touch": lambda s, w: log_touch(s, w.lead, "call", "no_answer"),
    "block": lambda s, w: set_do_not_contact(s, w.contact, "linkedin", "a letter"),
    "allow": lambda s, w: lift_do_not_contact(s, w.contact, "linkedin", "a letter"),
    "task": lambda s, w: add_task(s, "Call", lead_id=newest_lead(s)),
    "done": lambda s, w: complete_task(s, w.task),
    "yes": lambda s, w: record_yes(s, w.attendee, "spoken"),
    "invite": lambda s, w: hand_over_invitation(s, w.appointment),
    "cancel": lambda s, w: cancel(s, w.appointment),
    "deal": lambda s, w: edit_deal(s, w.deal, amount_minor=1),
    "value": lambda s, w: set_custom_value(s, w.field, "vans", lead_id=w.lead),
    "no value": lambda s, w: set_custom_value(s, w.field, None, lead_id=w.lead),
    "copy": lambda s, w: duplicate_scenario(s, w.scenario, "Copy"),
    "rename": lambda s, w: rename_scenario(s, w.scenario, "Base"),
    "delete": lambda s, w: delete_scenario(s, w.scenario),
    "setting": lambda s, w: change_setting(s, "fiscal_year_first_month", "4"),
    "hours": lambda s, w: set_working_hours(s, w.setter, {0: [(540, 720)]}),
    "other hours": lambda s, w: set_working_hours(s, w.setter, {0: [(540, 700)], 1: [(0, 60)]}),
    "roles": lambda s, w: set_roles(s, w.setter, ("closer",)),
}


class Playground:
    """One workspace for many runs: each of them ends by undoing everything it did."""

    def __init__(self, template: Path, folder: Path) -> None:
        self._template = template
        self._folder = folder
        self._runs = 0
        self._open: Workspace | None = None
        self.is_clean = False

    def workspace(self) -> Workspace:
        """Return the workspace, a new one where the last run failed."""
        if self._open is None or not self.is_clean:
            self.close()
            self._runs += 1
            path = self._folder / f"run{self._runs}.db"
            shutil.copyfile(self._template, path)
            self._open = open_workspace(path, clock=FrozenClock())
            with self._open.write() as session:
                self.world = make_small_world(session)
        self.is_clean = False
        return self._open

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


class OnePerson(RuleBasedStateMachine):
    """What one person does, undoes and redoes follows a line of states, back and forth."""

    place_to_play: Playground

    def __init__(self) -> None:
        super().__init__()
        self.playground = self.place_to_play
        self.workspace = self.playground.workspace()
        self.world = self.playground.world
        self.actor = self.world.leader
        self.line = [self.state()]
        self.place = 0
        # Something new, so that what the run before undid cannot be redone in this one.
        self.act("add contact")

    def state(self) -> tuple[Rows, object]:
        with self.workspace.read() as session:
            return recorded_rows(session), derived_rows(session)

    @rule(name=st.sampled_from(sorted(ACTIONS)))
    def do(self, name: str) -> None:
        self.act(name)

    def act(self, name: str) -> None:
        try:
            with self.workspace.write(self.actor) as session:
                ACTIONS[name](session, self.world)
        except KnownError:
            assert self.state() == self.line[self.place]
        else:
            now = self.state()
            if now != self.line[self.place]:
                self.line = [*self.line[: self.place + 1], now]
                self.place += 1

    @rule()
    def take_back(self) -> None:
        with self.workspace.write(self.actor) as session:
            if self.place == 0:
                assert next_undo(session, self.actor) is None
                with pytest.raises(NothingToUndoError):
                    undo(session, self.actor)
            else:
                undo(session, self.actor)
                self.place -= 1
        assert self.state() == self.line[self.place]

    @rule()
    def do_again(self) -> None:
        with self.workspace.write(self.actor) as session:
            if self.place == len(self.line) - 1:
                assert next_redo(session, self.actor) is None
                with pytest.raises(NothingToUndoError):
                    redo(session, self.actor)
            else:
                redo(session, self.actor)
                self.place += 1
        assert self.state() == self.line[self.place]

    def teardown(self) -> None:
        with self.workspace.write(self.actor) as session:
            while next_undo(session, self.actor) is not None:
                undo(session, self.actor)
        assert self.state() == self.line[0]
        self.playground.is_clean = True


class TwoPeople(RuleBasedStateMachine):
    """Undoing is refused cleanly where the other one built on it, and possible in some order."""

    place_to_play: Playground

    def __init__(self) -> None:
        super().__init__()
        self.playground = self.place_to_play
        self.workspace = self.playground.workspace()
        self.world = self.playground.world
        self.actors = (self.world.leader, self.world.setter)
        self.start = self.state()

    def state(self) -> tuple[Rows, object]:
        with self.workspace.read() as session:
            return recorded_rows(session), derived_rows(session)

    @rule(name=st.sampled_from(sorted(ACTIONS)), second=st.booleans())
    def act(self, name: str, second: bool) -> None:
        try:
            with self.workspace.write(self.actors[second]) as session:
                ACTIONS[name](session, self.world)
        except KnownError:
            pass

    @rule(second=st.booleans(), again=st.booleans())
    def take_back_or_do_again(self, second: bool, again: bool) -> None:
        self.attempt(redo if again else undo, self.actors[second])

    def attempt(self, step: Callable[[Session, MemberId], object], actor: MemberId) -> bool:
        """Try a step; where it is refused, nothing at all may have changed."""
        before = self.state()
        # The refusal is caught inside the transaction: it has to leave nothing behind by itself.
        with self.workspace.write(actor) as session:
            try:
                step(session, actor)
            except KnownError:
                refused = True
            else:
                refused = False
        if refused:
            assert self.state() == before
        return not refused

    def teardown(self) -> None:
        left = {self.actors[0], self.actors[1]}
        while left:
            # The newest change of all can always be undone, so somebody gets on in every round.
            undone = {actor for actor in left if self.attempt(undo, actor)}
            with self.workspace.read() as session:
                left = {actor for actor in left if next_undo(session, actor) is not None}
            assert undone or not left
        assert self.state() == self.start
        self.playground.is_clean = True


@pytest.fixture
def playground(new_workspace_file: Path, tmp_path: Path) -> Iterator[Playground]:
    made = Playground(new_workspace_file, tmp_path)
    yield made
    made.close()


def run(machine: type[RuleBasedStateMachine], examples: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=examples, stateful_step_count=20, deadline=None),
    )


def test_one_person_can_go_back_and_forth_exactly(playground: Playground) -> None:
    class Here(OnePerson):
        place_to_play = playground

    run(Here, 8)


def test_two_people_never_destroy_each_others_work(playground: Playground) -> None:
    class Here(TwoPeople):
        place_to_play = playground

    run(Here, 8)


def act(filled: Workspace, world: SmallWorld, actor: MemberId, *names: str) -> None:
    for name in names:
        with filled.write(actor) as session:
            ACTIONS[name](session, world)


def test_the_field_somebody_changed_since_is_named_with_what_they_did(
    filled: Workspace, world: SmallWorld
) -> None:
    act(filled, world, world.leader, "name contact")
    act(filled, world, world.setter, "rename contact")
    with filled.write() as session, pytest.raises(UndoRefusedError) as refused:
        undo(session, world.leader)
    (conflict,) = refused.value.conflicts
    assert (conflict.table_name, conflict.fields) == ("contact", ("last_name",))
    assert "Edit Ann High" in str(refused.value)


def test_another_field_of_the_same_row_is_no_conflict(filled: Workspace, world: SmallWorld) -> None:
    act(filled, world, world.leader, "title")
    act(filled, world, world.setter, "note")
    with filled.write(world.leader) as session:
        undo(session, world.leader)
    with filled.read() as session:
        lead = session.get_one(Lead, world.lead)
        assert (lead.title, lead.notes) == (None, "Noted")


def test_a_row_that_others_built_on_does_not_go(filled: Workspace, world: SmallWorld) -> None:
    act(filled, world, world.leader, "add lead")
    act(filled, world, world.setter, "task")
    with filled.write() as session, pytest.raises(UndoRefusedError, match="Add task"):
        undo(session, world.leader)
    with filled.write(world.setter) as session:
        undo(session, world.setter)
        undo(session, world.leader)


def test_a_row_whose_place_was_taken_does_not_come_back_and_leaves_nothing_behind(
    filled: Workspace, world: SmallWorld
) -> None:
    act(filled, world, world.leader, "allow")
    act(filled, world, world.setter, "block")
    with filled.read() as session:
        before, seen = recorded_rows(session), newest_change(session)
    with filled.write(world.leader) as session, pytest.raises(PlaceTakenError):
        undo(session, world.leader)
    with filled.read() as session:
        assert recorded_rows(session) == before
        assert newest_change(session) == seen
        assert next_undo(session, world.leader) is not None


def test_something_new_ends_what_could_be_redone(filled: Workspace, world: SmallWorld) -> None:
    act(filled, world, world.leader, "title", "note")
    with filled.write(world.leader) as session:
        undo(session, world.leader)
        step = next_redo(session, world.leader)
        assert step is not None
        assert step.label == "Add a note to Ann Lee"
    act(filled, world, world.leader, "need")
    with filled.write(world.leader) as session:
        assert next_redo(session, world.leader) is None
        with pytest.raises(NothingToUndoError):
            redo(session, world.leader)


def test_what_somebody_else_does_leaves_my_redo_alone(filled: Workspace, world: SmallWorld) -> None:
    act(filled, world, world.leader, "title")
    with filled.write(world.leader) as session:
        undo(session, world.leader)
    act(filled, world, world.setter, "need")
    with filled.write(world.leader) as session:
        redo(session, world.leader)
        assert session.get_one(Lead, world.lead).title == "Vans"


def test_redo_is_refused_where_the_field_was_changed_in_between(
    filled: Workspace, world: SmallWorld
) -> None:
    act(filled, world, world.leader, "name contact")
    with filled.write(world.leader) as session:
        undo(session, world.leader)
    act(filled, world, world.setter, "rename contact")
    with filled.write() as session, pytest.raises(UndoRefusedError, match="“Last name” of"):
        redo(session, world.leader)


def test_an_old_lead_is_deleted_from_lists_and_search_when_its_adding_is_undone(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.read() as session:
        before = derived_rows(session)
    act(filled, world, world.leader, "add lead", "title newest A")
    with filled.write(world.leader) as session:
        added = newest_lead(session)
        assert added in {row[0] for row in derived_rows(session)["lead_card"]}
        undo(session, world.leader)
        undo(session, world.leader)
        assert derived_rows(session) == before


def test_undo_reaches_back_to_the_last_migration_only(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        Recording.of(session).schema_revision = "0000"
        ACTIONS["title"](session, world)
    with filled.read() as session:
        assert next_undo(session, world.leader) is None
