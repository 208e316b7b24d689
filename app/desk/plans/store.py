"""Plans between the what-if page and the workspace, where they are scenario files."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from models.ids import ScenarioId
from models.language import gettext as _
from views.asking.scenarios.store import Failed, PlanRow
from views.whatif.content import Plan

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.running.runner import WorkspaceRunner
    from models.scenarios.saving import ScenarioRow


class WorkspacePlans:
    """Keeps plans in the workspace; this is `views.asking.scenarios.store.PlanStore`."""

    def __init__(self, runner: "WorkspaceRunner") -> None:
        self._runner = runner

    def list(self, then: Callable[[tuple[PlanRow, ...]], None], *, failed: Failed) -> None:
        """Give the stored plans, newest first, each with what was changed from what."""
        self._runner.read(_listed, then, failed=failed, lane="plans")

    def open(self, plan_id: int, then: Callable[[Plan], None], *, failed: Failed) -> None:
        """Give a stored plan; refuses one that cannot be read."""

        def query(session: "Session") -> Plan:
            from app.scenario_files.shelf import plan_in
            from models.scenarios.saving import open_scenario

            return plan_in(open_scenario(session, ScenarioId(plan_id)))

        # Of two that are opened in a hurry the later one is meant.
        self._runner.read(query, then, failed=failed, lane="plan to open")

    def save(
        self, plan: Plan, then: Callable[[PlanRow], None], *, failed: Failed, as_new: bool
    ) -> None:
        """Keep a plan: as a new one, or in place of the one that has its name."""

        def operation(session: "Session") -> PlanRow:
            from app.scenario_files.shelf import keep_plan

            return _row_of(session, keep_plan(session, plan, as_new=as_new))

        self._runner.change(operation, then, failed=failed)

    def rename(
        self, plan_id: int, name: str, then: Callable[[PlanRow], None], *, failed: Failed
    ) -> None:
        """Give a stored plan another name."""

        def operation(session: "Session") -> PlanRow:
            from models.scenarios.saving import rename_scenario

            rename_scenario(session, ScenarioId(plan_id), name)
            return _row_of(session, ScenarioId(plan_id))

        self._runner.change(operation, then, failed=failed)

    def duplicate(self, plan_id: int, then: Callable[[PlanRow], None], *, failed: Failed) -> None:
        """Copy a stored plan under a name that is free."""

        def operation(session: "Session") -> PlanRow:
            from app.scenario_files.shelf import free_copy_name
            from models.scenarios.saving import duplicate_scenario, open_scenario

            source = open_scenario(session, ScenarioId(plan_id))
            name = free_copy_name(session, source.name)
            return _row_of(session, duplicate_scenario(session, source.id, name))

        self._runner.change(operation, then, failed=failed)

    def delete(self, plan_id: int, then: Callable[[], None], *, failed: Failed) -> None:
        """Remove a stored plan; refuses one that a forecast was frozen from."""

        def operation(session: "Session") -> None:
            from models.scenarios.saving import delete_scenario

            delete_scenario(session, ScenarioId(plan_id))

        self._runner.change(operation, lambda _nothing: then(), failed=failed)

    def write_file(
        self, plan_id: int, path: Path, then: Callable[[], None], *, failed: Failed
    ) -> None:
        """Write a stored plan as a scenario file."""

        def work(_job: object) -> None:
            from app.scenario_files.reading import FiledScenario
            from app.scenario_files.shelf import plan_in
            from app.scenario_files.writing import write_scenario
            from models.scenarios.saving import open_scenario

            with self._runner.workspace.read() as session:
                plan = plan_in(open_scenario(session, ScenarioId(plan_id)))
            write_scenario(FiledScenario(plan), path)

        self._runner.run_job(
            _("Writing a scenario file"), work, lambda _none: then(), failed=failed, silent=True
        )

    def read_file(self, path: Path, then: Callable[[PlanRow], None], *, failed: Failed) -> None:
        """Keep what a scenario file says as a new plan."""

        def operation(session: "Session") -> PlanRow:
            from app.scenario_files.reading import read_scenario
            from app.scenario_files.shelf import keep_imported

            return _row_of(session, keep_imported(session, read_scenario(path).plan, path.stem))

        self._runner.change(operation, then, failed=failed)


def _listed(session: "Session") -> tuple[PlanRow, ...]:
    from app.scenario_files.shelf import lineages

    found = sorted(lineages(session), key=lambda one: one.row.saved_at, reverse=True)
    return tuple(
        replace(
            _shown(one.row),
            weeks=one.weeks,
            parent_name=one.parent_name,
            changes=one.changes,
            problem=one.problem,
        )
        for one in found
    )


def _row_of(session: "Session", plan_id: ScenarioId) -> PlanRow:
    from models.scenarios.saving import open_scenario

    return _shown(open_scenario(session, plan_id))


def _shown(row: "ScenarioRow") -> PlanRow:
    return PlanRow(row.id, row.name, row.notes, row.saved_at.astimezone(UTC))
