"""A stage as a form that reads like its paragraph in the document."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from models.definitions.versions.draft import CriterionDraft, DefinitionsDraft, GateRuleDraft
from models.language import gettext as _
from models.vocabulary import Meaning
from views.definitions.desk import DraftDesk
from views.definitions.editing import (
    criteria_in_force,
    row_moved,
    stage_before,
    stage_removed,
    takers,
    with_row,
)
from views.definitions.editors.fields_grid import FieldsGrid
from views.definitions.editors.inputs import GrowingText, QuietChoice, QuietLine
from views.definitions.editors.rows import RowsForm
from views.definitions.forms.gate_rows import GateRuleEditor
from views.definitions.forms.part import PartForm, heading
from views.definitions.forms.role_editing import role_names
from views.definitions.places import Place, parse_place
from views.definitions.removal_question import RemovalQuestion
from views.definitions.words import meaning_words
from views.theme import current_theme
from views.widgets import PlainLabel, make_button
from views.widgets.labels import set_tip

if TYPE_CHECKING:
    from models.definitions.problems.checking import DraftProblem


class StageForm(PartForm):
    """Name, owner, meaning, trigger, example and gate of one stage, and its place."""

    chosen = Signal(int)
    """Emitted with the place of the stage that is to be shown next."""

    def __init__(self, desk: DraftDesk) -> None:
        super().__init__(desk, "")
        theme = current_theme()
        self._at = 0
        self._offered: tuple[tuple[CriterionDraft, ...], dict[str, str]] = ((), {})
        self.up_button = make_button(
            "", lambda: self.move_stage(-1), kind="quiet", icon_name="arrow-up"
        )
        self.down_button = make_button(
            "", lambda: self.move_stage(1), kind="quiet", icon_name="arrow-down"
        )
        for button, words, keys in (
            (self.up_button, _("Move the stage up"), "Alt+Up"),
            (self.down_button, _("Move the stage down"), "Alt+Down"),
        ):
            button.setAccessibleName(words)
            set_tip(button, words, keys)
        self.remove_button = make_button(
            _("Remove"), self.ask_to_remove, kind="quiet", icon_name="trash"
        )
        for tool in (self.up_button, self.down_button, self.remove_button):
            self.tools.addWidget(tool)
        self.removal = RemovalQuestion(_("Stage that takes the leads"), _("Remove stage"))
        self.removal.answered.connect(self._remove)
        self.name = QuietLine(_("Name"))
        self.owner = QuietChoice(_("Owner"))
        self.meaning = QuietChoice(_("Means"), [(str(one), meaning_words(one)) for one in Meaning])
        self.trigger = GrowingText(_("Trigger"), _("What brings a lead here, in one sentence"))
        self.example = GrowingText(_("Example"), _("A lead that everybody would agree on"))
        self.grid = FieldsGrid()
        self.grid.add("name", _("Name"), self.name)
        self.grid.add("owner_role", _("Owner"), self.owner)
        self.grid.add("meaning", _("Means"), self.meaning)
        self.grid.add("trigger", _("Trigger"), self.trigger)
        self.grid.add("example", _("Example"), self.example)
        self.gate = RowsForm(
            self._make_gate_editor, self._fresh_rule, _("Add a requirement"), add_keys="Alt+R"
        )
        self.no_gate = PlainLabel(
            _("Nothing beyond the trigger: every lead may enter."), tone="muted", wrap=True
        )
        self.column.setSpacing(theme.space())
        for widget in (
            self.removal,
            self.grid,
            heading(_("A lead may enter once it shows")),
            self.no_gate,
            self.gate,
        ):
            self.column.addWidget(widget)
        self.name.textEdited.connect(lambda text: self._edit("name", name=text))
        self.owner.chosen.connect(lambda key: self._edit("owner", owner_role=str(key)))
        self.meaning.chosen.connect(lambda key: self._edit("meaning", meaning=str(key)))
        self.trigger.edited.connect(lambda text: self._edit("trigger", trigger=text))
        self.example.edited.connect(lambda text: self._edit("example", example=text))
        self.gate.edited.connect(lambda rows: self._edit("gate", gate=rows))
        for field in (self.name, self.trigger, self.example):
            field.installEventFilter(self)

    @property
    def at(self) -> int:
        """The place of the stage that is shown."""
        return self._at

    def show_stage(self, at: int) -> None:
        """Show the stage at this place."""
        if at != self._at:
            self.removal.hide()
        self._at = at
        self.show_draft(self.desk.draft)

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Show the stage as it is in the draft."""
        if not draft.stages:
            return
        self._at = min(self._at, len(draft.stages) - 1)
        stage = draft.stages[self._at]
        self.title.setText(stage.name or _("A stage without a name"))
        place = _("Stage {number} of {count}").format(number=self._at + 1, count=len(draft.stages))
        self.lead.setText(place)
        self.lead.show()
        self.name.show_text(stage.name)
        roles = role_names(draft)
        self.owner.offer(tuple(roles.items()))
        self.owner.show_key(stage.owner_role, stage.owner_role)
        self.meaning.show_key(str(stage.meaning))
        self.trigger.show_text(stage.trigger)
        self.example.show_text(stage.example)
        criteria = criteria_in_force(draft)
        self.gate.show_rows(stage.gate)
        if (criteria, roles) != self._offered:
            self._offered = (criteria, roles)
            self.gate.refresh()
        self.no_gate.setVisible(not stage.gate)
        self.up_button.setEnabled(self.fields.isEnabled() and self._at > 0)
        self.down_button.setEnabled(self.fields.isEnabled() and self._at + 1 < len(draft.stages))
        self.remove_button.setEnabled(self.fields.isEnabled() and len(draft.stages) > 1)
        self.watch_visits()

    def show_problems(self, problems: "tuple[DraftProblem, ...]") -> None:
        """Say what is wrong with this stage."""
        fields: dict[str, str] = {}
        rules: dict[int, str] = {}
        for problem in problems:
            place = parse_place(problem.place)
            if place.section != "stages" or place.row != self._at:
                continue
            if place.field == "gate" and place.inner is not None:
                rules[place.inner] = problem.sentence
            else:
                fields[place.field or "name"] = problem.sentence
        self.grid.show_problems(fields)
        self.gate.show_problems(rules)

    def go_to(self, place: Place) -> None:
        """Focus what is wrong."""
        if place.field == "gate" and place.inner is not None:
            self.gate.go_to(place.inner)
            return
        field = self.grid.field(place.field) or self.name
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_in(self) -> None:
        """Focus the name."""
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name.selectAll()

    def move_stage(self, steps: int) -> None:
        """Move the stage up or down the funnel."""
        draft = self.desk.draft
        to = self._at + steps
        if not self.fields.isEnabled() or not 0 <= to < len(draft.stages):
            return
        self.desk.begin_visit()
        at, self._at = self._at, to
        self.desk.edit(replace(draft, stages=row_moved(draft.stages, at, to)), "move")
        self.chosen.emit(to)

    def ask_to_remove(self) -> None:
        """Ask where the leads of the stage go; a stage that is new has none and goes at once."""
        draft = self.desk.draft
        if not self.remove_button.isEnabled():
            return
        stage = draft.stages[self._at]
        if stage.is_new:
            self._remove(None)
        else:
            words = _(
                "Which stage do the leads in {stage} go to? Their history keeps its old stages."
            )
            self.removal.ask(
                words.format(stage=stage.name),
                takers(draft, self._at),
                stage_before(draft, self._at),
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the stage by Alt and the arrow keys, from the texts that describe it."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and watched in {self.name, self.trigger, self.example}
            and event.modifiers() == Qt.KeyboardModifier.AltModifier
            and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}
        ):
            self.move_stage(-1 if event.key() == Qt.Key.Key_Up else 1)
            return True
        return super().eventFilter(watched, event)

    def _make_gate_editor(self) -> GateRuleEditor:
        return GateRuleEditor(self.desk)

    def _fresh_rule(self) -> GateRuleDraft:
        """Return what a new requirement begins with: one that the gate does not have yet."""
        taken = self.desk.draft.stages[self._at].gate
        for kind in self.desk.content.known.requirements:
            for argument in [one.key for one in kind.arguments] or [""]:
                rule = GateRuleDraft(kind.code, argument)
                if rule not in taken:
                    return rule
        return GateRuleDraft(self.desk.content.known.requirements[0].code)

    def _edit(self, what: str, **fields: Any) -> None:
        draft = self.desk.draft
        stage = replace(draft.stages[self._at], **fields)
        stages = with_row(draft.stages, self._at, stage)
        self.desk.edit(replace(draft, stages=stages), (what, self._at))

    def _remove(self, taker: Any) -> None:
        self.desk.begin_visit()
        at = self._at
        self.desk.edit(stage_removed(self.desk.draft, at, taker), "remove")
        self.chosen.emit(min(at, len(self.desk.draft.stages) - 1))
