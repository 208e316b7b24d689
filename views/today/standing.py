"""What stands on the Today page: the desk, or in its place what is said until there is work."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from models.language import gettext as _
from views.today.columns import DeskColumns
from views.today.day.panel import DayPanel
from views.today.middle import Middle
from views.today.queue.column import QueueColumn
from views.widgets import EmptyState, TablePlaceholder


class DeskOrNothing(QStackedWidget):
    """Begins with a placeholder for the lines that are on their way."""

    leads_asked = Signal()
    """Emitted when a person for whom nothing waits wants to see the leads."""
    import_asked = Signal()
    """Emitted when a person wants to import the first leads."""

    def __init__(self, queue: QueueColumn, middle: Middle, day: DayPanel, parent: QWidget) -> None:
        super().__init__(parent)
        self.waiting = TablePlaceholder((2, 4, 2))
        # It keeps the keys for the list until that is here.
        self.waiting.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.nothing = EmptyState(
            _("Nothing waits for you. Requests, promised calls, steps of cadences, meetings and "
              "new leads stand here when their time comes."),
            _("Go to the leads"),
            self.leads_asked.emit,
            icon_name="check-circle",
        )  # fmt: skip
        self.first = EmptyState(
            _("No leads yet. Import some first; what waits for you will stand here."),
            _("Import a file…"),
            self.import_asked.emit,
            icon_name="address-book",
        )
        # From the outside in: a widget that gets a parent is styled anew with all that is in it.
        self.desk = DeskColumns(queue, middle, day, self)
        for widget in (self.waiting, self.desk, self.nothing, self.first):
            self.addWidget(widget)

    def show_nothing(self, *, has_leads: bool) -> None:
        """Say that nothing waits, or that there are no leads yet."""
        self.setCurrentWidget(self.nothing if has_leads else self.first)

    def show_desk(self) -> None:
        """Show the queue, the work and the day."""
        self.setCurrentWidget(self.desk)
