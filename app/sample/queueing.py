"""What lies on the desks when the story ends: leads qualified, calls promised, leads put aside."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.sample.story import Story
from app.sample.team import Member
from app.sample.world import NEEDS, TIMELINES, Chance
from models.activity.calling import Answer, record_call
from models.cadences.running import has_meeting
from models.entities.definitions.versions import StageDefinition
from models.entities.leads.leads import Handoff, Lead
from models.history.verbs import Recording
from models.ids import LeadId
from models.leads.capture import assign_owner
from models.queue.snoozing import skip, snooze
from models.vocabulary import HandoffState, Role, Status

_QUALIFIED = 7
_PROMISED = (time(9, 45), time(11, 15), time(14, 30), time(16, 10))
_NOTES = (
    "In a meeting, asked to be called again",
    "Reads the guide first, then wants to talk",
    "Back at the desk in the afternoon",
    "Wants the plant manager on the line",
)


def leave_the_desks(story: Story, rng: Chance, last_day: date) -> None:
    """Let the team's last afternoon leave behind what the next morning's queue is made of."""
    setters = [member for member in story.team if Role.SETTER in member.roles]
    callers = [
        member
        for member in story.team
        if {Role.SDR, Role.SETTER} & set(member.roles) and member not in setters
    ]
    callers += setters
    _qualify(story, rng, setters)
    for member in callers:
        _promise_calls(story, rng, member, last_day)
    _put_aside(story, callers)
    Recording.of(story.session).actor_id = None


def _open_leads(session: Session, *stages: str) -> list[LeadId]:
    """Return open leads of these stages without a question or a meeting, the newest first."""
    waiting = select(Handoff.lead_id).where(Handoff.state == HandoffState.WAITING)
    named = select(StageDefinition.stage_id).where(StageDefinition.name.in_(stages))
    found = session.scalars(
        select(Lead.id)
        .where(Lead.status == Status.OPEN, Lead.stage_id.in_(named), Lead.id.not_in(waiting))
        .order_by(Lead.id.desc())
    )
    return [LeadId(lead_id) for lead_id in found if not has_meeting(session, lead_id)]


def _on_duty(story: Story, member: Member) -> None:
    Recording.of(story.session).actor_id = member.id
    story.clock.moment += timedelta(minutes=4)


def _qualify(story: Story, rng: Chance, setters: list[Member]) -> None:
    """Turn leads that showed interest into SQLs that a setter is to find a time for."""
    chosen = _open_leads(story.session, "Interested", "Responded")[:_QUALIFIED]
    for number, lead_id in enumerate(chosen):
        setter = setters[number % len(setters)]
        _on_duty(story, setter)
        answers = (
            Answer("need", "confirmed", rng.choice(NEEDS)),
            Answer("timeline", "confirmed", rng.choice(TIMELINES)),
            Answer("genuine_interest", "confirmed"),
            Answer("authority", "confirmed", degree="influences"),
        )
        record_call(
            story.session, lead_id, "qualified", seconds=rng.randrange(400, 1200), answers=answers
        )
        assign_owner(story.session, lead_id, setter.id)


def _promise_calls(story: Story, rng: Chance, member: Member, last_day: date) -> None:
    """Let some of a person's leads ask to be called on the next day, at a minute of theirs."""
    own = [
        lead_id
        for lead_id in _open_leads(story.session, "MQL", "SQL")
        if story.session.get_one(Lead, lead_id).owner_id == member.id
    ]
    zone = ZoneInfo(member.zone)
    for lead_id, clock in zip(own[::4], rng.sample(_PROMISED, 2), strict=False):
        _on_duty(story, member)
        record_call(
            story.session,
            lead_id,
            "call_back",
            note=rng.choice(_NOTES),
            seconds=rng.randrange(30, 200),
            call_back_at=datetime.combine(last_day + timedelta(days=1), clock, zone),
        )


def _put_aside(story: Story, callers: list[Member]) -> None:
    """Put a few leads aside: one until a trade fair is over, one for want of something."""
    rest = _open_leads(story.session, "MQL")[10:]
    for member, lead_id in zip(callers, rest[:: max(1, len(rest) // 4)], strict=False):
        _on_duty(story, member)
        until = story.clock.moment + timedelta(days=6, hours=14)
        snooze(story.session, lead_id, until, reason="At a trade fair until then")
    for lead_id in rest[1:2]:
        skip(story.session, lead_id, "Wait for the new price list")
