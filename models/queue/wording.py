"""The reasons of a queue in words; every function is pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from models.language import gettext as _
from models.queue.moments import short_day, span_words, their_time
from models.queue.places import Place
from models.queue.rows import Found, Kind, LeadFacts
from models.vocabulary import Medium, label

_BY_MEDIUM = {
    Kind.CALL_BACK,
    Kind.CALL_AGAIN,
    Kind.STEP,
    Kind.REQUEST,
    Kind.NEW,
    Kind.NO_SHOW,
}


def reason_of(found: Found, kind: Kind, at: datetime, zone: str) -> str:
    """Return why something is in the queue; times are by the person's own clock."""
    ago = _ago(found.since, at)
    due = found.due_at or found.since
    moment = _moment(due, at, zone)
    match kind:
        case Kind.OPEN_OUTCOME:
            return _("The meeting with {name} is over since {moment}: say what came of it").format(
                name=found.detail, moment=moment
            )
        case Kind.MEETING_SOON:
            return _("Meets {name} {moment}, in {span}").format(
                name=found.detail, moment=moment, span=_until(due, at)
            )
        case Kind.MEETING:
            return _meeting(found, moment)
        case Kind.REQUEST:
            return _with_term(_request(found.about).format(ago=ago), found)
        case Kind.SLA:
            return _term(found, handed=found.kind == Kind.INBOX)
        case Kind.CALL_BACK:
            return _("You promised to call {moment}").format(moment=moment)
        case Kind.STEP:
            return _step(found)
        case Kind.CALL_AGAIN:
            return _("Try again, as planned for {moment}").format(moment=moment)
        case Kind.TASK:
            return (
                found.about if found.lead is not None else _("Due {moment}").format(moment=moment)
            )
        case Kind.CONFIRM:
            return _("The meeting {moment} with {name} is not confirmed").format(
                moment=moment, name=found.detail
            )
        case Kind.NO_SHOW:
            return _("Did not come {moment}: agree on a new time").format(moment=moment)
        case Kind.NEW:
            return _with_term(_new(found, ago), found)
        case Kind.IDLE:
            return found.about or _("No next step is planned")
        case Kind.INBOX:
            return _with_term(_("To accept or reject: {did}").format(did=found.about), found)
        case Kind.REVIEW:
            return _("Due since {day}").format(day=_day(due, at, zone))
        case _:
            return found.about


def waiting_words(
    reason: str,
    ready_at: datetime | None,
    callable_from: datetime | None,
    next_on: object,
    lead: LeadFacts | None,
    at: datetime,
    zone: str,
) -> str:
    """Return a reason with what it waits for: the lead's hours, its minute, or another day."""
    if ready_at is None:
        return reason
    if next_on is not None:
        return _("{reason}. Next on {day}, today is full").format(
            reason=reason, day=_day(ready_at, at, zone)
        )
    if callable_from is not None and lead is not None:
        place = Place(lead.zone, lead.zone_guessed)
        return _("{reason}. Callable {moment}").format(
            reason=reason, moment=their_time(callable_from, place, at)
        )
    return reason


def sign_of(kind: Kind, medium: str | None, *, waits: bool) -> str:
    """Return the code of the sign that stands before a line; colour is never alone."""
    if waits:
        return "wait"
    if kind in {Kind.OPEN_OUTCOME, Kind.MEETING_SOON, Kind.SLA, Kind.ESCALATED}:
        return "urgent"
    if kind in _BY_MEDIUM and medium:
        return medium
    return {
        Kind.CONFIRM: "confirm",
        Kind.MEETING: "meeting",
        Kind.INBOX: "decide",
        Kind.REJECTED: "rejected",
        Kind.BACK: "back",
        Kind.AGAIN: "again",
        Kind.IDLE: "idle",
        Kind.TASK: "task",
        Kind.REVIEW: "review",
    }.get(kind, Medium.CALL.value)


def _request(kind: str) -> str:
    return {
        "demo_request": _("Asked for a demo {ago}"),
        "call_request": _("Asked to be called {ago}"),
        "pricing_request": _("Asked for prices {ago}"),
    }.get(kind, _("Asked to be spoken to {ago}"))


def _new(found: Found, ago: str) -> str:
    if found.about:
        return _("New in {stage}, not touched yet: {did}").format(
            stage=found.detail, did=found.about
        )
    return _("New in {stage} {ago}, not touched yet").format(stage=found.detail, ago=ago)


def _step(found: Found) -> str:
    words = _("Step {number} of {count}, {cadence}").format(
        number=found.step, count=found.steps, cadence=found.detail
    )
    return words if not found.about else f"{words}: {found.about}"


def _meeting(found: Found, moment: str) -> str:
    words = _("Meets {name} {moment}").format(name=found.detail, moment=moment)
    if not found.steps:
        return words
    return _("{words}; ready: {done} of {count}").format(
        words=words, done=found.step, count=found.steps
    )


def _term(found: Found, *, handed: bool) -> str:
    left = found.minutes_left or 0
    if left < 0:
        late = (
            _("To accept or reject since {span} of working time")
            if handed
            else _("The first answer is {span} of working time late")
        )
        return late.format(span=span_words(-left))
    soon = _("To accept or reject within {span}") if handed else _("First answer due in {span}")
    return soon.format(span=span_words(left))


def _with_term(reason: str, found: Found) -> str:
    left = found.minutes_left
    if left is None:
        return reason
    if left < 0:
        return _("{reason}; late by {span} of working time").format(
            reason=reason, span=span_words(-left)
        )
    return _("{reason}; {span} left").format(reason=reason, span=span_words(left))


def did_words(kind: str, topic: str | None, occurred_at: datetime, at: datetime) -> str:
    """Return what a lead did last: Pricing page, 2 h ago."""
    what = label(kind) if not topic else f"{label(kind)} “{topic}”"
    return _("{what} {ago}").format(what=what, ago=_ago(occurred_at, at))


def _ago(moment: datetime, at: datetime) -> str:
    minutes = int((at - moment).total_seconds() // 60)
    return _("just now") if minutes < 1 else _("{span} ago").format(span=span_words(minutes))


def _until(moment: datetime, at: datetime) -> str:
    return span_words(max(0, int((moment - at).total_seconds() // 60)))


def _moment(moment: datetime, at: datetime, zone: str) -> str:
    place = ZoneInfo(zone)
    local, here = moment.astimezone(place), at.astimezone(place)
    clock = local.strftime("%H:%M")
    if local.date() == here.date():
        return _("at {clock}").format(clock=clock)
    return f"{short_day(local.date(), here.date())} {clock}"


def _day(moment: datetime, at: datetime, zone: str) -> str:
    place = ZoneInfo(zone)
    return short_day(moment.astimezone(place).date(), at.astimezone(place).date())
