"""Currencies in use beside the base currency, their rates, and what waits for one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.entities.leads.deals import Deal
from models.entities.marketing.spending import CampaignSpend
from models.money import RateRow, rates
from models.settings import setting
from models.vocabulary import DealState


@dataclass(frozen=True, slots=True)
class CurrencyRow:
    """A currency besides the base one: how many amounts are in it, and its rates, newest first.

    `waiting` amounts have no rate that is valid on their day; `waiting_since` is the first such
    day, from which on a rate mends them all.
    """

    currency: str
    deals: int
    spends: int
    waiting: int
    waiting_since: date | None
    rates: tuple[RateRow, ...]


def currencies_in_use(session: Session, today: date) -> tuple[CurrencyRow, ...]:
    """Return the currencies that need a rate or have one, those first that wait.

    A won deal counts on the day it was won, an open one today, and spend from its first day on. A
    lost deal needs no rate.
    """
    base = setting(session, "base_currency")
    known: dict[str, list[RateRow]] = {}
    for row in rates(session):
        known.setdefault(row.currency, []).insert(0, row)
    deals: dict[str, int] = {}
    spends: dict[str, int] = {}
    waiting: dict[str, int] = {}
    since: dict[str, date] = {}
    for counted, found in ((deals, _deals(session, base, today)), (spends, _spends(session, base))):
        for currency, day, count in found:
            counted[currency] = counted.get(currency, 0) + count
            if not any(rate.valid_from <= day for rate in known.get(currency, ())):
                waiting[currency] = waiting.get(currency, 0) + count
                since[currency] = min(day, since.get(currency, day))
    rows = (
        CurrencyRow(
            code,
            deals.get(code, 0),
            spends.get(code, 0),
            waiting.get(code, 0),
            since.get(code),
            tuple(known.get(code, ())),
        )
        for code in {*known, *deals, *spends} - {base}
    )
    return tuple(sorted(rows, key=lambda row: (not row.waiting, row.currency)))


def _deals(session: Session, base: str, today: date) -> Iterator[tuple[str, date, int]]:
    found = session.execute(
        select(Deal.currency, Deal.state, Deal.closed_on, func.count())
        .where(Deal.currency != base, Deal.amount_minor.is_not(None), Deal.state != DealState.LOST)
        .group_by(Deal.currency, Deal.state, Deal.closed_on)
    )
    for currency, state, closed_on, count in found:
        won_on = closed_on if state == DealState.WON else None
        yield currency, won_on or today, count


def _spends(session: Session, base: str) -> Iterator[tuple[str, date, int]]:
    found = session.execute(
        select(CampaignSpend.currency, CampaignSpend.period_start, func.count())
        .where(CampaignSpend.currency != base)
        .group_by(CampaignSpend.currency, CampaignSpend.period_start)
    )
    yield from ((row.currency, row.period_start, int(row[2])) for row in found)
