"""Where marketing and sales meet in the sample: the acceptance of an MQL, and time in nurture."""

from collections.abc import Generator, Iterator
from datetime import date, datetime, timedelta
from random import Random

from app.sample.clock import at_work, promptly
from app.sample.story import Step, Story
from app.sample.team import Member
from models.activity.interest import record_interest
from models.handoff.following import waiting_handoff
from models.handoff.handing import accept, reject
from models.ids import HandoffId, LeadId
from models.leads.stages.closing import postpone, recycle
from models.leads.stages.moving import move_stage
from models.team.time_off import add_time_off
from models.vocabulary import NurtureTrack, Role, Status

_REJECTED = 0.1
_STIRS = 0.3
_WARM_UP = (
    ("Cold-chain guide", "whitepaper"),
    ("Spoilage calculator", "form"),
    ("Audit checklist", "whitepaper"),
    ("Sensor comparison", "blog_post"),
    ("Fleet monitoring webinar", "webinar"),
    ("Prices", "pricing_page"),
    ("Vaccine transport case study", "whitepaper"),
    ("Newsletter", "newsletter"),
    ("Newsletter", "email_click"),
)
_SIGNALS = ("pricing_page", "webinar_registration", "referral", "email_reply")
_EVENTS = ((1, 2, 3, 4, 6), (30, 30, 20, 15, 5))


def warm_up(story: Story, rng: Random, lead_id: LeadId) -> Iterator[Step]:
    """Record what the lead read and visited before anybody called: some much, most little."""
    for _ in range(rng.choices(*_EVENTS)[0]):
        topic, kind = rng.choice(_WARM_UP)
        record_interest(story.session, lead_id, kind, topic=topic)
        yield story.clock.moment + timedelta(days=rng.gammavariate(1.6, 0.4)), None


def hand_to_sales(
    story: Story, rng: Random, lead_id: LeadId
) -> Generator[Step, None, Member | None]:
    """Make the lead an MQL and wait for who is asked; return who accepted, None for a rejection."""
    session = story.session
    move_stage(session, lead_id, story.stage("MQL"))
    handoff = waiting_handoff(session, lead_id)
    if handoff is None:
        return None
    asked = next(member for member in story.team if member.id == handoff.member_id)
    later = story.clock.moment + timedelta(hours=rng.gammavariate(1.2, 2.0))
    soon = promptly(rng, story.clock.moment, later)
    yield at_work(rng, soon, asked.zone), asked.id
    if rng.random() > _REJECTED:
        accept(session, HandoffId(handoff.id))
        return asked
    reason, to, note = rng.choice(
        (
            ("outside_profile", Status.DISQUALIFIED, "Three people and one van"),
            ("bad_data", Status.DISQUALIFIED, None),
            ("timing", Status.NURTURE, "Their contract runs until the summer"),
            ("authority", Status.NURTURE, "A student who writes a thesis"),
        )
    )
    reject(session, HandoffId(handoff.id), reason, note, to=to.value)
    return None


def nurture(story: Story, rng: Random, lead_id: LeadId, reason: str) -> Iterator[Step]:
    """Send a lead to nurture; it may stir there, and its day to look again comes."""
    session = story.session
    day = story.clock.moment.date() + timedelta(days=rng.randrange(60, 150))
    recycle(session, lead_id, reason, day, track=rng.choice(tuple(NurtureTrack)).value)
    marketing = story.holder(Role.MARKETING)
    if rng.random() < _STIRS:
        yield story.clock.moment + timedelta(days=rng.uniform(8, 60)), None
        for kind in rng.sample(_SIGNALS, 2):
            record_interest(session, lead_id, kind)
        day = story.clock.moment.date() + timedelta(days=rng.randrange(3, 12))
    morning = datetime.combine(day, datetime.min.time(), story.clock.moment.tzinfo)
    yield at_work(rng, morning + timedelta(days=rng.uniform(0, 4)), marketing.zone), marketing.id
    session.flush()
    postpone(session, lead_id)


def plan_time_off(story: Story, last_day: date) -> None:
    """Give everybody a week off in the story, and somebody one that is to come."""
    for number, member in enumerate(story.team):
        first = last_day - timedelta(weeks=20 - 3 * number)
        add_time_off(story.session, member.id, first, first + timedelta(days=6), "Holiday")
    setter = story.holder(Role.SETTER)
    coming = last_day + timedelta(weeks=3)
    add_time_off(story.session, setter.id, coming, coming + timedelta(days=4), "Trade fair")
