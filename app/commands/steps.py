"""`funneldesk undo` and `funneldesk redo`: the same functions as the window's."""

import click

from app.commands.common import json_option, member_named, open_existing, print_json
from app.running.stepping import redo_last, undo_last
from models.intake.loading.batch import clear_away
from models.language import gettext as _

_member_option = click.option(
    "--member",
    metavar="NAME",
    help=_("Whose latest change; without it, the latest that was made in the terminal."),
)


@click.command("undo", help=_("Undo the latest change; an import's rows go with it."))
@_member_option
@click.option(
    "--keep-worked",
    is_flag=True,
    help=_("Undo an import, but keep those of its leads that were worked since."),
)
@json_option
@click.pass_context
def undo_command(ctx: click.Context, member: str | None, keep_worked: bool, as_json: bool) -> None:
    """Undo in the terminal."""
    workspace = open_existing(ctx)
    try:
        stepped = undo_last(
            workspace, member_named(workspace, member), leave_out_worked=keep_worked
        )
        removed = clear_away(workspace) if stepped.leaves_rows else 0
    finally:
        workspace.close()
    if as_json:
        print_json({"undone": stepped.step.label, "rows_removed": removed})
    else:
        click.echo(_("Undone: {label}").format(label=stepped.step.label))


@click.command("redo", help=_("Do again what was undone last."))
@_member_option
@json_option
@click.pass_context
def redo_command(ctx: click.Context, member: str | None, as_json: bool) -> None:
    """Redo in the terminal."""
    workspace = open_existing(ctx)
    try:
        stepped = redo_last(workspace, member_named(workspace, member))
    finally:
        workspace.close()
    if as_json:
        print_json({"redone": stepped.step.label})
    else:
        click.echo(_("Done again: {label}").format(label=stepped.step.label))
