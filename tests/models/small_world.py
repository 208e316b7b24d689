"""A workspace in which something of everything is there, for tests that need rows to work on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from models.activity.interest import record_interest
from models.activity.tasks import add_task, complete_task
from models.appointments.booking import AttendeeDraft, book
from models.appointments.kinds import MeetingRules, add_meeting_kind, remove_meeting_kind
from models.appointments.life import record_no_show
from models.appointments.preparing import add_preparation
from models.appointments.rows import appointment
from models.calendars.busy import BusyTimes, read_busy_calendar
from models.calendars.incoming import IncomingMessage
from models.calendars.replies import apply_message
from models.deals.dealing import open_deal
from models.definitions.current import stages
from models.entities.meetings.appointments import Appointment
from models.fields.custom import add_custom_field
from models.handoff.handing import hand_over
from models.history.verbs import Recording
from models.ids import (
    AppointmentId,
    AttendeeId,
    BookingCreditId,
    BusyCalendarId,
    CalendarMessageId,
    CampaignId,
    ChannelId,
    CompanyId,
    ContactId,
    CustomFieldId,
    DealId,
    HandoffId,
    LeadId,
    MailAccountId,
    MeetingKindId,
    MemberId,
    OutboxId,
    PreparationId,
    ScenarioId,
    StageId,
    StageMoveId,
    TaskId,
    TimeOffId,
    ViewId,
)
from models.leads.capture import add_company, add_contact, add_lead
from models.leads.do_not_contact import set_do_not_contact
from models.leads.editing import edit_contact
from models.leads.lists.views import save_view
from models.leads.lists.wanted import LeadFilter, ViewContent
from models.leads.stages.closing import disqualify, recycle
from models.leads.stages.moving import move_stage
from models.marketing.channels import add_campaign, add_channel
from models.money import set_rate
from models.outbox.accounts import add_mail_account
from models.outbox.handing import begin_sending
from models.outbox.queueing import queue_invitation
from models.scenarios.saving import save_scenario
from models.scoring.overriding import override_grade
from models.targets import set_target
from models.team.credits import give_credit
from models.team.joining import add_member, deactivate
from models.team.time_off import add_time_off
from tests.models.small_meetings import SmallMeetings, make_meetings
from tests.models.small_queue import SmallQueue, make_queue


@dataclass(frozen=True)
class SmallWorld:
    """Who and what is there."""

    leader: MemberId
    setter: MemberId
    gone_member: MemberId
    company: CompanyId
    contact: ContactId
    same_contact: ContactId
    same_company: CompanyId
    lead: LeadId
    same_lead: LeadId
    closed_lead: LeadId
    unanswered: LeadId
    nurtured: LeadId
    qualified: LeadId
    queue: SmallQueue
    handoff: HandoffId
    time_off: TimeOffId
    stages: tuple[StageId, ...]
    move: StageMoveId
    channel: ChannelId
    campaign: CampaignId
    appointment: AppointmentId
    missed: AppointmentId
    meetings: SmallMeetings
    removed_kind: MeetingKindId
    credit: BookingCreditId
    account: MailAccountId
    idle_account: MailAccountId
    outbox: OutboxId
    sending: OutboxId
    uid: str
    counter: CalendarMessageId
    busy_calendar: BusyCalendarId
    attendee: AttendeeId
    preparation: PreparationId
    deal: DealId
    task: TaskId
    scenario: ScenarioId
    field: CustomFieldId
    view: ViewId


def make_small_world(session: Session) -> SmallWorld:
    """Fill a fresh workspace; Monday 2 November 2026, 09:00 UTC is the day of everything."""
    leader = add_member(session, "Lea Leader", "Europe/Berlin", ("leader", "closer"))
    setter = add_member(session, "Sven Setter", "Europe/London", ("sdr", "setter"))
    gone_member = add_member(session, "Gert Gone", "UTC")
    complete_task(session, add_task(session, "Thank them"))
    company = add_company(session, name="Acme Ltd", website="acme.example", employees=120)
    contact = add_contact(
        session,
        company_id=company,
        first_name="Ann",
        last_name="Lee",
        email="ann@acme.example",
        phone="+442079460958",
    )
    set_do_not_contact(session, contact, "linkedin", "told us by phone")
    same_company = add_company(session, name="ACME", city="Leeds")
    same_contact = add_contact(
        session, company_id=same_company, first_name="Ann", last_name="Lee", job_title="CEO"
    )
    set_do_not_contact(session, same_contact, "email", "told us at the fair")
    channel = add_channel(session, "Webinar")
    campaign = add_campaign(session, channel, "Autumn talk")
    lead = add_lead(session, contact_id=contact, campaign_id=campaign, owner_id=setter)
    same_lead = add_lead(
        session, contact_id=contact, channel_id=channel, external_key=("maven", "9")
    )
    closed_lead = add_lead(session, title="Somebody at the fair")
    disqualify(session, closed_lead, "bad_data")
    save_view(session, "Everything", ViewContent())
    known_stages = tuple(stage.id for stage in stages(session))
    move = move_stage(session, lead, known_stages[1])
    unanswered = add_lead(session, title="Nobody answered", stage_id=known_stages[1])
    hand_over(session, unanswered, gone_member)
    deactivate(session, gone_member)
    nurtured = add_lead(session, title="Not ready yet")
    recycle(session, nurtured, "timing", date(2027, 1, 1))
    override_grade(session, closed_lead, "B2", "Met them in person")
    chief = add_contact(session, last_name="Orr", job_title="Head of Fleet")
    edit_contact(session, chief, part_in_decision="decides")
    qualified = add_lead(session, contact_id=chief)
    record_interest(session, qualified, "demo_request")
    move_stage(session, qualified, known_stages[0], reason="To be looked at first")
    booked = book(
        session,
        lead,
        leader,
        "2026-11-03T10:00",
        "Europe/Berlin",
        30,
        purpose="See whether it fits",
        attendees=(AttendeeDraft("Ann Lee", "ann@acme.example", "decides", contact),),
    )
    missed = miss_meeting_of_last_week(session, qualified, leader)
    account = add_mail_account(session, "Acme desk", "desk@our.example", "smtp.our.example")
    outbox = queue_invitation(session, booked)
    later = book(
        session,
        qualified,
        leader,
        "2026-11-17T10:00",
        "UTC",
        30,
        purpose="Go through the figures",
        attendees=(AttendeeDraft("Olga Orr", "orr@fleet.example", "decides", chief),),
    )
    sending = queue_invitation(session, later)
    if outbox is None or sending is None:
        raise AssertionError("both meetings have somebody to invite")
    begin_sending(session, sending)
    uid = session.get_one(Appointment, booked).invitation_uid
    counter = apply_message(
        session,
        IncomingMessage(
            source="another-time.eml",
            digest="counter",
            method="COUNTER",
            uid=uid,
            sequence=0,
            stamped_at=datetime(2026, 11, 2, 8, tzinfo=UTC),
            attendee_email="ann@acme.example",
            proposed_starts_at=datetime(2026, 11, 6, 10, tzinfo=UTC),
        ),
    ).message_id
    if counter is None:
        raise AssertionError("every message that comes in is kept")
    busy_calendar = read_busy_calendar(
        session,
        setter,
        "private.ics",
        datetime(2026, 11, 2, 8, tzinfo=UTC),
        datetime(2027, 11, 2, tzinfo=UTC),
        BusyTimes(((datetime(2026, 11, 3, 9, tzinfo=UTC), datetime(2026, 11, 3, 10, tzinfo=UTC)),)),
    )
    set_target(session, "clients", date(2026, 10, 1), date(2026, 12, 31), 9)
    set_rate(session, "CHF", date(2026, 11, 2), "1.05")
    removed_kind = add_meeting_kind(session, "Lunch", MeetingRules(90))
    remove_meeting_kind(session, removed_kind)
    return SmallWorld(
        leader=leader,
        setter=setter,
        gone_member=gone_member,
        company=company,
        contact=contact,
        same_contact=same_contact,
        same_company=same_company,
        lead=lead,
        same_lead=same_lead,
        closed_lead=closed_lead,
        unanswered=unanswered,
        nurtured=nurtured,
        qualified=qualified,
        queue=make_queue(session, same_lead),
        handoff=hand_over(session, lead),
        time_off=add_time_off(session, leader, date(2026, 12, 24), date(2027, 1, 3), "Christmas"),
        stages=known_stages,
        move=move,
        channel=channel,
        campaign=campaign,
        appointment=booked,
        missed=missed,
        meetings=make_meetings(session, unanswered, leader),
        removed_kind=removed_kind,
        credit=give_credit(session, leader, 2, "Was at the fair"),
        account=account,
        idle_account=add_mail_account(session, "Old desk", "old@our.example", "smtp.our.example"),
        outbox=outbox,
        sending=sending,
        uid=uid,
        counter=counter,
        busy_calendar=busy_calendar,
        attendee=appointment(session, booked).attendees[0].id,
        preparation=add_preparation(session, booked, "Read their annual report"),
        deal=open_deal(session, lead, "First order", amount_minor=500_000),
        task=add_task(session, "Send the guide", lead_id=lead, owner_id=setter),
        scenario=save_scenario(session, "House", {"rates": [0.3, 0.5]}, seed=1, trials=1000),
        field=add_custom_field(
            session, "lead", "Fleet", "choice", choices=("vans", "trucks", "carts")
        ),
        view=save_view(session, "Open ones", ViewContent(LeadFilter(statuses=frozenset({"open"})))),
    )


def miss_meeting_of_last_week(session: Session, lead: LeadId, closer: MemberId) -> AppointmentId:
    """Let a meeting be booked a week ago that nobody came to."""
    recording = Recording.of(session)
    today = recording.clock
    recording.clock = lambda: today() - timedelta(days=7)
    missed = book(session, lead, closer, "2026-10-27T10:00", "Europe/Berlin", 30)
    recording.clock = lambda: today() - timedelta(days=5)
    record_no_show(session, missed)
    recording.clock = today
    return missed
