"""How many clients a minute of work may bring in: the chance of a lead over the time of a touch."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.entities.work.activity import Touch
from models.settings import setting
from models.vocabulary import Meaning, Medium

_USUAL_SECONDS = {Medium.CALL: 300.0, Medium.EMAIL: 180.0, Medium.LINKEDIN: 120.0}
# As much as so many touches: a handful of logged ones does not yet say how long they take.
_USUAL_COUNTS_AS = 20


class ClientsExpected(NamedTuple):
    """Chances of becoming a client by lead, and the minutes of a touch by medium."""

    chances: Mapping[int, float]
    minutes: Mapping[str, float]

    def per_minute(self, lead_id: int, media: Collection[str]) -> float | None:
        """Return what a minute of the first touch may bring; None where no chance is known.

        A lead is called where it can be, else written to.
        """
        chance = self.chances.get(lead_id)
        if chance is None:
            return None
        usual = next((medium for medium in Medium if medium in media), Medium.CALL)
        return chance / self.minutes[usual]


def clients_expected(session: Session, lead_ids: Collection[int]) -> ClientsExpected:
    """Return what is expected of these leads; of none where the team does not order by it."""
    if setting(session, "queue_by_chance") != "yes":
        return ClientsExpected({}, {})
    from models.chances.stored import chances_among

    return ClientsExpected(
        chances_among(session, Meaning.CLIENT, lead_ids), minutes_of_touches(session)
    )


def minutes_of_touches(session: Session) -> dict[str, float]:
    """Return how long a touch takes by medium: what was logged, with the usual time mixed in."""
    logged = {
        medium: (count, total)
        for medium, count, total in session.execute(
            select(Touch.medium, func.count(), func.sum(Touch.seconds))
            .where(Touch.seconds.is_not(None))
            .group_by(Touch.medium)
        )
    }
    found: dict[str, float] = {}
    for medium, usual in _USUAL_SECONDS.items():
        count, total = logged.get(medium.value, (0, 0))
        seconds = ((total or 0) + _USUAL_COUNTS_AS * usual) / (count + _USUAL_COUNTS_AS)
        found[medium.value] = max(1.0, seconds) / 60.0
    return found
