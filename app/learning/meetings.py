"""Who comes to meetings, by how long ahead they were agreed, by reply, and by channel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.learning.records import LearnedHistory
from models.language import gettext as _
from models.learning.working import HELD, MISSED, RESCHEDULED, meeting_columns
from simulation.learning.showing import BandShare, shares_by_band

_DAY = 86_400
_LEAD_DAYS = (1, 3, 7, 14)


@dataclass(frozen=True, slots=True)
class ShowTable:
    """Shares of meetings held, or put off, by bands that are named in words."""

    title: str
    names: tuple[str, ...]
    shares: tuple[BandShare, ...]

    def rows(self) -> tuple[tuple[str, BandShare], ...]:
        """Return each band that there is with its share."""
        return tuple((self.names[share.band], share) for share in self.shares)


def show_tables(session: Session, history: LearnedHistory, at: int) -> tuple[ShowTable, ...]:
    """Return how many meetings were held at the first chance, and how many put off before it.

    A chain of meetings that got other times is one, with the lead time and the reply of the first;
    one that was called off, that our side missed, or that is to come, is in no share of those held.
    """
    rows = meeting_columns(session)
    arrays = {
        name: np.array(getattr(rows, name), np.int64)
        for name in ("id", "lead", "booked", "due", "ended", "reply", "previous")
    }
    known = arrays["booked"] <= at
    arrays = {name: column[known] for name, column in arrays.items()}
    if arrays["id"].size == 0:
        return ()
    arrays["ended"] = np.where(arrays["due"] <= at, arrays["ended"], 0)
    first = arrays["previous"] == 0
    decided = _first_chance(arrays)
    came = first & (decided >= 0)
    lead_days = np.maximum(arrays["due"] - arrays["booked"], 0) // _DAY
    lead_band = np.searchsorted(_LEAD_DAYS, lead_days, side="right")
    held = decided == HELD
    channel = _channels_of(history, arrays["lead"])
    ids = np.unique(channel)
    called = {row.id: row.name for row in history.channels}
    ended = first & (arrays["ended"] != 0)
    put_off = arrays["ended"] == RESCHEDULED
    tables = (
        ShowTable(
            _("Held at the first chance, by days from booking to meeting"),
            _lead_names(),
            shares_by_band(lead_band[came], held[came]),
        ),
        ShowTable(
            _("Held at the first chance, by reply"),
            (_("no reply"), _("accepted"), _("tentative"), _("declined")),
            shares_by_band(arrays["reply"][came], held[came]),
        ),
        ShowTable(
            _("Held at the first chance, by channel"),
            tuple(called.get(one, _("No channel")) for one in ids.tolist()),
            shares_by_band(np.searchsorted(ids, channel)[came], held[came]),
        ),
        ShowTable(
            _("Put off to another time, by days from booking to meeting"),
            _lead_names(),
            shares_by_band(lead_band[ended], put_off[ended], (0.4, 1.6)),
        ),
    )
    return tuple(table for table in tables if table.shares)


def _lead_names() -> tuple[str, ...]:
    return (
        _("the same day"),
        _("1-2 days"),
        _("3-6 days"),
        _("7-13 days"),
        _("14 days or more"),
    )


def _first_chance(rows: dict[str, NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return for the first meeting of each chain how its first chance ended; -1 for none yet."""
    found = np.full(rows["id"].size, -1, np.int64)
    place = {one: number for number, one in enumerate(rows["id"].tolist())}
    root: dict[int, int] = {}
    # A follower has a higher id than what it follows, so one pass sees chains in their order.
    for number, (own, before) in enumerate(
        zip(rows["id"].tolist(), rows["previous"].tolist(), strict=True)
    ):
        root[own] = root.get(before, number) if before in place else number
        ended = int(rows["ended"][number])
        if found[root[own]] < 0 and ended in (HELD, MISSED):
            found[root[own]] = ended
    return found


def _channels_of(history: LearnedHistory, lead: NDArray[np.int64]) -> NDArray[np.int64]:
    leads = history.records.lead
    if leads.size == 0:
        return np.zeros(lead.size, np.int64)
    row = np.minimum(np.searchsorted(leads, lead), leads.size - 1)
    return np.where(leads[row] == lead, history.records.channel[row], 0)
