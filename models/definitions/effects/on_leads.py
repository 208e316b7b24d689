"""What a draft of the definitions would do to the leads that are here, before it is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, not_, select
from sqlalchemy.orm import Session

from models.definitions.current import last_name_of_stage, stages
from models.definitions.effects.on_desk import MeetingsShort, RoleShift, meetings_short, role_shifts
from models.definitions.gates.stage_gates import condition_of_gate
from models.definitions.problems.of_stages import dropped_stages, leads_in_stage
from models.definitions.versions.draft import DefinitionsDraft
from models.definitions.versions.writing import current_draft
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.people.contacts import Company, Contact
from models.ids import LeadId, StageId
from models.scoring.counting import points_of
from models.scoring.rules import Scoring, scoring_in_force, scoring_of
from models.vocabulary import Meaning, Status

_AT_ONCE = 5000
_EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class StageShift:
    """Leads of a stage that the draft drops, and where they would go; closed ones included."""

    from_stage: str
    to_stage: str
    count: int


@dataclass(frozen=True, slots=True)
class GateBlocked:
    """Open leads that stand in a stage and would not meet the gate it gets."""

    stage: str
    count: int


@dataclass(frozen=True, slots=True)
class Effects:
    """What would change. Stage moves, roles and meetings apart, all counts are of open leads.

    `become_mql` stand before the MQL stage and would pass by score, which they do not now;
    `pass_no_more` do now and would not. `examples` are some of those that something changes for.
    """

    open_leads: int
    stage_moves: tuple[StageShift, ...]
    become_mql: int
    pass_no_more: int
    grades_changed: int
    gate_blocked: tuple[GateBlocked, ...]
    examples: tuple[LeadId, ...]
    role_shifts: tuple[RoleShift, ...] = ()
    meetings_short: tuple[MeetingsShort, ...] = ()


class EffectsCancelledError(Exception):
    """Whoever asked does not want the answer any more."""


def effects_of(
    session: Session,
    draft: DefinitionsDraft,
    at: datetime,
    cancelled: Callable[[], bool] | None = None,
) -> Effects:
    """Return what writing a draft would do, counted on the leads as they are at this moment.

    The draft has to be one without problems. Raises `EffectsCancelledError` once `cancelled` says
    that nobody waits for it.
    """
    asked = cancelled or (lambda: False)
    _go_on(asked)
    before = current_draft(session)
    counted = _Counted()
    if scoring_of(draft) != scoring_in_force(session) or _mql_before(draft) != _mql_before(before):
        _count_scores(session, draft, before, at, asked, counted)
    blocked = tuple(_gates(session, draft, before, at, asked, counted))
    return Effects(
        open_leads=_open_leads(session),
        stage_moves=tuple(_shifts(session, draft, counted)),
        become_mql=counted.become_mql,
        pass_no_more=counted.pass_no_more,
        grades_changed=counted.grades_changed,
        gate_blocked=blocked,
        examples=tuple(dict.fromkeys(counted.examples))[:_EXAMPLES],
        role_shifts=role_shifts(session, draft),
        meetings_short=tuple(meetings_short(session, draft, before, at)),
    )


@dataclass
class _Counted:
    """What was counted so far."""

    become_mql: int = 0
    pass_no_more: int = 0
    grades_changed: int = 0
    examples: list[LeadId] = field(default_factory=list)

    def show(self, lead_id: int) -> None:
        """Take a lead as an example, as long as there are few."""
        if len(self.examples) < _EXAMPLES:
            self.examples.append(LeadId(lead_id))


def _go_on(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise EffectsCancelledError


def _open_leads(session: Session) -> int:
    counted = select(func.count()).select_from(LeadCard).where(LeadCard.status == Status.OPEN.value)
    return session.scalar(counted) or 0


def _mql_before(draft: DefinitionsDraft) -> frozenset[StageId | None]:
    """Return the stages before MQL, those included whose leads would go there."""
    place = next((at for at, one in enumerate(draft.stages) if one.meaning == Meaning.MQL), 0)
    earlier = {stage.id for stage in draft.stages[:place] if not stage.is_new}
    return frozenset(earlier | {gone for gone, to in draft.moved.items() if to in earlier})


@dataclass(frozen=True, slots=True)
class _Scored:
    """An open lead with the scores on its card and those that the draft would give it."""

    lead_id: int
    stage_id: StageId
    override: str | None
    fit: int
    interest_key: float | None
    new_fit: int
    new_interest_key: float | None


def _count_scores(
    session: Session,
    draft: DefinitionsDraft,
    before: DefinitionsDraft,
    at: datetime,
    cancelled: Callable[[], bool],
    counted: _Counted,
) -> None:
    old, new = scoring_in_force(session).grading, scoring_of(draft).grading
    early_now, early_then = _mql_before(before), _mql_before(draft)
    for lead in _scored(session, scoring_of(draft), cancelled):
        was = old.points(lead.interest_key, at)
        would = new.points(lead.new_interest_key, at)
        passes_now = lead.stage_id in early_now and old.makes_mql(lead.fit, was)
        passes_then = lead.stage_id in early_then and new.makes_mql(lead.new_fit, would)
        other_grade = lead.override is None and (
            old.grade(lead.fit, was) != new.grade(lead.new_fit, would)
        )
        counted.become_mql += passes_then and not passes_now
        counted.pass_no_more += passes_now and not passes_then
        counted.grades_changed += other_grade
        if passes_now != passes_then or other_grade:
            counted.show(lead.lead_id)


def _scored(session: Session, scoring: Scoring, cancelled: Callable[[], bool]) -> Iterator[_Scored]:
    """Yield every open lead with its scores before and after, in pieces."""
    same = scoring.rules == scoring_in_force(session).rules and (
        scoring.grading.half_life_days == scoring_in_force(session).grading.half_life_days
    )
    last = 0
    while True:
        _go_on(cancelled)
        cards = session.execute(
            select(
                LeadCard.id,
                LeadCard.stage_id,
                LeadCard.grade_override,
                LeadCard.fit,
                LeadCard.interest_key,
            )
            .where(LeadCard.id > last, LeadCard.status == Status.OPEN.value)
            .order_by(LeadCard.id)
            .limit(_AT_ONCE)
        ).all()
        if not cards:
            return
        piece = and_(Lead.id > last, Lead.id <= cards[-1].id, Lead.status == Status.OPEN.value)
        last = cards[-1].id
        points = {} if same else {one.lead_id: one for one in points_of(session, scoring, piece)}
        for card in cards:
            given = points.get(card.id)
            yield _Scored(
                card.id,
                StageId(card.stage_id),
                card.grade_override,
                card.fit or 0,
                card.interest_key,
                (card.fit or 0) if given is None else given.fit,
                card.interest_key if given is None else given.interest_key,
            )


def _shifts(session: Session, draft: DefinitionsDraft, counted: _Counted) -> Iterator[StageShift]:
    names = {stage.id: stage.name for stage in draft.stages if not stage.is_new}
    for stage_id in dropped_stages(session, draft):
        taker = draft.moved.get(stage_id)
        held = leads_in_stage(session, stage_id)
        if held and taker in names:
            yield StageShift(last_name_of_stage(session, stage_id), names[taker], held)
            some = select(LeadCard.id).where(LeadCard.stage_id == stage_id).limit(_EXAMPLES)
            for lead_id in session.scalars(some):
                counted.show(lead_id)


def _gates(
    session: Session,
    draft: DefinitionsDraft,
    before: DefinitionsDraft,
    at: datetime,
    cancelled: Callable[[], bool],
    counted: _Counted,
) -> Iterator[GateBlocked]:
    """Yield the stages that get another gate, with the leads in them that do not meet it."""
    known = {stage.id: set(stage.gate) for stage in before.stages}
    here = {stage.id for stage in stages(session)}
    for stage in draft.stages:
        if stage.id not in here or not set(stage.gate) - known[stage.id]:
            continue
        _go_on(cancelled)
        new = [rule for rule in stage.gate if rule not in known[stage.id]]
        conditions = condition_of_gate(session, new, _said(stage.id), at)
        found = session.scalars(
            select(Lead.id)
            .outerjoin(Contact, Contact.id == Lead.contact_id)
            .outerjoin(Company, Company.id == Lead.company_id)
            .where(
                Lead.stage_id == stage.id,
                Lead.status == Status.OPEN.value,
                not_(and_(*conditions)),
            )
            .order_by(Lead.id)
        ).all()
        if found:
            yield GateBlocked(stage.name, len(found))
            for lead_id in found[:_EXAMPLES]:
                counted.show(lead_id)


def _said(stage_id: StageId | None) -> ColumnElement[bool]:
    """Return whether it was written down what brought a lead to the stage."""
    said = and_(
        StageMove.lead_id == Lead.id,
        StageMove.to_stage_id == stage_id,
        StageMove.voided.is_(False),
        func.coalesce(StageMove.evidence, "") != "",
    )
    return select(StageMove.id).where(said).correlate(Lead).exists()
