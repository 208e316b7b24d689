"""Cells to dates and instants; what could be read two ways is refused, never guessed."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from app.importing.problems import ValueProblem
from models.text_keys import fold

DateOrder = Literal["dmy", "mdy", "ymd"]
DATE_ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
# Two-digit years up to this one belong to this century.
_CENTURY_TURN = 68
_SPREADSHEET_EPOCH = date(1899, 12, 30)
_SPREADSHEET_DAYS = range(10_000, 110_000)

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_NUMBERS = re.compile(r"(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,4})\.?(?=\D|\Z)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})\Z")
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s./-]*(?:de\s+)?([^\W\d]+)\.?"
                             r"[\s,./-]*(?:de\s+|')?(\d{4}|\d{2})(?=\D|\Z)")  # fmt: skip
_MONTH_DAY_YEAR = re.compile(
    r"([^\W\d]+)\.?[\s./-]*(\d{1,2})(?:st|nd|rd|th)?[\s,./-]+(\d{4})(?=\D|\Z)"
)
_WEEKDAY = re.compile(r"[^\W\d]{2,}\.?,\s*(?=\d|[^\W\d])")
_MONTH_YEAR = re.compile(r"([^\W\d]+)\.?[\s./-]+(\d{4})\Z")
_NUMBER_MONTH = re.compile(r"(?:(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4}))\Z")
_SERIAL = re.compile(r"(\d{5,6})(?:[.,](\d+))?\Z")
_EPOCH = re.compile(r"(\d{10}|\d{13})\Z")
_TIME = re.compile(
    r"[T,]?\s*(?:at\s+|um\s+|à\s+)?(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?"
    r"\s*([AaPp]\.?[Mm]\.?)?\s*(?:Uhr)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?\s*\Z"
)


def parse_date(text: str, order: DateOrder | None = None) -> date:
    """Return the day that a cell names; a time of day behind it is left out.

    Without `order` 03/04/2024 is refused as ambiguous; 13/04/2024 and 2024-04-03 are not.

    >>> parse_date("15 Jun 2026"), parse_date("03/04/2024", "mdy")
    (datetime.date(2026, 6, 15), datetime.date(2024, 3, 4))
    """
    moment = parse_moment(text, order)
    return moment.date() if isinstance(moment, datetime) else moment


def parse_moment(
    text: str, order: DateOrder | None = None, zone: ZoneInfo | None = None
) -> date | datetime:
    """Return an aware UTC instant, or the day alone where the cell names no time.

    A time without an offset is wall time in `zone` (UTC where none is given).
    """
    found = _ISO_DATE.match(text)
    if found:
        return _day(text, *map(int, found.groups()))
    text = text.strip()
    whole = _whole_number(text)
    if whole is not None:
        return whole
    day, rest = _leading_day(text, order)
    if not rest.strip(" ,"):
        return day
    time = _TIME.match(rest)
    if time is None:
        raise ValueProblem("not_a_date", text)
    return _instant(text, day, time, zone)


def parse_month(text: str) -> tuple[date, date]:
    """Return the first and the last day of a month: "2024-05", "05/2024", "May 2024"."""
    numbers = _NUMBER_MONTH.match(text)
    if numbers:
        year, month = (int(part) for part in (numbers[1] or numbers[4], numbers[2] or numbers[3]))
    else:
        named = _MONTH_YEAR.match(text)
        month_number = _months().get(fold(named[1])) if named else None
        if named is None or month_number is None:
            raise ValueProblem("not_a_date", text)
        year, month = int(named[2]), month_number
    first = _day(text, year, month, 1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def possible_orders(text: str) -> frozenset[DateOrder]:
    """Return the orders in which a cell is a date; all of them where order does not matter."""
    orders: set[DateOrder] = set()
    for order in DATE_ORDERS:
        try:
            parse_moment(text, order)
        except ValueProblem:
            continue
        orders.add(order)
    return frozenset(orders)


def _whole_number(text: str) -> date | datetime | None:
    """Read a date that is written as one number: 20240503, spreadsheet days, epoch seconds."""
    if not text[-1:].isdigit() or not text[:5].isdigit():
        return None
    compact = _COMPACT.match(text)
    if compact:
        return _day(text, *map(int, compact.groups()))
    epoch = _EPOCH.match(text)
    if epoch:
        seconds = int(text) // (1000 if len(text) == 13 else 1)
        moment = datetime.fromtimestamp(seconds, UTC)
        _day(text, moment.year, moment.month, moment.day)
        return moment
    serial = _SERIAL.match(text)
    if serial and int(serial[1]) in _SPREADSHEET_DAYS:
        # The fraction is a wall time that spreadsheets round; the day is what can be trusted.
        return _SPREADSHEET_EPOCH + timedelta(days=int(serial[1]))
    return None


def _leading_day(text: str, order: DateOrder | None) -> tuple[date, str]:
    """Read the day at the start of a cell and return it with what follows."""
    numbers = _NUMBERS.match(text)
    if numbers:
        return _numeric_day(text, numbers, order), text[numbers.end() :]
    weekday = _WEEKDAY.match(text)
    start = weekday.end() if weekday else 0
    if start:
        numbers = _NUMBERS.match(text, start)
        if numbers:
            return _numeric_day(text, numbers, order), text[numbers.end() :]
    named = _DAY_MONTH_YEAR.match(text, start)
    if named:
        day, name, year = named.groups()
    else:
        named = _MONTH_DAY_YEAR.match(text, start)
        if named is None:
            raise ValueProblem("not_a_date", text)
        name, day, year = named.groups()
    month = _months().get(fold(name))
    if month is None:
        raise ValueProblem("not_a_date", text)
    return _day(text, _full_year(year), month, int(day)), text[named.end() :]


def _numeric_day(text: str, found: re.Match[str], order: DateOrder | None) -> date:
    first, mark, second, third = found.groups()
    if len(first) >= 3:
        if len(first) == 3 or len(third) > 2:
            raise ValueProblem("not_a_date", text)
        return _day(text, int(first), int(second), int(third))
    if len(third) == 3:
        raise ValueProblem("not_a_date", text)
    if order is None and mark == "." and len(third) == 4:
        # Dots stand between day, month and year only in countries that write the day first.
        order = "dmy"
    if order is None:
        if len(third) < 4:
            raise ValueProblem("ambiguous_date", text)
        order = _forced_order(text, int(first), int(second))
    if order == "ymd":
        if len(third) == 4:
            order = _forced_order(text, int(first), int(second))
        else:
            return _day(text, _full_year(first), int(second), int(third))
    day, month = (first, second) if order == "dmy" else (second, first)
    return _day(text, _full_year(third), int(month), int(day))


def _forced_order(text: str, first: int, second: int) -> DateOrder:
    if first > 12 or first == second:
        return "dmy"
    if second > 12:
        return "mdy"
    raise ValueProblem("ambiguous_date", text)


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (2000 if year <= _CENTURY_TURN else 1900)


def _day(text: str, year: int, month: int, day: int) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueProblem("date_out_of_range", text)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueProblem("impossible_date", text) from error


def _instant(text: str, day: date, time: re.Match[str], zone: ZoneInfo | None) -> datetime:
    hour, minute, second, fraction, half, offset = time.groups()
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise ValueProblem("not_a_date", text)
        hours = hours % 12 + (12 if half[0] in "Pp" else 0)
    micro = int(fraction[:6].ljust(6, "0")) if fraction else 0
    try:
        wall = datetime(
            day.year, day.month, day.day, hours, int(minute), int(second or 0), micro,
            tzinfo=UTC,
        )  # fmt: skip
    except ValueError as error:
        raise ValueProblem("not_a_date", text) from error
    if offset is None:
        return wall.replace(tzinfo=zone).astimezone(UTC) if zone else wall
    if offset[0] not in "+-":
        return wall
    digits = offset[1:].replace(":", "").ljust(4, "0")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return wall - shift if offset[0] == "+" else wall + shift


@cache
def _months() -> dict[str, int]:
    """Return the months by their folded names and abbreviations in several languages."""
    from babel import Locale

    names: dict[str, int] = {}
    for language in ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv"):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale(language).months[context][width].items():
                    names.setdefault(fold(name).rstrip("."), number)
    names.update({"sept": 9, "mrz": 3, "maerz": 3, "jaen": 1})
    return names
