"""What the Today page reads in the background, as plain data."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from models.appointments.meeting_row import MeetingRow
    from models.cadences.rows import RunRow
    from models.definitions.outcomes import OutcomeRow
    from models.handoff.package import PackageRow
    from models.handoff.report import SlaWeek
    from models.ids import LeadId, MemberId
    from models.leads.detail import LeadDetail
    from models.leads.next_step import Question, ScriptLine
    from models.queue.rows import DayCounters, QueueItem
    from models.templates.filling import FilledText


class TodayShown(NamedTuple):
    """All that the page shows beside one lead, and what its forms offer."""

    items: "tuple[QueueItem, ...]"
    counters: "DayCounters"
    meetings: "tuple[MeetingRow, ...]"
    has_leads: bool
    reasons: tuple[tuple[str, str], ...]
    look_again_days: int
    own_zone: str
    week: "SlaWeek | None"


class LeadAtDesk(NamedTuple):
    """One lead as it is needed on the phone."""

    detail: "LeadDetail"
    package: "PackageRow"
    script: "tuple[ScriptLine, ...]"
    questions: "tuple[Question, ...]"
    rules: "Mapping[str, OutcomeRow]"
    run: "RunRow | None"
    numbers: tuple[str, ...]
    """The contact's numbers as people write them, each once."""
    blocked: frozenset[str]
    messages: "Mapping[str, FilledText]"
    """The text of the cadence's step, or the team's first, by medium."""


def read_today(
    session: Any,
    member_id: "MemberId | None",
    at: datetime,
    *,
    everybody: bool,
    is_leader: bool,
    reckon: bool,
) -> TodayShown:
    """Read the work of the day; how the week went only where it is asked for."""
    from models.definitions.current import reasons
    from models.definitions.terms import term
    from models.queue.counters import counters_of
    from models.queue.from_snoozes import put_aside_lines
    from models.queue.reading import queue_of
    from models.queue.sight import has_leads
    from models.team.rows import zone_of

    zone = zone_of(session, member_id)
    whose = None if everybody else member_id
    counters = counters_of(session, whose, at)
    items = queue_of(session, whose, at, reckon=reckon, viewer_id=member_id, done=counters)
    in_queue = {item.lead_id for item in items if item.lead_id is not None}
    return TodayShown(
        items=(*items, *put_aside_lines(session, member_id, at, in_queue)),
        counters=counters,
        meetings=_meetings(session, whose, at, zone),
        has_leads=has_leads(session),
        reasons=tuple((reason.code, reason.name) for reason in reasons(session)),
        look_again_days=term(session, "look_again"),
        own_zone=zone,
        week=_week(session, at, zone) if is_leader and reckon else None,
    )


def read_lead(
    session: Any, lead_id: "LeadId", member_id: "MemberId | None", at: datetime
) -> LeadAtDesk:
    """Read what is known of a lead; refuses one that is gone."""
    from models.cadences.rows import run_of
    from models.definitions.outcomes import outcome_rules
    from models.handoff.package import package_of
    from models.leads.detail import lead_detail
    from models.leads.next_step import next_questions, script_of

    detail = lead_detail(session, lead_id)
    package = package_of(session, lead_id, at)
    run = run_of(session, lead_id)
    blocked = frozenset(package.blocked)
    return LeadAtDesk(
        detail=detail,
        package=package,
        script=script_of(session, lead_id),
        questions=next_questions(session, lead_id),
        rules=outcome_rules(session),
        run=None if run is None or run.ended_at is not None else run,
        numbers=_numbers(detail),
        blocked=blocked,
        messages=_messages(session, lead_id, member_id, run, blocked),
    )


def _meetings(
    session: Any, member_id: "MemberId | None", at: datetime, zone: str
) -> "tuple[MeetingRow, ...]":
    """Return the meetings of the day; of somebody who holds none themselves, the team's."""
    from models.appointments.meetings import meetings_between

    place = ZoneInfo(zone)
    begin = at.astimezone(place).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = meetings_between(session, begin, begin + timedelta(days=1))
    own = tuple(row for row in rows if row.closer_id == member_id)
    return own or rows


def _week(session: Any, at: datetime, zone: str) -> "SlaWeek":
    from models.handoff.report import sla_report
    from models.wall_time import local_day

    today = local_day(at, zone)
    return sla_report(session, today - timedelta(days=today.weekday()), today, zone)[0]


def _messages(
    session: Any,
    lead_id: "LeadId",
    member_id: "MemberId | None",
    run: "RunRow | None",
    blocked: frozenset[str],
) -> "Mapping[str, FilledText]":
    from models.templates.filling import filled
    from models.templates.rows import templates

    found = {}
    step = None if run is None else run.step
    for medium in ("email", "linkedin"):
        if medium in blocked:
            continue
        template_id = None
        if step is not None and step.medium == medium:
            template_id = step.template_id
        if template_id is None:
            first = next(iter(templates(session, medium)), None)
            template_id = None if first is None else first.id
        if template_id is not None:
            found[medium] = filled(session, template_id, lead_id, member_id)
    return found


def _numbers(detail: "LeadDetail") -> tuple[str, ...]:
    contact = detail.contact
    if contact is None:
        return ()
    known = (one for one in (contact.phone, contact.mobile) if one)
    return tuple(dict.fromkeys(_as_written(one) for one in known))


def _as_written(number: str) -> str:
    """Return a stored number in groups; what is no international number stays as it is."""
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

    try:
        return format_number(parse(number), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        return number
