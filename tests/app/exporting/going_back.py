"""Files that go back to where their leads came from, as several tests need them."""

import csv
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from app.importing.columns.planning import plan_import, remember
from app.importing.request import ImportRequest
from app.importing.run import ImportOutcome, run_import
from models.entities.leads.external_keys import ExternalKey
from models.entities.leads.leads import Lead
from models.ids import LeadId, MemberId
from models.workspace import Workspace

Row = dict[str, str]

HUBSPOT_HEADER = (
    "Record ID", "First Name", "Last Name", "Email", "Phone Number", "Contact owner",
    "Lead Status", "Create Date", "Lifecycle Stage", "Lead Source", "Associated Company",
    "Country/Region", "Became a Marketing Qualified Lead Date", "Unsubscribed from all email",
    "Likes",
)  # fmt: skip
HUBSPOT_ROWS = (
    ("101", "Ann", "Lee", "ann@example.com", "+442079460958", "Sam Setter", "New",
     "2026-09-01 10:00", "marketingqualifiedlead", "Webinar", "Acme Ltd", "United Kingdom",
     "2026-09-03", "false", "=tea"),
    ("102", "José", "Peña", "jose@example.org", "", "Sam Setter", "In progress", "2026-09-02 09:30",
     "opportunity", "Referral", "Muster GmbH", "Germany", "2026-09-05", "true", ""),
    ("103", "", "", "info@example.net", "", "", "", "2026-09-04 08:00", "lead", "", "Globex", "",
     "", "", ""),
)  # fmt: skip


def write_rows(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """Write a file as another system would."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a file by column."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def header_of(path: Path) -> list[str]:
    """Return a file's columns in their order."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        return next(csv.reader(file))


def bring_in(
    workspace: Workspace, path: Path, *, actor: MemberId | None = None, preset: str | None = None
) -> ImportOutcome:
    """Import a file as the command line does, and remember how it was read."""
    plan = plan_import(workspace, path, preset=preset)
    outcome = run_import(workspace, ImportRequest(path, plan.mapping, actor_id=actor))
    if outcome.change_id is not None:
        remember(workspace, plan.table.header, plan.mapping)
    return outcome


def lead_by_key(workspace: Workspace, key: str) -> LeadId:
    """Return the lead with this key in whatever source."""
    with workspace.read() as session:
        found = session.scalars(select(ExternalKey.lead_id).where(ExternalKey.key == key))
        return LeadId(found.one())


def contact_of(workspace: Workspace, lead_id: LeadId) -> int:
    """Return the id of a lead's contact."""
    with workspace.read() as session:
        contact_id = session.scalar(select(Lead.contact_id).where(Lead.id == lead_id))
    assert contact_id is not None
    return contact_id


def news(outcome: ImportOutcome) -> tuple[int, int, int, list[str]]:
    """Return what an import created, updated and refused, and what it kept as it was here."""
    report = outcome.report
    kept = [f"{kept.field}: {kept.here} / {kept.in_file}" for kept in outcome.kept_here]
    return report.created, report.updated, report.errors, kept


NOTHING_NEW: tuple[int, int, int, list[str]] = (0, 0, 0, [])
