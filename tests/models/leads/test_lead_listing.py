"""The list of leads against the same list made by plain Python."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.ids import LeadId
from models.leads.lists.listing import count_leads, lead_window, place_of_lead, stage_counts
from models.leads.lists.wanted import LeadColumn, LeadFilter, LeadOrder
from models.text_keys import fold
from models.workspace import Workspace
from tests.models.leads.listed_leads import NOON, OWNERS, Made, Written, write_leads

STATUSES = ("open", "nurture", "disqualified", "won", "lost")
IN_ONE_WORKSPACE = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def assorted(count: int) -> list[Made]:
    """Return leads that differ in everything the list sorts and filters by."""
    names = ("Ann", "ann", "Ödön", "Zoë", None, "O'Neil", "美咲", "Łukasz")
    return [
        Made(
            first=names[number % 8],
            last=f"Lee{number % 5}" if number % 8 != 4 else None,
            title="A title" if number % 8 == 4 else None,
            company=("Äcme", "acme", "Zeta GmbH", "")[number % 4],
            email=f"ann.{number}@example.com" if number % 2 else None,
            phone=f"+49 30 {7_946_000 + number}",
            stage=number * 7 % 8,
            status=STATUSES[number * 3 % 5],
            owner=(None, 0, 1, 2)[number % 4],
            channel=(None, 2, 1, 0)[number // 2 % 4],
            captured_days=number * 11 % 17,
            moved_days=None if number % 6 == 0 else number * 5 % 13,
            score=None if number % 5 == 0 else float(number * 13 % 9),
        )
        for number in range(count)
    ]


def naive_key(column: LeadColumn, made: Made) -> Any:
    """Return what plain Python sorts by."""
    name = " ".join(part for part in (made.first, made.last) if part)
    owner_names = sorted(OWNERS, key=fold)
    channel_names = ["Ads", "émail", "Webinar"]
    match column:
        case LeadColumn.NAME:
            return fold(name or made.title or made.company)
        case LeadColumn.COMPANY:
            return fold(made.company)
        case LeadColumn.STAGE:
            return made.stage
        case LeadColumn.STATUS:
            return STATUSES.index(made.status)
        case LeadColumn.OWNER:
            return 9 if made.owner is None else owner_names.index(OWNERS[made.owner])
        case LeadColumn.CHANNEL:
            written = ("Webinar", "émail", "Ads")
            return 9 if made.channel is None else channel_names.index(written[made.channel])
        case LeadColumn.GRADE:
            return -1.0 if made.score is None else made.score
        case LeadColumn.CAPTURED_AT:
            return made.captured_days
        case _:
            return -1 if made.moved_days is None else made.moved_days


def naive_order(
    made: list[Made], written: Written, order: LeadOrder, keep: Callable[[Made], bool]
) -> list[LeadId]:
    both = [(one, lead) for one, lead in zip(made, written.leads, strict=True) if keep(one)]
    both.sort(key=lambda pair: (naive_key(order.column, pair[0]), pair[1]))
    ids = [lead for _, lead in both]
    return ids[::-1] if order.descending else ids


def listed(workspace: Workspace, wanted: LeadFilter, order: LeadOrder) -> list[LeadId]:
    """Return the whole list, read in windows that are no divisor of it."""
    ids: list[LeadId] = []
    with workspace.read() as session:
        while rows := lead_window(session, wanted, order, len(ids), 7):
            ids += [row.id for row in rows]
        assert count_leads(session, wanted) == len(ids)
    return ids


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", list(LeadColumn))
def test_windows_follow_the_order(
    workspace: Workspace, column: LeadColumn, descending: bool
) -> None:
    made = assorted(60)
    written = write_leads(workspace, made)
    order = LeadOrder(column, descending)
    expected = naive_order(made, written, order, lambda one: True)
    assert listed(workspace, LeadFilter(), order) == expected
    with workspace.read() as session:
        for place in (0, 1, 17, 59):
            assert place_of_lead(session, LeadFilter(), order, expected[place]) == place


@pytest.mark.parametrize("column", list(LeadColumn))
def test_filters_and_search_together(workspace: Workspace, column: LeadColumn) -> None:
    made = assorted(80)
    written = write_leads(workspace, made)
    wanted = LeadFilter(
        search="ann",
        stage_ids=frozenset({written.stages[1], written.stages[7], written.stages[3]}),
        statuses=frozenset({"open", "won", "lost"}),
        owner_ids=frozenset({None, written.owners[0]}),
    )
    order = LeadOrder(column, descending=True)

    def keep(one: Made) -> bool:
        ann = (one.first or "").lower() == "ann" or one.email is not None
        fits = one.stage in {1, 7, 3} and one.status in {"open", "won", "lost"}
        return ann and fits and one.owner in {None, 0}

    expected = naive_order(made, written, order, keep)
    assert expected
    assert listed(workspace, wanted, order) == expected
    with workspace.read() as session:
        assert place_of_lead(session, wanted, order, expected[-1]) == len(expected) - 1
        outside = next(lead for lead in written.leads if lead not in expected)
        assert place_of_lead(session, wanted, order, outside) is None


@IN_ONE_WORKSPACE
@given(
    stages=st.frozensets(st.integers(0, 7)),
    statuses=st.frozensets(st.sampled_from(STATUSES)),
    owners=st.frozensets(st.sampled_from((None, 0, 1, 2))),
    channels=st.frozensets(st.sampled_from((None, 0, 1, 2))),
    column=st.sampled_from(list(LeadColumn)),
    descending=st.booleans(),
)
def test_any_filter(
    workspace: Workspace,
    stages: frozenset[int],
    statuses: frozenset[str],
    owners: frozenset[int | None],
    channels: frozenset[int | None],
    column: LeadColumn,
    descending: bool,
) -> None:
    made = assorted(150)
    with workspace.read() as session:
        there = [row.id for row in lead_window(session, LeadFilter(), LeadOrder(), 0, 500)]
    written = write_leads(workspace, [] if there else made)
    if there:
        written = Written(tuple(sorted(there)), written.stages, written.owners, written.channels)

    def keep(one: Made) -> bool:
        return (
            (not stages or one.stage in stages)
            and (not statuses or one.status in statuses)
            and (not owners or one.owner in owners)
            and (not channels or one.channel in channels)
        )

    wanted = LeadFilter(
        stage_ids=frozenset(written.stages[one] for one in stages),
        statuses=statuses,
        owner_ids=frozenset(None if one is None else written.owners[one] for one in owners),
        channel_ids=frozenset(None if one is None else written.channels[one] for one in channels),
    )
    order = LeadOrder(column, descending)
    assert listed(workspace, wanted, order) == naive_order(made, written, order, keep)


def test_rows_carry_names_and_aware_instants(workspace: Workspace) -> None:
    made = Made("Ann", "Lee", company="Acme", stage=4, owner=0, channel=2, moved_days=3)
    write_leads(workspace, [made, Made(title="Only a title")])
    with workspace.read() as session:
        ann, other = lead_window(session, LeadFilter(), LeadOrder(), 0, 10)
    assert (ann.name, ann.company, ann.stage, ann.status) == ("Ann Lee", "Acme", "SQL", "open")
    assert (ann.owner, ann.channel) == (OWNERS[0], "Ads")
    assert ann.moved_at == NOON + timedelta(days=3)
    assert ann.captured_at == NOON
    assert (other.name, other.owner, other.channel, other.moved_at) == (
        "Only a title",
        None,
        None,
        None,
    )


def test_counts_stop_where_they_are_told(workspace: Workspace) -> None:
    write_leads(workspace, assorted(40))
    with workspace.read() as session:
        assert count_leads(session, LeadFilter(), at_most=25) == 25
        assert count_leads(session, LeadFilter(), at_most=None) == 40


def test_stage_counts_leave_the_stages_open(workspace: Workspace) -> None:
    made = assorted(64)
    written = write_leads(workspace, made)
    wanted = LeadFilter(stage_ids=frozenset({written.stages[0]}), statuses=frozenset({"open"}))
    expected = {
        stage: count
        for place, stage in enumerate(written.stages)
        if (count := sum(one.stage == place and one.status == "open" for one in made))
    }
    with workspace.read() as session:
        assert stage_counts(session, wanted) == expected
        assert sum(stage_counts(session, LeadFilter(search="lee2")).values()) == sum(
            one.last == "Lee2" for one in made
        )


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("apart", [0, 3])
@pytest.mark.parametrize("column", [LeadColumn.NAME, LeadColumn.COMPANY])
def test_matches_in_one_piece_of_the_list_are_read_from_there(
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    column: LeadColumn,
    apart: int,
    descending: bool,
) -> None:
    monkeypatch.setattr("models.leads.lists.ordering.SORTED_AT_MOST", 8)
    made = [Made("Nora", f"N{number:02}", company=f"Nord {number:02}") for number in range(20)]
    made += [
        Made("Zed", f"Z{number}", company="Acme", email="nora@nord.example")
        for number in range(apart)
    ]
    made += [Made("Other", "One", company="Else"), Made("Abe", "Nor", company="Zeta")]
    written = write_leads(workspace, made)
    order = LeadOrder(column, descending)
    wanted = LeadFilter(search="nor")
    expected = naive_order(made, written, order, lambda one: " nor" in f" {one.searched.lower()}")
    assert len(expected) == 21 + apart
    assert listed(workspace, wanted, order) == expected
    only = LeadFilter(search="nor", statuses=frozenset({"won"}))
    assert listed(workspace, only, order) == []
