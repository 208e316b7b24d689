"""Statuses, qualification answers, and wishes not to be contacted."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models.activity.interest import record_interest
from models.activity.tasks import add_task, complete_task, tasks_of
from models.activity.touches import DoNotContactError, block_of, log_touch
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import InterestEvent
from models.entities.work.activity import Touch
from models.errors import InvalidValueError, NotFoundError
from models.ids import CampaignId, LeadId, MemberId, TaskId
from models.leads.do_not_contact import lift_do_not_contact, set_do_not_contact, wishes_of
from models.leads.qualifying import answer_criterion, answers_of
from models.leads.stages.closing import StatusRefusedError, disqualify, mark_lost, recycle, reopen
from models.leads.stages.moving import move_stage
from models.vocabulary import TOUCH_OUTCOMES
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld


def test_a_lead_goes_through_its_statuses(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.setter) as session:
        lead = session.get_one(Lead, world.lead)
        at = clock.advance(hours=1)
        recycle(session, world.lead, "timing", date(2027, 3, 1), "After the fair")
        assert (lead.status, lead.status_reason, lead.status_note) == (
            "nurture",
            "timing",
            "After the fair",
        )
        assert (lead.status_since, lead.look_again_on) == (at, date(2027, 3, 1))
        disqualify(session, world.lead, "outside_profile")
        assert (lead.status, lead.look_again_on, lead.status_note) == ("disqualified", None, None)
        reopen(session, world.lead)
        assert (lead.status, lead.status_reason) == ("open", None)
        mark_lost(session, world.lead, "competitor")
        assert lead.status == "lost"
        reopen(session, world.lead)


def test_what_is_closed_is_not_closed_again(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        with pytest.raises(StatusRefusedError, match="disqualified"):
            mark_lost(session, world.closed_lead, "budget")
        with pytest.raises(StatusRefusedError, match="Reopen"):
            recycle(session, world.closed_lead, "budget", date(2027, 1, 1))
        with pytest.raises(StatusRefusedError, match="nothing to reopen"):
            reopen(session, world.lead)
        move_stage(session, world.lead, world.stages[7], override_reason="Signed")
        with pytest.raises(StatusRefusedError, match="is won"):
            reopen(session, world.lead)
        with pytest.raises(NotFoundError):
            disqualify(session, LeadId(99), "budget")


@pytest.mark.parametrize("reason", ["", "bored", "Budget"])
def test_a_reason_must_be_in_the_definitions(
    filled: Workspace, world: SmallWorld, reason: str
) -> None:
    with filled.write() as session:
        with pytest.raises(InvalidValueError, match="no_response"):
            disqualify(session, world.lead, reason)
        with pytest.raises(InvalidValueError):
            mark_lost(session, world.lead, reason)
        with pytest.raises(InvalidValueError):
            recycle(session, world.lead, reason, date(2027, 1, 1))


def test_the_day_to_look_again_is_still_to_come(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        with pytest.raises(InvalidValueError, match="still to come"):
            recycle(session, world.lead, "timing", date(2026, 11, 2))
        recycle(session, world.lead, "timing", date(2026, 11, 3))


def test_an_answer_replaces_the_one_before_and_names_who_asked(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.setter) as session:
        answer_criterion(session, world.lead, "need", "unknown")
        clock.advance(hours=1)
        answer_criterion(session, world.lead, "need", "confirmed", " Vans rust ")
        (answer,) = answers_of(session, world.lead)
        assert (answer.state, answer.answer) == ("confirmed", "Vans rust")
        assert (answer.asked_by, answer.asked_at) == (world.setter, clock())
    with filled.write(world.leader) as session:
        answer_criterion(session, world.lead, "need", "confirmed", "Vans rust")
        assert answers_of(session, world.lead) == (answer,)


@pytest.mark.parametrize(
    ("criterion", "state", "degree"),
    [
        ("metrics", "confirmed", None),
        ("need", "maybe", None),
        ("need", "confirmed", "decides"),
        ("authority", "confirmed", "a bit"),
        ("authority", "confirmed", "none"),
        ("authority", "failed", "decides"),
        ("authority", "unknown", "influences"),
    ],
)
def test_an_answer_that_contradicts_itself_is_refused(
    filled: Workspace, world: SmallWorld, criterion: str, state: str, degree: str | None
) -> None:
    with filled.write() as session:
        with pytest.raises(InvalidValueError):
            answer_criterion(session, world.lead, criterion, state, degree=degree)
        assert answers_of(session, world.lead) == ()


def test_a_wish_blocks_its_medium_from_its_date_on(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    before = clock() - timedelta(days=1)
    clock.advance(hours=1)
    with filled.write(world.setter) as session:
        set_do_not_contact(session, world.contact, "call", "said so on the phone")
        assert block_of(session, world.lead, "call") is not None
        assert block_of(session, world.lead, "email") is None
        assert block_of(session, world.closed_lead, "call") is None
        with pytest.raises(DoNotContactError, match="said so on the phone"):
            log_touch(session, world.lead, "call", "connected")
        log_touch(session, world.lead, "call", "do_not_contact")
        log_touch(session, world.lead, "call", "no_answer", occurred_at=before)
        log_touch(session, world.lead, "email", "sent")
        lift_do_not_contact(session, world.contact, "call", "their mail of today")
        log_touch(session, world.lead, "call", "connected")


def test_a_standing_wish_keeps_its_first_date_and_source(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write() as session:
        (first,) = wishes_of(session, world.contact)
        clock.advance(days=1)
        set_do_not_contact(session, world.contact, "linkedin", "again")
        assert wishes_of(session, world.contact) == (first,)


def test_wishes_that_make_no_sense_are_refused(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        with pytest.raises(InvalidValueError):
            set_do_not_contact(session, world.contact, "fax", "a letter")
        with pytest.raises(InvalidValueError):
            set_do_not_contact(session, world.contact, "call", " ")
        later = filled.clock() + timedelta(days=1)
        with pytest.raises(InvalidValueError, match="not come yet"):
            set_do_not_contact(session, world.contact, "call", "a letter", later)
        with pytest.raises(InvalidValueError, match="not blocked"):
            lift_do_not_contact(session, world.contact, "call", "a letter")
        with pytest.raises(InvalidValueError):
            lift_do_not_contact(session, world.contact, "linkedin", "")
        assert len(wishes_of(session, world.contact)) == 1


def test_every_outcome_of_the_vocabulary_can_be_logged_and_no_other(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        for outcome in TOUCH_OUTCOMES:
            log_touch(session, world.lead, "email", outcome, note=" n ", seconds=0)
        logged = session.scalars(select(Touch.outcome).order_by(Touch.id))
        assert list(logged) == list(TOUCH_OUTCOMES)
        assert set(session.scalars(select(Touch.member_id))) == {world.setter}
        with pytest.raises(InvalidValueError, match="voicemail"):
            log_touch(session, world.lead, "email", "hung_up")
        with pytest.raises(InvalidValueError):
            log_touch(session, world.lead, "fax", "sent")
        for seconds in (-1, 86_401):
            with pytest.raises(InvalidValueError):
                log_touch(session, world.lead, "call", "connected", seconds=seconds)
        later = filled.clock() + timedelta(minutes=1)
        with pytest.raises(InvalidValueError, match="not come yet"):
            log_touch(session, world.lead, "call", "connected", occurred_at=later)


def test_interest_is_recorded_with_its_topic(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        record_interest(session, world.lead, "Pricing page", topic="Vans", precision="day")
        newest = select(InterestEvent).order_by(InterestEvent.id.desc()).limit(1)
        event = session.scalars(newest).one()
        assert (event.kind, event.topic_text, event.precision) == ("pricing_page", "Vans", "day")
        with pytest.raises(InvalidValueError):
            record_interest(session, world.lead, "")
        with pytest.raises(InvalidValueError):
            record_interest(session, world.lead, "webinar", precision="unknown")
        with pytest.raises(NotFoundError):
            record_interest(session, world.lead, "webinar", campaign_id=CampaignId(99))


def test_a_task_is_its_owners_and_the_duty_holders_where_nobody_is_named(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        late = add_task(session, "Late", lead_id=world.lead, due_at=clock() - timedelta(days=1))
        soon = add_task(session, "Soon", lead_id=world.lead, due_at=clock(), owner_id=world.setter)
        assert [row.id for row in tasks_of(session, world.lead)] == [late, soon, world.task]
        assert [row.owner_id for row in tasks_of(session, world.lead)][:2] == [
            world.leader,
            world.setter,
        ]
        complete_task(session, late)
        at = clock()
        clock.advance(hours=1)
        complete_task(session, late)
        last = tasks_of(session, world.lead)[-1]
        assert (last.id, last.done_at) == (late, at)


def test_tasks_that_make_no_sense_are_refused(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        with pytest.raises(InvalidValueError):
            add_task(session, " ")
        with pytest.raises(NotFoundError):
            add_task(session, "A", lead_id=LeadId(99))
        with pytest.raises(NotFoundError):
            add_task(session, "A", owner_id=MemberId(99))
        with pytest.raises(InvalidValueError, match="time zone"):
            add_task(session, "A", due_at=filled.clock().replace(tzinfo=None))
        with pytest.raises(NotFoundError):
            complete_task(session, TaskId(99))
