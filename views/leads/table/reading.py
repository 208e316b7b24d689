"""What the list of leads reads in the background: its head, its pages, and rows by their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from models.leads.lists.wanted import LeadFilter, LeadOrder

if TYPE_CHECKING:
    from models.ids import LeadId
    from models.leads.lists.listing import LeadRow, ListHead

PAGE_ROWS: Final = 100
ROWS_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list is wanted, with which columns, at which moment."""

    wanted: LeadFilter
    order: LeadOrder
    columns: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What a read brought: the head of the list, a lead's place in it, and some pages."""

    head: "ListHead"
    place: int | None
    pages: "dict[int, tuple[LeadRow, ...]]"


def read_page(session: Any, asked: Asked, head: "ListHead", page: int) -> "tuple[LeadRow, ...]":
    """Return the rows of one page of the list."""
    from models.leads.lists.listing import lead_window

    first = page * PAGE_ROWS
    return lead_window(
        session,
        asked.wanted,
        asked.order,
        first,
        min(PAGE_ROWS, head.count - first),
        columns=asked.columns,
        at=asked.at,
        head=head,
    )


def read_list(
    session: Any, asked: Asked, marked: "LeadId | None", pages: tuple[int, ...]
) -> Answer:
    """Return the head of the list, the place of the marked lead in it, and the asked pages."""
    from models.leads.lists.listing import list_head, place_of_lead

    head = list_head(session, asked.wanted, asked.order, asked.at)
    rows = {
        page: read_page(session, asked, head, page)
        for page in pages
        if page * PAGE_ROWS < head.count
    }
    place = None
    if marked is not None and head.ids is not None and marked in head.ids:
        place = head.ids.index(marked)
    elif marked is not None:
        place = place_of_lead(session, asked.wanted, asked.order, marked, at=asked.at)
    return Answer(head, place if place is None or place < head.count else None, rows)


def read_spans(
    session: Any, asked: Asked, head: "ListHead", spans: Sequence[tuple[int, int]]
) -> "tuple[LeadRow, ...]":
    """Return the rows of some spans, first and last included, in steps of many rows."""
    from models.leads.lists.listing import lead_window

    return tuple(
        row
        for first, last in spans
        for start in range(first, last + 1, ROWS_AT_ONCE)
        for row in lead_window(
            session,
            asked.wanted,
            asked.order,
            start,
            min(ROWS_AT_ONCE, last + 1 - start),
            columns=asked.columns,
            at=asked.at,
            head=head,
        )
    )
