"""What each outcome of a touch brings about, by the definitions in force."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import current_definitions_id, remembered, stages
from models.entities import OutcomeRule
from models.ids import StageId
from models.language import gettext as _
from models.language import ngettext
from models.vocabulary import TOUCH_OUTCOMES, CadenceTrack, NextStep, label

_HOUR_MINUTES = 60


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """An outcome and what follows; `words` name it, `sentence` says all that it brings about.

    `wait_minutes` are working minutes. A stage is moved to only by leads that stand before it, and
    through its gate.
    """

    outcome: str
    words: str
    stage_id: StageId | None
    stage_name: str | None
    next_step: str
    wait_minutes: int | None
    cadence_track: str | None
    sentence: str


def outcome_rules(session: Session) -> dict[str, OutcomeRow]:
    """Return what follows from each outcome, by its code and in the order of the vocabulary.

    An outcome that the definitions say nothing about brings nothing about.
    """
    return remembered(session, "outcome_rules", _find_rules)


def _find_rules(session: Session) -> dict[str, OutcomeRow]:
    names = {stage.id: stage.name for stage in stages(session)}
    written = {
        rule.outcome: rule
        for rule in session.scalars(
            select(OutcomeRule).where(OutcomeRule.definitions_id == current_definitions_id(session))
        )
    }
    return {outcome: _row(outcome, written.get(outcome), names) for outcome in TOUCH_OUTCOMES}


def _row(outcome: str, rule: OutcomeRule | None, names: dict[StageId, str]) -> OutcomeRow:
    if rule is None:
        rule = OutcomeRule(outcome=outcome, next_step=NextStep.NONE.value)
    stage_id = None if rule.stage_id is None else StageId(rule.stage_id)
    stage_name = None if stage_id is None else names.get(stage_id)
    return OutcomeRow(
        outcome=outcome,
        words=label(outcome),
        stage_id=stage_id,
        stage_name=stage_name,
        next_step=rule.next_step,
        wait_minutes=rule.wait_minutes,
        cadence_track=rule.cadence_track,
        sentence=outcome_sentence(
            stage_name, rule.next_step, rule.wait_minutes, rule.cadence_track
        ),
    )


def outcome_sentence(
    stage_name: str | None, next_step: str, wait_minutes: int | None, cadence_track: str | None
) -> str:
    """Return in words what an outcome brings about."""
    said = []
    if stage_name is not None:
        said.append(_("Moves to {stage}.").format(stage=stage_name))
    said.append(next_step_words(next_step, wait_minutes))
    if cadence_track is not None:
        said.append(track_words(cadence_track))
    return " ".join(one for one in said if one)


def next_step_words(next_step: str, wait_minutes: int | None) -> str:
    """Return a next step as a sentence; nothing for none."""
    if next_step == NextStep.CALL_AGAIN and wait_minutes:
        return _("Call again after {wait}.").format(wait=wait_words(wait_minutes))
    return {
        NextStep.NONE.value: "",
        NextStep.CALL_AGAIN.value: _("Call again at once."),
        NextStep.CALL_BACK.value: _("Asks when to call back, and calls back at that minute."),
        NextStep.RECYCLE.value: _("Asks for a reason and goes back to nurture."),
        NextStep.DISQUALIFY.value: _("Asks for a reason and closes the lead."),
        NextStep.FIX_NUMBER.value: _("Asks for the right number."),
        NextStep.ASK_CONTACT.value: _("Asks who it was and adds that contact."),
        NextStep.BLOCK.value: _("Blocks the contact from being reached."),
        NextStep.BOOK.value: _("Opens booking."),
    }[next_step]


def wait_words(minutes: int) -> str:
    """Return a wait in working time, in hours where it comes to whole ones.

    >>> wait_words(240), wait_words(45)
    ('4 working hours', '45 working minutes')
    """
    hours, rest = divmod(minutes, _HOUR_MINUTES)
    if hours and not rest:
        return ngettext("{count} working hour", "{count} working hours", hours).format(count=hours)
    return ngettext("{count} working minute", "{count} working minutes", minutes).format(
        count=minutes
    )


def track_words(cadence_track: str) -> str:
    """Return as a sentence which cadence an outcome leads into."""
    return {
        CadenceTrack.FIRST.value: _("Begins the cadence for first contact."),
        CadenceTrack.POSITIVE.value: _("Begins the cadence for leads that showed interest."),
        CadenceTrack.NEGATIVE.value: _("Begins the cadence for leads that are not ready."),
    }[cadence_track]
