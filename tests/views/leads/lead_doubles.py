"""Stand-ins for what the Leads page is given: the background, and the reader of files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from models.ids import MemberId
from models.intake.standing import ImportStanding
from models.workspace import Workspace, topics_touched
from views.importing.content import (
    ColumnPreview,
    Duplicates,
    ImportMapping,
    ImportPreview,
    ImportQuestion,
    ImportReport,
    KeptValue,
    Labelled,
)


class DirectRunner(QObject):
    """Works on a real workspace, at once or, while `held`, when the test says so."""

    changed = Signal(object)

    def __init__(self, workspace: Workspace, actor: MemberId | None = None) -> None:
        super().__init__()
        self.workspace = workspace
        self.actor = actor
        self.held = False
        self.waiting: list[tuple[str | None, Callable[[], None]]] = []
        self.reads = 0

    def read(
        self,
        query: Callable[[Any], Any],
        then: Callable[[Any], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        lane: str | None = None,
    ) -> None:
        def work() -> None:
            self.reads += 1
            try:
                with self.workspace.read() as session:
                    result = query(session)
            except Exception as error:
                if failed is None:
                    raise
                failed(error)
            else:
                then(result)

        if self.held:
            if lane is not None:
                self.waiting = [one for one in self.waiting if one[0] != lane]
            self.waiting.append((lane, work))
        else:
            work()

    def answer(self) -> None:
        """Do what waits, and what that asks for."""
        while self.waiting:
            _lane, work = self.waiting.pop(0)
            work()

    def change(
        self,
        operation: Callable[[Any], Any],
        then: Callable[[Any], None] | None = None,
        *,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        try:
            with self.workspace.write(self.actor) as session:
                result = operation(session)
                topics = topics_touched(session)
        except Exception as error:
            if failed is None:
                raise
            failed(error)
            return
        if then is not None:
            then(result)
        self.changed.emit(topics)

    def compute(self, work: Any, then: Any, *, failed: Any = None, lane: str | None = None) -> None:
        raise NotImplementedError


FIELDS = (
    Labelled("ignore", "(leave out)"),
    Labelled("full_name", "Full name"),
    Labelled("company_name", "Company"),
    Labelled("email", "E-mail"),
    Labelled("created_at", "Created"),
    Labelled("stage", "Stage"),
)
DATE_ORDER = ImportQuestion(
    "date_order",
    "Which comes first in 03/04/2026: the day or the month?",
    ("03/04/2026",),
    (Labelled("dmy", "The day"), Labelled("mdy", "The month")),
)
STAGE_VALUES = ImportQuestion(
    "stage_values",
    "What do Warm, Hot mean here?",
    ("Warm", "Hot <b>lead</b>"),
    (Labelled("mql", "MQL"), Labelled("sql", "SQL")),
    per_value=True,
)
COUNTRY = ImportQuestion("default_country", "In which country is 030 1234 dialled?", ("030 1234",))
PREVIEW = ImportPreview(
    path=Path("leads.csv"),
    rows=8_800,
    rows_are_exact=True,
    columns=(
        ColumnPreview("Name", ("Ann Lee", "José Peña", "<b>Eve</b>"), "full_name"),
        ColumnPreview("Firma", ("Acme", "Zeta GmbH"), "company_name"),
        ColumnPreview("Mail", ("ann@example.com",), "email", "2 rows are no e-mail address"),
        ColumnPreview("Created", ("03/04/2026", "11/12/2025"), "created_at"),
        ColumnPreview("Status", ("Warm", "Hot"), "stage"),
        ColumnPreview("Internal id", (), "ignore"),
    ),
    fields=FIELDS,
    questions=(DATE_ORDER, STAGE_VALUES),
    recognised="HubSpot contacts",
)
REPORT = ImportReport(
    rows=8_800,
    created=8_000,
    updated=640,
    skipped=10,
    duplicates=640,
    errors=150,
    errors_file=Path("leads.errors.csv"),
    kept=(KeptValue(12, "Ann Lee", "phone", "+44 20 7946 0958", "020 7946 0000"),),
)


@dataclass
class PaperDesk:
    """Reads no file; remembers what it was asked."""

    preview_given: ImportPreview = PREVIEW
    report: ImportReport | None = REPORT
    refusal: Exception | None = None
    inspected: list[Path] = field(default_factory=list)
    mappings: list[ImportMapping] = field(default_factory=list)
    started: list[tuple[ImportMapping, Duplicates]] = field(default_factory=list)
    cancelled: int = 0
    progress: Callable[[int, int], None] | None = None
    end: Callable[[], None] | None = None
    restate: Callable[[ImportStanding], None] | None = None
    redone: int = 0

    def inspect(self, path: Path, then: Any, failed: Any) -> None:
        self.inspected.append(path)
        if self.refusal is not None:
            failed(self.refusal)
        else:
            then(self.preview_given)

    def preview(self, mapping: ImportMapping, then: Any, failed: Any) -> None:
        self.mappings.append(mapping)
        then(self.preview_given)

    def start(
        self, mapping: ImportMapping, duplicates: Duplicates, progress: Any, then: Any, failed: Any
    ) -> None:
        self.started.append((mapping, duplicates))
        self.progress = progress
        refusal = self.refusal
        self.end = lambda: then(self.report) if refusal is None else failed(refusal)

    def cancel(self) -> None:
        self.cancelled += 1

    def follow(self, then: Any) -> None:
        self.restate = then

    def redo(self) -> None:
        self.redone += 1
