"""A page, a background and a shelf of plans that are only as real as the panels need."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from models.errors import KnownError
from simulation.engine import RunCancelledError
from tests.asking import small_plan
from views.asking.asked import Progress
from views.asking.scenarios.lineage import changes_between
from views.asking.scenarios.store import Failed, PlanRow
from views.whatif.content import Plan


class DeskUnderTest(QObject):
    """Shows a plan, and remembers what was taken."""

    planned = Signal(object)

    def __init__(self, plan: Plan | None = None) -> None:
        super().__init__()
        self.plan = plan or small_plan()
        self.taken: list[str] = []

    def take(self, plan: Plan, what: str = "") -> None:
        self.plan = plan
        self.taken.append(what)
        self.planned.emit(plan)


@dataclass
class Asked:
    """A question that waits to be answered."""

    work: Callable[..., Any]
    then: Callable[[Any], None]
    failed: Failed
    progress: Progress
    cancelled: bool = False

    def answer(self) -> None:
        try:
            found = self.work(self.progress, lambda: self.cancelled)
        except RunCancelledError:
            found = None
        except KnownError as error:
            self.failed(error)
            return
        self.then(found)


@dataclass
class QuestionsUnderTest:
    """Answers at once, or when the test says so."""

    waits: bool = False
    asked: list[Asked] = field(default_factory=list)

    def ask(
        self,
        label: str,
        work: Callable[..., Any],
        then: Callable[[Any], None],
        *,
        failed: Failed,
        progress: Progress,
    ) -> str:
        assert label
        self.asked.append(Asked(work, then, failed, progress))
        if not self.waits:
            self.asked[-1].answer()
        return f"job-{len(self.asked)}"

    def cancel(self, code: str) -> None:
        self.asked[int(code.removeprefix("job-")) - 1].cancelled = True


@dataclass
class PlanShelf:
    """Keeps plans in memory; this is `views.asking.scenarios.store.PlanStore`."""

    plans: dict[int, Plan] = field(default_factory=dict)
    rows: dict[int, PlanRow] = field(default_factory=dict)

    def list(self, then: Callable[[tuple[PlanRow, ...]], None], *, failed: Failed) -> None:
        then(tuple(reversed(self.rows.values())))

    def open(self, plan_id: int, then: Callable[[Plan], None], *, failed: Failed) -> None:
        then(replace(self.plans[plan_id], parent_id=plan_id))

    def save(
        self, plan: Plan, then: Callable[[PlanRow], None], *, failed: Failed, as_new: bool
    ) -> None:
        holder = next((row.id for row in self.rows.values() if row.name == plan.name), None)
        if as_new and holder is not None:
            failed(KnownError(f"There is a scenario “{plan.name}” already."))
            return
        number = holder or len(self.rows) + 1
        parent = None if plan.parent_id is None else self.plans[plan.parent_id]
        changes = () if parent is None else changes_between(parent, plan)
        saved_at = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=number)
        self.plans[number] = plan
        self.rows[number] = PlanRow(
            number,
            plan.name,
            plan.notes,
            saved_at,
            plan.network.weeks,
            "" if parent is None else parent.name,
            tuple(change.words for change in changes),
        )
        then(self.rows[number])

    def rename(
        self, plan_id: int, name: str, then: Callable[[PlanRow], None], *, failed: Failed
    ) -> None:
        self.rows[plan_id] = replace(self.rows[plan_id], name=name)
        then(self.rows[plan_id])

    def duplicate(self, plan_id: int, then: Callable[[PlanRow], None], *, failed: Failed) -> None:
        copy = replace(self.plans[plan_id], name=f"{self.plans[plan_id].name} (2)")
        self.save(copy, then, failed=failed, as_new=True)

    def delete(self, plan_id: int, then: Callable[[], None], *, failed: Failed) -> None:
        del self.rows[plan_id], self.plans[plan_id]
        then()

    def write_file(
        self, plan_id: int, path: Path, then: Callable[[], None], *, failed: Failed
    ) -> None:
        path.write_text(self.plans[plan_id].name, "utf-8")
        then()

    def read_file(self, path: Path, then: Callable[[PlanRow], None], *, failed: Failed) -> None:
        failed(KnownError(f"{path.name} cannot be read at weeks: a year."))
