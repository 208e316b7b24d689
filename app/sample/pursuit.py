"""What happens to one lead of the sample, from its capture to wherever it gets."""

from collections.abc import Generator
from datetime import datetime, timedelta
from random import Random

from app.sample.clock import at_work, promptly
from app.sample.handing import hand_to_sales, nurture, warm_up
from app.sample.meeting import Prospect, arrange_and_meet
from app.sample.story import Pursuit, Step, Story, contact_fields
from app.sample.team import Member
from app.sample.world import (
    ANSWERED,
    BUDGETS,
    INTERESTS,
    JOBS,
    NEEDS,
    TIMELINES,
    WARMED,
)
from models.activity.interest import record_interest
from models.activity.tasks import add_task
from models.activity.touches import log_touch
from models.leads.capture import add_contact, add_lead, assign_owner
from models.leads.do_not_contact import set_do_not_contact
from models.leads.qualifying import answer_criterion
from models.leads.stages.closing import disqualify
from models.leads.stages.moving import move_stage
from models.vocabulary import Role

Answer = Generator[Step, None, bool]
"""A part of a pursuit that says in the end whether it went well."""

_FITS, _QUALIFIED = 0.9, 0.9
_RESPONDS, _INTERESTED, _BECOMES_SQL, _AGREES = 0.3, 0.5, 0.5, 8 / 15
_DEMO_AGREES = 0.75
_UNANSWERED = ("no_answer", "voicemail", "sent", "gatekeeper")
_MEDIA = {"no_answer": "call", "voicemail": "call", "gatekeeper": "call", "sent": "email"}


def pursue(story: Story, rng: Random) -> Pursuit:
    """Tell one lead's story; it begins in the moment the clock shows."""
    prospect = _capture(story, rng)
    captured = story.clock.moment
    if rng.random() > _FITS:
        marketing = story.holder(Role.MARKETING)
        yield at_work(rng, _after(rng, captured, 2), marketing.zone), marketing.id
        reason = rng.choice(("outside_profile", "outside_profile", "bad_data", "existing_client"))
        disqualify(story.session, prospect.lead_id, reason)
        return
    yield from warm_up(story, rng, prospect.lead_id)
    if rng.random() > _QUALIFIED:
        return
    marketing = story.holder(Role.MARKETING)
    yield at_work(rng, _after(rng, story.clock.moment, 0.5), marketing.zone), marketing.id
    sdr = yield from hand_to_sales(story, rng, prospect.lead_id)
    if sdr is None:
        return
    answered = yield from _reach(story, rng, prospect, sdr)
    if not answered:
        return
    interested = yield from _interest(story, rng, prospect, sdr)
    if not interested:
        return
    qualified = yield from _qualify(story, rng, prospect, sdr)
    if not qualified:
        return
    setter = story.holder(Role.SETTER)
    assign_owner(story.session, prospect.lead_id, setter.id)
    yield at_work(rng, _after(rng, story.clock.moment, 2.5), setter.zone), setter.id
    if rng.random() < _AGREES:
        yield from arrange_and_meet(story, rng, prospect, setter)
    else:
        log_touch(
            story.session, prospect.lead_id, "call", "not_now", seconds=rng.randrange(60, 400)
        )
        yield from nurture(story, rng, prospect.lead_id, "timing")


def pursue_demo_request(story: Story, rng: Random) -> Pursuit:
    """Tell the story of a lead that asked for a demo: it may become an SQL at once."""
    prospect = _capture(story, rng)
    record_interest(story.session, prospect.lead_id, "demo_request", topic="Alarm screen")
    sdr = story.holder(Role.SDR)
    yield at_work(rng, _after(rng, story.clock.moment, 0.8), sdr.zone), sdr.id
    assign_owner(story.session, prospect.lead_id, sdr.id)
    log_touch(story.session, prospect.lead_id, "call", "connected", seconds=rng.randrange(90, 700))
    answer_criterion(story.session, prospect.lead_id, "need", "confirmed", rng.choice(NEEDS))
    _confirm(story, rng, prospect)
    setter = story.holder(Role.SETTER)
    assign_owner(story.session, prospect.lead_id, setter.id)
    yield at_work(rng, _after(rng, story.clock.moment, 0.7), setter.zone), setter.id
    if rng.random() < _DEMO_AGREES:
        yield from arrange_and_meet(story, rng, prospect, setter)
    else:
        log_touch(
            story.session, prospect.lead_id, "call", "not_now", seconds=rng.randrange(60, 400)
        )
        yield from nurture(story, rng, prospect.lead_id, "timing")


def _confirm(story: Story, rng: Random, prospect: Prospect) -> None:
    """Write down what an SQL needs, and make the lead one."""
    session, lead_id = story.session, prospect.lead_id
    degree = "decides" if prospect.part == "decides" else "influences"
    answer_criterion(session, lead_id, "authority", "confirmed", degree=degree)
    answer_criterion(session, lead_id, "timeline", "confirmed", rng.choice(TIMELINES))
    answer_criterion(session, lead_id, "genuine_interest", "confirmed", rng.choice(INTERESTS))
    state = "confirmed" if rng.random() < 0.7 else "unknown"
    answer_criterion(session, lead_id, "budget", state, rng.choice(BUDGETS))
    log_touch(session, lead_id, "call", "qualified", seconds=rng.randrange(400, 1500))
    session.flush()  # the gate asks the database
    move_stage(session, lead_id, story.stage("SQL"))


def _capture(story: Story, rng: Random) -> Prospect:
    company = story.company(rng)
    first, last, email, number = contact_fields(rng, company)
    job, part = rng.choice(JOBS)
    session = story.session
    contact_id = add_contact(
        session,
        company_id=company.id,
        first_name=first,
        last_name=last,
        job_title=job,
        email=email,
        phone=number if rng.random() < 0.85 else None,
        country=company.place.code,
        zone=company.place.zone,
        part_in_decision=part,
    )
    source = rng.choices(story.sources, [one.weight for one in story.sources])[0]
    lead_id = add_lead(
        session,
        contact_id=contact_id,
        company_id=company.id,
        channel_id=source.channel_id,
        campaign_id=rng.choice(source.campaigns),
    )
    if rng.random() < 0.01:
        set_do_not_contact(session, contact_id, "linkedin", "Asked for calls instead")
    return Prospect(lead_id, contact_id, company, f"{first} {last}", email, part)


def _reach(story: Story, rng: Random, prospect: Prospect, sdr: Member) -> Answer:
    """Try to reach the lead; return whether it answered."""
    answers = rng.random() < _RESPONDS
    tries = rng.randrange(1, 5) if answers else rng.randrange(3, 6)
    lead_id = prospect.lead_id
    for number in range(1, tries + 1):
        following = _after(rng, story.clock.moment, 1.2 if number == 1 else 2.5)
        if number == 1:
            following = promptly(rng, story.clock.moment, following)
        yield at_work(rng, following, sdr.zone), sdr.id
        if answers and number == tries:
            outcome = rng.choice(("connected", "replied"))
            medium = "call" if outcome == "connected" else "email"
            log_touch(story.session, lead_id, medium, outcome, seconds=rng.randrange(40, 600))
            evidence = rng.choice(ANSWERED)
            move_stage(story.session, lead_id, story.stage("Responded"), evidence=evidence)
            return True
        outcome = rng.choice(_UNANSWERED)
        log_touch(story.session, lead_id, _MEDIA[outcome], outcome)
    yield at_work(rng, _after(rng, story.clock.moment, 5), sdr.zone), sdr.id
    chance = rng.random()
    if chance < 0.5:
        yield from nurture(story, rng, lead_id, "no_response")
    elif chance < 0.85:
        disqualify(story.session, lead_id, "no_response")
    return False


def _interest(story: Story, rng: Random, prospect: Prospect, sdr: Member) -> Answer:
    """Find out whether there is potential interest; return whether there is."""
    lead_id, session = prospect.lead_id, story.session
    if rng.random() < 0.4:
        due = at_work(rng, _after(rng, story.clock.moment, 4), sdr.zone)
        add_task(
            session, f"Call {prospect.name} back", lead_id=lead_id, owner_id=sdr.id, due_at=due
        )
    yield at_work(rng, _after(rng, story.clock.moment, 5), sdr.zone), sdr.id
    if rng.random() < _INTERESTED:
        log_touch(session, lead_id, "call", "interested", seconds=rng.randrange(180, 900))
        answer_criterion(session, lead_id, "need", "confirmed", rng.choice(NEEDS))
        evidence = rng.choice(WARMED)
        move_stage(session, lead_id, story.stage("Interested"), evidence=evidence)
        return True
    if rng.random() < 0.5:
        log_touch(session, lead_id, "call", "not_now", seconds=rng.randrange(40, 300))
        yield from nurture(story, rng, lead_id, "timing")
    else:
        log_touch(session, lead_id, "call", "not_interested", seconds=rng.randrange(30, 200))
        disqualify(session, lead_id, rng.choice(("no_need", "competitor", "timing")))
    return False


def _qualify(story: Story, rng: Random, prospect: Prospect, sdr: Member) -> Answer:
    """Ask for what an SQL needs; return whether it is all there."""
    lead_id, session = prospect.lead_id, story.session
    yield at_work(rng, _after(rng, story.clock.moment, 5), sdr.zone), sdr.id
    if rng.random() < _BECOMES_SQL:
        _confirm(story, rng, prospect)
        return True
    log_touch(session, lead_id, "call", "connected", seconds=rng.randrange(120, 500))
    if rng.random() < 0.5:
        answer_criterion(session, lead_id, "budget", "failed", "Nothing before next year")
        disqualify(session, lead_id, "budget")
    else:
        answer_criterion(session, lead_id, "timeline", "failed", "Not before next spring")
        yield from nurture(story, rng, lead_id, "timing")
    return False


def _after(rng: Random, moment: datetime, mean_days: float) -> datetime:
    """Return a later moment: mostly sooner than the mean, now and then much later."""
    return moment + timedelta(days=rng.gammavariate(1.6, mean_days / 1.6))
