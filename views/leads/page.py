"""The Leads page: filters, the list, and one lead beside it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from models.clock import Clock, utc_now
from models.language import gettext as _
from models.leads.lists.wanted import LeadFilter, ViewContent
from models.topics import Topic
from views.importing.dropping import dropped_files
from views.leads.beside import LeadBeside
from views.leads.filters.choice_chip import Option
from views.leads.filters.filter_line import FilterLine, FilterOptions
from views.leads.list_keys import KEYS_OF_TABLE, list_keys
from views.leads.list_tools import ListTools
from views.leads.new_lead import NewLead
from views.leads.table.model import LeadTableModel
from views.leads.table.view import LeadTable
from views.leads.wording import lead_count
from views.runner import Runner
from views.theme import current_theme
from views.widgets import (
    EmptyState,
    SectionHeader,
    TablePlaceholder,
    make_button,
    make_frame,
    set_tip,
)

if TYPE_CHECKING:
    from models.ids import LeadId, MemberId
    from views.drafts import DraftStore
    from views.importing.desk import ImportDesk
    from views.importing.panel import ImportPanel
    from views.lead_page.page import LeadPage
    from views.leads.bulk.desk import BulkDesk

_OPTION_TOPICS: Final = frozenset({Topic.TEAM, Topic.CHANNELS, Topic.DEFINITIONS})


class LeadsPage(QWidget):
    """Shows leads and lets them be found, sorted, looked into and moved."""

    export_asked = Signal()
    """Emitted when a person wants to export; `list_in_front` says what."""
    handing_asked = Signal(object, str)
    """Emitted with the id of a message in the outbox, and `draft` or `saved`."""
    visit_ended = Signal()
    """Emitted when the page of a lead is left that another page had asked for."""
    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self,
        runner: Runner,
        imports: "ImportDesk",
        *,
        bulk: "BulkDesk | None" = None,
        drafts: "DraftStore | None" = None,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__()
        self._drafts = drafts
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._runner = runner
        self._imports = imports
        self._clock = clock
        self._is_leader = False
        self._visited = False
        self._count = ""
        self.model = LeadTableModel(runner, clock=clock, parent=self)
        self.table = LeadTable(self.model)
        self.filters = FilterLine()
        self.tools = ListTools(runner, self.model, self.table, self.filters, clock=clock)
        self.header = SectionHeader(_("Leads"), " ", top=True)
        self.import_button = make_button(
            _("Import…"), self.start_import, icon_name="download-simple"
        )
        self.export_button = make_button(
            _("Export…"), self.export_asked.emit, kind="quiet", icon_name="export"
        )
        # The window's menu owns these keys; a second owner would make both of them mute.
        set_tip(self.import_button, _("Import a file of leads"), "Ctrl+I")
        set_tip(self.export_button, _("Export the leads of this list"), "Ctrl+E")
        self.add_button = make_button(_("New lead"), kind="quiet", icon_name="plus")
        set_tip(self.add_button, _("Add a lead"), "N")
        for button in (self.add_button, self.export_button, self.import_button):
            self.header.add(button)
        self.nothing = EmptyState(
            _("No leads yet. Import a file, or press N to add the first one by hand."),
            _("Import a file…"),
            self.start_import,
            icon_name="address-book",
        )
        self.no_match = EmptyState(
            _("No lead matches these filters."), _("Show all leads"), self.filters.clear
        )
        self.lead_page: LeadPage | None = None
        self._person: MemberId | None = None
        self.importing: ImportPanel | None = None
        self._lay_out()
        self.tools.side, self.tools.bulk = self.side, bulk
        self._connect()
        self._offer_commands()
        self._read_options()
        self.tools.show_list()
        self.table.show_order(self.model.order)

    def set_person(self, member_id: "MemberId | None", roles: Sequence[str]) -> None:
        """Say who is on duty, for the views that this person begins with."""
        self._person = member_id
        self.tools.tabs.show_for(member_id, roles)

    def set_leader(self, is_leader: bool) -> None:
        """Say whether the person on duty leads the team, and so may move past gates."""
        self._is_leader = is_leader
        self.side.set_leader(is_leader)
        if self.lead_page is not None:
            self.lead_page.set_leader(is_leader)

    def visit(self, lead_id: "LeadId") -> None:
        """Open the page of a lead for another page, which Escape goes back to."""
        self.open_page(lead_id)
        self._visited = True

    def open_page(self, lead_id: "LeadId") -> None:
        """Open the page of a lead in place of the list; Escape comes back."""
        self._visited = False
        if self.lead_page is None:
            from views.lead_page.page import LeadPage

            self.lead_page = LeadPage(
                self._runner, lambda: self._person, drafts=self._drafts, clock=self._clock
            )
            self.lead_page.left.connect(self._leave_page)
            self.lead_page.said.connect(self.notice)
            self.lead_page.side.handing_asked.connect(self.handing_asked)
            self.addActions(self.lead_page.actions())
            self.whole.addWidget(self.lead_page)
        self.lead_page.set_leader(self._is_leader)
        self.lead_page.show_lead(lead_id)
        self.whole.setCurrentWidget(self.lead_page)
        self.lead_page.take_keys()

    def start_import(self, files: Sequence[Path] = ()) -> None:
        """Open the import, with these files or to choose one."""
        if self.importing is None:
            from views.importing.panel import ImportPanel

            self.importing = ImportPanel(self._imports)
            self.importing.closed.connect(self.back_to_list)
            self.importing.said.connect(self.notice)
            self.whole.addWidget(self.importing)
        self.whole.setCurrentWidget(self.importing)
        if files:
            self.importing.take(files)
        else:
            self.importing.begin.button.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the list on Escape, when nothing else wanted the key."""
        if event.key() == Qt.Key.Key_Escape and not self.table.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the import of what was dropped."""
        files = dropped_files(event)
        if files:
            event.acceptProposedAction()
            self.start_import(files)

    # Inside

    def _lay_out(self) -> None:
        theme = current_theme()
        edge = theme.space(3)
        self.waiting = TablePlaceholder()
        self.stack = QStackedWidget()
        for widget in (self.waiting, self.table, self.no_match):
            self.stack.addWidget(widget)
        card = make_frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.stack)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(edge, theme.space(2), edge, theme.space(2))
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.header)
        column.addWidget(self.tools.tabs)
        column.addWidget(self.filters)
        column.addWidget(self.tools.conditions)
        column.addWidget(card, 1)
        column.addWidget(self.tools.chosen)
        self.new_lead = NewLead(self._runner, column, 1)
        self.side = LeadBeside(content, self.table, self._runner, clock=self._clock)
        self.whole = QStackedWidget()
        self.whole.addWidget(self.side)
        self.whole.addWidget(self.nothing)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.whole)
        self.setFocusProxy(self.table)
        # The head comes last for Tab: what is done often stands before what is done rarely.
        QWidget.setTabOrder(self.filters, self.table)
        QWidget.setTabOrder(self.table, self.add_button)
        QWidget.setTabOrder(self.add_button, self.export_button)
        QWidget.setTabOrder(self.export_button, self.import_button)

    def _connect(self) -> None:
        self.tools.said.connect(self.notice)
        self.add_button.clicked.connect(lambda _checked=False: self.new_lead.ask())
        self.new_lead.opened.connect(lambda: self.whole.setCurrentWidget(self.side))
        # On a small screen there is no room for both.
        self.new_lead.opened.connect(self.filters.hide)
        self.new_lead.added.connect(self.filters.show)
        self.new_lead.left.connect(self.filters.show)
        self.new_lead.added.connect(self.open_page)
        self.new_lead.left.connect(self._leave_page)
        self.filters.left_downwards.connect(self._enter_list)
        self.model.shown.connect(self._show_count)
        self.model.refreshed.connect(lambda count, more, _place: self._show_count(count, more))
        self.table.opened.connect(self._open_page_of_current)
        self.side.said.connect(self.notice)
        self.side.page_asked.connect(self.open_page)
        self._runner.changed.connect(self._on_change)

    def _offer_commands(self) -> None:
        """Make what the page can do findable by its words."""
        tools = self.tools
        acts: dict[str, Callable[[], object]] = {
            "add": self.new_lead.ask,
            "search": self.filters.search.setFocus,
            "everything": self.filters.clear,
            "open": self._open_page_of_current,
            "beside": self.side.open_current,
            "move": self.side.ask_for_stage,
            "condition": tools.conditions.begin,
            "less": tools.conditions.take_last_away,
            "save_view": tools.save_view,
            "columns": tools.choose_columns,
            "choose_all": tools.choose_all,
            "edit": tools.edit,
            "copy": tools.copy,
            "export": self.export_asked.emit,
        }
        # Where there is no list that could have the keys.
        first = QShortcut(QKeySequence("N"), self.nothing)
        first.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        first.activated.connect(self.new_lead.ask)
        for one in list_keys():
            if one.code not in acts:
                continue
            action = QAction(one.words, self)
            action.triggered.connect(lambda _checked=False, act=acts[one.code]: act())
            self.addAction(action)
            if one.code not in KEYS_OF_TABLE:
                # Letters are keys only while the list has them; in a field they are letters.
                action.setShortcuts([QKeySequence(keys) for keys in one.keys])
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                self.table.addAction(action)

    def _show_count(self, count: int, more: bool) -> None:
        self._count = lead_count(count, more=more)
        self.header.set_caption(self._count)
        empty = not count
        begins = self.stack.currentWidget() is self.waiting
        self.stack.setCurrentWidget(self.no_match if empty else self.table)
        if self.whole.currentWidget() in {self.side, self.nothing}:
            self.back_to_list()
        self.export_button.setEnabled(not empty)
        shows_list = self.whole.currentWidget() is self.side
        if begins and shows_list and not self.filters.search.text() and self._has_focus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read_counts()

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is None or focused is self or self.isAncestorOf(focused)

    def show_instead(self, widget: QWidget) -> None:
        """Show a widget in place of the list, until `back_to_list`."""
        if self.whole.indexOf(widget) < 0:
            self.whole.addWidget(widget)
        self.whole.setCurrentWidget(widget)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def back_to_list(self) -> None:
        """Show the list, or what stands in its place in an empty workspace."""
        nothing = self.model.loaded and not self.model.rowCount()
        nothing = nothing and self.model.wanted == LeadFilter()
        self.whole.setCurrentWidget(self.nothing if nothing else self.side)

    def _read_options(self) -> None:
        self._runner.read(_filter_options, self.filters.set_options, lane="filters of leads")

    def _read_counts(self) -> None:
        wanted = self.model.wanted

        def query(session: Any) -> Mapping[Any, int]:
            from models.leads.lists.listing import stage_counts

            return stage_counts(session, wanted)

        self._runner.read(query, self.filters.show_stage_counts, lane="counts of stages")

    def _on_change(self, topics: frozenset[Topic]) -> None:
        if topics & _OPTION_TOPICS:
            self._read_options()

    def _enter_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_page_of_current(self) -> None:
        row = self.table.current_lead()
        if row is not None:
            self.open_page(row.id)

    def _leave_page(self) -> None:
        self.back_to_list()
        if self._visited:
            self._visited = False
            self.visit_ended.emit()
        else:
            self._enter_list()

    def list_in_front(self) -> tuple[ViewContent, str] | None:
        """Return the list that is shown and how many leads it has; None where none is shown."""
        if self.whole.currentWidget() is not self.side or self.stack.currentWidget() != self.table:
            return None
        return self.tools.content(), self._count


def _filter_options(session: Any) -> FilterOptions:
    from models.leads.lists.choices import channel_choices, owner_choices, stage_choices

    return FilterOptions(
        stages=tuple(Option(one.key, one.name) for one in stage_choices(session)),
        channels=tuple(Option(one.key, one.name) for one in channel_choices(session)),
        owners=tuple(Option(one.key, one.name) for one in owner_choices(session)),
    )
