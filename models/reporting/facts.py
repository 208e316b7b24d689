"""Counted things: what a number of a report is made of, so that the list behind it is the same.

A question describes its things once: the lead, a group, a moment, and for each measure whether the
thing counts. The number is how many count, and the list behind it is those things.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session

from models.ids import LeadId

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that was counted: whose it is, when it was, and its code or number in words."""

    lead_id: LeadId
    at: datetime | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Things in the database: `lead_id`, `grp`, `at`, `note`, and 0 or 1 for each measure."""

    rows: Subquery
    measures: tuple[str, ...]

    def tally(self, session: Session) -> dict[str, Counts]:
        """Return the counts of each group by measure."""
        columns = self.rows.c
        sums = [func.sum(columns[name]).label(name) for name in self.measures]
        found = session.execute(select(columns.grp, *sums).group_by(columns.grp))
        return {
            row[0]: {
                name: int(count or 0) for name, count in zip(self.measures, row[1:], strict=True)
            }
            for row in found
        }

    def things(self, session: Session, group: str | None, measure: str) -> tuple[Thing, ...]:
        """Return what was counted, the newest first."""
        columns = self.rows.c
        wanted = select(columns.lead_id, columns.at, columns.note).where(columns[measure] == 1)
        if group is not None:
            wanted = wanted.where(columns.grp == group)
        found = session.execute(wanted.order_by(columns.at.desc(), columns.lead_id))
        return tuple(Thing(LeadId(row.lead_id), row.at, row.note or "") for row in found)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A thing whose measures only a program can tell, such as those of a working-hours clock."""

    thing: Thing
    group: str
    measures: frozenset[str]


@dataclass(frozen=True, slots=True)
class WeighedFacts:
    """Things that were weighed one by one."""

    weighed: tuple[Weighed, ...]
    measures: tuple[str, ...]

    def tally(self, _session: Session) -> dict[str, Counts]:
        """Return the counts of each group by measure."""
        return tally_of(self.weighed, self.measures)

    def things(self, _session: Session, group: str | None, measure: str) -> tuple[Thing, ...]:
        """Return what was counted, the newest first."""
        found = [
            one.thing
            for one in self.weighed
            if measure in one.measures and (group is None or one.group == group)
        ]
        return tuple(
            sorted(found, key=lambda one: one.at.timestamp() if one.at else 0.0, reverse=True)
        )


def tally_of(weighed: Iterable[Weighed], measures: tuple[str, ...]) -> dict[str, Counts]:
    """Return the counts of each group by measure."""
    counts: defaultdict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(measures, 0))
    for one in weighed:
        group = counts[one.group]
        for measure in one.measures:
            group[measure] += 1
    return dict(counts)


def total(counts: Iterable[Counts], measure: str) -> int:
    """Return the count of a measure over all groups."""
    return sum(one.get(measure, 0) for one in counts)
