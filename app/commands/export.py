"""`funneldesk export`: rows as CSV, in cells that no spreadsheet runs as formulas."""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from app.commands.common import json_option, open_existing, print_json
from app.exporting.back.run import KIND, export_back
from app.exporting.tables import KINDS
from app.exporting.writing import export, left_out_words
from models.language import gettext as _


@click.command(
    "export",
    help=_(
        "Write leads, moves, appointments or nurture as CSV, leads as vCards; whole or not at all."
    ),
)
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--since-last", is_flag=True, help=_("Only what was changed here since the last export.")
)
@click.option(
    "--source",
    metavar="NAME",
    help=_(
        "Back to the system that leads came from: what was changed here since the last export to "
        "it, under its own headers."
    ),
)
@click.option("--all", "all_leads", is_flag=True, help=_("With --source: changed here or not."))
@click.option(
    "--with-new", is_flag=True, help=_("With --source: leads, too, that it does not have yet.")
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "vcf"]),
    default="csv",
    show_default=True,
    help=_("A table, or address cards of the leads' people."),
)
@json_option
@click.pass_context
def export_command(
    ctx: click.Context,
    kind: str,
    file: Path,
    since_last: bool,
    source: str | None,
    all_leads: bool,
    with_new: bool,
    form: str,
    as_json: bool,
) -> None:
    """Export in the terminal."""
    if source is None and (all_leads or with_new):
        raise click.UsageError(_("--all and --with-new need --source."))
    if source is not None and kind != KIND:
        raise click.UsageError(_("Only leads go back to their source."))
    if since_last and all_leads:
        raise click.UsageError(_("--since-last and --all exclude each other."))
    if form == "vcf" and (kind != KIND or source is not None or since_last):
        raise click.UsageError(_("Only leads become address cards, and always all of them."))
    with closing(open_existing(ctx)) as workspace:
        if form == "vcf":
            from app.vcards.writing import export_cards

            written = export_cards(workspace, file)
        elif source is None:
            written = export(workspace, kind, file, since_last=since_last)
        else:
            written = export_back(
                workspace, source, file, since_last=not all_leads, with_new=with_new
            )
    if as_json:
        told = {"kind": written.kind, "rows": written.rows, "file": str(written.path)}
        if written.left_out is not None:
            told |= asdict(written.left_out)
        print_json(told if source is None else {**told, "source": source})
    else:
        click.echo(_("{rows} rows in {file}").format(rows=written.rows, file=written.path))
        if written.left_out is not None:
            click.echo(left_out_words(written.left_out))
