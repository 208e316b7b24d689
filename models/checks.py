"""Checks of typed-in values that more than one verb makes; each refusal names field and value."""

from datetime import date, datetime
from functools import cache
from zoneinfo import available_timezones

from models.clean_text import in_lines, in_one_line
from models.errors import InvalidValueError
from models.iso_codes import countries, currencies
from models.language import gettext as _
from models.vocabulary import label
from models.written_days import day_text

TEXT_LIMIT = 500
LONG_TEXT_LIMIT = 20_000


def required_text(field: str, value: str, limit: int = TEXT_LIMIT) -> str:
    """Return a text as `optional_text` does; refuses an empty one as well."""
    text = optional_text(field, value, limit)
    if text is None:
        raise InvalidValueError(
            field, value, _("“{field}” is empty. Write something there.").format(field=label(field))
        )
    return text


def optional_text(field: str, value: str | None, limit: int = TEXT_LIMIT) -> str | None:
    """Return a text as it is stored, None for an empty one; refuses one above `limit` signs.

    A long text keeps its lines, any other is one line; signs that nobody sees are dropped.
    """
    text = (in_one_line if limit < LONG_TEXT_LIMIT else in_lines)(value or "")
    if len(text) > limit:
        raise InvalidValueError(
            field,
            value,
            _("“{field}” has {count} signs; at most {limit} fit. Shorten it.").format(
                field=label(field), count=len(text), limit=limit
            ),
        )
    return text or None


def within(field: str, value: int, low: int, high: int) -> int:
    """Return a number; refuses one below `low` or above `high`."""
    if not low <= value <= high:
        raise InvalidValueError(
            field,
            value,
            _("{value} is not possible here. Use a number from {low} to {high}.").format(
                value=value, low=low, high=high
            ),
        )
    return value


@cache
def _zones() -> frozenset[str]:
    # Listing them reads the zone folders, some 10 ms.
    return frozenset(available_timezones())


def zone_name(field: str, value: str) -> str:
    """Return the name of an IANA time zone; refuses offsets and unknown names."""
    # The names and not the files are asked: a zone folder also holds "posix" and lists of zones.
    if value not in _zones():
        raise InvalidValueError(
            field,
            value,
            _("“{value}” is no time zone. Choose one by its city, for example {example}.").format(
                value=value, example="Europe/Berlin"
            ),
        )
    return value


def one_of(field: str, value: str, allowed: tuple[str, ...]) -> str:
    """Return a stored code; refuses one that is not in the list."""
    if value not in allowed:
        raise InvalidValueError(
            field,
            value,
            _("“{value}” cannot stand in “{field}”. Choose one of: {allowed}.").format(
                value=value, field=label(field), allowed=", ".join(allowed)
            ),
        )
    return str(value)


def country_code(field: str, value: str | None) -> str | None:
    """Return a two-letter ISO 3166 code in capitals, None for blank; refuses what is none."""
    code = (value or "").strip().upper()
    if not code:
        return None
    if code not in countries():
        raise InvalidValueError(
            field,
            value,
            _("“{value}” is no country. Use a two-letter code such as DE or US.").format(
                value=value
            ),
        )
    return code


def period(start: date, end: date) -> None:
    """Refuse a period that ends before it begins; one of a single day is fine."""
    if end < start:
        raise InvalidValueError(
            "period",
            (start, end),
            _("The period ends on {end}, before it begins on {start}.").format(
                start=day_text(start), end=day_text(end)
            ),
        )


def past_instant(field: str, value: datetime | None, now: datetime) -> datetime:
    """Return an instant, now where none is given; refuses one without zone and a future one."""
    if value is None:
        return now
    if value.tzinfo is None:
        raise InvalidValueError(field, value, _("A time needs its time zone."))
    if value > now:
        raise InvalidValueError(
            field,
            value,
            _("{time} has not come yet. Only what has happened can be recorded.").format(
                time=value.isoformat(timespec="minutes")
            ),
        )
    return value


def currency_code(value: str) -> str:
    """Return an ISO 4217 code in capitals; refuses what is none.

    >>> currency_code("eur")
    'EUR'
    """
    code = value.strip().upper()
    if code not in currencies():
        raise InvalidValueError(
            "currency",
            value,
            _("“{value}” is no currency. Use a three-letter code such as EUR or USD.").format(
                value=value
            ),
        )
    return code
