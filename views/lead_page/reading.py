"""All that a lead's page shows, read at once in the background."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from models.iso_codes import minor_digits
from models.language import gettext as _
from models.vocabulary import label
from views.lead_page.facts.specs import FactOptions
from views.leads.stage_mover import StageOption

if TYPE_CHECKING:
    from models.activity.tasks import TaskRow
    from models.appointments.coming import NextMeeting
    from models.appointments.rows import AppointmentRow
    from models.cadences.rows import CadenceRow, RunRow
    from models.chances.wording import ChanceWords
    from models.duplicates.scanning import DuplicateRow
    from models.handoff.inbox import HandoffRow
    from models.ids import LeadId
    from models.leads.detail import LeadDetail
    from models.leads.next_step import NextGate, Question, ScriptLine
    from models.leads.stages.moves import MoveRow
    from models.leads.worth import WorthRow
    from models.scoring.reading import ScoreRow


@dataclass(frozen=True, slots=True)
class LeadShown:
    """A lead with what comes next; `page` is what only its page needs."""

    detail: "LeadDetail"
    stages: tuple[StageOption, ...]
    tasks: "tuple[TaskRow, ...]"
    gate: "NextGate | None"
    questions: "tuple[Question, ...]"
    score: "ScoreRow"
    handoff: "HandoffRow | None"
    meeting: "NextMeeting | None" = None
    page: "PageShown | None" = None


@dataclass(frozen=True, slots=True)
class PageShown:
    """What a lead's page shows beyond head and next step."""

    script: "tuple[ScriptLine, ...]"
    appointments: "tuple[AppointmentRow, ...]"
    duplicates: "tuple[DuplicateRow, ...]"
    options: FactOptions
    members: dict[int, str]
    reasons: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    look_again_days: int
    currency_digits: dict[str, int]
    moves: "tuple[MoveRow, ...]"
    stage_names: dict[int, str]
    currency: str
    cadences: "tuple[CadenceRow, ...]"
    run: "RunRow | None"

    @property
    def correctable(self) -> "MoveRow | None":
        """The latest move that counts; None where that is how the lead came in."""
        latest = next((move for move in self.moves if not move.voided), None)
        return None if latest is None or latest.from_stage_id is None else latest


@dataclass(frozen=True, slots=True)
class WorthShown:
    """What a lead is worth, with the decimals of its currency."""

    row: "WorthRow"
    digits: int


def read_head(session: Any, lead_id: "LeadId", at: datetime) -> LeadShown:
    """Read head and next step of a lead."""
    return _read(session, lead_id, at)


def read_page(session: Any, lead_id: "LeadId", at: datetime) -> LeadShown:
    """Read all that a lead's page shows but its timeline and its worth."""
    from models.appointments.rows import appointments_of
    from models.cadences.rows import cadences, run_of
    from models.conditions.events import EVENT_KINDS
    from models.definitions.current import last_name_of_stage, reasons
    from models.definitions.terms import term
    from models.duplicates.scanning import duplicates_of
    from models.leads.lists.choices import channel_choices, owner_choices
    from models.leads.next_step import script_of
    from models.leads.stages.moves import moves_of
    from models.marketing.channels import campaigns
    from models.settings import setting

    shown = _read(session, lead_id, at)
    detail = shown.detail
    moves = moves_of(session, lead_id)
    owners = owner_choices(session)
    options = FactOptions(
        owners=tuple((one.key, one.name) for one in owners),
        channels=tuple((one.key, one.name) for one in channel_choices(session)),
        campaigns=(
            (None, _("No campaign")),
            *((one.id, one.name) for one in campaigns(session, detail.channel_id)),
        ),
    )
    contact = detail.contact
    page = PageShown(
        script=script_of(session, lead_id),
        appointments=appointments_of(session, lead_id),
        duplicates=() if contact is None else duplicates_of(session, contact.id),
        options=options,
        members={one.key: one.name for one in owners if one.key is not None},
        reasons=tuple((one.code, one.name) for one in reasons(session)),
        kinds=tuple((code, label(code)) for code in EVENT_KINDS),
        look_again_days=term(session, "look_again"),
        currency_digits={deal.currency: minor_digits(deal.currency) for deal in detail.deals},
        moves=tuple(reversed(moves)),
        stage_names={
            stage_id: last_name_of_stage(session, stage_id)
            for stage_id in {move.to_stage_id for move in moves}
        },
        currency=setting(session, "base_currency"),
        cadences=cadences(session),
        run=run_of(session, lead_id),
    )
    return replace(shown, page=page)


def read_worth(session: Any, lead_id: "LeadId") -> WorthShown:
    """Read what a lead is worth; it counts leads that are over, which may take a moment."""
    from models.leads.worth import worth_of

    row = worth_of(session, lead_id)
    return WorthShown(row, minor_digits(row.currency))


def read_chances(session: Any, lead_id: "LeadId") -> "ChanceWords | None":
    """Read the chances of a lead that were learned last."""
    from models.chances.wording import chance_words

    return chance_words(session, lead_id)


def _read(session: Any, lead_id: "LeadId", at: datetime) -> LeadShown:
    from models.activity.tasks import tasks_of
    from models.appointments.coming import next_meeting
    from models.definitions.current import stages
    from models.handoff.inbox import handoff_of
    from models.leads.detail import lead_detail
    from models.leads.next_step import next_gate, next_questions
    from models.scoring.reading import score_of

    return LeadShown(
        detail=lead_detail(session, lead_id),
        stages=tuple(StageOption(stage.id, stage.name) for stage in stages(session)),
        tasks=tuple(task for task in tasks_of(session, lead_id) if task.done_at is None),
        gate=next_gate(session, lead_id),
        questions=next_questions(session, lead_id),
        score=score_of(session, lead_id, at),
        handoff=handoff_of(session, lead_id, at),
        meeting=next_meeting(session, lead_id),
    )
