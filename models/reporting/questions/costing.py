"""What each stage cost: the spend of a period over the leads that the same period brought."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from models.evidence import share_of
from models.reporting.asked import Asked
from models.reporting.groups import CAMPAIGN, CHANNEL, namer
from models.reporting.questions.funnel import LEADS, FunnelRow, funnel
from models.reporting.spending import spending
from models.settings import setting

QUESTION: Final = "funnel"
"""Costs are divided by the counts of the funnel; the lists behind those are its lists."""


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
    spends, problems = spending(session, asked, division)
    spent: dict[str, int] = {}
    for row in spends:
        spent[row.group] = spent.get(row.group, 0) + row.counted_minor
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
