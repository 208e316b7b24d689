"""Cadences, templates and leads put aside, for tests that need rows to work on."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from models.cadences.enrolling import enrol
from models.cadences.shaping import StepDraft, add_cadence, remove_cadence
from models.ids import CadenceId, LeadId, TemplateId
from models.leads.capture import add_lead
from models.queue.snoozing import snooze
from models.templates.shaping import add_template, remove_template


@dataclass(frozen=True)
class SmallQueue:
    """A cadence that a lead is in, another one, and one of each kind that is not used any more."""

    cadence: CadenceId
    other_cadence: CadenceId
    removed_cadence: CadenceId
    template: TemplateId
    removed_template: TemplateId
    snoozed_lead: LeadId


def make_queue(session: Session, enrolled: LeadId) -> SmallQueue:
    """Write two cadences and templates, enrol a lead, and put one aside for everybody."""
    template = add_template(session, "Hello", "email", "Hello {first_name}", "For {company}")
    removed_template = add_template(session, "Old", "linkedin", "Hello")
    remove_template(session, removed_template)
    calls = [StepDraft("call"), StepDraft("email", 2, "Write", template), StepDraft("call", 3)]
    cadence = add_cadence(session, "Three steps", "first", calls)
    removed_cadence = add_cadence(session, "Old one", "negative", [StepDraft("call")])
    remove_cadence(session, removed_cadence)
    enrol(session, enrolled, cadence)
    snoozed_lead = add_lead(session, title="Away until the fair")
    snooze(
        session,
        snoozed_lead,
        datetime(2026, 12, 1, 8, tzinfo=UTC),
        reason="At a fair",
        for_everybody=True,
    )
    return SmallQueue(
        cadence=cadence,
        other_cadence=add_cadence(session, "One step", "positive", [StepDraft("call", 1)]),
        removed_cadence=removed_cadence,
        template=template,
        removed_template=removed_template,
        snoozed_lead=snoozed_lead,
    )
