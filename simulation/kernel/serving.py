"""The work at a stage: who is served, who converts, and who waits for another try."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.kernel.compilation import compiled, whole_number
from simulation.kernel.draws import (
    binomial,
    binomial_by_table,
    binomial_by_terms,
    binomial_by_walk,
    binomial_terms,
    hypergeometric,
    is_short_walk,
    quantile,
)
from simulation.kernel.keyed import uniform
from simulation.kernel.layout import (
    ABANDON,
    AT_ONCE,
    CONVERSION,
    CONVERTED,
    FAILED,
    HERE,
    LEFT,
    LOST,
    NONE,
    OLDEST,
    PASSING,
    QUEUE,
    SERVED,
    SERVED_NOW,
    STEP_SERIES,
    UNKNOWN,
    WAITED,
    Plan,
    Slots,
    State,
    block_of,
    copy,
    empty,
    key_of,
    list_those_left,
    step_series,
)

if TYPE_CHECKING:
    from simulation.kernel.compilation import Small

_AGAIN = whole_number(32)


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
        later = state.again[place, back % state.again.shape[1], kind]
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
    terms, reached, guide = state.terms, plan.reached, plan.guide
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
        number = plan.rate_table[step, channel] if age == 0 else UNKNOWN
        table = plan.tables[number]
        mode = low = high = known = 0
        below = whole = 0.0
        for trial in range(served.size):
            count = int(np.int64(served[trial]))
            won = 0
            if count > 0:
                share = uniform(key, first_trial + np.uint64(trial))
                if count <= table.largest:
                    won = binomial_by_table(count, share, table, reached, guide)
                elif number > 0:
                    # A batch is as large in every trial.
                    if count != known:
                        mode, low, high, below, whole = binomial_terms(count, chance[trial], terms)
                        known = count
                    won = quantile(share, terms, mode, low, high, below, whole)
                elif is_short_walk(count, faded * chance[trial]):
                    won = binomial_by_walk(count, faded * chance[trial], share)
                else:
                    won = binomial_by_terms(count, faded * chance[trial], share, terms)
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
    listed, oldest = state.listed, state.waiting[OLDEST, place]
    fades = plan.steps[step].decay != 1.0
    some = list_those_left(state.waiting[HERE, place], listed)
    first = now
    for number in range(some):
        first = min(first, oldest[listed[number]])
    empty(state.at_stage[SERVED_NOW])
    for turn in range(first, now + 1):
        if some == 0:
            break
        joined = turn
        if plan.steps[step].newest_first:
            joined = first + now - turn
        some = serve_joined(
            plan, slots, state, step, tried, again, joined, week_key, first_trial, week, some
        )
        if fades:
            age = now - joined
            try_served(plan, slots, state, step, tried, again, age, week_key, first_trial, week)
            empty(state.at_stage[SERVED_NOW])
    if not fades:
        try_served(plan, slots, state, step, tried, again, NONE, week_key, first_trial, week)


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
    some: int,
) -> int:
    """Serve those that joined a queue in one week; where not all can be, chance decides who.

    Only the first ``some`` trials of the list have anybody waiting and units for them. Those for
    which that still holds become the list; returned is how many they are.
    """
    stages = plan.steps.size + 1
    place = plan.steps[step].first_place + tried
    role, each = plan.steps[step].role, plan.steps[step].units
    now = week + plan.oldest
    counted_at_once = joined == now and tried == 0
    served = state.series[step_series(stages, step, SERVED)]
    at_once = state.series[step_series(stages, step, AT_ONCE)]
    waited = state.series[step_series(stages, step, WAITED)]
    used = state.series[stages + STEP_SERIES * (stages - 1) + max(role, 0)]
    units = state.units[max(role, 0)]
    queue, taken = state.queue[place, joined], state.at_stage[SERVED_NOW]
    picked, terms = slots.picked[step], state.terms
    waiting, oldest, listed = state.waiting[HERE, place], state.waiting[OLDEST, place], state.listed
    kinds = queue.shape[0]
    still = 0
    for number in range(some):
        trial = listed[number]
        there = NONE
        for kind in range(kinds):
            there += queue[kind, trial]
        can = there
        left = 1
        if role >= 0:
            if there * each > units[trial]:
                can = units[trial] // each
            units[trial] -= can * each
            used[trial] += can * each
            left = units[trial] - each + 1
        if can == there and oldest[trial] == joined:
            oldest[trial] = joined + 1
        waiting[trial] -= can
        listed[still] = trial
        still += 1 if waiting[trial] > 0 and left > 0 else 0
        if can == 0:
            continue
        served[trial] += can
        if joined < now:
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
    return still


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
    terms, reached, guide = state.terms, plan.reached, plan.guide
    known = plan.tables[plan.abandon_table[step]]
    lost = state.series[step_series(stages, step, LOST)]
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
                        count = int(np.int64(here[trial]))
                        if count <= known.largest:
                            gone = binomial_by_table(count, share, known, reached, guide)
                        else:
                            gone = binomial(count, weekly_share, share, terms)
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
        at = week % state.again.shape[1]
        joining = state.at_stage[PASSING] if tried == 0 else state.again[first + tried, at]
        queue, here = state.queue[first + tried, now], state.waiting[HERE, first + tried]
        for kind in range(joining.shape[0]):
            for trial in range(joining.shape[1]):
                queue[kind, trial] += joining[kind, trial]
                here[trial] += joining[kind, trial]
        if tried > 0:
            empty(joining)
    if plan.steps[step].retries_first:
        for tried in range(tries - 1, 0, -1):
            serve(plan, slots, state, step, tried, NONE, week_key, first_trial, week)
    for tried in range(tries):
        again = _AGAIN if tried > 0 else NONE
        serve(plan, slots, state, step, tried, again, week_key, first_trial, week)
    queued = state.series[step_series(stages, step, QUEUE)]
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
    entered = state.series[step]
    copy(entered, state.series[step_series(stages, step, SERVED)])
    copy(entered, state.series[step_series(stages, step, AT_ONCE)])
    try_served(plan, slots, state, step, NONE, NONE, NONE, week_key, first_trial, week)
