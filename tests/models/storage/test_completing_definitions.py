"""An older workspace gets what its definitions lack as its next version, once."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select

from models.definitions.house.agreement import house_criteria, house_rules, house_script
from models.definitions.house.desk import house_meeting_gates, house_outcomes, house_roles
from models.definitions.problems.checking import problems_of
from models.definitions.terms import default_terms
from models.definitions.versions.writing import current_draft
from models.definitions.versions.written import draft_of_version, versions
from models.entities.workspace.log import Change
from models.history.undo.steps import next_undo
from models.storage.schema import migrate
from models.workspace import open_workspace
from tests.clocks import FrozenClock

WRITTEN = "2026-05-04 09:00:00.000000"


def old_workspace(path: Path) -> None:
    """Write a file as the first schema had it, with definitions of the team's own."""
    migrate(path, "0001")
    uuids = (number.to_bytes(16, "big") for number in range(1, 1000))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        run = connection.execute
        run("INSERT INTO device (uuid) VALUES (?)", (next(uuids),))
        for number, review in ((1, "2026-08-03"), (2, "2026-12-01")):
            run(
                "INSERT INTO definitions (uuid, number, written_at, note, review_on)"
                " VALUES (?, ?, ?, ?, ?)",
                (next(uuids), number, WRITTEN, "Ours", review),
            )
        for place, (name, meaning) in enumerate((("New", "none"), ("MQL", "mql"), ("Hot", "sql"))):
            run("INSERT INTO stage (uuid) VALUES (?)", (next(uuids),))
            for version in (1, 2):
                run(
                    "INSERT INTO stage_definition (uuid, definitions_id, stage_id, position, name,"
                    " meaning, owner_role, trigger) VALUES (?, ?, ?, ?, ?, ?, 'sdr', 'They asked')",
                    (next(uuids), version, place + 1, place, name, meaning),
                )
        run(
            "INSERT INTO gate_rule (uuid, definitions_id, stage_id, requirement, argument)"
            " VALUES (?, 2, 3, 'criterion_confirmed', 'need')",
            (next(uuids),),
        )
        run(
            "INSERT INTO criterion"
            " (uuid, definitions_id, framework, position, code, name, question)"
            " VALUES (?, 2, 'bant', 0, 'need', 'Need', 'What for?')",
            (next(uuids),),
        )
        run(
            "INSERT INTO reason_code (uuid, definitions_id, position, code, name)"
            " VALUES (?, 2, 0, 'no', 'They said no')",
            (next(uuids),),
        )


def test_what_was_agreed_stays_and_the_house_adds_what_was_not_there(
    tmp_path: Path, clock: FrozenClock
) -> None:
    path = tmp_path / "old.db"
    old_workspace(path)
    workspace = open_workspace(path, clock=clock)
    with workspace.read() as session:
        before, now = draft_of_version(session, 2), current_draft(session)
        assert [(row.number, row.author) for row in versions(session)] == [
            *((3, None), (2, None), (1, None)),
        ]
        assert "Funneldesk" in versions(session)[0].note
        assert [(one.id, one.name, one.trigger, one.gate) for one in now.stages] == [
            (one.id, one.name, one.trigger, one.gate) for one in before.stages
        ]
        assert now.stages[1].example != ""
        assert now.stages[2].example == ""
        assert now.criteria[: len(before.criteria)] == before.criteria
        assert {one.framework for one in now.criteria} == {"bant", "meddic", "gpctba"}
        assert (now.reasons, now.review_on) == (before.reasons, before.review_on)
        assert (now.rules, now.terms) == (house_rules(), default_terms())
        assert (before.roles, before.outcomes, before.meeting_gates) == ((), (), ())
        assert now.roles == house_roles()
        assert now.outcomes == house_outcomes(now.stages)
        # Of the stages that the house's outcomes lead to this team has one.
        led_to = {one.outcome: one.stage_id for one in now.outcomes if one.stage_id is not None}
        assert led_to == {"qualified": now.stages[2].id}
        assert now.meeting_gates == house_meeting_gates()
        asked = {one.code for one in before.criteria}
        assert [one.question for one in now.script] == [one.question for one in house_script()]
        assert {one.criterion for one in now.script} <= asked | {None}
        assert problems_of(session, now) == ()
        # Nobody did it, so nobody can take it back.
        assert session.scalar(select(func.count(Change.id))) == 0
        assert next_undo(session, None) is None
    workspace.close()


def test_it_is_done_once_and_not_to_a_workspace_that_has_its_terms(
    tmp_path: Path, clock: FrozenClock
) -> None:
    path = tmp_path / "old.db"
    old_workspace(path)
    for _time in range(2):
        workspace = open_workspace(path, clock=clock)
        with workspace.read() as session:
            assert len(versions(session)) == 3
        workspace.close()
    fresh = open_workspace(tmp_path / "new.db", clock=clock)
    with fresh.read() as session:
        assert len(versions(session)) == 1
        assert problems_of(session, current_draft(session)) == ()
        assert current_draft(session).criteria == tuple(
            sorted(house_criteria(), key=lambda one: one.framework)
        )
    fresh.close()


def test_a_workspace_with_terms_gets_roles_outcomes_and_meeting_gates_besides(
    tmp_path: Path, clock: FrozenClock
) -> None:
    path = tmp_path / "second.db"
    open_workspace(path, clock=clock).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(
            "DELETE FROM role_definition; DELETE FROM outcome_rule; DELETE FROM meeting_gate_rule;"
        )
        connection.execute("UPDATE stage_definition SET name = 'Keen' WHERE name = 'Interested'")
    workspace = open_workspace(path, clock=clock)
    with workspace.read() as session:
        before, now = draft_of_version(session, 1), current_draft(session)
        assert len(versions(session)) == 2
        assert (now.stages, now.rules, now.terms) == (before.stages, before.rules, before.terms)
        assert (before.roles, now.roles) == ((), house_roles())
        led_to = {one.outcome: one.stage_id for one in now.outcomes}
        assert led_to["connected"] == now.stages[2].id
        assert led_to["interested"] is None, "no stage has the name that the house gives it"
        assert problems_of(session, now) == ()
    workspace.close()
