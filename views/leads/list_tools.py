"""What is done with a list as a whole: views, conditions, columns, many leads at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from models.clock import Clock
from models.language import gettext as _
from models.language import ngettext
from models.leads.bulk_edit import LeadSelection
from models.leads.lists.wanted import LeadFilter, ViewContent
from models.topics import Topic
from views.charts.numbers import whole
from views.copied_tables import as_clipboard
from views.leads.bulk.desk import BulkDesk
from views.leads.filters.condition_line import ConditionLine
from views.leads.filters.filter_line import FilterLine
from views.leads.filters.view_tabs import ViewTabs
from views.leads.table.column_chooser import ColumnChooser
from views.leads.table.model import LeadTableModel
from views.leads.table.view import LeadTable
from views.runner import Runner
from views.theme import current_theme
from views.widgets import KeyHint, PlainLabel, SidePanel, make_button, make_frame, set_tip

if TYPE_CHECKING:
    from models.leads.lists.listing import LeadRow
    from models.leads.lists.showing import ColumnRow

COPIED_AT_MOST: Final = 10_000
_COLUMN_TOPICS: Final = frozenset({Topic.DEFINITIONS})


class ListTools(QObject):
    """Joins the parts around the table of leads; the page lays them out."""

    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self,
        runner: Runner,
        model: LeadTableModel,
        table: LeadTable,
        filters: FilterLine,
        *,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._runner = runner
        self._model = model
        self._table = table
        self._filters = filters
        self._clock = clock
        self._columns: tuple[ColumnRow, ...] = ()
        self.side: SidePanel | None = None
        self.bulk: BulkDesk | None = None
        self.tabs = ViewTabs(runner, self.content)
        self.conditions = ConditionLine(runner)
        self.chosen = ChosenBar()
        self.tabs.chosen.connect(lambda view: self.show_content(view.content))
        self.tabs.said.connect(self.said)
        self.tabs.done.connect(self._enter_list)
        self.conditions.changed.connect(lambda _conditions: self.show_list())
        self.conditions.done.connect(self._enter_list)
        self.chosen.edit_button.clicked.connect(lambda _checked=False: self.edit())
        self.chosen.copy_button.clicked.connect(lambda _checked=False: self.copy())
        self.chosen.clear_button.clicked.connect(lambda _checked=False: self._let_go())
        filters.changed.connect(lambda _wanted: self.show_list())
        filters.cleared.connect(lambda: self.conditions.show_conditions(()))
        table.chosen.connect(lambda count: self.chosen.show_count(count, self._holds_all(count)))
        model.shown.connect(lambda _count, _more: self.chosen.show_count(0, all_of=False))
        runner.changed.connect(self._on_change)
        self._read_columns()

    def wanted(self) -> LeadFilter:
        """Return which leads the list is to hold."""
        return replace(self._filters.wanted(), conditions=self.conditions.conditions)

    def show_list(self) -> None:
        """Show the list as filters and conditions say."""
        self._model.show_list(self.wanted(), self._model.order)
        self.tabs.mark(self.content())

    def content(self) -> ViewContent:
        """Return the list as a view would keep it."""
        return ViewContent(self.wanted(), self._model.order, self._model.codes)

    def show_content(self, content: ViewContent) -> None:
        """Show another list, as a view keeps one."""
        self._filters.show_filter(content.wanted)
        self.conditions.show_conditions(content.wanted.conditions)
        self._model.show_columns(content.columns)
        self._model.show_list(self.wanted(), content.order)
        self._table.show_order(content.order)
        self.tabs.mark(self.content())
        self._enter_list()

    def save_view(self) -> None:
        """Ask for a name to keep the list under."""
        self.tabs.begin_saving()

    def choose_columns(self) -> None:
        """Open the choice of columns beside the list."""
        chooser = ColumnChooser()
        chooser.show_columns([(one.code, one.title) for one in self._columns], self._model.codes)
        chooser.changed.connect(self._take_columns)
        if self.side is not None:
            self.side.open_panel(_("Columns"), chooser)

    def choose_all(self) -> None:
        """Choose every lead of the list."""
        self._table.selectAll()

    def copy(self) -> None:
        """Put the chosen leads on the clipboard as a table, with the columns that are shown."""
        spans = self._table.chosen_spans()
        count = self._table.chosen_count()
        if count > COPIED_AT_MOST:
            words = _("At most {most} leads fit the clipboard. Choose fewer, or export the list.")
            self.said.emit("warning", words.format(most=whole(COPIED_AT_MOST)))
            return
        if not count:
            return
        self._model.read_rows(spans, self._put_on_clipboard)

    def edit(self) -> None:
        """Open the form that changes the chosen leads."""
        count = self._table.chosen_count()
        if self.bulk is None or not count:
            return
        if self._holds_all(count):
            self._open_form(LeadSelection(all_of=self._model.wanted), count)
            return
        self._model.read_rows(self._table.chosen_spans(), self._edit_rows)

    # Inside

    def _holds_all(self, count: int) -> bool:
        return count > 1 and count == self._model.rowCount()

    def _edit_rows(self, rows: "tuple[LeadRow, ...]") -> None:
        self._open_form(LeadSelection(tuple(row.id for row in rows)), len(rows))

    def _open_form(self, selection: LeadSelection, count: int) -> None:
        from views.leads.bulk.panel import BulkPanel

        if self.side is None or self.bulk is None:
            return
        more = selection.all_of is not None and self._model.has_more
        form = BulkPanel(self._runner, self.bulk, selection, count, more=more, clock=self._clock)
        form.finished.connect(self._end_form)
        self.side.open_panel(_("Change leads"), form)

    def _end_form(self, kind: str, sentence: str) -> None:
        if self.side is not None:
            self.side.close_panel()
        self._enter_list()
        self.said.emit(kind, sentence)

    def _put_on_clipboard(self, rows: "tuple[LeadRow, ...]") -> None:
        columns, now = self._model.columns, self._clock()
        table = [[column.title for column in columns]]
        table += ([column.write(row, now) for column in columns] for row in rows)
        QApplication.clipboard().setMimeData(as_clipboard(table))
        words = ngettext("{count} lead copied.", "{count} leads copied.", len(rows))
        self.said.emit("success", words.format(count=whole(len(rows))))

    def _take_columns(self, codes: Sequence[str]) -> None:
        self._model.show_columns(codes)
        self._table.show_order(self._model.order)
        self._model.refresh()
        self.tabs.mark(self.content())

    def _read_columns(self) -> None:
        def query(session: Any) -> "tuple[ColumnRow, ...]":
            from models.leads.lists.showing import columns_known

            return columns_known(session)

        self._runner.read(query, self._know_columns, lane="columns of leads")

    def _know_columns(self, columns: "tuple[ColumnRow, ...]") -> None:
        self._columns = columns
        self._model.show_columns(self._model.codes, {one.code: one for one in columns})

    def _on_change(self, topics: frozenset[Topic]) -> None:
        if topics & _COLUMN_TOPICS:
            self._read_columns()

    def _let_go(self) -> None:
        self._table.choose_current_only()
        self._enter_list()

    def _enter_list(self) -> None:
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)


class ChosenBar(QWidget):
    """How many leads are chosen, and what can be done with them; hidden where it is one."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        frame = make_frame("raised")
        self.words = PlainLabel("", weight="medium")
        self.edit_button = make_button(_("Change…"), kind="secondary", icon_name="pencil-simple")
        self.copy_button = make_button(_("Copy"), kind="quiet", icon_name="copy")
        self.clear_button = make_button(_("Let go"), kind="quiet", icon_name="x")
        set_tip(self.edit_button, _("Change the chosen leads"), "E")
        set_tip(self.copy_button, _("Copy the chosen leads as a table"), "Ctrl+C")
        set_tip(self.clear_button, _("Choose only the current lead"), "Esc")
        row = QHBoxLayout(frame)
        row.setContentsMargins(theme.space(1.5), theme.space(0.5), theme.space(), theme.space(0.5))
        row.setSpacing(theme.space())
        row.addWidget(self.words, 1)
        for button, keys in (
            (self.edit_button, "E"),
            (self.copy_button, "Ctrl+C"),
            (self.clear_button, "Esc"),
        ):
            row.addWidget(button)
            row.addWidget(KeyHint(keys))
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        self.hide()

    def show_count(self, count: int, all_of: bool) -> None:
        """Say how many leads are chosen."""
        words = (
            _("All {count} leads of the list are chosen") if all_of else _("{count} leads chosen")
        )
        self.words.setText(words.format(count=whole(count)))
        self.setVisible(count > 1)
