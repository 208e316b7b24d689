"""What each stage cost: the spend of a period over the leads that the same period brought.

Spend that was stated for more days than those asked about counts by its share of days, exactly in
minor units of the base currency, by the rate of its first day in the period.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import Campaign, CampaignSpend
from models.evidence import share_of
from models.money import NoRateError, convert, unrated
from models.reporting.asked import Asked
from models.reporting.funnel import LEADS, FunnelRow, funnel
from models.reporting.groups import CAMPAIGN, CHANNEL, namer
from models.settings import setting

QUESTION: Final = "funnel"
"""Costs are divided by the counts of the funnel; the lists behind them are its lists."""
STAGES: Final = (LEADS, "mql", "sql", "appointment", "client")


@dataclass(frozen=True, slots=True)
class Cost:
    """Minor units for each that reached a stage, and the range that its few cases leave open.

    The range follows the share of leads that reached the stage; None where none did, whose cost
    nobody knows but that it is at least `low`.
    """

    minor: int | None
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class CostRow:
    """A campaign or channel with what it cost in the period, and its leads by stage."""

    funnel: FunnelRow
    spent_minor: int

    def cost(self, measure: str) -> Cost:
        """Return what one that reached a stage cost."""
        leads, count = self.funnel.count(LEADS), self.funnel.count(measure)
        if measure == LEADS or not leads:
            each = round(self.spent_minor / count) if count else None
            return Cost(each, each or self.spent_minor, each)
        share = share_of(count, leads)
        low = round(self.spent_minor / (leads * share.high))
        if not count:
            return Cost(None, low, None)
        high = round(self.spent_minor / (leads * share.low))
        return Cost(round(self.spent_minor / count), low, high)


@dataclass(frozen=True, slots=True)
class Costs:
    """What was spent, by campaign or channel; `problems` say what could not be counted and why.

    `narrowed` says that only some leads were asked about, while the spend is that of all.
    """

    currency: str
    rows: tuple[CostRow, ...]
    problems: tuple[str, ...]
    narrowed: bool = False


def costs(session: Session, asked: Asked, at: datetime, by: str) -> Costs:
    """Return what each stage cost by campaign or channel, the dearest first.

    A segment narrows the leads and not the spend: nobody knows which part of it was for them. What
    brought no lead of the segment is left out then.
    """
    division = CHANNEL if by == CHANNEL else CAMPAIGN
    spent, problems = _spent(session, asked, division)
    found = {row.group.code: row for row in funnel(session, asked, at, division)}
    name = namer(session, division)
    rows = [
        CostRow(found.get(code) or FunnelRow(name(code), {}), minor)
        for code, minor in spent.items()
        if minor and (code in found or not asked.segment)
    ]
    rows.sort(key=lambda row: (-row.spent_minor, row.funnel.group.name))
    currency = setting(session, "base_currency")
    return Costs(currency, tuple(rows), problems, narrowed=bool(asked.segment))


def share_of_days(start: date, end: date, first: date, last: date) -> tuple[int, int]:
    """Return how many days of a spend lie within a period, and how many it has.

    >>> share_of_days(date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 16), date(2026, 12, 31))
    (15, 30)
    """
    within = (min(end, last) - max(start, first)).days + 1
    return max(0, within), (end - start).days + 1


def _spent(session: Session, asked: Asked, by: str) -> tuple[dict[str, int], tuple[str, ...]]:
    found = session.execute(
        select(
            Campaign.id,
            Campaign.channel_id,
            CampaignSpend.period_start,
            CampaignSpend.period_end,
            CampaignSpend.amount_minor,
            CampaignSpend.currency,
        )
        .join(CampaignSpend, CampaignSpend.campaign_id == Campaign.id)
        .where(CampaignSpend.period_start <= asked.last, CampaignSpend.period_end >= asked.first)
        .order_by(CampaignSpend.id)
    )
    spent: dict[str, int] = {}
    missing: list[NoRateError] = []
    for row in found:
        part, whole = share_of_days(row.period_start, row.period_end, asked.first, asked.last)
        # Whole minor units: the last halves of all parts of a spend add up to it within a unit.
        minor = (row.amount_minor * part * 2 + whole) // (2 * whole)
        try:
            counted = convert(session, minor, row.currency, max(row.period_start, asked.first))
        except NoRateError as error:
            missing.append(error)
            continue
        code = str(row.channel_id if by == CHANNEL else row.id)
        spent[code] = spent.get(code, 0) + counted
    words = unrated(missing).words()
    return spent, (words,) if words else ()
