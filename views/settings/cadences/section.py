"""The section of cadences and of the templates that their steps send."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from models.language import gettext as _
from models.topics import Topic
from models.vocabulary import CadenceTrack, Medium, label
from views.runner import Runner
from views.settings.cadences.form import CadenceForm
from views.settings.cadences.template_form import TemplateForm
from views.settings.choice_list import ListEntry
from views.settings.fields import Saver
from views.settings.limiting import Limited
from views.settings.listed import ListedSection
from views.widgets import EmptyState, make_button, scrolled

if TYPE_CHECKING:
    from models.cadences.rows import CadenceRow
    from models.templates.rows import TemplateRow

    Rows = tuple[tuple[CadenceRow, ...], tuple[TemplateRow, ...]]


class CadencesSection(ListedSection):
    """Insert adds one of what is chosen, Delete removes it, Alt+Up and Alt+Down move it.

    The first cadence of a track is the one that leads enter.
    """

    def __init__(self, runner: Runner) -> None:
        super().__init__(
            _("Cadences and templates"), _("Add a cadence"), self.add_cadence, insert=self.add
        )
        self._runner = runner
        self._cadences: dict[str, CadenceRow] = {}
        self._templates: dict[str, TemplateRow] = {}
        self._awaited = ""
        saver = Saver(runner)
        self.cadence = CadenceForm(saver)
        self.template = TemplateForm(saver)
        self.add_template_button = make_button(
            _("Add a template"), self.add_template, icon_name="plus"
        )
        self.add_beside(self.add_template_button)
        empty = EmptyState(
            _("There is no cadence yet. A cadence says when to call, write and wait."),
            _("Add a cadence"),
            self.add_cadence,
            icon_name="clock",
        )
        for form in (scrolled(Limited(self.cadence)), scrolled(Limited(self.template)), empty):
            self.forms.addWidget(form)
        self.list.chosen.connect(lambda _code: self._show())
        self.list.remove_asked.connect(self._remove)
        self.list.moved.connect(self._move)
        runner.changed.connect(self._hear)
        self._read()

    def add(self) -> None:
        """Add a template where one is chosen, and else a cadence."""
        if self.list.current_code() in self._templates:
            self.add_template()
        else:
            self.add_cadence()

    def add_cadence(self) -> None:
        """Add a cadence of one call, and go to its name."""
        name = _free(_("New cadence"), (one.name for one in self._cadences.values()))

        def operation(session: Any) -> str:
            from models.cadences.shaping import StepDraft, add_cadence

            track = CadenceTrack.FIRST.value
            return f"c{add_cadence(session, name, track, (StepDraft(Medium.CALL.value),))}"

        self._runner.change(operation, self._await)

    def add_template(self) -> None:
        """Add a template with a greeting, and go to its name."""
        name = _free(_("New template"), (one.name for one in self._templates.values()))
        subject, body = _("Your question"), _("Hello {first_name},")

        def operation(session: Any) -> str:
            from models.templates.shaping import add_template

            return f"t{add_template(session, name, Medium.EMAIL.value, body, subject)}"

        self._runner.change(operation, self._await)

    def _await(self, code: str) -> None:
        self._awaited = code
        self._read()

    def _remove(self) -> None:
        if self.list.current_code() in self._templates:
            self.template.toggle_active()
        else:
            self.cadence.toggle_active()

    def _move(self, by: int) -> None:
        """Change places with the next one in use above or below."""
        code = self.list.current_code()
        is_template = code in self._templates
        rows: dict[str, Any] = dict(self._templates if is_template else self._cadences)
        used = [key for key, row in rows.items() if row.active]
        if code not in used or not 0 <= used.index(code) + by < len(used):
            return
        place = list(rows).index(used[used.index(code) + by])
        row_id = rows[code].id

        def operation(session: Any) -> str:
            from models.cadences.shaping import reorder_cadences
            from models.templates.shaping import reorder_templates

            (reorder_templates if is_template else reorder_cadences)(session, row_id, place)
            return code

        self._runner.change(operation)

    def _hear(self, topics: object) -> None:
        if isinstance(topics, frozenset) and Topic.CADENCES in topics:
            self._read()

    def _read(self) -> None:
        self._runner.read(_read_rows, self._take, lane="settings cadences")

    def _take(self, rows: "Rows") -> None:
        self._cadences = {f"c{row.id}": row for row in rows[0]}
        self._templates = {f"t{row.id}": row for row in rows[1]}
        awaited, self._awaited = self._awaited, ""
        self.list.show_entries(self._entries(), awaited)
        self._show()
        if awaited:
            name = self.template.name if awaited in self._templates else self.cadence.name
            name.setFocus(Qt.FocusReason.OtherFocusReason)
            name.selectAll()

    def _entries(self) -> list[ListEntry]:
        cadences = [
            (row.active, ListEntry(code, row.name, label(row.track), is_faint=not row.active))
            for code, row in self._cadences.items()
        ]
        templates = [
            (row.active, ListEntry(code, row.name, label(row.medium), is_faint=not row.active))
            for code, row in self._templates.items()
        ]
        entries = []
        for title, lines in ((_("Cadences"), cadences), (_("Templates"), templates)):
            if used := [entry for is_active, entry in lines if is_active]:
                entries += [ListEntry("", title), *used]
        if removed := [entry for is_active, entry in (*cadences, *templates) if not is_active]:
            entries += [ListEntry("", _("Removed")), *removed]
        return entries

    def _show(self) -> None:
        code = self.list.current_code()
        cadence, template = self._cadences.get(code), self._templates.get(code)
        if cadence is not None:
            usable = tuple(row for row in self._templates.values() if row.active)
            self.cadence.show_cadence(cadence, usable)
            self.forms.setCurrentIndex(0)
        elif template is not None:
            self.template.show_template(template)
            self.forms.setCurrentIndex(1)
        else:
            self.forms.setCurrentIndex(2)


def _read_rows(session: Any) -> "Rows":
    from models.cadences.rows import cadences
    from models.templates.rows import templates

    return cadences(session, active_only=False), templates(session, active_only=False)


def _free(name: str, taken: Iterable[str]) -> str:
    """Return a name for what is new that nothing else has."""
    known = {one.casefold() for one in taken}
    found, number = name, 2
    while found.casefold() in known:
        found, number = f"{name} {number}", number + 1
    return found
