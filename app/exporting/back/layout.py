"""Under which headers a source's rows go out, and which column says what."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.importing.columns.fields import IGNORE, ImportKind
from app.importing.columns.mapping import Mapping, mapping_from_json
from app.importing.presets.known import presets
from app.importing.presets.own_marks import ACTIVITY_COLUMN, KEY_COLUMN
from models.entities.workspace.exchange import RememberedMapping
from models.errors import KnownError
from models.language import gettext as _
from models.settings import setting

_KINDS = (ImportKind.LEADS, ImportKind.STAGE_HISTORY)


class UnknownSourceError(KnownError):
    """Nothing is known of a source's headers, so nothing can go out under them."""

    def __init__(self, source: str, known: list[str]) -> None:
        super().__init__(
            _(
                "No file of leads from “{source}” was imported here, so its headers are unknown. "
                "Import one first, or name one of these sources: {known}."
            ).format(source=source, known=", ".join(known))
        )
        self.source = source


@dataclass(frozen=True, slots=True)
class Layout:
    """One source's header, and how its columns are read; ours stand at its end.

    `key_column` holds the source's own key, or the lead's UUID where the source has no single
    column for it: a key made of a row's content or of several columns cannot be written back.
    """

    source: str
    mapping: Mapping
    header: tuple[str, ...]
    key_column: str
    notes_column: str

    @property
    def has_source_key(self) -> bool:
        """Say whether rows are named by the source's key."""
        return self.key_column != KEY_COLUMN

    @property
    def has_own_columns(self) -> bool:
        """Say whether the header differs from the source's."""
        return bool({KEY_COLUMN, ACTIVITY_COLUMN} & set(self.header))

    def columns_by_target(self) -> dict[str, str]:
        """Return the one column of each target that is filled: the first.

        The others ("Business Phone 2" after "Business Phone") hold what is not known here.
        """
        first: dict[str, str] = {}
        for column, target in self.mapping.columns.items():
            if target != IGNORE and column in self.header:
                first.setdefault(target, column)
        return first


def layout_of(session: Session, source: str) -> Layout:
    """Return the layout of a source: the header of its last import, else its preset's.

    Refuses a source of which neither is known.
    """
    mapping = _remembered(session, source) or _of_preset(source)
    if mapping is None:
        raise UnknownSourceError(source, _known(session))
    return _layout(_at_home(session, mapping))


def _layout(mapping: Mapping) -> Layout:
    theirs = {
        column: target
        for column, target in mapping.columns.items()
        if column not in (KEY_COLUMN, ACTIVITY_COLUMN)
    }
    mapping = msgspec.structs.replace(mapping, columns=theirs)
    keys = mapping.columns_for("external_key")
    if not keys and len(mapping.key_columns) == 1:
        keys = mapping.key_columns
    notes = (*mapping.columns_for("notes"), *mapping.columns_for("contact_notes"))
    columns = dict(theirs)
    if not keys:
        columns[KEY_COLUMN] = "external_key"
    if not notes:
        columns[ACTIVITY_COLUMN] = IGNORE
    return Layout(
        mapping.source,
        msgspec.structs.replace(mapping, columns=columns),
        tuple(columns),
        key_column=keys[0] if keys else KEY_COLUMN,
        notes_column=notes[0] if notes else ACTIVITY_COLUMN,
    )


def _remembered(session: Session, source: str) -> Mapping | None:
    """Return how the source's last file was read; a file of leads goes before one of moves."""
    found = [
        mapping
        for mapping in _all_remembered(session)
        if mapping.source == source and mapping.kind in _KINDS
    ]
    return min(found, key=lambda mapping: _KINDS.index(mapping.kind), default=None)


def _all_remembered(session: Session) -> list[Mapping]:
    newest_first = select(RememberedMapping.mapping).order_by(
        RememberedMapping.used_at.desc(), RememberedMapping.id.desc()
    )
    mappings = []
    for stored in session.scalars(newest_first):
        try:
            mappings.append(mapping_from_json(msgspec.json.encode(stored).decode()))
        except msgspec.ValidationError:
            # An older version remembered it in another shape.
            continue
    return mappings


def _of_preset(source: str) -> Mapping | None:
    for preset in presets():
        if source in (preset.source, preset.code) and preset.kind in _KINDS:
            return preset.mapping_for(tuple(preset.columns))
    return None


def _at_home(session: Session, mapping: Mapping) -> Mapping:
    return msgspec.structs.replace(
        mapping, default_currency=mapping.default_currency or setting(session, "base_currency")
    )


def _known(session: Session) -> list[str]:
    names = {mapping.source for mapping in _all_remembered(session) if mapping.kind in _KINDS}
    return sorted(names | {preset.source for preset in presets() if preset.kind in _KINDS})
