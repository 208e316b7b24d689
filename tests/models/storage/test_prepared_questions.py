"""Small questions that are put to the driver: they see what every other query of a session sees."""

from sqlalchemy import bindparam, insert, select

from models.activity.touches import log_touch
from models.entities.work.activity import Touch
from models.entities.workspace.hidden import HiddenBatch
from models.leads.capture import add_lead
from models.storage.prepared import IdQuestion
from models.storage.visibility import forget_hidden_batches
from models.workspace import Workspace

TOUCHES = IdQuestion(
    select(Touch.id)
    .where(Touch.lead_id == bindparam("lead_id"), Touch.medium == "call")
    .order_by(Touch.id.desc())
    .limit(2)
)


def test_a_question_sees_what_was_not_written_yet_and_gives_the_rows_in_order(
    workspace: Workspace,
) -> None:
    with workspace.write() as session:
        lead, other = add_lead(session, title="Fair"), add_lead(session, title="Other")
        assert TOUCHES.row(session, Touch, lead_id=lead) is None
        for outcome in ("no_answer", "voicemail", "connected"):
            log_touch(session, lead, "call", outcome)
        log_touch(session, lead, "email", "sent")
        log_touch(session, other, "call", "no_answer")
        last = TOUCHES.row(session, Touch, lead_id=lead)
        assert last is not None
        assert last.outcome == "connected"
        assert TOUCHES.ids(session, lead_id=lead) == [3, 2]
    with workspace.read() as session:
        assert TOUCHES.first(session, lead_id=lead) == 3


def test_a_question_leaves_out_rows_of_hidden_batches(workspace: Workspace) -> None:
    with workspace.write() as session:
        lead = add_lead(session, title="Fair")
        log_touch(session, lead, "call", "no_answer")
        session.flush()
        connection = session.connection()
        connection.exec_driver_sql("UPDATE touch SET batch_id = 7")
        connection.execute(insert(HiddenBatch).values(batch_id=7))
        forget_hidden_batches(session)
        assert TOUCHES.ids(session, lead_id=lead) == []
