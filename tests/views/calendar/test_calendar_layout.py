"""Blocks, stops and proposals: pure geometry of the calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from models.appointments.calendar_page import AwayRow, CalendarMeeting
from tests.views.calendar.calendar_doubles import MONDAY, ZONES, meeting, placed, utc, week_of
from views.calendar.placing.dragging import begin_drag, drag_to
from views.calendar.placing.layout import Block
from views.calendar.placing.proposals import moved_across, moved_by, of_meeting, resized_by
from views.calendar.placing.stops import (
    Stop,
    at_instant,
    first_of_day,
    last_of_day,
    next_meeting,
    sideways,
    stops_of,
    up_or_down,
)

MEETINGS = st.lists(
    st.tuples(st.integers(0, 7 * 24 * 4), st.integers(5, 300)), min_size=1, max_size=14
)


def of_numbers(numbers: list[tuple[int, int]], start: datetime) -> list[CalendarMeeting]:
    return [
        meeting(at, start + timedelta(minutes=15 * quarter), minutes)
        for at, (quarter, minutes) in enumerate(numbers, 1)
    ]


def overlap(one: Block, other: Block) -> bool:
    # Edges that touch are equal but for rounding.
    one_box, other_box = (
        block.box._replace(width=block.box.width - 0.01, height=block.box.height - 0.01)
        for block in (one, other)
    )
    return one_box.touches(other_box)


@given(MEETINGS, st.sampled_from(ZONES))
def test_no_block_covers_another_and_none_leaves_its_column(
    numbers: list[tuple[int, int]], zone: str
) -> None:
    week = week_of(zone=zone)
    found = of_numbers(numbers, week.days[0].starts_at)
    layout = placed(week_of(*found, zone=zone))
    for at, block in enumerate(layout.blocks):
        column = layout.columns[block.column]
        assert column.left <= block.box.left
        assert block.box.right <= column.left + column.width + 0.01
        assert block.box.bottom <= column.scale.height + 0.01
        assert not any(overlap(block, other) for other in layout.blocks[at + 1 :])
    shown = {block.meeting.id for block in layout.blocks}
    inside = {one.id for one in found if one.starts_at < week.days[-1].ends_at}
    assert shown == inside


def test_overlapping_meetings_share_the_width_and_others_have_it_all() -> None:
    layout = placed(
        week_of(
            meeting(1, utc(23, 9), 60),
            meeting(2, utc(23, 9, 30), 60),
            meeting(3, utc(23, 10, 15), 30),
            meeting(4, utc(23, 12), 30),
        )
    )
    lanes = {block.meeting.id: (block.lane, block.lanes) for block in layout.blocks}
    assert lanes == {1: (0, 2), 2: (1, 2), 3: (0, 2), 4: (0, 1)}


def test_a_meeting_over_midnight_stands_on_both_days() -> None:
    layout = placed(week_of(meeting(1, utc(23, 22, 30), 60)))
    assert [(one.column, round(one.box.height)) for one in layout.blocks] == [(0, 24), (1, 24)]


def test_a_day_of_25_hours_is_an_hour_higher_and_one_of_23_an_hour_lower() -> None:
    autumn = placed(week_of(first_day=date(2026, 10, 19)))
    assert [round(one.scale.height / 48) for one in autumn.columns] == [*[24] * 6, 25]
    assert autumn.height == 25 * 48
    spring = placed(week_of(first_day=date(2026, 3, 23)))
    assert [round(one.scale.height / 48) for one in spring.columns] == [*[24] * 6, 23]


def test_what_lies_behind_is_cut_to_each_day() -> None:
    span = (utc(23, 20), utc(24, 3))
    away = AwayRow(utc(24, 23), utc(25, 23), "Skiing")
    layout = placed(week_of(working=[span], busy=[span], away=[away]))
    assert [len(one.busy) for one in layout.columns] == [1, 1, 0, 0, 0, 0, 0]
    assert layout.columns[0].busy[0].bottom == layout.columns[0].scale.height
    assert [one.away[0][1] if one.away else "" for one in layout.columns[:4]] == [
        "",
        "",
        "Skiing",
        "",
    ]


def test_columns_keep_a_least_width_and_fill_the_room() -> None:
    assert placed(week_of(closers=20, count=1), 400).columns[0].width == 80
    assert placed(week_of(), 700).width == 700


@given(MEETINGS)
def test_down_goes_through_every_stop_of_the_day_once(numbers: list[tuple[int, int]]) -> None:
    week = week_of()
    layout = placed(week_of(*of_numbers(numbers, week.days[0].starts_at)))
    column = layout.columns[0]
    stops = stops_of(layout, column)
    at, walked = stops[0], [stops[0]]
    while (below := up_or_down(layout, at, 1)) != at:
        walked.append(below)
        at = below
    assert tuple(walked) == stops
    assert up_or_down(layout, stops[0], -1) == stops[0]


def test_the_keys_go_sideways_to_the_meeting_at_the_same_height() -> None:
    layout = placed(week_of(meeting(1, utc(24, 8, 45), 60), meeting(2, utc(26, 13))))
    here = at_instant(layout, layout.columns[0], utc(23, 9))
    beside = sideways(layout, here, 1)
    assert beside is not None
    assert beside.meeting is not None
    assert beside.meeting.id == 1
    assert sideways(layout, here, -1) is None
    later = next_meeting(layout, beside, 1)
    assert later.meeting is not None
    assert later.meeting.id == 2
    assert next_meeting(layout, later, 1) == later
    assert next_meeting(layout, later, -1) == beside


def test_home_and_end_are_the_first_and_the_last_meeting_or_the_working_time() -> None:
    working = [(utc(23, 8), utc(23, 16)), (utc(24, 8), utc(24, 16))]
    layout = placed(week_of(meeting(1, utc(24, 9)), meeting(2, utc(24, 14)), working=working))
    free = Stop(0, utc(23, 10))
    assert first_of_day(layout, free).instant == utc(23, 8)
    assert last_of_day(layout, free).instant == utc(23, 15, 30)
    taken = Stop(1, utc(24, 10))
    assert [first_of_day(layout, taken).instant, last_of_day(layout, taken).instant] == [
        utc(24, 9),
        utc(24, 14),
    ]


def test_a_drag_by_the_body_moves_and_one_by_the_lower_edge_resizes() -> None:
    layout = placed(week_of(meeting(1, utc(23, 9), 60)))
    (block,) = layout.blocks
    x = block.box.left + 10
    body = begin_drag(layout, x, block.box.top + 24)
    assert (body.kind, body.grab) == ("move", timedelta(minutes=30))
    moved = drag_to(layout, body, x + 100, block.box.top + 24 + 48, 15)
    assert moved is not None
    assert (moved.starts_at, moved.minutes) == (utc(24, 10), 60)
    edge = begin_drag(layout, x, block.box.bottom - 2)
    assert edge.kind == "resize"
    longer = drag_to(layout, edge, x, block.box.bottom + 23, 15)
    assert longer is not None
    assert (longer.starts_at, longer.minutes) == (utc(23, 9), 90)
    shorter = drag_to(layout, edge, x, block.box.top - 200, 15)
    assert shorter is not None
    assert shorter.minutes == 15


def test_an_empty_stretch_that_is_drawn_is_a_new_booking_on_the_grid() -> None:
    layout = placed(week_of())
    drawn = drag_to(layout, begin_drag(layout, 150, 9.1 * 48), 150, 9.9 * 48, 30)
    assert drawn is not None
    assert (drawn.kind, drawn.meeting) == ("book", None)
    assert (drawn.starts_at, drawn.ends_at) == (utc(24, 8), utc(24, 9))


def test_what_is_over_cannot_be_dragged() -> None:
    for state in ("held", "no_show", "cancelled", "rescheduled"):
        layout = placed(week_of(meeting(1, utc(23, 9), state=state)))
        (block,) = layout.blocks
        assert not begin_drag(layout, block.box.left + 5, block.box.top + 5).can_move


@given(st.sampled_from(ZONES), st.integers(0, 6), st.integers(-40, 40))
def test_moving_by_the_grid_and_back_is_no_change(zone: str, day: int, steps: int) -> None:
    week = week_of(zone=zone, first_day=date(2026, 3, 23))
    noon = week.days[day].starts_at + timedelta(hours=12)
    one = meeting(1, noon)
    layout = placed(week_of(one, zone=zone, first_day=date(2026, 3, 23)))
    there = moved_by(layout, of_meeting(one), steps, 15)
    assert there.minutes == 45
    assert not moved_by(layout, there, -steps, 15).changes
    assert not resized_by(layout, resized_by(layout, of_meeting(one), 4, 15), -4, 15).changes


def test_to_another_day_means_the_same_time_on_the_wall() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first = date(2026, 3, 23)
    saturday = datetime(2026, 3, 28, 9, 30, tzinfo=UTC)
    layout = placed(week_of(meeting(1, saturday), first_day=first))
    sunday = moved_across(layout, of_meeting(layout.blocks[0].meeting), 1)
    assert sunday.starts_at.astimezone(berlin).strftime("%d %H:%M") == "29 10:30"
    assert moved_across(layout, sunday, 1) == sunday


def test_beside_it_means_another_closer_at_the_same_instant() -> None:
    layout = placed(week_of(meeting(1, utc(23, 9)), closers=2, count=1, first_day=MONDAY))
    beside = moved_across(layout, of_meeting(layout.blocks[0].meeting), 1)
    assert (beside.closer_id, beside.starts_at) == (2, utc(23, 9))
