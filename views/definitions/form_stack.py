"""The forms of the parts, of which one is shown; each is made when its part is first chosen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from models.definitions.versions.draft import DefinitionsDraft
from views.definitions.desk import DraftDesk
from views.definitions.forms.part import PartForm
from views.definitions.forms.stage import StageForm
from views.definitions.forms.versions import VersionsForm
from views.definitions.forms.which import make_form
from views.definitions.places import STAGES, Place
from views.definitions.workshop.form import WorkshopForm
from views.runner import Runner
from views.widgets import TablePlaceholder, scrolled

if TYPE_CHECKING:
    from models.definitions.problems.checking import DraftProblem


class FormStack(QStackedWidget):
    """Shows the form of one part; the others keep what they show up to date."""

    made = Signal()
    """Emitted when a form was made, so that Tab has to learn where it stands."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    stage_chosen = Signal(int)
    """Emitted with the place of a stage that its form goes to by itself."""
    part_asked = Signal(str)
    """Emitted with the part that a person wants to see."""
    look_asked = Signal(object)
    """Emitted with the version whose document a person wants to see."""
    take_asked = Signal(int)
    """Emitted with the number of a version that is to be the draft."""

    def __init__(self, desk: DraftDesk, runner: Runner) -> None:
        super().__init__()
        self._desk = desk
        self._runner = runner
        self._allowed = True
        self._problems: tuple[DraftProblem, ...] = ()
        self._forms: dict[str, PartForm] = {}
        self._places: dict[str, QWidget] = {}
        self.addWidget(TablePlaceholder((2, 5)))

    def __getitem__(self, part: str) -> PartForm:
        """Return the form of a part that was chosen before."""
        return self._forms[part]

    @property
    def stage(self) -> StageForm | None:
        """The form of the stages, once it was chosen."""
        form = self._forms.get(STAGES)
        return form if isinstance(form, StageForm) else None

    def show_part(self, part: str, stage: int) -> None:
        """Show the form of a part; of a stage by its place, where it is not below zero."""
        form = self._form_of(part)
        if isinstance(form, StageForm) and stage >= 0:
            form.show_stage(stage)
        self.setCurrentWidget(self._places[part])
        if self._problems:
            form.show_problems(self._problems)

    def enter(self, part: str) -> None:
        """Put the keys into the form of a part."""
        self._form_of(part).focus_in()

    def go_to(self, place: Place) -> None:
        """Focus a place in the form that has it."""
        form = self._forms.get(place.part)
        if form is not None:
            form.go_to(place)

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Show the draft in every form."""
        for form in self._forms.values():
            form.show_draft(draft)

    def show_problems(self, problems: "tuple[DraftProblem, ...]") -> None:
        """Say at their places, also in forms to come, what keeps the draft from being written."""
        self._problems = problems
        for form in self._forms.values():
            form.show_problems(problems)

    def set_allowed(self, allowed: bool) -> None:
        """Let the forms be edited, or only read."""
        self._allowed = allowed
        for form in self._forms.values():
            form.set_allowed(allowed)

    def forget(self) -> None:
        """Make forms anew: what can be chosen in them is not what it was."""
        for place in self._places.values():
            self.removeWidget(place)
            place.hide()
            place.deleteLater()
        self._forms.clear()
        self._places.clear()

    def _form_of(self, part: str) -> PartForm:
        form = self._forms.get(part)
        if form is None:
            form = self._forms[part] = make_form(part, self._desk, self._runner)
            place = self._places[part] = scrolled(form)
            self.addWidget(place)
            # In its place first: what is taken in with all its rows is styled once for each level.
            form.show_draft(self._desk.draft)
            form.set_allowed(self._allowed)
            form.said.connect(self.said)
            self.made.emit()
            if isinstance(form, StageForm):
                form.chosen.connect(self.stage_chosen)
            if isinstance(form, WorkshopForm):
                form.part_asked.connect(self.part_asked)
            if isinstance(form, VersionsForm):
                form.look_asked.connect(self.look_asked)
                form.take_asked.connect(self.take_asked)
        return form
