"""A timeline is read page by page and kind by kind, however long it is."""

from models.activity.interest import record_interest
from models.activity.touches import log_touch
from models.history.telling.timeline import TimelineKind, timeline_of_lead
from models.leads.editing import edit_contact
from models.leads.qualifying import answer_criterion
from models.workspace import Workspace
from tests.models.small_world import SmallWorld


def test_every_change_is_of_one_kind_and_kinds_can_be_chosen(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        log_touch(session, world.lead, "call", "voicemail")
        record_interest(session, world.lead, "webinar")
        answer_criterion(session, world.lead, "need", "confirmed")
        edit_contact(session, world.contact, city="Ulm")
        whole = timeline_of_lead(session, world.lead)
        assert [row.kind for row in whole.rows[:4]] == ["edits", "answers", "events", "touches"]
        assert whole.counts == {
            TimelineKind.MOVES: 2,
            TimelineKind.APPOINTMENTS: 4,
            TimelineKind.TOUCHES: 2,
            TimelineKind.ANSWERS: 1,
            TimelineKind.EVENTS: 1,
            TimelineKind.EDITS: 5,
        }
        for kind in TimelineKind:
            page = timeline_of_lead(session, world.lead, kinds=(kind,))
            assert page.rows == tuple(row for row in whole.rows if row.kind == kind)
            assert page.counts == whole.counts


def test_pages_follow_each_other_without_gap_or_repeat(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        for number in range(120):
            log_touch(session, world.lead, "call", "no_answer", note=f"Try {number}")
        touches = (TimelineKind.TOUCHES,)
        whole = timeline_of_lead(session, world.lead, kinds=touches).rows
        read = timeline_of_lead(session, world.lead, kinds=touches, limit=50)
        pages = [read]
        while read.earlier is not None:
            read = timeline_of_lead(
                session, world.lead, kinds=touches, before=read.earlier, limit=50
            )
            pages.append(read)
        assert [len(page.rows) for page in pages] == [50, 50, 21]
        assert tuple(row for page in pages for row in page.rows) == whole
        assert len(timeline_of_lead(session, world.lead).rows) == 131
