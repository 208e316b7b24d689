"""Which intake takes which kind of file."""

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy.orm import Session

from models.intake.kinds.appointments import AppointmentIntake
from models.intake.kinds.events import InterestIntake
from models.intake.kinds.lead_rows import RowMaker
from models.intake.kinds.leads import LeadIntake
from models.intake.kinds.spending import SpendIntake
from models.intake.kinds.stage_history import StageHistoryIntake
from models.intake.known import read_known
from models.intake.loading.batch import Batch
from models.intake.loading.kept import KeptField
from models.intake.records import Duplicates
from models.intake.tally import Tally
from models.settings import setting


class Intake(Protocol):
    """Takes the records of one file in, chunk by chunk."""

    @property
    def tally(self) -> Tally:
        """Return how many rows went which way so far."""

    @property
    def kept(self) -> Sequence[KeptField]:
        """Return the fields that were left as people changed them here."""

    def take_chunk(self, session: Session, records: Sequence[Any]) -> None:
        """Turn records into rows that wait to be written, or collect them for later."""

    def take_rest(self, session: Session) -> bool:
        """Turn some of what was collected into rows; say whether there was any."""


def intake_for(
    session: Session,
    batch: Batch,
    *,
    kind: str,
    source: str,
    duplicates: Duplicates,
    actor_id: int | None,
    zone: str,
    currency: str | None,
    stages_to_come: Sequence[str] = (),
) -> Intake:
    """Return the intake for a kind of file, knowing what the workspace holds already.

    A dry run takes stages for known that the import itself would add.
    """
    known = read_known(session, source)
    for number, name in enumerate(stages_to_come, 1):
        known.promise_stage(-number, name)
    maker = RowMaker(
        batch,
        known,
        actor_id=actor_id,
        zone=zone,
        currency=currency or setting(session, "base_currency"),
        now=batch.workspace.clock(),
    )
    match kind:
        case "leads":
            return LeadIntake(batch, known, maker, duplicates)
        case "stage_history":
            return StageHistoryIntake(batch, known, maker)
        case "appointments":
            return AppointmentIntake(batch, known, maker, zone=zone, actor_id=actor_id)
        case "interest_events":
            return InterestIntake(batch, known, maker)
        case "campaign_spend":
            return SpendIntake(batch, known, maker)
        case _:
            raise ValueError(f"no intake for {kind!r}")
