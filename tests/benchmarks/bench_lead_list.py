"""The list of 1,000,000 leads: opening, sorting, searching at each key stroke, scrolling.

A quick run sets `FUNNELDESK_BENCH_LEADS` to a smaller number of leads.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from models.conditions.condition import Condition, Operator
from models.ids import ChannelId, MemberId
from models.leads.detail import lead_detail
from models.leads.lists.choices import stage_choices
from models.leads.lists.house_views import house_views
from models.leads.lists.listing import (
    count_leads,
    lead_window,
    list_head,
    place_of_lead,
    stage_counts,
)
from models.leads.lists.wanted import LeadColumn, LeadFilter, LeadOrder
from models.workspace import Workspace
from tests.benchmarks.figure import Figure, measure, peak_memory
from tests.benchmarks.many_leads import leads_wanted, make_workspace

LEADS = leads_wanted(1_000_000)
WINDOW = 200
QUICK_MS, KEY_STROKE_MS, MEMORY_MB = 50.0, 150.0, 400.0
SEARCHES = {
    "one letter": "k",
    "one letter, late in the list": "z",
    "two letters": "ka",
    "two letters, in a quarter of all": "an",
    "syllable": "kalo",
    "two words": "jose lo",
    "accent": "Łukasz",
    "accents of two": "Łukasz Zoë",
    "one sign of Han": "美",
    "Han": "美咲",
    "Cyrillic": "Наталья",
    "e-mail": "lomi.777",
    "three digits": "471",
    "piece of a phone number": "4711",
    "long piece of a phone number": "30 4711",
    "nothing": "xylophon",
}


def figures() -> Iterator[Figure]:
    """Yield what a person waits for on the Leads page, without painting."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "many.db")
        start = time.perf_counter()
        workspace = make_workspace(path, LEADS)
        yield Figure(f"making {LEADS:,} leads", time.perf_counter() - start, "s")
        yield Figure("file size", path.stat().st_size / 1e6, "MB")
        with peak_memory() as peak:
            yield from _figures(workspace)
            yield from _of_conditions(workspace)
        yield Figure("memory, the worst moment of all this", peak.megabytes, "MB", MEMORY_MB)
        workspace.close()


CONDITIONS = {
    "at least 50 employees": Condition("employees", Operator.AT_LEAST, ("50",)),
    "at least 4,990 employees": Condition("employees", Operator.AT_LEAST, ("4990",)),
    "no next step": Condition("next_step", Operator.UNKNOWN),
    "30 days in the stage": Condition("moved", Operator.OLDER_THAN_DAYS, ("30",)),
    "grade A": Condition("grade", Operator.IS, ("A",)),
}


def _of_conditions(workspace: Workspace) -> Iterator[Figure]:
    """Yield what lists with conditions on any field take, and the counts on the tabs of views."""
    for name, condition in CONDITIONS.items():
        wanted = LeadFilter(statuses=frozenset({"open"}), conditions=(condition,))

        def query(wanted: LeadFilter = wanted) -> None:
            with workspace.read() as session:
                head = list_head(session, wanted, LeadOrder())
                lead_window(session, wanted, LeadOrder(), 0, WINDOW, head=head)

        yield Figure(f"condition: open, {name}", measure(query, repeat=3) * 1000, "ms")
    with workspace.read() as session:
        views = house_views(session, MemberId(1), ())

    def counts() -> None:
        with workspace.read() as session:
            for _name, content in views:
                count_leads(session, content.wanted)

    yield Figure(f"counts of {len(views)} views", measure(counts, repeat=3) * 1000, "ms")


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
            yield Figure(f"search: {name} “{typed}”, by {column}", took, "ms", KEY_STROKE_MS)
    yield Figure("search: the worst key stroke", worst, "ms", KEY_STROKE_MS)
    one_letter = LeadFilter(search="k")
    yield Figure(
        "search: one letter, scroll to row 9,000",
        milliseconds(lambda session: lead_window(session, one_letter, by_name, 9_000, WINDOW)),
        "ms",
        KEY_STROKE_MS,
    )
    with workspace.read() as session:
        lead_id = lead_window(session, everything, by_name, LEADS // 2, 1)[0].id
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
