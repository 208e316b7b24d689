"""What an import is asked to do.

Plain values that cross to another process; taking them in brings nothing of the database along.
"""

import os
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

    @property
    def file_name(self) -> str:
        """Return the name of the file as text; Linux allows bytes in it that are none."""
        return os.fsencode(self.path.name).decode("utf-8", "replace")
