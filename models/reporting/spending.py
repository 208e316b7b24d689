"""What campaigns cost within a period, entry by entry.

Spend that was stated for more days than those asked about counts by its share of days, exactly in
minor units of the base currency, by the rate of its first day in the period.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.marketing.channels import Channel
from models.entities.marketing.spending import Campaign, CampaignSpend
from models.money import NoRateError, convert, unrated
from models.reporting.asked import Asked
from models.reporting.groups import CHANNEL

QUESTION: Final = "spending"


@dataclass(frozen=True, slots=True)
class SpendRow:
    """A stated spend: `days_within` of its `days` lie in the period, `counted_minor` is their part.

    `group` is the code of its channel or campaign; the counted part is in the base currency.
    """

    group: str
    campaign: str
    channel: str
    first: date
    last: date
    amount_minor: int
    currency: str
    days_within: int
    days: int
    counted_minor: int


def spending(
    session: Session, asked: Asked, by: str, group: str | None = None
) -> tuple[tuple[SpendRow, ...], tuple[str, ...]]:
    """Return the spends that touch a period, the newest first, and what could not be counted."""
    found = session.execute(
        select(
            Campaign.id,
            Campaign.name,
            Campaign.channel_id,
            Channel.name.label("channel"),
            CampaignSpend.period_start,
            CampaignSpend.period_end,
            CampaignSpend.amount_minor,
            CampaignSpend.currency,
        )
        .join(CampaignSpend, CampaignSpend.campaign_id == Campaign.id)
        .join(Channel, Channel.id == Campaign.channel_id)
        .where(CampaignSpend.period_start <= asked.last, CampaignSpend.period_end >= asked.first)
        .order_by(CampaignSpend.period_start.desc(), CampaignSpend.id)
    )
    rows: list[SpendRow] = []
    missing: list[NoRateError] = []
    for row in found:
        code = str(row.channel_id if by == CHANNEL else row.id)
        if group is not None and code != group:
            continue
        part, whole = share_of_days(row.period_start, row.period_end, asked.first, asked.last)
        # Whole minor units: the last halves of all parts of a spend add up to it within a unit.
        minor = (row.amount_minor * part * 2 + whole) // (2 * whole)
        try:
            counted = convert(session, minor, row.currency, max(row.period_start, asked.first))
        except NoRateError as error:
            missing.append(error)
            continue
        rows.append(
            SpendRow(
                group=code,
                campaign=row.name,
                channel=row.channel,
                first=row.period_start,
                last=row.period_end,
                amount_minor=row.amount_minor,
                currency=row.currency,
                days_within=part,
                days=whole,
                counted_minor=counted,
            )
        )
    words = unrated(missing).words()
    return tuple(rows), (words,) if words else ()


def share_of_days(start: date, end: date, first: date, last: date) -> tuple[int, int]:
    """Return how many days of a spend lie within a period, and how many it has.

    >>> share_of_days(date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 16), date(2026, 12, 31))
    (15, 30)
    """
    within = (min(end, last) - max(start, first)).days + 1
    return max(0, within), (end - start).days + 1
