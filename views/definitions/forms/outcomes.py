"""What each outcome of a touch brings about, one line for each."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from models.definitions.spans import span_words
from models.definitions.versions.draft import DefinitionsDraft, OutcomeDraft
from models.language import gettext as _
from models.vocabulary import CadenceTrack, NextStep, label
from views.definitions.desk import DraftDesk
from views.definitions.editors.inputs import QuietChoice
from views.definitions.editors.rows import RowEditor, RowsForm
from views.definitions.forms.part import PartForm
from views.definitions.places import OUTCOMES, Place, parse_place
from views.forecast.inputs.fields import CountField
from views.theme import current_theme
from views.widgets import PlainLabel
from views.widgets.labels import set_tip

if TYPE_CHECKING:
    from models.definitions.problems.checking import DraftProblem

_ONE_LINE_UP_TO: Final = 1.1
_NAME_PIXELS: Final = 100
_WAIT_PIXELS: Final = 86
_LONGEST_MINUTES: Final = 28_800
_USUAL_WAIT_MINUTES: Final = 240


class OutcomesForm(PartForm):
    """One line for each outcome; which outcomes there are is not for a team to change."""

    def __init__(self, desk: DraftDesk) -> None:
        super().__init__(
            desk,
            _("Touch outcomes"),
            _(
                "Each outcome moves the lead on and says what comes next. A lead is never moved "
                "back, and moved into a stage only through its gate. Waits are working minutes."
            ),
        )
        self._stages: tuple[tuple[object, str], ...] = ()
        self.outcomes = RowsForm(lambda: OutcomeEditor(desk), lambda: None, "", fixed=True)
        self.outcomes.edited.connect(self._edit)
        self.column.setSpacing(current_theme().space(0.25))
        if in_one_line():
            self.column.addWidget(_column_names())
        self.column.addWidget(self.outcomes)

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Show the rules of the draft."""
        self.outcomes.show_rows(draft.outcomes)
        stages = stages_to_move_to(draft)
        if stages != self._stages:
            self._stages = stages
            self.outcomes.refresh()
        self.watch_visits()

    def show_problems(self, problems: "tuple[DraftProblem, ...]") -> None:
        """Say under each outcome what is wrong with it."""
        found: dict[int, str] = {}
        for problem in problems:
            place = parse_place(problem.place)
            if place.section == OUTCOMES and place.row is not None:
                found[place.row] = f"{found.get(place.row, '')} {problem.sentence}".strip()
        self.outcomes.show_problems(found)

    def go_to(self, place: Place) -> None:
        """Focus an outcome."""
        self.outcomes.go_to(place.row or 0)

    def _edit(self, rows: tuple[OutcomeDraft, ...]) -> None:
        self.desk.edit(replace(self.desk.draft, outcomes=rows), "outcomes")


def stages_to_move_to(draft: DefinitionsDraft) -> tuple[tuple[object, str], ...]:
    """Return every stage but the first, in which all leads begin anyway."""
    return tuple(
        (stage.id, stage.name or _("A stage without a name")) for stage in draft.stages[1:]
    )


def in_one_line() -> bool:
    """Say whether an outcome fits on a line; with larger text its inputs stand below its name."""
    return current_theme().scale <= _ONE_LINE_UP_TO


def _kept(words: str) -> str:
    """Return how an input says that it changes nothing; short where its column has a name."""
    return _("Stays") if in_one_line() else words


def _column_names() -> QWidget:
    """Return what stands above the inputs."""
    theme = current_theme()
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.space(0.5))
    row.addSpacing(theme.scaled(_NAME_PIXELS) + theme.space(0.5))
    for words, share in ((_("Stage"), 5), (_("Then"), 7), (_("After"), 0), (_("Cadence"), 5)):
        name = PlainLabel(words, size="small", tone="muted")
        # Words stand as far in as those of the inputs below.
        name.setContentsMargins(theme.space(), 0, 0, 0)
        if share:
            name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        else:
            name.setFixedWidth(theme.scaled(_WAIT_PIXELS))
        row.addWidget(name, share)
    return box


class OutcomeEditor(RowEditor):
    """An outcome: the stage it moves to, what comes next and after which wait, and the cadence."""

    def __init__(self, desk: DraftDesk) -> None:
        super().__init__()
        theme = current_theme()
        self._desk = desk
        self._row = OutcomeDraft("", NextStep.NONE.value)
        self.name = PlainLabel(weight="medium", wrap=True)
        if in_one_line():
            self.name.setFixedWidth(theme.scaled(_NAME_PIXELS))
        # The words stand on the line of the inputs' words.
        self.name.setContentsMargins(0, theme.space(0.75), 0, 0)
        self.stage = QuietChoice(_("Stage that the lead moves to"))
        self.next_step = QuietChoice(
            _("What comes next"), [(one.value, _next_words(one)) for one in NextStep]
        )
        self.wait = CountField(1, _LONGEST_MINUTES)
        self.wait.setProperty("kind", "quiet")
        self.wait.setAccessibleName(_("Working minutes until then"))
        self.wait.setSuffix(_(" min"))
        self.wait.setKeyboardTracking(True)
        self.wait.setFixedWidth(theme.scaled(_WAIT_PIXELS))
        policy = self.wait.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.wait.setSizePolicy(policy)
        self.track = QuietChoice(
            _("Cadence"),
            [
                ("", _kept(_("Cadence stays"))),
                *((one.value, label(one)) for one in CadenceTrack),
            ],
        )
        self._lay_out()
        self.stage.chosen.connect(lambda key: self._tell(stage_id=key))
        self.next_step.chosen.connect(self._take_step)
        self.wait.valueChanged.connect(lambda minutes: self._tell(wait_minutes=minutes))
        self.track.chosen.connect(lambda key: self._tell(cadence_track=key or None))

    def show_row(self, row: Any) -> None:
        """Show what follows from an outcome."""
        self._row = row
        words = label(row.outcome)
        self.name.setText(words)
        self.setAccessibleName(words)
        self.stage.offer(((None, _kept(_("Stage stays"))), *stages_to_move_to(self._desk.draft)))
        gone = "" if row.stage_id is None else _("A stage that is gone")
        self.stage.show_key(row.stage_id, gone)
        self.next_step.show_key(row.next_step, row.next_step)
        waits = row.next_step == NextStep.CALL_AGAIN
        self.wait.setVisible(waits)
        if waits and row.wait_minutes is not None:
            if self.wait.value() != row.wait_minutes:
                blocked = self.wait.blockSignals(True)
                self.wait.setValue(row.wait_minutes)
                self.wait.blockSignals(blocked)
            set_tip(self.wait, _("After {wait}").format(wait=span_words(row.wait_minutes)))
        self.track.show_key(row.cadence_track or "", row.cadence_track or "")

    def _lay_out(self) -> None:
        theme = current_theme()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.space(0.5))
        if in_one_line():
            inputs = (self.name, self.stage, self.next_step, self.wait, self.track)
            for at, (widget, share) in enumerate(zip(inputs, (0, 5, 7, 0, 5), strict=True)):
                grid.addWidget(widget, 0, at, Qt.AlignmentFlag.AlignTop)
                grid.setColumnStretch(at, share)
            return
        grid.setContentsMargins(0, 0, 0, theme.space())
        grid.addWidget(self.name, 0, 0, 1, 2)
        for at, widget in enumerate((self.stage, self.next_step, self.track)):
            grid.addWidget(widget, 1 + at // 2, at % 2)
        # Aligned, or its fixed width would be that of the column.
        grid.addWidget(self.wait, 2, 1, Qt.AlignmentFlag.AlignLeft)
        for column in range(2):
            grid.setColumnStretch(column, 1)

    def _take_step(self, step: object) -> None:
        waits = step == NextStep.CALL_AGAIN
        wait = (self._row.wait_minutes or _USUAL_WAIT_MINUTES) if waits else None
        self._tell(next_step=str(step), wait_minutes=wait)

    def _tell(self, **fields: Any) -> None:
        row = replace(self._row, **fields)
        self.show_row(row)
        self.edited.emit(row)


def _next_words(step: NextStep) -> str:
    return _("Nothing more") if step is NextStep.NONE else label(step)
