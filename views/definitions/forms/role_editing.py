"""Editing the roles of a draft: what they are called, and what happens where one goes."""

from dataclasses import replace
from typing import Final

from models.definitions.versions.draft import DefinitionsDraft, GateRuleDraft, StageDraft

ROLE: Final = "role"
"""The requirement that says who may move a lead."""


def role_names(draft: DefinitionsDraft) -> dict[str, str]:
    """Return what the draft calls its roles, by code; one without a name by its code."""
    return {one.code: one.name.strip() or one.code for one in draft.roles}


def role_removed(draft: DefinitionsDraft, code: str, taker: str | None) -> DefinitionsDraft:
    """Return the draft without a role; who holds it, what it owns and its gates go to another."""
    roles = tuple(one for one in draft.roles if one.code != code)
    if taker is None:
        return replace(draft, roles=roles)
    moved = {gone: taker if to == code else to for gone, to in draft.roles_moved.items()}
    return replace(
        draft,
        roles=roles,
        stages=tuple(_stage_of_role(stage, code, taker) for stage in draft.stages),
        roles_moved={**moved, code: taker},
    )


def _stage_of_role(stage: StageDraft, code: str, taker: str) -> StageDraft:
    owner = taker if stage.owner_role == code else stage.owner_role
    gate = tuple(
        replace(rule, argument=taker) if rule == GateRuleDraft(ROLE, code) else rule
        for rule in stage.gate
    )
    return replace(stage, owner_role=owner, gate=tuple(dict.fromkeys(gate)))


def uses_of_role(draft: DefinitionsDraft, code: str) -> tuple[str, ...]:
    """Return the names of the stages that a role owns, or whose gate asks for it."""
    asked = GateRuleDraft(ROLE, code)
    return tuple(
        stage.name for stage in draft.stages if stage.owner_role == code or asked in stage.gate
    )
