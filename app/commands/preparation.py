"""`funneldesk preparation`: the preparation sheet of a meeting as PDF."""

from contextlib import closing
from pathlib import Path

import click

from app.commands.common import open_existing
from app.commands.values import NUMBER
from models.clock import utc_now
from models.ids import AppointmentId
from models.language import gettext as _


@click.command(
    "preparation",
    help=_("Write what there is to know before a meeting; “agenda” prints its number."),
)
@click.argument("appointment", type=NUMBER)
@click.argument("pdf", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def preparation_command(ctx: click.Context, appointment: int, pdf: Path) -> None:
    """Write the sheet."""
    from app.documents.preparation_sheet import manuscript_of, read_preparation
    from app.documents.typesetting import write_pdf

    with closing(open_existing(ctx)) as workspace, workspace.read() as session:
        sheet = read_preparation(
            session, workspace.path.stem, AppointmentId(appointment), utc_now()
        )
    write_pdf(manuscript_of(sheet), pdf)
    click.echo(_("Document: {path}").format(path=pdf))
