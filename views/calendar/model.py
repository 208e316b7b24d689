"""The meetings of the calendar as an item model, which is what screen readers read."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.appointments.calendar_page import CalendarMeeting, CalendarWeek
from models.ids import AppointmentId
from views.calendar.words import meeting_sentence

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class MeetingsModel(QAbstractListModel):
    """One row a meeting, in the order of time; its words are the whole meeting in a sentence."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._meetings: tuple[CalendarMeeting, ...] = ()
        self._sentences: tuple[str, ...] = ()

    def show_week(self, week: CalendarWeek) -> None:
        """Hold the meetings of other days."""
        self.beginResetModel()
        self._meetings = week.meetings
        self._sentences = tuple(meeting_sentence(one, week.zone) for one in week.meetings)
        self.endResetModel()

    def meeting(self, index: Index) -> CalendarMeeting | None:
        """Return the meeting of a row."""
        inside = index.isValid() and index.row() < len(self._meetings)
        return self._meetings[index.row()] if inside else None

    def index_of(self, appointment_id: AppointmentId) -> QModelIndex:
        """Return the row of a meeting; an invalid one where it is not shown."""
        for row, one in enumerate(self._meetings):
            if one.id == appointment_id:
                return self.index(row)
        return QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many meetings there are."""
        return 0 if parent.isValid() else len(self._meetings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return a meeting in words."""
        wanted = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if not index.isValid() or role not in wanted:
            return None
        return self._sentences[index.row()]
