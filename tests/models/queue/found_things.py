"""Things that wait for a person, made up for the tests of the order."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from models.ids import AppointmentId, LeadId, MemberId, StageId, TaskId
from models.queue.order import Day
from models.queue.rows import Claimed, Found, Kind, LeadFacts, PutAside

AT = datetime(2026, 11, 3, 10, tzinfo=UTC)
ME, OTHER = MemberId(1), MemberId(2)
EVERY_WAY = frozenset(("call", "email", "linkedin"))
COMING = (date(2026, 11, 4), date(2026, 11, 5), date(2026, 11, 6))


def a_day(**changes: Any) -> Day:
    values: dict[str, Any] = {
        "at": AT,
        "zone": "UTC",
        "member_id": ME,
        "coming_days": lambda: COMING,
        "planned": 60,
    }
    return Day(**(values | changes))


def a_lead(number: int, **changes: Any) -> LeadFacts:
    values: dict[str, Any] = {
        "lead_id": LeadId(number),
        "name": f"Lead {number}",
        "company": "Acme",
        "stage_id": StageId(2),
        "owner_id": ME,
        "grade": "B2",
        "zone": "UTC",
        "zone_guessed": False,
        "reachable": EVERY_WAY,
        "blocked": frozenset(),
    }
    return LeadFacts(**(values | changes))


def found(kind: Kind, number: int = 1, *, hours_ago: float = 1, **changes: Any) -> Found:
    since = AT - timedelta(hours=hours_ago)
    lead = changes.pop("lead", a_lead(number))
    values: dict[str, Any] = {"kind": kind, "since": since, "lead": lead}
    return Found(**(values | changes))


@st.composite
def leads(draw: st.DrawFn, number: int) -> LeadFacts:
    media = st.frozensets(st.sampled_from(sorted(EVERY_WAY)))
    aside = st.builds(
        PutAside,
        st.integers(-50, 0).map(lambda hours: AT + timedelta(hours=hours)),
        st.integers(-5, 50).map(lambda hours: AT + timedelta(hours=hours)),
    )
    claim = st.builds(
        Claimed,
        st.sampled_from((ME, OTHER)),
        st.just("Somebody"),
        st.integers(-5, 20).map(lambda minutes: AT + timedelta(minutes=minutes)),
    )
    return a_lead(
        number,
        grade=draw(st.sampled_from((None, "A1", "B2", "D4"))),
        zone=draw(st.sampled_from(("UTC", "Asia/Kolkata", "America/New_York", "Asia/Tokyo"))),
        reachable=draw(media),
        blocked=draw(st.one_of(st.just(frozenset()), media)),
        put_aside=draw(st.one_of(st.none(), st.none(), aside)),
        claim=draw(st.one_of(st.none(), st.none(), claim)),
    )


@st.composite
def things(draw: st.DrawFn) -> list[Found]:
    """Return what may wait for a person: up to a dozen leads, several things of some of them."""
    people = [draw(leads(number)) for number in range(1, draw(st.integers(1, 10)) + 1)]
    waiting = []
    for number in range(draw(st.integers(0, 25))):
        kind = draw(st.sampled_from(list(Kind)))
        since = AT - timedelta(minutes=draw(st.integers(0, 20_000)))
        due = AT + timedelta(minutes=draw(st.integers(-5000, 600)))
        with_lead = kind is not Kind.REVIEW and (kind is not Kind.TASK or draw(st.booleans()))
        waiting.append(
            Found(
                kind,
                since,
                lead=draw(st.sampled_from(people)) if with_lead else None,
                due_at=due,
                about=f"thing {number}",
                medium=draw(st.sampled_from(("call", "email"))) if kind is Kind.STEP else None,
                minutes_left=draw(st.one_of(st.none(), st.integers(-2000, 600))),
                step=1,
                steps=3,
                appointment_id=AppointmentId(number + 1),
                task_id=TaskId(number + 1) if kind is Kind.TASK else None,
            )
        )
    return waiting
