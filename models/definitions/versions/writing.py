"""Writing the next version of the definitions; what was written before stays as it was."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from models.definitions.current import current_definitions_id
from models.definitions.problems.checking import checked_draft
from models.definitions.problems.of_stages import dropped_stages
from models.definitions.roles import give_holders
from models.definitions.versions.draft import DefinitionsDraft
from models.definitions.versions.remapping import move_all
from models.definitions.versions.rows import add_version
from models.definitions.versions.written import draft_of_version
from models.entities.definitions.versions import Definitions
from models.errors import KnownError
from models.history.verbs import acting_member, now, verb
from models.language import gettext as _


def current_draft(session: Session) -> DefinitionsDraft:
    """Return the version in force as a draft of the next, without the note of the last."""
    return draft_of_version(session, current_number(session))


def current_number(session: Session) -> int:
    """Return the number of the version in force."""
    return session.get_one(Definitions, current_definitions_id(session)).number


class NewerVersionError(KnownError):
    """Another version came into force since the one that a draft was made of."""

    def __init__(self, number: int) -> None:
        super().__init__(
            _("Version {number} came into force meanwhile. Look at it, then save again.").format(
                number=number
            )
        )
        self.number = number


def write_definitions(
    session: Session, draft: DefinitionsDraft, *, made_of: int | None = None
) -> int:
    """Write the next version whole and return its number.

    Leads of stages that it drops go where the draft says, and so do people with roles it drops.

    A day of review that is over or was never set becomes one review period from now. Refuses with
    `DraftRefusedError` everything that `problems_of` finds, and with `NewerVersionError` where the
    version that the draft was made of is not in force any more.
    """
    in_force = current_number(session)
    if made_of not in (None, in_force):
        raise NewerVersionError(in_force)
    number = in_force + 1
    checked = _with_review(checked_draft(session, draft), now(session).date())
    write_version(session, number, checked)
    return number


def _with_review(draft: DefinitionsDraft, today: date) -> DefinitionsDraft:
    if draft.review_on is not None and draft.review_on > today:
        return draft
    return replace(draft, review_on=today + timedelta(days=int(draft.terms["review"])))


@verb
def write_version(session: Session, number: int, draft: DefinitionsDraft) -> None:
    """Write a checked version under its number; `write_definitions` is the way to it."""
    dropped = dropped_stages(session, draft)
    version_id = add_version(
        session, number, draft, written_at=now(session), author_id=acting_member(session)
    )
    for stage_id in dropped:
        if stage_id in draft.moved:
            move_all(session, stage_id, draft.moved[stage_id], version_id)
    for gone, taker in draft.roles_moved.items():
        give_holders(session, gone, taker)
