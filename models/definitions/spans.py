"""Spans of working time, in words."""

from models.language import ngettext

_MINUTES_OF_AN_HOUR = 60
_HOURS_FROM = 120


def span_words(minutes: int) -> str:
    """Return a span of working time, in hours where it is a whole number of several.

    >>> span_words(240), span_words(45)
    ('4 working hours', '45 working minutes')
    """
    if minutes >= _HOURS_FROM and minutes % _MINUTES_OF_AN_HOUR == 0:
        hours = minutes // _MINUTES_OF_AN_HOUR
        return ngettext("{count} working hour", "{count} working hours", hours).format(count=hours)
    return ngettext("{count} working minute", "{count} working minutes", minutes).format(
        count=minutes
    )
