"""An example call of every verb, in a small world where each has something to do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from models.activity.booked_calls import CallMade, book_on_call
from models.activity.calling import record_call
from models.activity.interest import record_interest
from models.activity.tasks import add_task, complete_task
from models.activity.touches import log_touch
from models.appointments.attending import (
    add_attendee,
    confirm,
    edit_attendee,
    record_yes,
    remove_attendee,
    take_back_yes,
)
from models.appointments.booking import AttendeeDraft, book
from models.appointments.confirming import (
    edit_appointment,
    hand_over_invitation,
    invite,
    mark_tentative,
    settle_time,
)
from models.appointments.kinds import (
    MeetingRules,
    Preparation,
    add_meeting_kind,
    edit_meeting_kind,
    meeting_kinds,
    remove_meeting_kind,
    restore_meeting_kind,
    set_meeting_preparation,
)
from models.appointments.life import (
    DealWish,
    cancel,
    record_held,
    record_no_show,
    record_outcome,
)
from models.appointments.preparing import (
    add_preparation,
    complete_preparation,
    edit_preparation,
    remove_preparation,
    reopen_preparation,
)
from models.appointments.rescheduling import move_appointment, recheck_zones, reschedule
from models.basics import begin_workspace, settle_basics, settle_worth
from models.cadences.enrolling import enrol, pass_over_step, take_out
from models.cadences.shaping import (
    StepDraft,
    add_cadence,
    add_step,
    edit_cadence,
    edit_step,
    remove_cadence,
    remove_step,
    reorder_cadences,
    reorder_steps,
    restore_cadence,
)
from models.calendars.busy import BusyTimes, forget_busy_calendar, read_busy_calendar
from models.calendars.counters import accept_counter, decline_counter
from models.calendars.incoming import IncomingMessage
from models.calendars.replies import apply_message
from models.companies.deciding import add_decision_maker
from models.deals.dealing import edit_deal, lose_deal, open_deal, win_deal
from models.definitions.review import postpone_review
from models.definitions.versions.writing import current_draft, write_definitions
from models.duplicates.distinct import keep_apart
from models.duplicates.merging import merge_companies, merge_contacts, merge_leads
from models.fields.choosing import change_choices
from models.fields.custom import add_custom_field, set_custom_value
from models.fields.shaping import (
    add_choice,
    remove_choice,
    remove_field,
    rename_choice,
    rename_field,
    set_known_when,
)
from models.handoff.handing import accept, hand_over, reject
from models.handoff.silence import advance_handoffs
from models.leads.adding import add_lead_by_hand
from models.leads.bulk import edit_leads
from models.leads.bulk_edit import BulkEdit, BulkKind, LeadSelection
from models.leads.capture import add_company, add_contact, add_lead, assign_owner
from models.leads.do_not_contact import lift_do_not_contact, set_do_not_contact
from models.leads.editing import add_note, edit_company, edit_contact, edit_lead
from models.leads.lists.views import change_view, remove_view, rename_view, reorder_views, save_view
from models.leads.lists.wanted import LeadOrder, ViewContent
from models.leads.qualifying import answer_criterion
from models.leads.stages.closing import disqualify, mark_lost, postpone, recycle, reopen
from models.leads.stages.moving import correct_move, move_stage
from models.marketing.channels import add_campaign, add_channel, record_spend
from models.money import remove_rate, set_rate
from models.outbox.accounts import add_mail_account, edit_mail_account, remove_mail_account
from models.outbox.handing import (
    ask_to_send,
    begin_sending,
    record_doubt,
    record_failed_sending,
    record_handed_over,
    settle_doubt,
    withdraw,
)
from models.outbox.queueing import (
    queue_cancellation,
    queue_counter_declined,
    queue_invitation,
    queue_update,
)
from models.queue.snoozing import skip, snooze, wake
from models.scenarios.saving import (
    delete_scenario,
    duplicate_scenario,
    freeze_forecast,
    rename_scenario,
    save_scenario,
)
from models.scoring.overriding import clear_grade_override, override_grade
from models.scoring.promoting import make_mqls
from models.settings.changing import change_setting
from models.targets import remove_target, set_target
from models.team.credits import (
    credit_no_show,
    edit_credit,
    give_credit,
    level_turns,
    remove_credit,
)
from models.team.hours import set_working_hours
from models.team.joining import (
    add_member,
    deactivate,
    edit_member,
    reactivate,
    set_roles,
    set_time_with_us,
)
from models.team.planning import set_calendar_policy, set_day_plan, set_share
from models.team.time_off import add_time_off, remove_time_off
from models.templates.shaping import (
    add_template,
    edit_template,
    remove_template,
    reorder_templates,
    restore_template,
)
from tests.models.small_world import SmallWorld

Example = Callable[[Session, SmallWorld], object]

NEXT_YEAR = date(2027, 1, 1)
TODAY = date(2026, 11, 2)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)

EXAMPLES: dict[str, Example] = {
    "add_member": lambda s, w: add_member(s, "New One", "UTC", ("sdr", "closer")),
    "edit_member": lambda s, w: edit_member(s, w.setter, name="Sven S.", zone="UTC"),
    "set_time_with_us": lambda s, w: set_time_with_us(s, w.setter, left_on=date(2027, 1, 1)),
    "set_roles": lambda s, w: set_roles(s, w.setter, ("closer", "sdr")),
    "set_working_hours": lambda s, w: set_working_hours(s, w.setter, {0: [(540, 720)]}),
    "set_calendar_policy": lambda s, w: set_calendar_policy(s, w.setter, "imported", 12),
    "set_day_plan": lambda s, w: set_day_plan(s, w.setter, planned_touches=60, planned_bookings=4),
    "set_share": lambda s, w: set_share(s, w.leader, "closer", weekly_capacity=12, weight=3),
    "give_credit": lambda s, w: give_credit(s, w.leader, 3, "Had the fair alone"),
    "edit_credit": lambda s, w: edit_credit(s, w.credit, 5),
    "remove_credit": lambda s, w: remove_credit(s, w.credit),
    "credit_no_show": lambda s, w: credit_no_show(s, w.missed),
    "level_turns": lambda s, w: level_turns(s),
    "deactivate": lambda s, w: deactivate(s, w.setter),
    "reactivate": lambda s, w: reactivate(s, w.gone_member),
    "add_company": lambda s, w: add_company(s, name="Bolt GmbH", country="de"),
    "edit_company": lambda s, w: edit_company(s, w.company, name="Acme Holding", is_client=True),
    "add_contact": lambda s, w: add_contact(s, last_name="Ray", company_id=w.company),
    "add_decision_maker": lambda s, w: add_decision_maker(
        s, "Dee Ray", lead_id=w.lead, email="dee@acme.example"
    ),
    "edit_contact": lambda s, w: edit_contact(
        s, w.contact, last_name="Low", mobile="+4915112345678"
    ),
    "set_do_not_contact": lambda s, w: set_do_not_contact(s, w.contact, "call", "their letter"),
    "lift_do_not_contact": lambda s, w: lift_do_not_contact(s, w.contact, "linkedin", "a mail"),
    "add_lead": lambda s, w: add_lead(
        s, contact_id=w.contact, external_key=("hubspot", "17"), owner_id=w.leader
    ),
    "add_lead_by_hand": lambda s, w: add_lead_by_hand(
        s, "Ola Rey", company_name="Rey AS", email="ola@rey.example"
    ),
    "merge_contacts": lambda s, w: merge_contacts(
        s, w.contact, w.same_contact, {"job_title": "kept"}
    ),
    "merge_leads": lambda s, w: merge_leads(s, w.lead, w.same_lead),
    "merge_companies": lambda s, w: merge_companies(s, w.company, w.same_company),
    "keep_apart": lambda s, w: keep_apart(s, w.same_contact, w.contact),
    "edit_lead": lambda s, w: edit_lead(s, w.lead, title="Their fleet", contact_id=None),
    "add_note": lambda s, w: add_note(s, w.lead, "Prefers mornings"),
    "assign_owner": lambda s, w: assign_owner(s, w.lead, w.leader),
    "move_stage": lambda s, w: move_stage(s, w.lead, w.stages[-1], override_reason="They signed"),
    "correct_move": lambda s, w: correct_move(s, w.move, "Wrong lead"),
    "disqualify": lambda s, w: disqualify(s, w.lead, "budget", "None until March"),
    "mark_lost": lambda s, w: mark_lost(s, w.lead, "competitor"),
    "recycle": lambda s, w: recycle(s, w.lead, "timing", NEXT_YEAR),
    "postpone": lambda s, w: postpone(s, w.nurtured, date(2027, 6, 1)),
    "reopen": lambda s, w: reopen(s, w.closed_lead),
    "hand_over": lambda s, w: hand_over(s, w.lead, w.leader),
    "accept": lambda s, w: accept(s, w.handoff),
    "reject": lambda s, w: reject(s, w.handoff, "timing", "Call in spring"),
    "advance_handoffs": lambda s, w: advance_handoffs(s),
    "add_time_off": lambda s, w: add_time_off(s, w.setter, TODAY, NEXT_YEAR),
    "remove_time_off": lambda s, w: remove_time_off(s, w.time_off),
    "answer_criterion": lambda s, w: answer_criterion(s, w.lead, "need", "confirmed", "Vans rust"),
    "book_on_call": lambda s, w: book_on_call(
        s, w.lead, w.leader, "2026-11-05T10:00", "UTC", 30, call=CallMade(note="Thursday suits")
    ),
    "record_call": lambda s, w: record_call(
        s, w.same_lead, "call_back", note="In a meeting", call_back_at=NOON
    ),
    "snooze": lambda s, w: snooze(s, w.lead, NOON, reason="On a train"),
    "skip": lambda s, w: skip(s, w.lead, "Needs the new price list first"),
    "wake": lambda s, w: wake(s, w.queue.snoozed_lead),
    "enrol": lambda s, w: enrol(s, w.same_lead, w.queue.other_cadence),
    "take_out": lambda s, w: take_out(s, w.same_lead),
    "pass_over_step": lambda s, w: pass_over_step(s, w.same_lead),
    "add_cadence": lambda s, w: add_cadence(
        s, "Fair", "first", [StepDraft("email", 1, template_id=w.queue.template)]
    ),
    "edit_cadence": lambda s, w: edit_cadence(s, w.queue.cadence, name="Three", track="negative"),
    "reorder_cadences": lambda s, w: reorder_cadences(s, w.queue.cadence, 0),
    "remove_cadence": lambda s, w: remove_cadence(s, w.queue.cadence),
    "restore_cadence": lambda s, w: restore_cadence(s, w.queue.removed_cadence),
    "add_step": lambda s, w: add_step(s, w.queue.cadence, StepDraft("linkedin", 1, "Connect"), 1),
    "edit_step": lambda s, w: edit_step(s, w.queue.cadence, 0, StepDraft("call", 2)),
    "reorder_steps": lambda s, w: reorder_steps(s, w.queue.cadence, 2, 0),
    "remove_step": lambda s, w: remove_step(s, w.queue.cadence, 0),
    "add_template": lambda s, w: add_template(s, "Short", "linkedin", "Hello {first_name}"),
    "edit_template": lambda s, w: edit_template(
        s, w.queue.template, name="Hi", medium="email", body="Hi {name}", subject="{topic}"
    ),
    "reorder_templates": lambda s, w: reorder_templates(s, w.queue.template, 0),
    "remove_template": lambda s, w: remove_template(s, w.queue.template),
    "restore_template": lambda s, w: restore_template(s, w.queue.removed_template),
    "log_touch": lambda s, w: log_touch(s, w.lead, "call", "connected", seconds=90),
    "record_interest": lambda s, w: record_interest(s, w.lead, "webinar", topic="Fleets"),
    "override_grade": lambda s, w: override_grade(s, w.lead, "a1", "Asked us twice"),
    "clear_grade_override": lambda s, w: clear_grade_override(s, w.closed_lead),
    "make_mqls": lambda s, w: make_mqls(s, (w.qualified, w.lead)),
    "add_task": lambda s, w: add_task(s, "Call again", lead_id=w.lead),
    "complete_task": lambda s, w: complete_task(s, w.task),
    "add_channel": lambda s, w: add_channel(s, "Referral"),
    "add_campaign": lambda s, w: add_campaign(s, w.channel, "Spring talk", TODAY, NEXT_YEAR),
    "record_spend": lambda s, w: record_spend(s, w.campaign, TODAY, NEXT_YEAR, 120_000, "usd"),
    "book": lambda s, w: book(
        s,
        w.lead,
        w.leader,
        "2026-11-04T10:00",
        "UTC",
        45,
        attendees=(AttendeeDraft("Bo", "b@b.example"),),
    ),
    "hand_over_invitation": lambda s, w: hand_over_invitation(s, w.appointment),
    "record_yes": lambda s, w: record_yes(s, w.attendee, "spoken"),
    "add_preparation": lambda s, w: add_preparation(s, w.appointment, "Bring the figures"),
    "complete_preparation": lambda s, w: complete_preparation(s, w.preparation),
    "record_outcome": lambda s, w: record_outcome(
        s, w.meetings.over, "deal", note="Wants an offer", deal=DealWish("Pilot", 900_00)
    ),
    "record_held": lambda s, w: record_held(s, w.meetings.over, "Wants an offer"),
    "record_no_show": lambda s, w: record_no_show(s, w.meetings.over, by="host", reason="Ill"),
    "cancel": lambda s, w: cancel(s, w.appointment, "Ill"),
    "add_attendee": lambda s, w: add_attendee(
        s, w.appointment, AttendeeDraft("Bo", "bo@acme.example")
    ),
    "edit_attendee": lambda s, w: edit_attendee(
        s, w.attendee, AttendeeDraft("Anne Lee", None, "uses")
    ),
    "remove_attendee": lambda s, w: remove_attendee(s, w.attendee),
    "take_back_yes": lambda s, w: take_back_yes(s, w.meetings.said_yes),
    "confirm": lambda s, w: confirm(s, w.appointment),
    "edit_preparation": lambda s, w: edit_preparation(s, w.preparation, "Bring figures"),
    "reopen_preparation": lambda s, w: reopen_preparation(s, w.meetings.prepared),
    "remove_preparation": lambda s, w: remove_preparation(s, w.preparation),
    "invite": lambda s, w: invite(s, w.appointment),
    "edit_appointment": lambda s, w: edit_appointment(s, w.appointment, place="Their yard"),
    "mark_tentative": lambda s, w: mark_tentative(s, w.appointment, "Lea is asked first"),
    "settle_time": lambda s, w: settle_time(s, w.meetings.tentative),
    "reschedule": lambda s, w: reschedule(s, w.appointment, "2026-11-09T10:00", "UTC", 45),
    "move_appointment": lambda s, w: move_appointment(s, w.appointment, "2026-11-09T10:00", "UTC"),
    "recheck_zones": lambda s, w: recheck_zones(s),
    "add_meeting_kind": lambda s, w: add_meeting_kind(
        s, "Review", MeetingRules(60), preparation=(Preparation("Read the report"),)
    ),
    "edit_meeting_kind": lambda s, w: edit_meeting_kind(
        s, meeting_kinds(s)[0].id, "First talk", MeetingRules(20, notice_minutes=60)
    ),
    "set_meeting_preparation": lambda s, w: set_meeting_preparation(
        s, meeting_kinds(s)[0].id, (Preparation("Call the partner", "setter", 5),)
    ),
    "remove_meeting_kind": lambda s, w: remove_meeting_kind(s, meeting_kinds(s)[0].id),
    "restore_meeting_kind": lambda s, w: restore_meeting_kind(s, w.removed_kind),
    "open_deal": lambda s, w: open_deal(s, w.lead, "Second order"),
    "edit_deal": lambda s, w: edit_deal(s, w.deal, amount_minor=1, expected_close=NEXT_YEAR),
    "win_deal": lambda s, w: win_deal(s, w.deal, TODAY),
    "lose_deal": lambda s, w: lose_deal(s, w.deal, TODAY, "competitor"),
    "read_busy_calendar": lambda s, w: read_busy_calendar(
        s, w.leader, "work.ics", NOON, NOON, BusyTimes(problems=("One entry had no end",))
    ),
    "forget_busy_calendar": lambda s, w: forget_busy_calendar(s, w.busy_calendar),
    "add_mail_account": lambda s, w: add_mail_account(s, "Lea", "lea@our.example", "smtp.our.io"),
    "edit_mail_account": lambda s, w: edit_mail_account(
        s, w.account, "Desk", "desk@our.example", "mail.our.io", port=465, security="tls", user="d"
    ),
    "remove_mail_account": lambda s, w: remove_mail_account(s, w.idle_account),
    "queue_invitation": lambda s, w: queue_invitation(s, w.appointment),
    "queue_update": lambda s, w: queue_update(s, w.appointment, "They asked for it"),
    "queue_cancellation": lambda s, w: queue_cancellation(s, w.appointment),
    "queue_counter_declined": lambda s, w: queue_counter_declined(s, w.appointment, "Ann Lee"),
    "apply_message": lambda s, w: apply_message(
        s,
        IncomingMessage(
            "yes.ics",
            "yes",
            "REPLY",
            w.uid,
            0,
            NOON,
            "ANN@acme.example",
            reply="accepted",
        ),
    ),
    "accept_counter": lambda s, w: accept_counter(s, w.counter),
    "decline_counter": lambda s, w: decline_counter(s, w.counter, "Cara is away then"),
    "ask_to_send": lambda s, w: ask_to_send(s, (w.outbox,)),
    "withdraw": lambda s, w: withdraw(s, w.outbox),
    "begin_sending": lambda s, w: begin_sending(s, w.outbox),
    "record_failed_sending": lambda s, w: record_failed_sending(s, w.sending, "No network"),
    "record_doubt": lambda s, w: record_doubt(s, w.sending, "The line went dead"),
    "record_handed_over": lambda s, w: record_handed_over(s, w.outbox, "draft"),
    "settle_doubt": lambda s, w: settle_doubt(s, w.sending, went_out=False),
    "save_scenario": lambda s, w: save_scenario(s, "house", {"rates": [0.4]}, seed=2, trials=10),
    "rename_scenario": lambda s, w: rename_scenario(s, w.scenario, "Base"),
    "duplicate_scenario": lambda s, w: duplicate_scenario(s, w.scenario, "Bold"),
    "delete_scenario": lambda s, w: delete_scenario(s, w.scenario),
    "freeze_forecast": lambda s, w: freeze_forecast(s, w.scenario, {"mean": 3.0}, "1"),
    "write_version": lambda s, w: write_definitions(
        s, replace(current_draft(s), note="Waits", terms=current_draft(s).terms | {"remind": "20"})
    ),
    "edit_leads": lambda s, w: edit_leads(
        s,
        BulkEdit(BulkKind.OWNER, owner_id=w.leader),
        2,
        LeadSelection((w.lead, w.same_lead)),
    ),
    "save_view": lambda s, w: save_view(s, "Mine", ViewContent(order=LeadOrder(descending=True))),
    "change_view": lambda s, w: change_view(s, w.view, ViewContent(columns=("name", "grade"))),
    "rename_view": lambda s, w: rename_view(s, w.view, "In work"),
    "reorder_views": lambda s, w: reorder_views(s, w.view, 0),
    "remove_view": lambda s, w: remove_view(s, w.view),
    "postpone_review": lambda s, w: postpone_review(s, NEXT_YEAR),
    "add_custom_field": lambda s, w: add_custom_field(s, "company", "Founded", "date"),
    "rename_field": lambda s, w: rename_field(s, w.field, "Vehicles"),
    "set_known_when": lambda s, w: set_known_when(s, w.field, "later"),
    "add_choice": lambda s, w: add_choice(s, w.field, "cars"),
    "rename_choice": lambda s, w: rename_choice(s, w.field, "vans", "small vans"),
    "change_choices": lambda s, w: change_choices(s, w.field, ("cars", "trucks", "boats")),
    "remove_choice": lambda s, w: remove_choice(s, w.field, "carts", "vans"),
    "remove_field": lambda s, w: remove_field(s, w.field),
    "set_custom_value": lambda s, w: set_custom_value(s, w.field, "vans", lead_id=w.lead),
    "change_setting": lambda s, w: change_setting(s, "fiscal_year_first_month", "4"),
    "set_target": lambda s, w: set_target(s, "clients", NEXT_YEAR, NEXT_YEAR, 3),
    "remove_target": lambda s, w: remove_target(s, "clients", date(2026, 10, 1)),
    "set_rate": lambda s, w: set_rate(s, "USD", TODAY, "0.92"),
    "remove_rate": lambda s, w: remove_rate(s, "CHF", date(2026, 11, 2)),
    "settle_basics": lambda s, w: settle_basics(s, "EUR", 4, TODAY, 4, 90_000_00),
    "settle_worth": lambda s, w: settle_worth(s, 1_200_000, None, 25),
    "begin_workspace": lambda s, w: begin_workspace(s, "Boss", "UTC", ("leader",), "EUR", 7, TODAY),
}
