"""What to do next: everything that waits for a person, put in order and into words.

One pure function, `in_order`. Things that can be done now come first, in the order of `Kind`: a
meeting without an outcome heads everyone's day. Then comes what waits for its hour, and last what
somebody else is working on. A lead is in the queue once, for its best reason.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from models.ids import MemberId
from models.queue.hours import CallableHours
from models.queue.rows import Found, Kind, LeadFacts, QueueItem
from models.queue.wording import reason_of, sign_of, waiting_words
from models.vocabulary import Medium
from models.wall_time import local_day

USUAL_TOUCHES = 60
"""What a person is expected to touch in a day where nobody planned it."""
SLA_SOON_MINUTES = 15
"""From so many working minutes on, a term is about to be breached."""
SLA_LATE_MINUTES = 480
"""A term that was breached longer ago than a working day is no emergency any more."""

_NEVER_PUT_ASIDE = {Kind.OPEN_OUTCOME, Kind.MEETING_SOON, Kind.MEETING}
_NEEDS_TOUCH = {
    Kind.REQUEST,
    Kind.CALL_BACK,
    Kind.STEP,
    Kind.CALL_AGAIN,
    Kind.CONFIRM,
    Kind.NO_SHOW,
    Kind.NEW,
    Kind.IDLE,
}
# A promised call is made at its minute, whatever the hour.
_ANY_HOUR = {Kind.CALL_BACK}
# What an e-mail does as well where the hour is wrong for a call: these must not wait.
_OR_WRITTEN = {Kind.REQUEST, Kind.NEW}
# These give way to a call that was promised for later.
_AFTER_PROMISE = {Kind.STEP, Kind.CALL_AGAIN, Kind.NEW, Kind.NO_SHOW, Kind.IDLE}
_RANK = {kind: rank for rank, kind in enumerate(Kind)}
_LAST_GRADE = "Z"


class Day(NamedTuple):
    """Whose queue it is and what their day is like.

    `touched` of `planned` touches are done; `coming_days` tells their next working days, and is
    asked only where today has no room for all: holidays take a moment to look up.
    """

    at: datetime
    zone: str
    member_id: MemberId | None = None
    hours: CallableHours = CallableHours()
    touched: int = 0
    planned: int = USUAL_TOUCHES
    coming_days: Callable[[], Sequence[date]] = tuple

    @property
    def today(self) -> date:
        """The day by the person's own clock."""
        return local_day(self.at, self.zone)


class _Line(NamedTuple):
    """Something found, with what is decided about it."""

    found: Found
    kind: Kind
    medium: str | None
    callable_from: datetime | None = None
    next_on: date | None = None
    ready_at: datetime | None = None


def in_order(found: Iterable[Found], day: Day) -> tuple[QueueItem, ...]:
    """Return a person's queue.

    What was put aside is left out, except meetings and requests that came since; so is what a
    contact forbade. Calls outside of the lead's hours wait and never stand in the way of others.
    Steps of cadences that are overdue are spread over the coming days: no more of them than the
    planned touches of the day, the oldest promise and the best grade first.
    """
    lines = [line for one in found if (line := _line(one, day)) is not None]
    lines = _spread(_begun(lines), day)
    return tuple(_worded(group, day) for group in _by_lead(lines, day))


def _line(found: Found, day: Day) -> _Line | None:
    """Decide what is to be done about one thing, and whether now; None where it is left out."""
    lead = found.lead
    if lead is not None and _is_put_aside(found, lead, day.at):
        return None
    kind = _urgent_kind(found)
    ready = found.due_at if kind == Kind.CALL_BACK else None
    ready = ready if ready is not None and ready > day.at else None
    if lead is None or found.kind not in _NEEDS_TOUCH:
        return _Line(found, kind, found.medium, ready_at=ready)
    medium = _medium(found, lead)
    if medium is None:
        return None
    opens = None
    if medium == Medium.CALL and found.kind not in _ANY_HOUR:
        opens = day.hours.callable_from(day.at, lead.zone)
    can_write = Medium.EMAIL in lead.reachable - lead.blocked
    if opens is not None and found.kind in _OR_WRITTEN and kind != Kind.NEW and can_write:
        return _Line(found, kind, Medium.EMAIL.value, ready_at=ready)
    return _Line(found, kind, medium, callable_from=opens, ready_at=opens or ready)


def _begun(lines: list[_Line]) -> list[_Line]:
    """Leave out the first step of a lead that nobody touched yet: it is a new one, by its grade."""
    fresh = {_lead_id(line.found) for line in lines if line.found.kind == Kind.NEW}
    first = {
        _lead_id(line.found): line
        for line in lines
        if line.found.kind == Kind.STEP and _lead_id(line.found) in fresh
    }
    kept = (line for line in lines if first.get(_lead_id(line.found)) is not line)
    return [
        line
        if line.found.kind != Kind.NEW or _lead_id(line.found) not in first
        else _with_step(line, first[_lead_id(line.found)])
        for line in kept
    ]


def _with_step(line: _Line, step: _Line) -> _Line:
    """Return a new lead that is touched as the first step of its cadence says."""
    if line.kind != Kind.NEW:
        return line._replace(found=line.found._replace(run_id=step.found.run_id))
    return line._replace(
        found=line.found._replace(run_id=step.found.run_id),
        medium=step.medium,
        callable_from=step.callable_from,
        ready_at=step.ready_at,
    )


def _is_put_aside(found: Found, lead: LeadFacts, at: datetime) -> bool:
    aside = lead.put_aside
    if aside is None or aside.until <= at or found.kind in _NEVER_PUT_ASIDE:
        return False
    return not (found.kind == Kind.REQUEST and found.since > aside.put_aside_at)


def _urgent_kind(found: Found) -> Kind:
    """Return what something counts as: a term that is about to be breached is more urgent."""
    left = found.minutes_left
    if found.kind not in {Kind.NEW, Kind.INBOX} or left is None:
        return found.kind
    return Kind.SLA if -SLA_LATE_MINUTES <= left <= SLA_SOON_MINUTES else found.kind


def _medium(found: Found, lead: LeadFacts) -> str | None:
    """Return how a lead is to be reached; None where it may not be, or there is no way."""
    allowed = lead.reachable - lead.blocked
    if found.medium is not None:
        # The step names its medium: another one would be another step.
        return None if found.medium in lead.blocked else found.medium
    if found.kind == Kind.CALL_BACK:
        return None if Medium.CALL in lead.blocked else Medium.CALL.value
    # Where nobody wrote down an address, that is no wish of theirs.
    for ways in (allowed, set(Medium) - lead.blocked):
        for medium in (Medium.CALL, Medium.EMAIL, Medium.LINKEDIN):
            if medium in ways:
                return medium.value
    return None


def _spread(lines: list[_Line], day: Day) -> list[_Line]:
    """Put steps that the day has no room for on the coming days."""
    steps = sorted(
        (place for place, line in enumerate(lines) if _is_for_today(line, day)),
        key=lambda place: _step_key(lines[place], day),
    )
    room, each_day = max(0, day.planned - day.touched), max(1, day.planned)
    spread = list(lines)
    coming = day.coming_days() if steps[room:] else ()
    for number, place in enumerate(steps[room:] if coming else ()):
        on = coming[min(number // each_day, len(coming) - 1)]
        begin = _begin_of(on, day.zone)
        spread[place] = lines[place]._replace(next_on=on, callable_from=None, ready_at=begin)
    return spread


def _is_for_today(line: _Line, day: Day) -> bool:
    """Say whether a step can be done today; one that cannot takes nobody's place."""
    if line.kind != Kind.STEP:
        return False
    return line.callable_from is None or local_day(line.callable_from, day.zone) <= day.today


def _begin_of(on: date, zone: str) -> datetime:
    return datetime.combine(on, time(), ZoneInfo(zone)).astimezone(UTC)


def _step_key(line: _Line, day: Day) -> tuple[date, str, datetime, int]:
    """Order steps: the oldest promise first, of one day the best grade."""
    due = line.found.due_at or line.found.since
    return local_day(due, day.zone), _grade(line.found), due, _lead_id(line.found)


def _by_lead(lines: list[_Line], day: Day) -> list[list[_Line]]:
    """Group what belongs to one lead, the best reason first; what has no lead stands alone.

    The groups are in the order of their best reasons.
    """
    keys = {id(line): _key(line, day) for line in lines}
    groups: dict[tuple[str, int], list[_Line]] = {}
    for line in sorted(lines, key=lambda one: keys[id(one)]):
        key = ("lead", _lead_id(line.found))
        if line.found.lead is None:
            key = (line.kind.value, int(line.found.task_id or line.found.appointment_id or 0))
        groups.setdefault(key, []).append(line)
    kept = (_kept(group) for group in groups.values())
    return sorted(kept, key=lambda group: keys[id(group[0])])


def _kept(group: list[_Line]) -> list[_Line]:
    """Leave out what gives way to a call that was promised for later."""
    promised = any(line.kind == Kind.CALL_BACK and line.ready_at is not None for line in group)
    if not promised:
        return group
    return [line for line in group if line.kind not in _AFTER_PROMISE]


def _key(line: _Line, day: Day) -> tuple[object, ...]:
    """Return what lines are sorted by; no two lines of a queue have the same."""
    found = line.found
    waits = line.ready_at is not None
    return (
        _is_others(found, day),
        waits,
        line.ready_at.timestamp() if line.ready_at is not None else 0.0,
        _RANK[line.kind],
        *_within(line, day),
        _lead_id(found),
        int(found.appointment_id or 0),
        int(found.task_id or 0),
        _RANK[found.kind],
        found.since,
        found.about,
    )


def _within(line: _Line, day: Day) -> tuple[float, str, float, float]:
    """Order what is of one kind: by a number, by grade, and by two numbers more."""
    found = line.found
    due = (found.due_at or found.since).timestamp()
    match line.kind:
        case Kind.SLA | Kind.REQUEST if found.minutes_left is not None:
            # What can still be kept comes first, then the freshest of what is late.
            late = found.minutes_left < 0
            return float(late), "", float(abs(found.minutes_left)), -found.since.timestamp()
        case Kind.REQUEST | Kind.SLA | Kind.NO_SHOW:
            return 2.0, "", -found.since.timestamp(), 0.0
        case Kind.STEP:
            on = local_day(found.due_at or found.since, day.zone).toordinal()
            return float(on), _grade(found), due, 0.0
        case Kind.NEW:
            return -_clients_per_minute(found), _grade(found), -found.since.timestamp(), 0.0
        case Kind.IDLE:
            return 0.0, _grade(found), found.since.timestamp(), 0.0
        case Kind.INBOX | Kind.BACK | Kind.AGAIN | Kind.ESCALATED | Kind.REJECTED:
            return float(-found.weight), "", found.since.timestamp(), 0.0
        case _:
            return due, "", 0.0, 0.0


def _grade(found: Found) -> str:
    return (found.lead.grade if found.lead is not None else None) or _LAST_GRADE


def _clients_per_minute(found: Found) -> float:
    return (found.lead.clients_per_minute if found.lead is not None else None) or 0.0


def _lead_id(found: Found) -> int:
    return 0 if found.lead is None else int(found.lead.lead_id)


def _is_others(found: Found, day: Day) -> bool:
    claim = None if found.lead is None else found.lead.claim
    return claim is not None and claim.until > day.at and claim.member_id != day.member_id


def _worded(group: list[_Line], day: Day) -> QueueItem:
    """Return a line of the queue: the best reason, and the others beside it."""
    line, found = group[0], group[0].found
    lead = found.lead
    reason = reason_of(found, line.kind, day.at, day.zone)
    waits = line.ready_at is not None
    if waits:
        reason = waiting_words(
            reason, line.ready_at, line.callable_from, line.next_on, lead, day.at, day.zone
        )
    also = tuple(
        dict.fromkeys(
            words
            for other in group[1:]
            if (words := reason_of(other.found, other.kind, day.at, day.zone)) != reason
        )
    )
    others = lead is not None and _is_others(found, day)
    claim = None if lead is None else lead.claim
    return QueueItem(
        kind=line.kind,
        title=found.about if lead is None else lead.name,
        company="" if lead is None or lead.company == lead.name else lead.company,
        reason=reason,
        sign=sign_of(line.kind, line.medium, waits=waits),
        appointment_id=found.appointment_id,
        task_id=found.task_id,
        handoff_id=next((one.found.handoff_id for one in group if one.found.handoff_id), None),
        run_id=found.run_id,
        medium=line.medium,
        due_at=found.due_at,
        countdown=found.countdown,
        callable_now=line.callable_from is None,
        callable_from=line.callable_from,
        next_on=line.next_on,
        waits=waits,
        ready_at=line.ready_at,
        also=also,
        lead_id=None if lead is None else lead.lead_id,
        stage_id=None if lead is None else lead.stage_id,
        owner_id=None if lead is None else lead.owner_id,
        grade=None if lead is None else lead.grade,
        zone=None if lead is None else lead.zone,
        zone_guessed=lead is not None and lead.zone_guessed,
        claimed_by=claim.member if claim is not None and others else None,
    )
