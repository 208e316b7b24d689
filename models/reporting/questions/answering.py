"""How soon sales answers: yes or no to an MQL, and the first touch of its lead.

Both are measured in working minutes of the person who was asked, against the terms that were agreed
when the lead was handed over. Silence counts as late once its term is up.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Handoff
from models.entities.work.activity import Touch
from models.handoff.report import Reckoning
from models.ids import LeadId
from models.reporting.asked import Asked
from models.reporting.facts import Counts, Thing, Weighed, WeighedFacts
from models.reporting.groups import OWNER, Group, namer
from models.reporting.segment import in_segment
from models.vocabulary import HandoffState
from models.wall_time import local_day

QUESTION: Final = "answering"
WEEK: Final = "week"
BANDS: Final = (15, 30, 60, 240, 480, 1440)
"""The most working minutes of each band of answers but the last."""
BAND_MEASURES: Final = tuple(f"band_{place}" for place in range(len(BANDS) + 1))
MEASURES: Final = (
    "handed",
    "answered",
    "in_time",
    "late",
    "running",
    "unmeasured",
    "touched",
    "touched_in_time",
    "touch_late",
    *BAND_MEASURES,
)


@dataclass(frozen=True, slots=True)
class AnsweringRow:
    """A group of handoffs by how soon they were answered and touched.

    `late` holds those that were answered late and those whose term is up without an answer, `due`
    all that could be judged. Medians are in working minutes; None without any.
    """

    group: Group
    counts: Counts
    median_answer: float | None
    median_touch: float | None

    def count(self, measure: str) -> int:
        """Return how many of a measure there are."""
        return self.counts.get(measure, 0)

    @property
    def due(self) -> int:
        """Return how many were answered in time or not."""
        return self.count("in_time") + self.count("late")

    @property
    def touch_due(self) -> int:
        """Return how many were touched in time or not."""
        return self.count("touched_in_time") + self.count("touch_late")


@dataclass(frozen=True, slots=True)
class _Answer:
    weighed: tuple[Weighed, Weighed]
    """What counts of the answer, and of the first touch, each with its own minutes."""
    answer_minutes: int | None
    touch_minutes: int | None


def answering(session: Session, asked: Asked, at: datetime, by: str) -> tuple[AnsweringRow, ...]:
    """Return who was asked, or the weeks, with how soon they answered."""
    answers = _answers(session, asked, at, by)
    counts = _facts(answers).tally(session)
    name = namer(session, by)
    rows = []
    for code in counts:
        own = [one for one in answers if one.weighed[0].group == code]
        said = [one.answer_minutes for one in own if one.answer_minutes is not None]
        touched = [one.touch_minutes for one in own if one.touch_minutes is not None]
        rows.append(
            AnsweringRow(
                name(code),
                counts[code],
                median(said) if said else None,
                median(touched) if touched else None,
            )
        )
    if by == WEEK:
        return tuple(sorted(rows, key=lambda row: row.group.code))
    return tuple(sorted(rows, key=lambda row: (-row.count("handed"), row.group.name)))


def facts(session: Session, asked: Asked, at: datetime, by: str) -> WeighedFacts:
    """Return the handoffs of the period, weighed on the clock of who was asked."""
    return _facts(_answers(session, asked, at, by))


def _facts(answers: list[_Answer]) -> WeighedFacts:
    return WeighedFacts(tuple(part for one in answers for part in one.weighed), MEASURES)


def _answers(session: Session, asked: Asked, at: datetime, by: str) -> list[_Answer]:
    reckoning = Reckoning(session)
    first_touch = (
        select(func.min(Touch.occurred_at))
        .where(Touch.lead_id == Handoff.lead_id, Touch.occurred_at >= Handoff.handed_at)
        .correlate(Handoff)
        .scalar_subquery()
    )
    wanted = select(
        Handoff.lead_id,
        Handoff.state,
        Handoff.handed_at,
        Handoff.decided_at,
        Handoff.member_id,
        first_touch.label("touched_at"),
    ).where(
        Handoff.handed_at >= asked.start,
        Handoff.handed_at < asked.end,
        Handoff.state != HandoffState.WITHDRAWN,
    )
    if asked.segment:
        meant = select(LeadCard.id).where(*in_segment(session, asked, at))
        wanted = wanted.where(Handoff.lead_id.in_(meant))
    return [_weigh(row, reckoning, asked, at, by) for row in session.execute(wanted)]


def _weigh(row: Any, reckoning: Reckoning, asked: Asked, at: datetime, by: str) -> _Answer:
    answer = reckoning.minutes(row.member_id, row.handed_at, row.decided_at)
    touch = reckoning.minutes(row.member_id, row.handed_at, row.touched_at)
    is_open = answer is None or touch is None
    waited = reckoning.minutes(row.member_id, row.handed_at, at) if is_open else None
    measures = {"handed"}
    if row.decided_at is not None:
        measures.add("answered")
    measures.add(_judged(answer, waited, reckoning.term("accept", row.handed_at)))
    if answer is not None:
        measures.add(BAND_MEASURES[sum(answer > most for most in BANDS)])
    touches = set[str]()
    if row.touched_at is not None:
        touches.add("touched")
    judged = _judged(touch, waited, reckoning.term("first_response", row.handed_at))
    # A lead that sales sent back is owed no touch.
    owed = row.state != HandoffState.REJECTED or row.touched_at is not None
    if owed and judged in {"in_time", "late"}:
        touches.add("touched_in_time" if judged == "in_time" else "touch_late")
    group = _group(row, asked, by)
    weighed = (_weighed(row, group, measures, answer), _weighed(row, group, touches, touch))
    return _Answer(weighed, answer, touch)


def _weighed(row: Any, group: str, measures: set[str], minutes: int | None) -> Weighed:
    note = "" if minutes is None else str(minutes)
    return Weighed(Thing(LeadId(row.lead_id), row.handed_at, note), group, frozenset(measures))


def _judged(minutes: int | None, waited: int | None, term: int) -> str:
    if minutes is not None:
        return "in_time" if minutes <= term else "late"
    if waited is None:
        return "unmeasured"
    return "late" if waited > term else "running"


def _group(row: Any, asked: Asked, by: str) -> str:
    if by == OWNER:
        return "" if row.member_id is None else str(row.member_id)
    if by == WEEK:
        day = local_day(row.handed_at, asked.zone)
        return (day - timedelta(days=day.weekday())).isoformat()
    return "all"
