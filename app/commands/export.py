"""`funneldesk export`: rows as CSV, in cells that no spreadsheet runs as formulas."""

from gettext import gettext as _
from pathlib import Path

import click

from app.commands.common import json_option, open_existing, print_json
from app.exporting import KINDS, export


@click.command(
    "export", help=_("Write leads, stage moves or appointments as CSV; the file appears whole.")
)
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--since-last", is_flag=True, help=_("Only what was changed here since the last export.")
)
@json_option
@click.pass_context
def export_command(
    ctx: click.Context, kind: str, file: Path, since_last: bool, as_json: bool
) -> None:
    """Export in the terminal."""
    workspace = open_existing(ctx)
    try:
        written = export(workspace, kind, file, since_last=since_last)
    finally:
        workspace.close()
    if as_json:
        print_json({"kind": written.kind, "rows": written.rows, "file": str(written.path)})
    else:
        click.echo(_("{rows} rows in {file}").format(rows=written.rows, file=written.path))
