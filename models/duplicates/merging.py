"""Two records of one person, one pursuit or one company become one; undo brings both back."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.cadences.running import leave_one_run
from models.checks import LONG_TEXT_LIMIT, optional_text
from models.definitions.current import stages
from models.duplicates.choosing import (
    COMPANY_FIELDS,
    CONTACT_FIELDS,
    LEAD_FIELDS,
    Choices,
    refuse_unknown,
    unwanted_answer,
    unwanted_value,
    write_choices,
)
from models.duplicates.keys import company_key, email_key, phone_key
from models.duplicates.moving_over import move_over, refuse_during_import, settle
from models.duplicates.refusals import MergeRefusedError
from models.entities.definitions.fields import CustomValue
from models.entities.definitions.qualification import QualificationAnswer
from models.entities.leads.leads import Handoff, Lead
from models.entities.leads.moves import StageMove
from models.entities.people.contacts import Company, Contact, DoNotContact
from models.entities.people.duplicates import DistinctPair
from models.finding import existing
from models.history.verbs import verb
from models.ids import CompanyId, ContactId, LeadId
from models.language import gettext as _
from models.leads.fields import NAMING_FIELDS, NamelessContactError
from models.text_keys import fold
from models.vocabulary import HandoffState, Status

GOING = (Status.OPEN.value, Status.NURTURE.value)


@verb
def merge_contacts(
    session: Session, kept_id: ContactId, gone_id: ContactId, choices: Choices | None = None
) -> None:
    """Make one contact of two; `choices` names fields and whose value stays: kept, gone or both.

    Leads, appointments and wishes not to be contacted of the one that goes belong to the one that
    stays; a wish that either of them had stays, since when it was first stated. Refuses one contact
    twice, a field or choice that does not exist, to leave nothing by which the person could be
    known, and to merge while an import is running.
    """
    kept, gone = existing(session, Contact, kept_id), existing(session, Contact, gone_id)
    said = _checked(session, kept, gone, choices, CONTACT_FIELDS)
    write_choices(kept, gone, CONTACT_FIELDS, said)
    kept.notes = optional_text("notes", kept.notes, LONG_TEXT_LIMIT)
    if not any(getattr(kept, name) for name in NAMING_FIELDS):
        raise NamelessContactError
    kept.email_key = email_key(kept.email)
    kept.phone_key = phone_key(kept.phone) or phone_key(kept.mobile)
    settle(
        session, DoNotContact, DoNotContact.contact_id, lambda row: row.medium, kept.id, gone.id,
        lambda mine, other: mine if other.stated_at < mine.stated_at else other,
    )  # fmt: skip
    _settle_distinct(session, kept.id, gone.id)
    move_over(session, kept, gone)


@verb
def merge_leads(
    session: Session, kept_id: LeadId, gone_id: LeadId, choices: Choices | None = None
) -> None:
    """Make one lead of two pursuits of the same person that are one.

    The keys of both stay, so that either source finds it; touches, events, tasks, appointments,
    deals and handoffs go over. It stands in the further of the two stages: the moves of the lead
    that came further count, and those of the other one that came before and led elsewhere; the
    others are kept and voided. Refuses leads of two people, of nobody (their source alone knows
    them), and one that is closed: a client that comes back is a new lead.
    """
    kept, gone = existing(session, Lead, kept_id), existing(session, Lead, gone_id)
    if kept.contact_id is None or kept.contact_id != gone.contact_id:
        raise MergeRefusedError(
            _("These leads are not of the same person. Merge the people first.")
        )
    if kept.status not in GOING or gone.status not in GOING:
        raise MergeRefusedError(
            _("Only leads that are open or in nurture can be merged; a closed one stays as it is.")
        )
    said = _checked(session, kept, gone, choices, LEAD_FIELDS)
    further = _go_on_from_the_further(session, kept, gone)
    write_choices(kept, gone, LEAD_FIELDS, said)
    kept.notes = optional_text("notes", kept.notes, LONG_TEXT_LIMIT)
    kept.stage_id = further
    settle(
        session, QualificationAnswer, QualificationAnswer.lead_id, lambda row: row.criterion,
        kept.id, gone.id, unwanted_answer(said),
    )  # fmt: skip
    settle(
        session, CustomValue, CustomValue.lead_id, lambda row: row.field_id,
        kept.id, gone.id, unwanted_value(session, said),
    )  # fmt: skip
    _withdraw_the_later_handoff(session, kept.id, gone.id)
    leave_one_run(session, kept, gone)
    move_over(session, kept, gone)


@verb
def merge_companies(
    session: Session, kept_id: CompanyId, gone_id: CompanyId, choices: Choices | None = None
) -> None:
    """Make one company of two of the same name, with the people and leads of both.

    It is a client if either was. Refuses companies of different names: give them one name first.
    """
    kept, gone = existing(session, Company, kept_id), existing(session, Company, gone_id)
    if kept.name_key != gone.name_key:
        raise MergeRefusedError(
            _("{one} and {other} have different names. Rename one of them first.").format(
                one=kept.name, other=gone.name
            )
        )
    said = _checked(session, kept, gone, choices, COMPANY_FIELDS)
    write_choices(kept, gone, COMPANY_FIELDS, said)
    kept.name_key = company_key(kept.name) or fold(kept.name)
    kept.is_client = kept.is_client or gone.is_client
    settle(
        session, CustomValue, CustomValue.company_id, lambda row: row.field_id,
        kept.id, gone.id, unwanted_value(session, said),
    )  # fmt: skip
    move_over(session, kept, gone)


def _checked(
    session: Session,
    kept: Contact | Lead | Company,
    gone: Contact | Lead | Company,
    choices: Choices | None,
    fields: Sequence[str],
) -> Choices:
    if kept is gone:
        raise MergeRefusedError(_("This is one record, not two. Choose two."))
    refuse_during_import(session)
    refuse_unknown(choices or {}, fields)
    return choices or {}


def _settle_distinct(session: Session, kept_id: int, gone_id: int) -> None:
    """Let those who are not the one that goes be not the one that stays."""
    pairs = session.scalars(
        select(DistinctPair).where(
            or_(
                DistinctPair.first_id.in_((kept_id, gone_id)),
                DistinctPair.second_id.in_((kept_id, gone_id)),
            )
        )
    ).all()
    known = {
        other
        for pair in pairs
        for one, other in (
            (pair.first_id, pair.second_id),
            (pair.second_id, pair.first_id),
        )
        if one == kept_id
    }
    staying: list[tuple[DistinctPair, int]] = []
    for pair in pairs:
        if gone_id not in (pair.first_id, pair.second_id):
            continue
        other = pair.second_id if pair.first_id == gone_id else pair.first_id
        if other == kept_id or other in known:
            session.delete(pair)
        else:
            staying.append((pair, other))
    session.flush()
    for pair, other in staying:
        pair.first_id, pair.second_id = sorted((kept_id, other))
    session.flush()


def _go_on_from_the_further(session: Session, kept: Lead, gone: Lead) -> int:
    """Let only those moves count that lead to the further stage; return that stage."""
    place = {int(stage.id): stage.position for stage in stages(session)}
    ahead, behind = kept, gone
    if place.get(gone.stage_id, -1) > place.get(kept.stage_id, -1):
        ahead, behind = gone, kept
    ours, others = _standing_moves(session, ahead.id), _standing_moves(session, behind.id)
    reached = {move.to_stage_id for move in ours}
    last = max(ours, key=lambda move: move.id, default=None)
    for move in others:
        if move.to_stage_id in reached or not (last is None or _comes_before(move, last)):
            move.voided = True
    return ahead.stage_id


def _standing_moves(session: Session, lead_id: int) -> Sequence[StageMove]:
    return session.scalars(
        select(StageMove).where(StageMove.lead_id == lead_id, StageMove.voided.is_(False))
    ).all()


def _comes_before(move: StageMove, last: StageMove) -> bool:
    if move.id > last.id:
        return False
    if move.occurred_at is None or last.occurred_at is None:
        return True
    return move.occurred_at <= last.occurred_at


def _withdraw_the_later_handoff(session: Session, kept_id: int, gone_id: int) -> None:
    """Let sales be asked once: of two questions that wait, the one that was asked first stands."""
    waiting = session.scalars(
        select(Handoff)
        .where(Handoff.lead_id.in_((kept_id, gone_id)), Handoff.state == HandoffState.WAITING)
        .order_by(Handoff.handed_at, Handoff.id)
    ).all()
    for later in waiting[1:]:
        later.state = HandoffState.WITHDRAWN.value
