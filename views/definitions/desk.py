"""The draft on the page: loading, editing with undo, checking, and writing it as a version."""

from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Signal

from models.definitions.versions.draft import DefinitionsDraft
from models.errors import KnownError
from models.language import gettext as _
from models.topics import Topic
from views.definitions.content import Loaded, read_definitions
from views.definitions.editing import EditingSteps, change_count, taken_over
from views.definitions.rebasing import rebased, settled
from views.runner import Runner
from views.widgets.undo_keys import takes_step

if TYPE_CHECKING:
    from models.definitions.problems.checking import DraftProblem

_TOPICS = frozenset({Topic.DEFINITIONS, Topic.CHANNELS, Topic.TEAM})


class DraftDesk(QObject):
    """Holds the definitions in force and the draft that is being made of them."""

    loaded = Signal(object)
    """Emitted with the `Loaded` after the definitions were read."""
    edited = Signal(object)
    """Emitted with the draft whenever it is another one."""
    problems = Signal(object)
    """Emitted with the `DraftProblem`s that kept the draft from being written."""
    saved = Signal(int)
    """Emitted with the number of the version that was written."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._loaded: Loaded | None = None
        self._steps: EditingSteps | None = None
        self._visit = 0
        self._saving = False
        self._written: DefinitionsDraft | None = None
        runner.changed.connect(self._hear)

    @property
    def is_loaded(self) -> bool:
        """Whether there is something to edit."""
        return self._loaded is not None

    @property
    def content(self) -> Loaded:
        """What was read last; asking before it is there is a bug."""
        if self._loaded is None:
            raise RuntimeError("the definitions are not there yet")
        return self._loaded

    @property
    def draft(self) -> DefinitionsDraft:
        """The draft as it is now."""
        return self._made_steps().draft

    @property
    def changes(self) -> int:
        """How many things differ from the version in force."""
        return change_count(self.content.draft, self.draft) if self.is_loaded else 0

    @property
    def can_undo(self) -> bool:
        """Whether an edit can be taken back."""
        return self._steps is not None and self._steps.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether an edit that was taken back can be made again."""
        return self._steps is not None and self._steps.can_redo

    def load(self) -> None:
        """Read the definitions in force; what is being edited stays."""
        self._runner.read(read_definitions, self._take, lane="definitions")

    def begin_visit(self) -> None:
        """Say that another field is being edited: what follows is a step of its own."""
        self._visit += 1

    def edit(self, draft: DefinitionsDraft, what: Hashable) -> None:
        """Go on to another draft; edits of one visit to `what` are one step."""
        if draft != self.draft:
            self._made_steps().edit(draft, (what, self._visit))
            self.edited.emit(draft)

    def take(self, draft: DefinitionsDraft) -> None:
        """Take another draft whole, a past version for instance, as one step."""
        self.begin_visit()
        self.edit(taken_over(draft, self.content.draft), "whole")

    def take_version(self, number: int) -> None:
        """Take a past version as the draft."""

        def query(session: Any) -> DefinitionsDraft:
            from models.definitions.versions.written import draft_of_version

            return draft_of_version(session, number)

        def then(draft: DefinitionsDraft) -> None:
            self.take(draft)
            words = _("The draft is version {number} as it was written.")
            self.said.emit("info", words.format(number=number))

        self._runner.read(query, then, lane="version of the definitions")

    def takes(self, event: QEvent) -> bool:
        """Undo or redo an edit where the event asks for it and there is one; say whether."""
        return takes_step(
            event,
            undo=self.undo if self.can_undo else None,
            redo=self.redo if self.can_redo else None,
        )

    def undo(self) -> None:
        """Take the last edit back."""
        self._made_steps().undo()
        self.begin_visit()
        self.edited.emit(self.draft)

    def redo(self) -> None:
        """Make the edit again that was taken back."""
        self._made_steps().redo()
        self.begin_visit()
        self.edited.emit(self.draft)

    def discard(self) -> None:
        """Go back to the version in force; undo brings the draft back."""
        self.begin_visit()
        self.edit(self.content.draft, "discard")
        self.problems.emit(())

    def save(self, note: str) -> None:
        """Write the draft as the next version: one change that the window can undo."""
        if self._saving or not self.changes:
            return
        draft, made_of = replace(self.draft, note=note.strip()), self.content.number
        self._saving = True

        def write(session: Any) -> int:
            from models.definitions.versions.writing import write_definitions

            return write_definitions(session, draft, made_of=made_of)

        def then(number: int) -> None:
            self._saved(number, replace(draft, note=self.draft.note))

        self._runner.change(write, then, failed=self._refused)

    def _saved(self, number: int, written: DefinitionsDraft) -> None:
        self._saving = False
        # What is typed until the version was read is not in it and stays a draft.
        self._written = written
        self.problems.emit(())
        self.saved.emit(number)
        self.said.emit("success", _("Version {number} is in force.").format(number=number))
        self.load()

    def _refused(self, error: Exception) -> None:
        from models.definitions.problems.checking import DraftRefusedError
        from models.definitions.versions.writing import NewerVersionError

        self._saving = False
        if isinstance(error, NewerVersionError):
            # That it came is told when it is here, with what became of the draft.
            self.load()
        elif isinstance(error, DraftRefusedError):
            self.problems.emit(error.problems)
        elif isinstance(error, KnownError):
            self.said.emit("error", str(error))
        else:
            raise error

    def _take(self, loaded: Loaded) -> None:
        before, self._loaded = self._loaded, loaded
        written, self._written = self._written, None
        steps = self._steps
        if before is None or steps is None or steps.draft in (before.draft, written):
            self._steps = EditingSteps(loaded.draft)
        elif written is not None and len(written.stages) == len(loaded.draft.stages):
            steps.go_on_from(lambda draft: settled(draft, written, loaded.draft))
        elif before.draft != loaded.draft:
            steps.go_on_from(lambda draft: rebased(draft, before.draft, loaded.draft))
            self._tell_of(loaded.number)
        self.loaded.emit(loaded)
        self.edited.emit(self.draft)

    def _tell_of(self, number: int) -> None:
        words = _(
            "Version {number} came into force meanwhile. Your changes are kept on top of it; they "
            "are not saved yet."
        )
        self.said.emit("warning", words.format(number=number))

    def _hear(self, topics: frozenset[Topic]) -> None:
        if topics & _TOPICS and not self._saving and self.is_loaded:
            self.load()

    def _made_steps(self) -> EditingSteps:
        if self._steps is None:
            self._steps = EditingSteps(self.content.draft)
        return self._steps


def problems_at(problems: "tuple[DraftProblem, ...]", section: str) -> dict[int, str]:
    """Return what is wrong with the rows of a list, by row."""
    from views.definitions.places import parse_place

    found: dict[int, str] = {}
    for problem in problems:
        place = parse_place(problem.place)
        if place.section == section and place.row is not None and not place.field:
            found[place.row] = f"{found.get(place.row, '')} {problem.sentence}".strip()
    return found
