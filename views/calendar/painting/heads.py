"""What stands above a column: its day or its closer, and what must be known about it."""

from dataclasses import dataclass
from datetime import datetime

from models.language import gettext as _
from models.wall_time import city_of
from views.calendar.placing.layout import Column
from views.calendar.words import age_words, day_words, length_words, whole_day_words


@dataclass(frozen=True, slots=True)
class Head:
    """A heading with at most one note below it; `whole` says all that there is to say."""

    title: str
    note: str
    tone: str
    whole: str
    is_today: bool


def head_of(column: Column, at: datetime, *, side_by_side: bool) -> Head:
    """Return the heading of a column; closers side by side are named, else the days are."""
    day, closer = column.day, column.closer
    known = closer.known[column.day_index]
    away = list(dict.fromkeys(words for _box, words in column.away))
    length = length_words(day.starts_at, day.ends_at)
    notes: list[tuple[str, str]] = [(words, "info.text") for words in away]
    if not known.is_known:
        # In the width of a day; what it means stands in the legend and in the line above.
        notes.insert(0, (_("? Unknown"), "warning.text"))
    elif closer.as_of is not None and (side_by_side or column.day_index == 0):
        words = _("Calendar {age} old") if side_by_side else _("{age} old")
        notes.append((words.format(age=age_words(closer.as_of, at)), "muted"))
    if length:
        notes.append((length, "warning.text"))
    if side_by_side and closer.zone != column.scale.zone:
        notes.append((city_of(closer.zone), "muted"))
    title = closer.name if side_by_side else day_words(day.day)
    said = [whole_day_words(day.day), closer.name, *(words for words, _tone in notes)]
    if not known.is_known or closer.as_of is not None:
        said.append(known.sentence)
    return Head(
        title=title,
        note=" \N{MIDDLE DOT} ".join(words for words, _tone in notes),
        tone=notes[0][1] if notes else "muted",
        whole=". ".join(said),
        is_today=not side_by_side and day.starts_at <= at < day.ends_at,
    )
