"""One cadence as a form: what it is for, and its steps."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.language import ngettext
from models.vocabulary import CadenceTrack, label
from views.settings.cadences.steps_editor import StepsEditor
from views.settings.fields import SavedLine, Saver, forget_typed, two_columns
from views.theme import current_theme
from views.widgets import Card, FormRow, PlainLabel, fill_choices, make_button

if TYPE_CHECKING:
    from models.cadences.rows import CadenceRow
    from models.cadences.shaping import StepDraft
    from models.templates.rows import TemplateRow


def _length_words(steps: int, days: int, running: int) -> str:
    """Return how long a cadence is and how many leads go through it.

    >>> _length_words(1, 1, 1)
    '1 step in 1 working day. 1 lead goes through it now.'
    """
    return _("{steps} in {days}. {running}").format(
        steps=ngettext("{count} step", "{count} steps", steps).format(count=steps),
        days=ngettext("{count} working day", "{count} working days", days).format(count=days),
        running=ngettext(
            "{count} lead goes through it now.", "{count} leads go through it now.", running
        ).format(count=running),
    )


class CadenceForm(QWidget):
    """Name, track and steps; every change holds at once."""

    def __init__(self, saver: Saver) -> None:
        super().__init__()
        self._saver = saver
        self._row: CadenceRow | None = None
        self.name = SavedLine()
        self.track = QComboBox()
        fill_choices(self.track, tuple((one.value, label(one)) for one in CadenceTrack))
        self.name_row = FormRow(_("Name"), self.name)
        self.track_row = FormRow(
            _("For leads"), self.track, _("The first cadence of a kind is what leads enter.")
        )
        self.length = PlainLabel(tone="muted", wrap=True)
        self.steps = StepsEditor()
        self.remove_button = make_button("", self.toggle_active)
        self.remove_words = PlainLabel(tone="muted", wrap=True)
        self._lay_out()
        self.name.saved.connect(lambda text: self._edit(self.name_row, name=text))
        self.track.activated.connect(
            lambda at: self._edit(self.track_row, track=self.track.itemData(at))
        )
        self.steps.added.connect(self._add_step)
        self.steps.edited.connect(self._edit_step)
        self.steps.moved.connect(self._move_step)
        self.steps.removed.connect(self._remove_step)

    def show_cadence(self, row: "CadenceRow", templates: "tuple[TemplateRow, ...]") -> None:
        """Show a cadence; `templates` are what its steps may send."""
        if self._row is None or self._row.id != row.id:
            forget_typed(self)
        self._row = row
        self.name.show_text(row.name)
        self.track.setCurrentIndex(self.track.findData(row.track))
        self.length.setText(_length_words(len(row.steps), row.working_days, row.running))
        self.steps.show_steps(row.id, row.steps, templates)
        self.remove_button.setText(_("Remove this cadence") if row.active else _("Bring back"))
        self.remove_words.setText(
            _("No lead would enter it any more; who is in it goes on to its end.")
            if row.active
            else _("No lead enters this cadence any more.")
        )

    def toggle_active(self) -> None:
        """Use the cadence no more, or again."""
        if self._row is None:
            return
        row = self._row

        def operation(session: Any) -> None:
            from models.cadences.shaping import remove_cadence, restore_cadence

            (remove_cadence if row.active else restore_cadence)(session, row.id)

        self._saver.save(operation)

    def _edit(self, at: FormRow, **changed: str) -> None:
        if self._row is None:
            return
        row = self._row
        values = {"name": row.name, "track": row.track} | changed

        def operation(session: Any) -> None:
            from models.cadences.shaping import edit_cadence

            edit_cadence(session, row.id, name=values["name"], track=values["track"])

        self._saver.save(operation, at)

    def _add_step(self) -> None:
        if self._row is None:
            return
        row = self._row

        def operation(session: Any) -> None:
            from models.cadences.shaping import StepDraft, add_step

            add_step(session, row.id, StepDraft("call", 2 if row.steps else 0))

        self._saver.save(operation, self.steps.row)

    def _edit_step(self, at: int, draft: "StepDraft") -> None:
        if self._row is None:
            return
        cadence_id = self._row.id

        def operation(session: Any) -> None:
            from models.cadences.shaping import edit_step

            edit_step(session, cadence_id, at, draft)

        self._saver.save(operation, self.steps.place(at))

    def _move_step(self, at: int, to: int) -> None:
        if self._row is None:
            return
        cadence_id = self._row.id

        def operation(session: Any) -> None:
            from models.cadences.shaping import reorder_steps

            reorder_steps(session, cadence_id, at, to)

        self._saver.save(operation, self.steps.row)

    def _remove_step(self, at: int) -> None:
        if self._row is None:
            return
        cadence_id = self._row.id

        def operation(session: Any) -> None:
            from models.cadences.shaping import remove_step

            remove_step(session, cadence_id, at)

        self._saver.save(operation, self.steps.row)

    def _lay_out(self) -> None:
        theme = current_theme()
        about = Card(_("Cadence"))
        about.column.addLayout(two_columns(self.name_row, self.track_row))
        about.column.addWidget(self.length)
        steps = Card(
            _("Steps"),
            _("Waits are in working days. A reply, a booking or a disqualification ends it."),
        )
        steps.column.addWidget(self.steps)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(), theme.space(2))
        column.setSpacing(theme.space(2))
        column.addWidget(about)
        column.addWidget(steps)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(2))
        foot.addWidget(self.remove_words, 1)
        foot.addWidget(self.remove_button)
        column.addLayout(foot)
        column.addStretch(1)
