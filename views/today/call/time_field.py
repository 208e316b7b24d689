"""A time that is typed as people say it; below it what was understood, in both zones."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from models.clock import Clock
from models.errors import InvalidValueError
from models.language import gettext as _
from models.typed_times import read_time
from models.wall_time import city_of
from views.leads.wording import short_day
from views.theme import current_theme
from views.today.queue.wording import weekday_of
from views.widgets import PlainLabel


class TimeField(QWidget):
    """Reads what is typed at every key; `moment` is the instant, None while it is unclear."""

    entered = Signal()
    """Emitted on Enter."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._zone = "UTC"
        self._is_ours = False
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("tue 10, tomorrow 14:30, 24 nov 9, in 2h"))
        self.field.setAccessibleName(_("When"))
        self.reading = PlainLabel(tone="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space(0.5))
        column.addWidget(self.field)
        column.addWidget(self.reading)
        self.field.textChanged.connect(lambda _text: self._read())
        self.field.returnPressed.connect(self.entered)
        self.setFocusProxy(self.field)

    def begin(self, zone: str, *, is_ours: bool = False) -> None:
        """Ask for a time in a zone, which is the lead's or our own."""
        self._zone = zone
        self._is_ours = is_ours
        self.field.clear()
        self._read()

    @property
    def moment(self) -> datetime | None:
        """The instant that was typed; None while it is unclear."""
        try:
            return read_time(self.field.text(), self._clock(), self._zone)
        except InvalidValueError:
            return None

    @property
    def refusal(self) -> str:
        """Why there is no instant; nothing where there is one."""
        try:
            read_time(self.field.text(), self._clock(), self._zone)
        except InvalidValueError as error:
            return str(error)
        return ""

    def _read(self) -> None:
        moment = self.moment
        if moment is not None:
            self.reading.setText(both_times(moment, self._zone, self._clock()))
            self.reading.set_tone("text")
        elif self.field.text().strip():
            self.reading.setText(_("Not a time yet"))
            self.reading.set_tone("muted")
        else:
            words = _("In your own zone, {zone}") if self._is_ours else _("In their zone, {zone}")
            self.reading.setText(words.format(zone=city_of(self._zone)))
            self.reading.set_tone("muted")


def both_times(moment: datetime, zone: str, now: datetime) -> str:
    """Return an instant as they read it, with ours beside where the clocks differ."""
    theirs, ours = moment.astimezone(ZoneInfo(zone)), moment.astimezone()
    words = _("{moment} their time ({zone})").format(
        moment=_day_and_time(theirs, now), zone=city_of(zone)
    )
    if theirs.utcoffset() == ours.utcoffset():
        return _day_and_time(theirs, now)
    same_day = theirs.date() == ours.date()
    own = f"{ours:%H:%M}" if same_day else _day_and_time(ours, now)
    return _("{theirs}, {ours} here").format(theirs=words, ours=own)


def _day_and_time(local: datetime, now: datetime) -> str:
    day = short_day(local.date(), now.astimezone(local.tzinfo).date())
    return f"{weekday_of(local)} {day} {local:%H:%M}"
