"""What an import is asked to do.

Plain values that cross to another process; taking them in brings nothing of the database along.
"""

from dataclasses import dataclass
from pathlib import Path

from app.importing.columns.mapping import Mapping
from models.ids import MemberId
from models.intake.records import Duplicates


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is to be imported, and how."""

    path: Path
    mapping: Mapping
    duplicates: Duplicates = Duplicates.UPDATE
    actor_id: MemberId | None = None
    zone: str = "UTC"
    dry_run: bool = False
