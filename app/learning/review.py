"""What a workspace teaches, put together for people to look at before they use it."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy.orm import Session

from app.learning.input_rows import LearnedInput
from app.learning.meetings import ShowTable, show_tables
from app.learning.records import HistoryAt, history_of, learned_history
from app.learning.starting import StartingPoint, starting_point
from models.language import gettext as _
from models.language import ngettext
from models.learning.working import touch_columns
from models.vocabulary import Meaning
from simulation.learning.drifting import STEADY
from simulation.learning.returning import Returning
from simulation.learning.showing import Waiting, waiting_of
from simulation.learning.working import work_in


@dataclass(frozen=True, slots=True)
class Review:
    """The starting point, and what was measured beside it.

    `waiting` is how conversion of the stage `answered` went with the time until the first touch.
    """

    point: StartingPoint
    shows: tuple[ShowTable, ...]
    waiting: Waiting | None
    answered: str
    fading: str

    def of_kind(self, kind: str) -> tuple[LearnedInput, ...]:
        """Return the inputs whose name begins with a kind: volume, rate, delay ..."""
        return tuple(one for one in self.point.inputs if one.name.startswith(f"{kind}:"))


def review_of(
    session: Session, at: datetime, *, weeks: int = 52, without_open_deals: bool = False
) -> Review:
    """Return what was known at a moment and what it teaches."""
    history = history_of(session)
    point = starting_point(
        session, at, weeks=weeks, without_open_deals=without_open_deals, history=history
    )
    then = point.known or learned_history(history, at, weeks=weeks)
    step = next(
        (
            number
            for number, stage in enumerate(then.stages[:-1])
            if stage.meaning in (Meaning.MQL, Meaning.SQL)
        ),
        0,
    )
    return Review(
        point=point,
        shows=show_tables(session, history, int(at.timestamp())),
        waiting=_waiting(session, then, step),
        answered=then.stages[step].name,
        fading=fading_words(then.learned.half_life),
    )


def fading_words(half_life: float) -> str:
    """Return in words how fast the past fades."""
    if half_life >= STEADY:
        return _("All weeks count alike: nothing in the past speaks for forgetting any.")
    return _(
        "What happened counts half after {weeks:.0f} weeks: with that memory, the past told best "
        "what followed."
    ).format(weeks=half_life)


def returning_words(returning: Returning) -> str:
    """Return in words whether leads come back; empty where nobody ever left."""
    if returning.steps:
        return _(
            "Leads that left come back: each can do so once in the forecast, and those that are "
            "gone today are awaited."
        )
    if returning.gone == 0:
        return ""
    return ngettext(
        "{count:,} lead left and has not come back: the forecast lets none come back.",
        "{count:,} leads left and none has come back: the forecast lets none come back.",
        returning.gone,
    ).format(count=returning.gone)


def waiting_warning() -> str:
    """Return why what went with waiting is no proof of what waiting does."""
    return _(
        "This is what went together, not what waiting does: good leads are often called first, and "
        "leads that nobody touched are not among these."
    )


def band_names() -> tuple[str, ...]:
    """Return what the bands of the time until the first touch are called."""
    return (
        _("within the hour"),
        _("1-4 hours"),
        _("4-24 hours"),
        _("1-3 days"),
        _("3-7 days"),
        _("a week or more"),
    )


def _waiting(session: Session, then: HistoryAt, step: int) -> Waiting | None:
    touches = touch_columns(session)
    at = int(then.at.timestamp())
    lead, member, when = (
        np.array(column, np.int64) for column in (touches.lead, touches.member, touches.at)
    )
    past = when <= at
    work = work_in(then.visits, lead[past], member[past], when[past])
    return waiting_of(then.visits, work, step, at, then.learned.rates[step].prior)
