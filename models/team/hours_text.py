"""Working hours of a day as people write them: 9-12, 13-17:30."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from models.language import gettext as _

Span = tuple[int, int]
"""Minutes after midnight, the end not included."""

_DAY: Final = 1440
_CLOCK: Final = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?"
_SPAN: Final = re.compile(
    rf"\s*{_CLOCK}\s*(?:-|–|—|to|until)\s*{_CLOCK}\s*(?:[,;+&]|and\b)?\s*", re.IGNORECASE
)
_NONE: Final = frozenset(("", "-", "–", "off", "free", "none"))


class UnreadableHoursError(ValueError):
    """A text that means no working hours; says what to write instead."""


def hours_in(text: str) -> tuple[Span, ...]:
    """Return the spans that a text means, in order; none for a day off.

    >>> hours_in("9-12, 13-17:30")
    ((540, 720), (780, 1050))
    """
    if text.strip().casefold() in _NONE:
        return ()
    spans = sorted(_spans(text))
    for (_start, end), (start, _end) in pairwise(spans):
        if start < end:
            raise UnreadableHoursError(
                _("These hours overlap. Join them, or leave a gap between them.")
            )
    return tuple(spans)


def hours_text(spans: Iterable[Span]) -> str:
    """Return working hours as they are written.

    >>> hours_text([(540, 720), (780, 1050)])
    '9–12, 13–17:30'
    """
    return ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in spans)


def week_text(week: Mapping[int, Sequence[Span]]) -> str:
    """Return the hours of a week, days that are alike together.

    >>> week_text({0: [(540, 1020)], 1: [(540, 1020)], 4: [(480, 720)]})
    'Mon–Tue 9–17; Fri 8–12'
    """
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    found: list[tuple[int, int, str]] = []
    for day in range(len(names)):
        text = hours_text(week.get(day, ()))
        if not text:
            continue
        if found and found[-1][1] == day - 1 and found[-1][2] == text:
            found[-1] = (found[-1][0], day, text)
        else:
            found.append((day, day, text))
    return "; ".join(
        f"{names[first]}{'' if first == last else f'–{names[last]}'} {text}"
        for first, last, text in found
    )


def length_text(minutes: int) -> str:
    """Return a sum of hours in words.

    >>> length_text(2250)
    '37.5 h'
    """
    return f"{minutes / 60:.4g} h"


def _spans(text: str) -> Iterator[Span]:
    at = 0
    while at < len(text):
        found = _SPAN.match(text, at)
        if found is None:
            raise UnreadableHoursError(
                _("“{text}” is not understood. Write for example 9-12, 13-17:30.").format(
                    text=text[at:].strip()
                )
            )
        at = found.end()
        hour, minute, half, end_hour, end_minute, end_half = found.groups()
        start, end = _minutes(hour, minute, half), _minutes(end_hour, end_minute, end_half)
        if start >= end:
            raise UnreadableHoursError(
                _("Hours end after they begin. Write a night shift on both days, up to 24.")
            )
        yield start, end


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    hours, minutes = int(hour), int(minute or 0)
    if half:
        if not 1 <= hours <= 12:
            raise UnreadableHoursError(_("With am and pm, hours go from 1 to 12."))
        hours = hours % 12 + (12 if half.casefold().startswith("p") else 0)
    whole = hours * 60 + minutes
    if minutes >= 60 or whole > _DAY:
        raise UnreadableHoursError(_("A day has hours from 0 to 24 and minutes from 0 to 59."))
    return whole


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}" if minute else str(hour)
