"""Who works and what a lead takes, number by number in words."""

from collections.abc import Iterator

from app.learning.capacity import Basis, RoleCapacity
from app.learning.input_rows import LearnedInput
from app.learning.records import HistoryAt
from app.learning.team import TeamAt
from models.language import gettext as _
from models.language import ngettext
from simulation.learning.capacity import TIME_PRIOR, TouchTime
from simulation.learning.working import TOUCHES_PRIOR, Amount
from simulation.network import Network

_FEW_TOUCHES = 20
_FEW_LEADS = 20
_FEW_FULL = 3


def people_line(network: Network, number: int) -> LearnedInput:
    """Return how many people hold a role."""
    role = network.roles[number]
    there = sum(group.people for group in role.staff if group.is_paid_in(0))
    return LearnedInput(
        name=f"people:{role.name}",
        label=_("People: {role}").format(role=role.name),
        value=float(there),
        origin="learned",
        evidence=_("by their calendars and time off"),
    )


def capacity_line(network: Network, number: int, people: TeamAt) -> LearnedInput:
    """Return what one of a role's people can do in a week; what was typed counts as it is."""
    role = network.roles[number]
    known = people.capacity[role.name]
    typed = known.basis == Basis.SET
    meets = known.time is None
    said = {
        Basis.SET: _("weekly capacity as set for the team"),
        Basis.PLANNED: _("planned {prior:,.0f} a week for this role"),
        Basis.USUAL: _("a usual week has {prior:,.0f}, none is planned"),
    }[known.basis].format(prior=known.prior)
    if 0 < known.typed < len(known.each):
        said += "; " + _("set for {typed} of {people} people, which counts").format(
            typed=known.typed, people=len(known.each)
        )
    if known.weeks:
        logged = ngettext(
            "logged {units:,} in {weeks:,} week of work, {full:,} of them full",
            "logged {units:,} in {weeks:,} weeks of work, {full:,} of them full",
            known.weeks,
        )
        said += "; " + logged.format(units=known.units, weeks=known.weeks, full=known.full)
    staff = role.staff
    return LearnedInput(
        name=f"units:{role.name}",
        label=(
            _("{role}: meetings a week, each") if meets else _("{role}: touches a week, each")
        ).format(role=role.name),
        value=sum(group.units_per_week for group in staff) / len(staff),
        origin="benchmark" if known.basis == Basis.USUAL and not known.weeks else "learned",
        evidence=said,
        interval=None if typed else known.interval,
        warning=" ".join(_warnings_of_capacity(known)) or None,
        prior="" if typed else _("{prior:,.0f} a week").format(prior=known.prior),
    )


def _warnings_of_capacity(known: RoleCapacity) -> Iterator[str]:
    if known.basis == Basis.USUAL:
        yield _("Nobody said what a full week holds. Set it for each person in the settings.")
    if known.crowded:
        yield _("What is planned takes longer than the working hours, so it is cut to those.")
    if known.basis == Basis.SET and known.full >= _FEW_FULL:
        low, high = known.interval
        if not low <= known.prior <= high:
            yield _("Full weeks show {mean:,.0f}, but what was typed counts.").format(
                mean=known.mean
            )
    elif known.basis != Basis.SET and known.weeks and not known.full:
        yield _(
            "In no week was work left over, so what was done is only the least that they can do."
        )


def minutes_line(role: str, time: TouchTime) -> LearnedInput:
    """Return how long a touch of a role takes that has a time."""
    worth, usual, _spread = TIME_PRIOR
    return LearnedInput(
        name=f"minutes:{role}",
        label=_("{role}: minutes of a timed touch").format(role=role),
        value=time.mean,
        origin="learned" if time.timed else "benchmark",
        evidence=_("{timed:,} of {touches:,} touches have a time").format(
            timed=time.timed, touches=time.touches
        ),
        interval=(time.low, time.high),
        warning=None
        if time.timed >= _FEW_TOUCHES
        else _("Few touches have a time. Start the timer with each call, and this is learned."),
        prior=_("worth {touches:.2g} touches of {minutes:.2g} minutes").format(
            touches=worth, minutes=usual
        ),
    )


def cost_line(then: HistoryAt, step: int, amount: Amount) -> LearnedInput:
    """Return what a lead takes at a stage."""
    held = amount.over == 0
    worth, usual, _spread = TOUCHES_PRIOR
    return LearnedInput(
        name=f"touches:{then.stages[step].name}",
        label=(
            _("{stage}: meetings for each lead") if held else _("{stage}: touches for each lead")
        ).format(stage=then.stages[step].name),
        value=amount.mean,
        origin="learned",
        evidence=_("one meeting each")
        if held
        else _("{units:,} for {leads:,} leads").format(units=amount.units, leads=amount.over),
        interval=None if held else (amount.low, amount.high),
        warning=None
        if held or amount.over >= _FEW_LEADS
        else ngettext(
            "Only {count} lead has left this stage: the range is wide.",
            "Only {count} leads have left this stage: the range is wide.",
            amount.over,
        ).format(count=amount.over),
        prior=""
        if held
        else _("worth {leads:.2g} leads of {touches:.2g} touches").format(
            leads=worth, touches=usual
        ),
    )
