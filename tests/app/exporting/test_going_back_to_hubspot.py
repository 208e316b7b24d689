"""Leads that came from HubSpot go back under its headers, and come in again as nothing new."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app.exporting.back.layout import UnknownSourceError
from app.exporting.back.run import export_back
from models.activity.touches import log_touch
from models.definitions.current import stages
from models.entities.workspace.exchange import ExportRun
from models.history.undo.steps import undo
from models.ids import ContactId, LeadId, MemberId
from models.leads.capture import add_contact, add_lead
from models.leads.do_not_contact import lift_do_not_contact, set_do_not_contact
from models.leads.editing import add_note, edit_contact
from models.leads.stages.closing import disqualify, mark_lost, recycle
from models.leads.stages.moving import move_stage
from models.workspace import Workspace
from tests.app.exporting.going_back import (
    HUBSPOT_HEADER,
    HUBSPOT_ROWS,
    NOTHING_NEW,
    Row,
    bring_in,
    contact_of,
    header_of,
    lead_by_key,
    news,
    read_rows,
    write_rows,
)
from tests.clocks import FrozenClock


@pytest.fixture
def hubspot(workspace: Workspace, tmp_path: Path, member: MemberId) -> Workspace:
    """Return a workspace that holds three leads of HubSpot's."""
    path = write_rows(tmp_path / "hubspot.csv", HUBSPOT_HEADER, HUBSPOT_ROWS)
    assert bring_in(workspace, path, actor=member).report.created == 3
    return workspace


def back(workspace: Workspace, tmp_path: Path, **options: bool) -> list[Row]:
    """Export back and return the rows."""
    written = export_back(workspace, "hubspot", tmp_path / "back.csv", **options)
    rows = read_rows(written.path)
    assert written.rows == len(rows)
    return rows


def comes_back_as_nothing_new(workspace: Workspace, tmp_path: Path) -> bool:
    """Say whether the exported file, imported again, changes nothing."""
    assert news(bring_in(workspace, tmp_path / "back.csv")) == NOTHING_NEW
    return True


def test_an_import_alone_sends_nothing_back(hubspot: Workspace, tmp_path: Path) -> None:
    assert back(hubspot, tmp_path) == []
    changed = [(number, "Other", *rest) for number, _first, *rest in HUBSPOT_ROWS[:2]]
    path = write_rows(tmp_path / "again.csv", HUBSPOT_HEADER, changed)
    assert bring_in(hubspot, path).report.updated == 2
    assert back(hubspot, tmp_path) == []
    assert header_of(tmp_path / "back.csv") == [*HUBSPOT_HEADER, "Funneldesk activity"]


def test_all_leads_go_back_in_hubspots_words(hubspot: Workspace, tmp_path: Path) -> None:
    rows = back(hubspot, tmp_path, since_last=False)
    assert [row["Record ID"] for row in rows] == ["101", "102", "103"]
    ann, jose, info = rows
    assert (ann["First Name"], ann["Email"]) == ("Ann", "ann@example.com")
    assert ann["Contact owner"] == "Sam Setter"
    assert ann["Country/Region"] == "United Kingdom"
    assert ann["Create Date"] == "2026-09-01T10:00:00Z"
    assert ann["Became a Marketing Qualified Lead Date"] == "2026-09-03"
    assert jose["Unsubscribed from all email"] == "true"
    # Several of HubSpot's words mean the same, and nobody here chose one.
    assert jose["Lifecycle Stage"] == ""
    assert info["First Name"] == ""
    assert comes_back_as_nothing_new(hubspot, tmp_path)


def test_touches_go_out_once_with_their_date_medium_outcome_and_note(
    hubspot: Workspace, tmp_path: Path, member: MemberId, clock: FrozenClock
) -> None:
    ann = lead_by_key(hubspot, "101")
    with hubspot.write(member) as session:
        log_touch(session, ann, "call", "connected", note="Wants\na demo")
        log_touch(session, ann, "email", "sent")
    (row,) = back(hubspot, tmp_path)
    assert row["Record ID"] == "101"
    assert row["Funneldesk activity"].splitlines() == [
        "[Funneldesk activity]",
        "2026-11-02, Call, Connected: Wants a demo",
        "2026-11-02, E-mail, Sent",
    ]
    assert comes_back_as_nothing_new(hubspot, tmp_path)
    assert back(hubspot, tmp_path) == []
    clock.advance(days=1)
    with hubspot.write(member) as session:
        log_touch(session, ann, "call", "voicemail")
    (row,) = back(hubspot, tmp_path)
    assert row["Funneldesk activity"].splitlines()[1:] == ["2026-11-03, Call, Voicemail"]


def test_what_was_undone_leaves_nothing(
    hubspot: Workspace, tmp_path: Path, member: MemberId
) -> None:
    contact = ContactId(contact_of(hubspot, lead_by_key(hubspot, "101")))
    with hubspot.write(member) as session:
        edit_contact(session, contact, job_title="CTO", first_name="Anne")
    with hubspot.write(member) as session:
        undo(session, member)
    assert back(hubspot, tmp_path) == []


def test_what_went_out_and_was_undone_then_goes_out_again(
    hubspot: Workspace, tmp_path: Path, member: MemberId
) -> None:
    ann = lead_by_key(hubspot, "101")
    with hubspot.write(member) as session:
        edit_contact(session, ContactId(contact_of(hubspot, ann)), first_name="Anne")
    assert [row["First Name"] for row in back(hubspot, tmp_path)] == ["Anne"]
    with hubspot.write(member) as session:
        undo(session, member)
    assert [row["First Name"] for row in back(hubspot, tmp_path)] == ["Ann"]
    assert back(hubspot, tmp_path) == []


def test_a_touch_that_went_out_and_was_undone_brings_its_lead_out_again(
    hubspot: Workspace, tmp_path: Path, member: MemberId
) -> None:
    with hubspot.write(member) as session:
        log_touch(session, lead_by_key(hubspot, "101"), "call", "connected")
    assert len(back(hubspot, tmp_path)) == 1
    with hubspot.write(member) as session:
        undo(session, member)
    (row,) = back(hubspot, tmp_path)
    assert row["Funneldesk activity"] == ""


def test_stage_and_status_go_out_in_hubspots_words(
    hubspot: Workspace, tmp_path: Path, member: MemberId
) -> None:
    ann, jose, info = (lead_by_key(hubspot, key) for key in ("101", "102", "103"))
    with hubspot.write(member) as session:
        disqualify(session, ann, "budget")
        recycle(session, jose, "timing", date(2027, 1, 4))
        mark_lost(session, info, "no_response")
    rows = {row["Record ID"]: row for row in back(hubspot, tmp_path)}
    assert rows["101"]["Lead Status"] == "unqualified"
    assert rows["102"]["Lead Status"] in ("bad_timing", "bad timing")
    # HubSpot has no word for a lost lead, so the activity tells it.
    assert rows["103"]["Lead Status"] == ""
    assert rows["103"]["Funneldesk activity"].splitlines()[1:] == ["Status: Lost"]
    assert comes_back_as_nothing_new(hubspot, tmp_path)


def test_a_stage_without_a_word_over_there_is_told_in_the_activity(
    hubspot: Workspace, tmp_path: Path, member: MemberId
) -> None:
    with hubspot.write(member) as session:
        responded = stages(session)[2]
        move_stage(session, lead_by_key(hubspot, "101"), responded.id, evidence="called back")
    (row,) = back(hubspot, tmp_path)
    assert row["Lifecycle Stage"] == ""
    assert row["Funneldesk activity"].splitlines()[1:] == [f"Stage: {responded.name}"]
    assert comes_back_as_nothing_new(hubspot, tmp_path)


def test_do_not_contact_goes_out_both_ways(
    hubspot: Workspace, tmp_path: Path, member: MemberId
) -> None:
    ann, jose = (
        ContactId(contact_of(hubspot, lead_by_key(hubspot, key))) for key in ("101", "102")
    )
    with hubspot.write(member) as session:
        set_do_not_contact(session, ann, "email", "said so on the phone")
        lift_do_not_contact(session, jose, "email", "wants the newsletter")
    rows = {row["Record ID"]: row for row in back(hubspot, tmp_path)}
    assert rows["101"]["Unsubscribed from all email"] == "true"
    assert rows["102"]["Unsubscribed from all email"] == "false"
    assert comes_back_as_nothing_new(hubspot, tmp_path)


def test_cells_that_a_spreadsheet_would_run_come_back_as_they_were(
    hubspot: Workspace, tmp_path: Path, member: MemberId
) -> None:
    contact = ContactId(contact_of(hubspot, lead_by_key(hubspot, "101")))
    with hubspot.write(member) as session:
        edit_contact(session, contact, last_name="=HYPERLINK(1)", first_name="-Ann")
    (row,) = back(hubspot, tmp_path)
    assert (row["First Name"], row["Last Name"]) == ("'-Ann", "'=HYPERLINK(1)")
    assert comes_back_as_nothing_new(hubspot, tmp_path)


def test_leads_from_here_go_out_without_a_key_where_that_is_asked_for(
    hubspot: Workspace, tmp_path: Path, member: MemberId
) -> None:
    with hubspot.write(member) as session:
        add_lead(session, title="Walked in")
    assert back(hubspot, tmp_path) == []
    with hubspot.write(member) as session:
        lead = add_lead(session, title="Walked in, too")
        log_touch(session, LeadId(lead), "call", "connected")
    (row,) = back(hubspot, tmp_path, with_new=True)
    assert row["Record ID"] == ""
    assert "Call, Connected" in row["Funneldesk activity"]


def test_a_lead_that_was_handed_to_its_source_comes_back_with_a_key_as_the_same_lead(
    hubspot: Workspace, tmp_path: Path, member: MemberId
) -> None:
    with hubspot.write(member) as session:
        contact = add_contact(session, last_name="Okafor", email="n@okafor.example")
        lead = add_lead(session, contact_id=contact)
    (row,) = back(hubspot, tmp_path, with_new=True)
    row["Record ID"] = "777"
    returned = write_rows(tmp_path / "returned.csv", list(row), [list(row.values())])
    assert news(bring_in(hubspot, returned)) == (0, 1, 0, [])
    assert lead_by_key(hubspot, "777") == lead
    assert news(bring_in(hubspot, returned)) == NOTHING_NEW
    assert back(hubspot, tmp_path, with_new=True) == []
    # Another key of the same person is another pursuit.
    row["Record ID"] = "778"
    other = write_rows(tmp_path / "other.csv", list(row), [list(row.values())])
    assert news(bring_in(hubspot, other)) == (1, 0, 0, [])


def test_an_export_is_noted_with_its_mark_once_the_file_is_whole(
    hubspot: Workspace, tmp_path: Path, member: MemberId
) -> None:
    with hubspot.write(member) as session:
        add_note(session, lead_by_key(hubspot, "101"), "Likes tea")
    with pytest.raises(OSError, match="nowhere"):
        export_back(hubspot, "hubspot", tmp_path / "nowhere" / "back.csv")
    with hubspot.read() as session:
        assert session.scalars(select(ExportRun)).all() == []
    assert len(back(hubspot, tmp_path)) == 1
    with hubspot.read() as session:
        run = session.scalars(select(ExportRun)).one()
    assert (run.kind, run.source) == ("leads", "hubspot")
    assert run.up_to_change_id


def test_an_export_to_one_system_is_none_to_another(
    hubspot: Workspace, tmp_path: Path, member: MemberId
) -> None:
    with hubspot.write(member) as session:
        add_note(session, lead_by_key(hubspot, "101"), "Likes tea")
    assert export_back(hubspot, "pipedrive", tmp_path / "other.csv").rows == 0
    assert len(back(hubspot, tmp_path)) == 1


def test_a_source_whose_headers_nobody_knows_is_refused(hubspot: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UnknownSourceError, match="hubspot") as refused:
        export_back(hubspot, "nimble", tmp_path / "back.csv")
    assert refused.value.source == "nimble"
    assert not (tmp_path / "back.csv").exists()
