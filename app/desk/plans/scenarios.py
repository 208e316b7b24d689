"""Scenarios between the Forecast page and the workspace, where they are plain JSON."""

from collections.abc import Callable, Sequence
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from models.errors import InvalidValueError, KnownError
from models.ids import ScenarioId
from models.language import gettext as _
from views.forecast.content import ScenarioContent, house_content
from views.forecast.scenarios.store import Cell, Failed, ScenarioRow

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from sqlalchemy.orm import Session

    from app.running.runner import WorkspaceRunner
    from models.scenarios.saving import ScenarioRow as StoredScenario

FORMAT: Final = 1
BATCH: Final = "batch"
HOUSE_NAME: Final = "House example"


class UnreadableScenarioError(KnownError):
    """A stored scenario that this program does not understand."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            _(
                "The scenario “{name}” cannot be read ({reason}). It may come from a newer "
                "Funneldesk; update, or save it anew."
            ).format(name=name, reason=reason)
        )


def as_assumptions(content: ScenarioContent) -> dict[str, Any]:
    """Return a scenario as it is stored; seed and trials have fields of their own."""
    kept: dict[str, Any] = msgspec.to_builtins(content)
    del kept["seed"], kept["trials"]
    return {"format": FORMAT, "kind": BATCH, **kept}


def as_content(row: "StoredScenario") -> ScenarioContent:
    """Read a stored scenario; refuses one that is incomplete or of another format."""
    kept = dict(row.assumptions)
    form, kind = kept.pop("format", None), kept.pop("kind", None)
    if (form, kind) != (FORMAT, BATCH):
        raise UnreadableScenarioError(row.name, _("format {form}").format(form=form))
    try:
        content = msgspec.convert({**kept, "seed": row.seed, "trials": row.trials}, ScenarioContent)
    except msgspec.ValidationError as error:
        raise UnreadableScenarioError(row.name, str(error)) from error
    if len(content.rates) != len(content.stages) - 1:
        raise UnreadableScenarioError(row.name, _("its rates do not fit its stages"))
    return content


def content_by_name(session: "Session", name: str) -> ScenarioContent:
    """Return the scenario of this name; refuses a name that none has, listing those there are."""
    from models.scenarios.saving import scenario_by_name, scenarios

    found = scenario_by_name(session, name)
    if found is None:
        names = ", ".join(row.name for row in scenarios(session)) or _("none yet")
        raise InvalidValueError(
            "scenario",
            name,
            _("There is no scenario “{name}”. Saved: {names}.").format(name=name, names=names),
        )
    return as_content(found)


def save_house_example(session: "Session") -> ScenarioId:
    """Save the house example as a scenario."""
    from models.scenarios.saving import save_scenario

    content = house_content()
    return save_scenario(
        session,
        HOUSE_NAME,
        as_assumptions(content),
        seed=content.seed,
        trials=content.trials,
        notes=_("A batch of 200 MQLs becomes 3 clients; counted per agreed meeting."),
    )


class WorkspaceScenarios:
    """Keeps scenarios in the workspace; this is `views.forecast.scenarios.store.ScenarioStore`."""

    def __init__(self, runner: "WorkspaceRunner") -> None:
        self._runner = runner

    def list(self, then: Callable[[tuple[ScenarioRow, ...]], None], *, failed: Failed) -> None:
        """Give the stored scenarios, newest first."""

        def query(session: "Session") -> tuple[ScenarioRow, ...]:
            from models.scenarios.saving import scenarios

            rows = [row for row in scenarios(session) if row.assumptions.get("kind") == BATCH]
            rows.sort(key=lambda row: row.saved_at, reverse=True)
            return tuple(_shown(row) for row in rows)

        self._runner.read(query, then, failed=failed, lane="scenarios")

    def save(
        self,
        name: str,
        notes: str,
        content: ScenarioContent,
        then: Callable[[ScenarioRow], None],
        *,
        failed: Failed,
        replaces: int | None = None,
    ) -> None:
        """Store a scenario: as a new one, or in place of the one with the id `replaces`."""

        def operation(session: "Session") -> ScenarioRow:
            from models.scenarios.saving import (
                free_name,
                open_scenario,
                rename_scenario,
                save_scenario,
            )

            own = None if replaces is None else ScenarioId(replaces)
            free_name(session, name, own)
            if own is not None and open_scenario(session, own).name != name:
                rename_scenario(session, own, name)
            saved = save_scenario(
                session,
                name,
                as_assumptions(content),
                seed=content.seed,
                trials=content.trials,
                notes=notes,
            )
            return _shown(open_scenario(session, saved))

        self._runner.change(operation, then, failed=failed)

    def open(
        self,
        scenario_id: int,
        then: Callable[[ScenarioRow, ScenarioContent], None],
        *,
        failed: Failed,
    ) -> None:
        """Give a stored scenario."""

        def query(session: "Session") -> tuple[ScenarioRow, ScenarioContent]:
            from models.scenarios.saving import open_scenario

            row = open_scenario(session, ScenarioId(scenario_id))
            return _shown(row), as_content(row)

        self._runner.read(query, lambda found: then(*found), failed=failed)

    def rename(
        self, scenario_id: int, name: str, then: Callable[[ScenarioRow], None], *, failed: Failed
    ) -> None:
        """Give a stored scenario another name."""

        def operation(session: "Session") -> ScenarioRow:
            from models.scenarios.saving import open_scenario, rename_scenario

            rename_scenario(session, ScenarioId(scenario_id), name)
            return _shown(open_scenario(session, ScenarioId(scenario_id)))

        self._runner.change(operation, then, failed=failed)

    def delete(self, scenario_id: int, then: Callable[[], None], *, failed: Failed) -> None:
        """Remove a stored scenario."""

        def operation(session: "Session") -> None:
            from models.scenarios.saving import delete_scenario

            delete_scenario(session, ScenarioId(scenario_id))

        self._runner.change(operation, lambda _nothing: then(), failed=failed)


class FileExporter:
    """Writes a forecast's files; this is `views.forecast.scenarios.store.ForecastExporter`."""

    def __init__(self, runner: "WorkspaceRunner") -> None:
        self._runner = runner

    def table(
        self,
        path: Path,
        rows: Sequence[Sequence[Cell]],
        then: Callable[[], None],
        *,
        failed: Failed,
    ) -> None:
        """Write rows as CSV."""

        def work(_job: object) -> None:
            from app.files import write_table

            write_table(path, rows)

        self._runner.run_job(
            _("Writing a table"), work, lambda _none: then(), failed=failed, silent=True
        )

    def picture(
        self, path: Path, image: "QImage", then: Callable[[], None], *, failed: Failed
    ) -> None:
        """Write an image as PNG."""

        def work(_job: object) -> None:
            from app.offscreen import write_picture

            write_picture(image, path)

        self._runner.run_job(
            _("Writing a picture"), work, lambda _none: then(), failed=failed, silent=True
        )


def _shown(row: "StoredScenario") -> ScenarioRow:
    mqls = row.assumptions.get("mqls")
    return ScenarioRow(
        id=row.id,
        name=row.name,
        saved_at=row.saved_at.astimezone(UTC),
        notes=row.notes,
        mqls=mqls if isinstance(mqls, int) else None,
    )
