"""The work at a stage: who is served, who converts, and who waits for another try."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.kernel.compilation import compiled, whole_number
from simulation.kernel.draws import hypergeometric
from simulation.kernel.keyed import uniform
from simulation.kernel.layout import (
    ABANDON,
    AT_ONCE,
    CONVERSION,
    CONVERTED,
    FAILED,
    HERE,
    LOST,
    MOST_COUNTED,
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
from simulation.kernel.rows import draw_row
from simulation.kernel.walks import binomial, walk_binomials

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
            oldest[trial] = joined if here[trial] == 0 else oldest[trial]
            queue[trial] += failed[trial]
            here[trial] += failed[trial]
    elif back < plan.weeks:
        later = state.again[place, back % state.again.shape[1], kind]
        for trial in range(trials):
            later[trial] += failed[trial]


@compiled()
def try_served(
    plan: Plan,
    slots: Slots,
    state: State,
    served: Small,
    step: int,
    tried: int,
    again: int,
    week_key: np.uint64,
    first_trial: np.uint64,
    week: int,
) -> None:
    """Try those served once: some convert, the others wait again or have had enough.

    ``served`` holds them by kind, and then those who failed.
    """
    channels = plan.channels.size
    terms, drawn = state.terms, state.drawn
    for kind in range(served.shape[0]):
        channel = kind % channels
        block = block_of(kind // channels, tried + again, NONE)
        key = key_of(week_key, slots.by_step[CONVERSION, step, channel], block)
        counts, chance = served[kind], state.chance[step, channel]
        converted = state.at_stage[CONVERTED, kind]
        number = plan.rate_table[step, channel]
        if number == UNKNOWN:
            walk_binomials(
                counts, chance, key, first_trial, converted, state.listed, state.lanes, terms
            )
        elif draw_row(plan, state, number, chance[0], counts, key, first_trial):
            for trial in range(counts.size):
                converted[trial] += drawn[trial]
                counts[trial] -= drawn[trial]
        try_again(plan, state, step, tried, kind, counts, week)


@compiled()
def serve_all_at_once(plan: Plan, state: State, step: int, tried: int, week: int) -> int:
    """Serve the trials where nobody waits from before and the units are enough for all.

    They are most of them, and alike. Those served are put into ``state.at_stage[SERVED_NOW]``; the
    other trials where somebody waits are listed, and it returns how many they are.
    """
    stages = plan.steps.size + 1
    place = plan.steps[step].first_place + tried
    role, each = plan.steps[step].role, plan.steps[step].units
    now = week + plan.oldest
    served = state.series[step_series(stages, step, SERVED)]
    at_once = state.series[step_series(stages, step, AT_ONCE)]
    used = state.series[stages + STEP_SERIES * (stages - 1) + max(role, 0)]
    units = state.units[max(role, 0)]
    waiting, oldest = state.waiting[HERE, place], state.waiting[OLDEST, place]
    can, listed = state.drawn, state.listed
    for trial in range(waiting.size):
        enough = role < 0 or waiting[trial] * each <= units[trial]
        can[trial] = waiting[trial] if enough and oldest[trial] >= now else 0
    some = 0
    for trial in range(waiting.size):
        listed[some] = trial
        some += 1 if waiting[trial] > can[trial] else 0
    if role >= 0:
        for trial in range(waiting.size):
            units[trial] -= can[trial] * each
            used[trial] = min(used[trial] + can[trial] * each, MOST_COUNTED)
    first_time = 1 if tried == 0 else 0
    for trial in range(waiting.size):
        waiting[trial] -= can[trial]
        served[trial] += can[trial]
        at_once[trial] += first_time * can[trial]
    for kind in range(state.at_stage.shape[1]):
        queue, taken = state.queue[place, now, kind], state.at_stage[SERVED_NOW, kind]
        for trial in range(queue.size):
            part = queue[trial] if can[trial] > 0 else 0
            taken[trial] = part
            queue[trial] -= part
    return some


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
    """Serve the queue of one try with what units are left, trial by trial.

    Of those that joined in the same week chance decides who is served, where not all can be. Where
    waiting lowers the chance they are tried at once, by their age, and not together afterwards.
    ``again`` tells the draws of a second round in the same week apart.
    """
    stages = plan.steps.size + 1
    channels, kinds = plan.channels.size, state.at_stage.shape[1]
    place = plan.steps[step].first_place + tried
    role, each = plan.steps[step].role, plan.steps[step].units
    now = week + plan.oldest
    newest_first, fades = plan.steps[step].newest_first, plan.steps[step].decay != 1.0
    onward = -1 if newest_first else 1
    served = state.series[step_series(stages, step, SERVED)]
    at_once = state.series[step_series(stages, step, AT_ONCE)]
    waited = state.series[step_series(stages, step, WAITED)]
    used = state.series[stages + STEP_SERIES * (stages - 1) + max(role, 0)]
    units = state.units[max(role, 0)]
    queue, taken = state.queue[place], state.at_stage[SERVED_NOW]
    converted, chances, fading = state.at_stage[CONVERTED], state.chance[step], plan.fading[step]
    waiting, oldest = state.waiting[HERE, place], state.waiting[OLDEST, place]
    picked, tries, terms = slots.picked[step], slots.by_step[CONVERSION, step], state.terms
    listed = state.listed
    some = waiting.size
    if fades:
        empty(taken)
        some = list_those_left(waiting, listed)
    else:
        some = serve_all_at_once(plan, state, step, tried, week)
    for listed_place in range(some):
        trial = listed[listed_place]
        here = int(np.int64(waiting[trial]))
        can = here
        if role >= 0:
            if here * each > units[trial]:
                can = units[trial] // each
                if can == 0:
                    continue
            units[trial] -= can * each
            used[trial] = min(used[trial] + can * each, MOST_COUNTED)
        served[trial] += can
        waiting[trial] = here - can
        joined = now if newest_first else int(np.int64(oldest[trial]))
        while True:
            there = NONE
            for kind in range(kinds):
                there += queue[joined, kind, trial]
            wanted = min(there, can)
            can -= wanted
            age = now - joined
            if age > 0:
                waited[trial] = min(waited[trial] + wanted * age, MOST_COUNTED)
            elif tried == 0:
                at_once[trial] += wanted
            for kind in range(kinds):
                if wanted == 0:
                    break
                count = int(np.int64(queue[joined, kind, trial]))
                part = count
                if wanted < there:
                    part = wanted
                    if count < there:
                        key = key_of(week_key, picked, block_of(kind, tried + again, age))
                        share = uniform(key, first_trial + np.uint64(trial))
                        part = hypergeometric(there, count, wanted, share, terms)
                there -= count
                wanted -= part
                queue[joined, kind, trial] = count - part
                if fades and part > 0:
                    block = block_of(kind // channels, tried + again, age)
                    key = key_of(week_key, tries[kind % channels], block)
                    share = uniform(key, first_trial + np.uint64(trial))
                    chance = fading[age] * chances[kind % channels, trial]
                    won = binomial(part, chance, share, terms)
                    converted[kind, trial] += won
                    part -= won
                taken[kind, trial] += part
            if can == 0:
                break
            joined += onward
        if not newest_first:
            oldest[trial] = joined
    if fades:
        for kind in range(kinds):
            try_again(plan, state, step, tried, kind, taken[kind], week)
    else:
        try_served(plan, slots, state, taken, step, tried, again, week_key, first_trial, week)


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
    table, drawn = plan.abandon_table[step], state.drawn
    lost = state.series[step_series(stages, step, LOST)]
    for tried in range(plan.steps[step].tries):
        place = plan.steps[step].first_place + tried
        queue = state.queue[place]
        waiting, oldest = state.waiting[HERE, place], state.waiting[OLDEST, place]
        first = now
        for trial in range(oldest.size):
            first = min(first, oldest[trial] if waiting[trial] > 0 else now)
        for joined in range(first, now):
            for kind in range(queue.shape[1]):
                slot = slots.by_step[ABANDON, step, kind % channels]
                key = key_of(week_key, slot, block_of(kind // channels, tried, now - joined))
                here = queue[joined, kind]
                if not draw_row(plan, state, table, weekly_share, here, key, first_trial):
                    continue
                for trial in range(here.size):
                    here[trial] -= drawn[trial]
                    waiting[trial] -= drawn[trial]
                    lost[trial] += drawn[trial]


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
        oldest = state.waiting[OLDEST, first + tried]
        for trial in range(here.size):
            oldest[trial] = now if here[trial] == 0 else oldest[trial]
        for kind in range(joining.shape[0]):
            for trial in range(here.size):
                queue[kind, trial] += joining[kind, trial]
                here[trial] += joining[kind, trial]
        if tried > 0:
            empty(joining)
    if plan.steps[step].retries_first:
        for tried in range(tries - 1, 0, -1):
            serve(plan, slots, state, step, tried, NONE, week_key, first_trial, week)
    for tried in range(tries):
        if tried > 0 and plan.steps[step].retries_first and plan.steps[step].wait > 0:
            # Those who wait for another try were served, or there were no units for them.
            break
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
    entered = state.series[step]
    copy(entered, state.series[step_series(stages, step, SERVED)])
    copy(entered, state.series[step_series(stages, step, AT_ONCE)])
    passing = state.at_stage[PASSING]
    try_served(plan, slots, state, passing, step, NONE, NONE, week_key, first_trial, week)
