"""The section of meetings: kinds down the left, one of them as a form."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from models.language import gettext as _
from models.topics import Topic
from views.runner import Runner
from views.settings.choice_list import ListEntry
from views.settings.duration_text import duration_text
from views.settings.fields import Saver
from views.settings.limiting import Limited
from views.settings.listed import ListedSection
from views.settings.meetings.form import MeetingForm
from views.widgets import EmptyState, scrolled

if TYPE_CHECKING:
    from models.appointments.kinds import MeetingKindRow


class MeetingsSection(ListedSection):
    """Insert adds a kind, Delete removes the chosen one; undo takes both back."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(_("Kinds of meetings"), _("Add a kind"), self.add)
        self._runner = runner
        self._kinds: dict[str, MeetingKindRow] = {}
        self._awaited = ""
        self.form = MeetingForm(Saver(runner))
        self.empty = EmptyState(
            _("There is no kind of meeting yet. Add one, and slots for it can be offered."),
            _("Add a kind"),
            self.add,
            icon_name="calendar-blank",
        )
        self.forms.addWidget(scrolled(Limited(self.form)))
        self.forms.addWidget(self.empty)
        self.list.chosen.connect(lambda _code: self._show())
        self.list.remove_asked.connect(self.form.toggle_active)
        runner.changed.connect(self._hear)
        self._read()

    def add(self) -> None:
        """Add a kind with usual rules, and go to its name."""
        name = _free_name(one.name for one in self._kinds.values())

        def operation(session: Any) -> int:
            from models.appointments.kinds import MeetingRules, add_meeting_kind

            return add_meeting_kind(session, name, MeetingRules(30))

        self._runner.change(operation, self._await)

    def _await(self, kind_id: int) -> None:
        self._awaited = str(kind_id)
        self._read()

    def _hear(self, topics: object) -> None:
        if isinstance(topics, frozenset) and Topic.CALENDARS in topics:
            self._read()

    def _read(self) -> None:
        self._runner.read(_read_kinds, self._take, lane="settings meetings")

    def _take(self, rows: "tuple[MeetingKindRow, ...]") -> None:
        self._kinds = {str(row.id): row for row in rows}
        awaited, self._awaited = self._awaited, ""
        entries = [_entry(row) for row in rows if row.active]
        removed = [_entry(row) for row in rows if not row.active]
        if removed:
            entries += [ListEntry("", _("Removed")), *removed]
        self.list.show_entries(entries, awaited)
        self._show()
        if awaited:
            self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)
            self.form.name.selectAll()

    def _show(self) -> None:
        row = self._kinds.get(self.list.current_code())
        self.forms.setCurrentIndex(1 if row is None else 0)
        if row is not None:
            self.form.show_kind(row)


def _read_kinds(session: Any) -> "tuple[MeetingKindRow, ...]":
    from models.appointments.kinds import meeting_kinds

    return meeting_kinds(session, active_only=False)


def _entry(row: "MeetingKindRow") -> ListEntry:
    return ListEntry(str(row.id), row.name, duration_text(row.minutes), is_faint=not row.active)


def _free_name(taken: Iterable[str]) -> str:
    """Return a name for a new kind that no other has."""
    known = {name.casefold() for name in taken}
    name, number = _("New meeting"), 2
    while name.casefold() in known:
        name, number = f"{_('New meeting')} {number}", number + 1
    return name
