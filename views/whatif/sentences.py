"""What a plan comes to in words: the result, who holds it up, and what one more would buy."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from models.fiscal import quarters_between
from models.language import gettext as _
from models.language import ngettext
from models.written_days import day_text
from simulation.questions.comparing import Difference
from simulation.questions.staffing import RoleWeeks
from simulation.results import chance_of, spread_of
from views.charts.numbers import (
    mean_count,
    percent,
    percent_span,
    short,
    span,
    whole,
    whole_chance,
)
from views.whatif.content import OriginNote, Plan, PlanTarget
from views.whatif.inputs.shown import PlanInput, Unit
from views.whatif.outlook import (
    CASH,
    CLIENTS,
    REVENUE,
    PlanResult,
    measure_title,
    target_code,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

_COUNTS_LENGTH: Final = 32
_NOTHING: Final = 0.05
"""Clients that no sentence tells from none."""
_HALF_A_YEAR: Final = 26


def result_sentence(result: PlanResult, until: date | None = None) -> str:
    """Return the whole result: 31 clients by 30 Jun (24-39). 62 % chance of 30. Setter binds ...

    It counts up to `until`, without it to `usual_horizon`.
    """
    until = until or usual_horizon(result.plan)
    parts = [
        clients_sentence(result, until),
        target_sentence(result, until),
        binding_sentence(result),
    ]
    return " ".join(part for part in parts if part)


def clients_sentence(result: PlanResult, until: date | None) -> str:
    """Return how many clients there are by a day, or by the end of a run without dates."""
    clients = spread_of(_sum_until(result, until, CLIENTS))
    words = ngettext("{count} client", "{count} clients", round(clients.p50))
    return _("{clients} by {day} ({range}).").format(
        clients=words.format(count=whole(clients.p50)),
        day=horizon_text(result.plan, until),
        range=span(clients.p10, clients.p90),
    )


def target_sentence(result: PlanResult, until: date | None, measure: str = CLIENTS) -> str:
    """Return how likely the targets up to a day are reached; empty where there are none."""
    wanted = wanted_by(result.plan, until, measure)
    if wanted is None:
        return ""
    reached = chance_of(_sum_until(result, until, measure), wanted)
    write = short if measure in (REVENUE, CASH) else whole
    return _("{chance} chance of {target}.").format(
        chance=whole_chance(reached.share, certain=wanted <= 0), target=write(wanted)
    )


def usual_horizon(plan: Plan) -> date | None:
    """Return the day up to which people usually ask: the last target within half a year, or all."""
    last = last_day(plan)
    if last is None or plan.network.starts_on is None:
        return None
    near = plan.network.starts_on + timedelta(weeks=_HALF_A_YEAR)
    days = [target.last_day for target in plan.targets_of("clients")]
    return max((day for day in days if day <= near), default=min(days, default=last))


def horizons(plan: Plan) -> tuple[date, ...]:
    """Return the days up to which may be counted: ends of targets and of quarters, and the end."""
    first, last = plan.network.starts_on, last_day(plan)
    if first is None or last is None:
        return ()
    days = {target.last_day for target in plan.targets} | {last}
    days |= {quarter.last_day for quarter in quarters_between(first, last, plan.fiscal_month)}
    return tuple(sorted(day for day in days if first <= day <= last))


def targets_by(plan: Plan, until: date | None, measure: str = CLIENTS) -> tuple[PlanTarget, ...]:
    """Return the targets of a measure that end up to a day."""
    targets = plan.targets_of(target_code(plan, measure))
    return tuple(one for one in targets if until is None or one.last_day <= until)


def wanted_by(plan: Plan, until: date | None, measure: str = CLIENTS) -> float | None:
    """Return how much the targets up to a day ask for beyond what is there already."""
    targets = targets_by(plan, until, measure)
    if not targets:
        return None
    return sum(max(one.amount - one.reached, 0.0) for one in targets)


def with_target(plan: Plan, amount: float, until: date | None, measure: str = CLIENTS) -> Plan:
    """Return the plan with one target up to a day in place of those within it; 0 for none.

    One that began before that day and ends later wants from the day on what is left of it.
    """
    begins = plan.network.starts_on
    if begins is None or until is None:
        return plan
    code = target_code(plan, measure)
    within = targets_by(plan, until, measure)
    rest = [one for one in plan.targets if one not in within]
    if amount <= 0:
        return replace(plan, targets=tuple(rest))
    first = min((one.first_day for one in within), default=begins)
    reached = sum(one.reached for one in within)
    made = [PlanTarget(code, amount + reached, first, until, reached)]
    for one in rest:
        if one.measure == code and one.first_day <= until < one.last_day:
            left = one.amount - one.reached - amount
            if left > 0:
                made.append(PlanTarget(code, left, until + timedelta(days=1), one.last_day))
        else:
            made.append(one)
    return replace(plan, targets=tuple(made))


def target_words(plan: Plan, until: date | None, measure: str) -> str:
    """Return what stands behind the number of a target: what it counts, and what is there."""
    there = sum(one.reached for one in targets_by(plan, until, measure))
    if measure == CLIENTS:
        words = _("more clients, {reached} are there, by") if there else _("clients by")
        return words.format(reached=whole(there))
    if measure in (REVENUE, CASH):
        what = _("more revenue, {reached} is there, by") if there else _("revenue by")
        words = _("cash by") if measure == CASH else what
        return f"{plan.currency} {words}".strip().format(reached=short(there))
    words = _("more into {stage}, {reached} were, by") if there else _("into {stage} by")
    return words.format(stage=measure_title(plan, measure), reached=whole(there))


def last_day(plan: Plan) -> date | None:
    """Return the last day of the run, if the plan says when it begins."""
    monday = plan.day_of(plan.network.weeks)
    return None if monday is None else monday - timedelta(days=1)


def horizon_text(plan: Plan, until: date | None) -> str:
    """Return the day up to which is counted, or the week where the plan has no dates."""
    if until is None:
        return _("week {week}").format(week=plan.network.weeks)
    return day_text(until)


def _sum_until(result: PlanResult, until: date | None, measure: str) -> "NDArray[Any]":
    begins = result.plan.network.starts_on
    if begins is None or until is None:
        return result.total_until(measure, result.weeks - 1)
    return result.total_between(measure, begins, until)


def binding_sentence(result: PlanResult) -> str:
    """Return which role leads wait for, and when; the one with the most such weeks."""
    role = bottleneck(result.staffing)
    if role is None:
        return _seldom_sentence(result)
    name = result.plan.network.roles[role.role].name
    return f"{name} {binding_weeks_text(role.binding_weeks, result.weeks)}."


def _seldom_sentence(result: PlanResult) -> str:
    """Return who holds it up in fewer than half of the cases, or that nobody does."""
    worst = max(result.staffing, key=lambda role: float(role.binds.max()), default=None)
    tenths = 0 if worst is None else round(10 * float(worst.binds.max()))
    if worst is None or tenths < 1:
        return _("Nobody holds it up.")
    name = result.plan.network.roles[worst.role].name
    words = _("Nobody holds it up in most cases; {role} does in up to {tenths} of 10.")
    return words.format(role=name, tenths=tenths)


def bottleneck(staffing: tuple[RoleWeeks, ...]) -> RoleWeeks | None:
    """Return the role that binds in the most weeks, if one does."""
    worst = max(staffing, key=lambda role: len(role.binding_weeks), default=None)
    return worst if worst is not None and worst.binding_weeks else None


def binding_weeks_text(binding: tuple[int, ...], weeks: int) -> str:
    """Return when leads wait, in words; weeks are counted from 1."""
    first, last = binding[0], binding[-1]
    gaps = len(binding) < last - first + 1
    if first <= 1 and last >= weeks - 1 and not gaps:
        return _("binds all the time")
    if gaps:
        return _("binds in {count} of {weeks} weeks, first in week {first}").format(
            count=len(binding), weeks=weeks, first=first + 1
        )
    if last >= weeks - 1:
        return _("binds from week {first} on").format(first=first + 1)
    if first <= 1:
        return _("binds until week {last}").format(last=last + 1)
    if first == last:
        return _("binds in week {first}").format(first=first + 1)
    return _("binds in weeks {first}\u2013{last}").format(first=first + 1, last=last + 1)


def more_sentence(role: str, week: int, gain: Difference, cost: float) -> str:
    """Return what one more person buys, how sure that is, and what it costs, if that is known."""
    mean, low, high = gain.spread.mean, gain.low, gain.high
    if gain.equal == 1.0 or max(abs(low), abs(high)) < _NOTHING:
        words = _("One more {role} from week {week} buys nothing: leads never wait for one.")
        if gain.equal < 1.0:
            words = _("One more {role} from week {week} buys next to nothing: leads hardly wait.")
        return words.format(role=role, week=week + 1)
    words = _("One more {role} from week {week} buys {gain} clients (90\u202f%: {low} to {high})")
    said = words.format(
        role=role, week=week + 1, gain=f"{mean:+z.1f}", low=f"{low:z.1f}", high=f"{high:z.1f}"
    )
    if cost <= 0:
        return _("{said}. Type wages among the inputs of money to see the cost.").format(said=said)
    said = _("{said} for {cost}").format(said=said, cost=whole(cost))
    if low > 0:
        return _("{said}, {each} for each.").format(said=said, each=whole(cost / mean))
    return f"{said}."


def value_text(value: float, unit: Unit) -> str:
    """Return an input's number as people write it."""
    if unit == "share":
        return percent(value)
    if unit == "weeks":
        return _("{weeks} weeks").format(weeks=mean_count(value))
    return mean_count(value) if unit == "units" else whole(value)


def origin_text(one: PlanInput) -> str:
    """Return where an input's number came from, or what it was before it was typed over."""
    note = one.note
    if note is None:
        return _("typed")
    if one.moved and note.value is not None:
        return _("typed; was {before}").format(before=value_text(note.value, one.unit))
    parts = [note.evidence] if note.evidence else []
    if len(note.evidence) <= _COUNTS_LENGTH:
        parts = [part for part in note.evidence.split(", ") if part]
    if note.interval is not None:
        # The counts come first, what is said of them may be cut off; so may a benchmark's source.
        place = 0 if len(note.evidence) > _COUNTS_LENGTH else min(1, len(parts))
        parts.insert(place, interval_text(note.interval, one.unit))
    if not parts:
        parts.append(_("your data") if note.kind == "learned" else _("assumed"))
    return " \u00b7 ".join(parts)


def interval_text(interval: tuple[float, float], unit: Unit) -> str:
    """Return where a number lies with 90 %: 24-38 %."""
    low, high = interval
    if unit == "share":
        return percent_span(low, high)
    if unit == "money":
        return f"{short(low)}\u2013{short(high)}"
    ends = mean_count(low), mean_count(high)
    return ends[0] if ends[0] == ends[1] else "\u2013".join(ends)


def origin_tip(one: PlanInput) -> str:
    """Return all that is known of an input, for its tip and for those who hear it."""
    note = one.note
    said = [f"{one.words}: {value_text(one.value, one.unit)}", origin_text(one)]
    if note is not None:
        said += [f"{name}: {words}" for name, words in _more(note) if words]
    if one.locked:
        said.append(_("follows the data"))
    return "; ".join(said)


def _more(note: OriginNote) -> list[tuple[str, str]]:
    return [(_("evidence"), note.evidence), (_("beware"), note.warning)]
