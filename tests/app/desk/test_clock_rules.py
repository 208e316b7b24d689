"""Opening a workspace lets its meetings follow clock rules that changed since they were agreed."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.desk.window import Desk
from models.appointments.booking import book
from models.clock import utc_now
from models.leads.capture import add_company, add_lead
from models.team.joining import add_member
from models.workspace import open_workspace


def start_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT starts_at FROM appointment").fetchone()[0])


def test_a_meeting_keeps_its_time_of_day_under_new_rules(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "team.db"
    day = (utc_now() + timedelta(days=30)).date()
    workspace = open_workspace(path)
    with workspace.write() as session:
        closer = add_member(session, "Ada Example", "Europe/London", ("closer", "leader"))
        lead = add_lead(session, company_id=add_company(session, name="Cold Foods"))
        wall = f"{day}T10:00"
        book(session, lead, closer, wall, "Asia/Kolkata", 30, overlap_reason="Agreed by phone")
    workspace.close()
    agreed = start_of(path)
    # As if the zone had had another offset when the meeting was agreed.
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE appointment SET starts_at = datetime(starts_at, '-1 hour')")
    assert start_of(path) != agreed
    with qtbot.waitSignal(desk.opened):
        desk.open(path)
    desk.clock_rules.look()
    qtbot.waitUntil(lambda: start_of(path).startswith(agreed[:16]))
