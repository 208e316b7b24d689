"""`funneldesk demo`: make or reset the sample workspace, and open it."""

import sys

import click

from app.commands.common import json_option, print_json
from app.local_time import local_now
from app.places import sample_workspace
from app.sample import Example, is_untouched_sample, make_sample_file
from app.sample.story import Progress
from models.language import gettext as _


@click.command(
    "demo", help=_("Make the sample workspace, or reset it, and open it. It lies in its own file.")
)
@click.option(
    "--example",
    type=click.Choice([example.value for example in Example]),
    default=Example.DESK.value,
    help=_("Which sample: half a year at a desk, or one e-book given away in two ways."),
)
@click.option("--yes", is_flag=True, help=_("Reset a sample that was worked in without asking."))
@click.option("--no-window", is_flag=True, help=_("Only make it."))
@json_option
@click.pass_context
def demo_command(
    ctx: click.Context, example: str, yes: bool, no_window: bool, as_json: bool
) -> int:
    """Make the sample in the terminal."""
    from app.__main__ import has_display, open_window

    named = ctx.find_root().obj
    path = sample_workspace() if named is None else named.absolute()
    if path.exists() and not yes and not is_untouched_sample(path):
        question = _("{path} was worked in. Reset it to the sample? Its changes are lost.")
        click.confirm(question.format(path=path), abort=True, err=True)
    make_sample_file(path, local_now().date(), example=Example(example), progress=_progress())
    if as_json:
        print_json({"workspace": str(path)})
    else:
        click.echo(_("The sample workspace is in {path}").format(path=path))
    if no_window or as_json:
        return 0
    if not has_display():
        click.echo(_("There is no display to open it on."), err=True)
        return 0
    return open_window(path)


def _progress() -> Progress:
    """Return what says on a terminal how far it is; nothing where the output goes elsewhere."""
    if not sys.stderr.isatty():
        return Progress()

    def say(done: int, total: int) -> None:
        words = _("Making the sample: {share}\u202f%").format(share=done * 100 // total)
        click.echo(f"\r{words}" if done < total else f"\r{'':{len(words)}}\r", nl=False, err=True)

    return Progress(say)
