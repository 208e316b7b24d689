"""What silence does: it is reminded, escalated and reassigned, each once, and never accepted."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import stage_by_meaning
from models.definitions.terms import terms
from models.entities.leads.leads import Handoff, Lead
from models.finding import existing
from models.handoff.asking import active_members, member_to_ask
from models.history.verbs import now, verb
from models.ids import LeadId, MemberId
from models.team.working_clock import NobodyWorksError, WorkingClock, clocks_of_team
from models.vocabulary import HandoffState, Meaning, Role

STEPS = ("remind", "escalate", "reassign")
"""The terms of silence, in the order in which they act."""
ASK = "ask"
"""The step for a lead that nobody could be asked about before, or whose person has left."""
_DONE_AT = {"remind": "reminded_at", "escalate": "escalated_at", "reassign": "reassigned_at"}


class Advanced(NamedTuple):
    """How many handoffs a run acted on."""

    reminded: int = 0
    escalated: int = 0
    reassigned: int = 0
    asked: int = 0
    """How many got somebody to ask who had nobody before."""

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.reminded or self.escalated or self.reassigned or self.asked)


def waiting_handoffs(session: Session) -> list[Handoff]:
    """Return what sales has not answered, the oldest first."""
    return list(
        session.scalars(
            select(Handoff)
            .where(Handoff.state == HandoffState.WAITING)
            .order_by(Handoff.handed_at, Handoff.id)
        )
    )


def due_at(clock: WorkingClock, since: datetime, minutes: int) -> datetime | None:
    """Return when a term is up; None where the person has no working time for years."""
    try:
        return clock.add_minutes(since, minutes)
    except NobodyWorksError:
        return None


def is_silence_due(session: Session, at: datetime) -> bool:
    """Say whether `advance_handoffs` would find something to do at this instant.

    It is asked each minute, and a change that changes nothing would still take the writer's turn.
    """
    return any(
        not needs_somebody(step) or _other(session, handoff, at) is not None
        for handoff, step, _due in _due_steps(session, at)
    )


def needs_somebody(step: str) -> bool:
    """Say whether a step gives the lead to another person, and so needs one."""
    return step in {ASK, "reassign"}


@verb
def advance_handoffs(session: Session) -> Advanced:
    """Remind, escalate and reassign what is due, on the clock of who has to answer.

    It is nobody's change. Each step is taken once and dated when it was due, however long nobody
    ran the program; nothing is ever accepted by it. Escalated leads are shown to the leaders. One
    that nobody else can take stays where it is, and is tried again.
    """
    counts = dict.fromkeys((*STEPS, ASK), 0)
    for handoff, step, due in list(_due_steps(session, now(session))):
        if needs_somebody(step) and not _give_on(session, handoff):
            continue
        if step == ASK:
            # Nobody could have answered before, so the time begins now.
            handoff.handed_at = due
            handoff.first_member_id = handoff.first_member_id or handoff.member_id
            handoff.reminded_at = handoff.escalated_at = handoff.reassigned_at = None
        else:
            setattr(handoff, _DONE_AT[step], due)
        counts[step] += 1
        session.flush()
    return Advanced(counts["remind"], counts["escalate"], counts["reassign"], counts[ASK])


def _due_steps(session: Session, at: datetime) -> Iterator[tuple[Handoff, str, datetime]]:
    """Yield what is due and not done, with the moment it was due at."""
    agreed = terms(session)
    clocks = clocks_of_team(session)
    active = active_members(session)
    for handoff in waiting_handoffs(session):
        if handoff.member_id is None or handoff.member_id not in active:
            yield handoff, ASK, at
            continue
        clock = clocks[MemberId(handoff.member_id)]
        for step in STEPS:
            # Who has no working time for years cannot answer, so all of it is due at once.
            due = due_at(clock, handoff.handed_at, int(agreed[step])) or handoff.handed_at
            if getattr(handoff, _DONE_AT[step]) is None and due <= at:
                yield handoff, step, due


def _give_on(session: Session, handoff: Handoff) -> bool:
    lead = existing(session, Lead, LeadId(handoff.lead_id))
    chosen = _other(session, handoff, now(session))
    if chosen is None:
        return False
    if lead.owner_id in {None, handoff.member_id}:
        lead.owner_id = chosen
    handoff.member_id = chosen
    return True


def _other(session: Session, handoff: Handoff, at: datetime) -> MemberId | None:
    """Return who would be asked in place of who was."""
    stage = stage_by_meaning(session, Meaning.MQL)
    role = Role.SDR.value if stage is None else stage.owner_role
    owner_id = session.scalar(select(Lead.owner_id).where(Lead.id == handoff.lead_id))
    return member_to_ask(session, role, at, owner_id=owner_id, without=(handoff.member_id or 0,))
