"""The list of leads as an item model: a window onto rows that the background reads in pages.

`data()` never waits and never asks the database: a row that is not here yet is shown as a
placeholder, and its page is asked for once the view has painted.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QIcon

from models.clock import Clock, utc_now
from models.leads.lists.wanted import LeadColumn, LeadFilter, LeadOrder
from models.topics import Topic
from models.vocabulary import Status
from views.icons import icon
from views.leads.table.columns import ListColumn, list_columns
from views.leads.table.reading import PAGE_ROWS, Answer, Asked, read_list, read_page, read_spans
from views.runner import Runner
from views.theme import current_theme

if TYPE_CHECKING:
    from models.ids import LeadId
    from models.leads.lists.listing import LeadRow, ListHead
    from models.leads.lists.showing import ColumnRow

Index = QModelIndex | QPersistentModelIndex

_ROOT: Final = QModelIndex()

PAGES_KEPT: Final = 40
ASKED_AT_ONCE: Final = 3
TEXTS_KEPT: Final = 4_000
SORT_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
"""The value that a cell stands for, unwritten."""
LEAD_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 2
"""The `LeadRow` of a row; None while it is on its way."""
TOPICS: Final = frozenset(
    {
        Topic.LEADS,
        Topic.STAGE_MOVES,
        Topic.TOUCHES,
        Topic.TEAM,
        Topic.CHANNELS,
        Topic.DEFINITIONS,
    }
)

_SIGNS: Final[dict[str, tuple[str, str]]] = {
    Status.NURTURE: ("clock", "muted"),
    Status.DISQUALIFIED: ("x", "muted"),
    Status.WON: ("check-circle", "success.text"),
    Status.LOST: ("x", "danger.text"),
}


class LeadTableModel(QAbstractTableModel):
    """Rows of leads as `wanted` and in `order`, of which only a few pages are held."""

    shown = Signal(int, bool)
    """Emitted with the number of rows, and whether there are more that were not counted, when
    another list is shown."""
    refreshed = Signal(int, bool, object)
    """Emitted likewise when the same list was read again, with the place of the marked lead."""

    columns_changed = Signal()
    """Emitted when other columns are shown."""

    def __init__(
        self, runner: Runner, *, clock: Clock = utc_now, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = list_columns()
        self.codes: tuple[str, ...] = ()
        """The codes of the columns as they were chosen; none for the usual ones."""
        self.wanted = LeadFilter()
        self.order = LeadOrder()
        self.marked: LeadId | None = None
        """The lead whose place is to be told when the list is read again."""
        self.loaded = False
        """Whether any list was shown yet."""
        self._runner = runner
        self._clock = clock
        self._now = clock()
        self._generation = 0
        self._another = False
        self._count = 0
        self._head: ListHead | None = None
        self._known: Mapping[str, ColumnRow] = {}
        self._pages: OrderedDict[int, tuple[LeadRow, ...]] = OrderedDict()
        self._texts: dict[tuple[int, int], str] = {}
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._needed: dict[int, None] = {}
        self._asked: set[int] = set()
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(0)
        self._asking.timeout.connect(self._ask)
        runner.changed.connect(self._on_change)

    # What is shown

    def show_list(self, wanted: LeadFilter, order: LeadOrder) -> None:
        """Show another list; the present one stays until the first rows of the other are here."""
        self.wanted, self.order = wanted, order
        self._another = True
        self._generation += 1
        self._read((0,), self._take_list)

    def show_columns(
        self, codes: Sequence[str], known: "Mapping[str, ColumnRow] | None" = None
    ) -> None:
        """Show these columns, or the usual ones; their values are read with the next list."""
        self.codes = tuple(codes)
        self._known = self._known if known is None else known
        columns = list_columns(codes, self._known)
        if [one.code for one in columns] != [one.code for one in self.columns]:
            self.beginResetModel()
            self.columns = columns
            self._texts.clear()
            self._pages.clear()
            self.endResetModel()
            self.columns_changed.emit()

    @property
    def has_more(self) -> bool:
        """Whether there are more leads than the list goes on to."""
        return self._head is not None and self._head.more

    def refresh(self) -> None:
        """Read the same list again, as much of it as is held nearby."""
        if self._another:
            self.show_list(self.wanted, self.order)
            return
        near = tuple(list(self._pages)[-ASKED_AT_ONCE:]) or (0,)
        self._generation += 1
        self._read(near, self._take_again)

    def read_rows(
        self, spans: Sequence[tuple[int, int]], then: "Callable[[tuple[LeadRow, ...]], None]"
    ) -> None:
        """Read the rows of some spans, first and last included, whether they are held or not."""
        asked, head = self._asked_for(), self._head

        def query(session: Any) -> "tuple[LeadRow, ...]":
            return () if head is None else read_spans(session, asked, head, spans)

        self._runner.read(query, then, lane="rows of leads")

    def lead_at(self, row: int) -> "LeadRow | None":
        """Return a row of the list, None while it is on its way."""
        page = self._pages.get(row // PAGE_ROWS)
        place = row % PAGE_ROWS
        return page[place] if page is not None and place < len(page) else None

    def text_at(self, row: int, column: int) -> str | None:
        """Return what a cell says; None, and ask for it later, while it is on its way."""
        written = self._texts.get((row, column))
        if written is None:
            lead = self._seen(row)
            if lead is None:
                return None
            if len(self._texts) > TEXTS_KEPT:
                self._texts.clear()
            written = self._texts[row, column] = self.columns[column].write(lead, self._now)
        return written

    def sign_at(self, row: int) -> QIcon | None:
        """Return the sign of a lead's status; a lead that is open has none."""
        lead = self.lead_at(row)
        name = None if lead is None else _SIGNS.get(lead.status)
        if name is None:
            return None
        if name not in self._icons:
            self._icons[name] = icon(*name)
        return self._icons[name]

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many leads the list holds."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the title of a column."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(at_right=column.at_right)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what is known of a cell now; what is not here yet is asked for later."""
        if not index.isValid() or index.row() >= self._count:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(at_right=column.at_right)
        if role == Qt.ItemDataRole.FontRole:
            return self._font(column)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text_at(index.row(), index.column())
        row = self._seen(index.row())
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DecorationRole if column.order is LeadColumn.STATUS:
                return self.sign_at(index.row())
            case Qt.ItemDataRole.ForegroundRole if column.order is not LeadColumn.NAME:
                return current_theme().colour("muted") if column.gives_way > 1 else None
            case _ if role == SORT_ROLE:
                return column.value(row)
            case _ if role == LEAD_ROLE:
                return row
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Show the list in the order of a column, where it can be sorted by that."""
        key = self.columns[column].order if 0 <= column < len(self.columns) else None
        if key is not None:
            wanted = LeadOrder(key, order == Qt.SortOrder.DescendingOrder)
            if wanted != self.order or not self.loaded:
                self.show_list(self.wanted, wanted)

    # Reading

    def _on_change(self, topics: frozenset[Topic]) -> None:
        if self.loaded and topics & TOPICS:
            self.refresh()

    def _read(self, pages: tuple[int, ...], take: Callable[[Answer], None]) -> None:
        asked = self._asked_for()
        marked = self.marked
        generation = self._generation

        def query(session: Any) -> Answer:
            return read_list(session, asked, marked, pages)

        def then(answer: Answer) -> None:
            if generation == self._generation:
                self._now = self._clock()
                self._head = answer.head
                self._asked.clear()
                self._needed.clear()
                self._texts.clear()
                take(answer)

        self._runner.read(query, then, lane="list of leads")

    def _take_list(self, answer: Answer) -> None:
        self.beginResetModel()
        self._pages.clear()
        self._pages.update(answer.pages)
        self._count = answer.head.count
        self.loaded = True
        self._another = False
        self.endResetModel()
        self.shown.emit(self._count, answer.head.more)

    def _take_again(self, answer: Answer) -> None:
        before, count = self._count, answer.head.count
        if count < before:
            self.beginRemoveRows(QModelIndex(), count, before - 1)
        elif count > before:
            self.beginInsertRows(QModelIndex(), before, count - 1)
        self._pages.clear()
        self._pages.update(answer.pages)
        self._count = count
        if count < before:
            self.endRemoveRows()
        elif count > before:
            self.endInsertRows()
        self._tell_changed(0, self._count - 1)
        self.refreshed.emit(count, answer.head.more, answer.place)

    def _seen(self, row: int) -> "LeadRow | None":
        """Return a row that is looked at now, and ask for it where it is not here."""
        page = row // PAGE_ROWS
        lead = self.lead_at(row)
        if lead is None:
            self._need(page)
        else:
            self._pages.move_to_end(page)
        return lead

    def _need(self, page: int) -> None:
        if page not in self._asked:
            self._needed.pop(page, None)
            self._needed[page] = None
            self._asking.start()

    def _ask(self) -> None:
        # What was needed first has been scrolled past by now.
        for page in list(self._needed)[-ASKED_AT_ONCE:]:
            self._asked.add(page)
            self._ask_page(page)
        self._needed.clear()

    def _ask_page(self, page: int) -> None:
        asked, head, generation = self._asked_for(), self._head, self._generation

        def query(session: Any) -> "tuple[LeadRow, ...]":
            return () if head is None else read_page(session, asked, head, page)

        def then(rows: "tuple[LeadRow, ...]") -> None:
            if generation == self._generation:
                self._asked.discard(page)
                self._keep(page, rows)

        self._runner.read(query, then)

    def _keep(self, page: int, rows: "tuple[LeadRow, ...]") -> None:
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        first = page * PAGE_ROWS
        self._tell_changed(first, min(first + PAGE_ROWS, self._count) - 1)

    def _tell_changed(self, first: int, last: int) -> None:
        if first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1), [])

    def _asked_for(self) -> Asked:
        return Asked(
            self.wanted,
            self.order,
            tuple(column.code for column in self.columns),
            self._clock().astimezone(),
        )

    def _font(self, column: ListColumn) -> QFont | None:
        theme = current_theme()
        if column.order is LeadColumn.NAME:
            return theme.font(weight="medium")
        return theme.font(tabular=True) if column.figures else None


def _aligned(*, at_right: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
