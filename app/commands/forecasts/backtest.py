"""`funneldesk backtest`: how good the workspace's own forecasts would have been."""

import sys
from contextlib import closing
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.common import (
    json_option,
    open_existing,
    prepare_simulator,
    print_json,
    print_table,
)
from app.commands.values import DAY
from app.grading.telling import all_reasons
from models.clock import utc_now
from models.errors import InvalidValueError
from models.language import gettext as _
from models.written_days import day_text
from simulation.grading.grades import LEVELS
from views.charts.numbers import mean_count, whole
from views.grading.sentences import (
    NAIVE_NAMES,
    bias_words,
    skill_words,
    verdict,
    weeks_ahead,
    with_error,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.grading.backtest import Backtest

_MOST_WEEKS = 52


class _Weeks(click.ParamType[tuple[int, ...]]):
    """One number of weeks, or several with commas between."""

    name = "weeks"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """Return the weeks; refuses what is no whole number from 1 to 52."""
        if isinstance(value, tuple):
            return value
        try:
            weeks = tuple(int(part) for part in str(value).split(","))
        except ValueError:
            weeks = (0,)
        if not all(1 <= one <= _MOST_WEEKS for one in weeks):
            self.fail(
                _("“{value}” is no number of weeks from 1 to {most}.").format(
                    value=value, most=_MOST_WEEKS
                ),
                param,
                ctx,
            )
        return weeks


@click.command(
    "backtest",
    help=_(
        "Forecast the workspace's own past again, standing on each Monday and knowing only what "
        "was known then, and grade it against what happened and against two naive forecasts."
    ),
)
@click.argument("more_weeks", nargs=-1, type=_Weeks(), metavar="")
@click.option(
    "--every",
    type=click.Choice(["week", "month"]),
    default="week",
    show_default=True,
    help=_("Stand on each Monday, or on the first of each month."),
)
@click.option(
    "--horizon",
    "horizons",
    multiple=True,
    type=_Weeks(),
    metavar="WEEKS ...",
    help=_("How many weeks to look ahead; several may be named. Without it 4 and 13."),
)
@click.option(
    "--target",
    default="client",
    show_default=True,
    metavar="STAGE",
    help=_("The stage whose entries are forecast: its name or its meaning."),
)
@click.option(
    "--arrivals",
    type=click.Choice(["given", "forecast"]),
    default="forecast",
    show_default=True,
    help=_("Forecast the leads that come too, or give those that really came."),
)
@click.option("--from", "first", type=DAY, metavar="DATE", help=_("No origin before it."))
@click.option("--to", "last", type=DAY, metavar="DATE", help=_("No origin after it."))
@click.option(
    "--trials",
    type=click.IntRange(100, 20_000),
    default=2_000,
    show_default=True,
    help=_("How many cases each forecast has."),
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option(
    "--csv",
    "table",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Also write every forecast with its grade to a file."),
)
@json_option
@click.pass_context
def backtest_command(
    ctx: click.Context,
    more_weeks: tuple[tuple[int, ...], ...],
    every: str,
    horizons: tuple[tuple[int, ...], ...],
    target: str,
    arrivals: str,
    first: date | None,
    last: date | None,
    trials: int,
    seed: int,
    table: Path | None,
    as_json: bool,
) -> None:
    """Grade the past."""
    from app.grading.backtest import BacktestWish
    from app.grading.standing import backtest_of
    from app.grading.telling import as_json as told_as_json
    from app.grading.telling import write_cases

    if more_weeks and not horizons:
        raise click.UsageError(_("Name the weeks to look ahead behind --horizon."))
    asked = sorted({weeks for some in (*horizons, *more_weeks) for weeks in some})
    wish = BacktestWish(
        horizons=tuple(asked) or BacktestWish().horizons,
        every=every,
        given=arrivals == "given",
        first=first,
        last=last,
        trials=trials,
        seed=seed,
    )
    if wish.first is not None and wish.last is not None and wish.first > wish.last:
        raise InvalidValueError(
            "to", str(wish.last), _("The last origin lies before the first. Turn them round.")
        )
    prepare_simulator()
    today = utc_now().astimezone(UTC).date()
    with closing(open_existing(ctx)) as workspace, workspace.read() as session:
        found = backtest_of(session, target, wish, today, progress=_progress())
    if as_json:
        print_json(told_as_json(found))
    else:
        _print(found)
    if table is not None:
        write_cases(found.past.cases, table)
        click.echo(_("Table: {path}").format(path=table), err=as_json)


def _progress() -> "Callable[[int, int], None] | None":
    """Return what says on a terminal how far it is; nothing where the output goes elsewhere."""
    if not sys.stderr.isatty():
        return None

    def say(done: int, whole: int) -> None:
        words = _("{done} of {whole} forecasts").format(done=done, whole=whole)
        click.echo(f"\r{words}" if done < whole else f"\r{'':{len(words)}}\r", nl=False, err=True)

    return say


def _print(found: "Backtest") -> None:
    """Print the sentence, the table by horizon and the reasons."""
    past = found.past
    click.echo(f"{found.target}: {verdict(past.pooled)}")
    reports = past.by_horizon.values()
    rows = [
        [_("Cases"), *(whole(report.number) for report in reports)],
        *(
            [
                _("{level}\u202f% range held").format(level=level),
                *(
                    with_error(report.at(level).held.value, report.at(level).held.error)
                    for report in reports
                ),
            ]
            for level in LEVELS
        ),
        [
            _("Width of the 80\u202f% range"),
            *(mean_count(one.at(80).mean_width) for one in reports),
        ],
        [_("Score (CRPS)"), *(f"{report.crps:,.2f}" for report in reports)],
        *(
            [
                _("Against “{naive}”").format(naive=words),
                *(skill_words(report, name) for report in reports),
            ]
            for name, words in NAIVE_NAMES.items()
        ),
        [_("Bias"), *(bias_words(report) for report in reports)],
    ]
    print_table(["", *(weeks_ahead(weeks) for weeks in past.by_horizon)], rows)
    for reason in all_reasons(found):
        click.echo(reason)
    click.echo(
        _("Records from {begin} to {end}; arrivals {arrivals}.").format(
            begin=day_text(found.records_begin),
            end=day_text(found.records_end),
            arrivals=_("given") if found.wish.given else _("forecast"),
        )
    )
