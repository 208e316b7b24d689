"""Stages of the team's own in a file: which texts and columns name them, and which are new."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import msgspec

from app.importing.columns.fields import IGNORE, ImportKind, new_stage_name, stage_reached
from app.importing.columns.mapping import Mapping, column_of_stage
from models.definitions.versions.adding_stages import add_stages, stages_missing
from models.errors import KnownError
from models.history.undo.steps import undo
from models.history.verbs import Recording
from models.ids import ChangeId, MemberId
from models.language import gettext as _
from models.text_keys import fold
from models.workspace import Workspace


def with_own_stages(mapping: Mapping, names: Sequence[str]) -> Mapping:
    """Return the mapping with the workspace's own names of stages understood, as texts and columns.

    What the mapping knows of a text already stays; so does the first column of a stage.
    """
    own = {fold(name): name for name in names if mapping.meaning_of("stage", name) is None}
    if not own:
        return mapping
    columns = dict(mapping.columns)
    if mapping.kind is ImportKind.LEADS:
        for column, target in mapping.columns.items():
            found = column_of_stage(column, own) if target == IGNORE else IGNORE
            if found != IGNORE and found not in columns.values():
                columns[column] = found
    texts = {**own, **mapping.values.get("stage", {})}
    return msgspec.structs.replace(
        mapping, columns=columns, values={**mapping.values, "stage": texts}
    )


def stages_to_add(mapping: Mapping) -> tuple[str, ...]:
    """Return the names of stages that the mapping says are to be added, each once."""
    told = [
        *mapping.values.get("stage", {}).values(),
        *(stage_reached(target) or "" for target in mapping.columns.values()),
        mapping.fixed.get("stage", ""),
    ]
    return tuple(dict.fromkeys(name for one in told if (name := new_stage_name(one))))


@contextmanager
def stages_added(
    workspace: Workspace,
    mapping: Mapping,
    *,
    actor_id: MemberId | None,
    file_name: str,
    dry_run: bool,
) -> Iterator[tuple[str, ...]]:
    """Add the stages that a mapping asks for and yield their names; an error takes them back.

    They are a version of the definitions and a change of their own: undoing the import leaves
    them. A dry run adds none.
    """
    with workspace.read() as session:
        names = stages_missing(session, stages_to_add(mapping))
    if not names or dry_run:
        yield names
        return
    with workspace.write(actor_id) as session:
        add_stages(session, names, note=_("Stages of {file}").format(file=file_name))
        change_id = ChangeId(Recording.of(session).change_id or 0)
    try:
        yield names
    except BaseException:
        # Where somebody has built on the version since, it stays.
        with suppress(KnownError), workspace.write(actor_id) as session:
            undo(session, actor_id, change_id=change_id)
        raise
