"""What a plan comes to in words: the result, who holds it up, and what one more would buy."""

from datetime import date
from typing import Final

from models.language import gettext as _
from models.language import ngettext
from simulation.questions.comparing import Difference
from simulation.questions.staffing import RoleWeeks
from simulation.results import spread_of
from views.charts.numbers import chance, mean_count, percent, percent_span, short, span, whole
from views.whatif.content import OriginNote, Plan, PlanTarget
from views.whatif.inputs import PlanInput, Unit
from views.whatif.outlook import CLIENTS, PlanResult

_COUNTS_LENGTH: Final = 20


def result_sentence(result: PlanResult) -> str:
    """Return the whole result: 31 clients by 30 Jun (24-39). 62 % chance of 30. Setter binds ..."""
    parts = [clients_sentence(result), target_sentence(result), binding_sentence(result)]
    return " ".join(part for part in parts if part)


def clients_sentence(result: PlanResult) -> str:
    """Return how many clients there are by the target's last day, or by the end of the run."""
    target = first_target(result.plan)
    until = last_week(result.plan, target)
    if target is None or result.plan.network.starts_on is None:
        clients = spread_of(result.total_until(CLIENTS, until))
    else:
        begins = result.plan.network.starts_on
        clients = spread_of(result.total_between(CLIENTS, begins, target.last_day))
    words = ngettext("{count} client", "{count} clients", round(clients.p50))
    return _("{clients} by {day} ({range}).").format(
        clients=words.format(count=whole(clients.p50)),
        day=last_day_text(result.plan, until, target),
        range=span(clients.p10, clients.p90),
    )


def target_sentence(result: PlanResult) -> str:
    """Return how likely the target is reached; empty where there is none."""
    target = first_target(result.plan)
    if target is None:
        return ""
    reached = result.chance_of_target(target)
    wanted = max(target.amount - target.reached, 0.0)
    return _("{chance} chance of {target}.").format(
        chance=chance(reached.share, certain=wanted <= 0), target=whole(wanted)
    )


def binding_sentence(result: PlanResult) -> str:
    """Return which role leads wait for, and when; the one with the most such weeks."""
    role = bottleneck(result.staffing)
    if role is None:
        return _("Nobody holds it up.")
    name = result.plan.network.roles[role.role].name
    return f"{name} {binding_weeks_text(role.binding_weeks, result.weeks)}."


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


def first_target(plan: Plan) -> PlanTarget | None:
    """Return the first target of clients that ends within the plan."""
    wanted = plan.targets_of("clients")
    return wanted[0] if wanted else None


def last_week(plan: Plan, target: PlanTarget | None) -> int:
    """Return the week up to which the sentence counts."""
    week = None if target is None else plan.week_of(target.last_day)
    return plan.network.weeks - 1 if week is None else week


def last_day_text(plan: Plan, week: int, target: PlanTarget | None) -> str:
    """Return the day up to which is counted, or the week where the plan has no dates."""
    if target is not None:
        return day_text(target.last_day)
    monday = plan.day_of(week + 1)
    if monday is None:
        return _("week {week}").format(week=week + 1)
    return day_text(date.fromordinal(monday.toordinal() - 1))


def day_text(day: date) -> str:
    """Return a day as people say it: 30 Jun 2027."""
    return f"{day.day} {day:%b %Y}"


def more_sentence(role: str, week: int, gain: Difference, cost: float) -> str:
    """Return what one more person buys, how sure that is, and what it costs."""
    if gain.equal == 1.0:
        return _("One more {role} from week {week} buys nothing: leads never wait for one.").format(
            role=role, week=week + 1
        )
    mean, low, high = gain.spread.mean, gain.low, gain.high
    said = _(
        "One more {role} from week {week} buys {gain} clients (90 %: {low} to {high}) for {cost}"
    ).format(
        role=role,
        week=week + 1,
        gain=f"{mean:+.1f}",
        low=f"{low:.1f}",
        high=f"{high:.1f}",
        cost=whole(cost),
    )
    if low > 0 and cost > 0:
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
    if note.interval is not None:
        # Counts come first; the source of a benchmark is long and may be cut off.
        place = 0 if len(note.evidence) > _COUNTS_LENGTH else len(parts)
        parts.insert(place, interval_text(note.interval, one.unit))
    if note.kind == "learned":
        parts.append(_("your data"))
    elif note.kind == "typed" and not parts:
        parts.append(_("assumed"))
    return " \u00b7 ".join(parts)


def interval_text(interval: tuple[float, float], unit: Unit) -> str:
    """Return where a number lies with 90 %: 24-38 %."""
    low, high = interval
    if unit == "share":
        return percent_span(low, high)
    if unit == "money":
        return f"{short(low)}\u2013{short(high)}"
    return f"{mean_count(low)}\u2013{mean_count(high)}"


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
