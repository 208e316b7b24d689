"""`funneldesk calibrate`: what the workspace's own history teaches, number by number."""

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import click

from app.commands.common import json_option, open_existing, print_json, print_table
from app.commands.values import DAY
from models.language import gettext as _

if TYPE_CHECKING:
    from app.learning.input_rows import LearnedInput
    from app.learning.review import Review
    from simulation.learning.showing import BandShare


@click.command(
    "calibrate",
    help=_(
        "Say what the history teaches: every rate, delay, volume and capacity with its evidence, "
        "the range that holds it with 90\u202f%, and what could not be counted."
    ),
)
@click.option(
    "--at",
    "day",
    type=DAY,
    metavar="DATE",
    help=_("Stand at the beginning of this day (UTC), knowing only what was known; without, now."),
)
@json_option
@click.pass_context
def calibrate_command(ctx: click.Context, day: date | None, as_json: bool) -> int:
    """Print every estimate."""
    from app.learning.review import review_of

    workspace = open_existing(ctx)
    try:
        at = workspace.clock() if day is None else datetime.combine(day, time(), UTC)
        with workspace.read() as session:
            review = review_of(session, at)
    finally:
        workspace.close()
    if as_json:
        print_json(told(review, at))
    else:
        _print(review)
    return 0


def told(review: "Review", at: datetime) -> dict[str, Any]:
    """Return a review as plain values."""
    from app.learning.review import band_names
    from simulation.learning.drifting import STEADY

    point = review.point
    learned = None if point.known is None else point.known.learned
    stages = [stage.name for stage in point.network.stages]
    names = band_names()
    return {
        "at": at.isoformat(),
        "data_until": point.data_until.isoformat(),
        "starts_on": None
        if point.network.starts_on is None
        else point.network.starts_on.isoformat(),
        "open_leads": sum(one.count for one in point.opening),
        "half_life_weeks": None
        if learned is None or learned.half_life >= STEADY
        else learned.half_life,
        "rates": [
            {
                "from": stages[number],
                "to": stages[number + 1],
                "mean": rate.mean,
                "interval_90": list(rate.interval),
                "alpha": rate.alpha,
                "beta": rate.beta,
                "converted": rate.converted,
                "entered": rate.entered,
                "still_open": rate.still_open,
                "left": rate.left,
                "skipped": rate.skipped,
                "before_records": rate.before,
                "drift": rate.drift,
                "prior": {"mean": rate.prior.mean, "leads": rate.prior.weight},
                "delay_weeks": point.network.steps[number].delay.mean,
            }
            for number, rate in enumerate(() if learned is None else learned.rates)
        ],
        "returns": [
            {
                "from": stages[number],
                "to": stages[one.to_stage],
                "mean": one.mean,
                "interval_90": list(one.interval),
                "returned": one.returned,
                "left": one.left,
                "in_nurture": one.in_nurture,
                "prior": {"mean": one.prior.mean, "leads": one.prior.weight},
            }
            for number, one in enumerate(() if learned is None else learned.returning.steps)
        ],
        "channels": [
            {
                "name": channel.name,
                "enters": stages[channel.enters],
                "odds": [
                    {"to": stage, "odds": odds}
                    for stage, odds in zip(stages[1:], channel.odds, strict=False)
                ],
            }
            for channel in point.network.channels
        ],
        "inputs": [_input(one) for one in point.inputs],
        "meetings": [
            {
                "shares": table.title,
                "groups": [_share(name, share) for name, share in table.rows()],
            }
            for table in review.shows
        ],
        "waiting": None
        if review.waiting is None
        else {
            "stage": review.answered,
            "weekly_factor_on_odds": review.waiting.weekly_factor,
            "interval_90": list(review.waiting.interval),
            "bands": [_share(names[share.band], share) for share in review.waiting.bands],
        },
        "problems": [
            {"code": one.code, "count": one.count, "words": one.words} for one in point.problems
        ],
    }


def _input(one: "LearnedInput") -> dict[str, Any]:
    return {
        "name": one.name,
        "label": one.label,
        "value": one.value,
        "origin": one.origin,
        "evidence": one.evidence,
        "interval_90": None if one.interval is None else list(one.interval),
        "prior": one.prior or None,
        "warning": one.warning,
    }


def _share(name: str, share: "BandShare") -> dict[str, Any]:
    return {
        "name": name,
        "hits": share.hits,
        "of": share.of,
        "mean": share.mean,
        "interval_90": list(share.interval),
    }


def _print(review: "Review") -> None:
    from app.learning.telling import content_of
    from views.rates.content import group_name

    content = content_of(review)
    click.echo(content.sentence)
    for remark in content.remarks:
        click.echo(remark)
    for group in dict.fromkeys(line.group for line in content.lines):
        print_table(
            (group_name(group), _("Value"), _("Range (90\u202f%)"), _("Evidence"), _("Prior")),
            (
                (line.label, line.value, line.range, line.evidence, line.prior)
                for line in content.lines
                if line.group == group
            ),
            words=(0, 3, 4),
        )
    for line in content.lines:
        if line.warning:
            click.echo(f"{line.label}: {line.warning}")
    for words in content.problems:
        click.echo(words)
