"""Workspaces whose history is written row by row, past all verbs."""

import sqlite3
import uuid
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
STAGES = {"New": 1, "MQL": 2, "Responded": 3, "Interested": 4, "SQL": 5, "Client": 8}


@dataclass(frozen=True)
class PastLead:
    """Moves as (stage id, days before the Monday, None for no date), and how it ended."""

    moves: Sequence[tuple[int, float | None]]
    status: str = "open"
    ended: float = 0.0
    channel: int | None = None
    origin: str = "imported"


def write_past(path: Path, leads: Sequence[PastLead], channels: Sequence[str] = ()) -> None:
    """Write leads into a founded workspace, captured with their first dated move."""
    with closing(sqlite3.connect(path)) as connection:
        for name in channels:
            connection.execute(
                "INSERT INTO channel (uuid, name) VALUES (?, ?)", (uuid.uuid4().bytes, name)
            )
        for number, lead in enumerate(leads, 1):
            dated = [days for _stage, days in lead.moves if days is not None]
            captured = _at(max(dated, default=0.0))
            connection.execute(
                "INSERT INTO lead (id, uuid, title, stage_id, status, status_since, channel_id, "
                "captured_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    number,
                    uuid.uuid4().bytes,
                    f"Lead {number}",
                    lead.moves[-1][0] if lead.moves else 1,
                    lead.status,
                    _at(lead.ended),
                    lead.channel,
                    captured,
                ),
            )
            before = None
            for stage, days in lead.moves:
                connection.execute(
                    "INSERT INTO stage_move (uuid, lead_id, from_stage_id, to_stage_id, "
                    "occurred_at, precision, recorded_at, origin, definitions_id, voided) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0)",
                    (
                        uuid.uuid4().bytes,
                        number,
                        before,
                        stage,
                        None if days is None else _at(days),
                        "unknown" if days is None else "instant",
                        _at(0.0) if days is None else _at(days),
                        lead.origin,
                    ),
                )
                before = stage
        connection.commit()


def usual_past(rng: np.random.Generator, weeks: int = 60, per_week: float = 12.0) -> list[PastLead]:
    """Return leads of a funnel MQL, SQL, client: 40 % and 30 % move on."""
    leads = []
    for week in range(weeks, 0, -1):
        for _one in range(int(rng.poisson(per_week))):
            came = 7.0 * week - 7.0 * rng.random()
            moves: list[tuple[int, float | None]] = [(STAGES["MQL"], came)]
            status, at = "open", came
            for stage, rate, mean in ((STAGES["SQL"], 0.4, 10.0), (STAGES["Client"], 0.3, 20.0)):
                wins = rng.random() < rate
                at -= rng.exponential(mean if wins else 1.5 * mean)
                if at <= 0.0:
                    break
                if not wins:
                    status = "lost"
                    break
                moves.append((stage, at))
                status = "won" if stage == STAGES["Client"] else "open"
            leads.append(PastLead(moves, status, max(at, 0.0), 1 + int(rng.integers(2))))
    return leads


def _at(days_before: float) -> str:
    return (MONDAY - timedelta(days=days_before)).strftime("%Y-%m-%d %H:%M:%S.%f")
