"""Stages that a file of history names and the definitions lack: added as a version of their own."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from models.definitions.versions.draft import GateRuleDraft, StageDraft
from models.definitions.versions.writing import current_draft, write_definitions
from models.language import gettext as _
from models.text_keys import fold
from models.vocabulary import Meaning, Role


def stages_missing(session: Session, names: Sequence[str]) -> tuple[str, ...]:
    """Return those names, each once, that no stage in force has."""
    known = {fold(stage.name) for stage in current_draft(session).stages}
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(fold(name), name)
    return tuple(name for key, name in wanted.items() if key not in known)


def add_stages(session: Session, names: Sequence[str], *, note: str) -> int | None:
    """Write a version with these stages before the client's; return its number, None for none.

    They mean nothing to the rules, and ask for a reason like any stage that a person moves to.
    Refuses what no version may hold, such as a name that is too long.
    """
    missing = stages_missing(session, names)
    if not missing:
        return None
    draft = current_draft(session)
    place = next(
        (at for at, stage in enumerate(draft.stages) if stage.meaning == Meaning.CLIENT),
        len(draft.stages),
    )
    added = tuple(
        StageDraft(
            id=None,
            name=name,
            meaning=Meaning.NONE.value,
            owner_role=Role.SETTER.value,
            trigger=_("Reached in a history that was imported"),
            gate=(GateRuleDraft("evidence_stated"),),
        )
        for name in missing
    )
    stages = (*draft.stages[:place], *added, *draft.stages[place:])
    return write_definitions(session, replace(draft, stages=stages, note=note))
