"""Costs, faults and lists of leads rest on what the reports count, and each list on its number."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from types import ModuleType

import pytest

from models.errors import InvalidValueError
from models.reporting import meeting
from models.reporting.asked import Behind
from models.reporting.behind import counted
from models.reporting.questions import (
    answering,
    costing,
    departing,
    funnel,
    handed,
    showing,
    symptoms,
    touching,
    waiting,
    working,
)
from tests.models.reporting.independent_sql import (
    ASKED,
    AT,
    FROM,
    IN_PERIOD,
    MEANS,
    UNTIL,
    Told,
    has_reached,
    nonzero,
)


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
