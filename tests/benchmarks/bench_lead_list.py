"""The list of 100,000 leads: opening, sorting, searching at each key stroke, scrolling."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from models.ids import ChannelId
from models.leads.choices import stage_choices
from models.leads.detail import lead_detail
from models.leads.listing import lead_window, list_head, place_of_lead, stage_counts
from models.leads.wanted import LeadColumn, LeadFilter, LeadOrder
from models.workspace import Workspace
from tests.benchmarks.figure import Figure, measure
from tests.benchmarks.many_leads import make_workspace

LEADS = 100_000
WINDOW = 200
QUICK_MS, KEY_STROKE_MS = 50.0, 150.0
SEARCHES = {
    "one letter": "k",
    "two letters": "ka",
    "syllable": "kalo",
    "two words": "jose lo",
    "accent": "Łukasz Zoë",
    "kana and Han": "美咲",
    "e-mail": "lomi.777",
    "piece of a phone number": "4711",
    "nothing": "xylophon",
}


def figures() -> Iterator[Figure]:
    """Yield what a person waits for on the Leads page, without painting."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = make_workspace(Path(folder, "many.db"), LEADS)
        yield from _figures(workspace)
        workspace.close()


def _figures(workspace: Workspace) -> Iterator[Figure]:
    everything, by_name = LeadFilter(), LeadOrder()

    def milliseconds(query: Callable[[Session], object]) -> float:
        def once() -> None:
            with workspace.read() as session:
                query(session)

        return measure(once) * 1000

    def opened(wanted: LeadFilter, order: LeadOrder = by_name) -> Callable[[Session], object]:
        def query(session: Session) -> object:
            head = list_head(session, wanted, order)
            return lead_window(session, wanted, order, 0, WINDOW, head=head)

        return query

    def window(order: LeadOrder, offset: int = 0) -> Callable[[Session], object]:
        return lambda session: lead_window(session, everything, order, offset, WINDOW)

    yield Figure("open: count and first rows", milliseconds(opened(everything)), "ms", QUICK_MS)
    for column in LeadColumn:
        for down in (False, True):
            order = LeadOrder(column, down)
            yield Figure(
                f"sort by {column}{', turned round' if down else ''}",
                milliseconds(window(order)),
                "ms",
                QUICK_MS,
            )
    for column in (LeadColumn.NAME, LeadColumn.STAGE, LeadColumn.MOVED_AT):
        order = LeadOrder(column)
        yield Figure(
            f"scroll to the end, sorted by {column}",
            milliseconds(window(order, LEADS - WINDOW)),
            "ms",
            QUICK_MS,
        )
    with workspace.read() as session:
        stages = tuple(choice.key for choice in stage_choices(session))
    filtered = LeadFilter(stage_ids=frozenset(stages[:2]), statuses=frozenset({"open"}))
    rare = LeadFilter(stage_ids=frozenset(stages[-1:]), channel_ids=frozenset({ChannelId(3)}))
    yield Figure("filter: two stages, open", milliseconds(opened(filtered)), "ms", QUICK_MS)
    yield Figure("filter: last stage, one channel", milliseconds(opened(rare)), "ms", QUICK_MS)
    yield Figure(
        "filter: two stages, open; scroll to row 30,000",
        milliseconds(lambda session: lead_window(session, filtered, by_name, 30_000, WINDOW)),
        "ms",
        QUICK_MS,
    )
    yield Figure(
        "counts of all stages",
        milliseconds(lambda session: stage_counts(session, everything)),
        "ms",
        QUICK_MS,
    )
    worst = 0.0
    for name, typed in SEARCHES.items():
        for column in (LeadColumn.NAME, LeadColumn.STAGE):
            took = milliseconds(opened(LeadFilter(search=typed), LeadOrder(column)))
            worst = max(worst, took)
            yield Figure(f"search: {name}, by {column}", took, "ms", KEY_STROKE_MS)
    yield Figure("search: the worst key stroke", worst, "ms", KEY_STROKE_MS)
    one_letter = LeadFilter(search="k")
    yield Figure(
        "search: one letter, scroll to row 9,000",
        milliseconds(lambda session: lead_window(session, one_letter, by_name, 9_000, WINDOW)),
        "ms",
        KEY_STROKE_MS,
    )
    with workspace.read() as session:
        lead_id = lead_window(session, everything, by_name, 50_000, 1)[0].id
    yield Figure(
        "place of a lead in the list",
        milliseconds(lambda session: place_of_lead(session, everything, by_name, lead_id)),
        "ms",
        QUICK_MS,
    )
    yield Figure(
        "one lead with all that is known of it",
        milliseconds(lambda session: lead_detail(session, lead_id)),
        "ms",
        QUICK_MS,
    )
