"""How long it takes to find who is twice in a workspace of 100,000 leads."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from sqlalchemy import text

from app.desk.duplicates import scan_in_child
from models.duplicates.scanning import duplicates_of
from models.ids import ContactId
from tests.benchmarks.figure import Figure, measure, peak_memory
from tests.benchmarks.many_leads import make_workspace

LEADS = 100_000
TWINS = 5_000
SWITCHBOARD = 2_000


def figures() -> Iterator[Figure]:
    """Scan leads among which some are twice, and many share one switchboard."""
    folder = Path(tempfile.mkdtemp(prefix="funneldesk-bench-"))
    try:
        with closing(make_workspace(folder / "workspace.db", LEADS)) as workspace:
            with workspace.engines()[0].begin() as connection:
                chance = Random(3)
                for place in chance.sample(range(2, LEADS), TWINS):
                    # The same person again, typed in by somebody else.
                    connection.execute(
                        text(
                            "UPDATE contact SET first_name = t.first_name, last_name = t.last_name,"
                            " email = upper(t.email), email_key = t.email_key FROM contact t"
                            " WHERE t.id = contact.id - 1 AND contact.id = :place"
                        ),
                        {"place": place},
                    )
                connection.execute(
                    text("UPDATE contact SET phone = '+493012345678' WHERE id <= :last"),
                    {"last": SWITCHBOARD},
                )
            with peak_memory() as memory:
                began = time.perf_counter()
                # As the window does it: in a process of its own.
                found = scan_in_child(workspace.path, lambda *_: None, lambda: False) or ()
                took = time.perf_counter() - began
            if len(found) < TWINS * 0.9:
                raise RuntimeError(f"only {len(found)} pairs were found")
            yield Figure("scan of 100,000 leads for duplicates", took, "s", 30.0)
            yield Figure("pairs found", len(found), "pairs")
            yield Figure("its peak memory", memory.megabytes, "MB")
            with workspace.read() as session:
                one = ContactId(int(found[0].kept.id))
                seconds = measure(lambda: duplicates_of(session, one))
            yield Figure("duplicates of one contact", seconds * 1000, "ms")
    finally:
        shutil.rmtree(folder)
