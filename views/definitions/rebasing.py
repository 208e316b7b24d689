"""A draft goes on from another version than it began with: what was edited stays edited."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from models.definitions.versions.draft import DefinitionsDraft
from models.ids import StageId

T = TypeVar("T", bound=Hashable)


def rebased(
    draft: DefinitionsDraft, before: DefinitionsDraft, now: DefinitionsDraft
) -> DefinitionsDraft:
    """Return a draft that was made of one version as if it were made of another.

    What the draft leaves as it was follows the other version; where both changed the same, the
    draft's stays.
    """
    terms = {
        code: value if draft.terms.get(code, value) == before.terms.get(code) else draft.terms[code]
        for code, value in now.terms.items()
    }
    stages = _merged(draft.stages, before.stages, now.stages, lambda one: one.id)
    roles = _merged(draft.roles, before.roles, now.roles, lambda one: one.code)
    here = {one.id for one in stages}
    leaving = {one.id for one in now.stages} - here
    held = {one.code for one in now.roles} - {one.code for one in roles}
    return replace(
        draft,
        stages=stages,
        roles=roles,
        criteria=_merged(
            draft.criteria, before.criteria, now.criteria, lambda one: (one.framework, one.code)
        ),
        script=_merged(draft.script, before.script, now.script, _itself),
        reasons=_merged(draft.reasons, before.reasons, now.reasons, lambda one: one.code),
        rules=_merged(draft.rules, before.rules, now.rules, _itself),
        outcomes=_merged(draft.outcomes, before.outcomes, now.outcomes, lambda one: one.outcome),
        meeting_gates=_merged(
            draft.meeting_gates, before.meeting_gates, now.meeting_gates, lambda one: one.gate
        ),
        terms=terms,
        review_on=now.review_on if draft.review_on == before.review_on else draft.review_on,
        moved={gone: taker for gone, taker in draft.moved.items() if gone in leaving},
        roles_moved={gone: taker for gone, taker in draft.roles_moved.items() if gone in held},
    )


def settled(
    draft: DefinitionsDraft, written: DefinitionsDraft, now: DefinitionsDraft
) -> DefinitionsDraft:
    """Return a draft that was edited on while what it was until then was written as a version.

    Stages that were new have ids by then.
    """
    given = {
        one.id: there.id
        for one, there in zip(written.stages, now.stages, strict=True)
        if one.is_new and one.id is not None and there.id is not None
    }
    return rebased(_known_by(draft, given), _known_by(written, given), now)


def _known_by(draft: DefinitionsDraft, given: dict[StageId, StageId]) -> DefinitionsDraft:
    """Return the draft with other ids of stages."""

    def known(stage_id: StageId | None) -> StageId | None:
        return None if stage_id is None else given.get(stage_id, stage_id)

    return replace(
        draft,
        stages=tuple(replace(one, id=known(one.id)) for one in draft.stages),
        outcomes=tuple(replace(one, stage_id=known(one.stage_id)) for one in draft.outcomes),
    )


def _itself(row: Hashable) -> Hashable:
    return row


def _merged(
    mine: Sequence[T], before: Sequence[T], now: Sequence[T], key: Callable[[T], Hashable]
) -> tuple[T, ...]:
    """Return the rows of now with what was added, changed, moved and removed in mine."""
    was, theirs, own = _by_key(before, key), _by_key(now, key), _by_key(mine, key)
    kept = {
        one: theirs[one] if one in theirs and row == was.get(one) else row
        for one, row in own.items()
        if one in theirs or row != was.get(one)
    }
    gone = was.keys() - kept.keys()
    stood = [one for one in own if one in was]
    in_their_order = stood == [one for one in was if one in own]
    first, second = (theirs, own) if in_their_order else (own, theirs)
    order = [one for one in first if one not in gone]
    for at, one in enumerate(second):
        if one in order or one in gone:
            continue
        # Behind the row that it stands behind where it was added.
        earlier = [row for row in list(second)[:at] if row in order]
        order.insert(order.index(earlier[-1]) + 1 if earlier else min(at, len(order)), one)
    return tuple(kept[one] if one in kept else theirs[one] for one in order)


def _by_key(rows: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, T]:
    """Return rows by their keys; of those alike each by itself."""
    seen: Counter[Hashable] = Counter()
    found: dict[Hashable, T] = {}
    for row in rows:
        own = key(row)
        found[own, seen[own]] = row
        seen[own] += 1
    return found
