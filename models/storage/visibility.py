"""Rows of an import that is loading, cancelled or undone are shown by no query.

They are already in their tables, in chunks, so that a person's save never waits long; what makes
them visible is one short transaction. Each transaction looks once which batches are hidden. There
are almost always none, and then queries stay as they are.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import ColumnElement, Table, UniqueConstraint, and_, delete, event, or_, select
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, with_loader_criteria

from models.entities.base import Recorded
from models.entities.leads.cards import LeadCard
from models.entities.workspace.hidden import HiddenBatch
from models.errors import KnownError
from models.language import gettext as _

ONE_EACH: Final = frozenset(
    ("qualification_answer", "do_not_contact", "custom_value", "campaign_spend", "external_key")
)
"""Tables that hold one row at most of each kind for what it is about; nothing points at them."""

NAMED_ONCE: Final = frozenset(("channel", "campaign", "custom_field"))
"""Tables in which two rows cannot have one name; other rows point at theirs."""


def hidden_batches(session: Session) -> tuple[int, ...]:
    """Return the hidden batches as this transaction sees them."""
    known: tuple[int, ...] | None = session.info.get("hidden_batches")
    if known is None:
        known = tuple(session.connection().execute(select(HiddenBatch.batch_id)).scalars())
        session.info["hidden_batches"] = known
    return known


def forget_hidden_batches(session: Session) -> None:
    """Look again: this transaction itself has hidden or shown a batch."""
    session.info.pop("hidden_batches", None)


class BeingClearedAwayError(KnownError):
    """A name still stands in rows of an undone import that are on their way out."""


def make_room(session: Session, rows: Iterable[Recorded]) -> None:
    """Remove hidden rows that say the same thing as new ones: there can be one, and a person's is.

    Else nobody could answer or set what an import is about to bring, until it is published. Refuses
    with `BeingClearedAwayError` a name that rows of an undone import still have.
    """
    added = [row for row in rows if row.__tablename__ in ONE_EACH | NAMED_ONCE]
    if not added or not hidden_batches(session):
        return
    for row in added:
        table = row.metadata.tables[row.__tablename__]
        values = {column.name: getattr(row, column.name) for column in table.c}
        make_room_for(session, table, values)


def make_room_for(session: Session, table: Table, values: Mapping[str, object]) -> None:
    """Do the same for a row with these values that is about to be inserted."""
    hidden = hidden_batches(session) if table.name in ONE_EACH | NAMED_ONCE else ()
    if not hidden:
        return
    connection = session.connection()
    for constraint in table.constraints:
        if not isinstance(constraint, UniqueConstraint) or "uuid" in constraint.columns:
            continue
        told_apart = {column.name: values[column.name] for column in constraint.columns}
        if None in told_apart.values():
            continue
        same = and_(
            table.c.batch_id.in_(hidden),
            *(table.c[name] == value for name, value in told_apart.items()),
        )
        if table.name in ONE_EACH:
            connection.execute(delete(table).where(same))
        elif connection.scalar(select(table.c.id).where(same)) is not None:
            raise BeingClearedAwayError(
                _(
                    "Rows of an import that was taken back still have this name. They are being "
                    "cleared away; try again in a minute."
                )
            )


def hide_unpublished(session: Session) -> None:
    """Make every query of a session leave out the rows of hidden batches."""
    event.listen(session, "do_orm_execute", _leave_out_hidden)
    event.listen(session, "after_transaction_end", _forget_at_end)


def _forget_at_end(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        forget_hidden_batches(session)


def _leave_out_hidden(state: ORMExecuteState) -> None:
    if not state.is_select or state.is_column_load or state.is_relationship_load:
        return
    hidden = hidden_batches(state.session)
    if not hidden:
        return

    def shown(entity: type[Recorded] | type[LeadCard]) -> ColumnElement[bool]:
        return or_(entity.batch_id.is_(None), entity.batch_id.not_in(hidden))

    state.statement = state.statement.options(
        with_loader_criteria(Recorded, shown, include_aliases=True, track_closure_variables=False),
        with_loader_criteria(LeadCard, shown(LeadCard), include_aliases=True),
    )
