"""Nurture for the mail tool: who may be written to, and who is left out."""

import csv
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.commands import funneldesk
from app.exporting.tables import LeftOut
from app.exporting.writing import export
from models.activity.interest import record_interest
from models.ids import ContactId, LeadId
from models.leads.capture import add_contact, add_lead
from models.leads.do_not_contact import lift_do_not_contact, set_do_not_contact
from models.leads.stages.closing import recycle, reopen
from models.workspace import Workspace


def nurtured(workspace: Workspace, name: str, email: str | None) -> tuple[LeadId, ContactId]:
    with workspace.write() as session:
        contact = add_contact(session, last_name=name, email=email)
        lead = add_lead(session, contact_id=contact)
        record_interest(session, lead, "whitepaper", topic="Cold-chain guide")
        recycle(session, lead, "timing", date(2027, 1, 1))
    return lead, contact


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def test_nurture_leaves_the_house_with_track_topic_and_reason(
    workspace: Workspace, tmp_path: Path
) -> None:
    nurtured(workspace, "=Low", "low@acme.example")
    target = tmp_path / "nurture.csv"
    written = export(workspace, "nurture", target)
    assert (written.rows, written.left_out) == (1, LeftOut(0, 0))
    (row,) = rows_of(target)
    assert (row["email"], row["track"], row["topic"], row["reason"], row["look_again_on"]) == (
        "low@acme.example",
        "email",
        "Cold-chain guide",
        "Wrong time",
        "2027-01-01",
    )
    assert row["last_name"] == "'=Low"
    assert export(workspace, "nurture", target, since_last=True).rows == 0


def test_do_not_contact_blocks_the_nurture_export_and_is_counted(
    workspace: Workspace, tmp_path: Path
) -> None:
    _lead, contact = nurtured(workspace, "Asked", "asked@acme.example")
    nurtured(workspace, "Same mailbox", "Asked@acme.example")
    nurtured(workspace, "No address", None)
    open_again, _contact = nurtured(workspace, "Open again", "open@acme.example")
    with workspace.write() as session:
        set_do_not_contact(session, contact, "email", "Unsubscribed")
        reopen(session, open_again)
    target = tmp_path / "nurture.csv"
    written = export(workspace, "nurture", target)
    assert (written.rows, written.left_out) == (0, LeftOut(blocked=2, without_address=1))
    with workspace.write() as session:
        lift_do_not_contact(session, contact, "email", "Signed up again")
    assert export(workspace, "nurture", target).rows == 2


def test_a_call_that_is_not_wanted_does_not_stop_the_mail(
    workspace: Workspace, tmp_path: Path
) -> None:
    _lead, contact = nurtured(workspace, "No calls", "calls@acme.example")
    with workspace.write() as session:
        set_do_not_contact(session, contact, "call", "told us")
    assert export(workspace, "nurture", tmp_path / "nurture.csv").rows == 1


@pytest.mark.parametrize("as_json", [False, True])
def test_the_terminal_says_who_is_left_out(
    workspace: Workspace, tmp_path: Path, *, as_json: bool
) -> None:
    _lead, contact = nurtured(workspace, "Asked", "asked@acme.example")
    with workspace.write() as session:
        set_do_not_contact(session, contact, "email", "Unsubscribed")
    command = ["--workspace", str(workspace.path), "export", "nurture", str(tmp_path / "n.csv")]
    done = CliRunner().invoke(
        funneldesk, [*command, *(["--json"] if as_json else [])], standalone_mode=False
    )
    assert done.exit_code == 0
    wanted = '"blocked": 1' if as_json else "Left out: 1 who asked not to be e-mailed"
    assert wanted in done.output
