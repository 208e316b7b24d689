"""Every number of the reports is what independent SQL says of the same workspace."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.ids import MemberId
from models.reporting.questions import (
    answering,
    departing,
    funnel,
    handed,
    showing,
    touching,
    waiting,
    working,
)
from models.team.working_clock import clocks_of_team
from tests.models.reporting.independent_sql import (
    ASKED,
    AT,
    FROM,
    IN_PERIOD,
    MEANS,
    STAGES,
    UNTIL,
    Told,
    has_reached,
    instant,
    nonzero,
    tally,
)

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
