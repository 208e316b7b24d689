"""Checks of typed-in values that more than one verb makes; each refusal names field and value."""

from gettext import gettext as _
from zoneinfo import available_timezones

from models.errors import InvalidValueError
from models.vocabulary import label

TEXT_LIMIT = 500
LONG_TEXT_LIMIT = 20_000


def required_text(field: str, value: str, limit: int = TEXT_LIMIT) -> str:
    """Return a text without outer blanks; refuses an empty one and one above `limit` signs."""
    text = optional_text(field, value, limit)
    if text is None:
        raise InvalidValueError(
            field, value, _("“{field}” is empty. Write something there.").format(field=label(field))
        )
    return text


def optional_text(field: str, value: str | None, limit: int = TEXT_LIMIT) -> str | None:
    """Return a text without outer blanks, None for an empty one; refuses one above `limit`."""
    text = (value or "").strip()
    if len(text) > limit:
        raise InvalidValueError(
            field,
            value,
            _("“{field}” has {count} signs; at most {limit} fit. Shorten it.").format(
                field=label(field), count=len(text), limit=limit
            ),
        )
    return text or None


def zone_name(field: str, value: str) -> str:
    """Return the name of an IANA time zone; refuses offsets and unknown names."""
    # The names and not the files are asked: a zone folder also holds "posix" and lists of zones.
    if value not in available_timezones():
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
