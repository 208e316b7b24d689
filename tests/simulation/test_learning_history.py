"""From moves to visits: which move counts, which does not, and what was known when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.learning.chain import stages_in_use, without_brief_entries
from simulation.learning.history import (
    ADVANCED,
    LOST,
    MISSING,
    NURTURED,
    OPEN,
    WEEK,
    Records,
    Visits,
    known_by,
    seconds_of_week,
    visits_of,
    week_of,
)

STAGES = (10, 20, 30, 40)
BEGINS = seconds_of_week(2_900)
DAY = 86_400


@dataclass(frozen=True)
class Lead:
    """Moves as (stage, day), the day None where it is not known; and how it ended."""

    moves: Sequence[tuple[int, int | None]]
    status: int = 0
    ended: int = 0
    channel: int = 0
    recorded: Sequence[int] = ()


def records_of(*leads: Lead) -> Records:
    def at(day: int | None) -> int:
        return MISSING if day is None else BEGINS + day * DAY

    moves = [
        (number, stage, at(day), at(lead.recorded[place] if lead.recorded else day or 0))
        for number, lead in enumerate(leads, 1)
        for place, (stage, day) in enumerate(lead.moves)
    ]
    columns = np.array(moves, np.int64).reshape(len(moves), 4).T
    count = len(leads)
    return Records(
        columns[0],
        columns[1],
        columns[2],
        columns[3],
        columns[3],
        np.arange(1, count + 1),
        np.array([lead.channel for lead in leads], np.int64),
        np.array([lead.status for lead in leads], np.int64),
        np.array([at(lead.ended) for lead in leads], np.int64),
        np.full(count, BEGINS, np.int64),
    )


def visits(*leads: Lead, renamed: Mapping[int, int] | None = None) -> Visits:
    return visits_of(records_of(*leads), STAGES, renamed or {})


def rows(found: Visits) -> list[tuple[int, int, int]]:
    return list(zip(found.lead.tolist(), found.stage.tolist(), found.how.tolist(), strict=True))


def test_a_lead_visits_each_stage_it_enters_and_skipped_stages_count_in_no_rate() -> None:
    found = visits(Lead([(10, 0), (30, 9), (40, 20)], status=1, ended=20))
    assert rows(found) == [(1, 0, ADVANCED), (1, 2, ADVANCED), (1, 3, OPEN)]
    assert found.to_stage.tolist() == [2, 3, -1]
    assert found.first.tolist() == [True, False, False]


def test_how_a_lead_ended_ends_its_last_visit() -> None:
    found = visits(
        Lead([(10, 0)], status=2, ended=5),
        Lead([(10, 0)], status=3, ended=6),
        Lead([(10, 0)]),
        Lead([(20, 0)], status=1, ended=7),
    )
    assert rows(found) == [(1, 0, LOST), (2, 0, NURTURED), (3, 0, OPEN), (4, 1, ADVANCED)]
    assert found.ended.tolist()[:2] == [BEGINS + 5 * DAY, BEGINS + 6 * DAY]
    assert found.ended[2] == MISSING


def test_a_lead_that_comes_back_makes_a_new_visit() -> None:
    found = visits(Lead([(10, 0), (20, 3), (10, 9), (20, 14)]))
    assert rows(found) == [(1, 0, ADVANCED), (1, 1, NURTURED), (1, 0, ADVANCED), (1, 1, OPEN)]
    assert found.first.tolist() == [True, False, False, False]


def test_moves_that_make_no_sense_are_counted_as_problems_and_in_no_rate() -> None:
    found = visits(
        Lead([(10, 9), (20, 3)]),
        Lead([(99, 0), (10, 1)]),
        Lead([(10, 9)], recorded=[2]),
        Lead([(10, 9)], status=2, ended=3),
        Lead([]),
    )
    assert rows(found) == [(2, 0, OPEN), (4, 0, LOST)]
    assert {code: count for code, count in found.problems.items() if count} == {
        "out_of_order": 1,
        "unknown_stage": 1,
        "future": 1,
        "ended_before": 1,
        "no_moves": 2,
    }


def test_undated_moves_are_put_in_the_order_of_the_funnel_and_have_no_time() -> None:
    found = visits(Lead([(30, 9), (10, None), (20, None)]))
    assert rows(found) == [(1, 0, ADVANCED), (1, 1, ADVANCED), (1, 2, OPEN)]
    assert found.entered.tolist() == [MISSING, MISSING, BEGINS + 9 * DAY]
    assert found.problems["undated"] == 1


def test_a_stage_that_was_dropped_lives_on_in_the_one_its_leads_went_to() -> None:
    found = visits(Lead([(10, 0), (15, 3), (40, 9)]), renamed={15: 17, 17: 20})
    assert rows(found) == [(1, 0, ADVANCED), (1, 1, ADVANCED), (1, 3, OPEN)]
    assert found.problems["unknown_stage"] == 0


def test_a_past_moment_knows_neither_what_happened_nor_what_was_recorded_later() -> None:
    records = records_of(
        Lead([(10, 0), (20, 8)], status=2, ended=12),
        Lead([(10, 0), (20, 2)], recorded=[0, 9]),
        Lead([(10, 9)]),
    )
    found = visits_of(known_by(records, BEGINS + 7 * DAY), STAGES, {})
    assert rows(found) == [(1, 0, OPEN), (2, 0, OPEN)]


@given(st.data())
def test_knowing_a_past_moment_is_having_no_later_records(data: st.DataObject) -> None:
    day = st.integers(0, 30)
    leads = [
        Lead(
            [(stage, at) for stage, at in zip(STAGES, sorted(days), strict=False)],
            status=data.draw(st.sampled_from((0, 2, 3))),
            ended=max(days) + data.draw(st.integers(0, 9)),
        )
        for days in data.draw(st.lists(st.lists(day, min_size=1, max_size=4), max_size=8))
    ]
    moment = data.draw(day)
    cut = []
    for lead in leads:
        moves = [(stage, at) for stage, at in lead.moves if at is not None and at <= moment]
        over = lead.ended <= moment
        cut.append(Lead(moves, lead.status if over else 0, lead.ended if over else 0))
    known = visits_of(known_by(records_of(*leads), BEGINS + moment * DAY), STAGES, {})
    never = visits_of(records_of(*cut), STAGES, {})
    assert rows(known) == rows(never)
    assert known.ended.tolist() == never.ended.tolist()


def test_the_chain_leaves_out_stages_that_most_leads_pass_over() -> None:
    most = [Lead([(20, 0), (40, 9)]) for _ in range(9)]
    one = Lead([(20, 0), (30, 4), (40, 9)])
    assert stages_in_use(visits(*most, one), 4) == (1, 3)
    assert stages_in_use(visits(), 4) == (0, 1, 2, 3)
    assert stages_in_use(visits(Lead([(40, 0)])), 4) == (2, 3)


def test_who_passes_over_stages_within_the_week_entered_late() -> None:
    found = without_brief_entries(
        visits(Lead([(10, 0), (30, 2)]), Lead([(10, 0), (30, 9)]), Lead([(10, 0), (20, 1)]))
    )
    assert rows(found) == [
        (1, 2, OPEN),
        (2, 0, ADVANCED),
        (2, 2, OPEN),
        (3, 0, ADVANCED),
        (3, 1, OPEN),
    ]
    assert found.first.tolist() == [True, True, False, True, False]


def test_weeks_begin_on_mondays() -> None:
    monday = seconds_of_week(2_900)
    around = np.array([monday - 1, monday, monday + WEEK - 1])
    assert week_of(around).tolist() == [2_899, 2_900, 2_900]
    # 1 August 2005 was a Monday.
    assert week_of(np.array([1_122_854_400]))[0] * WEEK - 3 * DAY == pytest.approx(1_122_854_400)
