"""From calendar text to its components: tolerant, with what could not be read kept in words."""

import re
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from icalendar import BrokenCalendarProperty, Calendar, Component, GloballyUniqueTZIDGuessed

from app.calendars.decoding import CalendarFileError
from models.language import gettext as _

_MOST_PROBLEMS: Final = 20
_BLOCK: Final = re.compile(
    r"^BEGIN:(?P<name>VTIMEZONE|VEVENT|VFREEBUSY)[ \t]*$.*?^END:(?P=name)[ \t]*$",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
# What was caught is a setting of the whole process, so one at a time.
_ONE_AT_A_TIME: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Parsed:
    """The calendars of a text, and what could not be read of it."""

    calendars: tuple[Calendar, ...]
    problems: tuple[str, ...]

    def events(self) -> Iterator[tuple[Calendar, Component]]:
        """Yield each entry with the calendar that it stands in."""
        for calendar in self.calendars:
            for component in calendar.walk("VEVENT"):
                yield calendar, component


def parsed(text: str) -> Parsed:
    """Return the calendars of a text; broken entries are left out and told of.

    Refuses with `CalendarFileError` where nothing at all could be read.
    """
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        # Zone names with a maker's prefix: the guess is right, and nobody can do anything.
        warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
        return _parsed(text)


def _parsed(text: str) -> Parsed:
    try:
        calendars = _calendars(text)
        problems: list[str] = []
    except (ValueError, AttributeError, KeyError, TypeError, IndexError) as error:
        calendars, problems = _piece_by_piece(text)
        if not calendars:
            raise CalendarFileError(
                _("The calendar is damaged and could not be read: {cause}").format(cause=error)
            ) from error
    problems += [
        _worded(component, name, cause)
        for calendar in calendars
        for component in calendar.walk()
        for name, cause in component.errors
    ]
    if len(problems) > _MOST_PROBLEMS:
        more = len(problems) - _MOST_PROBLEMS
        problems = [*problems[:_MOST_PROBLEMS], _("and {count} more").format(count=more)]
    return Parsed(tuple(calendars), tuple(problems))


def _calendars(text: str) -> list[Calendar]:
    # What stands alone, an entry without a calendar around it, comes back as what it is.
    found: Any = Calendar.from_ical(text, multiple=True)
    return [calendar for calendar in found if isinstance(calendar, Calendar)]


def _piece_by_piece(text: str) -> tuple[list[Calendar], list[str]]:
    """Read each entry by itself, with the zones that can be read."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = list(_BLOCK.finditer(lines))
    zones = ""
    problems = []
    for block in blocks:
        if block["name"].upper() == "VTIMEZONE":
            try:
                _calendars(_wrapped(block[0]))
            except (ValueError, AttributeError, KeyError, TypeError, IndexError) as error:
                problems.append(_("A time zone could not be read: {cause}").format(cause=error))
            else:
                zones += block[0] + "\n"
    calendars: list[Calendar] = []
    for block in blocks:
        if block["name"].upper() != "VTIMEZONE":
            try:
                calendars += _calendars(_wrapped(zones + block[0]))
            except (ValueError, AttributeError, KeyError, TypeError, IndexError) as error:
                problems.append(_("An entry could not be read: {cause}").format(cause=error))
    return calendars, problems


def _wrapped(blocks: str) -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-\n{blocks}\nEND:VCALENDAR\n"


def _worded(component: Component, name: str | None, cause: str) -> str:
    entry = str(component.get("SUMMARY") or component.get("UID") or component.name)
    said = cause if name is None else f"{name}: {cause}"
    return _("“{entry}”: {cause}").format(entry=entry[:60], cause=said[:200])


def moment_of(value: object) -> Any:
    """Return the time that a property holds, None where it holds none that could be read."""
    try:
        return getattr(value, "dt", None)
    except BrokenCalendarProperty:
        return None
