"""Rows that a file brings and that people made under the same name while it came in: theirs stay.

Until an import is published it takes no name away from anybody: hidden channels, campaigns and
fields are written under names that nobody types. Publishing gives them their own, and what belongs
to one that people have made meanwhile goes over to theirs.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from models.entities.definitions.fields import CustomField, CustomValue
from models.entities.every import TABLES
from models.entities.leads.cards import LeadCard
from models.entities.marketing.channels import Channel
from models.entities.marketing.spending import Campaign
from models.entities.people.contacts import Company
from models.entities.people.team import TeamMember
from models.entities.workspace.exchange import StagedUpdate
from models.entities.workspace.hidden import HiddenBatch
from models.entities.workspace.log import Change, ChangeRow
from models.history.values import referring_columns, target_of
from models.intake.kinds.custom_rows import typed_value
from models.leads.cards import leads_showing, refresh_cards
from models.storage.columns import JsonObject
from models.text_keys import fold
from models.vocabulary import FieldKind

if TYPE_CHECKING:
    from models.intake.loading.batch import Batch

Namesakes = dict[str, dict[int, int]]
"""By table, the id of the row that people made for that of the batch."""

# Where else than in its table a name is one of its kind; parents come first.
_WITHIN: dict[str, tuple[str, ...]] = {
    TeamMember.__tablename__: (),
    Channel.__tablename__: (),
    Campaign.__tablename__: ("channel_id",),
    CustomField.__tablename__: ("belongs_to",),
}
_ON_CARDS = {TeamMember.__tablename__: "owner_id", Channel.__tablename__: "channel_id"}


def give_names(session: Session, batch: "Batch") -> Namesakes:
    """Give the rows of a batch their names, and let go of those that people have made meanwhile."""
    connection = session.connection()
    found: Namesakes = {Company.__tablename__: _companies(connection, batch)}
    _give_over(connection, Company.__tablename__, found[Company.__tablename__], batch.id)
    for name in _WITHIN:
        table = TABLES[name]
        found[name] = same = _same_name(connection, table, batch)
        if name == CustomField.__tablename__:
            for ours, theirs in same.items():
                _fit_values(connection, ours, theirs, batch.id)
        _give_over(connection, name, same, batch.id)
        own = [{"of_row": row, "own": it} for row, it in batch.names[name].items()]
        if own:
            named = update(table).where(table.c.id == bindparam("of_row"))
            connection.execute(named.values(name=bindparam("own")), own)
    companies = found[Company.__tablename__].values()
    refresh_cards(session, leads_showing(connection, Company.__tablename__, list(companies)))
    return found


def following(found: Namesakes, table_name: str, values: JsonObject) -> JsonObject:
    """Return values that point at what people made where they pointed at its like."""
    columns = TABLES[table_name].c

    def followed(name: str, value: Any) -> Any:
        target = target_of(columns[name])
        return value if target is None else found.get(target.name, {}).get(value, value)

    return {name: followed(name, value) for name, value in values.items()}


def _companies(connection: Connection, batch: "Batch") -> dict[int, int]:
    """Return companies that people made or renamed meanwhile; a file may bring very many itself."""
    company = TABLES[Company.__tablename__]
    touched = (
        select(ChangeRow.row_uuid)
        .join(Change, Change.id == ChangeRow.change_id)
        .where(
            ChangeRow.change_id > batch.begun_after,
            ChangeRow.table_name == Company.__tablename__,
            Change.batch_id.is_(None),
        )
    )
    of_others = connection.execute(
        select(company.c.name_key, company.c.id)
        .where(company.c.uuid.in_(touched), _shown_of_others(company, batch.id))
        .order_by(company.c.id.desc())
    )
    theirs = {row.name_key: row.id for row in of_others}
    if not theirs:
        return {}
    of_batch = connection.execute(
        select(company.c.id, company.c.name_key).where(
            company.c.batch_id == batch.id, company.c.name_key.in_(list(theirs))
        )
    )
    return {row.id: theirs[row.name_key] for row in of_batch}


def _same_name(connection: Connection, table: Table, batch: "Batch") -> dict[int, int]:
    names = batch.names[table.name]
    if not names:
        return {}
    within = [table.c[name] for name in _WITHIN[table.name]]
    wanted = select(table.c.id, table.c.name, *within)
    of_others = connection.execute(wanted.where(_shown_of_others(table, batch.id)))
    theirs = {(fold(name), *place): row_id for row_id, name, *place in of_others}
    of_batch = connection.execute(wanted.where(table.c.batch_id == batch.id))
    ours = {(fold(names[row_id]), *place): row_id for row_id, _passing, *place in of_batch}
    return {ours[key]: theirs[key] for key in ours.keys() & theirs.keys()}


def _shown_of_others(table: FromClause, batch_id: int) -> ColumnElement[bool]:
    hidden = select(HiddenBatch.batch_id)
    shown = and_(table.c.batch_id != batch_id, table.c.batch_id.not_in(hidden))
    return or_(table.c.batch_id.is_(None), shown)


def _give_over(connection: Connection, name: str, same: dict[int, int], batch_id: int) -> None:
    """Let all of the batch that points at its own rows point at theirs, and remove its own."""
    if not same:
        return
    pairs = [{"ours": ours, "theirs": theirs} for ours, theirs in same.items()]
    table, card = TABLES[name], TABLES[LeadCard.__tablename__]
    pointing = [*referring_columns(table)]
    if name in _ON_CARDS:
        pointing.append(card.c[_ON_CARDS[name]])
    for column in pointing:
        child = column.table
        pointing_there = column == bindparam("ours")
        # Nobody but the batch points at rows that nobody sees. By its own index it is found only
        # where no other leads to these few: SQLite would walk through the whole batch each time.
        if not _is_indexed(column):
            pointing_there = and_(pointing_there, child.c.batch_id == batch_id)
        for held in _already_held(column):
            connection.execute(delete(child).where(pointing_there, held), pairs)
        moved = update(child).where(pointing_there)
        connection.execute(moved.values({column.name: bindparam("theirs")}), pairs)
    connection.execute(delete(table).where(table.c.id == bindparam("ours")), pairs)


def _is_indexed(column: Any) -> bool:
    table = column.table
    unique = (one for one in table.constraints if isinstance(one, UniqueConstraint))
    return any(next(iter(one.columns)) is column for one in (*table.indexes, *unique))


def _already_held(column: Any) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions under which a row would be the second of its kind with theirs."""
    child, other = column.table, column.table.alias()
    for constraint in child.constraints:
        if isinstance(constraint, UniqueConstraint) and column.name in constraint.columns:
            rest = (one.name for one in constraint.columns if one.name != column.name)
            alike = (other.c[name] == child.c[name] for name in rest)
            held = select(other.c.id).where(other.c[column.name] == bindparam("theirs"), *alike)
            yield held.exists()


def _fit_values(connection: Connection, ours: int, theirs: int, batch_id: int) -> None:
    """Bring the file's values into the form of the field that people made, as for any field."""
    fields, values = TABLES[CustomField.__tablename__], TABLES[CustomValue.__tablename__]
    told = select(fields.c.kind, fields.c.choices)
    kind, listed = connection.execute(told.where(fields.c.id == theirs)).one()
    if connection.scalar(select(fields.c.kind).where(fields.c.id == ours)) != kind:
        forms = typed_value(kind, "")
        held = select(values.c.id, *(values.c[name] for name in forms))
        rows = connection.execute(held.where(values.c.field_id == ours)).all()
        fitting = [{"of_row": row[0], **typed_value(kind, _only(row[1:]))} for row in rows]
        if fitting:
            changed = update(values).where(values.c.id == bindparam("of_row"))
            connection.execute(changed.values({name: bindparam(name) for name in forms}), fitting)
    if kind == FieldKind.CHOICE:
        texts = select(values.c.text_value).where(values.c.field_id == ours).distinct()
        choices = dict.fromkeys((*listed["choices"], *connection.scalars(texts)))
        # It changes what is theirs, so it is logged with all else that the import changes.
        connection.execute(
            insert(StagedUpdate).values(
                batch_id=batch_id,
                table_name=CustomField.__tablename__,
                row_id=theirs,
                wanted={"choices": {"choices": list(choices)}},
            )
        )


def _only(forms: Sequence[Any]) -> Any:
    """Return the one value that stands in a form of many; a whole number without its point."""
    value = next(one for one in forms if one is not None)
    return int(value) if isinstance(value, float) and value.is_integer() else value
