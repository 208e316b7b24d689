"""What a saved view holds, and how it is written: rows by UUID, so that it outlives their ids.

Content has a version. What a view names and is not there any more is left out and said, never an
error: the rest of the view still shows leads.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from models.clean_text import in_one_line
from models.conditions.condition import Condition, Operator
from models.conditions.matching import checked
from models.entities.base import Recorded
from models.entities.definitions.versions import Stage
from models.entities.every import TABLES
from models.entities.marketing.channels import Channel
from models.entities.people.team import TeamMember
from models.errors import KnownError
from models.language import gettext as _
from models.leads.lists.wanted import LeadColumn, LeadFilter, LeadOrder, ViewContent
from models.storage.columns import JsonObject
from models.vocabulary import Status

VERSION = 1
_ROWS: dict[str, tuple[str, type[Recorded]]] = {
    "stages": ("stage_ids", Stage),
    "channels": ("channel_ids", Channel),
    "owners": ("owner_ids", TeamMember),
}


def written_content(session: Session, content: ViewContent) -> JsonObject:
    """Return a view's content as it is stored."""
    wanted = content.wanted
    rows = {
        name: _uuids(session, TABLES[entity.__tablename__], getattr(wanted, attribute))
        for name, (attribute, entity) in _ROWS.items()
    }
    return {
        "version": VERSION,
        "search": in_one_line(wanted.search),
        "statuses": sorted(wanted.statuses),
        **rows,
        "conditions": [
            {"field": one.field, "operator": one.operator.value, "wanted": list(one.wanted)}
            for one in wanted.conditions
        ],
        "order": {"column": content.order.column.value, "descending": content.order.descending},
        "columns": list(content.columns),
    }


def _uuids(session: Session, table: Table, ids: Iterable[int | None]) -> list[str | None]:
    named = [row_id for row_id in ids if row_id is not None]
    found = session.connection().execute(select(table.c.uuid).where(table.c.id.in_(named)))
    uuids: list[str | None] = sorted(uuid.hex for uuid in found.scalars())
    return [*uuids, *([None] if None in set(ids) else [])]


def read_content(session: Session, stored: JsonObject) -> tuple[ViewContent, tuple[str, ...]]:
    """Return a stored content as it can be shown now, and sentences on what is gone of it."""
    if stored.get("version") != VERSION:
        newer = _("This view was saved by another version of Funneldesk; all leads are shown.")
        return ViewContent(), (newer,)
    lost: list[str] = []
    chosen = {
        attribute: _ids(session, TABLES[entity.__tablename__], stored.get(name), lost)
        for name, (attribute, entity) in _ROWS.items()
    }
    known = {status.value for status in Status}
    statuses = frozenset(known.intersection(_listed(stored.get("statuses"))))
    wanted = LeadFilter(
        search=str(stored.get("search") or ""),
        statuses=statuses,
        conditions=_conditions(session, _listed(stored.get("conditions")), lost),
        **chosen,
    )
    columns = tuple(str(code) for code in _listed(stored.get("columns")))
    return ViewContent(wanted, _order(stored.get("order")), columns), tuple(lost)


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _ids(session: Session, table: Table, stored: Any, lost: list[str]) -> frozenset[Any]:
    """Return the rows that are meant; where none of them is left, any row is."""
    named: list[UUID] = []
    for value in _listed(stored):
        try:
            named.append(UUID(str(value)))
        except ValueError:
            continue
    found = set(
        session.connection().execute(select(table.c.id).where(table.c.uuid.in_(named))).scalars()
    )
    if len(found) < len(set(named)):
        gone = {
            "stage": _("A stage of this view is gone; the rest is shown."),
            "channel": _("A channel of this view is gone; the rest is shown."),
            "team_member": _("An owner of this view is gone; the rest is shown."),
        }
        lost.append(gone[table.name])
    return frozenset([*found, *([None] if None in _listed(stored) else [])])


def _conditions(session: Session, stored: Sequence[Any], lost: list[str]) -> tuple[Condition, ...]:
    kept = []
    for one in stored:
        try:
            condition = Condition(
                str(one["field"]), Operator(one["operator"]), tuple(map(str, one["wanted"]))
            )
            kept.append(checked(session, condition))
        except (KeyError, TypeError, ValueError):
            lost.append(_("A condition of this view cannot be read; the rest is shown."))
        except KnownError as error:
            lost.append(
                _("A condition of this view no longer holds; the rest is shown. {why}").format(
                    why=error
                )
            )
    return tuple(kept)


def _order(stored: Any) -> LeadOrder:
    try:
        return LeadOrder(LeadColumn(stored["column"]), bool(stored["descending"]))
    except (KeyError, TypeError, ValueError):
        return LeadOrder()
