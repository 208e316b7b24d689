"""How a file will be read: the mapping remembered for its header, a preset, or a guess."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.importing.columns.fields import WITH_OWN_FIELDS, ImportKind, is_target, stage_reached
from app.importing.columns.guessing import guess_mapping, settle
from app.importing.columns.mapping import (
    Mapping,
    header_fingerprint,
    mapping_from_json,
    parse_map_option,
    parse_value_option,
    split_map_option,
)
from app.importing.columns.questions import Question, questions
from app.importing.custom import parse_new_field, with_custom_fields, with_new_field
from app.importing.presets.known import StrangePresetError, preset_named
from app.importing.stages import with_own_stages
from app.importing.tables.opening import open_file
from app.importing.tables.reading import SourceRow, Table
from app.local_time import local_zone
from models.definitions.current import stages
from models.entities.workspace.exchange import RememberedMapping
from models.fields.custom import CustomFieldRow, custom_fields
from models.settings import setting
from models.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Plan:
    """A file that can be read, how it will be, and what must be asked first.

    `unread` counts the rows among those of the sample that cannot be.
    """

    table: Table
    sample: tuple[SourceRow, ...]
    unread: int
    mapping: Mapping
    remembered: bool
    fields: tuple[CustomFieldRow, ...] = ()

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Return what a person has to say before the file can be read in one way only."""
        return questions(self.mapping, self.table.header, self.sample)


def plan_import(
    workspace: Workspace,
    path: Path,
    *,
    preset: str | None = None,
    map_options: Sequence[str] = (),
    value_options: Sequence[str] = (),
    kind: ImportKind | None = None,
) -> Plan:
    """Look at a file and say how it will be read.

    A preset or a kind that is named wins over the mapping remembered for this header, that one
    over a guess; each `COLUMN=FIELD` changes one column of it, each `FIELD:TEXT=MEANING` says what
    a text means. Refuses a file that is no table, a preset that is unknown or of another
    system, and an option that names no column or field.
    """
    named = preset_named(preset) if preset else None
    table = open_file(path)
    if named is not None and not named.knows_any_of(table.header):
        raise StrangePresetError(path.name, named)
    sample, unread = table.beginning()
    with workspace.read() as session:
        known = None if preset or kind else _remembered(session, table.header)
        base = known or guess_mapping(table.header, sample, named, kind)
        mapping = with_own_stages(_at_home(session, base), [row.name for row in stages(session)])
        fields = custom_fields(session)
    for option in map_options:
        mapping = _mapped(mapping, option, table.header)
    for option in value_options:
        field, text, meaning = parse_value_option(option)
        values = {**mapping.values, field: {**mapping.values.get(field, {}), text: meaning}}
        mapping = msgspec.structs.replace(mapping, values=values)
    mapping = with_custom_fields(mapping, table.header, sample, fields)
    mapping = settle(mapping, table.header, sample)
    return Plan(table, sample, unread, mapping, known is not None, fields)


def _mapped(mapping: Mapping, option: str, header: Sequence[str]) -> Mapping:
    column, typed = split_map_option(option, header)
    if mapping.kind is ImportKind.LEADS and stage_reached(typed):
        return msgspec.structs.replace(mapping, columns={**mapping.columns, column: typed})
    new = parse_new_field(typed, option) if mapping.kind in WITH_OWN_FIELDS else None
    if new is not None and is_target(mapping.kind, new.target):
        return with_new_field(mapping, column, new)
    column, target = parse_map_option(option, header, mapping.kind)
    return msgspec.structs.replace(mapping, columns={**mapping.columns, column: target})


def remember(workspace: Workspace, header: Sequence[str], mapping: Mapping) -> None:
    """Read files with this header in the same way the next time."""
    fingerprint = header_fingerprint(header)
    stored = msgspec.to_builtins(mapping)
    with workspace.write() as session:
        row = session.scalar(
            select(RememberedMapping).where(RememberedMapping.fingerprint == fingerprint)
        )
        if row is None:
            row = RememberedMapping(fingerprint=fingerprint)
            session.add(row)
        row.mapping = stored
        row.used_at = workspace.clock()


def _remembered(session: Session, header: Sequence[str]) -> Mapping | None:
    stored = session.scalar(
        select(RememberedMapping.mapping).where(
            RememberedMapping.fingerprint == header_fingerprint(header)
        )
    )
    if stored is None:
        return None
    try:
        mapping = mapping_from_json(msgspec.json.encode(stored).decode())
    except msgspec.ValidationError:
        # An older version remembered it in another shape; the file is guessed at anew.
        return None
    return mapping if set(mapping.columns) <= set(header) else None


def _at_home(session: Session, mapping: Mapping) -> Mapping:
    """Fill in what the desk takes for granted: its zone, country and currency."""
    return msgspec.structs.replace(
        mapping,
        time_zone=mapping.time_zone or local_zone(),
        default_country=mapping.default_country or setting(session, "default_country") or None,
        default_currency=mapping.default_currency or setting(session, "base_currency"),
    )
