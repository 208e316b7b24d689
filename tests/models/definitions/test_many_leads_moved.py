"""A dropped stage that holds very many leads: they move together, and go back together."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.versions.writing import current_draft, write_definitions
from models.history import logged
from models.history.logged import Alike, newest_change, parts_of
from models.history.undo import in_the_way
from models.history.undo.inverting import PlaceTakenError
from models.history.undo.steps import UndoRefusedError, redo, undo
from models.history.values import Keys, images, recorded_tables
from models.ids import LeadId
from models.leads import card_stages
from models.leads.capture import add_contact, add_lead
from models.leads.editing import edit_contact
from models.leads.stages.moving import move_stage
from models.storage.sqlite.files import integrity_problems
from models.storage.sqlite.images import row_as_json
from models.workspace import Workspace
from tests.models.rows import assert_log_claims, derived_rows, recorded_rows
from tests.models.small_world import SmallWorld


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a handful of leads be moved and undone as a hundred thousand are."""
    monkeypatch.setattr(logged, "ALIKE_AT_LEAST", 2)
    monkeypatch.setattr(card_stages, "MANY_CARDS", 1)


def drop_second_stage(session: Session) -> None:
    draft = current_draft(session)
    gone, taker = draft.stages[1].id, draft.stages[0].id
    assert gone is not None
    assert taker is not None
    kept = (draft.stages[0], *draft.stages[2:])
    write_definitions(session, replace(draft, stages=kept, moved={gone: taker}))


def add_leads(workspace: Workspace, world: SmallWorld) -> LeadId:
    """Add leads to the stage that is dropped, most of all there are, and return one."""
    with workspace.write(world.setter) as session:
        return [
            add_lead(session, title=f"Lead {number}", stage_id=world.stages[1])
            for number in range(6)
        ][-1]


def indexes(session: Session) -> set[tuple[str, str]]:
    found = session.connection().exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'lead_card'"
    )
    return {(row[0], row[1]) for row in found}


def test_leads_that_move_together_are_logged_one_by_one_and_undo_and_redo_are_exact(
    filled: Workspace, world: SmallWorld
) -> None:
    add_leads(filled, world)
    with filled.read() as session:
        before, cards = recorded_rows(session), derived_rows(session)
        seen, made = newest_change(session), indexes(session)
    with filled.write(world.leader) as session:
        drop_second_stage(session)
    with filled.read() as session:
        after, cards_after = recorded_rows(session), derived_rows(session)
        assert_log_claims(session, before, seen)
        together = [
            (part.table.name, part.operation, part.count >= 6)
            for part in parts_of(session, seen + 1)
            if isinstance(part, Alike) and part.table.name in {"lead", "stage_move"}
        ]
        assert together == [("stage_move", "insert", True), ("lead", "update", True)]
    for step, rows, derived in ((undo, before, cards), (redo, after, cards_after)) * 2:
        with filled.write(world.leader) as session:
            step(session, world.leader)
        with filled.read() as session:
            assert recorded_rows(session) == rows
            assert derived_rows(session) == derived
            assert indexes(session) == made
            assert integrity_problems(session.connection()) == []


def drop_and_move_on(workspace: Workspace, world: SmallWorld) -> None:
    lead = add_leads(workspace, world)
    with workspace.write(world.leader) as session:
        drop_second_stage(session)
    with workspace.write(world.setter) as session:
        move_stage(session, lead, world.stages[2], evidence="They said")


def add_and_edit(workspace: Workspace, world: SmallWorld) -> None:
    with workspace.write(world.leader) as session:
        contact = add_contact(session, last_name="New")
    with workspace.write(world.setter) as session:
        edit_contact(session, contact, last_name="Newer")


def add_and_build_upon(workspace: Workspace, world: SmallWorld) -> None:
    with workspace.write(world.leader) as session:
        contact = add_contact(session, last_name="New")
    with workspace.write(world.setter) as session:
        add_lead(session, contact_id=contact)


@pytest.mark.parametrize("work", [drop_and_move_on, add_and_edit, add_and_build_upon])
def test_undo_of_many_is_refused_for_what_undo_of_few_is(
    work: Callable[[Workspace, SmallWorld], None],
    filled: Workspace,
    world: SmallWorld,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work(filled, world)
    refused = []
    for at_least in (1, 1000):
        monkeypatch.setattr(logged, "ALIKE_AT_LEAST", at_least)
        with filled.write(world.leader) as session, pytest.raises(UndoRefusedError) as caught:
            undo(session, world.leader)
        refused.append((caught.value.conflicts, str(caught.value)))
    assert refused[0] == refused[1]
    assert refused[0][0]


def test_redo_of_many_is_refused_where_what_they_belonged_to_is_gone(
    filled: Workspace, world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logged, "ALIKE_AT_LEAST", 1)
    add_and_build_upon(filled, world)
    for member in (world.setter, world.leader):
        with filled.write(member) as session:
            undo(session, member)
    with filled.write(world.setter) as session:
        before = recorded_rows(session)
        with pytest.raises(PlaceTakenError):
            redo(session, world.setter)
        assert recorded_rows(session) == before


def test_undo_of_many_looks_at_single_rows_only_where_something_is_in_the_way(
    filled: Workspace, world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_leads(filled, world)
    with filled.write(world.leader) as session:
        drop_second_stage(session)
    monkeypatch.setattr(in_the_way, "entries_of", None)
    with filled.write(world.leader) as session:
        undo(session, world.leader)


def test_sqlite_writes_rows_down_as_the_log_does(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        add_lead(session, title="“Zoë” \\ 王", company_id=world.company)
    told = 0
    with filled.read() as session:
        connection = session.connection()
        for table in recorded_tables():
            rows = connection.execute(select(table.c.uuid, row_as_json(table))).all()
            written = {row_uuid: json.loads(image) for row_uuid, image in rows}
            assert written == images(Keys(connection), table, list(written))
            told += len(written)
    assert told > 100
