"""Lengths of time as people write them: 90 min, 4 h, 1 day."""

import re
from typing import Final

from models.language import gettext as _

_UNITS: Final = {"m": 1, "h": 60, "d": 1440, "w": 10080}
_PART: Final = re.compile(
    r"\s*(\d{1,9})(?!\d)\s*(minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)?\s*", re.IGNORECASE
)


def minutes_in(text: str) -> int | None:
    """Return the minutes that a text means; bare numbers are minutes. None where it means none.

    >>> minutes_in("1 h 30 min"), minutes_in("2 days"), minutes_in("soon")
    (90, 2880, None)
    """
    at, whole = 0, 0
    if not text.strip():
        return None
    while at < len(text):
        found = _PART.match(text, at)
        if found is None or found.end() == at:
            return None
        number, unit = found.groups()
        whole += int(number) * _UNITS[(unit or "m")[0].casefold()]
        at = found.end()
    return whole


def duration_text(minutes: int) -> str:
    """Return minutes in the largest unit that is whole.

    >>> duration_text(90), duration_text(240), duration_text(1440)
    ('90 min', '4 h', '1 day')
    """
    if minutes and minutes % 1440 == 0:
        days = minutes // 1440
        return _("1 day") if days == 1 else _("{count} days").format(count=days)
    if minutes and minutes % 60 == 0:
        return _("{count} h").format(count=minutes // 60)
    return _("{count} min").format(count=minutes)
