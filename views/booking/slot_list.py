"""The list of times that can be booked: both clocks side by side, with whom, and how sure."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from models.language import gettext as _
from models.wall_time import city_of
from views.booking.lines import DayLine, Line, TimeLine, Zones
from views.booking.wording import beside, clock, near_day
from views.icons import icon
from views.theme import Theme, current_theme
from views.widgets.painted_lines import LineDelegate, LineList, LineModel, Look, look_of, write_line

_TIME_PIXELS: Final = 30
_DAY_PIXELS: Final = 34
_SIDE: Final = 12
_GAP: Final = 16
_SIGN: Final = 14
_LEAST_ROWS: Final = 3


class SlotModel(LineModel):
    """Days that cannot be chosen and times that can."""

    heading = DayLine
    lines: tuple[Line, ...]

    def __init__(self) -> None:
        super().__init__()
        self.zones = Zones("UTC", "UTC")
        self.today = date.min

    def show_lines(self, lines: Sequence[Line], zones: Zones, today: date) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.lines, self.zones, self.today = tuple(lines), zones, today
        self.endResetModel()

    def time_at(self, row: int) -> TimeLine | None:
        """Return the time of a row; None for a day."""
        line: TimeLine | None = self.line_at(row)
        return line

    def next_day(self, row: int, step: int) -> int | None:
        """Return the row of the first time of the next day in a direction."""
        days = [at for at, line in enumerate(self.lines) if isinstance(line, DayLine)]
        behind = (
            [at for at in days if at > row] if step > 0 else [at for at in days if at < row - 1]
        )
        if not behind:
            return None
        return (behind[0] if step > 0 else behind[-1]) + 1

    def row_of(self, starts_at: datetime) -> int | None:
        """Return where a time stands."""
        for row, line in enumerate(self.lines):
            if isinstance(line, TimeLine) and line.starts_at == starts_at:
                return row
        return None

    # What the lines say

    def written(self, line: Line) -> str:
        """Return a day, or the time at the lead's place."""
        return near_day(line.day, self.today) if isinstance(line, DayLine) else clock(line.theirs)

    def spoken(self, line: TimeLine) -> str:
        """Return a time by both clocks, with whom and how sure, for those who listen."""
        first = line.first
        parts = (
            near_day(line.theirs.date(), self.today),
            f"{clock(line.theirs)} {city_of(self.zones.theirs)}",
            f"{beside(line.ours, line.theirs.date())} {city_of(self.zones.ours)}",
            first.closer,
            _("tentative: {why}").format(why=first.why) if first.tentative else "",
        )
        return ", ".join(part for part in parts if part)


class SlotList(LineList):
    """Arrow keys move from time to time, Ctrl with them from day to day, Enter takes one."""

    went_to = Signal()
    """Emitted when another time is the current one."""
    taken = Signal()
    """Emitted when a person takes the current time."""

    def __init__(self) -> None:
        super().__init__()
        self.slots = SlotModel()
        self.setModel(self.slots)
        self.setAccessibleName(_("Times"))
        self.setItemDelegate(_LineDelegate(self))
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.went_to.emit())
        self.doubleClicked.connect(lambda _index: self.taken.emit())

    def current_time(self) -> TimeLine | None:
        """Return the time that Enter takes."""
        return self.slots.time_at(self.currentIndex().row())

    def show_lines(self, lines: Sequence[Line], zones: Zones, today: date) -> None:
        """Show these times; the one that was current stays so where it is still there."""
        before = self.current_time()
        self.slots.show_lines(lines, zones, today)
        row = None if before is None else self.slots.row_of(before.starts_at)
        if row is None:
            row = self.slots.next_line(-1, 1)
        if row is not None:
            self.setCurrentIndex(self.slots.index(row))
            if row == 1:
                # With the day above it.
                self.scrollToTop()
        self.went_to.emit()

    def choose_time(self, starts_at: datetime) -> bool:
        """Make a time the current one; say whether it is there."""
        row = self.slots.row_of(starts_at)
        if row is not None:
            self.setCurrentIndex(self.slots.index(row))
        return row is not None

    def step(self, event: QKeyEvent) -> bool:
        """Move by an arrow or page key; return whether it was one."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        row = self.currentIndex().row()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            by = steps[Qt.Key(event.key())]
            found = self.slots.next_day(row, by) if control else self.slots.next_line(row, by)
        elif event.key() in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            found = self.slots.next_day(row, 1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            return False
        if found is not None:
            self.setCurrentIndex(self.slots.index(found))
            if found == 1:
                self.scrollToTop()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and take; all else is for who holds the list."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self.step(event):
            return
        if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit()
            return
        event.ignore()

    def minimumSizeHint(self) -> QSize:
        """Ask for a handful of lines."""
        theme = current_theme()
        return QSize(theme.scaled(200), theme.scaled(_TIME_PIXELS) * _LEAST_ROWS)

    def sizeHint(self) -> QSize:
        """Take what room there is."""
        return QSize(super().sizeHint().width(), current_theme().scaled(_TIME_PIXELS) * 14)


class _LineDelegate(LineDelegate):
    """Paints days and times."""

    heading = DayLine
    heading_pixels = _DAY_PIXELS
    line_pixels = _TIME_PIXELS

    def __init__(self, view: SlotList) -> None:
        super().__init__(view)
        self._view = view

    def take_theme(self, theme: Theme) -> None:
        """Look up the colours and fonts of a theme."""
        self._inks = _Inks(theme)

    def paint_heading(self, painter: QPainter, rect: QRect, line: DayLine) -> None:
        """Paint a day, and how many times it has."""
        inks = self._inks
        room = rect.adjusted(_SIDE, inks.gap, -_SIDE, 0)
        write_line(painter, room, near_day(line.day, self._view.slots.today), inks.title, inks.text)
        write_line(painter, room, str(line.count), inks.small, inks.muted, at_right=True)

    def paint_line(self, painter: QPainter, rect: QRect, line: TimeLine, *, selected: bool) -> None:
        """Paint a time by both clocks, and with whom."""
        inks, zones = self._inks, self._view.slots.zones
        text, muted = (inks.on_chosen, inks.on_chosen) if selected else (inks.text, inks.muted)
        room = rect.adjusted(_SIDE, 0, -_SIDE, 0)
        theirs = f"{clock(line.theirs)} {city_of(zones.theirs)}"
        write_line(painter, room, theirs, inks.name, text)
        room.setLeft(room.left() + _wide(f"00:00 {city_of(zones.theirs)}", inks.name) + _GAP)
        if line.theirs.utcoffset() != line.ours.utcoffset():
            ours = f"{beside(line.ours, line.theirs.date())} {city_of(zones.ours)}"
            write_line(painter, room, ours, inks.figures, muted)
            widest = _wide(f"00:00 {city_of(zones.ours)}", inks.figures)
            room.setLeft(room.left() + max(widest, _wide(ours, inks.figures)) + _GAP)
        first = line.first
        ink = text
        if first.tentative:
            ink = text if selected else inks.warning
            side = current_theme().scaled(_SIGN)
            place = QRect(room.left(), room.center().y() - side // 2, side, side)
            icon("warning", "on_accent_soft" if selected else "warning.text").paint(painter, place)
            room.setLeft(room.left() + side + 6)
        words = first.closer
        if first.tentative:
            words = _("{closer}, tentative").format(closer=first.closer)
        more = len(line.choices) - 1
        if more:
            words = _("{closer} or {count} more").format(closer=words, count=more)
        write_line(painter, room, words, inks.other, ink)


class _Inks:
    """Colours and fonts of one theme, looked up once."""

    def __init__(self, theme: Theme) -> None:
        self.on_chosen = theme.colour("on_accent_soft")
        self.text = theme.colour("text")
        self.muted = theme.colour("muted")
        self.warning = theme.colour("warning.text")
        self.gap = theme.scaled(6)
        self.title = look_of(theme.font(weight="semibold"))
        self.name = look_of(theme.font(weight="medium", tabular=True))
        self.figures = look_of(theme.font(tabular=True))
        self.other = look_of(theme.font())
        self.small = look_of(theme.font("small", tabular=True))


def _wide(words: str, look: Look) -> int:
    return look[1].horizontalAdvance(words)
