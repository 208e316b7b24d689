"""Taking in what came: replies one by one, and calendars of closers."""

from collections.abc import Callable, Iterable
from pathlib import Path

from app.calendars.busy_reading import BusyFile, Whose
from models.calendars.busy import BusyTimes, own_uids, read_busy_calendar
from models.calendars.incoming import IncomingMessage
from models.calendars.replies import Verdict, apply_message
from models.ids import BusyCalendarId, MemberId
from models.team.rows import team
from models.workspace import Workspace


def take_in(
    workspace: Workspace, actor: MemberId | None, messages: Iterable[IncomingMessage]
) -> tuple[Verdict, ...]:
    """Take in messages, each by itself, so that each can be undone; return what came of them."""
    verdicts = []
    for message in messages:
        with workspace.write(actor) as session:
            verdicts.append(apply_message(session, message))
    return tuple(verdicts)


def whose_calendar(workspace: Workspace, member_id: MemberId) -> Whose:
    """Return whose calendar is to be read, as far as that decides how it is read."""
    with workspace.read() as session:
        member = next(row for row in team(session) if row.id == member_id)
        return Whose(member.zone, member.email, own_uids(session))


def keep_calendar(
    workspace: Workspace, actor: MemberId | None, member_id: MemberId, found: BusyFile
) -> BusyCalendarId:
    """Keep what a calendar file of somebody told."""
    with workspace.write(actor) as session:
        return read_busy_calendar(
            session, member_id, found.source, found.as_of, found.covers_until, found.times
        )


def import_calendar(
    workspace: Workspace,
    actor: MemberId | None,
    member_id: MemberId,
    path: Path,
    read: Callable[[Path, Whose], BusyFile | None],
) -> BusyTimes | None:
    """Read a calendar file of somebody and keep what it told; None where that was cancelled."""
    found = read(path, whose_calendar(workspace, member_id))
    if found is None:
        return None
    keep_calendar(workspace, actor, member_id, found)
    return found.times
