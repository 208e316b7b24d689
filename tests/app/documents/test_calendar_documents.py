"""Agenda, preparation sheet and the calendar on paper: complete, literal, and by command."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.commands import funneldesk, run_command
from app.documents import agenda, calendar_sheet, preparation_sheet
from app.documents.typesetting import Manuscript, pages_of, pdf_of
from models.appointments.booking import AttendeeDraft, book
from models.appointments.calendar_page import calendar_week
from models.appointments.life import cancel
from models.appointments.preparing import add_preparation, complete_preparation
from models.errors import NotFoundError
from models.ids import AppointmentId, LeadId, MemberId
from models.leads.capture import add_company, add_contact, add_lead
from models.leads.qualifying import answer_criterion
from models.team.joining import add_member
from models.team.time_off import add_time_off
from models.workspace import Workspace
from tests.app.documents.pdf_text import page_texts
from tests.clocks import FrozenClock
from tests.views.calendar.calendar_doubles import meeting, utc, week_of

EVIL = '#strong[x] *bold* $x^2$ @nobody <label> `code` \\u{41} #read("x")'


@pytest.fixture
def clara(workspace: Workspace) -> MemberId:
    with workspace.write() as session:
        return add_member(session, "Clara Closer", "Europe/Berlin", ("closer", "leader"))


@pytest.fixture
def lead(workspace: Workspace, clara: MemberId) -> LeadId:
    with workspace.write(clara) as session:
        company = add_company(session, name="Nordwind", industry="Logistics", employees=240)
        contact = add_contact(
            session, first_name="Ada", last_name="Young", company_id=company, job_title="COO"
        )
        made = add_lead(session, contact_id=contact, notes=EVIL)
        answer_criterion(session, made, "need", "confirmed", answer="Trucks get warm")
        return made


@pytest.fixture
def booked(workspace: Workspace, clara: MemberId, lead: LeadId) -> AppointmentId:
    with workspace.write(clara) as session:
        made = book(
            session,
            lead,
            clara,
            "2026-11-04T09:00",
            "Europe/London",
            45,
            purpose=EVIL,
            video_link="meet.ex.com/a",
            attendees=(
                AttendeeDraft("Ada Young", "ada@example.com", "decides"),
                AttendeeDraft("Bo #x"),
            ),
        )
        add_preparation(session, made, "Read the notes", owner_id=clara)
        done = add_preparation(session, made, "Print the offer", owner_id=clara)
        complete_preparation(session, done)
    return made


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def text_of(manuscript: Manuscript) -> str:
    return squeezed("".join(page_texts(pdf_of(manuscript))))


def week_agenda(workspace: Workspace, member_id: MemberId) -> agenda.Agenda:
    with workspace.read() as session:
        return agenda.read_agenda(
            session, "Team", member_id, date(2026, 11, 2), 7, workspace.clock()
        )


def test_the_agenda_holds_the_meetings_of_each_day_in_the_persons_own_time(
    workspace: Workspace, clara: MemberId, booked: AppointmentId
) -> None:
    with workspace.write(clara) as session:
        add_time_off(session, clara, date(2026, 11, 6), date(2026, 11, 6), "Dentist")
    found = week_agenda(workspace, clara)
    assert [len(day.meetings) for day in found.days] == [0, 0, 1, 0, 0, 0, 0]
    text = text_of(agenda.manuscript_of(found))
    for words in (
        "Agenda",
        "Clara Closer",
        "2 to 8 November 2026",
        "Wednesday 4 November 2026",
        "10:00\N{EN DASH}10:45",
        "09:00 London",
        "Ada Young",
        "https://meet.ex.com/a",
        "Nordwind",
        "Proposed",
        "Read the notes",
        "Print the offer",
        "Time off: Dentist",
        "No meetings.",
        EVIL,
        "Bo #x",
    ):
        assert squeezed(words) in text, words


def test_meetings_that_were_called_off_are_not_on_the_agenda(
    workspace: Workspace, clara: MemberId, booked: AppointmentId
) -> None:
    with workspace.write(clara) as session:
        cancel(session, booked, "They moved")
    assert all(not day.meetings for day in week_agenda(workspace, clara).days)


def test_the_preparation_sheet_says_who_why_what_was_said_and_what_to_do(
    workspace: Workspace, clara: MemberId, booked: AppointmentId
) -> None:
    with workspace.read() as session:
        sheet = preparation_sheet.read_preparation(session, "Team", booked, workspace.clock())
    text = text_of(preparation_sheet.manuscript_of(sheet))
    for words in (
        "Ada Young",
        "Preparation: Wednesday 4 November 2026",
        "09:00 London",
        "Still missing to be ready",
        "Decides",
        "Has not said yes",
        "No reply",
        "Trucks get warm (Clara Closer, 2 Nov 2026)",
        "Read the notes",
        "COO",
        "Logistics",
        "240",
        EVIL,
    ):
        assert squeezed(words) in text, words
    # It was answered, so it need not be asked again.
    assert squeezed("Which pain should this solve") not in text


def test_a_meeting_that_does_not_exist_has_no_sheet(workspace: Workspace) -> None:
    with workspace.read() as session, pytest.raises(NotFoundError):
        preparation_sheet.read_preparation(session, "T", AppointmentId(99), workspace.clock())


def test_the_calendar_on_paper_names_every_meeting_with_its_state(
    workspace: Workspace, clara: MemberId, booked: AppointmentId, clock: FrozenClock
) -> None:
    with workspace.read() as session:
        week = calendar_week(session, clara, date(2026, 11, 2), 7, [clara], clock())
    manuscript = calendar_sheet.manuscript_of(week, "Team", clock())
    text = text_of(manuscript)
    for words in ("Mon 2", "Sun 8", "Ada Young", "Proposed", "10:00", "Berlin, UTC+1"):
        assert squeezed(words) in text, words
    assert len(pages_of(manuscript, 40)) == 1


def test_twenty_closers_and_a_long_day_of_25_hours_fit_on_one_sheet() -> None:
    found = [
        meeting(at, utc(23, at % 24), 20 + at, closer=1 + at % 20, state="confirmed")
        for at in range(60)
    ]
    day = week_of(*found, count=1, closers=20)
    assert len(pages_of(calendar_sheet.manuscript_of(day, "Team", utc(23, 9)), 40)) == 1
    autumn = week_of(first_day=date(2026, 10, 19))
    manuscript = calendar_sheet.manuscript_of(autumn, "Team", utc(23, 9))
    assert squeezed("25 hours: clocks go back") in text_of(manuscript)


def test_what_is_outside_of_usual_hours_makes_the_sheet_longer() -> None:
    early = week_of(meeting(1, utc(23, 3), 30))
    words = calendar_sheet.manuscript_of(early, "Team", utc(23, 9)).words
    labels = words["labels"]
    assert isinstance(labels, list)
    assert labels[0]["words"] == "04:00"


@pytest.fixture
def file(workspace: Workspace, booked: AppointmentId) -> str:
    workspace.close()
    return str(workspace.path)


def test_the_agenda_in_the_terminal(file: str, tmp_path: Path) -> None:
    said = CliRunner().invoke(
        funneldesk,
        ["--workspace", file, "agenda", "--member", "clara closer", "--week", "2026-11-05"],
    )
    assert said.exit_code == 0, said.output
    assert "10:00\N{EN DASH}10:45  Ada Young, Nordwind" in said.output
    assert said.output.count("No meetings.") == 6
    pdf = tmp_path / "agenda.pdf"
    line = ["--workspace", file, "agenda", "--member", "Clara Closer", "--day", "2026-11-04"]
    written = CliRunner().invoke(funneldesk, [*line, str(pdf), "--json"])
    assert written.exit_code == 0, written.output
    found = json.loads(written.stdout)
    assert [one["who"] for one in found["days"][0]["meetings"]] == ["Ada Young"]
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_the_preparation_sheet_in_the_terminal(
    file: str, booked: AppointmentId, tmp_path: Path
) -> None:
    pdf = tmp_path / "sheet.pdf"
    assert run_command(["--workspace", file, "preparation", str(booked), str(pdf)]) == 0
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert run_command(["--workspace", file, "preparation", "999", str(pdf)]) == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--member", "Nobody"], 1),
        (["--member", "Clara Closer", "--day", "tomorrow"], 2),
        (["--member", "Clara Closer", "--day", "2026-11-04", "--week", "2026-11-04"], 2),
        ([], 2),
    ],
)
def test_an_agenda_of_nobody_or_no_day_is_refused(file: str, more: list[str], code: int) -> None:
    assert run_command(["--workspace", file, "agenda", *more]) == code


def test_days_off_of_another_zone_stand_with_the_day_of_the_person(
    workspace: Workspace, clara: MemberId
) -> None:
    with workspace.write(clara) as session:
        nina = add_member(session, "Nina Nair", "Asia/Kolkata", ("closer",))
        add_time_off(session, nina, date(2026, 11, 3), date(2026, 11, 4))
    found = week_agenda(workspace, nina)
    assert [day.away for day in found.days[:4]] == ["", "Time off", "Time off", ""]
    assert found.days[1].day - found.days[0].day == timedelta(days=1)
