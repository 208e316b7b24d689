"""Opening a workspace and beginning one: what the background does before a window shows rows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.local_time import local_now, local_zone
from models.basics import BasicsRow, basics, begin_workspace
from models.clock import Clock, utc_now
from models.ids import MemberId
from models.team.rows import MemberRow, team
from models.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from views.start import FirstStart


@dataclass(frozen=True, slots=True)
class Opened:
    """An open workspace with what the window shows of it at once."""

    workspace: Workspace
    people: tuple[MemberRow, ...]
    basics: BasicsRow


def open_for_window(path: Path, clock: Clock = utc_now) -> Opened:
    """Open a workspace that exists, migrated where it is older."""
    workspace = open_workspace(path, clock=clock)
    try:
        with workspace.read() as session:
            people = team(session, active_only=True)
            return Opened(workspace, people, basics(session, local_now().date()))
    except BaseException:
        workspace.close()
        raise


def begin(
    path: Path, answers: "FirstStart", report: Callable[[int, int], None]
) -> tuple[Opened, MemberId]:
    """Make a workspace as a person asked for it at the first start; return who that person is.

    A sample takes seconds: `report` is told how much of it is done.
    """
    if answers.sample:
        from app.sample import make_sample_file
        from app.sample.story import Progress

        make_sample_file(path, local_now().date(), progress=Progress(report))
    workspace = open_workspace(path)
    try:
        with workspace.write() as session:
            member_id = begin_workspace(
                session,
                answers.name,
                local_zone(),
                answers.roles,
                answers.base_currency,
                answers.fiscal_year_first_month,
                local_now().date(),
                answers.targets.clients_per_month,
                answers.targets.revenue_per_quarter_minor,
            )
    finally:
        workspace.close()
    return open_for_window(path), member_id
