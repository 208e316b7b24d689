"""The e-book example: one guide, given away twice, and what the reasons say about each time.

Given to everybody, a download counted as an MQL: of 5,000, 2,000 decide nothing and 2,500 have no
budget, so 500 qualify (10 %). Given by role and budget, 1,000 downloads qualify one and all, and 5
became clients (0.5 %). Both are a failure; who has to act stands in the reasons.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.sample.story import Progress
from app.sample.team import hire
from app.sample.world import Chance
from models.basics import settle_basics
from models.history.verbs import verb
from models.intake.kinds.intakes import intake_for
from models.intake.loading.batch import loading
from models.intake.loading.publishing import ImportReport, index_new_leads, publish
from models.intake.records import (
    CompanyRecord,
    ContactRecord,
    CustomRecord,
    Duplicates,
    InterestRecord,
    LeadRecord,
    MoveRecord,
    Record,
)
from models.scoring.rescoring import rescore_all
from models.workspace import Workspace

OPEN_CAMPAIGN = "E-book for everybody"
CHOSEN_CAMPAIGN = "E-book by role and budget"
_SOURCE = "ebook"
_CHANNEL = "Content"
_TOPIC = "Cold-chain e-book"
_SEED = 5_000
_CHUNK = 500
_BUDGET_FIELD = "Budget this year"
_BUDGET, _NO_BUDGET = "planned", "none"
_DECIDE_NOTHING = ("Student", "Intern", "Analyst", "Coordinator", "Assistant", "Consultant")
_DECIDE = ("VP Operations", "Head of Logistics", "COO", "Quality Director", "Managing Director")
_SMALL, _LARGE = (2, 5, 8, 12, 20), (60, 120, 250, 600, 1500)


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of some downloads: how far they came, and why they left."""

    leads: int
    titles: Sequence[str]
    budget: str
    reached: tuple[str, ...]
    status: str = "open"
    reason: str | None = None


_EVERYBODY = (
    _Fate(2_000, _DECIDE_NOTHING, _NO_BUDGET, ("mql",), "disqualified", "authority"),
    _Fate(2_500, _DECIDE, _NO_BUDGET, ("mql",), "disqualified", "budget"),
    _Fate(500, _DECIDE, _BUDGET, ("mql", "sql")),
)
_TO_SQL = ("mql", "responded", "interested", "sql")
_CHOSEN = (
    _Fate(610, _DECIDE, _BUDGET, ("mql",), "lost", "no_response"),
    _Fate(240, _DECIDE, _BUDGET, ("mql", "responded", "interested"), "lost", "timing"),
    _Fate(95, _DECIDE, _BUDGET, _TO_SQL, "lost", "no_response"),
    _Fate(50, _DECIDE, _BUDGET, (*_TO_SQL, "appointment", "held"), "lost", "competitor"),
    _Fate(5, _DECIDE, _BUDGET, (*_TO_SQL, "appointment", "held", "client"), "won"),
)


@verb
def make_ebook_example(session: Session, today: date) -> None:
    """Put the team and what it agreed on into an empty workspace; the downloads follow it."""
    settle_basics(session, "EUR", 1, today - timedelta(weeks=26), clients_per_month=2)
    hire(session)


def fill_with_ebook(workspace: Workspace, today: date, progress: Progress) -> None:
    """Fill an empty workspace with both ways of giving the e-book away."""
    with workspace.write() as session:
        make_ebook_example(session, today)
    rng = Chance(_SEED)
    leads = [
        *_downloads(rng, OPEN_CAMPAIGN, _EVERYBODY, today - timedelta(weeks=25), 0),
        *_downloads(rng, CHOSEN_CAMPAIGN, _CHOSEN, today - timedelta(weeks=16), 5_000),
    ]
    kinds: dict[str, Sequence[Record]] = {
        "leads": leads,
        "interest_events": [_event(lead) for lead in leads],
    }
    total = sum(len(records) for records in kinds.values())
    done = 0
    for kind, records in kinds.items():
        for taken_in in _take_in(workspace, kind, records):
            done += taken_in
            progress.tell(done, total)
    index_new_leads(workspace)
    rescore_all(workspace)


def _downloads(
    rng: Chance, campaign: str, fates: Sequence[_Fate], first_day: date, before: int
) -> Iterator[LeadRecord]:
    each = [fate for fate in fates for _one in range(fate.leads)]
    rng.shuffle(each)
    for number, fate in enumerate(each, start=before + 1):
        captured = first_day + timedelta(days=rng.randrange(42))
        moves, day = _moves(rng, fate.reached, captured)
        size = rng.choice(_SMALL if fate.budget == _NO_BUDGET else _LARGE)
        domain = f"firm{number}.example"
        yield LeadRecord(
            line=number,
            source=_SOURCE,
            external_key=f"download-{number}",
            contact=ContactRecord(
                first_name=rng.choice(("Alex", "Robin", "Kim", "Sam", "Noor", "Toni")),
                last_name=f"Reader {number}",
                job_title=rng.choice(fate.titles),
                email=f"reader{number}@{domain}",
            ),
            company=CompanyRecord(name=f"Firm {number}", website=domain, employees=size),
            channel=_CHANNEL,
            campaign=campaign,
            created_at=captured,
            status=fate.status,
            status_reason=fate.reason,
            closed_at=None if fate.status == "open" else day + timedelta(days=rng.randrange(10)),
            moves=moves,
            custom=(CustomRecord(_BUDGET_FIELD, "text", fate.budget),),
        )


def _moves(
    rng: Chance, reached: Sequence[str], captured: date
) -> tuple[tuple[MoveRecord, ...], date]:
    """Return the moves and the day of the last one.

    A download counted as an MQL, so it became one on the day it came.
    """
    moves, day = [MoveRecord(reached[0], captured, "day")], captured
    for stage in reached[1:]:
        day += timedelta(days=rng.randrange(1, 9))
        moves.append(MoveRecord(stage, day, "day"))
    return tuple(moves), day


def _event(lead: LeadRecord) -> InterestRecord:
    return InterestRecord(
        line=lead.line,
        source=lead.source,
        external_key=lead.external_key,
        email=None,
        kind="whitepaper",
        topic=_TOPIC,
        occurred_at=lead.created_at or date.min,
        channel=lead.channel,
        campaign=lead.campaign,
    )


def _take_in(workspace: Workspace, kind: str, records: Sequence[Record]) -> Iterator[int]:
    """Load records as an import does, and yield how many each chunk held."""
    name = f"{kind}.csv"
    with loading(workspace, file_name=name, kind=kind, source=_SOURCE) as batch:
        with workspace.read() as session:
            intake = intake_for(
                session,
                batch,
                kind=kind,
                source=_SOURCE,
                duplicates=Duplicates.UPDATE,
                actor_id=None,
                zone="UTC",
                currency=None,
            )
        for start in range(0, len(records), _CHUNK):
            chunk = records[start : start + _CHUNK]
            with workspace.read() as session:
                intake.take_chunk(session, chunk)
            batch.write_chunk()
            yield len(chunk)
        batch.settle()
        tally = intake.tally
        report = ImportReport(len(records), tally.created, tally.updated, 0, tally.duplicates, 0)
        with workspace.write() as session:
            publish(session, batch, name, report)
