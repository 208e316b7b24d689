"""A workspace of random history, written row by row past all verbs.

It holds what verbs would hardly bring about: skipped stages, voided and undated moves, handoffs
given twice, meetings put off, touches by nobody, spend over the edges of a period.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

BEGINS = datetime(2026, 5, 1, tzinfo=UTC)
DAYS = 200
OUTCOMES = ("no_answer", "voicemail", "sent", "connected", "not_now", "replied", "wrong_number")
INDUSTRIES = ("Retail", "Logistics", "", None)
REASONS = ("budget", "no_response", "outside_profile", None)


@dataclass
class _Writer:
    connection: sqlite3.Connection
    rng: Random
    ids: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, values: Mapping[str, Any], *, has_uuid: bool = True) -> int:
        """Insert a row; instants are written as they are stored."""
        shown = dict(values)
        if has_uuid:
            shown["uuid"] = self.rng.randbytes(16)
        for name, value in shown.items():
            if isinstance(value, datetime):
                shown[name] = value.strftime("%Y-%m-%d %H:%M:%S.%f")
        columns, marks = ", ".join(shown), ", ".join("?" * len(shown))
        sql = " ".join(("INSERT INTO", table, "(", columns, ") VALUES (", marks, ")"))
        cursor = self.connection.execute(sql, tuple(shown.values()))
        return int(cursor.lastrowid or 0)

    def moment(self, since: datetime | None = None) -> datetime:
        """Return an instant of the history, or some hours to weeks after another."""
        if since is None:
            return BEGINS + timedelta(minutes=self.rng.randrange(DAYS * 1440))
        return since + timedelta(minutes=self.rng.randrange(1, 30 * 1440))


def write_random_history(path: Path, seed: int, leads: int = 150) -> None:
    """Fill a founded workspace with a history that a seed decides."""
    with closing(sqlite3.connect(path)) as connection:
        writer = _Writer(connection, Random(seed))
        _write(writer, leads)
        connection.commit()


def _write(writer: _Writer, leads: int) -> None:
    rng, add = writer.rng, writer.add
    definitions, stages = _stages(writer.connection)
    members = [
        add("team_member", {"name": name, "zone": zone, "active": 1, "planned_touches": plan})
        for name, zone, plan in (("Ann", "Europe/Berlin", 40), ("Bo", "America/New_York", None))
    ]
    for member, role in zip(members, ("setter", "closer"), strict=True):
        add("member_role", {"member_id": member, "role": role, "weekly_capacity": 10})
    channels = [add("channel", {"name": name}) for name in ("SEO", "Ads", "Fairs")]
    campaigns = [
        add("campaign", {"channel_id": rng.choice(channels), "name": f"Campaign {number}"})
        for number in range(5)
    ]
    for campaign in campaigns[:4]:
        _spend(writer, campaign)
    for number in range(leads):
        company = add(
            "company",
            {
                "name": f"Firm {number}",
                "name_key": f"firm {number}",
                "industry": rng.choice(INDUSTRIES),
                "employees": rng.choice((None, 8, 50, 51, 4_000)),
                "is_client": 0,
            },
        )
        path_of = _path(rng, stages)
        status = rng.choice(("open", "open", "nurture", "disqualified", "lost", "won"))
        captured = writer.moment()
        chosen = rng.choice((None, *campaigns))
        shared = {
            "stage_id": path_of[-1],
            "status": status,
            "owner_id": rng.choice((None, *members)),
            "channel_id": rng.choice((None, *channels)),
            "captured_at": captured,
        }
        lead = add(
            "lead",
            {
                **shared,
                "company_id": company,
                "campaign_id": chosen,
                "status_since": writer.moment(captured),
                "status_reason": rng.choice(REASONS) if status != "open" else None,
            },
        )
        moved = _moves(writer, lead, path_of, captured, definitions)
        keys = {"name": f"L{number}", "name_key": f"l{number}", "company": "", "company_key": ""}
        add(
            "lead_card",
            {"id": lead, **shared, **keys, "moved_at": moved, "search_text": ""},
            has_uuid=False,
        )
        _work(writer, lead, members, captured)


def _stages(connection: sqlite3.Connection) -> tuple[int, list[int]]:
    newest = connection.execute("SELECT id FROM definitions ORDER BY number DESC").fetchone()[0]
    found = connection.execute(
        "SELECT stage_id FROM stage_definition WHERE definitions_id = ? ORDER BY position",
        (newest,),
    )
    return newest, [row[0] for row in found]


def _path(rng: Random, stages: list[int]) -> list[int]:
    last = rng.randrange(len(stages))
    return [stages[0], *(one for one in stages[1 : last + 1] if rng.random() < 0.8)]


def _moves(
    writer: _Writer, lead: int, stages: list[int], captured: datetime, definitions: int
) -> datetime | None:
    rng, at, moved = writer.rng, captured, None
    for before, stage in zip((None, *stages), stages, strict=False):
        at = at if before is None else writer.moment(at)
        dated = rng.random() < 0.9
        moved = at if dated else moved
        writer.add(
            "stage_move",
            {
                "lead_id": lead,
                "from_stage_id": before,
                "to_stage_id": stage,
                "occurred_at": at if dated else None,
                "precision": "instant" if dated else "unknown",
                "recorded_at": at,
                "origin": "live",
                "definitions_id": definitions,
                "voided": int(rng.random() < 0.1),
                "override_reason": "Asked for" if rng.random() < 0.05 else None,
            },
        )
    return moved


def _work(writer: _Writer, lead: int, members: list[int], captured: datetime) -> None:
    rng, add = writer.rng, writer.add
    for _again in range(rng.choice((0, 1, 1, 2))):
        state = rng.choice(("waiting", "accepted", "accepted", "rejected", "withdrawn"))
        handed = writer.moment(captured)
        decided = writer.moment(handed) if state in {"accepted", "rejected"} else None
        add(
            "handoff",
            {
                "lead_id": lead,
                "state": state,
                "handed_at": handed,
                "member_id": rng.choice((None, *members)),
                "decided_at": decided,
                "reason": rng.choice(REASONS[:3]) if state == "rejected" else None,
            },
        )
    at = captured
    for _attempt in range(rng.randrange(12)):
        at = writer.moment(at) if rng.random() < 0.2 else at + timedelta(hours=rng.randrange(30))
        add(
            "touch",
            {
                "lead_id": lead,
                "member_id": rng.choice((None, *members)),
                "medium": rng.choice(("call", "email")),
                "outcome": rng.choice(OUTCOMES),
                "occurred_at": at,
            },
        )
    if rng.random() < 0.4:
        _meetings(writer, lead, members, captured)


def _meetings(writer: _Writer, lead: int, members: list[int], captured: datetime) -> None:
    rng, before = writer.rng, None
    booked = writer.moment(captured)
    original = booked + timedelta(hours=rng.randrange(2, 500))
    starts = original
    while True:
        state = rng.choice(("held", "no_show", "cancelled", "rescheduled", "confirmed"))
        before = writer.add(
            "appointment",
            {
                "lead_id": lead,
                "closer_id": rng.choice(members),
                "setter_id": rng.choice((None, *members)),
                "state": state,
                "starts_at": starts,
                "ends_at": starts + timedelta(minutes=30),
                "wall_start": "2026-11-02T09:30",
                "zone": "UTC",
                "original_starts_at": original,
                "booked_at": booked,
                "previous_id": before,
                "missed_by": rng.choice((None, "guest", "host")) if state == "no_show" else None,
                "invitation_uid": str(rng.random()),
                "invitation_sequence": 0,
            },
        )
        if state not in {"rescheduled", "no_show"} or rng.random() < 0.3:
            return
        booked, starts = starts, starts + timedelta(days=rng.randrange(1, 9))


def _spend(writer: _Writer, campaign: int) -> None:
    first = date(2026, 4, 1)
    while first < date(2026, 12, 1):
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        writer.add(
            "campaign_spend",
            {
                "campaign_id": campaign,
                "period_start": first.isoformat(),
                "period_end": last.isoformat(),
                "amount_minor": writer.rng.randrange(1, 900_000),
                "currency": "EUR",
            },
        )
        first = last + timedelta(days=1)
