"""How the Today page says how much time is left, how long ago something was, and why now."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from models.language import gettext as _
from models.language import ngettext
from models.vocabulary import label

if TYPE_CHECKING:
    from models.leads.did_last import Did

_HOUR: Final = 60
_IN_MINUTES_UP_TO: Final = 120
_IN_HOURS_UP_TO: Final = 48


def time_left(minutes: int) -> str:
    """Return working minutes until a moment in words; below zero it has passed.

    >>> time_left(12), time_left(-40), time_left(200)
    ('12 min left', 'overdue 40 min', '3 h 20 min left')
    """
    words = _span(abs(minutes))
    if minutes < 0:
        return _("overdue {time}").format(time=words)
    return _("{time} left").format(time=words)


def _span(minutes: int) -> str:
    if minutes <= _IN_MINUTES_UP_TO:
        return _("{count} min").format(count=minutes)
    hours, rest = divmod(minutes, _HOUR)
    if not rest or hours >= 10:
        return _("{count} h").format(count=hours)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)


def time_ago(moment: datetime, now: datetime) -> str:
    """Return how long ago something was, by the clock on the wall."""
    minutes = max(0, int((now - moment).total_seconds() // 60))
    if minutes < 1:
        return _("just now")
    if minutes <= _IN_MINUTES_UP_TO:
        return _("{count} min ago").format(count=minutes)
    hours = minutes // _HOUR
    if hours < _IN_HOURS_UP_TO:
        return _("{count} h ago").format(count=hours)
    days = hours // 24
    return ngettext("{count} day ago", "{count} days ago", days).format(count=days)


def what_it_did(did: "Did", now: datetime) -> str:
    """Return something that a lead did in one line."""
    what = label(did.kind)
    if did.topic:
        what = _("{what}: {topic}").format(what=what, topic=did.topic)
    return _("{what}, {ago}").format(what=what, ago=time_ago(did.occurred_at, now))
