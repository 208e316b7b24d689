"""Moments in the words of a queue: by the clock of the lead, as people say it."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.entities.leads.leads import Lead
from models.history.verbs import acting_member, now
from models.ids import LeadId
from models.language import gettext as _
from models.queue.places import Place, place_of_lead
from models.written_days import month_names

_WEEK_DAYS = 7


def moment_for_them(session: Session, lead: Lead, moment: datetime) -> str:
    """Return a moment by the lead's clock: Tue 10:00 their time."""
    place = place_of_lead(session, LeadId(lead.id), acting_member(session) or lead.owner_id)
    return their_time(moment, place, now(session))


def their_time(moment: datetime, place: Place, at: datetime) -> str:
    """Return a moment by a lead's clock, the day only where it is not today.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    >>> their_time(datetime(2026, 11, 3, 9, tzinfo=UTC), Place("Europe/Berlin", False), at)
    'Tue 10:00 their time'
    >>> their_time(datetime(2026, 11, 2, 15, tzinfo=UTC), Place("UTC", True), at)
    'at 15:00 your time'
    """
    zone = ZoneInfo(place.zone)
    local, here = moment.astimezone(zone), at.astimezone(zone)
    clock = local.strftime("%H:%M")
    day = short_day(local.date(), here.date())
    words = _("at {clock}") if local.date() == here.date() else _("{day} {clock}")
    whose = _("{moment} your time") if place.guessed else _("{moment} their time")
    return whose.format(moment=words.format(day=day, clock=clock))


@lru_cache(maxsize=1024)
def short_day(day: date, today: date) -> str:
    """Return a day by its name within a week, else with its date.

    >>> short_day(date(2026, 11, 22), date(2026, 11, 23))
    'Sun 22 Nov'
    >>> short_day(date(2027, 1, 4), date(2026, 11, 23))
    'Mon 4 Jan 2027'
    """
    ahead = (day - today).days
    if ahead == 0:
        return _("today")
    name = day_names()[day.weekday()]
    if 0 < ahead < _WEEK_DAYS:
        return name
    date_words = _("{day} {date} {month}").format(
        day=name, date=day.day, month=month_names()[day.month - 1]
    )
    if day.year == today.year:
        return date_words
    return _("{date} {year}").format(date=date_words, year=day.year)


def day_names() -> tuple[str, ...]:
    """Return the short names of the weekdays, Monday first."""
    return _("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")


def span_words(minutes: int) -> str:
    """Return how long something took or takes, in the one unit that matters.

    >>> span_words(40), span_words(150), span_words(3000)
    ('40 min', '2 h', '2 days')
    """
    if minutes < 60:
        return _("{count} min").format(count=minutes)
    if minutes < 48 * 60:
        return _("{count} h").format(count=minutes // 60)
    return _("{count} days").format(count=minutes // 1440)
