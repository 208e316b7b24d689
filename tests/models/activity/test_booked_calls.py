"""A meeting that is agreed on the phone is booked and logged as one change."""

import pytest
from sqlalchemy import select

from models.activity.booked_calls import CallMade, book_on_call
from models.activity.calling import Answer
from models.entities.definitions.qualification import QualificationAnswer
from models.entities.meetings.appointments import Appointment
from models.entities.work.activity import Touch
from models.entities.work.outbox import OutboxMessage
from models.entities.workspace.log import Change
from models.errors import InvalidValueError
from models.history.undo.steps import undo
from models.workspace import Workspace
from tests.models.rows import recorded_rows
from tests.models.small_world import make_small_world

CALL = CallMade(
    note="Thursday suits", seconds=240, answers=(Answer("need", "confirmed", "Vans rust"),)
)


def test_one_undo_takes_back_the_meeting_the_call_and_what_was_said(workspace: Workspace) -> None:
    with workspace.write() as session:
        world = make_small_world(session)
    with workspace.read() as session:
        before = recorded_rows(session)
        changes = len(session.scalars(select(Change)).all())
    with workspace.write(world.setter) as session:
        booked = book_on_call(
            session, world.lead, world.leader, "2026-11-05T10:00", "UTC", 30, call=CALL
        )
    with workspace.read() as session:
        assert session.get_one(Appointment, booked).setter_id == world.setter
        touch = session.scalars(select(Touch).order_by(Touch.id.desc())).first()
        assert touch is not None
        assert (touch.lead_id, touch.outcome, touch.note) == (world.lead, "booked", CALL.note)
        answer = select(QualificationAnswer.answer).where(
            QualificationAnswer.lead_id == world.lead, QualificationAnswer.criterion == "need"
        )
        assert session.scalar(answer) == "Vans rust"
        assert len(session.scalars(select(Change)).all()) == changes + 1
    with workspace.write(world.setter) as session:
        undo(session, world.setter)
    with workspace.read() as session:
        assert recorded_rows(session) == before


def test_a_call_that_cannot_be_logged_books_nothing(workspace: Workspace) -> None:
    with workspace.write() as session:
        world = make_small_world(session)
    with workspace.read() as session:
        letters = len(session.scalars(select(OutboxMessage)).all())
    with pytest.raises(InvalidValueError), workspace.write(world.setter) as session:
        book_on_call(
            session,
            world.lead,
            world.leader,
            "2026-11-05T10:00",
            "UTC",
            30,
            call=CallMade(seconds=-1),
        )
    with workspace.read() as session:
        assert len(session.scalars(select(OutboxMessage)).all()) == letters
