"""When somebody is busy by a calendar file: repeats laid out, days and floating times placed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import BrokenCalendarProperty, Calendar, Component

from app.calendars.decoding import CalendarFileError, calendar_texts
from app.calendars.parsing import Parsed, moment_of, parsed
from models.calendars.addresses import is_same_mailbox
from models.calendars.busy import BusyTimes, Span, merged
from models.language import gettext as _

HORIZON_DAYS: Final = 400
_DAY: Final = timedelta(days=1)
_MOST_SPANS: Final = 20_000
_MOST_PROBLEMS: Final = 20
# A rule that goes off every minute is a mistake, and laying it out would take for ever.
_TOO_OFTEN: Final = frozenset({"SECONDLY", "MINUTELY"})
_NOT_THERE: Final = (
    BrokenCalendarProperty,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    OverflowError,
    IndexError,
)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose calendar it is: floating times and days are in their zone, what they declined is free.

    Entries with one of `own_uids` are our own appointments and known already.
    """

    zone: str
    email: str | None = None
    own_uids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BusyFile:
    """What a calendar file tells, how old it is and how far it was laid out."""

    source: str
    as_of: datetime
    covers_until: datetime
    times: BusyTimes


def read_busy_file(path: Path, whose: Whose, at: datetime) -> BusyFile:
    """Return when somebody is busy by a file, from a day ago on; one that can't be read says so."""
    until = at + HORIZON_DAYS * _DAY
    try:
        as_of = min(at, datetime.fromtimestamp(path.stat().st_mtime, UTC))
    except OSError:
        as_of = at
    try:
        texts = calendar_texts(path)
        found = [busy_times(parsed(text.text), whose, at - _DAY, until) for text in texts]
    except CalendarFileError as error:
        return BusyFile(path.name, as_of, until, BusyTimes(unreadable=str(error)))
    unreadable = next((one.unreadable for one in found if one.unreadable), None)
    spans = merged(span for one in found for span in one.spans)
    problems = tuple(problem for one in found for problem in one.problems)
    return BusyFile(path.name, as_of, until, BusyTimes(spans, problems, unreadable))


def busy_times(content: Parsed, whose: Whose, start: datetime, end: datetime) -> BusyTimes:
    """Return the busy times that calendars hold between two instants."""
    problems = list(content.problems)
    spans: list[Span] = []
    entries = 0
    zone = ZoneInfo(whose.zone)
    for calendar in content.calendars:
        entries += len(calendar.walk("VEVENT")) + len(calendar.walk("VFREEBUSY"))
        for event in _occurrences(calendar, start, end, problems):
            try:
                span = _span(event, zone) if _counts(event, whose) else None
            except _NOT_THERE as error:
                problems.append(_unplaced(event, error))
                continue
            if span is not None and span[0] < end and span[1] > start:
                spans.append(span)
        spans += _free_busy(calendar, zone, start, end, problems)
    unreadable = None
    if not entries:
        unreadable = problems[0] if problems else _("It holds no entries. Is it the right file?")
    elif len(spans) > _MOST_SPANS:
        unreadable = _("It holds more than {count} busy times.").format(count=_MOST_SPANS)
        spans = []
    problems = list(dict.fromkeys([*problems, *_unknown_zones(content, whose.zone)]))
    if len(problems) > _MOST_PROBLEMS:
        more = _("and {count} more").format(count=len(problems) - _MOST_PROBLEMS)
        problems = [*problems[:_MOST_PROBLEMS], more]
    return BusyTimes(merged(spans), tuple(problems), unreadable)


def _occurrences(
    calendar: Calendar, start: datetime, end: datetime, problems: list[str]
) -> Iterable[Component]:
    series: dict[str, list[Component]] = defaultdict(list)
    for number, event in enumerate(calendar.walk("VEVENT")):
        if moment_of(event.get("DTSTART")) is None:
            problems.append(_unplaced(event, _("when it begins could not be read")))
        elif _goes_off_too_often(event):
            problems.append(_unplaced(event, _("it repeats every minute")))
        else:
            series[str(event.get("UID") or number)].append(event)
    kept = [event for events in series.values() for event in events]
    try:
        return _laid_out(kept, start, end)
    except _NOT_THERE:
        return list(_one_by_one(series.values(), start, end, problems))


def _one_by_one(
    several: Iterable[list[Component]], start: datetime, end: datetime, problems: list[str]
) -> Iterator[Component]:
    for events in several:
        try:
            yield from _laid_out(events, start, end)
        except _NOT_THERE as error:
            problems.append(_unplaced(events[0], error))


def _laid_out(events: Iterable[Component], start: datetime, end: datetime) -> list[Component]:
    alone = Calendar()
    for event in events:
        alone.add_component(event)
    found: list[Component] = recurring_ical_events.of(alone).between(start, end)
    return found


def _goes_off_too_often(event: Any) -> bool:
    found = event.get("RRULE")
    rules = found if isinstance(found, list) else [found]
    return any(
        str(frequency).upper() in _TOO_OFTEN
        for rule in rules
        if isinstance(rule, dict)
        for frequency in rule.get("FREQ", ())
    )


def _counts(event: Any, whose: Whose) -> bool:
    """Say whether an entry makes somebody busy."""
    if str(event.get("UID", "")) in whose.own_uids:
        return False
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return False
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return False
    if str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE":
        return False
    found = event.get("ATTENDEE")
    attendees = found if isinstance(found, list) else [] if found is None else [found]
    return not any(
        str(getattr(one, "params", {}).get("PARTSTAT", "")).upper() == "DECLINED"
        and is_same_mailbox(str(one).casefold().removeprefix("mailto:"), whose.email)
        for one in attendees
    )


def _span(event: Any, zone: ZoneInfo) -> Span | None:
    begins = event["DTSTART"].dt
    ends = event["DTEND"].dt if event.get("DTEND") is not None else None
    if ends is None:
        duration = event.get("DURATION")
        ends = begins + duration.dt if duration is not None else _natural_end(begins)
    span = _instant(begins, zone), _instant(ends, zone)
    return span if span[1] > span[0] else None


def _natural_end(begins: date) -> date:
    """Return the end of what says none: a day lasts a day, a moment no time."""
    return begins if isinstance(begins, datetime) else begins + _DAY


def _instant(value: date, zone: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=zone)
    elif value.tzinfo is None:
        value = value.replace(tzinfo=zone)
    return value.astimezone(UTC)


def _free_busy(
    calendar: Any, zone: ZoneInfo, start: datetime, end: datetime, problems: list[str]
) -> Iterator[Span]:
    for component in calendar.walk("VFREEBUSY"):
        found = component.get("FREEBUSY")
        for one in found if isinstance(found, list) else [] if found is None else [found]:
            if str(getattr(one, "params", {}).get("FBTYPE", "BUSY")).upper() == "FREE":
                continue
            for period in _periods(one):
                try:
                    begins = _instant(period[0], zone)
                    length = period[1]
                    is_length = isinstance(length, timedelta)
                    ends = begins + length if is_length else _instant(length, zone)
                except _NOT_THERE as error:
                    problems.append(_unplaced(component, error))
                    continue
                if begins < end and ends > start:
                    yield begins, ends


def _periods(value: Any) -> Iterator[Any]:
    listed = getattr(value, "dts", None)
    for one in listed if listed is not None else [value]:
        period = moment_of(one)
        if isinstance(period, tuple):
            yield period


def _unknown_zones(content: Parsed, zone: str) -> Iterator[str]:
    """Yield what is said of zones that nobody knows; their times are read as the person's own."""
    for _calendar, event in content.events():
        value = event.get("DTSTART")
        name = getattr(value, "params", {}).get("TZID")
        moment = moment_of(value)
        if name and isinstance(moment, datetime) and moment.tzinfo is None:
            yield _("The time zone “{name}” is not known; its times are read as in {zone}.").format(
                name=name, zone=zone
            )


def _unplaced(event: Component, cause: object) -> str:
    name = str(event.get("SUMMARY") or event.get("UID") or event.name)[:60]
    return _("“{entry}” could not be placed: {cause}").format(entry=name, cause=cause)
