"""The editor of working hours: one line for each weekday, with the day painted beside it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from models.language import gettext as _
from models.team.hours_text import (
    Span,
    UnreadableHoursError,
    hours_in,
    hours_text,
    length_text,
)
from views.settings.fields import SavedLine
from views.theme import current_theme
from views.widgets import NumberLabel, PlainLabel, make_button
from views.widgets.labels import set_look, shortened

_DAY: Final = 1440
_WEEK: Final = 7
_WORKDAYS: Final = 5

Week = Mapping[int, Sequence[Span]]


class HoursEditor(QWidget):
    """The week of one person; what is right is told as a whole."""

    changed = Signal(object)
    """Emitted with the hours by weekday (Monday is 0) as a person typed them."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self._week: dict[int, tuple[Span, ...]] = {}
        self._wrong: dict[int, str] = {}
        self._is_usual = False
        self.lines: list[SavedLine] = []
        self.bars: list[DayBar] = []
        self._sums: list[NumberLabel] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(1.5))
        grid.setVerticalSpacing(theme.space(0.5))
        self._names = [QLocale().standaloneDayName(day + 1).capitalize() for day in range(_WEEK)]
        for day, name in enumerate(self._names):
            line = SavedLine(_("Off"))
            line.setAccessibleName(_("Working hours on {day}").format(day=name))
            line.saved.connect(partial(self._take, day))
            bar, total = DayBar(), NumberLabel(tone="muted")
            label = PlainLabel(name)
            label.setBuddy(line)
            for place, widget in enumerate((label, line, bar, total)):
                grid.addWidget(widget, day, place)
            self.lines.append(line)
            self.bars.append(bar)
            self._sums.append(total)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        self.note = PlainLabel(size="small", tone="muted", wrap=True)
        self.same_button = make_button(
            _("Same Monday to Friday"),
            self._copy_monday,
            kind="quiet",
            tip=_("Give Tuesday to Friday the hours of Monday"),
        )
        self.total = PlainLabel(tone="muted")
        foot = QHBoxLayout()
        foot.addWidget(self.note, 1)
        foot.addWidget(self.same_button)
        foot.addWidget(self.total)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space())
        column.addLayout(grid)
        column.addLayout(foot)

    def show_week(self, week: Week, *, is_usual: bool) -> None:
        """Show the hours that hold; `is_usual` where the person never said."""
        self._week = {day: tuple(week.get(day, ())) for day in range(_WEEK)}
        self._is_usual = is_usual
        for day, spans in self._week.items():
            self.lines[day].show_text(hours_text(spans))
            self.bars[day].show_spans(spans)
            minutes = sum(end - start for start, end in spans)
            self._sums[day].setText(length_text(minutes) if minutes else "")
        whole = sum(end - start for spans in self._week.values() for start, end in spans)
        self.total.setText(_("{hours} a week").format(hours=length_text(whole)))
        self._say()

    def forget(self) -> None:
        """Let go of what was typed wrong: the week that is shown next is of somebody else."""
        for day in tuple(self._wrong):
            self._mark(day, "")

    @property
    def error(self) -> str:
        """What is wrong with what was typed last, or nothing."""
        if not self._wrong:
            return ""
        day = next(reversed(self._wrong))
        return _("{day}: {problem}").format(day=self._names[day], problem=self._wrong[day])

    def _take(self, day: int, text: str) -> None:
        try:
            spans = hours_in(text)
        except UnreadableHoursError as error:
            self._mark(day, str(error))
            return
        self._mark(day, "")
        if spans == self._week.get(day):
            self.lines[day].show_text(hours_text(spans))
            return
        self._tell(self._week | {day: spans})

    def _copy_monday(self) -> None:
        self._tell(self._week | dict.fromkeys(range(_WORKDAYS), self._week.get(0, ())))

    def _tell(self, week: dict[int, tuple[Span, ...]]) -> None:
        if week != self._week:
            self.changed.emit({day: spans for day, spans in week.items() if spans})

    def _mark(self, day: int, sentence: str) -> None:
        line = self.lines[day]
        set_look(line, "wrong", "true" if sentence else "false")
        line.setAccessibleDescription(sentence)
        self._wrong.pop(day, None)
        if sentence:
            self._wrong[day] = sentence
        self._say()

    def _say(self) -> None:
        usual = _("The usual hours, until you write others.") if self._is_usual else ""
        self.note.setText(shortened(self.error) or usual)
        self.note.set_tone("danger" if self.error else "muted")


class DayBar(QWidget):
    """A day from midnight to midnight with its working hours painted."""

    def __init__(self) -> None:
        super().__init__()
        self._spans: tuple[Span, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_spans(self, spans: tuple[Span, ...]) -> None:
        """Paint these hours."""
        self._spans = spans
        self.update()

    def sizeHint(self) -> QSize:
        """Grow with the text."""
        theme = current_theme()
        return QSize(theme.scaled(160), theme.scaled(14))

    def minimumSizeHint(self) -> QSize:
        """Accept little room."""
        return QSize(current_theme().scaled(72), current_theme().scaled(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the day, its quarters and its hours."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = theme.scaled(12)
        top = (self.height() - height) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("pressed", 0.6))
        painter.drawRoundedRect(QRectF(0, top, self.width(), height), 3, 3)
        painter.setBrush(theme.colour("accent_fill"))
        for start, end in self._spans:
            left = self.width() * start / _DAY
            wide = max(2.0, self.width() * (end - start) / _DAY)
            painter.drawRoundedRect(QRectF(left, top, wide, height), 3, 3)
        painter.setBrush(theme.colour("line"))
        for quarter in (1, 2, 3):
            painter.drawRect(QRectF(self.width() * quarter / 4, top - 2, 1, height + 4))
        painter.end()
