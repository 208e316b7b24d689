"""Recording a call, an e-mail or a message, with all that follows from it, as one change.

What follows stands in the team's table of outcomes: a stage, a next step, a cadence. Where a gate
holds the lead back the whole change is refused, so nothing is ever half done.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activity.planning import close_planned_calls, plan_call, plan_task
from models.activity.touches import log_touch
from models.cadences.rows import run_of
from models.cadences.running import ANSWERS, begin_track
from models.companies.belonging import company_of
from models.definitions.current import stage_by_id
from models.definitions.outcomes import OutcomeRow, outcome_rules
from models.definitions.terms import term
from models.entities.leads.leads import Lead
from models.entities.work.activity import Touch
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import now, verb
from models.ids import ContactId, LeadId, StageId
from models.language import gettext as _
from models.language import ngettext
from models.leads.capture import add_contact
from models.leads.do_not_contact import set_do_not_contact
from models.leads.editing import edit_contact
from models.leads.qualifying import answer_criterion
from models.leads.stages.closing import disqualify, recycle
from models.leads.stages.moving import move_stage
from models.queue.moments import moment_for_them
from models.vocabulary import Medium, NextStep, Status, label
from models.written_days import day_text


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to one criterion during a call."""

    criterion: str
    state: str
    answer: str | None = None
    degree: str | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """Whom a lead referred us to; from then on the lead is pursued with them."""

    name: str
    job_title: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class CallResult:
    """What happens next, as a sentence, as a code of `NextStep`, and when.

    `moved_to` is the stage that the lead went to. `attempts` are the touches in a row without an
    answer; at the number that the agreement names, recycling is proposed.
    """

    sentence: str
    next_kind: str
    due_at: datetime | None = None
    moved_to: str | None = None
    attempts: int = 0
    proposes_recycle: bool = False
    contact_id: ContactId | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said beside the outcome; each outcome needs some of it."""

    note: str | None
    call_back_at: datetime | None
    reason: str | None
    look_again_on: date | None
    referred: Referral | None
    right_number: str | None
    block_media: Sequence[str] | None


@verb
def record_call(
    session: Session,
    lead_id: LeadId,
    outcome: str,
    *,
    medium: str = Medium.CALL,
    note: str | None = None,
    seconds: int | None = None,
    call_back_at: datetime | None = None,
    reason: str | None = None,
    look_again_on: date | None = None,
    referred: Referral | None = None,
    right_number: str | None = None,
    answers: Sequence[Answer] = (),
    block_media: Sequence[str] | None = None,
    evidence: str | None = None,
    occurred_at: datetime | None = None,
) -> CallResult:
    """Record a touch with its outcome, and do all that the team's table says follows from it.

    `call_back_at` is when they asked to be called, `reason` why the lead is closed or recycled,
    `referred` whom they named, `right_number` where they can be called instead, `block_media` what
    they do not want (everything, where nothing is said), and `evidence` what the stage's gate may
    ask to be stated (the note, where nothing is).
    Refuses with nothing done: what `log_touch` refuses, a gate that asks for more
    (`GateRefusedError` lists it), a missing time or reason where the outcome needs one, and a time
    to call back that is over.
    """
    lead = existing(session, Lead, lead_id)
    rule = outcome_rules(session).get(outcome)
    log_touch(
        session, lead_id, medium, outcome, note=note, seconds=seconds, occurred_at=occurred_at
    )
    for answer in answers:
        answer_criterion(
            session, lead_id, answer.criterion, answer.state, answer.answer, answer.degree
        )
    session.flush()
    if medium == Medium.CALL:
        close_planned_calls(session, lead_id)
    if rule is None:
        return CallResult(_("Noted."), NextStep.NONE.value)
    said = _Said(note, call_back_at, reason, look_again_on, referred, right_number, block_media)
    if lead.status != Status.OPEN:
        return _to_closed_lead(session, lead, rule, said)
    moved_to = _move(session, lead, rule, evidence or note or rule.words)
    if rule.cadence_track is not None:
        begin_track(session, lead, rule.cadence_track)
    attempts = unanswered_touches(session, lead_id)
    done = _next_step(session, lead, rule, said)
    proposes = lead.status == Status.OPEN and attempts >= term(session, "attempts")
    sentence = done.sentence
    if proposes:
        sentence = ngettext(
            "{count} touch without an answer: time to recycle. {next}",
            "{count} touches without an answer: time to recycle. {next}",
            attempts,
        ).format(count=attempts, next=sentence)
    return CallResult(
        sentence=sentence,
        next_kind=done.next_kind,
        due_at=done.due_at,
        moved_to=moved_to,
        attempts=attempts,
        proposes_recycle=proposes,
        contact_id=done.contact_id,
    )


def unanswered_touches(session: Session, lead_id: LeadId) -> int:
    """Return how many touches a lead got since it last answered, or since it was last opened."""
    lead = existing(session, Lead, lead_id)
    answered = session.scalar(
        select(func.max(Touch.occurred_at)).where(
            Touch.lead_id == lead_id, Touch.outcome.in_(ANSWERS)
        )
    )
    counted = select(func.count(Touch.id)).where(
        Touch.lead_id == lead_id,
        Touch.occurred_at >= lead.status_since,
        Touch.outcome.not_in(ANSWERS),
    )
    if answered is not None:
        counted = counted.where(Touch.occurred_at > answered)
    return session.scalar(counted) or 0


def _move(session: Session, lead: Lead, rule: OutcomeRow, evidence: str) -> str | None:
    """Move a lead that stands before the outcome's stage; return the name of that stage."""
    if rule.stage_id is None:
        return None
    target = stage_by_id(session, rule.stage_id)
    if stage_by_id(session, StageId(lead.stage_id)).position >= target.position:
        return None
    move_stage(session, LeadId(lead.id), target.id, evidence=evidence)
    return target.name


def _next_step(session: Session, lead: Lead, rule: OutcomeRow, said: _Said) -> CallResult:
    lead_id = LeadId(lead.id)
    match rule.next_step:
        case NextStep.CALL_BACK:
            due = _promised(session, said.call_back_at)
            plan_call(session, lead, due, promised=True)
            words = _("Call back {moment}.").format(moment=moment_for_them(session, lead, due))
            return CallResult(words, rule.next_step, due)
        case NextStep.RECYCLE:
            recycle(session, lead_id, _named(said.reason), said.look_again_on, said.note)
            day = lead.look_again_on
            words = _("Back to nurture; look again on {day}.").format(
                day="" if day is None else day_text(day)
            )
            return CallResult(words, rule.next_step)
        case NextStep.DISQUALIFY:
            disqualify(session, lead_id, _named(said.reason), said.note)
            return CallResult(_("Closed as disqualified."), rule.next_step)
        case NextStep.BLOCK:
            return _block(session, lead, rule, said)
        case NextStep.FIX_NUMBER:
            return _correct_number(session, lead, rule, said.right_number)
        case NextStep.ASK_CONTACT:
            return _refer(session, lead, rule, said.referred)
        case NextStep.BOOK:
            return CallResult(_("Book the meeting now."), rule.next_step)
        case NextStep.CALL_AGAIN:
            return _call_again(session, lead, rule)
        case _:
            return _whatever_is_planned(session, lead)


def _promised(session: Session, call_back_at: datetime | None) -> datetime:
    if call_back_at is None:
        raise InvalidValueError("call_back_at", None, _("Say when to call back: a day and a time."))
    if call_back_at.tzinfo is None:
        raise InvalidValueError("call_back_at", call_back_at, _("A time needs its time zone."))
    if call_back_at <= now(session):
        raise InvalidValueError(
            "call_back_at", call_back_at, _("That time is over. Choose one that is to come.")
        )
    return call_back_at


def _named(reason: str | None) -> str:
    if not reason:
        raise InvalidValueError("reason", reason, _("Choose a reason from the team's list."))
    return reason


def _call_again(session: Session, lead: Lead, rule: OutcomeRow) -> CallResult:
    """Plan the next call, unless the cadence that the lead is in says what comes next."""
    planned = _by_cadence(session, lead)
    if planned is not None:
        return planned
    due = plan_call(session, lead, None, wait_minutes=rule.wait_minutes or 0)
    words = _("Call again {moment}.").format(moment=moment_for_them(session, lead, due))
    return CallResult(words, NextStep.CALL_AGAIN.value, due)


def _by_cadence(session: Session, lead: Lead) -> CallResult | None:
    session.flush()
    run = run_of(session, LeadId(lead.id))
    if run is None or run.step is None:
        return None
    words = _("{medium} {moment}: step {number} of {count} of {cadence}.").format(
        medium=label(run.step.medium),
        moment=moment_for_them(session, lead, run.due_at),
        number=run.steps_done + 1,
        count=run.steps,
        cadence=run.cadence,
    )
    return CallResult(words, NextStep.CALL_AGAIN.value, run.due_at)


def _whatever_is_planned(session: Session, lead: Lead) -> CallResult:
    return _by_cadence(session, lead) or CallResult(
        _("Noted. Nothing else is planned."), NextStep.NONE.value
    )


def _correct_number(
    session: Session, lead: Lead, rule: OutcomeRow, right_number: str | None
) -> CallResult:
    """Write the right number down where it is known, and call it next; else somebody finds it."""
    if not right_number or lead.contact_id is None:
        plan_task(session, lead, _("Find the right phone number"), now(session))
        return CallResult(_("Find the right number first."), rule.next_step, now(session))
    edit_contact(session, ContactId(lead.contact_id), phone=right_number)
    due = plan_call(session, lead, now(session))
    words = _("The number is noted. Call it {when}.").format(when=_when(session, lead, due))
    return CallResult(words, rule.next_step, due)


def _refer(session: Session, lead: Lead, rule: OutcomeRow, referred: Referral | None) -> CallResult:
    if referred is None:
        plan_task(session, lead, _("Add the contact they referred us to"), now(session))
        words = _("Add whom they referred you to.")
        return CallResult(words, rule.next_step, now(session))
    first, _blank, last = referred.name.strip().rpartition(" ")
    contact_id = add_contact(
        session,
        company_id=company_of(session, lead),
        first_name=first or None,
        last_name=last or None,
        job_title=referred.job_title,
        email=referred.email,
        phone=referred.phone,
    )
    lead.contact_id = contact_id
    due = plan_call(session, lead, now(session))
    words = _("{name} is the contact now. Call them {when}.").format(
        name=referred.name.strip(), when=_when(session, lead, due)
    )
    return CallResult(words, rule.next_step, due, contact_id=contact_id)


def _when(session: Session, lead: Lead, due: datetime) -> str:
    """Return when a call can be made: next, or from when they may be called."""
    return _("next") if due <= now(session) else moment_for_them(session, lead, due)


def _block(session: Session, lead: Lead, rule: OutcomeRow, said: _Said) -> CallResult:
    media = tuple(Medium) if said.block_media is None else tuple(said.block_media)
    if lead.contact_id is not None:
        for medium in media:
            set_do_not_contact(session, ContactId(lead.contact_id), medium, _("Said so to us"))
    if said.reason:
        disqualify(session, LeadId(lead.id), said.reason, said.note)
        return CallResult(_("Blocked, and closed as disqualified."), rule.next_step)
    named = ", ".join(label(medium).lower() for medium in media)
    return CallResult(_("Blocked: {media}.").format(media=named), rule.next_step)


def _to_closed_lead(session: Session, lead: Lead, rule: OutcomeRow, said: _Said) -> CallResult:
    """Leave a closed lead its status; what forbids to reach it is noted all the same."""
    if rule.next_step == NextStep.BLOCK:
        return _block(session, lead, rule, replace(said, reason=None))
    words = _("Noted. The lead stays as it is ({status}).").format(
        status=label(lead.status).lower()
    )
    return CallResult(words, NextStep.NONE.value)
