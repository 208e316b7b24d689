"""Stages of the house's funnel, which tests know to be there."""

from sqlalchemy.orm import Session

from models.definitions.current import StageRow, stage_by_meaning


def known_stage(session: Session, meaning: str) -> StageRow:
    """Return the first stage with this meaning."""
    stage = stage_by_meaning(session, meaning)
    assert stage is not None, meaning
    return stage
