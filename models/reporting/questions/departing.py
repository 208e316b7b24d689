"""Who left in a period and why, and what the reasons suggest for the rules that score leads.

A reason that was there when a lead came could have been told from what was known then. Where one
value of a field goes with such a reason far more often than all others do, a rule on that value
would have kept sales from these leads; whether it should be written is for people to say.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session

from models.definitions.current import reason_names
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Handoff, Lead
from models.evidence import Share, share_of, stands_out
from models.language import gettext as _
from models.reporting.asked import Asked
from models.reporting.facts import Counts, Facts
from models.reporting.groups import (
    CAMPAIGN,
    CHANNEL,
    COUNTRY,
    INDUSTRY,
    SIZE,
    Group,
    group_of,
    namer,
    with_group,
)
from models.reporting.questions.leaving import AT_CAPTURE
from models.reporting.segment import in_segment
from models.vocabulary import HandoffState, Status

QUESTION: Final = "departing"
LEFT: Final = (Status.DISQUALIFIED, Status.LOST, Status.NURTURE)
MEASURES: Final = ("left", *(status.value for status in LEFT), "rejected")
SUGGESTING: Final = (INDUSTRY, SIZE, COUNTRY, CHANNEL, CAMPAIGN)
"""The divisions in which a value is looked for that goes with a reason."""
FEWEST: Final = 10
"""So many leads of a value must have left for a reason before anything is suggested."""
TIMES: Final = 2
"""A reason must be so many times as frequent as with others: a rule for less is not worth it."""


@dataclass(frozen=True, slots=True)
class DepartingRow:
    """A reason with how many left for it, by what became of them.

    `rejected` are the handoffs that sales sent back for it, whatever became of the lead.
    """

    code: str
    name: str
    at_capture: bool
    counts: Counts

    def count(self, measure: str) -> int:
        """Return how many of a measure there are."""
        return self.counts.get(measure, 0)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value of a field with which a reason goes, and how often it does with the others."""

    reason: str
    reason_name: str
    by: str
    group: Group
    here: Share
    elsewhere: Share


def departing(session: Session, asked: Asked, at: datetime) -> tuple[DepartingRow, ...]:
    """Return the reasons, the most frequent first."""
    names = reason_names(session)
    rows = (
        DepartingRow(
            code, names.get(code, code) or _("No reason given"), code in AT_CAPTURE, counts
        )
        for code, counts in facts(session, asked, at, "reason").tally(session).items()
    )
    return tuple(
        sorted(rows, key=lambda row: (-row.count("left"), -row.count("rejected"), row.code))
    )


def facts(session: Session, asked: Asked, at: datetime, _by: str) -> Facts:
    """Return the leads that left within the period, and the handoffs that were rejected in it."""
    segment = in_segment(session, asked, at)
    left = (
        select(
            Lead.id.label("lead_id"),
            func.coalesce(Lead.status_reason, "").label("grp"),
            Lead.status_since.label("at"),
            Lead.status.label("note"),
            literal(1).label("left"),
            *(case((Lead.status == one, 1), else_=0).label(one.value) for one in LEFT),
            literal(0).label("rejected"),
        )
        .join(LeadCard, LeadCard.id == Lead.id)
        .where(
            Lead.status.in_(LEFT),
            Lead.status_since >= asked.start,
            Lead.status_since < asked.end,
            *segment,
        )
    )
    rejected = (
        select(
            Handoff.lead_id,
            func.coalesce(Handoff.reason, ""),
            Handoff.decided_at,
            Handoff.state,
            *(literal(0) for _one in MEASURES[:-1]),
            literal(1),
        )
        .join(LeadCard, LeadCard.id == Handoff.lead_id)
        .where(
            Handoff.state == HandoffState.REJECTED,
            Handoff.decided_at >= asked.start,
            Handoff.decided_at < asked.end,
            *segment,
        )
    )
    return Facts(left.union_all(rejected).subquery(), MEASURES)


def suggestions(session: Session, asked: Asked, at: datetime) -> tuple[Suggestion, ...]:
    """Return the values that go with a reason known at capture, the clearest first.

    Of leads captured in the period. A value is named only where its share is twice that of all
    other leads and stands out among the field's values, and one for each reason and field.
    """
    names = reason_names(session)
    found: list[Suggestion] = []
    for by in SUGGESTING:
        name = namer(session, by)
        counts = _by_reason(session, asked, at, by)
        groups = [group for group, reason in counts if reason is None]
        everybody = sum(counts[group, None] for group in groups)
        for reason in sorted({reason for _group, reason in counts if reason in AT_CAPTURE}):
            gone = sum(count for (_group, why), count in counts.items() if why == reason)
            best = None
            for (group, why), count in counts.items():
                if why != reason or count < FEWEST or not group:
                    continue
                leads = counts[group, None]
                here = share_of(count, leads)
                elsewhere = share_of(gone - count, everybody - leads)
                is_often = here.share >= TIMES * elsewhere.share
                if not is_often or not stands_out(here, elsewhere, len(groups)):
                    continue
                if best is None or here.low > best.here.low:
                    best = Suggestion(
                        reason, names.get(reason, reason), by, name(group), here, elsewhere
                    )
            if best is not None:
                found.append(best)
    return tuple(sorted(found, key=lambda one: one.elsewhere.high - one.here.low))


def _by_reason(
    session: Session, asked: Asked, at: datetime, by: str
) -> dict[tuple[str, str | None], int]:
    """Return the leads captured in the period by group, and those of them gone by reason."""
    reason = case((Lead.status.in_(LEFT), func.coalesce(Lead.status_reason, "")), else_="")
    wanted = (
        select(group_of(session, by, asked, at).label("grp"), reason.label("why"))
        .select_from(Lead)
        .join(LeadCard, LeadCard.id == Lead.id)
        .where(
            Lead.captured_at >= asked.start,
            Lead.captured_at < asked.end,
            *in_segment(session, asked, at),
        )
    )
    rows = with_group(wanted, by).subquery()
    found = session.execute(
        select(rows.c.grp, rows.c.why, func.count()).group_by(rows.c.grp, rows.c.why)
    )
    counts: dict[tuple[str, str | None], int] = {}
    for group, why, count in found:
        counts[group, None] = counts.get((group, None), 0) + count
        if why:
            counts[group, why] = count
    return counts
