"""The classic faults between marketing and sales, checked against the numbers of a period.

A verdict rests on the range of a share, not on the share: a fault is there only where even the
kinder end of the range is bad, and absent only where even the worse end is good.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from models.evidence import Share, share_of
from models.reporting.asked import Asked, Behind
from models.reporting.facts import Facts, WeighedFacts
from models.reporting.questions.answering import MEASURES as ANSWERS
from models.reporting.questions.answering import facts as answers
from models.reporting.questions.funnel import HAPPENED
from models.reporting.questions.funnel import facts as arrivals
from models.reporting.questions.handed import MEASURES as HANDED
from models.reporting.questions.handed import facts as handoffs

FEWEST: Final = 20
"""Fewer cases than that say nothing."""
GROWTH: Final = 1.2
"""MQLs grew where the second half of a period has so many times those of the first."""


class Verdict(StrEnum):
    """What the numbers say of a fault."""

    PRESENT = "present"
    POSSIBLE = "possible"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Fault(StrEnum):
    """A classic fault."""

    IGNORED = "ignored"
    FLAT = "flat"
    SLOW = "slow"
    DISPUTED = "disputed"


LIMITS: Final = {
    Fault.IGNORED: (0.10, 0.20),
    Fault.SLOW: (0.20, 0.50),
    Fault.DISPUTED: (0.10, 0.25),
}
"""Shares that are good below the first number, and bad above the second."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A number that a verdict rests on: its code, the share or the count, and its list."""

    code: str
    share: Share | None
    count: int
    behind: Behind


@dataclass(frozen=True, slots=True)
class Symptom:
    """A fault with its verdict and the numbers that it rests on."""

    fault: Fault
    verdict: Verdict
    evidence: tuple[Evidence, ...]


def verdict_on(share: Share, good_below: float, bad_above: float) -> Verdict:
    """Return what the range of a share of bad cases says.

    >>> verdict_on(share_of(30, 60), 0.1, 0.2).value, verdict_on(share_of(8, 60), 0.1, 0.2).value
    ('present', 'possible')
    >>> verdict_on(share_of(1, 60), 0.1, 0.2).value, verdict_on(share_of(5, 6), 0.1, 0.2).value
    ('absent', 'unknown')
    """
    if share.of < FEWEST:
        return Verdict.UNKNOWN
    if share.low > bad_above:
        return Verdict.PRESENT
    return Verdict.ABSENT if share.high < good_below else Verdict.POSSIBLE


def verdict_on_flatness(mqls: tuple[int, int], sqls: tuple[int, int]) -> Verdict:
    """Return whether MQLs grew from the first half of a period to the second, and SQLs did not.

    >>> verdict_on_flatness((50, 80), (10, 9)).value, verdict_on_flatness((50, 80), (10, 16)).value
    ('present', 'absent')
    >>> verdict_on_flatness((50, 80), (10, 12)).value, verdict_on_flatness((5, 9), (1, 1)).value
    ('possible', 'unknown')
    """
    if min(mqls) < FEWEST:
        return Verdict.UNKNOWN
    growth = mqls[1] / mqls[0]
    if growth < GROWTH:
        return Verdict.ABSENT
    if sqls[1] <= sqls[0]:
        return Verdict.PRESENT
    # As many SQLs of each MQL as before is what a pipeline that grows along would have.
    return Verdict.ABSENT if sqls[1] >= sqls[0] * growth else Verdict.POSSIBLE


def symptoms(session: Session, asked: Asked, at: datetime) -> tuple[Symptom, ...]:
    """Return every fault with what the period says of it."""
    answered = _sums(session, answers(session, asked, at, ""), ANSWERS)
    handed = _sums(session, handoffs(session, asked, at, ""), HANDED)
    late = share_of(answered["late"], answered["late"] + answered["in_time"])
    slow = share_of(answered["touch_late"], answered["touch_late"] + answered["touched_in_time"])
    disputed = share_of(handed["rejected"], handed["rejected"] + handed["accepted"])
    qualified = share_of(handed["qualified"], handed["accepted"])
    return (
        Symptom(
            Fault.IGNORED,
            verdict_on(late, *LIMITS[Fault.IGNORED]),
            (
                _evidence("late", late, "answering", "late"),
                _evidence("running", None, "answering", "running", answered["running"]),
            ),
        ),
        _flat(session, asked, at),
        Symptom(
            Fault.SLOW,
            verdict_on(slow, *LIMITS[Fault.SLOW]),
            (_evidence("touch_late", slow, "answering", "touch_late"),),
        ),
        Symptom(
            Fault.DISPUTED,
            verdict_on(disputed, *LIMITS[Fault.DISPUTED]),
            (
                _evidence("rejected", disputed, "handed", "rejected"),
                _evidence("qualified", qualified, "handed", "qualified"),
            ),
        ),
    )


def halves(asked: Asked) -> tuple[Asked, Asked]:
    """Return the two halves of a period; of an odd number of days the first one is left out.

    >>> from datetime import date
    >>> [str(one.first) for one in halves(Asked(date(2026, 11, 1), date(2026, 11, 5), "UTC"))]
    ['2026-11-02', '2026-11-04']
    """
    length = timedelta(days=max(1, asked.days // 2))
    day = timedelta(days=1)
    middle = asked.last + day - length
    return (
        replace(asked, first=middle - length, last=middle - day),
        replace(asked, first=middle),
    )


def _flat(session: Session, asked: Asked, at: datetime) -> Symptom:
    sums = []
    for half in halves(asked):
        tallied = arrivals(session, half, at, HAPPENED).tally(session).values()
        sums.append({code: sum(one[code] for one in tallied) for code in ("mql", "sql")})
    mqls, sqls = ((sums[0][code], sums[1][code]) for code in ("mql", "sql"))
    evidence = []
    for code in ("mql", "sql"):
        for place, counted in enumerate(sums, start=1):
            behind = Behind(f"half_{place}", "", None, code)
            evidence.append(Evidence(f"{code}_{place}", None, counted[code], behind))
    return Symptom(Fault.FLAT, verdict_on_flatness(mqls, sqls), tuple(evidence))


def _sums(
    session: Session, facts: Facts | WeighedFacts, measures: tuple[str, ...]
) -> dict[str, int]:
    tallied = facts.tally(session).values()
    return {measure: sum(one[measure] for one in tallied) for measure in measures}


def _evidence(
    code: str, share: Share | None, question: str, measure: str, count: int = 0
) -> Evidence:
    counted = count if share is None else share.count
    return Evidence(code, share, counted, Behind(question, "", None, measure))
