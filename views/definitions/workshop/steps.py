"""What a step of the review workshop shows: sentences, tables, and what can be taken over."""

from collections.abc import Callable
from dataclasses import dataclass

from models.definitions.versions.draft import DefinitionsDraft
from views.definitions.workshop.evidence_table import EvidenceRow

Take = Callable[[DefinitionsDraft, tuple[int, ...]], DefinitionsDraft]
"""Puts the ticked rows of a table into a draft."""


@dataclass(frozen=True, slots=True)
class StepTable:
    """A table of a step; with `take` its ticked rows can be put into the draft."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[EvidenceRow, ...]
    empty: str
    """What stands there when there is no row."""
    take_text: str = ""
    take: Take | None = None
    proposed: int | None = None
    """The one row that is ticked at first where only one can be; None where several can."""
    tentative: bool = False
    """Whether there is too little behind the rows to tick any of them at first."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is asked, what the data say, and where it is decided."""

    title: str
    question: str
    findings: tuple[str, ...] = ()
    tables: tuple[StepTable, ...] = ()
    part: str = ""
    """The part of the page in which the step is settled by hand."""
    part_text: str = ""
