"""What the team is to reach in a period."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import one_of, period
from models.entities.workspace.forecasting import Target
from models.errors import InvalidValueError
from models.history.verbs import verb
from models.language import gettext as _
from models.written_days import day_text

MEASURES = ("clients", "revenue")


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target; revenue is in minor units of the base currency. Both days are included."""

    measure: str
    period_start: date
    period_end: date
    amount: int


def targets(session: Session, measure: str | None = None) -> tuple[TargetRow, ...]:
    """Return the targets by measure and period."""
    wanted = select(Target).order_by(Target.measure, Target.period_start)
    if measure is not None:
        wanted = wanted.where(Target.measure == measure)
    return tuple(
        TargetRow(row.measure, row.period_start, row.period_end, row.amount)
        for row in session.scalars(wanted)
    )


@verb
def set_target(
    session: Session, measure: str, period_start: date, period_end: date, amount: int
) -> None:
    """Set what is to be reached from a day to a day, both included.

    Replaces the target that begins on the same day. Refuses an unknown measure, a period that ends
    before it begins or overlaps another one (its days would count twice), and an amount below 1.
    """
    one_of("measure", measure, MEASURES)
    period(period_start, period_end)
    if not 1 <= amount < 2**63:
        raise InvalidValueError("amount", amount, _("A target is a number above 0."))
    same = session.scalar(
        select(Target).where(Target.measure == measure, Target.period_start == period_start)
    )
    other = session.scalar(
        select(Target).where(
            Target.measure == measure,
            Target.period_start != period_start,
            Target.period_start <= period_end,
            Target.period_end >= period_start,
        )
    )
    if other is not None:
        raise InvalidValueError(
            "period",
            period_start,
            _("The target from {start} to {end} covers some of these days already.").format(
                start=day_text(other.period_start), end=day_text(other.period_end)
            ),
        )
    if same is None:
        session.add(
            Target(measure=measure, period_start=period_start, period_end=period_end, amount=amount)
        )
    else:
        same.period_end = period_end
        same.amount = amount


@verb
def remove_target(session: Session, measure: str, period_start: date) -> None:
    """Remove the target of a measure that begins on this day; refuses where there is none."""
    row = session.scalar(
        select(Target).where(Target.measure == measure, Target.period_start == period_start)
    )
    if row is None:
        raise InvalidValueError(
            "period_start", period_start, _("No such target begins on that day.")
        )
    session.delete(row)
