"""The team of the open workspace, who of it is on duty, and what that person may do."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.language import gettext as _
from views.shell import Person
from views.widgets.labels import keys_here

if TYPE_CHECKING:
    from models.ids import MemberId
    from models.team.rows import MemberRow


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who works in the window; `code` is empty while nobody is known."""

    people: "tuple[MemberRow, ...]" = ()
    code: str = ""

    @property
    def row(self) -> "MemberRow | None":
        """Who is on duty; nobody where they left the team meanwhile."""
        return next((one for one in self.people if str(one.id) == self.code), None)

    @property
    def member_id(self) -> "MemberId | None":
        """The id under which changes are recorded."""
        return None if self.row is None else self.row.id

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles of who is on duty."""
        return () if self.row is None else tuple(self.row.roles)

    @property
    def is_leader(self) -> bool:
        """Whether who is on duty leads the team."""
        return self.row is not None and "leader" in self.row.duties

    @property
    def why_not_define(self) -> str:
        """Why who is on duty may not change the definitions; nothing where they may."""
        row = self.row
        if not self.people or (row is not None and {"leader", "marketing"} & row.duties):
            return ""
        sentence = _("Only marketing and sales leaders change the definitions; all can read them.")
        if row is None:
            return sentence
        who = _shown(row)
        duty = _("{name} ({roles}) is on duty; {keys} switches.").format(
            name=who.name, roles=who.roles, keys=keys_here("Ctrl+D")
        )
        return f"{sentence} {duty}"

    @property
    def persons(self) -> tuple[Person, ...]:
        """The team as the window lists it."""
        return tuple(_shown(one) for one in self.people)


def _shown(row: "MemberRow") -> Person:
    return Person(str(row.id), row.name, ", ".join(role.name for role in row.held))
