"""Who is on duty when a workspace is opened."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.team.rows import MemberRow


def person_on_duty(people: "Sequence[MemberRow]", last: str | None) -> "MemberRow | None":
    """Return who was on duty last, else a leader, else anybody; nobody where there is no team."""
    leaders = [one for one in people if "leader" in one.duties]
    known = [one for one in people if str(one.id) == last]
    return next(iter([*known, *leaders, *people]), None)
