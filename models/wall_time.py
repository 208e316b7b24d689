"""What a clock on a wall shows, the instant that it means today, and where it hangs."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from models.checks import zone_name
from models.errors import InvalidValueError
from models.language import gettext as _

_FORM = "%Y-%m-%dT%H:%M"


def instant_of(wall: str, zone: str, *, later: bool = False) -> datetime:
    """Return the instant of a wall time, in UTC.

    An hour that a clock change repeats means its earlier reading, or its `later` one. Refuses what
    is no time of the form 2026-11-02T09:30, and a time that a clock change skips.

    >>> instant_of("2026-11-02T09:30", "Europe/Berlin").isoformat()
    '2026-11-02T08:30:00+00:00'
    >>> instant_of("2026-10-25T02:30", "Europe/Berlin").isoformat()  # the first of the two
    '2026-10-25T00:30:00+00:00'
    """
    local = _parsed(wall).replace(tzinfo=ZoneInfo(zone_name("zone", zone)), fold=int(later))
    instant = local.astimezone(UTC)
    # Only a skipped time does not come back from UTC as it went in.
    if instant.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise InvalidValueError(
            "wall_start",
            wall,
            _(
                "{time} does not exist in {zone}: the clocks go forward over it. Choose another."
            ).format(time=wall.replace("T", " "), zone=zone),
        )
    return instant


def wall_of(instant: datetime, zone: str) -> tuple[str, bool]:
    """Return the wall time of an instant, and whether it is the later of two equal readings.

    >>> wall_of(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Berlin")
    ('2026-10-25T02:30', True)
    """
    local = instant.astimezone(ZoneInfo(zone_name("zone", zone)))
    return local.strftime(_FORM), bool(local.fold)


def readings_of(wall: str, zone: str) -> tuple[datetime, datetime]:
    """Return both instants that a wall time can mean; mostly they are the same.

    A time that a clock change skips, perhaps only by today's rules, is read as if the clocks had
    not been changed, or had been already.
    """
    local = _parsed(wall).replace(tzinfo=ZoneInfo(zone_name("zone", zone)))
    return local.replace(fold=0).astimezone(UTC), local.replace(fold=1).astimezone(UTC)


def local_day(instant: datetime, zone: str) -> date:
    """Return the day that it is in a zone at an instant.

    >>> local_day(datetime(2026, 11, 2, 23, 30, tzinfo=UTC), "Europe/Berlin").isoformat()
    '2026-11-03'
    """
    return instant.astimezone(ZoneInfo(zone)).date()


def city_of(zone: str) -> str:
    """Return the place that a zone is called after.

    >>> city_of("America/Argentina/Buenos_Aires"), city_of("UTC")
    ('Buenos Aires', 'UTC')
    """
    return zone.rpartition("/")[2].replace("_", " ")


def _parsed(wall: str) -> datetime:
    try:
        read = datetime.fromisoformat(wall)
    except ValueError:
        read = None
    # Other ISO forms, seconds and offsets among them, do not come out as they went in.
    if read is None or read.tzinfo is not None or read.strftime(_FORM) != wall:
        raise InvalidValueError(
            "wall_start",
            wall,
            _("“{value}” is no date and time. Write it like 2026-11-02T09:30.").format(value=wall),
        )
    return read
