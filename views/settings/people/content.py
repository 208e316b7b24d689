"""What the section of people is given to show, read in the background."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from models.definitions.roles import RoleRow
    from models.ids import MemberId
    from models.team.credits import CreditRow
    from models.team.regions import HolidayRow
    from models.team.rows import MemberRow
    from models.team.time_off import TimeOffRow


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One closer's place in the turns."""

    member_id: "MemberId"
    name: str
    weight: int
    meetings: int
    credit: int
    shortfall: float


@dataclass(frozen=True, slots=True)
class PersonContent:
    """A person with their days off, credits and next public holidays; `today` is theirs."""

    row: "MemberRow"
    time_off: "tuple[TimeOffRow, ...]"
    credits: "tuple[CreditRow, ...]"
    holidays: "tuple[HolidayRow, ...]"
    now: datetime


@dataclass(frozen=True, slots=True)
class PeopleContent:
    """The team, the roles that there are, and whose turn it is."""

    people: tuple[PersonContent, ...] = ()
    roles: "tuple[RoleRow, ...]" = ()
    turns: tuple[TurnLine, ...] = ()

    def person(self, code: str) -> PersonContent | None:
        """Return a person by their code."""
        return next((one for one in self.people if str(one.row.id) == code), None)


def read_people(at: datetime) -> Callable[[Any], PeopleContent]:
    """Return what reads all that the section shows."""

    def query(session: Any) -> PeopleContent:
        from models.appointments.times.choosing import standings, turns
        from models.definitions.roles import roles
        from models.team.credits import credits_of
        from models.team.regions import next_holidays
        from models.team.rows import team
        from models.team.time_off import time_off

        rows = team(session)
        names = {row.id: row.name for row in rows}
        people = []
        for row in rows:
            now = at.astimezone(ZoneInfo(row.zone))
            people.append(
                PersonContent(
                    row,
                    time_off(session, row.id),
                    credits_of(session, row.id),
                    next_holidays(row.region, now.date()),
                    now,
                )
            )
        lines = (
            TurnLine(
                turn.standing.member_id,
                names[turn.standing.member_id],
                turn.standing.weight,
                turn.standing.bookings,
                turn.standing.credit,
                float(turn.shortfall),
            )
            for turn in turns(standings(session))
        )
        return PeopleContent(tuple(people), roles(session), tuple(lines))

    return query
