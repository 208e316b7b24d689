"""A workspace of many made-up leads, written in bulk: input of the benchmarks of long lists."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from math import log2
from pathlib import Path
from random import Random
from typing import Any

from models.leads.cards import card_values
from models.storage.sqlite.search_index import number_pieces
from models.workspace import Workspace, open_workspace

SYLLABLES = ("ka", "lo", "mi", "ren", "ta", "vo", "schu", "ber", "an", "el", "sto", "wi", "no")
FIRST_NAMES = (
    "Anna",
    "José",
    "Łukasz",
    "Zoë",
    "Jürgen",
    "Mary-Jane",
    "美咲",
    "王伟",
    "Наталья",
    "Eve",
)
CITIES = ("Köln", "Łódź", "Leeds", "Porto", "Århus", "Genève", "Utrecht", "Brno", "Graz", "Malmö")
CHANNELS = ("SEO", "Google Ads", "LinkedIn Ads", "Content", "Webinar", "Referral", "Outbound")
JOBS = ("VP Operations", "Head of Logistics", "Buyer", "Fleet manager", "Owner", "Assistant")
FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)
STAGE_SHARES = (40, 20, 12, 9, 7, 5, 4, 3)
STATUS_SHARES = {"open": 60, "nurture": 15, "disqualified": 15, "won": 4, "lost": 6}
AT_ONCE = 10_000
LEADS_PER_COMPANY = 4
WITH_TASK, WITH_FIELD = 0.2, 0.3
SMALL_LEADS = "FUNNELDESK_BENCH_LEADS"
"""The environment variable that makes a quick run with fewer leads."""

_Row = tuple[Any, ...]
_BEGINNINGS = tuple(syllable.capitalize() for syllable in SYLLABLES)
_FORMS = ("GmbH", "Ltd", "S.A.", "B.V.", "株式会社")
_UNTIL_MOVED = timedelta(days=5)
_TABLES = {
    "company": "id, uuid, name, name_key, employees, country, city, is_client",
    "contact": "id, uuid, company_id, first_name, last_name, job_title, email, email_key, phone,"
    " country, city",
    "lead": "id, uuid, contact_id, company_id, stage_id, status, status_since, owner_id,"
    " channel_id, captured_at",
    "stage_move": "uuid, lead_id, to_stage_id, occurred_at, precision, recorded_at, origin,"
    " definitions_id, voided",
    "task": "uuid, lead_id, text, due_at",
    "custom_value": "uuid, field_id, lead_id, number_value",
    "lead_card": "id, name, name_key, company, company_key, email, phone, stage_id, status,"
    " owner_id, channel_id, captured_at, moved_at, search_text, fit, interest_key, score_key,"
    " scored_under",
    "lead_search": "rowid, search_text",
    "lead_digits": "rowid, pieces",
}


def leads_wanted(usual: int) -> int:
    """Return how many leads a benchmark is to make: the usual number, or a smaller one."""
    return int(os.environ.get(SMALL_LEADS, usual))


def make_workspace(path: Path, leads: int, seed: int = 1) -> Workspace:
    """Make a workspace at `path` with `leads` leads, their contacts, companies and moves."""
    open_workspace(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        _write_all(connection, leads, Random(seed))
    return open_workspace(path)


def _write_all(connection: sqlite3.Connection, leads: int, rng: Random) -> None:
    """Write everything in one transaction; indexes are made at the end, when all is there."""
    for setting in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -200000"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("PRAGMA foreign_keys = OFF")
    uuids = (number.to_bytes(16, "big") for number in count(1 << 100))
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO team_member (uuid, name, zone, active) VALUES (?, ?, 'Europe/Berlin', 1)",
        [(next(uuids), f"{name} Weiß") for name in FIRST_NAMES],
    )
    connection.executemany(
        "INSERT INTO channel (uuid, name) VALUES (?, ?)",
        [(next(uuids), name) for name in CHANNELS],
    )
    field_id = connection.execute(
        "INSERT INTO custom_field (uuid, belongs_to, name, kind, known_when)"
        " VALUES (?, 'lead', 'Vans', 'number', 'at_capture')",
        (next(uuids),),
    ).lastrowid
    stages = [
        row[0]
        for row in connection.execute("SELECT stage_id FROM stage_definition ORDER BY position")
    ]
    found = connection.execute(
        "SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    )
    indexes = [(name, sql) for name, sql, table in found if table in _TABLES]
    for name, _sql in indexes:
        connection.execute(f"DROP INDEX {name}")
    for first in range(1, leads + 1, AT_ONCE):
        ids = range(first, min(first + AT_ONCE, leads + 1))
        for table, rows in _chunk(ids, stages, field_id, uuids, rng).items():
            connection.executemany(_insert_sql(table), rows)
    for _name, sql in indexes:
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")


def _insert_sql(table: str) -> str:
    names = _TABLES[table]
    marks = ", ".join("?" * (names.count(",") + 1))
    return " ".join(("INSERT INTO", table, "(", names, ") VALUES (", marks, ")"))


def _chunk(
    ids: range, stages: list[int], field_id: int | None, uuids: Iterator[bytes], rng: Random
) -> dict[str, list[_Row]]:
    rows: dict[str, list[_Row]] = {table: [] for table in _TABLES}
    company_id, company = 0, ""
    for lead_id, drawn in zip(ids, _drawn(rng, stages, len(ids)), strict=True):
        stage_id, status, first, last, job, city, owner, channel, minute = drawn
        if not company_id or lead_id % LEADS_PER_COMPANY == 0:
            company_id = lead_id
            company = f"{_word(rng, 3)} {rng.choice(_FORMS)}"
            rows["company"].append(
                (lead_id, next(uuids), company, company.lower(), _below(rng, 5, 5000), "DE",
                 city, 0)
            )  # fmt: skip
        email = f"{last.lower()}.{lead_id}@{company.partition(' ')[0].lower()}.example"
        phone = f"+49 30 {_below(rng, 10**6, 10**7)}"
        captured_at = FIRST_DAY + timedelta(minutes=minute)
        captured, moved = _stored(captured_at), _stored(captured_at + _UNTIL_MOVED)
        rows["contact"].append(
            (lead_id, next(uuids), company_id, first, last, job, email, email, phone, "DE", city)
        )
        rows["lead"].append(
            (lead_id, next(uuids), lead_id, company_id, stage_id, status, captured, owner, channel,
             captured)
        )  # fmt: skip
        rows["stage_move"].append(
            (next(uuids), lead_id, stage_id, moved, "day", captured, "imported", 1, 0)
        )
        if rng.random() < WITH_TASK:
            rows["task"].append((next(uuids), lead_id, "Call again", moved))
        if rng.random() < WITH_FIELD:
            rows["custom_value"].append((next(uuids), field_id, lead_id, _below(rng, 1, 300)))
        card = card_values(
            {"first_name": first, "last_name": last, "company": company, "title": None,
             "email": email, "phone": phone, "mobile": None}
        )  # fmt: skip
        fit = _below(rng, 0, 100)
        interest = log2(_below(rng, 1, 120)) + captured_at.toordinal() / 30
        rows["lead_card"].append(
            (lead_id, card["name"], card["name_key"], company, card["company_key"], email, phone,
             stage_id, status, owner, channel, captured, moved, card["search_text"], fit,
             interest, interest + 10_000 * (fit // 25), 1)
        )  # fmt: skip
        rows["lead_search"].append((lead_id, card["search_text"]))
        rows["lead_digits"].append((lead_id, number_pieces(card["search_text"])))
    return rows


def _drawn(rng: Random, stages: list[int], count: int) -> Iterator[_Row]:
    """Yield what chance gives each lead; drawn together, which takes a third of the time."""
    return zip(
        rng.choices(stages, STAGE_SHARES, k=count),
        rng.choices(list(STATUS_SHARES), list(STATUS_SHARES.values()), k=count),
        rng.choices(FIRST_NAMES, k=count),
        map(
            "".join,
            zip(rng.choices(_BEGINNINGS, k=count), rng.choices(SYLLABLES, k=count), strict=True),
        ),
        rng.choices(JOBS, k=count),
        rng.choices(CITIES, k=count),
        rng.choices((None, *range(1, len(FIRST_NAMES) + 1)), k=count),
        rng.choices((None, *range(1, len(CHANNELS) + 1)), k=count),
        rng.choices(range(60 * 24 * 900), k=count),
        strict=True,
    )


def _word(rng: Random, syllables: int) -> str:
    return "".join(rng.choices(SYLLABLES, k=syllables)).capitalize()


def _below(rng: Random, first: int, end: int) -> int:
    """Return a whole number; it needs no evenness to the last bit."""
    return first + int(rng.random() * (end - first))


def _stored(moment: datetime) -> str:
    return moment.isoformat(" ", "microseconds")[:26]
