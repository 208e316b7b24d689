"""Dated history in any file: moves row by row, stages column by column, meetings of the past."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from app.commands import funneldesk
from app.importing.columns.fields import ImportKind
from app.importing.columns.mapping import MapOptionError, guess_kind
from app.importing.columns.planning import plan_import
from app.importing.request import ImportRequest
from app.importing.run import run_import
from models.definitions.current import stages
from models.entities.definitions.fields import CustomValue
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.meetings.appointments import Appointment
from models.fields.custom import add_custom_field, custom_fields
from models.history.undo.steps import undo
from models.ids import StageId
from models.intake.known import NO_SYSTEM
from models.leads.capture import add_lead
from models.team.joining import add_member
from models.workspace import Workspace
from tests.app.import_runs.importing import counts, import_file, write_csv


def names(workspace: Workspace) -> dict[StageId, str]:
    with workspace.read() as session:
        return {stage.id: stage.name for stage in stages(session)}


def moves(workspace: Workspace) -> list[tuple[str, str | None, str]]:
    """Return stage, stage before and day of each move, in the order of time."""
    called = names(workspace)
    with workspace.read() as session:
        rows = session.execute(
            select(StageMove).order_by(StageMove.occurred_at, StageMove.id)
        ).scalars()
        return [
            (
                called[StageId(row.to_stage_id)],
                None if row.from_stage_id is None else called[StageId(row.from_stage_id)],
                "" if row.occurred_at is None else row.occurred_at.date().isoformat(),
            )
            for row in rows
        ]


def run(workspace: Workspace, *arguments: str) -> str:
    named = ["--workspace", str(workspace.path), "import", *arguments]
    done = CliRunner().invoke(funneldesk, named, catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (("lead key", "stage", "time"), ImportKind.STAGE_HISTORY),
        (("Deal ID", "To stage", "Changed at"), ImportKind.STAGE_HISTORY),
        (("opportunity_id", "stage", "timestamp", "owner"), ImportKind.STAGE_HISTORY),
        (("id", "name", "stage", "date"), ImportKind.LEADS),
        (("id", "booked at", "start", "outcome"), ImportKind.APPOINTMENTS),
        (("id", "mql_at", "Date entered SQL", "client date"), ImportKind.LEADS),
    ],
)
def test_what_a_row_stands_for_is_told_by_the_columns(
    header: tuple[str, ...], kind: ImportKind
) -> None:
    assert guess_kind(header) is kind


def test_one_row_per_move_comes_in_as_imported_history_in_any_order(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = [
        ("A", "SQL", "2026-03-09T10:00:00Z"),
        ("A", "MQL", "2026-03-01T08:00:00Z"),
        ("A", "won", "2026-04-01T08:00:00Z"),
    ]
    path = write_csv(tmp_path / "moves.csv", ("lead key", "stage", "time"), rows)
    outcome = import_file(workspace, path)
    assert counts(outcome) == (3, 1, 2, 0, 0, 0)
    assert [stage for stage, _before, _day in moves(workspace)] == ["MQL", "SQL", "Client"]
    with workspace.read() as session:
        assert set(session.scalars(select(StageMove.origin))) == {"imported"}
        assert session.scalars(select(Lead.status)).all() == ["won"]
    assert counts(import_file(workspace, path))[3] == 3
    with workspace.write() as session:
        undo(session, None)
    assert moves(workspace) == []


def test_columns_of_dates_are_recognised_for_stages_of_the_teams_own(
    workspace: Workspace, tmp_path: Path
) -> None:
    said = run(
        workspace,
        str(write_csv(tmp_path / "a.csv", ("id", "stage", "time"), [("A", "Trial", "2026-01-05")])),
        "--value",
        "stage:Trial=new:Trial",
    )
    assert "Stages added: Trial" in said
    assert list(names(workspace).values())[-2:] == ["Trial", "Client"]
    header = ("id", "full name", "MQL date", "Trial date", "Date entered client")
    path = write_csv(
        tmp_path / "b.csv", header, [("B", "Bo", "2026-01-02", "2026-01-12", "2026-02-01")]
    )
    import_file(workspace, path)
    assert moves(workspace)[-2:] == [
        ("Trial", "MQL", "2026-01-12"),
        ("Client", "Trial", "2026-02-01"),
    ]


def test_a_dry_run_adds_no_stage_and_a_refused_import_takes_its_stage_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    before = names(workspace)
    path = write_csv(tmp_path / "a.csv", ("id", "stage", "time"), [("A", "Trial", "2026-01-05")])
    plan = plan_import(workspace, path, value_options=["stage:Trial=new:Trial"])
    said = run(workspace, str(path), "--value", "stage:Trial=new:Trial", "--dry-run")
    assert "created             1" in said
    assert names(workspace) == before
    path.unlink()
    with pytest.raises(Exception, match=r"a\.csv"):
        run_import(workspace, ImportRequest(path, plan.mapping))
    assert names(workspace) == before


def test_an_unknown_stage_leaves_the_row_out_and_says_so(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", ("id", "stage", "time"), [("A", "Trial", "2026-01-05")])
    outcome = import_file(workspace, path)
    assert counts(outcome) == (1, 0, 0, 0, 0, 1)
    assert outcome.problem_file is not None
    assert "not mapped" in outcome.problem_file.read_text(encoding="utf-8")


def test_contradictory_dates_are_kept_and_flagged(workspace: Workspace, tmp_path: Path) -> None:
    header = ("id", "full name", "MQL date", "SQL date")
    path = write_csv(tmp_path / "a.csv", header, [("A", "Al", "2026-03-05", "2026-03-01")])
    outcome = import_file(workspace, path)
    assert (outcome.report.created, outcome.warnings) == (1, 1)
    assert outcome.problem_file is not None
    assert "is dated before" in outcome.problem_file.read_text(encoding="utf-8")
    assert len(moves(workspace)) == 2
    rows = [("B", "SQL", "2026-03-01"), ("B", "MQL", "2026-03-05"), ("B", "won", "2099-01-01")]
    outcome = import_file(workspace, write_csv(tmp_path / "b.csv", ("id", "stage", "time"), rows))
    assert (outcome.report.errors, outcome.warnings) == (0, 2)
    assert len(moves(workspace)) == 5


def test_history_finds_the_leads_of_another_system_by_their_number(
    workspace: Workspace, tmp_path: Path
) -> None:
    leads = write_csv(tmp_path / "l.csv", ("Record ID", "First Name", "Last Name", "Email",
                      "Lifecycle Stage"), [("17", "Al", "Pi", "al@example.com", "")])  # fmt: skip
    import_file(workspace, leads, preset="hubspot")
    path = write_csv(tmp_path / "m.csv", ("id", "stage", "time"), [("17", "MQL", "2026-03-05")])
    assert counts(import_file(workspace, path)) == (1, 0, 1, 0, 0, 0)
    with workspace.read() as session:
        assert session.scalar(select(func.count(Lead.id))) == 1


@pytest.mark.parametrize(("second", "new"), [(NO_SYSTEM, 0), ("pipedrive", 1)])
def test_a_number_in_two_systems_is_the_files_own_or_nobodys(
    workspace: Workspace, tmp_path: Path, second: str, new: int
) -> None:
    with workspace.write() as session:
        add_lead(session, title="Al", external_key=("hubspot", "17"))
        add_lead(session, title="Bo", external_key=(second, "17"))
    path = write_csv(tmp_path / "m.csv", ("id", "stage", "time"), [("17", "MQL", "2099-03-05")])
    assert counts(import_file(workspace, path))[1] == new


def test_other_columns_of_past_meetings_go_to_the_meeting_and_to_fields_of_its_lead(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace.write() as session:
        add_member(session, "Cleo Closer", "Europe/Berlin", ("closer",))
        known = add_custom_field(session, "lead", "Plants", "number")
        leads = write_csv(
            tmp_path / "l.csv", ("id", "full name", "Plants"), [("A", "Al", "3"), ("B", "Bo", "")]
        )
    import_file(workspace, leads, map_options=("Plants=custom:Plants",))
    header = ("id", "booked at", "start", "outcome", "room", "why", "plants", "rating")
    rows = [
        ("A", "2026-03-01", "2026-03-10", "cancelled", "Blue", "Ill", "9", "4.5"),
        ("B", "2026-03-01", "2026-03-11", "held", "", "", "7", ""),
    ]
    path = write_csv(tmp_path / "m.csv", header, rows)
    said = ("why=end_reason", "plants=custom:Plants", "rating=custom:Rating")
    outcome = import_file(workspace, path, map_options=said)
    assert counts(outcome) == (2, 2, 0, 0, 0, 0)
    with workspace.read() as session:
        called_off, _held = session.scalars(select(Appointment).order_by(Appointment.id)).all()
        assert (called_off.place, called_off.end_reason) == ("Blue", "Ill")
        rating = next(row for row in custom_fields(session) if row.name == "Rating")
        # A blank field is filled, a filled one never overwritten; what is new is not used to learn.
        values = session.execute(select(CustomValue.field_id, CustomValue.number_value))
        assert sorted(map(tuple, values)) == sorted([(known, 3.0), (known, 7.0), (rating.id, 4.5)])
        assert rating.known_when == "later"
    with pytest.raises(MapOptionError, match="There is no field"):
        plan_import(workspace, path, map_options=("room=custom/company:Segment",))


def test_past_meetings_come_in_with_their_ends_and_chains(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace.write() as session:
        add_member(session, "Cleo Closer", "Europe/Berlin", ("closer",))
    import_file(
        workspace,
        write_csv(tmp_path / "l.csv", ("id", "full name", "email"), [("A", "Al", "al@x.example")]),
    )
    header = ("email", "booked at", "start", "outcome", "duration")
    rows = [
        ("al@x.example", "2026-03-01T09:00Z", "2026-03-10T10:00Z", "rescheduled", "45"),
        ("al@x.example", "2026-03-09T09:00Z", "2026-03-12T10:00Z", "no-show", ""),
        ("al@x.example", "2026-03-20T09:00Z", "2026-03-12T11:00Z", "held", ""),
        ("nobody@x.example", "2026-03-01T09:00Z", "2026-03-10T10:00Z", "held", ""),
        ("al@x.example", "2026-03-01T09:00Z", "2026-03-14T10:00Z", "perhaps", ""),
    ]
    path = write_csv(tmp_path / "meetings.csv", header, rows)
    outcome = import_file(workspace, path)
    assert counts(outcome) == (5, 2, 0, 0, 0, 3)
    with workspace.read() as session:
        moved, missed = session.scalars(select(Appointment).order_by(Appointment.id)).all()
    assert (moved.state, missed.state, missed.missed_by) == ("rescheduled", "no_show", "guest")
    assert moved.booked_at == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert moved.ends_at - moved.starts_at == timedelta(minutes=45)
    assert (missed.previous_id, missed.original_starts_at) == (moved.id, moved.starts_at)
    assert counts(import_file(workspace, path))[3] == 2
    with workspace.write() as session:
        undo(session, None)
    with workspace.read() as session:
        assert session.scalars(select(Appointment.id)).all() == []
