"""Entering a stage, leaving it, and the weeks between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.kernel.compilation import compiled
from simulation.kernel.continuous import chance_of_try
from simulation.kernel.keyed import uniform
from simulation.kernel.layout import (
    AGES,
    BACK,
    CONVERTED,
    DELAY,
    FAILED,
    FRESH,
    HERE,
    LEFT,
    LOST,
    NONE,
    NURTURE,
    NURTURED,
    OLDEST,
    ON_THE_WAY,
    OPENING,
    PASSING,
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
from simulation.kernel.rows import draw_listed, draw_row
from simulation.kernel.walks import binomial

if TYPE_CHECKING:
    from simulation.kernel.compilation import Counts, Floats

# More than there are ages of open leads.
_ROWS = 512


@compiled()
def spread_out(
    plan: Plan,
    state: State,
    hazard: Floats,
    table: Counts,
    first: int,
    week_key: np.uint64,
    slot: np.uint64,
    block: int,
    first_trial: np.uint64,
    week: int,
    stage: int,
    kind: int,
) -> None:
    """Send those left on their way: each delay takes its share of those that last so long.

    Delays begin at ``first``, which lasted already; what is due after the run is forgotten.
    """
    left, listed, drawn = state.at_stage[LEFT, 0], state.listed, state.drawn
    some = list_those_left(left, listed)
    for delay in range(first, min(hazard.size, plan.weeks - week + first)):
        share = hazard[delay]
        if share <= 0.0 or some == 0:
            continue
        key = key_of(week_key, slot, block + delay)
        due = state.due[stage, (week + delay - first) % state.due.shape[1], kind]
        if share < 1.0:
            draw_listed(plan, state, table[delay], share, left, some, key, first_trial)
        else:
            copy(left, drawn)
        still = 0
        for place in range(some):
            trial = listed[place]
            rest = left[trial] - drawn[trial]
            due[trial] += drawn[trial]
            left[trial] = rest
            listed[still] = trial
            still += 1 if rest > 0 else 0
        some = still


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
            converted, fresh = state.at_stage[CONVERTED, kind], state.pool[FRESH, step, kind]
            for trial in range(fresh.size):
                fresh[trial] += converted[trial]
        else:
            copy(state.at_stage[CONVERTED, kind], state.at_stage[LEFT, 0])
            spread_out(
                plan,
                state,
                plan.hazard[step, : plan.steps[step].hazards],
                plan.hazard_table[step],
                NONE,
                week_key,
                slots.by_step[DELAY, step, kind % channels],
                block_of(kind // channels, NONE, NONE),
                first_trial,
                week,
                step + 1,
                kind,
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
    lost = state.series[step_series(stages, step, LOST)]
    nurtured = state.series[step_series(stages, step, NURTURED)]
    drawn = state.drawn
    for kind in range(state.at_stage.shape[1]):
        returned, channel = kind // channels, kind % channels
        block = block_of(returned, NONE, NONE)
        if plan.steps[step].nurtured > 0.0 and returned < plan.returns:
            key = key_of(week_key, slots.by_step[NURTURE, step, channel], block)
            share = plan.steps[step].nurtured
            failed, left = state.at_stage[FAILED, kind], state.at_stage[LEFT, 0]
            if not draw_row(plan, state, plan.nurture_table[step], share, failed, key, first_trial):
                continue
            for trial in range(failed.size):
                left[trial] = drawn[trial]
                nurtured[trial] += drawn[trial]
                lost[trial] += failed[trial] - drawn[trial]
            spread_out(
                plan,
                state,
                plan.back_hazard[step, : plan.steps[step].back_hazards],
                plan.back_table[step],
                NONE,
                week_key,
                slots.by_step[BACK, step, channel],
                block,
                first_trial,
                week,
                plan.steps[step].returns_to,
                kind + channels,
            )
        else:
            failed = state.at_stage[FAILED, kind]
            for trial in range(failed.size):
                lost[trial] += failed[trial]
    empty(state.at_stage[FAILED])


@compiled()
def open_pipeline(
    plan: Plan, slots: Slots, state: State, week_key: np.uint64, first_trial: np.uint64
) -> None:
    """Put the open leads where they stand before the first week."""
    stages = plan.steps.size + 1
    for row in range(plan.open_leads.shape[0]):
        step, channel, age, count, number = plan.open_leads[row]
        odds = plan.open_odds[row]
        first = plan.steps[step].first_place
        slot = slots.by_step[OPENING, step, channel]
        block = (number * _ROWS + age + 1) * AGES
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
            chance = chance_of_try(state.chance[step, channel, trial], odds, 1)
            won = binomial(count, chance, share, state.terms)
            state.series[step_series(stages, step, LOST), trial] += count - won
            if plan.steps[step].geometric:
                # Who came this very week has the shortest delay still to come.
                state.pool[FRESH if age == 0 else ON_THE_WAY, step, channel, trial] += won
            state.at_stage[LEFT, 0, trial] = won
        if first < 0 and not plan.steps[step].geometric:
            lasts = plan.steps[step].hazards
            if age >= lasts:
                for trial in range(state.at_stage.shape[2]):
                    state.due[step + 1, 0, channel, trial] += state.at_stage[LEFT, 0, trial]
            else:
                spread_out(
                    plan,
                    state,
                    plan.hazard[step, :lasts],
                    plan.hazard_table[step],
                    age,
                    week_key,
                    slot,
                    block,
                    first_trial,
                    NONE,
                    step + 1,
                    channel,
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
    """Collect the leads that enter a stage this week."""
    channels = plan.channels.size
    step = stage - 1
    entered = state.series[stage]
    there, drawn = state.at_stage[LEFT, 0], state.drawn
    for kind in range(state.at_stage.shape[1]):
        passing = state.at_stage[PASSING, kind]
        copy(state.due[stage, week % state.due.shape[1], kind], passing)
        if stage > 0 and plan.steps[step].geometric:
            pool, fresh = state.pool[ON_THE_WAY, step, kind], state.pool[FRESH, step, kind]
            at_once = 1 if plan.steps[step].shortest == 0 else 0
            slot = slots.by_step[DELAY, step, kind % channels]
            key = key_of(week_key, slot, block_of(kind // channels, NONE, NONE))
            for trial in range(pool.size):
                there[trial] = pool[trial] + at_once * fresh[trial]
                pool[trial] += fresh[trial]
                fresh[trial] = 0
            share = plan.steps[step].weekly_exit
            if draw_row(plan, state, plan.exit_table[step], share, there, key, first_trial):
                for trial in range(pool.size):
                    pool[trial] -= drawn[trial]
                    passing[trial] += drawn[trial]
        for trial in range(passing.size):
            entered[trial] += passing[trial]
    empty(state.due[stage, week % state.due.shape[1]])
