"""A long change is undone kind by kind, and what comes of it is the same."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from models.history.logged import runs
from models.history.undo.grouping import grouped


@dataclass(frozen=True)
class Logged:
    """An entry of the log, as far as its order goes."""

    table_name: str
    operation: str
    row: int
    after: dict[str, Any] = field(default_factory=dict)

    @property
    def row_uuid(self) -> UUID:
        return UUID(int=self.row)


def named(entries: Any) -> list[tuple[str, str, int]]:
    return [(entry.table_name, entry.operation, entry.row) for entry in entries]


def test_rows_that_were_added_come_table_by_table_with_those_they_point_at_first() -> None:
    captured = [
        one
        for lead in (1, 2, 3)
        for one in (
            Logged("contact", "insert", lead),
            Logged("lead", "insert", 10 + lead),
            Logged("stage_move", "insert", 20 + lead),
            Logged("lead", "update", 10 + lead, {"stage_id": "b"}),
        )
    ]
    assert [
        (table.name, operation, [entry.row for entry in some])
        for table, operation, some in runs(grouped(captured))
    ] == [
        ("contact", "insert", [1, 2, 3]),
        ("lead", "insert", [11, 12, 13]),
        ("lead", "update", [11, 12, 13]),
        ("stage_move", "insert", [21, 22, 23]),
    ]


def test_rows_that_were_deleted_come_with_those_they_point_at_last() -> None:
    deleted = [Logged("contact", "delete", 1), Logged("touch", "delete", 2)]
    assert named(grouped(deleted)) == [("touch", "delete", 2), ("contact", "delete", 1)]


def test_what_was_done_with_one_row_stays_in_its_order() -> None:
    steps = [
        Logged("lead", "update", 1, {"stage_id": "b"}),
        Logged("lead", "update", 1, {"owner_id": "x"}),
        Logged("lead", "update", 2, {"owner_id": "x"}),
        Logged("lead", "update", 1, {"stage_id": "c"}),
        Logged("lead", "update", 2, {"stage_id": "b"}),
    ]
    of_first = [entry for entry in grouped(steps) if entry.row == 1]
    assert [entry.after for entry in of_first] == [
        {"stage_id": "b"},
        {"owner_id": "x"},
        {"stage_id": "c"},
    ]


def test_rows_that_may_stand_in_each_others_way_keep_their_order() -> None:
    runs_of_a_lead = [
        Logged("cadence_run", "update", 1, {"ended_at": "now"}),
        Logged("cadence_run", "insert", 2),
        Logged("cadence_run", "update", 2, {"ended_at": "now"}),
        Logged("cadence_run", "insert", 3),
    ]
    assert grouped(runs_of_a_lead) == runs_of_a_lead
    moved_meetings = [
        Logged("appointment", "insert", 1),
        Logged("appointment", "update", 1, {"state": "moved"}),
        Logged("appointment", "insert", 2),
    ]
    assert grouped(moved_meetings) == moved_meetings


def test_a_change_that_both_added_and_deleted_keeps_its_order() -> None:
    mixed = [Logged("touch", "insert", 1), Logged("contact", "delete", 2)]
    assert grouped(mixed) == mixed
