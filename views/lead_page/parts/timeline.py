"""The timeline of a lead, filtered by kind and read page by page."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QVBoxLayout

from models.errors import KnownError
from models.language import gettext as _
from views.charts.numbers import whole
from views.lead_page.parts.section import Section
from views.leads.history_list import HistoryEntry
from views.runner import Runner
from views.theme import current_theme
from views.widgets import PlainLabel, empty_layout, make_button, set_tip

if TYPE_CHECKING:
    from models.history.telling.timeline import TimelinePage
    from models.ids import ChangeId, LeadId

_PAGE: Final = 25


class Timeline(Section):
    """Who did what and when, with what was there before; the newest first."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(_("Timeline"))
        theme = current_theme()
        self._runner = runner
        self._lead_id: LeadId | None = None
        self._today = date.min
        self._earlier: ChangeId | None = None
        self._shown = 0
        self.kinds = QComboBox()
        self.kinds.setAccessibleName(_("What the timeline shows"))
        set_tip(self.kinds, _("What the timeline shows"), "H")
        self.kinds.activated.connect(lambda _at: self._begin())
        for code, words in _kinds():
            self.kinds.addItem(words, code)
        self.head.addWidget(self.kinds)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space(1.25))
        self.column.addLayout(self._rows)
        self.nothing = PlainLabel(_("Nothing of this kind yet."), tone="muted")
        self.nothing.hide()
        self.column.addWidget(self.nothing)
        self.more_button = make_button(_("Show earlier"), self._read_on, kind="leading")
        self.more_button.hide()
        self.column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def count(self) -> int:
        """How many entries are shown."""
        return self._shown

    def show_lead(self, lead_id: "LeadId", today: date) -> None:
        """Show the timeline of a lead; of the one that is shown, read it again as far as it is."""
        self._today = today
        if lead_id != self._lead_id:
            self._lead_id = lead_id
            self.kinds.setCurrentIndex(0)
            self._shown = 0
            empty_layout(self._rows)
            self.more_button.hide()
        self._read(None, max(_PAGE, self._shown))

    def _begin(self) -> None:
        self._read(None, _PAGE)

    def _read_on(self) -> None:
        if self._earlier is not None:
            self._read(self._earlier, _PAGE)

    def _read(self, before: "ChangeId | None", limit: int) -> None:
        lead_id, kind = self._lead_id, self.kinds.currentData()
        if lead_id is None:
            return

        def query(session: Any) -> "TimelinePage":
            from models.history.telling.timeline import TimelineKind, timeline_of_lead

            kinds = (TimelineKind(kind),) if kind else ()
            return timeline_of_lead(session, lead_id, kinds=kinds, before=before, limit=limit)

        def then(page: "TimelinePage") -> None:
            if lead_id == self._lead_id and kind == self.kinds.currentData():
                self._show(page, goes_on=before is not None)

        self._runner.read(query, then, failed=_ignore_known, lane="timeline of a lead")

    def _show(self, page: "TimelinePage", *, goes_on: bool) -> None:
        if not goes_on:
            empty_layout(self._rows)
            self._shown = 0
        for row in page.rows:
            self._rows.addWidget(HistoryEntry(row, self._today))
        self._shown += len(page.rows)
        self._earlier = page.earlier
        self.nothing.setVisible(not self._shown)
        self.more_button.setVisible(page.earlier is not None)
        for at in range(1, self.kinds.count()):
            count = page.counts.get(self.kinds.itemData(at), 0)
            self.kinds.setItemText(at, f"{_kinds()[at][1]} ({whole(count)})")
        self.kinds.setItemText(0, f"{_kinds()[0][1]} ({whole(sum(page.counts.values()))})")


def _kinds() -> tuple[tuple[str, str], ...]:
    return (
        ("", _("Everything")),
        ("moves", _("Stage moves")),
        ("appointments", _("Appointments")),
        ("touches", _("Touches and tasks")),
        ("answers", _("Answers")),
        ("events", _("Interest")),
        ("edits", _("Edits")),
    )


def _ignore_known(error: Exception) -> None:
    # A lead that is gone is told by the page as a whole.
    if not isinstance(error, KnownError):
        raise error
