"""The import panel's other side: looks into files, and imports them in a process of their own."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec

from app.desk.imports.fields import (
    field_questions,
    is_new_field,
    note_on,
    said_of_columns,
    shown_target,
    targets,
    with_own_fields,
)
from app.desk.imports.questions import (
    ROW_KIND,
    VALUES,
    KnownNames,
    names_known,
    questions_about,
)
from app.importing.cells.dates import DATE_ORDERS
from app.importing.columns.fields import NEW_STAGE, ImportKind, is_target
from app.importing.columns.guessing import guess_mapping
from app.importing.columns.mapping import Mapping
from app.importing.columns.planning import Plan, plan_import, remember
from app.importing.presets.known import preset_named
from app.importing.process import import_in_child
from app.importing.request import ImportRequest
from app.importing.run import ImportCancelledError, ImportOutcome
from app.importing.tables.reading import SAMPLE_ROWS
from app.running.jobs import Job
from app.running.one_job import OneJob
from app.running.runner import WorkspaceRunner
from models.ids import ChangeId
from models.intake.loading.publishing import index_new_leads
from models.intake.records import Duplicates
from models.intake.standing import ImportStanding, import_standing
from models.language import gettext as _
from models.text_keys import fold
from models.workspace import Workspace
from views.importing.content import (
    ColumnPreview,
    ImportMapping,
    ImportPreview,
    ImportReport,
    KeptValue,
)
from views.importing.content import Duplicates as Policy

Failed = Callable[[Exception], None]

_SAMPLES = 3
_LANE = "import preview"


class WorkspaceImports:
    """One import at a time into the runner's workspace; keeps `views.importing.desk.ImportDesk`."""

    def __init__(self, runner: WorkspaceRunner) -> None:
        self._runner = runner
        self._plan: Plan | None = None
        self._known = KnownNames((), (), ())
        self._job = OneJob(runner)
        self._published: ChangeId | None = None

    def inspect(self, path: Path, then: Callable[[ImportPreview], None], failed: Failed) -> None:
        """Look into a file and say what its columns would become."""
        workspace = self._runner.workspace

        def work() -> tuple[Plan, KnownNames]:
            with workspace.read() as session:
                known = names_known(session)
            return plan_import(workspace, path), known

        def done(found: tuple[Plan, KnownNames]) -> None:
            self._plan, self._known = found
            then(self._preview(self._plan, ImportMapping()))

        self._runner.compute(work, done, failed=failed, lane=_LANE)

    def preview(
        self, mapping: ImportMapping, then: Callable[[ImportPreview], None], failed: Failed
    ) -> None:
        """Say what the file that was inspected last would become with this mapping."""
        plan = self._inspected()
        self._runner.compute(lambda: self._preview(plan, mapping), then, failed=failed, lane=_LANE)

    def start(
        self,
        mapping: ImportMapping,
        duplicates: Policy,
        progress: Callable[[int, int], None],
        then: Callable[[ImportReport | None], None],
        failed: Failed,
    ) -> None:
        """Import the file that was inspected last; None is what comes of it after a cancel."""
        plan = self._inspected()
        said = mapping_of(plan, mapping)
        request = ImportRequest(
            path=plan.table.path,
            mapping=said,
            duplicates=Duplicates(duplicates),
            actor_id=self._runner.actor,
            zone=said.time_zone or "UTC",
        )
        workspace = self._runner.workspace
        self._published = None

        def done(outcome: ImportOutcome | None) -> None:
            if outcome is not None and outcome.change_id is not None:
                self._published = ChangeId(outcome.change_id)
                self._index(workspace)
            then(None if outcome is None else _report(outcome))

        work = partial(_work, workspace, plan, request)
        name = _("Importing {file}").format(file=request.file_name)
        self._job.run(name, work, progress, done, failed)

    def cancel(self) -> None:
        """Stop the import; nothing of it stays."""
        self._job.cancel()

    def follow(self, then: Callable[[ImportStanding], None]) -> None:
        """Say how the import that ended last stands, whenever something changed."""
        runner = self._runner

        def look(_topics: object) -> None:
            published, actor = self._published, runner.actor
            if published is not None and runner.is_open:
                runner.read(
                    lambda session: import_standing(session, published, actor),
                    then,
                    lane="import standing",
                )

        runner.changed.connect(look)

    def redo(self) -> None:
        """Take the import in again that was taken back last."""
        self._runner.redo()

    def _index(self, workspace: Workspace) -> None:
        """Make the new leads findable at full speed; until then the search reads their cards."""
        self._runner.run_job(
            _("Indexing new leads"), lambda _job: index_new_leads(workspace), silent=True
        )

    def _inspected(self) -> Plan:
        if self._plan is None:
            raise RuntimeError("no file was inspected")
        return self._plan

    def _preview(self, plan: Plan, said: ImportMapping) -> ImportPreview:
        plan = as_said(plan, said)
        mapping = mapping_of(plan, said)
        # What is asked does not depend on the answers, so that an answer can be changed.
        unanswered = msgspec.structs.replace(plan.mapping, columns=mapping.columns)
        preset = mapping.preset
        whole = len(plan.sample) < SAMPLE_ROWS
        read, below_header = len(plan.sample), plan.table.lines - plan.table.header_line
        return ImportPreview(
            path=plan.table.path,
            rows=read + plan.unread if whole else below_header,
            rows_are_exact=whole,
            columns=tuple(
                ColumnPreview(
                    name,
                    _samples(plan, place),
                    shown_target(mapping.columns[name], plan.fields),
                    note_on(mapping, mapping.columns[name], plan.fields),
                )
                for place, name in enumerate(plan.table.header)
            ),
            fields=targets(mapping.kind, plan.fields),
            questions=(
                *questions_about(plan, unanswered, self._known),
                *field_questions(unanswered, plan),
            ),
            recognised="" if preset is None else preset_named(preset).name,
            remembered=plan.remembered,
            duplicates_matter=mapping.kind is ImportKind.LEADS,
        )


def mapping_of(plan: Plan, said: ImportMapping) -> Mapping:
    """Return how a file will be read, with all that a person said."""
    plan = as_said(plan, said)
    return with_own_fields(answered(plan.mapping, said), plan, said)


def as_said(plan: Plan, said: ImportMapping) -> Plan:
    """Return how a file is looked at once a person has said what its rows stand for."""
    told = said.answers.get(ROW_KIND, "")
    if told in ("", plan.mapping.kind.value):
        return plan
    header, kind = plan.table.header, ImportKind(told)
    guessed = guess_mapping(header, plan.sample, None, kind)
    mapping = msgspec.structs.replace(
        plan.mapping, kind=kind, columns=guessed.columns, date_order=guessed.date_order
    )
    return replace(plan, mapping=mapping)


def answered(mapping: Mapping, said: ImportMapping) -> Mapping:
    """Return a mapping with what a person said about columns, dates, money and values."""
    # What was said of a column while its rows stood for something else is out of date.
    chosen = {
        column: code
        for column, code in said.columns.items()
        if is_new_field(code) or is_target(mapping.kind, code)
    }
    columns = said_of_columns(mapping.columns, chosen)
    values = {field: dict(known) for field, known in mapping.values.items()}
    for code, meanings in said.values.items():
        field = code.removesuffix(VALUES)
        own = values.setdefault(field, {})
        own.update(
            {
                fold(text): f"{NEW_STAGE}{text}" if meaning == NEW_STAGE else meaning
                for text, meaning in meanings.items()
                if meaning
            }
        )
    answers = said.answers
    order = next((order for order in DATE_ORDERS if order == answers.get("date_order")), None)
    mark = answers.get("decimal_mark")
    return msgspec.structs.replace(
        mapping,
        columns=columns,
        values=values,
        date_order=order or mapping.date_order,
        decimal_comma=mark == "comma" if mark else mapping.decimal_comma,
        default_country=answers.get("default_country", "").strip().upper()
        or mapping.default_country,
        default_currency=answers.get("default_currency", "").strip().upper()
        or mapping.default_currency,
    )


def _work(
    workspace: Workspace, plan: Plan, request: ImportRequest, job: Job
) -> ImportOutcome | None:
    try:
        outcome = import_in_child(workspace.path, request, job.report, job.is_cancelled)
    except ImportCancelledError:
        return None
    if outcome.change_id is not None:
        remember(workspace, plan.table.header, request.mapping)
    return outcome


def _report(outcome: ImportOutcome) -> ImportReport:
    return ImportReport(
        **outcome.report.counts(),
        errors_file=outcome.problem_file,
        kept=tuple(
            KeptValue(kept.line, kept.lead, kept.field, kept.here, kept.in_file)
            for kept in outcome.kept_here
        ),
    )


def _samples(plan: Plan, place: int) -> tuple[str, ...]:
    cells = (row.cells[place].strip() for row in plan.sample)
    return tuple(dict.fromkeys(cell for cell in cells if cell))[:_SAMPLES]
