"""The calendar with 20 closers and 2,000 busy blocks: how long placing and painting take."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from models.appointments.calendar_page import (
    CalendarCloser,
    CalendarMeeting,
    CalendarWeek,
    KnownDay,
    calendar_days,
)
from models.calendars.busy import merged
from models.ids import AppointmentId, LeadId, MemberId
from tests.benchmarks.figure import Figure, measure
from views.calendar.view import CalendarView
from views.theme import apply_theme

CLOSERS, BUSY, MEETINGS = 20, 2_000, 300
FRAME_MS = 33.0
MONDAY = date(2026, 10, 19)
NOW = datetime(2026, 10, 21, 9, 20, tzinfo=UTC)
STATES = ("proposed", "invited", "tentative", "confirmed", "held", "no_show", "cancelled")


def figures() -> Iterator[Figure]:
    """Yield the day of all closers and the week of all closers, placed and painted."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication([])
    apply_theme(application, "light")
    week = _week()
    day = replace(week, days=week.days[2:3], closers=tuple(_third(one) for one in week.closers))
    for name, shown in (("week", week), ("day", day)):
        view = CalendarView()
        view.resize(1600, 900)
        view.show()
        application.processEvents()
        seconds = measure(partial(view.show_week, shown, NOW))
        words = f"{name} of {CLOSERS} closers, {BUSY:,} busy blocks"
        yield Figure(f"{words}: placed", seconds * 1000, "ms")
        picture = QPixmap(view.size())
        painted = measure(partial(view.render, picture))
        yield Figure(f"{words}: painted", painted * 1000, "ms", FRAME_MS)
        view.hide()
        view.deleteLater()


def _third(closer: CalendarCloser) -> CalendarCloser:
    return replace(closer, known=closer.known[2:3])


def _week() -> CalendarWeek:
    rng = Random(4)
    days = calendar_days(MONDAY, 7, "Europe/Berlin")
    start = days[0].starts_at
    known = KnownDay("known", "")

    def some_time() -> datetime:
        return start + timedelta(days=rng.randrange(7), minutes=15 * rng.randrange(28, 72))

    closers = []
    for number in range(1, CLOSERS + 1):
        begins = [some_time() for _busy in range(BUSY // CLOSERS)]
        closers.append(
            CalendarCloser(
                id=MemberId(number),
                name=f"Closer {number}",
                zone="Europe/Berlin",
                working=tuple(
                    (one.starts_at + timedelta(hours=9), one.starts_at + timedelta(hours=17))
                    for one in days[:5]
                ),
                away=(),
                busy=merged((one, one + timedelta(minutes=15)) for one in begins),
                known=(known,) * 7,
                as_of=NOW - timedelta(hours=3),
            )
        )
    meetings = []
    for number in range(MEETINGS):
        begin = some_time()
        meetings.append(
            CalendarMeeting(
                id=AppointmentId(number + 1),
                lead_id=LeadId(number + 1),
                closer_id=MemberId(1 + number % CLOSERS),
                closer="Closer",
                who=f"Prospect {number}",
                company="Some Company",
                purpose="Walk through it",
                state=STATES[number % len(STATES)],
                starts_at=begin,
                ends_at=begin + timedelta(minutes=45),
                zone="Europe/London",
                is_told=True,
                unprepared=number % 3,
            )
        )
    everybody = tuple((one.id, one.name) for one in closers)
    return CalendarWeek("Europe/Berlin", days, tuple(closers), everybody, tuple(meetings))
