"""What a plan costs and brings, reckoned away from the window."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from models.fiscal import FiscalQuarter, quarters_between
from models.language import gettext as _
from simulation.money import Payback, UnitCost, cash_of, payback_of, unit_cost
from simulation.network import Network
from simulation.questions.asking import Draws
from simulation.questions.responding import FEWEST, ResponseBand, ResponseCost, cost_of_slower
from simulation.questions.returning import Effort, Return, efforts_of, returns_of
from simulation.results import Spread, spread_of
from views.whatif.content import Plan
from views.whatif.outlook import PlanResult

TRIALS_FOR_RETURNS = 1_000


@dataclass(frozen=True, slots=True)
class MeasuredResponse:
    """How the team's own leads went on by how long they waited for the first answer."""

    agreed_hours: float
    """What was agreed, in working hours."""
    bands: tuple[ResponseBand, ...]
    step: int = 0
    """Index of the step whose rate was measured."""


@dataclass(frozen=True, slots=True)
class MoneyBasis:
    """What the workspace says of money: its currency, its fiscal year, and what slowness did."""

    currency: str = ""
    fiscal_month: int = 1
    measured: MeasuredResponse | None = None


class MoneyStore(Protocol):
    """Reads what there is beside the plan. Every answer comes later, on the window thread."""

    def basis(
        self, plan: Plan, then: Callable[[MoneyBasis], None], *, failed: Callable[[Exception], None]
    ) -> None:
        """Read what the workspace says of money, for a plan."""


@dataclass(frozen=True, slots=True)
class PlanPeriod:
    """Some weeks of a plan under a name; a fiscal quarter where the plan has dates."""

    name: str
    weeks: slice
    quarter: FiscalQuarter | None = None


@dataclass(frozen=True, slots=True)
class PeriodCash:
    """Money of a quarter, or of some weeks where the plan has no dates: means, and a range."""

    name: str
    income: float
    leads: float
    people: float
    hiring: float
    net: Spread


@dataclass(frozen=True, slots=True)
class MoneyView:
    """All that the panel of money says of a plan."""

    stage_names: tuple[str, ...]
    costs: tuple[UnitCost, ...]
    """One for each stage."""
    payback: Payback
    periods: tuple[PeriodCash, ...]
    returns: tuple[Return, ...]
    effort_names: tuple[str, ...]
    response: ResponseCost | None
    response_unknown: str
    """Why nothing is known of what a slower answer costs; empty where it is."""

    @property
    def is_free(self) -> bool:
        """Whether nothing in the plan costs anything."""
        return not self.pays_people and not any(one.leads for one in self.periods)

    @property
    def pays_people(self) -> bool:
        """Whether wages or hires cost something in the plan."""
        return any(one.people > 0.5 or one.hiring > 0.5 for one in self.periods)


def reckon(
    result: PlanResult,
    basis: MoneyBasis | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> MoneyView:
    """Reckon the money of a plan; channels are left out one by one on fewer trials."""
    plan, run = result.plan, result.run
    basis = MoneyBasis() if basis is None else basis
    measured = basis.measured
    draws = Draws(min(TRIALS_FOR_RETURNS, plan.trials), plan.seed)
    returns = returns_of(
        plan.network,
        draws,
        efforts=joined_efforts(plan.network),
        progress=progress,
        cancelled=cancelled,
    )
    response = None
    if measured is not None:
        response = cost_of_slower(
            plan.network,
            measured.bands,
            measured.agreed_hours,
            step=measured.step,
            draws=draws,
            cancelled=cancelled,
        )
    return MoneyView(
        stage_names=tuple(stage.name for stage in plan.network.stages),
        costs=tuple(unit_cost(run, stage) for stage in range(run.index.stages)),
        payback=payback_of(result.cash),
        periods=_periods(result, basis.fiscal_month),
        returns=returns,
        effort_names=tuple(_effort_name(result, one.effort) for one in returns),
        response=response,
        response_unknown="" if response is not None else _unknown(measured),
    )


def _unknown(measured: MeasuredResponse | None) -> str:
    if measured is None or not measured.bands:
        return _("not measured yet: no answered leads are known")
    fast, slow = (
        sum(
            band.evidence.entered
            for band in measured.bands
            if (band.until_hours <= measured.agreed_hours) is in_time
        )
        for in_time in (True, False)
    )
    return _(
        "not measured yet: {fast} leads were answered in time and {slow} late, and {fewest} of "
        "each are needed"
    ).format(fast=fast, slow=slow, fewest=FEWEST)


def joined_efforts(network: Network) -> tuple[Effort, ...]:
    """Return what can be left out; leads of a channel that enter at another stage go with it.

    They have a channel of their own, named by the channel and the stage: Ads (SQL).
    """
    names = [channel.name for channel in network.channels]
    later = {
        f"{name} ({stage.name})": place
        for place, name in enumerate(names)
        for stage in network.stages
    }
    found = []
    for effort in efforts_of(network):
        place = effort.channels[0]
        if effort.campaign is not None:
            found.append(effort)
        elif names[place] not in later:
            own = [other for other, name in enumerate(names) if later.get(name) == place]
            found.append(Effort((place, *own)))
    return tuple(found)


def _effort_name(result: PlanResult, effort: Effort) -> str:
    channel = result.plan.network.channels[effort.channels[0]].name
    if effort.campaign is None:
        return channel
    return _("{channel}, campaign {number}").format(channel=channel, number=effort.campaign + 1)


def _periods(result: PlanResult, fiscal_month: int) -> tuple[PeriodCash, ...]:
    cash = cash_of(result.run, result.revenue - result.run.revenue)
    found = []
    for period in spans_of(result, fiscal_month):
        weeks = period.weeks
        found.append(
            PeriodCash(
                name=period.name,
                income=float(cash.income[weeks].sum()),
                leads=float(cash.leads[weeks].sum()),
                people=float(cash.people[weeks].sum()),
                hiring=float(cash.hiring[weeks].sum()),
                net=spread_of(result.cash[weeks].sum(axis=0)),
            )
        )
    return tuple(found)


def spans_of(result: PlanResult, fiscal_month: int) -> tuple[PlanPeriod, ...]:
    """Return the fiscal quarters of a plan, or 13 weeks each where it has no dates.

    A week belongs to the quarter that holds its Thursday.
    """
    begins, weeks = result.plan.network.starts_on, result.weeks
    if begins is None:
        return tuple(
            PlanPeriod(
                _("weeks {first}\u2013{last}").format(first=at + 1, last=min(at + 13, weeks)),
                slice(at, min(at + 13, weeks)),
            )
            for at in range(0, weeks, 13)
        )
    thursdays = [begins + timedelta(days=3 + 7 * week) for week in range(weeks)]
    found = []
    for quarter in quarters_between(thursdays[0], thursdays[-1], fiscal_month):
        inside = [
            week
            for week, day in enumerate(thursdays)
            if quarter.first_day <= day <= quarter.last_day
        ]
        found.append(PlanPeriod(quarter.name, slice(inside[0], inside[-1] + 1), quarter))
    return tuple(found)
