"""`funneldesk reply`: what guests answered comes in from files."""

from contextlib import closing
from pathlib import Path

import click

from app.commands.common import json_option, member_named, open_existing, print_json
from models.language import gettext as _


@click.command(
    "reply", help=_("Take in replies from .ics or .eml files, in any order; repeats do no harm.")
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--as", "name", metavar="NAME", help=_("Who takes them in."))
@json_option
@click.pass_context
def reply_command(
    ctx: click.Context, files: tuple[Path, ...], name: str | None, as_json: bool
) -> None:
    """Take in replies in the terminal."""
    from app.calendars.reading import read_messages
    from app.calendars.taking_in import take_in

    told = []
    with closing(open_existing(ctx)) as workspace:
        actor = member_named(workspace, name)
        for path in files:
            for verdict in take_in(workspace, actor, read_messages(path)):
                told.append({
                    "file": path.name,
                    "verdict": verdict.code.value,
                    "sentence": verdict.sentence,
                })  # fmt: skip
                if not as_json:
                    click.echo(f"{path.name}: {verdict.sentence}")
    if as_json:
        print_json(told)
