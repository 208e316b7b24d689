"""Known exports: how a preset is told by its header and what it makes of the columns."""

from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.importing.cells.dates import DateOrder
from app.importing.columns.fields import IGNORE, ImportKind
from app.importing.columns.mapping import Mapping, column_key, guess_columns
from models.errors import KnownError
from models.language import gettext as _


@dataclass(frozen=True, slots=True)
class Preset:
    """One export of one system, as data.

    `source` is the first half of the external keys it gives. A header is recognised when it
    has every column of `recognised_by`. `columns` are spelled as the system spells them.
    """

    code: str
    name: str
    source: str
    recognised_by: tuple[str, ...]
    columns: ReadOnly[str, str]
    kind: ImportKind = ImportKind.LEADS
    values: ReadOnly[str, ReadOnly[str, str]] = field(default_factory=dict)
    custom_kinds: ReadOnly[str, str] = field(default_factory=dict)
    custom_known: ReadOnly[str, str] = field(default_factory=dict)
    fixed: ReadOnly[str, str] = field(default_factory=dict)
    title_columns: tuple[str, ...] = ()
    key_columns: tuple[str, ...] = ()
    key_from_content: bool = False
    date_order: DateOrder | None = None
    decimal_comma: bool | None = None
    default_currency: str | None = None

    def knows_any_of(self, header: Sequence[str]) -> bool:
        """Say whether a header has a column that this preset makes something of."""
        there = {column_key(name) for name in header}
        return any(
            column_key(name) in there for name, target in self.columns.items() if target != IGNORE
        )

    def mapping_for(self, header: Sequence[str]) -> Mapping:
        """Return the mapping of a file with this header.

        Columns that the preset does not know are guessed by their names.
        """
        known = {column_key(name): target for name, target in self.columns.items()}
        columns = {name: known.get(column_key(name), IGNORE) for name in header}
        extra = [name for name in header if column_key(name) not in known]
        columns.update(guess_columns(extra, self.kind, taken=tuple(columns.values())))
        return Mapping(
            kind=self.kind,
            source=self.source,
            preset=self.code,
            columns=columns,
            values={name: dict(words) for name, words in self.values.items()},
            custom_kinds=dict(self.custom_kinds),
            custom_known=dict(self.custom_known),
            fixed=dict(self.fixed),
            title_columns=_as_in_file(self.title_columns, header),
            key_columns=_as_in_file(self.key_columns, header),
            key_from_content=self.key_from_content,
            date_order=self.date_order,
            decimal_comma=self.decimal_comma,
            default_currency=self.default_currency,
        )


class StrangePresetError(KnownError):
    """A file was said to come from a system that wrote none of its columns."""

    def __init__(self, file: str, preset: Preset) -> None:
        super().__init__(
            _(
                "{file} has none of the columns of {system}. Name the system that it comes from, or"
                " leave out --preset: the names of its columns tell then."
            ).format(file=file, system=preset.name)
        )


class UnknownPresetError(KnownError):
    """A preset was named that does not exist."""


def presets() -> tuple[Preset, ...]:
    """Return all presets."""
    from app.importing.presets.crm import CRM_PRESETS
    from app.importing.presets.data_sets import FILE_PRESETS
    from app.importing.presets.people import PEOPLE_PRESETS

    return (*PEOPLE_PRESETS, *CRM_PRESETS, *FILE_PRESETS)


def preset_named(code: str) -> Preset:
    """Return the preset of this code; refuses others with the list of codes."""
    for preset in presets():
        if preset.code == code.strip().casefold():
            return preset
    raise UnknownPresetError(
        _('There is no preset "{code}". Choose one of {codes}.').format(
            code=code, codes=", ".join(preset.code for preset in presets())
        )
    )


def recognise(header: Sequence[str]) -> Preset | None:
    """Return the preset whose characteristic columns the header has.

    Of several the one that knows most of the header's columns wins; a tie is nobody's.
    """
    keys = {column_key(name) for name in header}
    found = [
        (len(keys & {column_key(name) for name in preset.columns}), preset)
        for preset in presets()
        if keys >= {column_key(name) for name in preset.recognised_by}
    ]
    found.sort(key=lambda scored: scored[0], reverse=True)
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]


def _as_in_file(names: Sequence[str], header: Sequence[str]) -> tuple[str, ...]:
    by_key = {column_key(name): name for name in header}
    return tuple(by_key[column_key(name)] for name in names if column_key(name) in by_key)
