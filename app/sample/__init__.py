"""The sample workspaces: half a year at the desk of an invented company, and smaller examples."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from random import Random

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.desk.plans.scenarios import save_house_example
from app.sample.ahead import plan_the_days_ahead
from app.sample.clock import StoryClock
from app.sample.ebook import fill_with_ebook
from app.sample.handing import plan_time_off
from app.sample.meeting import OF_LATE
from app.sample.pursuit import pursue, pursue_demo_request
from app.sample.queueing import leave_the_desks
from app.sample.story import Progress, Pursuit, Story, capture_moments
from app.sample.team import hire, open_channels
from app.sample.world import Chance, company_names
from models.basics import settle_basics
from models.entities.workspace.log import Change
from models.errors import KnownError
from models.history.verbs import verb
from models.language import gettext as _
from models.workspace import open_workspace

_WEEKS = 26
SAMPLE_LEADS = 620
_COMPANIES = 400
_DEMO_REQUESTS = 28
_SEED = 26
_NOBODY_WAITS = Progress()


class Example(StrEnum):
    """Which sample is made."""

    DESK = "desk"
    EBOOK = "ebook"


_MADE_BY = {
    Example.DESK: ["make_sample"],
    Example.EBOOK: ["make_ebook_example", "import_file", "import_file"],
}
"""The changes that a sample consists of as long as nobody worked in it."""


class NoSampleError(KnownError):
    """A file that is not the sample would have been written over; it was left as it is."""


@verb
def make_sample(
    session: Session,
    clock: StoryClock,
    today: date,
    leads: int = SAMPLE_LEADS,
    progress: Progress = _NOBODY_WAITS,
) -> None:
    """Fill an empty workspace with half a year of history up to yesterday evening.

    The same day gives the same story.
    """
    # A session forgets rows that nobody holds, and would read them again at each of their steps.
    held: list[object] = []
    event.listen(session, "pending_to_persistent", lambda _session, row: held.append(row))
    rng = Chance(_SEED)
    last_day = today - timedelta(days=1)
    first_day = last_day - timedelta(weeks=_WEEKS)
    clock.moment = datetime.combine(first_day, time(6), UTC)
    settle_basics(session, "EUR", 1, first_day, clients_per_month=2)
    team = hire(session)
    sources = open_channels(session, rng, first_day, last_day)
    story = Story(
        session=session,
        clock=clock,
        end=datetime.combine(last_day, time(19), UTC),
        team=team,
        sources=sources,
        names=company_names(rng, _COMPANIES),
        fates_of_late=list(OF_LATE),
        progress=progress,
    )
    plan_time_off(story, last_day)
    moments = capture_moments(rng, first_day, last_day, leads)
    # Verbs write what they need to know again; the rest goes out with it, in fewer statements.
    with session.no_autoflush:
        story.tell([*_pursuits(story, moments), *_demo_requests(story, rng, last_day)])
        session.flush()
    plan_the_days_ahead(story, Chance(f"{_SEED} ahead"))
    leave_the_desks(story, Chance(f"{_SEED} desks"), last_day)
    save_house_example(session)


def _pursuits(story: Story, moments: list[datetime]) -> Iterator[tuple[datetime, Pursuit]]:
    for number, moment in enumerate(moments):
        yield moment, pursue(story, Chance(f"{_SEED} {number}"))


def _demo_requests(story: Story, rng: Random, last_day: date) -> Iterator[tuple[datetime, Pursuit]]:
    """Yield leads that asked for a demo, most of them lately: a trade fair has just been."""
    for number in range(_DEMO_REQUESTS):
        longest = 14 if number % 2 else 7 * _WEEKS - 1
        day = last_day - timedelta(days=rng.randrange(1, longest))
        moment = datetime.combine(day, time(rng.randrange(7, 16), rng.randrange(60)), UTC)
        if number % 6 == 5:
            # Nobody could call these back before the story ends.
            moment = datetime.combine(last_day, time(18, rng.randrange(50)), UTC)
        own = Chance(f"{_SEED} demo {number}")
        yield moment, pursue_demo_request(story, own)


def make_sample_file(
    path: Path,
    today: date,
    leads: int = SAMPLE_LEADS,
    example: Example = Example.DESK,
    progress: Progress = _NOBODY_WAITS,
) -> None:
    """Make the sample as a new file; one that is there already is replaced if it is a sample.

    It takes seconds: `progress` is told how many days of the story, or downloads, are done.
    Refuses with `NoSampleError` to replace anything else.
    """
    if path.exists() and not is_sample(path):
        raise NoSampleError(
            _(
                "{path} holds something else than the sample, so it was left as it is. Choose "
                "another file with --workspace, or move that one away."
            ).format(path=path)
        )
    draft = path.with_name(f".{path.name}.making")
    _remove(draft)
    path.parent.mkdir(parents=True, exist_ok=True)
    morning = datetime.combine(today, time(6), UTC)
    clock = StoryClock(morning - timedelta(weeks=_WEEKS, days=1))
    workspace = open_workspace(draft, clock=clock)
    try:
        if example is Example.EBOOK:
            clock.moment = morning
            fill_with_ebook(workspace, today, progress)
        else:
            with workspace.write() as session:
                make_sample(session, clock, today, leads, progress)
    finally:
        workspace.close()
    _remove(path)
    draft.replace(path)


def is_sample(path: Path) -> bool:
    """Say whether a workspace began as a sample."""
    workspace = open_workspace(path)
    try:
        with workspace.read() as session:
            first = select(Change.verb).order_by(Change.id).limit(1)
            return session.scalar(first) in {verbs[0] for verbs in _MADE_BY.values()}
    finally:
        workspace.close()


def is_untouched_sample(path: Path) -> bool:
    """Say whether a workspace is a sample as it was made."""
    workspace = open_workspace(path)
    try:
        with workspace.read() as session:
            most = max(len(verbs) for verbs in _MADE_BY.values())
            made = list(session.scalars(select(Change.verb).order_by(Change.id).limit(most + 1)))
            return made in _MADE_BY.values()
    finally:
        workspace.close()


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
