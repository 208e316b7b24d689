"""What the columns of a file become: the mapping, how it is guessed, typed and remembered."""

import hashlib
import re
from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache

import msgspec

from app.importing.cells.dates import DateOrder
from app.importing.columns.fields import (
    ANSWER,
    COMPANY_CUSTOM,
    CUSTOM,
    FIELDS,
    IGNORE,
    REACHED,
    ImportKind,
    field_label,
    is_target,
    kind_of_import,
)
from app.importing.columns.words import (
    ANSWER_WORDS,
    BARE_TIMES,
    COLUMN_WORDS,
    DATE_WORDS,
    STAGE_WORDS,
    VALUE_WORDS,
)
from models.errors import KnownError
from models.language import gettext as _
from models.text_keys import fold

VALUE_FIELDS = ("stage", "status", "status_reason", "owner", "channel", "meeting_outcome")
_SPACING = re.compile(r"[\s_*]+")
_MOVED = frozenset({"moved at", "moved on"})
_NAMING = frozenset({"full_name", "first_name", "last_name", "email", "phone", "company_name"})


class Mapping(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a file becomes records; remembered as JSON by the fingerprint of its header.

    `columns` names the target of each column, `values` the meaning of folded cell texts by
    field, `fixed` what holds for every row. What is known of the team's own fields (what they
    hold, when they become known, what may be chosen) stands under `custom_key`. `key_columns` make
    the external key together, `key_from_content` makes it of the whole row.
    """

    kind: ImportKind = ImportKind.LEADS
    source: str = "file"
    preset: str | None = None
    columns: dict[str, str]
    values: dict[str, dict[str, str]] = {}
    custom_kinds: dict[str, str] = {}
    custom_known: dict[str, str] = {}
    custom_choices: dict[str, tuple[str, ...]] = {}
    fixed: dict[str, str] = {}
    title_columns: tuple[str, ...] = ()
    key_columns: tuple[str, ...] = ()
    key_from_content: bool = False
    date_order: DateOrder | None = None
    decimal_comma: bool | None = None
    default_country: str | None = None
    default_currency: str | None = None
    time_zone: str | None = None

    def columns_for(self, target: str) -> tuple[str, ...]:
        """Return the columns that become `target`, in the order of the file."""
        return tuple(column for column, found in self.columns.items() if found == target)

    def meaning_of(self, field: str, text: str) -> str | None:
        """Return what a cell's text means in a choice field, None where nobody said."""
        word = _SPACING.sub(" ", fold(text)).strip()
        own = self.values.get(field)
        if own is not None:
            for form in (fold(text), word):
                if form in own:
                    return own[form]
        if field.startswith(ANSWER):
            return ANSWER_WORDS.get(word)
        return VALUE_WORDS.get(field, {}).get(word)

    def source_text(self, field: str, meaning: str) -> str | None:
        """Return the text that the source itself uses for a meaning, for the way back."""
        for text, found in self.values.get(field, {}).items():
            if found == meaning:
                return text
        return None


class MapOptionError(KnownError):
    """A `COLUMN=FIELD` that names no column or no field."""

    def __init__(self, option: str, sentence: str) -> None:
        super().__init__(sentence)
        self.option = option


def mapping_from_json(text: str) -> Mapping:
    """Read a remembered mapping; refuses what is none with msgspec.ValidationError."""
    return msgspec.json.decode(text, type=Mapping)


def column_key(name: str) -> str:
    """Return a column's name without case, accents, spacing and the mark of required columns.

    >>> column_key(" Person -  Name* "), column_key("First_Name")
    ('person - name', 'first name')
    """
    return _SPACING.sub(" ", fold(name)).strip()


def custom_key(target: str) -> str:
    """Return what is said of a field of the team's own under: the name of one of leads.

    >>> custom_key("custom:Fleet"), custom_key("custom/company:Segment")
    ('Fleet', 'custom/company:Segment')
    """
    return target.removeprefix(CUSTOM)


def header_fingerprint(header: Sequence[str]) -> str:
    """Return what a header is remembered by; the order of the columns does not matter."""
    keys = "\x1f".join(sorted(column_key(name) for name in header))
    return hashlib.sha256(keys.encode()).hexdigest()


def guess_target(column: str, kind: ImportKind) -> str:
    """Return the field that a column's name stands for, `ignore` where none does."""
    target = _targets_by_word(kind).get(column_key(column), IGNORE)
    if target == IGNORE and kind is ImportKind.LEADS:
        # The names that our own files use are understood as they stand.
        code = column.strip().casefold()
        return code if code in FIELDS[kind] else column_of_stage(column, STAGE_WORDS)
    return target


def column_of_stage(column: str, stages: ReadOnly[str, str]) -> str:
    """Return the target of a column that is called by a stage and a word for a date.

    `stages` are meanings or names by folded word; another column is `ignore`.

    >>> column_of_stage("Date entered SQL", STAGE_WORDS), column_of_stage("SQL", STAGE_WORDS)
    ('reached:sql', 'ignore')
    """
    words = column_key(column).replace("-", " ").split()
    named = [word for word in words if word not in DATE_WORDS]
    meaning = stages.get(" ".join(named))
    if meaning is None or len(named) == len(words) or meaning == "none" or ":" in meaning:
        return IGNORE
    return f"{REACHED}{meaning}"


@cache
def _targets_by_word(kind: ImportKind) -> dict[str, str]:
    words: dict[str, str] = {}
    for target, names in COLUMN_WORDS.items():
        if target in FIELDS[kind]:
            for name in names:
                words.setdefault(column_key(name), target)
    for code in FIELDS[kind]:
        words.setdefault(column_key(code), code)
        words.setdefault(column_key(field_label(code)), code)
    return words


def guess_columns(
    header: Sequence[str], kind: ImportKind, taken: Sequence[str] = ()
) -> dict[str, str]:
    """Return a target for every column; each target is given to one column only."""
    given = set(taken)
    columns: dict[str, str] = {}
    for column in header:
        target = guess_target(column, kind)
        if target in given:
            target = IGNORE
        if target != IGNORE:
            given.add(target)
        columns[column] = target
    if kind is ImportKind.STAGE_HISTORY and "moved_at" not in given:
        bare = [name for name in header if column_key(name) in BARE_TIMES]
        columns.update((name, "moved_at") for name in bare[:1])
    return columns


def guess_kind(header: Sequence[str]) -> ImportKind:
    """Return what the rows under such a header stand for."""
    for kind in (ImportKind.INTEREST_EVENTS, ImportKind.CAMPAIGN_SPEND, ImportKind.APPOINTMENTS):
        if kind_of_import(guess_columns(header, kind).values()) is kind:
            return kind
    moves = guess_columns(header, ImportKind.STAGE_HISTORY)
    if kind_of_import(moves.values()) is ImportKind.STAGE_HISTORY:
        dated = {column_key(name) for name, target in moves.items() if target == "moved_at"}
        # A list of leads may have a key, a stage and a date as well; it names people besides.
        people = _NAMING.intersection(guess_columns(header, ImportKind.LEADS).values())
        if not people or dated & _MOVED:
            return ImportKind.STAGE_HISTORY
    return ImportKind.LEADS


def split_map_option(option: str, header: Sequence[str]) -> tuple[str, str]:
    """Return the column of a `COLUMN=FIELD` and its field as it was typed.

    Refuses with MapOptionError what has another form or names no column of the header.
    """
    if "=" not in option:
        raise MapOptionError(
            option, _('"{option}" is not COLUMN=FIELD, such as Firma=company_name.').format(
                option=option
            ),
        )  # fmt: skip
    column, field = _split_option(option, header)
    return _column_named(column, header, option), field.strip()


def parse_map_option(option: str, header: Sequence[str], kind: ImportKind) -> tuple[str, str]:
    """Read `COLUMN=FIELD` as typed on the command line and return column and target.

    Refuses with MapOptionError what names no column of the header or no field, and says what
    may have been meant.
    """
    column, target = split_map_option(option, header)
    typed_field = target
    for prefix in (CUSTOM, COMPANY_CUSTOM):
        if target.casefold().startswith(prefix) and target[len(prefix) :].strip():
            target = f"{prefix}{target[len(prefix) :].strip()}"
            break
    else:
        target = _targets_by_word(kind).get(column_key(target), target.casefold())
    if not is_target(kind, target):
        near = get_close_matches(target, [*FIELDS[kind], IGNORE], n=3)
        raise MapOptionError(
            option,
            _('There is no field "{field}".').format(field=typed_field) + _hint(near),
        )
    return column, target


def parse_value_option(option: str) -> tuple[str, str, str]:
    """Return field, folded text and meaning of a `FIELD:TEXT=MEANING`.

    Refuses with MapOptionError what has another form or names a field whose texts mean nothing.

    >>> parse_value_option("owner:J. Doe=Jane Doe")
    ('owner', 'j. doe', 'Jane Doe')
    """
    field, colon, rest = option.partition(":")
    text, equals, meaning = rest.rpartition("=")
    field = field.strip().casefold()
    if not colon or not equals or not text.strip() or field not in VALUE_FIELDS:
        raise MapOptionError(
            option,
            _(
                "“{option}” does not say what a text means. Write FIELD:TEXT=MEANING, such as "
                "owner:J. Doe=Jane Doe; FIELD is one of {fields}."
            ).format(option=option, fields=", ".join(VALUE_FIELDS)),
        )
    return field, fold(text), meaning.strip()


def _split_option(option: str, header: Sequence[str]) -> tuple[str, str]:
    """Split at the equals sign that leaves a column's name before it."""
    keys = {column_key(name) for name in header}
    place = option.find("=")
    while place >= 0:
        if column_key(option[:place]) in keys:
            return option[:place], option[place + 1 :]
        place = option.find("=", place + 1)
    named = any(word in option.casefold() for word in (CUSTOM, COMPANY_CUSTOM, "=new:"))
    column, _equals, field = option.partition("=") if named else option.rpartition("=")
    return column, field


def _column_named(typed: str, header: Sequence[str], option: str) -> str:
    by_key = {column_key(name): name for name in reversed(header)}
    if typed in header:
        return typed
    column = by_key.get(column_key(typed))
    if column is None:
        near = [by_key[key] for key in get_close_matches(column_key(typed), list(by_key), n=3)]
        raise MapOptionError(
            option,
            _('The file has no column "{column}".').format(column=typed) + _hint(near),
        )
    return column


def _hint(near: Sequence[str]) -> str:
    if not near:
        return ""
    return " " + _("Did you mean {names}?").format(names=", ".join(near))
