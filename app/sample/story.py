"""The sample's history, told day by day through the same verbs that people's clicks go through.

Each pursuit is a generator: it yields when and by whom the next thing is done, and does it when it
is resumed. The teller resumes whichever is next, so that what is recorded stands in order.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from app.sample.clock import StoryClock
from app.sample.team import Member, Source
from app.sample.world import PLACES, WEIGHTS, Place, phone
from models.appointments.kinds import MeetingKindRow, meeting_kinds
from models.definitions.current import stages
from models.history.unlogged import Unlogged
from models.history.verbs import Recording
from models.ids import CompanyId, MemberId, StageId
from models.leads.capture import add_company
from models.vocabulary import Role

_ENTRIES_AT_ONCE = 500

Step = tuple[datetime, MemberId | None]
Pursuit = Iterator[Step]


@dataclass(frozen=True, slots=True)
class Progress(Unlogged):
    """Whoever waits for the story, told how much of how much is done."""

    tell: Callable[[int, int], None] = lambda _done, _total: None


@dataclass(frozen=True, slots=True)
class KnownCompany:
    """A company of the story."""

    id: CompanyId
    name: str
    place: Place
    domain: str


@dataclass
class Story:
    """What every pursuit of the story shares."""

    session: Session
    clock: StoryClock
    end: datetime
    team: tuple[Member, ...]
    sources: tuple[Source, ...]
    names: list[tuple[str, str, str]]
    companies: list[KnownCompany] = field(default_factory=list)
    stage_ids: dict[str, StageId] = field(default_factory=dict)
    turns: int = 0
    meetings: int = 0
    fates_of_late: list[str] = field(default_factory=list)
    kinds: list[MeetingKindRow] = field(default_factory=list)
    progress: Progress = field(default_factory=Progress)

    def holder(self, role: Role) -> Member:
        """Return somebody with a role, taking turns."""
        able = [member for member in self.team if role in member.roles]
        self.turns += 1
        return able[self.turns % len(able)]

    @property
    def meeting_kind(self) -> MeetingKindRow:
        """The kind of meeting that the team books: the house's first."""
        if not self.kinds:
            self.kinds.extend(meeting_kinds(self.session))
        return self.kinds[0]

    def stage(self, name: str) -> StageId:
        """Return the house stage of this name."""
        if not self.stage_ids:
            self.stage_ids.update({stage.name: stage.id for stage in stages(self.session)})
        return self.stage_ids[name]

    def company(self, rng: Random) -> KnownCompany:
        """Return a company: a new one while there are names left, now and then a known one."""
        if self.names and (not self.companies or rng.random() < 0.68):
            made = self._found_company(rng)
            self.companies.append(made)
            return made
        return rng.choice(self.companies)

    def tell(self, pursuits: list[tuple[datetime, Pursuit]]) -> None:
        """Resume the pursuits in the order of their next moments, until the story ends."""
        waiting: list[tuple[datetime, int, MemberId | None, Pursuit]] = [
            (begin, number, None, pursuit) for number, (begin, pursuit) in enumerate(pursuits)
        ]
        heapq.heapify(waiting)
        recording = Recording.of(self.session)
        recording.entries_at_once = _ENTRIES_AT_ONCE
        days, told = (self.end - self.clock.moment).days, 0
        while waiting:
            moment, number, actor, pursuit = heapq.heappop(waiting)
            if moment > self.end:
                break
            self.clock.moment = moment
            if (day := days - (self.end - moment).days) > told:
                told = day
                self.progress.tell(day, days)
            recording.actor_id = actor
            following = next(pursuit, None)
            if following is not None:
                heapq.heappush(waiting, (following[0], number, following[1], pursuit))
        self.clock.moment = self.end
        recording.actor_id = None
        recording.entries_at_once = 1

    def _found_company(self, rng: Random) -> KnownCompany:
        head, word, industry = self.names.pop()
        place = rng.choices(PLACES, WEIGHTS)[0]
        name = f"{head} {word} {rng.choice(place.suffixes)}"
        domain = f"{head}-{word}.{place.code}.example".lower()
        company_id = add_company(
            self.session,
            name=name,
            website=f"https://www.{domain}",
            industry=industry,
            employees=round(rng.lognormvariate(5.0, 1.0)) + 8,
            country=place.code,
            city=rng.choice(place.cities),
        )
        return KnownCompany(company_id, name, place, domain)


def capture_moments(rng: Random, first_day: date, last_day: date, count: int) -> list[datetime]:
    """Return when leads came in: mostly on working days, a little more towards the end."""
    days = [first_day + timedelta(days=ahead) for ahead in range((last_day - first_day).days + 1)]
    weights = [
        (0.15 if day.weekday() > 4 else 1.0) * (1 + 0.8 * at / len(days))
        for at, day in enumerate(days)
    ]
    chosen = rng.choices(days, weights, k=count)
    return sorted(
        datetime.combine(day, time(rng.randrange(5, 20), rng.randrange(60)), UTC) for day in chosen
    )


def contact_fields(rng: Random, company: KnownCompany) -> tuple[str, str, str, str | None]:
    """Return first name, last name, e-mail and phone of somebody at a company."""
    place = company.place
    first, last = rng.choice(place.first_names), rng.choice(place.last_names)
    plain = "".join(
        sign
        for sign in f"{first}.{last}".casefold().replace(" ", "")
        if sign.isascii() and (sign.isalnum() or sign == ".")
    ).strip(".")
    number = rng.randrange(10, 99)
    return first, last, f"{plain}{number}@{company.domain}", phone(rng, place)
