"""`funneldesk ask`: what a scenario needs, what holds it back, and what would change it."""

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from app.commands.common import json_option, prepare_simulator, print_json, print_table
from app.commands.values import NumberRange
from app.scenario_files.reading import FiledScenario, read_scenario
from models.language import gettext as _
from simulation.assumptions import AssumptionError
from simulation.levers import Input
from simulation.network import Network
from simulation.people import StaffGroup
from simulation.questions.asking import Draws
from simulation.questions.comparing import compare
from simulation.questions.hiring import Hire, NoPlanError, plan_staff
from simulation.questions.learning import Learning, value_of_learning
from simulation.questions.newcomers import Hiring
from simulation.questions.seeking import Goal, GoalOutOfReachError, seek
from simulation.questions.sensitivity import Bar, Influence, influences, tornado
from simulation.questions.staffing import ShadowValue, shadow_values, staffing_of
from views.asking.asked import UnanswerableError
from views.asking.wording import (
    binding_words,
    difference_words,
    goal_words,
    hire_words,
    lever_name,
    lever_named,
    lever_words,
    share_words,
    unit_of,
)
from views.charts.numbers import chance, mean_count, percent, whole

T = TypeVar("T")

_file = click.argument(
    "file", metavar="FILE.json", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
_trials = click.option(
    "--trials",
    type=click.IntRange(100, 100_000),
    default=2_000,
    show_default=True,
    help=_("How many cases each run has."),
)
_clients = click.option(
    "--clients", type=NumberRange(0), required=True, help=_("How many clients are wanted.")
)
_chance = click.option(
    "--chance",
    type=NumberRange(0, 1, min_open=True, max_open=True),
    default=0.8,
    show_default=True,
    help=_("With which chance, between 0 and 1."),
)


@click.group(
    "ask",
    help=_("Ask what a scenario file needs, what holds it back, and what would change it."),
)
def ask_command() -> None:
    """Hold the questions together."""
    prepare_simulator()


@ask_command.command("seek", help=_("How much of one input reaches a number of clients."))
@_file
@click.option(
    "--input",
    "name",
    required=True,
    metavar="KIND:NAME",
    help=_("What is moved: volume:CHANNEL, rate:STAGE, people:ROLE, units:ROLE, or value."),
)
@_clients
@_chance
@_trials
@json_option
def seek_command(
    file: Path, name: str, clients: float, chance: float, trials: int, as_json: bool
) -> None:
    """Seek a goal."""
    scenario, draws = _scenario(file, trials)
    lever = lever_named(scenario.network, name)
    answer = _answered(lambda: seek(scenario.network, lever, Goal(clients, chance), draws=draws))
    if as_json:
        print_json(asdict(answer))
        return
    words = lever_words(scenario.network, lever)
    less = lever.what is Input.MEAN_DELAY
    said = goal_words(words, unit_of(lever), answer, "clients", clients, chance, less=less)
    click.echo(said)


@ask_command.command("compare", help=_("What a second scenario changes, case by case."))
@_file
@click.argument(
    "other", metavar="OTHER.json", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@_trials
@json_option
def compare_command(file: Path, other: Path, trials: int, as_json: bool) -> None:
    """Compare two scenarios on the same chance."""
    scenario, draws = _scenario(file, trials)
    second = read_scenario(other)
    found = _answered(lambda: compare(scenario.network, second.network, draws=draws))
    if as_json:
        print_json(asdict(found))
        return
    click.echo(
        _("{other} against {file}: {difference} clients; more in {higher} of cases.").format(
            other=second.name or other.name,
            file=scenario.name or file.name,
            difference=difference_words(found),
            higher=chance(found.higher),
        )
    )


@ask_command.command("matters", help=_("Which inputs move the clients, one at a time."))
@_file
@_trials
@json_option
def matters_command(file: Path, trials: int, as_json: bool) -> None:
    """Show the tornado, and the shares of the variance where rates are uncertain."""
    scenario, draws = _scenario(file, trials)
    bars = _answered(lambda: tornado(scenario.network, draws=draws))
    shares = _answered(lambda: influences(scenario.network, draws=draws))
    if as_json:
        network = scenario.network
        print_json(
            {
                "bars": [
                    _named(bar, "lever", input=lever_name(network, bar.lever)) for bar in bars
                ],
                "shares": [
                    _named(one, "step", stage=_stage_behind(network, one.step)) for one in shares
                ],
            }
        )
        return
    rows = [
        [
            lever_words(scenario.network, bar.lever),
            f"{bar.low:,.4g}",
            f"{bar.high:,.4g}",
            difference_words(bar.down),
            difference_words(bar.up),
        ]
        for bar in bars
    ]
    headers = [_("Input"), _("Low"), _("High"), _("Clients at low"), _("Clients at high")]
    print_table(headers, rows)
    names = scenario.network.stages
    parts = [
        [
            _("Chance") if one.step is None else names[one.step + 1].name,
            share_words(one.first_order),
            share_words(one.total),
        ]
        for one in shares
    ]
    print_table([_("Rate into"), _("Variance of its own"), _("With others")], parts)


@ask_command.command("learn", help=_("Which rate to know better, and what that is worth."))
@_file
@click.option(
    "--leads",
    type=click.IntRange(1),
    default=200,
    show_default=True,
    help=_("How many more leads are watched at the stage."),
)
@_trials
@json_option
def learn_command(file: Path, leads: int, trials: int, as_json: bool) -> None:
    """Show how much narrower the forecast gets by learning each rate."""
    scenario, draws = _scenario(file, trials)
    found = _answered(lambda: value_of_learning(scenario.network, leads=leads, draws=draws))
    if as_json:
        network = scenario.network
        print_json([_named(one, "step", stage=_stage_behind(network, one.step)) for one in found])
        return
    if not found:
        click.echo(_("Every rate is taken as known, so there is nothing to learn."))
        return
    names = scenario.network.stages
    rows = [
        [
            names[one.step + 1].name,
            mean_count(one.sd),
            mean_count(one.sd_after),
            mean_count(one.sd_known),
        ]
        for one in found
    ]
    headers = [
        _("Rate into"),
        _("Clients, standard deviation now"),
        _("After {leads} more leads").format(leads=whole(leads)),
        _("If it were known"),
    ]
    print_table(headers, rows)


@ask_command.command("staff", help=_("Who is short of time when, and what one more unit buys."))
@_file
@click.option("--weeks", type=click.IntRange(1), default=13, show_default=True)
@_trials
@json_option
def staff_command(file: Path, weeks: int, trials: int, as_json: bool) -> None:
    """Show the binding weeks of each role, and the worth of one more unit of its work."""
    scenario, draws = _scenario(file, trials)
    network = scenario.network
    each = min(weeks, network.weeks)
    roles = _answered(lambda: staffing_of(network, draws))
    values = _answered(lambda: shadow_values(network, weeks_each=each, draws=draws))
    if as_json:
        print_json([_named(value, "role", role=network.roles[value.role].name) for value in values])
        return
    for role in roles:
        click.echo(binding_words(network, role))
    rows = [
        [
            network.roles[value.role].name,
            f"{value.from_week + 1}\u2013{value.until_week}",
            difference_words(value.gain),
        ]
        for value in values
    ]
    headers = [_("One more unit of"), _("In each of the weeks"), _("Clients")]
    print_table(headers, rows, words=(0, 1))


@ask_command.command("plan", help=_("The cheapest hires that reach a number of clients."))
@_file
@_clients
@_chance
@click.option(
    "--hire",
    "hires",
    multiple=True,
    required=True,
    metavar="ROLE:UNITS:MOST:WEEKS",
    help=_("Who may be hired: units a week, how many at most, first weeks. Setter:7:2:1,14,27"),
)
@click.option("--budget", type=NumberRange(0), help=_("What the hires may cost in all."))
@_trials
@json_option
def plan_command(
    file: Path,
    clients: float,
    chance: float,
    hires: tuple[str, ...],
    budget: float | None,
    trials: int,
    as_json: bool,
) -> None:
    """Search for the cheapest plan, and say what each hire brings."""
    scenario, draws = _scenario(file, trials)
    hirings = tuple(_hiring(scenario, text) for text in hires)
    goals = (Goal(clients, chance),)
    plan = _answered(
        lambda: plan_staff(scenario.network, goals, hirings, budget=budget, draws=draws)
    )
    if as_json:
        roles = scenario.network.roles
        hired = [_named(hire, "role", role=roles[hire.role].name) for hire in plan.hires]
        print_json(asdict(plan) | {"hires": hired})
        return
    for role in staffing_of(scenario.network, draws):
        if any(hiring.role == role.role for hiring in hirings):
            click.echo(binding_words(scenario.network, role))
    if not plan.hires:
        click.echo(_("Nobody has to be hired: the people who are there will do."))
    for place in range(len(plan.hires)):
        click.echo(hire_words(scenario.network, plan.hires, place))
    click.echo(
        _("Chance of {clients} clients: {after} instead of {before}, for {cost}.").format(
            clients=whole(clients),
            after=percent(plan.chances[0].share),
            before=percent(plan.chances_before[0].share),
            cost=whole(plan.cost),
        )
    )


def _scenario(file: Path, trials: int) -> tuple[FiledScenario, Draws]:
    scenario = read_scenario(file)
    return scenario, Draws(trials, scenario.seed)


def _named(
    one: Bar | Influence | Learning | ShadowValue | Hire, index: str, **name: str | None
) -> dict[str, Any]:
    """Return an answer as data, with a name in place of the index that the simulator knows."""
    return name | {key: value for key, value in asdict(one).items() if key != index}


def _stage_behind(network: Network, step: int | None) -> str | None:
    """Return the stage that a step leads to; None stands for chance."""
    return None if step is None else network.stages[step + 1].name


def _answered(question: Callable[[], T]) -> T:
    """Answer a question; what has no answer is said and not thrown at the person."""
    try:
        return question()
    except (AssumptionError, GoalOutOfReachError, NoPlanError) as error:
        raise UnanswerableError(str(error)) from error


def _hiring(scenario: FiledScenario, text: str) -> Hiring:
    """Read Setter:7:2:1,14,27; people of the role who are there already lend their ramp."""
    parts = text.split(":")
    names = [role.name for role in scenario.network.roles]
    if len(parts) != 4 or parts[0] not in names:
        raise UnanswerableError(
            _(
                "“{text}” is no hire. Write ROLE:UNITS:MOST:WEEKS with one of the roles {roles}."
            ).format(text=text, roles=", ".join(names) or _("none"))
        )
    number = names.index(parts[0])
    there = scenario.network.roles[number].staff
    try:
        newcomer = replace(
            there[0] if there else StaffGroup(1, 0.0),
            people=1,
            units_per_week=float(parts[1]),
            from_week=0,
            until_week=None,
        )
        weeks = tuple(int(week) - 1 for week in parts[3].split(","))
        return Hiring(number, newcomer, weeks, int(parts[2]))
    except (ValueError, AssumptionError) as error:
        raise UnanswerableError(
            _("“{text}” is no hire: {reason}").format(text=text, reason=error)
        ) from error
