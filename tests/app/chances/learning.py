"""A workspace of leads with a known end, for the tests of learned chances."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from models.workspace import Workspace
from tests.app.import_runs.importing import import_file, write_csv

_BEGINS = date(2026, 1, 5)


def take_in_leads(
    workspace: Workspace, folder: Path, count: int, *, later: str | None = None, seed: int = 1
) -> None:
    """Import leads of which some became SQLs; `later` adds a field that tells how each ended."""
    rng = Random(seed)
    rows = []
    for number in range(count):
        channel = rng.choice(("Referral", "Ads", "Webinar"))
        title = rng.choice(("Head of Operations", "Student", "Sales manager"))
        liked = 0.35 + 0.3 * (channel == "Referral") - 0.25 * (title == "Student")
        came = rng.random() < liked
        day = _BEGINS + timedelta(days=number // 3)
        rows.append(
            (
                f"L{number}",
                f"Lead {number}",
                title,
                channel,
                day,
                day + timedelta(days=1),
                day + timedelta(days=9) if came else "",
                "" if came else "lost",
                "" if came else day + timedelta(days=20),
                "yes" if came else "no",
            )
        )
    header = (
        "external_key", "full_name", "job_title", "channel", "created_at", "reached:mql",
        "reached:sql", "status", "closed_at", "told",
    )  # fmt: skip
    path = write_csv(folder / "leads.csv", header, rows)
    import_file(workspace, path, map_options=[f"told={later or 'ignore'}"])
