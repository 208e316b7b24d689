"""Every number of the reports is what independent SQL says of the same workspace."""

import shutil
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from app.sample import make_sample_file
from models.errors import InvalidValueError
from models.ids import MemberId
from models.reporting import (
    answering,
    costing,
    departing,
    funnel,
    handed,
    meeting,
    showing,
    symptoms,
    touching,
    waiting,
    working,
)
from models.reporting.asked import Asked, Behind
from models.reporting.behind import counted
from models.team.working_clock import clocks_of_team
from models.workspace import open_workspace
from tests.models.reporting.random_history import write_random_history

TODAY = date(2026, 11, 21)
ASKED = Asked(date(2026, 6, 11), date(2026, 10, 20), "Europe/Berlin")
FROM, UNTIL = "2026-06-10 22:00:00", "2026-10-20 22:00:00"
"""The same period as text in UTC, written by hand: summer time holds at both ends."""
IN_PERIOD = "BETWEEN '2026-06-10 22:00:00' AND '2026-10-20 22:00:00'"
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
MEANS = """
    JOIN stage_definition d ON d.stage_id = m.to_stage_id AND d.definitions_id =
        (SELECT id FROM definitions ORDER BY number DESC LIMIT 1)
"""
STAGES = ("mql", "sql", "appointment", "held", "client")


@dataclass
class Told:
    """A workspace to read reports of, and the file to ask without them."""

    session: Session
    file: sqlite3.Connection

    def rows(self, *sql: str) -> list[Any]:
        """Return the rows of a query, which may come in parts."""
        return self.file.execute(" ".join(sql)).fetchall()

    def counts(self, *sql: str) -> dict[str, int]:
        """Return a count by group, groups as text."""
        return {"" if group is None else str(group): count for group, count in self.rows(*sql)}


@pytest.fixture(scope="module", params=["sample", "random"])
def told(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    new_workspace_file: Path,
) -> Iterator[Told]:
    path = tmp_path_factory.mktemp("reports") / "told.db"
    if request.param == "sample":
        make_sample_file(path, TODAY, leads=60)
    else:
        shutil.copyfile(new_workspace_file, path)
        write_random_history(path, seed=7)
    workspace = open_workspace(path)
    with workspace.read() as session, closing(sqlite3.connect(path)) as file:
        yield Told(session, file)
    workspace.close()


def instant(text: str | None) -> datetime:
    assert text is not None
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def nonzero(counts: dict[str, int]) -> dict[str, int]:
    return {group: count for group, count in counts.items() if count}


def tally(facts: Any, told: Told, measure: str) -> dict[str, int]:
    found = facts.tally(told.session)
    return nonzero({group: counts[measure] for group, counts in found.items()})


def has_reached(meaning: str) -> str:
    since = "WHERE m.lead_id = lead.id AND m.voided = 0 AND d.meaning ="
    return " ".join(("EXISTS (SELECT 1 FROM stage_move m", MEANS, since, repr(meaning), ")"))


ACCEPTED = "lead.id IN (SELECT lead_id FROM handoff WHERE state = 'accepted')"


SIZE = """CASE WHEN employees IS NULL THEN '' ELSE
    (employees > 10) + (employees > 50) + (employees > 200) + (employees > 1000) END"""
COLUMNS = {
    "channel": "lead.channel_id",
    "campaign": "lead.campaign_id",
    "owner": "lead.owner_id",
    "industry": "company.industry",
    "size": SIZE,
}


def test_the_funnel_counts_what_the_leads_of_the_period_reached(told: Told) -> None:
    conditions = {"leads": "1", "accepted": ACCEPTED, **{one: has_reached(one) for one in STAGES}}
    for by, column in COLUMNS.items():
        facts = funnel.facts(told.session, ASKED, AT, by)
        for measure, condition in conditions.items():
            expected = told.counts(
                "SELECT COALESCE(",
                column,
                ", ''), count(*) FROM lead LEFT JOIN company ON company.id = lead.company_id",
                "WHERE captured_at",
                IN_PERIOD,
                "AND",
                condition,
                "GROUP BY 1",
            )
            assert tally(facts, told, measure) == nonzero(expected), (by, measure)


def test_months_are_those_of_the_zone_and_first_arrivals_count_once(told: Told) -> None:
    zone = ZoneInfo(ASKED.zone)
    captured = told.rows("SELECT captured_at FROM lead WHERE captured_at", IN_PERIOD)
    months = Counter(f"{instant(row[0]).astimezone(zone):%Y-%m}" for row in captured)
    assert tally(funnel.facts(told.session, ASKED, AT, "month"), told, "leads") == months
    happened = funnel.facts(told.session, ASKED, AT, funnel.HAPPENED)
    for meaning in STAGES:
        first = told.rows(
            "SELECT min(m.occurred_at) AS first FROM stage_move m",
            MEANS,
            "WHERE m.voided = 0 AND d.meaning =",
            repr(meaning),
            "GROUP BY m.lead_id HAVING first",
            IN_PERIOD,
        )
        expected = Counter(f"{instant(row[0]).astimezone(zone):%Y-%m}" for row in first)
        assert tally(happened, told, meaning) == expected, meaning


def test_handoffs_count_by_state_and_by_what_came_after_them(told: Told) -> None:
    facts = handed.facts(told.session, ASKED, AT, "campaign")
    base = """SELECT COALESCE(lead.campaign_id, ''), count(*) FROM handoff h
        JOIN lead ON lead.id = h.lead_id WHERE h.handed_at"""
    afterwards = """WHERE m.lead_id = h.lead_id AND m.voided = 0 AND m.occurred_at >= h.handed_at
        AND d.meaning ="""
    since = " ".join(("AND h.state = 'accepted' AND EXISTS (SELECT 1 FROM stage_move m", MEANS))
    conditions = {
        "handed": "",
        "accepted": "AND h.state = 'accepted'",
        "rejected": "AND h.state = 'rejected'",
        "waiting": "AND h.state = 'waiting'",
        "qualified": f"{since} {afterwards} 'sql')",
        "client": f"{since} {afterwards} 'client')",
    }
    for measure, condition in conditions.items():
        expected = told.counts(base, IN_PERIOD, condition, "GROUP BY 1")
        assert tally(facts, told, measure) == nonzero(expected), measure


def test_stage_ages_are_those_of_open_leads_and_stays_those_that_ended_in_the_period(
    told: Told,
) -> None:
    rows = {row.stage_id: row for row in waiting.waiting(told.session, ASKED, AT)}
    ages: defaultdict[int, list[float]] = defaultdict(list)
    opened = Counter[int]()
    for stage, moved in told.rows(
        "SELECT lead.stage_id, (SELECT moved_at FROM lead_card c WHERE c.id = lead.id) "
        "FROM lead WHERE status = 'open'"
    ):
        opened[stage] += 1
        if moved is not None:
            ages[stage].append((AT - instant(moved)) / timedelta(days=1))
    stays: defaultdict[int, list[float]] = defaultdict(list)
    last: dict[int, tuple[int, datetime]] = {}
    for lead, stage, occurred in told.rows(
        "SELECT lead_id, to_stage_id, occurred_at FROM stage_move WHERE voided = 0 "
        "AND occurred_at IS NOT NULL ORDER BY lead_id, occurred_at, id"
    ):
        if lead in last and FROM <= occurred < UNTIL:
            before, entered = last[lead]
            stays[before].append((instant(occurred) - entered) / timedelta(days=1))
        last[lead] = stage, instant(occurred)
    for stage, row in rows.items():
        assert row.open == opened[stage]
        assert row.ageing == sum(age > 30 for age in ages[stage])
        assert row.undated == opened[stage] - len(ages[stage])
        assert row.moved_on == len(stays[stage])
        if ages[stage]:
            assert row.median_days == pytest.approx(median(max(0, age) for age in ages[stage]))
        if stays[stage]:
            assert row.usual_days == pytest.approx(median(stays[stage]))
            longest = row.longest_usual_days or 0.0
            share = sum(stay <= longest for stay in stays[stage]) / len(stays[stage])
            assert share >= 0.9


def test_answers_are_late_by_the_clock_of_who_was_asked_and_silence_is(told: Told) -> None:
    clocks = clocks_of_team(told.session)
    expected: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for member, state, at, decided, touched in told.rows(
        "SELECT member_id, state, handed_at, decided_at, (SELECT min(occurred_at) FROM touch t",
        "WHERE t.lead_id = h.lead_id AND t.occurred_at >= h.handed_at) FROM handoff h",
        "WHERE state != 'withdrawn' AND handed_at",
        IN_PERIOD,
    ):
        own = expected["" if member is None else str(member)]
        own["handed"] += 1
        if member is None:
            own["unmeasured"] += 1
            continue
        clock, begins = clocks[MemberId(member)], instant(at)
        for done, term, good, bad in (
            (decided, 1440, "in_time", "late"),
            (touched, 30, "touched_in_time", "touch_late"),
        ):
            if done is None and bad == "touch_late" and state == "rejected":
                continue
            taken = clock.minutes_between(begins, AT if done is None else instant(done))
            if taken > term:
                own[bad] += 1
            else:
                own["running" if done is None else good] += done is not None or good == "in_time"
    facts = answering.facts(told.session, ASKED, AT, "owner")
    for measure in ("handed", "in_time", "late", "touched_in_time", "touch_late", "unmeasured"):
        found = {group: counts[measure] for group, counts in expected.items()}
        assert tally(facts, told, measure) == nonzero(found), measure


def test_reasons_count_leads_that_left_and_handoffs_that_were_rejected(told: Told) -> None:
    facts = departing.facts(told.session, ASKED, AT, "")
    assert tally(facts, told, "left") == told.counts(
        "SELECT COALESCE(status_reason, ''), count(*) FROM lead",
        "WHERE status IN ('disqualified', 'lost', 'nurture') AND status_since",
        IN_PERIOD,
        "GROUP BY 1",
    )
    assert tally(facts, told, "rejected") == told.counts(
        "SELECT COALESCE(reason, ''), count(*) FROM handoff WHERE state = 'rejected'",
        "AND decided_at",
        IN_PERIOD,
        "GROUP BY 1",
    )


def test_touches_count_up_to_the_first_answer(told: Told) -> None:
    tried, answered = Counter[int](), Counter[int]()
    touches: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for lead, outcome, at in told.rows(
        "SELECT lead_id, outcome, occurred_at FROM touch ORDER BY lead_id, occurred_at, id"
    ):
        touches[lead].append((outcome, at))
    silent = ("no_answer", "voicemail", "gatekeeper", "wrong_number", "sent")
    for some in touches.values():
        if not FROM <= some[0][1] < UNTIL:
            continue
        for number, (outcome, _at) in enumerate(some, start=1):
            tried[min(number, 8)] += 1
            if outcome not in silent:
                answered[min(number, 8)] += 1
                break
    rows = touching.touching(told.session, ASKED, AT, "attempt")
    assert {int(row.code): row.tried for row in rows} == tried
    assert {int(row.code): row.answered for row in rows if row.answered} == answered
    if rows:
        assert rows[-1].answered_so_far == answered.total()
        assert {row.leads for row in rows} == {tried[1]}


def test_meetings_count_once_on_the_date_first_agreed(told: Told) -> None:
    chains: dict[int, list[Any]] = {}
    root: dict[int, int] = {}
    for row in told.rows(
        "SELECT id, previous_id, state, booked_at, original_starts_at FROM appointment",
        "WHERE original_starts_at",
        IN_PERIOD,
        "ORDER BY id",
    ):
        root[row[0]] = row[0] if row[1] is None else root[row[1]]
        chains.setdefault(root[row[0]], []).append(row)
    expected: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for chain in chains.values():
        days = (instant(chain[0][4]) - instant(chain[0][3])) / timedelta(days=1)
        own = expected[str(sum(days > most for most in (1, 3, 7, 14)))]
        states = [row[2] for row in chain]
        due = [state for state in states if state in {"held", "no_show"}]
        own["agreed"] += 1
        own["came_due"] += bool(due)
        own["shown"] += due[:1] == ["held"]
        own["eventually_held"] += "held" in due
    rows = showing.showing(told.session, ASKED, AT, "lead_time")
    assert {row.code for row in rows} == set(expected)
    for row in rows:
        for measure in ("agreed", "came_due", "shown", "eventually_held"):
            assert row.count(measure) == expected[row.code][measure], (row.code, measure)


def test_workload_counts_touches_first_bookings_and_meetings_of_the_period(told: Told) -> None:
    facts = working.facts(told.session, ASKED, AT, "")
    queries = {
        "touches": "member_id, count(*) FROM touch WHERE occurred_at",
        "booked": "setter_id, count(*) FROM appointment WHERE previous_id IS NULL AND booked_at",
        "held": "closer_id, count(*) FROM appointment WHERE state = 'held' AND starts_at",
    }
    for measure, query in queries.items():
        expected = told.counts("SELECT", query, IN_PERIOD, "GROUP BY 1")
        expected.pop("", None)
        assert tally(facts, told, measure) == nonzero(expected), measure


def test_spend_counts_by_its_days_in_the_period(told: Told) -> None:
    costs = costing.costs(told.session, ASKED, AT, "campaign")
    expected: Counter[str] = Counter()
    for campaign, first, last, amount in told.rows(
        "SELECT campaign_id, period_start, period_end, amount_minor FROM campaign_spend"
    ):
        days = [
            date.fromisoformat(first) + timedelta(days=at)
            for at in range((date.fromisoformat(last) - date.fromisoformat(first)).days + 1)
        ]
        within = sum(ASKED.first <= day <= ASKED.last for day in days)
        expected[str(campaign)] += round(amount * within / len(days) + 1e-9)
    found = {row.funnel.group.code: row.spent_minor for row in costs.rows}
    assert found == pytest.approx(nonzero(expected), abs=5)
    for row in costs.rows:
        sqls = told.rows(
            "SELECT count(*) FROM lead WHERE campaign_id =",
            row.funnel.group.code,
            "AND captured_at",
            IN_PERIOD,
            "AND",
            has_reached("sql"),
        )[0][0]
        assert row.cost("sql").minor == (round(row.spent_minor / sqls) if sqls else None)


def test_leads_to_talk_over_are_those_that_were_rejected_wait_or_passed_a_gate(told: Told) -> None:
    def count(query: str) -> int:
        return int(told.rows("SELECT count(*) FROM", query)[0][0])

    rejected = f"handoff WHERE state = 'rejected' AND decided_at {IN_PERIOD}"
    waits = f"handoff WHERE state = 'waiting' AND handed_at < '{UNTIL}'"
    passed = f"stage_move WHERE override_reason <> '' AND voided = 0 AND recorded_at {IN_PERIOD}"
    assert len(meeting.rejected_leads(told.session, ASKED, AT)) == count(rejected)
    assert len(meeting.leads_without_answer(told.session, ASKED, AT)) == count(waits)
    assert len(meeting.moves_past_gates(told.session, ASKED, AT)) == count(passed)


def test_faults_rest_on_the_same_counts(told: Told) -> None:
    found = {
        (symptom.fault.value, one.code): one
        for symptom in symptoms.symptoms(told.session, ASKED, AT)
        for one in symptom.evidence
    }
    states = told.counts(
        "SELECT state, count(*) FROM handoff WHERE handed_at", IN_PERIOD, "GROUP BY 1"
    )
    disputed = found["disputed", "rejected"].share
    assert disputed is not None
    assert disputed.count == states.get("rejected", 0)
    assert disputed.of == states.get("rejected", 0) + states.get("accepted", 0)
    # Of 132 days each half has 66; the second begins on 16 August.
    bounds = (FROM, "2026-08-15 22:00:00", UNTIL)
    for half, (begin, end) in enumerate(pairwise(bounds), start=1):
        for meaning in ("mql", "sql"):
            first = told.rows(
                "SELECT min(m.occurred_at) AS first FROM stage_move m",
                MEANS,
                f"WHERE m.voided = 0 AND d.meaning = {meaning!r} GROUP BY m.lead_id",
                f"HAVING first >= '{begin}' AND first < '{end}'",
            )
            assert found["flat", f"{meaning}_{half}"].count == len(first), (meaning, half)
    # How late answers are is asked of the file in a test of its own.
    tallied = answering.facts(told.session, ASKED, AT, "owner").tally(told.session).values()
    for fault, code, good in (
        ("ignored", "late", "in_time"),
        ("slow", "touch_late", "touched_in_time"),
    ):
        share = found[fault, code].share
        assert share is not None
        assert share.count == sum(one[code] for one in tallied)
        assert share.of == share.count + sum(one[good] for one in tallied)


DIVISIONS = {
    answering: "owner",
    departing: "reason",
    funnel: "campaign",
    handed: "channel",
    showing: "lead_time",
    touching: "attempt",
    waiting: "stage",
    working: "member",
}


@pytest.mark.parametrize("question", DIVISIONS, ids=lambda module: str(module.QUESTION))
def test_the_list_behind_every_number_holds_as_many_as_the_number_says(
    told: Told, question: ModuleType
) -> None:
    by = DIVISIONS[question]
    facts = question.facts(told.session, ASKED, AT, by)
    tallied = facts.tally(told.session)
    for measure in facts.measures:
        things = facts.things(told.session, None, measure)
        assert len(things) == sum(counts[measure] for counts in tallied.values()), measure
    for group, measure in ((next(iter(tallied)), facts.measures[0]), (None, facts.measures[-1])):
        behind = Behind(question.QUESTION, by, group, measure)
        some = tallied.values() if group is None else (tallied[group],)
        assert len(counted(told.session, ASKED, AT, behind)) == sum(one[measure] for one in some)


def test_a_number_that_no_report_has_is_refused(told: Told) -> None:
    for wrong in (Behind("weather", "", None, "rain"), Behind("funnel", "", None, "rain")):
        with pytest.raises(InvalidValueError, match="No report counts that"):
            counted(told.session, ASKED, AT, wrong)
