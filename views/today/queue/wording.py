"""How a line of the queue says when it is due, and by which sign it is known."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from models.language import gettext as _
from views.leads.wording import short_day
from views.today.wording import time_left

if TYPE_CHECKING:
    from models.queue.rows import QueueItem

_SOON: Final = timedelta(hours=2)
_MINUTE: Final = timedelta(minutes=1)

_SIGNS: Final = {
    "urgent": ("warning-circle", "danger.text"),
    "wait": ("clock", "faint"),
    "call": ("phone", "accent"),
    "email": ("envelope-simple", "accent"),
    "linkedin": ("linkedin-logo", "accent"),
    "confirm": ("calendar-blank", "accent"),
    "meeting": ("users-three", "accent"),
    "decide": ("tag", "accent"),
    "task": ("check", "muted"),
    "back": ("arrow-u-up-left", "success.text"),
    "again": ("calendar-blank", "muted"),
    "idle": ("dots-three", "muted"),
    "rejected": ("x", "danger.text"),
    "review": ("book-open", "muted"),
}
_UNHURRIED: Final = frozenset({"new", "back", "again", "idle", "rejected", "inbox", "review"})


def sign_of(item: "QueueItem") -> tuple[str, str]:
    """Return icon and colour of a line; somebody else's lead is locked."""
    if item.claimed_by is not None:
        return "lock-simple", "muted"
    return _SIGNS.get(item.sign, _SIGNS["call"])


def when_words(item: "QueueItem", now: datetime) -> str:
    """Return how much time is left, or when its time comes; nothing where none matters."""
    if item.waits:
        return "" if item.ready_at is None else moment_words(item.ready_at, now)
    if item.countdown is not None:
        return time_left(item.countdown.minutes_left(now))
    if item.due_at is None or item.kind.value in _UNHURRIED:
        return ""
    left = item.due_at - now
    if left < -timedelta(days=1):
        return moment_words(item.due_at, now)
    if left < _SOON:
        return time_left(left // _MINUTE)
    return moment_words(item.due_at, now)


def is_late(item: "QueueItem", now: datetime) -> bool:
    """Say whether the moment has passed."""
    if item.waits:
        return False
    if item.countdown is not None:
        return item.countdown.minutes_left(now) < 0
    return bool(when_words(item, now)) and item.due_at is not None and item.due_at < now


def moment_words(moment: datetime, now: datetime) -> str:
    """Return an instant as short as can be: the time today, else the weekday, else the day."""
    local, today = moment.astimezone(), now.astimezone().date()
    if local.date() == today:
        return local.strftime("%H:%M")
    if timedelta(0) < local.date() - today < timedelta(days=7):
        return _("{weekday} {time}").format(weekday=weekday_of(moment), time=f"{local:%H:%M}")
    return short_day(local.date(), today)


def weekday_of(moment: datetime) -> str:
    """Return the weekday of an instant in its own zone, three letters long."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[moment.astimezone(moment.tzinfo).weekday()]
