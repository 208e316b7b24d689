"""Plans in the workspace: scenarios whose assumptions are a scenario file, beside the batches."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.scenario_files.format import FORMAT
from app.scenario_files.places import UnreadableScenarioFileError
from app.scenario_files.reading import kept_scenario
from app.scenario_files.writing import written_plan
from models.errors import InvalidValueError
from models.ids import ScenarioId
from models.language import gettext as _
from models.scenarios.saving import (
    ScenarioRow,
    free_name,
    save_scenario,
    scenario_by_name,
    scenarios,
)
from views.asking.scenarios.lineage import changes_between
from views.whatif.content import Plan

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_OWN_COLUMNS = ("name", "notes", "seed", "trials")


def holds_plan(row: ScenarioRow) -> bool:
    """Say whether a stored scenario is a plan over weeks, and not a batch."""
    return row.assumptions.get("format") == FORMAT


def plan_rows(session: "Session") -> tuple[ScenarioRow, ...]:
    """Return the stored plans by name."""
    return tuple(row for row in scenarios(session) if holds_plan(row))


def plan_in(row: ScenarioRow) -> Plan:
    """Return the plan of a stored scenario; what is changed in it is changed from that.

    Refuses one that is incomplete or of a newer format, with the place.
    """
    kept: dict[str, Any] = {**row.assumptions, "seed": row.seed, "trials": row.trials}
    plan = kept_scenario(row.name, kept).plan
    return replace(plan, name=row.name, notes=row.notes, parent_id=int(row.id))


def plan_by_name(session: "Session", name: str) -> Plan:
    """Return the stored plan of this name; refuses a name that none has, with those there are."""
    found = scenario_by_name(session, name)
    if found is None or not holds_plan(found):
        names = ", ".join(row.name for row in plan_rows(session)) or _("none yet")
        raise InvalidValueError(
            "scenario",
            name,
            _("There is no scenario over weeks “{name}”. Saved: {names}.").format(
                name=name, names=names
            ),
        )
    return plan_in(found)


def keep_plan(session: "Session", plan: Plan, *, as_new: bool) -> ScenarioId:
    """Store a plan under its name: as a new scenario, or in place of the plan of that name.

    Refuses a blank name, and one that another scenario has: any, where it is to be a new one, else
    a batch. One that is written anew keeps what it was changed from; a new one remembers the
    plan's.
    """
    holder = scenario_by_name(session, plan.name)
    own = holder if holder is not None and not as_new and holds_plan(holder) else None
    name = free_name(session, plan.name, None if own is None else own.id)
    parent = None if plan.parent_id is None else ScenarioId(plan.parent_id)
    if own is not None:
        name, parent = own.name, own.parent_id
    kept = written_plan(plan)
    for column in _OWN_COLUMNS:
        kept.pop(column, None)
    known = {row.id for row in scenarios(session)}
    return save_scenario(
        session,
        name,
        kept,
        seed=plan.seed,
        trials=plan.trials,
        notes=plan.notes,
        data_cut_off=plan.data_until,
        parent_id=parent if parent in known else None,
    )


def free_copy_name(session: "Session", name: str) -> str:
    """Return a name for a copy that no scenario has yet."""
    number = 2
    while scenario_by_name(session, f"{name} ({number})") is not None:
        number += 1
    return f"{name} ({number})"


def keep_imported(session: "Session", plan: Plan, file_name: str) -> ScenarioId:
    """Store what a file said as a new plan: under its name, or the file's, or one beside that."""
    name = plan.name.strip() or file_name
    if scenario_by_name(session, name) is not None:
        name = free_copy_name(session, name)
    return keep_plan(session, replace(plan, name=name, parent_id=None), as_new=True)


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a stored plan is: its weeks, what was changed from what, or why it cannot be read."""

    row: ScenarioRow
    weeks: int = 0
    parent_name: str = ""
    changes: tuple[str, ...] = ()
    problem: str = ""


def lineages(session: "Session") -> tuple[Lineage, ...]:
    """Return the stored plans by name, each with what differs from the one it was changed from."""
    rows = plan_rows(session)
    plans: dict[ScenarioId, Plan] = {}
    problems: dict[ScenarioId, str] = {}
    for row in rows:
        try:
            plans[row.id] = plan_in(row)
        except UnreadableScenarioFileError as error:
            problems[row.id] = str(error)
    names = {row.id: row.name for row in rows}
    found = []
    for row in rows:
        plan = plans.get(row.id)
        if plan is None:
            found.append(Lineage(row, problem=problems[row.id]))
            continue
        parent = None if row.parent_id is None else plans.get(row.parent_id)
        changes = () if parent is None else changes_between(parent, plan)
        found.append(
            Lineage(
                row,
                plan.network.weeks,
                "" if row.parent_id is None else names.get(row.parent_id, ""),
                tuple(change.words for change in changes),
            )
        )
    return tuple(found)
