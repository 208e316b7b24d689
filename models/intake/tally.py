"""How the rows of a file fared: counted, refused, or taken in although something is odd."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from models.intake.known import UnknownStageError


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that could not be taken in: where, by which value, and why."""

    line: int
    reason_code: str
    value: str
    sentence: str

    @classmethod
    def of_stage(cls, line: int, error: UnknownStageError) -> "Refusal":
        """Return the refusal of a row with a stage that the definitions lack."""
        return cls(line, "unmapped_stage", error.stage, str(error))


@dataclass
class Tally:
    """How many rows went which way."""

    created: int = 0
    updated: int = 0
    skipped: int = 0
    duplicates: int = 0
    refused: list[Refusal] = field(default_factory=list)
    flagged: list[Refusal] = field(default_factory=list)
    """Rows that came in although something about them is odd."""

    def count_known(self, changed: bool) -> None:
        """Count a row of a lead that was known: updated where it changed anything."""
        if changed:
            self.updated += 1
        else:
            self.skipped += 1


class NothingCollected:
    """What an intake has left at the end that turns every chunk into rows at once."""

    def take_rest(self, session: Session) -> bool:
        """Say that there is nothing left."""
        return False
