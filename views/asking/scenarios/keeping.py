"""Which stored plan is on the page, and what is done with the stored ones."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from models.language import gettext as _
from views.asking.ports import PlanDesk
from views.asking.scenarios.store import PlanRow, PlanStore
from views.forecast.refusals import sentence_of
from views.whatif.content import Plan


class Keeping(QObject):
    """Saves the plan on the page, opens others, and keeps the list of them up to date.

    A plan on the page was changed from the stored one that `parent_id` names. While it has that
    one's name it is saved in its place; under another name it becomes a scenario of its own.
    """

    listed = Signal(object)
    """Emitted with a tuple of `PlanRow`."""
    name_wanted = Signal(str, str)
    """Emitted with what is known of name and notes where a plan needs a name to be saved."""
    kept = Signal()
    """Emitted when what was asked for is done."""
    refused = Signal(str)
    """Emitted with the sentence of a refusal."""
    said = Signal(str, str)
    """Emitted with a notice: its kind and its sentence."""

    def __init__(self, desk: PlanDesk, store: PlanStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._store = desk, store
        self._rows: tuple[PlanRow, ...] = ()
        self.fresh: int | None = None
        """The stored plan that something was just done with, until it is listed."""

    @property
    def current(self) -> int | None:
        """The stored plan that the one on the page was changed from."""
        return self._desk.plan.parent_id

    def list(self) -> None:
        """Ask for the stored plans."""
        self._store.list(self._show, failed=self._failed)

    def save(self) -> None:
        """Save the plan in place of the stored one of its name, or ask for a name."""
        plan = self._desk.plan
        open_row = next((row for row in self._rows if row.id == plan.parent_id), None)
        if open_row is None or open_row.name != plan.name:
            self.ask_name()
            return
        self._store.save(plan, self._saved, failed=self._failed, as_new=False)

    def ask_name(self) -> None:
        """Ask for the name of a new scenario."""
        plan = self._desk.plan
        self.name_wanted.emit(plan.name, plan.notes)

    def save_as(self, name: str, notes: str) -> None:
        """Save the plan as a new scenario, which remembers what it was changed from."""
        asked = self._desk.plan

        def saved(row: PlanRow) -> None:
            # What was moved meanwhile stays, and so does a plan that was opened meanwhile.
            plan = self._desk.plan
            if (plan.parent_id, plan.name) == (asked.parent_id, asked.name):
                kept = replace(plan, name=row.name, notes=notes, parent_id=row.id)
                self._desk.take(kept, _("Save"))
            self._saved(row)

        plan = replace(asked, name=name, notes=notes)
        self._store.save(plan, saved, failed=self._failed, as_new=True)

    def open(self, plan_id: int) -> None:
        """Put a stored plan on the page."""

        def opened(plan: Plan) -> None:
            self._desk.take(plan, _("Open “{name}”").format(name=plan.name))
            self.said.emit("info", _("“{name}” is on the page.").format(name=plan.name))
            self.kept.emit()

        self._store.open(plan_id, opened, failed=self._failed)

    def rename(self, plan_id: int, name: str) -> None:
        """Give a stored plan another name; the one on the page follows."""

        def renamed(row: PlanRow) -> None:
            plan = self._desk.plan
            if plan.parent_id == row.id:
                self._desk.take(replace(plan, name=row.name), _("Rename"))
            self._done(row)

        self._store.rename(plan_id, name, renamed, failed=self._failed)

    def duplicate(self, plan_id: int) -> None:
        """Copy a stored plan."""

        def copied(row: PlanRow) -> None:
            self.said.emit("success", _("Copied as “{name}”.").format(name=row.name))
            self._done(row)

        self._store.duplicate(plan_id, copied, failed=self._failed)

    def delete(self, plan_id: int) -> None:
        """Remove a stored plan; what is on the page stays there, unsaved."""

        def deleted() -> None:
            self.said.emit("info", _("Scenario deleted. Undo brings it back."))
            self._done()

        self._store.delete(plan_id, deleted, failed=self._failed)

    def write_file(self, plan_id: int, path: Path) -> None:
        """Write a stored plan as a file."""

        def wrote() -> None:
            self.said.emit("success", _("Written to {file}.").format(file=path.name))

        self._store.write_file(plan_id, path, wrote, failed=self._failed)

    def read_file(self, path: Path) -> None:
        """Keep what a file says as a new plan."""

        def read(row: PlanRow) -> None:
            self.said.emit("success", _("“{name}” is kept.").format(name=row.name))
            self._done(row)

        self._store.read_file(path, read, failed=self._failed)

    def _show(self, rows: tuple[PlanRow, ...]) -> None:
        self._rows = rows
        self.listed.emit(rows)
        self.fresh = None

    def _saved(self, row: PlanRow) -> None:
        self.said.emit("success", _("Saved “{name}”.").format(name=row.name))
        self._done(row)

    def _done(self, row: PlanRow | None = None) -> None:
        self.fresh = None if row is None else row.id
        self.kept.emit()
        self.list()

    def _failed(self, error: Exception) -> None:
        self.refused.emit(sentence_of(error))
