"""The sample workspace: the same story each time, sound, and believable."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.backups import copies
from app.commands import run_command
from app.exporting.writing import export
from app.sample import NoSampleError, is_sample, is_untouched_sample, make_sample_file
from app.sample.story import Progress
from models.calendars.busy import busy_calendars
from models.definitions.current import stages
from models.entities.leads.deals import Deal
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.marketing.channels import Channel
from models.entities.meetings.appointments import Appointment
from models.entities.people.contacts import Company, Contact
from models.entities.people.team import TeamMember
from models.entities.work.activity import Touch
from models.history.logged import Entry
from models.history.undo.grouping import grouped
from models.history.undo.steps import redo, undo
from models.leads.capture import add_lead
from models.queue.reading import queue_of
from models.queue.rows import Kind
from models.scenarios.saving import scenario_by_name
from models.storage.sqlite.files import integrity_problems
from models.vocabulary import AppointmentState
from models.workspace import Workspace, open_workspace
from tests.models.rows import Rows, derived_rows, recorded_rows

TODAY = date(2026, 11, 21)
STORY_END = datetime.combine(TODAY, time(0), UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[int, int]]]:
    """Return the sample's file, and how far its story was whenever that was told."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    told: list[tuple[int, int]] = []
    progress = Progress(lambda done, total: told.append((done, total)))
    make_sample_file(path, TODAY, progress=progress)
    return path, told


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sample of few leads."""
    path = tmp_path_factory.mktemp("small") / "sample.db"
    make_sample_file(path, TODAY, leads=20)
    return path


@pytest.fixture
def sample(made: tuple[Path, list[tuple[int, int]]]) -> Path:
    return made[0]


def told(session: Session) -> list[Any]:
    """Return the story without what differs by design: row UUIDs and invitation UIDs."""
    wanted = (
        select(Lead.status, Lead.captured_at, Lead.status_since, Contact.email, Company.name)
        .join(Contact, Contact.id == Lead.contact_id)
        .join(Company, Company.id == Lead.company_id)
        .order_by(Lead.id)
    )
    moves = select(StageMove.lead_id, StageMove.to_stage_id, StageMove.occurred_at)
    touches = select(Touch.lead_id, Touch.outcome, Touch.occurred_at)
    return [
        *session.execute(wanted).all(),
        *session.execute(moves.order_by(StageMove.id)).all(),
        *session.execute(touches.order_by(Touch.id)).all(),
    ]


def kinds_of_rows(rows: Rows) -> Counter[str]:
    return Counter(table_name for table_name, _uuid in rows)


def test_the_same_day_gives_the_same_story(small: Path, tmp_path: Path) -> None:
    stories = []
    other = tmp_path / "other.db"
    make_sample_file(other, TODAY, leads=20)
    for path in (small, other):
        workspace = open_workspace(path)
        with workspace.read() as session:
            stories.append(told(session))
        workspace.close()
    assert len(stories[0]) > 100
    assert stories[0] == stories[1]


def row_by_row(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Leave entries in the order in which they happened, in which undo once wrote its own."""
    return entries


@pytest.mark.parametrize("order", [grouped, row_by_row])
def test_its_making_can_be_taken_back_to_an_empty_workspace_and_done_again(
    small: Path,
    workspace: Workspace,
    tmp_path: Path,
    order: Callable[[Sequence[Entry]], Sequence[Entry]],
) -> None:
    with workspace.read() as session:
        of_the_house = kinds_of_rows(recorded_rows(session))
    copied = tmp_path / "sample.db"
    shutil.copyfile(small, copied)
    made = open_workspace(copied)
    with made.read() as session:
        as_made = recorded_rows(session), derived_rows(session)
    with made.write() as session, patch("models.history.undo.inverting.grouped", order):
        undo(session, None)
        assert kinds_of_rows(recorded_rows(session)) == of_the_house
    with made.write() as session:
        redo(session, None)
        assert (recorded_rows(session), derived_rows(session)) == as_made
        assert integrity_problems(session.connection()) == []
    made.close()


def test_who_waits_is_told_how_far_the_story_is(made: tuple[Path, list[tuple[int, int]]]) -> None:
    told = made[1]
    assert told == sorted(set(told))
    assert {total for _done, total in told} == {182}
    assert told[-1][0] > 170


def test_it_is_sound_and_of_the_promised_size(sample: Path) -> None:
    workspace = open_workspace(sample)
    with workspace.read() as session:
        assert integrity_problems(session.connection()) == []
        counts = {
            kind: len(session.scalars(select(kind.id)).all())
            for kind in (TeamMember, Channel, Company, Lead, Deal)
        }
        house = scenario_by_name(session, "House example")
    workspace.close()
    assert counts[TeamMember] == 6
    assert counts[Channel] == 8
    assert 350 <= counts[Company] <= 400
    assert 600 <= counts[Lead] <= 650
    assert counts[Deal] > 10
    assert house is not None


def test_rates_are_near_the_house_funnel_and_no_move_passed_a_gate_by_override(
    sample: Path,
) -> None:
    workspace = open_workspace(sample)
    with workspace.read() as session:
        names = {stage.id: stage.name for stage in stages(session)}
        moves = session.execute(
            select(StageMove.lead_id, StageMove.to_stage_id, StageMove.override_reason)
        ).all()
    workspace.close()
    assert all(move.override_reason is None for move in moves)
    reached = Counter(names[move.to_stage_id] for move in moves)
    mqls = {move.lead_id for move in moves if names[move.to_stage_id] == "MQL"}
    responded = {move.lead_id for move in moves if names[move.to_stage_id] == "Responded"}
    assert 0.2 < len(responded & mqls) / len(mqls) < 0.4
    assert 0.35 < reached["Interested"] / reached["Responded"] < 0.65
    assert reached["Client"] >= 2


def test_nothing_has_happened_in_the_future_but_meetings_are_booked(sample: Path) -> None:
    workspace = open_workspace(sample)
    with workspace.read() as session:
        moments = session.scalars(select(StageMove.occurred_at)).all()
        meetings = session.execute(select(Appointment.state, Appointment.starts_at)).all()
    workspace.close()
    assert all(moment is not None and moment < STORY_END for moment in moments)
    coming = [meeting for meeting in meetings if meeting.starts_at > STORY_END]
    assert coming
    ends = {"held", "no_show"}
    assert {meeting.state for meeting in coming}.isdisjoint(ends)
    assert {"confirmed", "tentative"} <= {meeting.state for meeting in coming}
    assert ends | {"cancelled", "rescheduled"} <= {meeting.state for meeting in meetings}


def test_the_first_day_has_something_of_everything_to_do(sample: Path) -> None:
    workspace = open_workspace(sample)
    with workspace.read() as session:
        waiting = {item.kind for item in queue_of(session, None, STORY_END)}
        missed = session.scalars(
            select(Appointment).where(Appointment.state == AppointmentState.NO_SHOW)
        ).all()
        deals = session.execute(select(Deal.state, Deal.stage)).all()
        calendars = busy_calendars(session)
    workspace.close()
    assert {Kind.OPEN_OUTCOME, Kind.NO_SHOW, Kind.CONFIRM} <= waiting
    assert {one.missed_by for one in missed} == {"guest", "host"}
    assert all(one.end_reason for one in missed)
    assert len({deal.stage for deal in deals if deal.state == "open"}) > 1
    assert [one.unreadable for one in calendars] == [None]
    assert calendars[0].busy_times > 10


def test_nobody_real_can_be_reached(sample: Path) -> None:
    fictitious = ("+44207946", "+161755501", "+493023125", "+3319900", "+468465004", "+6125550")
    workspace = open_workspace(sample)
    with workspace.read() as session:
        contacts = session.execute(select(Contact.email, Contact.phone)).all()
    workspace.close()
    assert all(contact.email.endswith(".example") for contact in contacts)
    phones = [contact.phone for contact in contacts if contact.phone]
    assert phones
    assert all(phone.startswith(fictitious) for phone in phones)


def test_only_a_sample_is_written_over(sample: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.db"
    workspace = open_workspace(own)
    with workspace.write() as session:
        add_lead(session, title="Mine")
    workspace.close()
    before = own.read_bytes()
    with pytest.raises(NoSampleError, match="left as it is"):
        make_sample_file(own, TODAY)
    assert own.read_bytes() == before
    assert is_sample(sample)
    assert is_untouched_sample(sample)
    assert not is_sample(own)


def test_its_rows_can_be_exported_and_then_only_what_changed(sample: Path, tmp_path: Path) -> None:
    copied = tmp_path / "sample.db"
    shutil.copyfile(sample, copied)
    workspace: Workspace = open_workspace(copied)
    target = tmp_path / "out.csv"
    for kind in ("leads", "stage-moves", "appointments"):
        first = export(workspace, kind, target)
        lines = target.read_text("utf-8-sig").splitlines()
        assert first.rows == len(lines) - 1
        assert first.rows > 10
        assert export(workspace, kind, target, since_last=True).rows == 0
    with workspace.write() as session:
        add_lead(session, title="=HYPERLINK(1)")
    assert export(workspace, "leads", target, since_last=True).rows == 1
    assert "'=HYPERLINK(1)" in target.read_text("utf-8-sig")
    workspace.close()
    assert not is_untouched_sample(copied)
    assert copies(copied) == []


def keys_in(value: Any) -> set[str]:
    """Return the keys of all objects within a JSON value."""
    if isinstance(value, dict):
        return set(value).union(*map(keys_in, value.values()))
    return set().union(*map(keys_in, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize(
    "arguments",
    [
        ("agenda", "--member", "Daniel Weber", "--week", TODAY.isoformat()),
        ("calibrate", "--at", TODAY.isoformat()),
        ("definitions",),
        ("doctor",),
        ("report", "funnel", "--by", "channel"),
        ("report", "handoff", "--from", "2026-10-01", "--to", TODAY.isoformat()),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_keys_of_json_are_codes_and_never_names_or_prose(
    sample: Path,
    tmp_path: Path,
    arguments: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "sample.db"
    shutil.copyfile(sample, path)
    assert run_command(["--workspace", str(path), *arguments, "--json"]) == 0
    keys = keys_in(json.loads(capsys.readouterr().out))
    assert keys
    assert [key for key in sorted(keys) if not re.fullmatch("[a-z][a-z0-9_]*", key)] == []
