"""A big import: how long, how much memory, and whom it keeps waiting meanwhile."""

import csv
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

from app.importing.columns.planning import plan_import
from app.importing.process import import_in_child
from app.importing.request import ImportRequest
from app.importing.run import ImportOutcome
from models.intake.loading.publishing import index_new_leads
from models.leads.capture import add_company
from models.workspace import Workspace, open_workspace
from tests.benchmarks.figure import Figure, peak_memory

CONTACTS = 100_000
_MAVEN = Path(__file__).parents[3] / "shared" / "data" / "maven" / "sales_pipeline.csv"
_GIVEN = "Anna Ben Carla David Eva Felix Gita Hugo Ines Jan Kira Leo María Nils Olga José".split()
_FAMILY = "Smith Müller García Rossi Dubois Kowalski Novak Jensen Silva Ivanov Tanaka Kim".split()
_SAVES_APART_SECONDS = 0.1


def figures() -> Iterator[Figure]:
    """Import Maven and 100,000 contacts, the latter while somebody else keeps saving."""
    if _MAVEN.exists():
        with _workspace() as workspace:
            took, _outcome = _import(workspace, _MAVEN)
        yield Figure("import of Maven, 8,800 rows", took, "s", 5.0)
    with _workspace() as workspace:
        file = write_contacts(workspace.path.with_name("contacts.csv"))
        with peak_memory() as memory, saving(workspace.path) as waits:
            took, outcome = _import(workspace, file)
        if outcome.report.created != CONTACTS:
            raise RuntimeError(f"only {outcome.report.created} contacts came in")
        yield Figure("import of 100,000 contacts, to visible leads", took, "s", 20.0)
        yield Figure("its peak memory, all processes", memory.megabytes, "MB", 500.0)
        yield Figure("another writer's save meanwhile, 99th percentile", p99(waits), "ms", 500.0)
        yield Figure("another writer's save meanwhile, longest", max(waits), "ms")
        yield Figure("saves meanwhile", len(waits), "saves")
        began = time.perf_counter()
        index_new_leads(workspace)
        yield Figure("search index afterwards", time.perf_counter() - began, "s")
        size = workspace.path.stat().st_size / 1e6
        yield Figure("workspace file with 100,000 contacts", size, "MB")


@contextmanager
def _workspace() -> Iterator[Workspace]:
    folder = Path(tempfile.mkdtemp(prefix="funneldesk-bench-"))
    try:
        with closing(open_workspace(folder / "workspace.db")) as workspace:
            yield workspace
    finally:
        shutil.rmtree(folder)


def _import(workspace: Workspace, file: Path) -> tuple[float, ImportOutcome]:
    began = time.perf_counter()
    plan = plan_import(workspace, file)
    request = ImportRequest(file, plan.mapping)
    # As the window does it: in a process of its own.
    outcome = import_in_child(workspace.path, request, lambda *_: None, lambda: False)
    return time.perf_counter() - began, outcome


@contextmanager
def saving(path: Path) -> Iterator[list[float]]:
    """Save a company every 100 ms from this process; list how long each save took, in ms."""
    waits: list[float] = []
    stop = threading.Event()

    def save() -> None:
        with closing(open_workspace(path)) as workspace:
            while not stop.wait(_SAVES_APART_SECONDS):
                began = time.perf_counter()
                with workspace.write() as session:
                    add_company(session, name=f"Company {len(waits)}")
                waits.append((time.perf_counter() - began) * 1000)

    thread = threading.Thread(target=save)
    thread.start()
    try:
        yield waits
    finally:
        stop.set()
        thread.join()


def p99(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.99)]


def write_contacts(path: Path) -> Path:
    """Write the file of contacts and return its path."""
    chance = Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            "Record ID,First Name,Last Name,Email,Phone Number,Company,Job Title,Create Date,"
            "Lead Source,Country".split(",")
        )
        for number in range(CONTACTS):
            company = chance.randrange(CONTACTS // 4)
            writer.writerow(
                (
                    100_000 + number,
                    chance.choice(_GIVEN),
                    chance.choice(_FAMILY),
                    f"person{number}@company{company}.example.com",
                    f"+4420{chance.randrange(70_000_000, 80_000_000)}",
                    f"Company {company} Ltd",
                    chance.choice(("CEO", "VP Operations", "Head of IT", "Buyer")),
                    f"2026-{chance.randrange(1, 11):02d}-{chance.randrange(1, 28):02d}",
                    chance.choice(("SEO", "LinkedIn Ads", "Webinar", "Referral", "Outbound")),
                    "GB",
                )
            )
    return path
