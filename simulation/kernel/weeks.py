"""The weeks of the network, compiled: the one place that knows in which order things happen.

In each week, for each trial:

1. People: those who leave do so, then each role's units of the week are counted; a fraction of a
   unit goes on to the next week, whole units that were not used do not.
2. Arrivals, channel by channel, join the stage at which they enter. Where a channel's level is
   unsure, one factor for each trial scales the means of all its weeks.
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

from typing import TYPE_CHECKING

import numpy as np

from simulation.kernel.compilation import by_reference, compiled
from simulation.kernel.continuous import chance_of_try, exp, normal_quantile
from simulation.kernel.draws import (
    guide_terms,
    guided_quantile,
    negative_binomial_terms,
    poisson_terms,
)
from simulation.kernel.keyed import fill_uniforms, uniform, week_key
from simulation.kernel.layout import (
    COST,
    EXACT,
    MILLI,
    MOST_COUNTED,
    MOST_LEADS,
    NONE,
    PASSING,
    POISSON,
    QUEUE,
    REVENUE,
    STEP_SERIES,
    UNCOUNTED,
    Outcome,
    Plan,
    Slots,
    State,
    copy,
    empty_row,
    key_of,
)
from simulation.kernel.passing import enter, let_go, open_pipeline, send_on
from simulation.kernel.serving import pass_through, work_stage
from simulation.kernel.walks import binomial, negative_binomial, poisson

if TYPE_CHECKING:
    from simulation.kernel.compilation import Counts, Floats


_WHOLE = np.uint64(MILLI)


@compiled()
def settle_chances(plan: Plan, state: State, rates: Floats, begin: int) -> None:
    """Turn each trial's rates into the chance of one try, step by step and channel by channel."""
    for step in range(plan.steps.size):
        tries = plan.steps[step].tries
        for channel in range(plan.channels.size):
            factor = plan.odds[channel, step]
            rate, chance = rates[step], state.chance[step, channel]
            for trial in range(chance.size):
                chance[trial] = chance_of_try(rate[begin + trial], factor, tries)


@compiled()
def draw_factors(spread: float, key: np.uint64, first_trial: np.uint64, factors: Floats) -> None:
    """Draw a log-normal factor of mean 1 for each trial."""
    for trial in range(factors.size):
        z = normal_quantile(uniform(key, first_trial + np.uint64(trial)))
        factors[trial] = exp(spread * z - 0.5 * spread * spread)


@compiled()
def settle_levels(
    plan: Plan, slots: Slots, state: State, week_key: np.uint64, first_trial: np.uint64
) -> None:
    """Draw each trial's factor on the arrivals of a channel whose level is unsure."""
    for channel in range(plan.channels.size):
        spread = plan.channels[channel].level_spread
        if spread != 0.0:
            key = key_of(week_key, slots.level[channel], NONE)
            draw_factors(spread, key, first_trial, state.level[channel])


@compiled()
def settle_capacities(
    plan: Plan, slots: Slots, state: State, week_key: np.uint64, first_trial: np.uint64
) -> None:
    """Draw each trial's factor on what the people of a role can do, where that is unsure."""
    for role in range(plan.roles.size):
        spread = plan.roles[role].spread
        if spread != 0.0:
            key = key_of(week_key, slots.capacity[role], NONE)
            draw_factors(spread, key, first_trial, state.capacity[role])


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
                cost[trial] += hiring_cost * people[trial]
        if plan.group_paid[group, week] == 0:
            continue
        leaving = plan.groups[group].leaving
        if leaving > 0.0 and week > max(plan.groups[group].hired, 0):
            key = key_of(week_key, slots.leaving[group], NONE)
            for trial in range(people.size):
                share = uniform(key, first_trial + np.uint64(trial))
                people[trial] -= binomial(int(np.int64(people[trial])), leaving, share, terms)
        each = plan.group_units[group, week] * MILLI
        wage, left_over = plan.roles[role].weekly_cost, state.left_over[role]
        capacity = state.capacity[role]
        for trial in range(people.size):
            cost[trial] += wage * people[trial]
            left_over[trial] += people[trial] * each * capacity[trial]
    for role in range(state.units.shape[0]):
        left_over, units = state.left_over[role], state.units[role]
        for trial in range(units.size):
            # A hair more, since shares like 0.7 have no exact binary form.
            whole = int(left_over[trial] + 1e-6)
            # Without a sign the remainder needs no look at it.
            units[trial] = int(np.int64(np.uint64(units[trial]) % _WHOLE)) + whole
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
    terms, guide = state.terms, state.guide
    for channel in range(plan.channels.size):
        mean = plan.volume[channel, week]
        kind, dispersion = plan.channels[channel].volume, plan.channels[channel].dispersion
        varies = plan.channels[channel].level_spread > 0.0
        if mean <= 0.0:
            continue
        mode = low = high = 0
        below = whole = 0.0
        if kind == POISSON and not varies:
            mode, low, high, below, whole = poisson_terms(mean, terms)
        elif kind != EXACT and not varies:
            mode, low, high, below, whole = negative_binomial_terms(mean, dispersion, terms)
        if kind != EXACT and not varies:
            guide_terms(terms, low, high, whole, guide)
        key = key_of(week_key, slots.arrival[channel], NONE)
        due = state.due[plan.channels[channel].enters, week % state.due.shape[1], channel]
        arrived = state.series[first_series + channel]
        cost_per_lead = plan.channels[channel].cost_per_lead
        level, shares = state.level[channel], state.shares
        if kind != EXACT:
            fill_uniforms(key, first_trial, shares)
        for trial in range(due.size):
            count = int(mean)
            if kind != EXACT:
                share = shares[trial]
                if not varies:
                    count = guided_quantile(share, terms, guide, mode, low, high, below, whole)
                elif kind == POISSON:
                    count = poisson(min(mean * level[trial], MOST_LEADS), share, terms)
                else:
                    scaled = min(mean * level[trial], MOST_LEADS)
                    count = negative_binomial(scaled, dispersion, share, terms)
            due[trial] += count
            arrived[trial] = count
            cost[trial] += count * cost_per_lead


@compiled()
def earn(
    plan: Plan,
    slots: Slots,
    clients: Counts,
    week_key: np.uint64,
    first_trial: np.uint64,
    revenue: Floats,
) -> None:
    """Count what the new clients are worth, each with a value of its own."""
    mean, spread, slot = plan.value_mean, plan.value_spread, slots.value[0]
    for trial in range(clients.size):
        if spread == 0.0:
            revenue[trial] = clients[trial] * mean
            continue
        whole = 0.0
        for client in range(int(np.int64(clients[trial]))):
            key = key_of(week_key, slot, client)
            z = normal_quantile(uniform(key, first_trial + np.uint64(trial)))
            whole += exp(spread * z - 0.5 * spread * spread)
        revenue[trial] = mean * whole


@compiled()
def add_up(plan: Plan, state: State, outcome: Outcome, sums: Counts, week: int, begin: int) -> None:
    """Add this week's series up over the trials and to the totals, and keep those watched."""
    stages = plan.steps.size + 1
    trials = state.series.shape[1]
    end = begin + trials
    for number in range(state.series.shape[0]):
        # All that is done with a row is done while the processor has it at hand.
        whole = 0
        counts = state.series[number]
        for trial in range(trials):
            whole += counts[trial]
        sums[number, week] = whole
        for place in range(outcome.watched.size):
            if outcome.watched[place] == number:
                copy(counts, outcome.weekly[place, week, begin:end])
        step, which = divmod(number - stages, STEP_SERIES)
        is_queue = 0 <= step < stages - 1 and which == QUEUE
        if whole >= MOST_COUNTED:
            for trial in range(trials):
                if counts[trial] == MOST_COUNTED:
                    outcome.stop[0] = UNCOUNTED
        for place in range(outcome.totalled.size):
            if outcome.totalled[place] != number or (whole == 0 and not is_queue):
                continue
            total = outcome.totals[place, begin:end]
            if is_queue:
                for trial in range(trials):
                    total[trial] = counts[trial]
            else:
                for trial in range(trials):
                    total[trial] += counts[trial]
        if whole > 0:
            empty_row(counts)
    for part in range(state.money.shape[0]):
        money, whole_run = state.money[part], outcome.money[part, begin:end]
        for trial in range(trials):
            whole_run[trial] += money[trial]
        if outcome.weekly_money.shape[1] > 0:
            weekly = outcome.weekly_money[part, week, begin:end]
            for trial in range(trials):
                weekly[trial] = money[trial]
        for trial in range(trials):
            money[trial] = 0.0


@compiled(cache=True)
def run(
    plan: Plan,
    slots: Slots,
    state: State,
    outcome: Outcome,
    seed: np.uint64,
    first_trial: np.uint64,
    begin: int,
    rates: Floats,
    sums: Counts,
) -> int:
    """Run some trials through all weeks, and return how many weeks were run.

    Parameters
    ----------
    plan, slots
        The network as arrays, and the slots of its draws.
    state
        The trials before their first week: nobody anywhere, and the people who are there.
    outcome
        Filled for these trials. Whether to stop is asked before each week.
    seed, first_trial
        Keys of the draws; place ``j`` of a last axis is trial ``first_trial + j``.
    begin
        Where these trials begin in the arrays of the run.
    rates
        Shape (steps, trials of the run): the rate of all tries of each step in each trial.
    sums
        Shape (series, weeks): filled with the sums over the trials.
    """
    plan, slots, state = by_reference(plan), by_reference(slots), by_reference(state)
    outcome = by_reference(outcome)
    stages = plan.steps.size + 1
    last = stages - 1
    channels = plan.channels.size
    arrivals = stages + STEP_SERIES * last + plan.roles.size
    revenue, cost = state.money[REVENUE], state.money[COST]
    settle_chances(plan, state, rates, begin)
    before = week_key(seed, np.uint64(0))
    settle_levels(plan, slots, state, before, first_trial)
    settle_capacities(plan, slots, state, before, first_trial)
    open_pipeline(plan, slots, state, before, first_trial)
    for week in range(plan.weeks):
        if outcome.stop[0] != 0:
            return week
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
            of_channel = state.series[arrivals + channels + kind % channels]
            passing = state.at_stage[PASSING, kind]
            for trial in range(of_channel.size):
                of_channel[trial] += passing[trial]
        earn(plan, slots, state.series[last], key, first_trial, revenue)
        add_up(plan, state, outcome, sums, week, begin)
    return plan.weeks
