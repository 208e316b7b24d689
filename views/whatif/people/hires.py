"""Who comes, grows in and goes: edits of the people of a network, week by week."""

from dataclasses import dataclass, replace
from typing import Final

from simulation.network import Network
from simulation.people import AGE_LIMIT, GROUPS_LIMIT, Role, StaffGroup
from views.whatif.inputs.writing import USUAL_UNITS

MOST_RAMP_WEEKS: Final = 26


@dataclass(frozen=True, slots=True)
class Bar:
    """People of one role on the timeline. Weeks count from the start; `end` is None for good."""

    role: int
    groups: tuple[int, ...]
    """The role's groups that it stands for: more than one only of those who are there already."""
    people: int
    start: int
    end: int | None
    ramp_weeks: int

    @property
    def is_hire(self) -> bool:
        """Whether they come during the run."""
        return self.start >= 0

    @property
    def group(self) -> int:
        """The group that an edit is about."""
        return self.groups[0]


def bars_of(network: Network) -> tuple[Bar, ...]:
    """Return the timeline, role by role: who is there for good in one bar, then everyone else."""
    found: list[Bar] = []
    for number, role in enumerate(network.roles):
        standing = [at for at, group in enumerate(role.staff) if _stands(group)]
        if standing:
            people = sum(role.staff[at].people for at in standing)
            found.append(Bar(number, tuple(standing), people, -AGE_LIMIT, None, 0))
        others = [
            Bar(number, (at,), group.people, group.from_week, group.until_week, len(group.ramp))
            for at, group in enumerate(role.staff)
            if at not in standing
        ]
        found += sorted(others, key=lambda bar: (bar.start, bar.group))
    return tuple(found)


def with_hire(network: Network, role: int, week: int) -> Network:
    """Return the network with one more person from a week on, who grows in as others did."""
    staff = network.roles[role].staff
    if len(staff) >= GROUPS_LIMIT:
        return network
    ramps = [group.ramp for group in staff if group.ramp]
    units = network.roles[role].units_each if staff else USUAL_UNITS
    hire = StaffGroup(
        1, units, _within(week, network), ramp=ramps[-1] if ramps else (), weekly_leaving=0.0
    )
    return _with_staff(network, role, (*staff, hire))


def without_group(network: Network, role: int, group: int) -> Network:
    """Return the network without some people."""
    staff = network.roles[role].staff
    return _with_staff(network, role, (*staff[:group], *staff[group + 1 :]))


def with_start(network: Network, role: int, group: int, week: int) -> Network:
    """Return the network with people who come in another week of the run, before they leave."""
    staff = network.roles[role].staff[group]
    start = _within(week, network)
    if staff.until_week is not None:
        start = min(start, max(0, staff.until_week - 1))
    return _with_group(network, role, group, replace(staff, from_week=start))


def with_end(network: Network, role: int, group: int, week: int | None) -> Network:
    """Return the network with people who leave in another week; beyond the run they stay."""
    staff = network.roles[role].staff[group]
    end = None
    if week is not None and week < network.weeks:
        end = max(week, staff.from_week + 1, 1)
    if end is not None and end >= network.weeks:
        end = None
    return _with_group(network, role, group, replace(staff, until_week=end))


def with_one_leaving(network: Network, role: int, group: int, week: int) -> Network:
    """Return the network in which one of some people leaves in a week, and the others stay."""
    staff = network.roles[role].staff
    one = staff[group]
    if one.people <= 1 or len(staff) >= GROUPS_LIMIT:
        return with_end(network, role, group, week)
    rest = _with_group(network, role, group, replace(one, people=one.people - 1))
    leaver = replace(one, people=1)
    grown = _with_staff(rest, role, (*rest.roles[role].staff, leaver))
    return with_end(grown, role, len(staff), week)


def with_ramp(network: Network, role: int, group: int, weeks: int) -> Network:
    """Return the network with people who take so many weeks to grow in, evenly."""
    staff = network.roles[role].staff[group]
    weeks = min(max(weeks, 0), MOST_RAMP_WEEKS)
    ramp = tuple((week + 1) / (weeks + 1) for week in range(weeks))
    return _with_group(network, role, group, replace(staff, ramp=ramp))


def hire_cost(role: Role, weeks: int, week: int) -> float:
    """Return what one person hired in a week costs until the end of the run."""
    return role.hiring_cost + role.weekly_cost * max(0, weeks - week)


def _stands(group: StaffGroup) -> bool:
    """Say whether people were there before the run, grown in, and stay."""
    grown = group.from_week + len(group.ramp) <= 0
    return group.from_week < 0 and group.until_week is None and grown


def _within(week: int, network: Network) -> int:
    return min(max(week, 0), network.weeks - 1)


def _with_group(network: Network, role: int, number: int, group: StaffGroup) -> Network:
    staff = network.roles[role].staff
    return _with_staff(network, role, (*staff[:number], group, *staff[number + 1 :]))


def _with_staff(network: Network, role: int, staff: tuple[StaffGroup, ...]) -> Network:
    roles = network.roles
    changed = replace(roles[role], staff=staff)
    return replace(network, roles=(*roles[:role], changed, *roles[role + 1 :]))
