"""The present and the zone of this machine, in whatever way they are set up there."""

from datetime import datetime

from models.clock import utc_now


def local_now() -> datetime:
    """Return the present moment by the clock of this machine."""
    return utc_now().astimezone()


def local_zone() -> str:
    """Return the name of the machine's zone; UTC where it has no name, such as under TZ=CET-1."""
    from zoneinfo import ZoneInfoNotFoundError

    import tzlocal

    try:
        name = tzlocal.get_localzone_name()
    except ZoneInfoNotFoundError:
        name = None
    return name or "UTC"
