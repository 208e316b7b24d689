"""Slots of 20 closers over 30 days, with 2,000 times at which their own calendars say busy."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from models.appointments.booking import book
from models.appointments.kinds import MeetingRules, add_meeting_kind
from models.appointments.times.local_clock import local_clock
from models.appointments.times.slots import Offer, offer_slots
from models.calendars.busy import BusyTimes, read_busy_calendar
from models.ids import MeetingKindId, MemberId
from models.leads.capture import add_lead
from models.team.joining import add_member
from models.workspace import Workspace, open_workspace
from tests.benchmarks.figure import Figure, measure

CLOSERS, DAYS, BUSY, BOOKED = 20, 30, 2_000, 200
TARGET_MS = 50.0
NOW = datetime(2026, 10, 12, 7, tzinfo=UTC)
ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Adelaide",
)


def figures() -> Iterator[Figure]:
    """Yield what the booking panel waits for, clock changes of four zones among the days."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder, "slots.db"), clock=lambda: NOW)
        closers, kind = _fill(workspace)

        def offer() -> Offer:
            with workspace.read() as session:
                return offer_slots(
                    session,
                    kind_id=kind,
                    minutes=None,
                    closer_ids=closers,
                    prospect_zone="Europe/Berlin",
                    first_day=NOW.date(),
                    days=DAYS,
                    at=NOW,
                )

        def offer_cold() -> None:
            local_clock.cache_clear()
            offer()

        yield Figure(
            f"slots of {CLOSERS} closers over {DAYS} days, {BUSY:,} busy blocks",
            measure(offer) * 1000,
            "ms",
            TARGET_MS,
        )
        yield Figure("the same, clocks not yet known", measure(offer_cold) * 1000, "ms")
        yield Figure("slots that are offered", len(offer().slots), "")
        workspace.close()


def _fill(workspace: Workspace) -> tuple[tuple[MemberId, ...], MeetingKindId]:
    rng = Random(30)
    with workspace.write() as session:
        kind = add_meeting_kind(
            session,
            "First meeting",
            MeetingRules(
                minutes=30,
                grid_minutes=30,
                buffer_before_minutes=5,
                buffer_after_minutes=10,
                notice_minutes=120,
                horizon_days=60,
                daily_cap=6,
            ),
        )
        closers = tuple(
            add_member(session, f"Closer {number}", ZONES[number % len(ZONES)], ("closer",))
            for number in range(CLOSERS)
        )
        lead = add_lead(session, title="Anybody")
        for closer in closers:
            busy = tuple(_busy_block(rng) for _one in range(BUSY // CLOSERS))
            read_busy_calendar(
                session, closer, "own.ics", NOW, NOW + timedelta(days=90), BusyTimes(busy)
            )
        for number in range(BOOKED):
            begins = _moment(rng)
            book(
                session,
                lead,
                closers[number % CLOSERS],
                begins.strftime("%Y-%m-%dT%H:%M"),
                "UTC",
                30,
                overlap_reason="The benchmark books at random",
            )
    return closers, kind


def _busy_block(rng: Random) -> tuple[datetime, datetime]:
    begins = _moment(rng)
    return begins, begins + timedelta(minutes=rng.choice((15, 30, 45, 60)))


def _moment(rng: Random) -> datetime:
    day: date = NOW.date() + timedelta(days=rng.randrange(1, DAYS))
    return datetime.combine(day, time(rng.randrange(6, 18), rng.choice((0, 15, 30, 45))), UTC)
