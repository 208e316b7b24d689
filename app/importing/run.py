"""One import from file to report: read, match, load in chunks, publish.

The same function serves the command line and, in a child process, the window.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.importing.columns.fields import ImportKind
from app.importing.columns.mapping import Mapping
from app.importing.feeding import OpenedFile, opened
from app.importing.problems import (
    ImportFileError,
    RowProblem,
    Severity,
    write_problem_file,
)
from app.importing.request import ImportRequest
from app.importing.stages import stages_added
from models.intake.kinds.intakes import Intake, intake_for
from models.intake.loading.batch import Batch, loading
from models.intake.loading.kept import KeptField
from models.intake.loading.publishing import ImportReport, publish
from models.intake.tally import Refusal
from models.workspace import Workspace

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
_COLUMNS_OF = {
    "unmapped_stage": ("stage",),
    "stages_out_of_order": ("stage",),
    "moved_in_future": ("moved_at",),
    "missing_closer": ("owner",),
}


class ImportCancelledError(Exception):
    """The person stopped the import; nothing of it stays."""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did, where its row errors are listed, and the change that can be undone.

    `new_stages` were added to the definitions for it, or would be.
    """

    report: ImportReport
    problem_file: Path | None
    change_id: int | None
    warnings: int
    new_stages: tuple[str, ...] = ()

    @property
    def kept_here(self) -> tuple[KeptField, ...]:
        """Return the fields that were left as people changed them here."""
        return self.report.kept_here


def _nothing(_done: int, _total: int) -> None:
    return None


def run_import(
    workspace: Workspace,
    request: ImportRequest,
    *,
    progress: Progress = _nothing,
    cancelled: Cancelled = lambda: False,
) -> ImportOutcome:
    """Import a file; good rows go in, the others are listed beside the file.

    Raises `ImportCancelledError` after a cancel and a `KnownError` where the file cannot be read;
    either way nothing is visible and nothing stays. A dry run reads and matches, writes nothing,
    and reports what would have happened.
    """
    with opened(request.path, request.mapping) as file:
        return take_in(workspace, request, file, progress=progress, cancelled=cancelled)


def take_in(
    workspace: Workspace,
    request: ImportRequest,
    file: OpenedFile,
    *,
    progress: Progress,
    cancelled: Cancelled,
) -> ImportOutcome:
    """Import a file that is open already; everything else as `run_import` does it."""
    with stages_added(
        workspace,
        request.mapping,
        actor_id=request.actor_id,
        file_name=request.file_name,
        dry_run=request.dry_run,
    ) as names:
        promised = names if request.dry_run else ()
        outcome = _import(workspace, file, request, promised, progress, cancelled)
    return replace(outcome, new_stages=names)


def _import(
    workspace: Workspace,
    file: OpenedFile,
    request: ImportRequest,
    promised: Sequence[str],
    progress: Progress,
    cancelled: Cancelled,
) -> ImportOutcome:
    kind = request.mapping.kind
    with loading(
        workspace, file_name=request.file_name, kind=kind.value, source=request.mapping.source
    ) as batch:
        intake = _begin(workspace, request, batch, kind, promised)
        problems = _Load(workspace, request, batch, intake, cancelled).problems_of(file, progress)
        report = _report(intake, problems)
        if request.dry_run:
            batch.discard()
            return ImportOutcome(report, None, None, _warnings(problems))
        batch.refuse_missing()
        problem_file = _list_problems(request.path, problems, workspace)
        if not report.created and not report.updated:
            batch.discard()
            return ImportOutcome(report, problem_file, None, _warnings(problems))
        with workspace.write(request.actor_id) as session:
            published = publish(session, batch, request.file_name, report)
    report = replace(report, kept_here=(*report.kept_here, *published.kept))
    return ImportOutcome(report, problem_file, published.change_id, _warnings(problems))


def _begin(
    workspace: Workspace,
    request: ImportRequest,
    batch: Batch,
    kind: ImportKind,
    promised: Sequence[str],
) -> Intake:
    with workspace.read() as session:
        return intake_for(
            session,
            batch,
            kind=kind.value,
            source=request.mapping.source,
            duplicates=request.duplicates,
            actor_id=request.actor_id,
            zone=request.zone,
            currency=request.mapping.default_currency,
            stages_to_come=promised,
        )


@dataclass(frozen=True, slots=True)
class _Load:
    """An import on its way into its hidden batch."""

    workspace: Workspace
    request: ImportRequest
    batch: Batch
    intake: Intake
    cancelled: Cancelled

    def problems_of(self, file: OpenedFile, progress: Progress) -> list[RowProblem]:
        """Take in the whole file; return what is odd about its rows, in their order."""
        problems: list[RowProblem] = []
        first = file.table.header_line
        total = max(file.table.lines - first, 1)
        for found in file.chunks:
            problems += (item for item in found if isinstance(item, RowProblem))
            records = [item for item in found if not isinstance(item, RowProblem)]
            if self.cancelled():
                raise ImportCancelledError
            with self.workspace.read() as session:
                self.intake.take_chunk(session, records)
            self._write()
            if records:
                progress(min(records[-1].line - first, total), total)
        self._take_rest()
        self.batch.settle()
        tally, mapping = self.intake.tally, self.request.mapping
        problems += (_problem(mapping, refusal, "error") for refusal in tally.refused)
        problems += (_problem(mapping, refusal, "warning") for refusal in tally.flagged)
        problems.sort(key=lambda problem: problem.line)
        return problems

    def _take_rest(self) -> None:
        while not self.cancelled():
            with self.workspace.read() as session:
                if not self.intake.take_rest(session):
                    return
            self._write()
        raise ImportCancelledError

    def _write(self) -> None:
        if self.request.dry_run:
            self.batch.forget_chunk()
        else:
            self.batch.write_chunk()


def _problem(mapping: Mapping, refusal: Refusal, severity: Severity) -> RowProblem:
    return RowProblem(
        refusal.line,
        _column_of(mapping, refusal.reason_code),
        refusal.value,
        refusal.reason_code,
        refusal.sentence,
        severity,
    )


def _column_of(mapping: Mapping, reason_code: str) -> str:
    """Return the column that a refused row's value stands in."""
    targets = _COLUMNS_OF.get(reason_code, ("external_key", "email"))
    columns = (column for target in targets for column in mapping.columns_for(target))
    return next(columns, "")


def _report(intake: Intake, problems: list[RowProblem]) -> ImportReport:
    tally = intake.tally
    errors = {problem.line for problem in problems if problem.severity == "error"}
    skipped = {problem.line for problem in problems if problem.severity == "skipped"} - errors
    skipped_rows = tally.skipped + len(skipped)
    return ImportReport(
        rows=tally.created + tally.updated + skipped_rows + len(errors),
        created=tally.created,
        updated=tally.updated,
        skipped=skipped_rows,
        duplicates=tally.duplicates,
        errors=len(errors),
        kept_here=tuple(intake.kept),
    )


def _list_problems(source: Path, problems: list[RowProblem], workspace: Workspace) -> Path | None:
    """Write the findings beside the file, or beside the workspace where that is not allowed."""
    if not problems:
        return None
    try:
        return write_problem_file(source, problems)
    except ImportFileError:
        return write_problem_file(source, problems, folder=workspace.path.parent)


def _warnings(problems: list[RowProblem]) -> int:
    return sum(problem.severity == "warning" for problem in problems)
