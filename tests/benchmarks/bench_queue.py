"""How long a person waits for their queue: 100,000 leads, 20,000 of them in cadences.

The workspace also holds touches, interest events, handoffs, meetings and tasks, so that every
source of the queue has something to look through.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

from models.ids import MemberId
from models.queue.counters import counters_of
from models.queue.reading import queue_of
from models.workspace import Workspace, open_workspace
from tests.benchmarks.figure import Figure, measure
from tests.benchmarks.many_leads import FIRST_NAMES, leads_wanted, make_workspace

LEADS = leads_wanted(100_000)
RUNS = LEADS // 5
QUEUE_MS = 50.0
AT = datetime(2026, 6, 23, 10, tzinfo=UTC)
_ROLES = (("sdr",), ("sdr", "setter"), ("setter",), ("closer",), ("leader",), ("marketing",))


def figures() -> Iterator[Figure]:
    """Yield what the Today page waits for, without painting."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "queue.db")
        make_workspace(path, LEADS).close()
        _add_work(path, Random(1))
        workspace = open_workspace(path, clock=lambda: AT)
        for number, roles in enumerate(_ROLES, start=1):
            name = f"the queue of somebody who is {' and '.join(roles)}"
            yield _queue(workspace, name, MemberId(number), QUEUE_MS)
        yield _queue(workspace, "the queue of nobody in particular", None, None)

        def count_day() -> None:
            with workspace.read() as session:
                counters_of(session, MemberId(1), AT)

        yield Figure("counters of a person's day", measure(count_day) * 1000, "ms", 5.0)
        workspace.close()


def _queue(
    workspace: Workspace, name: str, member_id: MemberId | None, target: float | None
) -> Figure:
    lines = 0

    def read() -> None:
        nonlocal lines
        with workspace.read() as session:
            lines = len(queue_of(session, member_id, AT))

    took = measure(read) * 1000
    return Figure(f"{name}, {lines} lines", took, "ms", target)


def _add_work(path: Path, rng: Random) -> None:
    """Give the people roles, and the leads cadences, touches, events, handoffs and meetings."""
    uuids = (number.to_bytes(16, "big") for number in count(1 << 110))
    people = len(FIRST_NAMES)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO member_role (uuid, member_id, role) VALUES (?, ?, ?)",
            [
                (next(uuids), number % len(_ROLES) + 1 if number >= people else number + 1, role)
                for number, roles in enumerate((*_ROLES, ("sdr",), ("setter",), ("sdr",)))
                for role in roles
            ],
        )
        open_leads = [
            row[0] for row in connection.execute("SELECT id FROM lead WHERE status = 'open'")
        ]
        cadence_id = connection.execute("SELECT min(id) FROM cadence").fetchone()[0]
        in_cadence = rng.sample(open_leads, min(RUNS, len(open_leads)))
        connection.executemany(
            "INSERT INTO cadence_run (uuid, lead_id, cadence_id, started_at, steps_done, due_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    next(uuids),
                    lead_id,
                    cadence_id,
                    _stored(AT - timedelta(days=30)),
                    rng.randrange(8),
                    _stored(
                        AT + timedelta(days=rng.randrange(-12, 10), minutes=rng.randrange(500))
                    ),
                )
                for lead_id in in_cadence
            ],
        )
        connection.executemany(
            "INSERT INTO touch (uuid, lead_id, member_id, medium, outcome, occurred_at)"
            " VALUES (?, ?, ?, 'call', 'no_answer', ?)",
            [
                (
                    next(uuids),
                    lead_id,
                    rng.randrange(1, people + 1),
                    _stored(AT - timedelta(minutes=rng.randrange(60 * 24 * 60))),
                )
                for lead_id in rng.choices(open_leads, k=LEADS)
            ],
        )
        kinds = ("whitepaper", "pricing_page", "webinar", "blog_post", "newsletter", "demo_request")
        connection.executemany(
            "INSERT INTO interest_event (uuid, lead_id, kind, occurred_at, precision)"
            " VALUES (?, ?, ?, ?, 'instant')",
            [
                (
                    next(uuids),
                    rng.randrange(1, LEADS + 1),
                    rng.choices(kinds, (30, 20, 10, 25, 15, 1))[0],
                    _stored(AT - timedelta(minutes=rng.randrange(60 * 24 * 400))),
                )
                for _number in range(2 * LEADS)
            ],
        )
        connection.executemany(
            "INSERT INTO handoff (uuid, lead_id, state, handed_at, member_id, first_member_id)"
            " VALUES (?, ?, 'waiting', ?, ?, ?)",
            [
                (next(uuids), lead_id, _stored(AT - timedelta(minutes=rng.randrange(3000))), 1, 1)
                for lead_id in rng.sample(open_leads, LEADS // 1000)
            ],
        )
        connection.executemany(
            "INSERT INTO appointment (uuid, lead_id, closer_id, setter_id, state, starts_at,"
            " ends_at, wall_start, zone, original_starts_at, booked_at, invitation_uid,"
            " invitation_sequence) VALUES (?, ?, 4, 2, ?, ?, ?, '', 'UTC', ?, ?, '', 0)",
            [
                (next(uuids), lead_id, state, start, end, start, start)
                for lead_id in rng.sample(open_leads, LEADS // 100)
                for state in (rng.choices(("held", "no_show", "invited"), (80, 15, 5))[0],)
                for day in (rng.randrange(-200, 3),)
                for start in (_stored(AT + timedelta(days=day)),)
                for end in (_stored(AT + timedelta(days=day, minutes=30)),)
            ],
        )
        connection.execute("COMMIT")


def _stored(moment: datetime) -> str:
    return moment.isoformat(" ", "microseconds")[:26]
