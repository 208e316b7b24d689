"""What a lead's moves and endings mean for its handoff; in the same change as what caused them.

Whoever writes a live stage move calls `follow_move`; imports of history do not.
"""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.definitions.current import StageRow, stage_by_meaning, stages
from models.entities.leads.leads import Handoff, Lead
from models.handoff.asking import holds, member_to_ask, member_to_own
from models.history.verbs import acting_member, now
from models.ids import HandoffId, StageId
from models.storage.prepared import IdQuestion
from models.vocabulary import HandoffState, Meaning, Status

_WAITING = IdQuestion(
    select(Handoff.id)
    .where(Handoff.lead_id == bindparam("lead_id"), Handoff.state == HandoffState.WAITING.value)
    .order_by(Handoff.id.desc())
)


def follow_move(
    session: Session, lead: Lead, target: StageRow, came_from: StageId | None = None
) -> None:
    """Hand a lead over that became an MQL, and close the handoff of one that moved on.

    One that sales had accepted and that comes back from a later stage is not asked about again.
    Moved past MQL by who was asked, or by another holder of the stage's role, it is accepted by
    that act; moved by anybody else, or back, the handoff is withdrawn. From MQL on no open lead is
    left without an owner.
    """
    if target.meaning == Meaning.MQL:
        if not _comes_back_accepted(session, lead, target, came_from):
            begin_handoff(session, lead, target)
        ensure_owner(session, lead, target)
        return
    handoff = waiting_handoff(session, lead.id)
    if handoff is not None:
        asked_stage = stage_by_meaning(session, Meaning.MQL)
        forward = asked_stage is None or target.position > asked_stage.position
        actor = acting_member(session)
        role = "" if asked_stage is None else asked_stage.owner_role
        taken = actor is not None and (actor == handoff.member_id or holds(session, actor, role))
        if forward and taken:
            decide(session, handoff, HandoffState.ACCEPTED)
            own_accepted(session, lead, handoff)
        else:
            decide(session, handoff, HandoffState.WITHDRAWN)
    ensure_owner(session, lead, target)


def _comes_back_accepted(
    session: Session, lead: Lead, target: StageRow, came_from: StageId | None
) -> bool:
    before = next((one for one in stages(session) if one.id == came_from), None)
    if before is None or before.position < target.position:
        return False
    last = select(Handoff.state).where(Handoff.lead_id == lead.id).order_by(Handoff.id.desc())
    return session.scalar(last.limit(1)) == HandoffState.ACCEPTED


def follow_closing(session: Session, lead: Lead) -> None:
    """Withdraw what waits for an answer about a lead that was closed or sent to nurture."""
    handoff = waiting_handoff(session, lead.id)
    if handoff is not None:
        decide(session, handoff, HandoffState.WITHDRAWN)


def follow_reopening(session: Session, lead: Lead) -> None:
    """Ask sales again about a lead that comes back as an MQL; leave no later one without owner."""
    stage = next((one for one in stages(session) if one.id == lead.stage_id), None)
    if stage is not None:
        if stage.meaning == Meaning.MQL:
            begin_handoff(session, lead, stage)
        else:
            ensure_owner(session, lead, stage)


def begin_handoff(
    session: Session, lead: Lead, stage: StageRow, member_id: int | None = None
) -> HandoffId:
    """Ask one named person to accept a lead, or note that there is nobody to ask.

    A lead of nobody's becomes theirs; an owner of another role is kept until it is accepted. One
    that waits already is not asked about twice.
    """
    handoff = waiting_handoff(session, lead.id)
    if handoff is None:
        asked = member_id or member_to_ask(
            session, stage.owner_role, now(session), owner_id=lead.owner_id
        )
        handoff = Handoff(
            lead_id=lead.id,
            state=HandoffState.WAITING.value,
            handed_at=now(session),
            member_id=asked,
            first_member_id=asked,
        )
        session.add(handoff)
        if lead.owner_id is None:
            lead.owner_id = asked
        session.flush()
    return HandoffId(handoff.id)


def waiting_handoff(session: Session, lead_id: int) -> Handoff | None:
    """Return the handoff of a lead that waits for an answer."""
    found = _WAITING.row(session, Handoff, lead_id=lead_id)
    # An answer of this very change may not have reached the database yet.
    return None if found is None or found.state != HandoffState.WAITING else found


def decide(
    session: Session,
    handoff: Handoff,
    state: HandoffState,
    reason: str | None = None,
    note: str | None = None,
) -> None:
    """Write down what became of a handoff, when, and by whom.

    A lead that was merged from two may have been handed over twice; one answer is enough.
    """
    waiting = _WAITING.ids(session, lead_id=handoff.lead_id)
    for other in (session.get_one(Handoff, one) for one in waiting if one != handoff.id):
        other.state = HandoffState.WITHDRAWN.value
        other.decided_at = now(session)
        other.decided_by_id = acting_member(session)
    handoff.state = state.value
    handoff.decided_at = now(session)
    handoff.decided_by_id = acting_member(session)
    handoff.reason = reason
    handoff.note = note


def own_accepted(session: Session, lead: Lead, handoff: Handoff) -> None:
    """Give an accepted lead to who accepted it where they hold the role, else to who was asked."""
    stage = stage_by_meaning(session, Meaning.MQL)
    role = "" if stage is None else stage.owner_role
    accepter = handoff.decided_by_id
    if handoff.member_id is None or holds(session, accepter, role):
        lead.owner_id = accepter
    else:
        lead.owner_id = handoff.member_id


def ensure_owner(session: Session, lead: Lead, stage: StageRow) -> None:
    """Give an open lead that has come as far as MQL an owner, where it has none."""
    if lead.owner_id is not None or lead.status != Status.OPEN:
        return
    begin = stage_by_meaning(session, Meaning.MQL)
    past = stage.meaning != Meaning.NONE if begin is None else stage.position >= begin.position
    if past:
        lead.owner_id = member_to_own(session, stage.owner_role, now(session))
