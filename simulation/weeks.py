"""The weeks of the network, compiled: the one place that knows in which order things happen.

In each week, for each trial:

1. People: those who leave do so, then each role's units of the week are counted; a fraction of a
   unit goes on to the next week, whole units that were not used do not.
2. Arrivals, channel by channel, join the stage at which they enter.
3. Then stage by stage in funnel order:

   a. Leads whose delay from the stage before ends now enter, and those that come back from nurture.
      A delay of 0 brings in those that converted this very week.
   b. At a stage that somebody works they join its queue. Of those that were waiting before, some
      give up. The role serves as many as it has units left for, oldest first or newest first, one
      try each; where retries go first, those that wait since earlier weeks are served before all
      others. A try that failed with a wait of 0 weeks queues again at once. Where a week's arrivals
      are served in part, chance decides who.
   c. Of those that were tried, some convert and take their delay to the next stage. The others wait
      for their next try, go to nurture, or are lost.

4. Leads that entered the last stage are clients; each has a value.

A lead counts as served in the week of its arrival only for its first try. Nothing here is
approximate: counts have the distribution that single leads would have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulation.compilation import by_reference
from simulation.draws import (
    TABLE_COUNTS,
    binomial,
    binomial_by_table,
    chance_of_try,
    compiled,
    exp,
    hypergeometric,
    mix,
    negative_binomial_terms,
    normal_quantile,
    poisson_terms,
    quantile,
    uniform,
    week_key,
    whole_number,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.draws import Counts, Floats, Keys, Places

    Small = NDArray[np.int32]

MILLI = 1000
EXACT, POISSON, NEGATIVE_BINOMIAL = 0, 1, 2
_BLOCK = np.uint64(0x9E3779B97F4A7C15)
_AGES = 1024
_AGAIN = whole_number(32)
_NONE = whole_number(0)


STEP = np.dtype(
    [
        ("tries", np.int64),
        ("wait", np.int64),
        ("retries_first", np.int64),
        ("role", np.int64),
        ("units", np.int64),
        ("newest_first", np.int64),
        ("decay", np.float64),
        ("abandonment", np.float64),
        ("first_place", np.int64),
        ("geometric", np.int64),
        ("shortest", np.int64),
        ("weekly_exit", np.float64),
        ("hazards", np.int64),
        ("nurtured", np.float64),
        ("back_hazards", np.int64),
        ("returns_to", np.int64),
    ]
)
CHANNEL = np.dtype(
    [
        ("enters", np.int64),
        ("volume", np.int64),
        ("dispersion", np.float64),
        ("cost_per_lead", np.float64),
    ]
)
GROUP = np.dtype(
    [("role", np.int64), ("people", np.int64), ("hired", np.int64), ("leaving", np.float64)]
)
ROLE = np.dtype([("weekly_cost", np.float64), ("hiring_cost", np.float64)])


class Plan(NamedTuple):
    """A network as arrays; `simulation.engine` makes it. Units of work are thousandths.

    Compiled functions pay for each array they are handed, so there are few of them: records of
    the types above, and tables.
    """

    weeks: int
    returns: int
    oldest: int
    value_mean: float
    value_spread: float
    steps: NDArray[np.void]
    channels: NDArray[np.void]
    groups: NDArray[np.void]
    roles: NDArray[np.void]
    volume: Floats
    """(channel, week)"""
    odds: Floats
    """(channel, step)"""
    hazard: Floats
    """(step, weeks of delay)"""
    back_hazard: Floats
    """(step, weeks of delay)"""
    group_units: Floats
    """(group, week): units of one of them"""
    group_paid: Counts
    """(group, week)"""
    open_leads: Counts
    """(row, 4): step, channel, weeks, count"""
    rate_table: Counts
    """(step, channel): number of the table of a try's chance, or -1"""
    exit_table: Counts
    """(step): number of the table of a weekly exit, or -1"""
    reached: Floats
    """(table, count, value): distribution functions of binomials"""
    guide: Places
    """(table, count, part): where to begin in them"""


class Slots(NamedTuple):
    """The slot of each kind of draw."""

    by_step: Keys
    """(kind of draw, step, channel), the kinds numbered below"""
    picked: Keys
    """(step)"""
    arrival: Keys
    """(channel)"""
    leaving: Keys
    """(group)"""
    value: Keys
    """(1)"""


CONVERSION, DELAY, NURTURE, BACK, ABANDON, OPENING = range(6)


class State(NamedTuple):
    """Where the leads of some trials are; the last axis of each array is the trial.

    A kind is a channel and a number of returns: ``returns * channels + channel``. A place is a
    stage and a number of the try.
    """

    queue: Small
    """(place, week of joining, kind)"""
    waiting: Small
    """(2, place): how many wait, and the first week of joining that may hold one"""
    due: Small
    """(stage, week, kind): enter the stage in that week"""
    again: Small
    """(place, week, kind): wait for another try from that week on"""
    pool: Small
    """(2, step, kind): on the way with a geometric delay, and those who converted this week"""
    at_stage: Small
    """(5, kind): what happens to leads of the stage at hand this week, numbered below"""
    chance: Floats
    """(step, channel): chance of one try"""
    people: Small
    """(group)"""
    units: Counts
    """(role): thousandths left this week"""
    left_over: Floats
    """(role): fraction of a thousandth"""
    series: Small
    """(series, week)"""
    terms: Floats
    """Room for the terms of one distribution."""


PASSING, SERVED_NOW, CONVERTED, FAILED, LEFT = range(5)
HERE, OLDEST = range(2)
ON_THE_WAY, FRESH = range(2)

# Series of a run: first how many entered each stage, then these for each step, then the used
# thousandths of each role, then arrivals and clients of each channel.
QUEUE, SERVED, AT_ONCE, WAITED, LOST, NURTURED = map(whole_number, range(6))
STEP_SERIES = 6


@compiled()
def step_series(stages: int, step: int, which: int) -> int:
    """Return the number of a step's series."""
    return stages + STEP_SERIES * step + which


@compiled()
def key_of(week_key: np.uint64, slot: np.uint64, block: int) -> np.uint64:
    """Return the key of one draw; the block tells further draws of the same kind apart."""
    return mix(week_key ^ (slot + np.uint64(block) * _BLOCK))


@compiled()
def block_of(returned: int, tried: int, age: int) -> int:
    """Return the block of the leads that returned and were tried so often and are so old."""
    return (returned * 64 + tried) * _AGES + age


@compiled()
def copy(source: Small, target: Small) -> None:
    """Copy one number of each trial; a loop, since slices take Numba seconds to compile."""
    for trial in range(source.size):
        target[trial] = source[trial]


@compiled()
def empty(counts: Small) -> None:
    """Set the counts of all kinds and trials to nothing."""
    for kind in range(counts.shape[0]):
        for trial in range(counts.shape[1]):
            counts[kind, trial] = 0


@compiled()
def settle_chances(plan: Plan, state: State, rates: Floats) -> None:
    """Turn each trial's rates into the chance of one try, step by step and channel by channel."""
    for step in range(plan.steps.size):
        tries = plan.steps[step].tries
        for channel in range(plan.channels.size):
            factor = plan.odds[channel, step]
            for trial in range(rates.shape[1]):
                chance = chance_of_try(rates[step, trial], factor, tries)
                state.chance[step, channel, trial] = chance


@compiled()
def spread_out(
    left: Small,
    hazard: Floats,
    first: int,
    week_key: np.uint64,
    slot: np.uint64,
    block: int,
    first_trial: np.uint64,
    week: int,
    due: Small,
    kind: int,
    terms: Floats,
) -> None:
    """Send leads on their way: each delay takes its share of those that last so long.

    Delays begin at ``first``, which lasted already; what is due after the run is forgotten.
    """
    trials = left.size
    last = min(hazard.size, due.shape[0] - week + first)
    for delay in range(first, last):
        share = hazard[delay]
        if share <= 0.0:
            continue
        key = key_of(week_key, slot, block + delay)
        at = week + delay - first
        for trial in range(trials):
            if left[trial] > 0:
                ended = int(np.int64(left[trial]))
                if share < 1.0:
                    chance = uniform(key, first_trial + np.uint64(trial))
                    ended = binomial(ended, share, chance, terms)
                due[at, kind, trial] += ended
                left[trial] -= ended


@compiled()
def send_on(
    plan: Plan,
    slots: Slots,
    state: State,
    step: int,
    week_key: np.uint64,
    first_trial: np.uint64,
    week: int,
) -> None:
    """Give those that converted their delay to the next stage."""
    channels = plan.channels.size
    for kind in range(state.at_stage.shape[1]):
        if plan.steps[step].geometric:
            copy(state.at_stage[CONVERTED, kind], state.pool[FRESH, step, kind])
        else:
            copy(state.at_stage[CONVERTED, kind], state.at_stage[LEFT, 0])
            spread_out(
                state.at_stage[LEFT, 0],
                plan.hazard[step, : plan.steps[step].hazards],
                _NONE,
                week_key,
                slots.by_step[DELAY, step, kind % channels],
                block_of(kind // channels, _NONE, _NONE),
                first_trial,
                week,
                state.due[step + 1],
                kind,
                state.terms,
            )
    empty(state.at_stage[CONVERTED])


@compiled()
def let_go(
    plan: Plan,
    slots: Slots,
    state: State,
    step: int,
    week_key: np.uint64,
    first_trial: np.uint64,
    week: int,
) -> None:
    """Let those go that failed their last try: to nurture, or they are lost."""
    channels = plan.channels.size
    stages = plan.steps.size + 1
    lost = state.series[step_series(stages, step, LOST), week]
    nurtured = state.series[step_series(stages, step, NURTURED), week]
    terms = state.terms
    for kind in range(state.at_stage.shape[1]):
        returned, channel = kind // channels, kind % channels
        block = block_of(returned, _NONE, _NONE)
        if plan.steps[step].nurtured > 0.0 and returned < plan.returns:
            key = key_of(week_key, slots.by_step[NURTURE, step, channel], block)
            kept_share = plan.steps[step].nurtured
            failed, left = state.at_stage[FAILED, kind], state.at_stage[LEFT, 0]
            for trial in range(failed.size):
                count = int(np.int64(failed[trial]))
                share = uniform(key, first_trial + np.uint64(trial))
                kept = binomial(count, kept_share, share, terms)
                left[trial] = kept
                nurtured[trial] += kept
                lost[trial] += count - kept
            spread_out(
                left,
                plan.back_hazard[step, : plan.steps[step].back_hazards],
                _NONE,
                week_key,
                slots.by_step[BACK, step, channel],
                block,
                first_trial,
                week,
                state.due[plan.steps[step].returns_to],
                kind + channels,
                terms,
            )
        else:
            failed = state.at_stage[FAILED, kind]
            for trial in range(failed.size):
                lost[trial] += failed[trial]
    empty(state.at_stage[FAILED])


@compiled()
def try_again(
    plan: Plan, state: State, step: int, tried: int, kind: int, failed: Small, week: int
) -> None:
    """Let those that failed a try wait for the next one, or note that it was their last."""
    trials = failed.size
    if tried + 1 >= plan.steps[step].tries:
        had_enough = state.at_stage[FAILED, kind]
        for trial in range(trials):
            had_enough[trial] += failed[trial]
        return
    place = plan.steps[step].first_place + tried + 1
    back = week + plan.steps[step].wait
    if back == week:
        joined = week + plan.oldest
        queue = state.queue[place, joined, kind]
        here, oldest = state.waiting[HERE, place], state.waiting[OLDEST, place]
        for trial in range(trials):
            if failed[trial] > 0:
                queue[trial] += failed[trial]
                here[trial] += failed[trial]
                oldest[trial] = min(oldest[trial], joined)
    elif back < plan.weeks:
        later = state.again[place, back, kind]
        for trial in range(trials):
            later[trial] += failed[trial]


@compiled()
def try_served(
    plan: Plan,
    slots: Slots,
    state: State,
    step: int,
    tried: int,
    again: int,
    age: int,
    week_key: np.uint64,
    first_trial: np.uint64,
    week: int,
) -> None:
    """Try those served once: some convert, the others wait again or have had enough.

    ``age`` is how long they waited, where that lowers the chance.
    """
    channels = plan.channels.size
    terms = state.terms
    failed = state.at_stage[LEFT, 0]
    faded = 1.0
    for _waited in range(age):
        faded *= plan.steps[step].decay
    for kind in range(state.at_stage.shape[1]):
        channel = kind % channels
        block = block_of(kind // channels, tried + again, age)
        key = key_of(week_key, slots.by_step[CONVERSION, step, channel], block)
        served, chance = state.at_stage[SERVED_NOW, kind], state.chance[step, channel]
        converted = state.at_stage[CONVERTED, kind]
        table = plan.rate_table[step, channel] if age == 0 else -1
        reached, guide = plan.reached[max(table, 0)], plan.guide[max(table, 0)]
        for trial in range(served.size):
            count = int(np.int64(served[trial]))
            won = 0
            if count > 0:
                share = uniform(key, first_trial + np.uint64(trial))
                if table >= 0 and count < TABLE_COUNTS:
                    won = binomial_by_table(count, share, reached, guide)
                else:
                    won = binomial(count, faded * chance[trial], share, terms)
                converted[trial] += won
            failed[trial] = count - won
        try_again(plan, state, step, tried, kind, failed, week)


@compiled()
def serve(
    plan: Plan,
    slots: Slots,
    state: State,
    step: int,
    tried: int,
    again: int,
    week_key: np.uint64,
    first_trial: np.uint64,
    week: int,
) -> None:
    """Serve the queue of one try with what units are left, one week of joining after the other.

    ``again`` tells the draws of a second round in the same week apart.
    """
    place = plan.steps[step].first_place + tried
    now = week + plan.oldest
    waiting, oldest = state.waiting[HERE, place], state.waiting[OLDEST, place]
    fades = plan.steps[step].decay != 1.0
    first, last = now, -1
    for trial in range(waiting.size):
        if waiting[trial] > 0:
            first = min(first, oldest[trial])
            last = now
    empty(state.at_stage[SERVED_NOW])
    for turn in range(first, last + 1):
        joined = turn
        if plan.steps[step].newest_first:
            joined = first + last - turn
        serve_joined(plan, slots, state, step, tried, again, joined, week_key, first_trial, week)
        if fades:
            age = now - joined
            try_served(plan, slots, state, step, tried, again, age, week_key, first_trial, week)
            empty(state.at_stage[SERVED_NOW])
    if not fades:
        try_served(plan, slots, state, step, tried, again, _NONE, week_key, first_trial, week)


@compiled()
def serve_joined(
    plan: Plan,
    slots: Slots,
    state: State,
    step: int,
    tried: int,
    again: int,
    joined: int,
    week_key: np.uint64,
    first_trial: np.uint64,
    week: int,
) -> None:
    """Serve those that joined a queue in one week; where not all can be, chance decides who."""
    stages = plan.steps.size + 1
    place = plan.steps[step].first_place + tried
    role, each = plan.steps[step].role, plan.steps[step].units
    now = week + plan.oldest
    counted_at_once = joined == now and tried == 0
    served = state.series[step_series(stages, step, SERVED), week]
    at_once = state.series[step_series(stages, step, AT_ONCE), week]
    waited = state.series[step_series(stages, step, WAITED), week]
    used = state.series[stages + STEP_SERIES * (stages - 1) + max(role, 0), week]
    units = state.units[max(role, 0)]
    queue, taken = state.queue[place, joined], state.at_stage[SERVED_NOW]
    picked, terms = slots.picked[step], state.terms
    waiting, oldest = state.waiting[HERE, place], state.waiting[OLDEST, place]
    kinds = queue.shape[0]
    for trial in range(waiting.size):
        there = _NONE
        for kind in range(kinds):
            there += queue[kind, trial]
        can = there
        if role >= 0 and there > 0:
            can = min(there, units[trial] // each)
            units[trial] -= can * each
            used[trial] += can * each
        if can == there and oldest[trial] == joined:
            oldest[trial] = joined + 1
        if can == 0:
            continue
        waiting[trial] -= can
        served[trial] += can
        waited[trial] += can * (now - joined)
        if counted_at_once:
            at_once[trial] += can
        pool, wanted = there, can
        for kind in range(kinds):
            here = int(np.int64(queue[kind, trial]))
            part = here
            if wanted < pool:
                part = wanted
                if here < pool:
                    block = block_of(kind, tried + again, now - joined)
                    key = key_of(week_key, picked, block)
                    share = uniform(key, first_trial + np.uint64(trial))
                    part = hypergeometric(pool, here, wanted, share, terms)
            pool -= here
            wanted -= part
            queue[kind, trial] -= part
            taken[kind, trial] += part


@compiled()
def give_up(
    plan: Plan,
    slots: Slots,
    state: State,
    step: int,
    week_key: np.uint64,
    first_trial: np.uint64,
    week: int,
) -> None:
    """Let some of those who were waiting before this week give up."""
    stages = plan.steps.size + 1
    channels = plan.channels.size
    now = week + plan.oldest
    weekly_share = plan.steps[step].abandonment
    terms = state.terms
    lost = state.series[step_series(stages, step, LOST), week]
    for tried in range(plan.steps[step].tries):
        place = plan.steps[step].first_place + tried
        first = now
        waiting, oldest = state.waiting[HERE, place], state.waiting[OLDEST, place]
        for trial in range(oldest.size):
            first = min(first, oldest[trial])
        for joined in range(first, now):
            for kind in range(state.queue.shape[2]):
                slot = slots.by_step[ABANDON, step, kind % channels]
                key = key_of(week_key, slot, block_of(kind // channels, tried, now - joined))
                here = state.queue[place, joined, kind]
                for trial in range(here.size):
                    if here[trial] > 0:
                        share = uniform(key, first_trial + np.uint64(trial))
                        gone = binomial(int(np.int64(here[trial])), weekly_share, share, terms)
                        here[trial] -= gone
                        waiting[trial] -= gone
                        lost[trial] += gone


@compiled()
def work_stage(
    plan: Plan,
    slots: Slots,
    state: State,
    step: int,
    week_key: np.uint64,
    first_trial: np.uint64,
    week: int,
) -> None:
    """Let a stage's new leads join its queue, and serve it."""
    stages = plan.steps.size + 1
    first, tries = plan.steps[step].first_place, plan.steps[step].tries
    now = week + plan.oldest
    if plan.steps[step].abandonment > 0.0:
        give_up(plan, slots, state, step, week_key, first_trial, week)
    for tried in range(tries):
        joining = state.at_stage[PASSING] if tried == 0 else state.again[first + tried, week]
        queue, here = state.queue[first + tried, now], state.waiting[HERE, first + tried]
        for kind in range(joining.shape[0]):
            for trial in range(joining.shape[1]):
                queue[kind, trial] += joining[kind, trial]
                here[trial] += joining[kind, trial]
    if plan.steps[step].retries_first:
        for tried in range(tries - 1, 0, -1):
            serve(plan, slots, state, step, tried, _NONE, week_key, first_trial, week)
    for tried in range(tries):
        again = _AGAIN if tried > 0 else _NONE
        serve(plan, slots, state, step, tried, again, week_key, first_trial, week)
    queued = state.series[step_series(stages, step, QUEUE), week]
    for tried in range(tries):
        here = state.waiting[HERE, first + tried]
        for trial in range(here.size):
            queued[trial] += here[trial]


@compiled()
def pass_through(
    plan: Plan,
    slots: Slots,
    state: State,
    step: int,
    week_key: np.uint64,
    first_trial: np.uint64,
    week: int,
) -> None:
    """Let a stage's new leads convert or not where nobody has to work for it."""
    stages = plan.steps.size + 1
    for kind in range(state.at_stage.shape[1]):
        copy(state.at_stage[PASSING, kind], state.at_stage[SERVED_NOW, kind])
    entered = state.series[step, week]
    copy(entered, state.series[step_series(stages, step, SERVED), week])
    copy(entered, state.series[step_series(stages, step, AT_ONCE), week])
    try_served(plan, slots, state, step, _NONE, _NONE, _NONE, week_key, first_trial, week)


@compiled()
def staff_week(
    plan: Plan,
    slots: Slots,
    state: State,
    week_key: np.uint64,
    first_trial: np.uint64,
    week: int,
    cost: Floats,
) -> None:
    """Let people leave, and count each role's units of the week and what its people cost."""
    terms = state.terms
    for group in range(plan.groups.size):
        role = plan.groups[group].role
        people = state.people[group]
        if plan.groups[group].hired == week:
            hiring_cost = plan.roles[role].hiring_cost
            for trial in range(people.size):
                cost[week, trial] += hiring_cost * people[trial]
        if plan.group_paid[group, week] == 0:
            continue
        leaving = plan.groups[group].leaving
        if leaving > 0.0 and week > max(plan.groups[group].hired, 0):
            key = key_of(week_key, slots.leaving[group], _NONE)
            for trial in range(people.size):
                share = uniform(key, first_trial + np.uint64(trial))
                people[trial] -= binomial(int(np.int64(people[trial])), leaving, share, terms)
        each = plan.group_units[group, week] * MILLI
        wage, left_over = plan.roles[role].weekly_cost, state.left_over[role]
        for trial in range(people.size):
            cost[week, trial] += wage * people[trial]
            left_over[trial] += people[trial] * each
    for role in range(state.units.shape[0]):
        left_over, units = state.left_over[role], state.units[role]
        for trial in range(units.size):
            # A hair more, since shares like 0.7 have no exact binary form.
            whole = int(left_over[trial] + 1e-6)
            units[trial] = units[trial] % MILLI + whole
            left_over[trial] -= whole


@compiled()
def arrive(
    plan: Plan,
    slots: Slots,
    state: State,
    week_key: np.uint64,
    first_trial: np.uint64,
    week: int,
    first_series: int,
    cost: Floats,
) -> None:
    """Let the week's leads come, each channel's at its stage."""
    terms = state.terms
    for channel in range(plan.channels.size):
        mean = plan.volume[channel, week]
        exact = plan.channels[channel].volume == EXACT
        if mean <= 0.0:
            continue
        mode = low = high = 0
        below = whole = 0.0
        if plan.channels[channel].volume == POISSON:
            mode, low, high, below, whole = poisson_terms(mean, terms)
        elif not exact:
            mode, low, high, below, whole = negative_binomial_terms(
                mean, plan.channels[channel].dispersion, terms
            )
        key = key_of(week_key, slots.arrival[channel], _NONE)
        due = state.due[plan.channels[channel].enters, week, channel]
        arrived = state.series[first_series + channel, week]
        cost_per_lead = plan.channels[channel].cost_per_lead
        for trial in range(due.size):
            count = int(mean)
            if not exact:
                share = uniform(key, first_trial + np.uint64(trial))
                count = quantile(share, terms, mode, low, high, below, whole)
            due[trial] += count
            arrived[trial] = count
            cost[week, trial] += count * cost_per_lead


@compiled()
def open_pipeline(
    plan: Plan, slots: Slots, state: State, week_key: np.uint64, first_trial: np.uint64
) -> None:
    """Put the open leads where they stand before the first week."""
    stages = plan.steps.size + 1
    for row in range(plan.open_leads.shape[0]):
        step, channel, age, count = plan.open_leads[row]
        first = plan.steps[step].first_place
        slot = slots.by_step[OPENING, step, channel]
        block = (age + 1) * _AGES
        key = key_of(week_key, slot, block - 1)
        joined = max(plan.oldest - age, 0)
        for trial in range(state.at_stage.shape[2]):
            if first >= 0:
                state.queue[first, joined, channel, trial] += count
                state.waiting[HERE, first, trial] += count
                state.waiting[OLDEST, first, trial] = min(
                    state.waiting[OLDEST, first, trial], joined
                )
                continue
            share = uniform(key, first_trial + np.uint64(trial))
            won = binomial(count, state.chance[step, channel, trial], share, state.terms)
            state.series[step_series(stages, step, LOST), 0, trial] += count - won
            if plan.steps[step].geometric:
                state.pool[ON_THE_WAY, step, channel, trial] += won
            state.at_stage[LEFT, 0, trial] = won
        if first < 0 and not plan.steps[step].geometric:
            lasts = plan.steps[step].hazards
            if age >= lasts:
                for trial in range(state.at_stage.shape[2]):
                    state.due[step + 1, 0, channel, trial] += state.at_stage[LEFT, 0, trial]
            else:
                spread_out(
                    state.at_stage[LEFT, 0],
                    plan.hazard[step, :lasts],
                    age,
                    week_key,
                    slot,
                    block,
                    first_trial,
                    _NONE,
                    state.due[step + 1],
                    channel,
                    state.terms,
                )


@compiled()
def enter(
    plan: Plan,
    slots: Slots,
    state: State,
    stage: int,
    week_key: np.uint64,
    first_trial: np.uint64,
    week: int,
) -> None:
    """Collect the leads that enter a stage this week in `State.passing`."""
    channels = plan.channels.size
    step = stage - 1
    entered = state.series[stage, week]
    terms = state.terms
    for kind in range(state.at_stage.shape[1]):
        passing = state.at_stage[PASSING, kind]
        copy(state.due[stage, week, kind], passing)
        if stage > 0 and plan.steps[step].geometric:
            pool, fresh = state.pool[ON_THE_WAY, step, kind], state.pool[FRESH, step, kind]
            at_once = plan.steps[step].shortest == 0
            slot = slots.by_step[DELAY, step, kind % channels]
            key = key_of(week_key, slot, block_of(kind // channels, _NONE, _NONE))
            table = plan.exit_table[step]
            reached, guide = plan.reached[max(table, 0)], plan.guide[max(table, 0)]
            weekly_exit = plan.steps[step].weekly_exit
            for trial in range(pool.size):
                there = int(np.int64(pool[trial])) + (fresh[trial] if at_once else 0)
                out = 0
                if there > 0:
                    share = uniform(key, first_trial + np.uint64(trial))
                    if table >= 0 and there < TABLE_COUNTS:
                        out = binomial_by_table(there, share, reached, guide)
                    else:
                        out = binomial(there, weekly_exit, share, terms)
                pool[trial] += fresh[trial] - out
                fresh[trial] = 0
                passing[trial] += out
        for trial in range(passing.size):
            entered[trial] += passing[trial]


@compiled()
def earn(
    plan: Plan,
    slots: Slots,
    clients: Counts,
    week_key: np.uint64,
    first_trial: np.uint64,
    week: int,
    revenue: Floats,
) -> None:
    """Count what the new clients are worth, each with a value of its own."""
    mean, spread, slot = plan.value_mean, plan.value_spread, slots.value[0]
    for trial in range(clients.size):
        if spread == 0.0:
            revenue[week, trial] = clients[trial] * mean
            continue
        whole = 0.0
        for client in range(int(np.int64(clients[trial]))):
            key = key_of(week_key, slot, client)
            z = normal_quantile(uniform(key, first_trial + np.uint64(trial)))
            whole += exp(spread * z - 0.5 * spread * spread)
        revenue[week, trial] = mean * whole


@compiled()
def add_up(plan: Plan, state: State, totals: Counts, sums: Counts) -> None:
    """Add up every series over the weeks and over the trials."""
    stages = plan.steps.size + 1
    for number in range(totals.shape[0]):
        total = totals[number]
        for week in range(plan.weeks):
            whole = 0
            counts = state.series[number, week]
            for trial in range(counts.size):
                whole += counts[trial]
            sums[number, week] = whole
            if whole > 0:
                for trial in range(counts.size):
                    total[trial] += counts[trial]
    for step in range(plan.steps.size):
        queue = step_series(stages, step, QUEUE)
        last = state.series[queue, plan.weeks - 1]
        for trial in range(last.size):
            totals[queue, trial] = last[trial]


@compiled(cache=True)
def run(
    plan: Plan,
    slots: Slots,
    state: State,
    seed: np.uint64,
    first_trial: np.uint64,
    rates: Floats,
    totals: Counts,
    sums: Counts,
    revenue: Floats,
    cost: Floats,
) -> None:
    """Run some trials through all weeks; what happened is in `State.series` afterwards.

    Parameters
    ----------
    plan, slots
        The network as arrays, and the slots of its draws.
    state
        The trials before their first week: nobody anywhere, and the people who are there.
    seed, first_trial
        Keys of the draws; place ``j`` of a last axis is trial ``first_trial + j``.
    rates
        Shape (steps, trials): the rate of all tries of each step in each trial.
    totals
        Shape (series, trials), zeros: filled with the sums over the weeks; of queues with the last
        week's.
    sums
        Shape (series, weeks): filled with the sums over the trials.
    revenue, cost
        Shape (weeks, trials), zeros: filled.
    """
    plan, slots, state = by_reference(plan), by_reference(slots), by_reference(state)
    stages = plan.steps.size + 1
    last = stages - 1
    channels = plan.channels.size
    arrivals = stages + STEP_SERIES * last + plan.roles.size
    settle_chances(plan, state, rates)
    open_pipeline(plan, slots, state, week_key(seed, np.uint64(0)), first_trial)
    for week in range(plan.weeks):
        key = week_key(seed, np.uint64(week))
        staff_week(plan, slots, state, key, first_trial, week, cost)
        arrive(plan, slots, state, key, first_trial, week, arrivals, cost)
        for step in range(last):
            enter(plan, slots, state, step, key, first_trial, week)
            if plan.steps[step].first_place >= 0:
                work_stage(plan, slots, state, step, key, first_trial, week)
            else:
                pass_through(plan, slots, state, step, key, first_trial, week)
            send_on(plan, slots, state, step, key, first_trial, week)
            let_go(plan, slots, state, step, key, first_trial, week)
        enter(plan, slots, state, last, key, first_trial, week)
        for kind in range(state.at_stage.shape[1]):
            of_channel = state.series[arrivals + channels + kind % channels, week]
            passing = state.at_stage[PASSING, kind]
            for trial in range(of_channel.size):
                of_channel[trial] += passing[trial]
        earn(plan, slots, state.series[last, week], key, first_trial, week, revenue)
    add_up(plan, state, totals, sums)
