"""Which stage a chance is about."""

from sqlalchemy.orm import Session

from models.definitions.current import StageRow, stages
from models.errors import InvalidValueError
from models.language import gettext as _
from models.text_keys import fold
from models.vocabulary import Meaning


def outcome_named(session: Session, name: str) -> StageRow:
    """Return the stage of this name or meaning.

    Refuses a name that no stage has, and the first stage: every lead has reached that.
    """
    known = stages(session)
    wanted = fold(name).strip()
    by_name = [stage for stage in known if fold(stage.name) == wanted]
    found = by_name or [
        stage for stage in known if stage.meaning == wanted and stage.meaning != Meaning.NONE
    ]
    if not found or found[0] == known[0]:
        raise InvalidValueError(
            "outcome",
            name,
            _("“{name}” is no stage that a lead can reach. Choose one of: {stages}.").format(
                name=name, stages=", ".join(stage.name for stage in known[1:])
            ),
        )
    return found[0]


def outcomes_kept(session: Session) -> tuple[StageRow, ...]:
    """Return the stages whose chances are kept beside the rule score: SQL and client."""
    wanted = (Meaning.SQL, Meaning.CLIENT)
    found = {stage.meaning: stage for stage in reversed(stages(session))}
    return tuple(found[meaning] for meaning in wanted if meaning in found)
