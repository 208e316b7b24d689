"""Open deals of the workspace as the simulator takes them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from models.iso_codes import minor_digits
from models.vocabulary import DealStage
from simulation.assumptions import BetaRate, Rate
from simulation.delays import DelayTable
from simulation.pipeline import OpenDeal, Slip
from simulation.volumes import WEEKS_LIMIT

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models.deals.pipeline import DealPipeline, OpenDealRow
    from models.evidence import Share
    from models.ids import LeadId

# What is held possible of a deal before any has closed: any chance, and up to four weeks late.
_PRIOR_CHANCE: Final = (1.0, 1.0)
_PRIOR_SLIP_WEEKS: Final = (0, 1, 2, 3, 4)
_MOST_WEEKS_EARLY, _MOST_WEEKS_LATE = 26, 104
_USUAL_DAYS: Final = 56


@dataclass(frozen=True, slots=True)
class ReadDeals:
    """The open deals for a plan, and what was read to make them.

    `undated` have no expected close, so the usual time of the won ones is taken; `unknown` have no
    amount that could be told, and are left out, as are those in a currency without a rate.
    """

    deals: tuple[OpenDeal, ...]
    pipeline: "DealPipeline"
    undated: int
    unknown: int


def read_deals(session: "Session", starts_on: date, on: date) -> ReadDeals:
    """Read the deals that are open at the end of a day, for a plan that begins on a Monday."""
    from models.deals.pipeline import deal_pipeline
    from models.scenarios.actuals import clients_before

    pipeline = deal_pipeline(session, on)
    clients = clients_before(session, on + timedelta(days=1))
    return ReadDeals(
        deals=deals_of(pipeline, starts_on, clients),
        pipeline=pipeline,
        undated=sum(deal.expected_close is None for deal in pipeline.deals),
        unknown=sum(deal.base_minor is None and deal.guessed for deal in pipeline.deals),
    )


def deals_of(
    pipeline: "DealPipeline", starts_on: date, clients: Collection["LeadId"] = ()
) -> tuple[OpenDeal, ...]:
    """Return the deals of a pipeline whose amount is known, in whole units of the currency.

    A deal with a lead that is among the `clients` already makes no client anew.
    """
    unit = 10 ** minor_digits(pipeline.currency)
    chances = {one.stage: chance_of_deals(one.share) for one in pipeline.chances}
    slip = slip_of(pipeline.slips)
    usual_days = sorted(pipeline.durations)[len(pipeline.durations) // 2 :][:1] or [_USUAL_DAYS]

    def expected(deal: "OpenDealRow") -> int:
        day = deal.expected_close or max(
            pipeline.on, deal.opened_on + timedelta(days=usual_days[0])
        )
        weeks = (day - starts_on).days // 7
        return max(-WEEKS_LIMIT, min(weeks, 10 * WEEKS_LIMIT))

    return tuple(
        OpenDeal(
            key=deal.uuid,
            stage=deal.stage,
            amount=deal.base_minor / unit,
            expected_week=expected(deal),
            chance=chances[DealStage(deal.stage).value],
            slip=slip,
            lead=deal.lead_uuid,
            makes_client=deal.lead_id not in clients,
        )
        for deal in pipeline.deals
        if deal.base_minor is not None
    )


def chance_of_deals(share: "Share") -> Rate:
    """Return the chance of deals, as uncertain as the closed ones leave it.

    The prior is flat, worth two deals: before any closed, every chance is as likely.
    """
    return BetaRate.from_evidence(share.count, share.of, prior=_PRIOR_CHANCE)


def slip_of(days: Sequence[int]) -> Slip:
    """Return by how many weeks deals slip, as won ones did.

    The prior is worth one deal: on time or one to four weeks late, each as likely.
    """
    weeks = [max(-_MOST_WEEKS_EARLY, min(round(late / 7), _MOST_WEEKS_LATE)) for late in days]
    early = max(0, -min(weeks, default=0))
    weights = [0.0] * (max((*weeks, *_PRIOR_SLIP_WEEKS)) + early + 1)
    for late in weeks:
        weights[late + early] += 1.0
    for late in _PRIOR_SLIP_WEEKS:
        weights[late + early] += 1.0 / len(_PRIOR_SLIP_WEEKS)
    return Slip(DelayTable(tuple(weights)), early)
