"""No verb escapes the change log: what the log claims is what happened, and undo takes it back.

Each verb that is registered anywhere under models/ must have an example in `verb_examples.py`.
"""

import importlib
import pkgutil
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

import models
from models.entities.workspace.log import Change
from models.history.logged import newest_change
from models.history.telling.labels import change_label
from models.history.undo.lasting import LASTING
from models.history.undo.steps import LastingError, NothingToUndoError, next_undo, redo, undo
from models.history.verbs import VERBS
from models.ids import ChangeId
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.history.verb_examples import EXAMPLES
from tests.models.rows import assert_log_claims, derived_rows, recorded_rows
from tests.models.small_world import SmallWorld


@pytest.fixture(scope="module")
def worked_in(
    tmp_path_factory: pytest.TempPathFactory, small_world_file: tuple[Path, SmallWorld]
) -> Iterator[tuple[Workspace, SmallWorld]]:
    """Return one workspace for all verbs: each of them is undone in the end."""
    path = tmp_path_factory.mktemp("worked") / "in.db"
    shutil.copyfile(small_world_file[0], path)
    opened = open_workspace(path, clock=FrozenClock())
    yield opened, small_world_file[1]
    opened.close()


def test_every_verb_has_an_example() -> None:
    for module in pkgutil.walk_packages(models.__path__, "models."):
        if ".migrations." not in module.name:
            importlib.import_module(module.name)
    registered = {name for name, known in VERBS.items() if known.__module__.startswith("models.")}
    assert registered == set(EXAMPLES)


@pytest.mark.parametrize("name", sorted(LASTING))
def test_what_has_left_the_machine_is_recorded_but_never_undone(
    name: str, filled: Workspace, world: SmallWorld
) -> None:
    with filled.read() as session:
        before, seen = recorded_rows(session), newest_change(session)
    with filled.write(world.leader) as session:
        EXAMPLES[name](session, world)
    with filled.read() as session:
        assert recorded_rows(session) != before
        assert_log_claims(session, before, seen)
        done = select(Change).where(Change.id > seen, Change.kind == "do")
        (change,) = session.scalars(done).all()
        assert "gone" not in change_label(session, change)
        assert next_undo(session, world.leader) is None
    with filled.write(world.leader) as session:
        with pytest.raises(LastingError, match="cannot be undone"):
            undo(session, world.leader, change_id=ChangeId(change.id))
        with pytest.raises(NothingToUndoError):
            undo(session, world.leader)


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - set(LASTING)))
def test_the_log_claims_what_happened_and_undo_and_redo_are_exact(
    name: str, worked_in: tuple[Workspace, SmallWorld]
) -> None:
    workspace, world = worked_in
    with workspace.read() as session:
        before, derived_before = recorded_rows(session), derived_rows(session)
        seen = newest_change(session)
    with workspace.write(world.leader) as session:
        EXAMPLES[name](session, world)
    with workspace.read() as session:
        after, derived_after = recorded_rows(session), derived_rows(session)
        assert_log_claims(session, before, seen)
        connection = session.connection()
        (change,) = connection.execute(select(Change).where(Change.id > seen)).all()
    assert after != before, "the example changes nothing"
    assert change.verb == name
    assert change.actor_uuid is not None
    with workspace.write(world.leader) as session:
        label = change_label(session, session.get_one(Change, change.id))
        undo(session, world.leader)
    assert label
    assert not re.search(r"_|\d-\d\d|need\b", label), "a stored code is no prose"
    assert "gone" not in label or name == "delete_scenario"
    with workspace.read() as session:
        assert recorded_rows(session) == before
        assert derived_rows(session) == derived_before
        assert next_undo(session, world.leader) is None
    with workspace.write(world.leader) as session:
        redo(session, world.leader)
    with workspace.read() as session:
        assert recorded_rows(session) == after
        assert derived_rows(session) == derived_after
    with workspace.write(world.leader) as session:
        undo(session, world.leader)
        assert recorded_rows(session) == before
