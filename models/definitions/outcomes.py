"""What each outcome of a touch brings about, by the definitions in force."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import current_definitions_id, remembered, stages
from models.definitions.outcome_words import outcome_sentence
from models.entities.definitions.gates import OutcomeRule
from models.ids import StageId
from models.vocabulary import TOUCH_OUTCOMES, NextStep, label


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
