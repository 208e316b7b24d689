"""Places in a scenario file: every refusal names one, the value and what may stand there."""

import re
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Final, NoReturn

import msgspec

from app.scenario_files.format import FORMAT
from models.errors import KnownError
from models.language import gettext as _
from simulation.assumptions import AssumptionError

# Keys of what has none of its own come from its name, the same on every machine.
_NAMES: Final = uuid.UUID("0f6f2f2e-6a1b-5c1c-9a53-3b6f1f0a7c11")


class UnreadableScenarioFileError(KnownError):
    """A scenario file that cannot be read: at which place, and what may stand there."""

    def __init__(self, file: str, place: str, reason: str) -> None:
        where = _(" at {place}").format(place=place) if place else ""
        super().__init__(
            _("{file} cannot be read{where}: {reason}").format(
                file=file, where=where, reason=reason
            )
        )
        self.file = file
        self.place = place
        self.reason = reason


def not_valid(file: str, error: msgspec.ValidationError) -> UnreadableScenarioFileError:
    """Return the refusal of a file that does not keep the format."""
    reason, _at, place = str(error).partition(" - at `")
    place = place.strip("`$.")
    return UnreadableScenarioFileError(file, place, _in_plain_words(reason, place))


def _in_plain_words(reason: str, place: str) -> str:
    """Return what is wrong for those who write such a file, and not its reader's types."""
    mixed_up = re.fullmatch(r"Expected `([\w |]+)`, got `(\w+)`", reason)
    chosen = re.fullmatch(r"Invalid enum value '(.*)'", reason, re.DOTALL)
    if mixed_up is not None:
        wanted = _(" or ").join(_kind_words(kind) for kind in mixed_up[1].split(" | "))
        there = _kind_words(mixed_up[2])
        return _("{wanted} belongs there, not {there}.").format(wanted=wanted, there=there)
    if place == "format":
        words = _("it is of another program or version; this one reads {format}.")
        return words.format(format=FORMAT)
    if chosen is not None:
        return _("“{value}” is none of the values that it may have.").format(value=chosen[1])
    return f"{reason}."


def _kind_words(kind: str) -> str:
    known = {
        "int": _("a whole number"),
        "float": _("a number"),
        "str": _("a text"),
        "bool": _("true or false"),
        "null": _("nothing"),
        "array": _("a list"),
        "object": _("a group of fields"),
    }
    return known.get(kind, kind)


def key_of_name(kind: str, name: str) -> uuid.UUID:
    """Return the key of what has none of its own."""
    return uuid.uuid5(_NAMES, f"{kind} {name}")


class Places:
    """One file while it is read: turns what stands in it into values, or refuses its place."""

    def __init__(self, file: str) -> None:
        self._file = file

    def refuse(self, place: str, reason: str) -> NoReturn:
        """Refuse what stands at a place."""
        raise UnreadableScenarioFileError(self._file, place, reason)

    def refuse_twice(self, place: str, names: Sequence[str]) -> None:
        """Refuse a name that is there twice."""
        for name in names:
            if names.count(name) > 1:
                self.refuse(place, _("“{name}” is there twice.").format(name=name))

    def key(self, place: str, kind: str, name: str, key: str | None) -> uuid.UUID:
        """Return a key as it is written, or made from the name."""
        if key is None:
            return key_of_name(kind, name)
        try:
            return uuid.UUID(key)
        except ValueError:
            self.refuse(place, _("“{key}” is no UUID.").format(key=key))

    def day(self, place: str, text: str | None) -> date | None:
        """Return a date, where one is written."""
        return None if text is None else self.written_day(place, text)

    def written_day(self, place: str, text: str) -> date:
        """Return a date."""
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.refuse(place, _("“{text}” is no date like 2026-01-05.").format(text=text))

    def number(self, place: str, name: str, names: Sequence[str]) -> int:
        """Return the number of a name among those that are known."""
        if name not in names:
            self.refuse(
                place,
                _("there is no “{name}”. Known: {names}.").format(
                    name=name, names=", ".join(names) or _("none")
                ),
            )
        return names.index(name)

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """Let what the engine refuses name the place in the file."""
        try:
            yield
        except AssumptionError as error:
            raise UnreadableScenarioFileError(self._file, place, str(error)) from error
