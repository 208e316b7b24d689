"""Drafts of the definitions in which one stage is another one, or gone."""

from dataclasses import replace
from typing import Any

from models.definitions.versions.draft import DefinitionsDraft


def edited(draft: DefinitionsDraft, place: int, **fields: Any) -> DefinitionsDraft:
    """Return a draft with other fields of one stage."""
    changed = [
        replace(stage, **fields) if at == place else stage for at, stage in enumerate(draft.stages)
    ]
    return replace(draft, stages=tuple(changed))


def without(draft: DefinitionsDraft, place: int, taker: int | None) -> DefinitionsDraft:
    """Return a draft without a stage, whose leads go to another one."""
    gone = draft.stages[place].id
    assert gone is not None
    kept = tuple(stage for at, stage in enumerate(draft.stages) if at != place)
    to = None if taker is None else draft.stages[taker].id
    return replace(draft, stages=kept, moved={} if to is None else {gone: to})
