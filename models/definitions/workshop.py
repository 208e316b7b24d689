"""The five-step review of the definitions, on the workspace's own data.

Step 1 compares won with lost leads, steps 2 and 3 propose rules of fit and of interest, step 4
tries thresholds on the past, step 5 holds the SLA against what was measured. All of it proposes;
only a person agrees.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from math import log2
from statistics import median
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.conditions.condition import Condition
from models.conditions.sentences import sentence
from models.definitions.past_leads import ENDED, PastLead, averages, past_leads
from models.definitions.versions.draft import DefinitionsDraft
from models.entities.leads.leads import Handoff, Lead
from models.entities.work.activity import Touch
from models.evidence import Share, share_of
from models.ids import MemberId
from models.language import gettext as _
from models.language import ngettext
from models.scoring.counting import points_of
from models.scoring.rule import ScoreRuleDraft
from models.scoring.rules import scoring_of
from models.team.working_clock import clocks_of_team
from models.vocabulary import ScoreSide

FEWEST_WON = 10
FEWEST_ENDED = 40
_FEWEST_OF_TRAIT = 5
_MOST_TRAITS = 30
_THRESHOLDS = tuple(range(0, 101, 10))
_FIT_POINTS = (-30, 40)
_INTEREST_POINTS = (5, 60)


@dataclass(frozen=True, slots=True)
class TraitRow:
    """One thing that leads were or did: of those that had it, how many were won.

    `won` counts won among all leads with the trait, with its interval; `lift` says how many times
    the share of all leads that is.
    """

    condition: Condition
    words: str
    won: Share
    lost: int
    lift: float


@dataclass(frozen=True, slots=True)
class AverageRow:
    """A number of won leads beside that of lost ones, each with how many leads it is known of."""

    words: str
    unit: str
    won: float | None
    won_known: int
    lost: float | None
    lost_known: int


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """Step 1: won beside lost. `thin` says in words where there is too little to go by."""

    won: Share
    lost: int
    attributes: tuple[TraitRow, ...]
    behaviours: tuple[TraitRow, ...]
    averages: tuple[AverageRow, ...]
    thin: str


def compare(session: Session) -> ComparisonRow:
    """Return what preceded won leads and what preceded lost ones; disqualified ones are lost."""
    leads = past_leads(session)
    won = sum(lead.won for lead in leads)
    share = share_of(won, len(leads))
    return ComparisonRow(
        won=share,
        lost=len(leads) - won,
        attributes=_traits(session, leads, share, attributes=True),
        behaviours=_traits(session, leads, share, attributes=False),
        averages=_averages(leads),
        thin=_thin(won, len(leads)),
    )


def _thin(won: int, ended: int) -> str:
    if ended == 0:
        return _("No lead has come to an end yet, so there is nothing to compare.")
    if won < FEWEST_WON or ended < FEWEST_ENDED:
        return ngettext(
            "Only {won} of {count} ended lead was won: what follows is a hint and no proof.",
            "Only {won} of {count} ended leads were won: what follows is a hint and no proof.",
            ended,
        ).format(won=won, count=ended)
    return ""


def _traits(
    session: Session, leads: list[PastLead], overall: Share, *, attributes: bool
) -> tuple[TraitRow, ...]:
    """Return the commonest traits of which a few leads are known, the strongest first."""
    had: Counter[Condition] = Counter()
    of_won: Counter[Condition] = Counter()
    for lead in leads:
        traits = lead.attributes if attributes else lead.behaviours
        had.update(traits)
        if lead.won:
            of_won.update(traits)
    common = [
        trait
        for trait, count in had.most_common()
        if _FEWEST_OF_TRAIT <= count < overall.of or (count == overall.of and not attributes)
    ][:_MOST_TRAITS]
    rows = []
    for trait in common:
        share = share_of(of_won[trait], had[trait])
        lift = share.share / overall.share if overall.count else 0.0
        words = sentence(session, trait)
        rows.append(TraitRow(trait, words, share, had[trait] - of_won[trait], lift))
    return tuple(sorted(rows, key=lambda row: (-row.lift, row.words)))


def _averages(leads: list[PastLead]) -> tuple[AverageRow, ...]:
    won = [lead for lead in leads if lead.won]
    lost = [lead for lead in leads if not lead.won]
    rows = []
    for words, unit, value in (
        (_("What leads did before"), _("events"), lambda lead: float(lead.events)),
        (_("Touches"), _("touches"), lambda lead: float(lead.touches)),
        (
            _("First touch to meeting held"),
            _("days"),
            lambda lead: lead.days_to_meeting,
        ),
    ):
        of_won, of_lost = averages(map(value, won)), averages(map(value, lost))
        rows.append(AverageRow(words, unit, *of_won, *of_lost))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """Steps 2 and 3: a rule that the past speaks for, and what it rests on."""

    rule: ScoreRuleDraft
    trait: TraitRow


def proposed_rules(
    comparison: ComparisonRow, draft: DefinitionsDraft, side: ScoreSide
) -> tuple[ProposalRow, ...]:
    """Return rules of fit or interest for traits whose interval leaves out the share of all leads.

    What a rule of the draft asks already is not proposed again.
    """
    fit = side is ScoreSide.FIT
    known = {rule.condition for rule in draft.rules if rule.side is side}
    traits = comparison.attributes if fit else comparison.behaviours
    lowest, highest = _FIT_POINTS if fit else _INTEREST_POINTS
    rows = []
    for trait in traits:
        differs = trait.won.low > comparison.won.share or trait.won.high < comparison.won.share
        steps = round(4 * log2(max(trait.lift, 0.1)))
        points = max(lowest, min(highest, 5 * steps))
        if differs and steps and trait.condition not in known and (fit or steps > 0):
            rows.append(ProposalRow(ScoreRuleDraft(side, trait.condition, points), trait))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """Step 4: how many past leads reach a number of points, and how many of the won ones."""

    side: ScoreSide
    points: int
    passed: Share
    won_passed: Share


def thresholds(session: Session, draft: DefinitionsDraft) -> tuple[ThresholdRow, ...]:
    """Return how thresholds would have parted the past under a draft's rules.

    A past lead's interest is taken as it stood when the lead came to an end.
    """
    scoring = scoring_of(draft)
    ended = {
        lead_id: (status == ENDED[0], since)
        for lead_id, status, since in session.execute(
            select(Lead.id, Lead.status, Lead.status_since).where(Lead.status.in_(ENDED))
        )
    }
    found: dict[ScoreSide, list[tuple[bool, int]]] = {ScoreSide.FIT: [], ScoreSide.INTEREST: []}
    for points in points_of(session, scoring, Lead.status.in_(ENDED)):
        won, since = ended[points.lead_id]
        found[ScoreSide.FIT].append((won, points.fit))
        interest = scoring.grading.points(points.interest_key, since)
        found[ScoreSide.INTEREST].append((won, interest))
    return tuple(
        ThresholdRow(
            side,
            cut,
            share_of(sum(held >= cut for _won, held in scores), len(scores)),
            share_of(
                sum(won and held >= cut for won, held in scores), sum(won for won, _held in scores)
            ),
        )
        for side, scores in found.items()
        for cut in _THRESHOLDS
    )


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """Step 5: working minutes from handing over to the first touch, beside what was promised."""

    promised_minutes: int
    median_minutes: int | None
    kept: Share
    unanswered: int


def measured_response(session: Session, draft: DefinitionsDraft, at: datetime) -> ResponseRow:
    """Return how soon handed-over leads were touched; one still in time counts nowhere."""
    promised = int(draft.terms["first_response"])
    clocks = clocks_of_team(session)
    first: Any = (
        select(func.min(Touch.occurred_at))
        .where(Touch.lead_id == Handoff.lead_id, Touch.occurred_at >= Handoff.handed_at)
        .correlate(Handoff)
        .scalar_subquery()
    )
    found = session.execute(select(Handoff.handed_at, Handoff.member_id, first))
    taken: list[int] = []
    late = 0
    for handed_at, member_id, touched_at in found:
        if member_id is None:
            continue
        clock = clocks[MemberId(member_id)]
        if touched_at is not None:
            taken.append(clock.minutes_between(handed_at, touched_at))
        elif clock.minutes_between(handed_at, at) > promised:
            late += 1
    kept = share_of(sum(minutes <= promised for minutes in taken), len(taken) + late)
    return ResponseRow(promised, round(median(taken)) if taken else None, kept, late)
