"""`funneldesk outbox`: what waits to be handed over, and saving it as files."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.common import (
    json_option,
    member_named,
    open_existing,
    print_json,
    print_table,
)
from models.errors import KnownError
from models.language import gettext as _
from models.written_days import moment_text

if TYPE_CHECKING:
    from models.ids import MemberId
    from models.workspace import Workspace


@click.command(
    "outbox",
    help=_("List what waits to be handed over; with --save, write it as mails and hand it over."),
)
@click.option(
    "--save",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=_("Write each message that waits into this folder, to be sent by a mail program."),
)
@click.option("--as", "name", metavar="NAME", help=_("Who hands them over."))
@json_option
@click.pass_context
def outbox_command(
    ctx: click.Context, folder: Path | None, name: str | None, as_json: bool
) -> None:
    """Show or save the outbox in the terminal."""
    from models.outbox.rows import outbox
    from models.outbox.wording import kind_words

    with closing(open_existing(ctx)) as workspace:
        if folder is not None:
            written, refused = _save(workspace, member_named(workspace, name), folder)
            if as_json:
                print_json({"saved": [str(path) for path in written], "refused": refused})
            else:
                for path in written:
                    click.echo(str(path))
            if refused:
                raise KnownError(" ".join(refused))
            return
        with workspace.read() as session:
            rows = outbox(session)
    if as_json:
        print_json([
            {
                "id": row.id,
                "kind": row.kind,
                "state": row.state,
                "lead": row.lead,
                "subject": row.subject,
                "to": list(row.recipients),
                "written_at": row.written_at.isoformat(),
                "last_error": row.last_error,
            }
            for row in rows
        ])  # fmt: skip
    elif not rows:
        click.echo(_("Nothing waits."))
    else:
        print_table(
            (_("What"), _("Lead"), _("To"), _("Since (UTC)"), _("Last error")),
            [
                (
                    kind_words(row.kind),
                    row.lead,
                    ", ".join(row.recipients),
                    moment_text(row.written_at),
                    row.last_error or "",
                )
                for row in rows
            ],
            words=(0, 1, 2, 3, 4),
        )


def _save(
    workspace: "Workspace", actor: "MemberId | None", folder: Path
) -> tuple[list[Path], list[str]]:
    from app.outbox.files import file_stem, write_file
    from models.outbox.handing import letter, record_handed_over, refuse_unready
    from models.outbox.rows import outbox
    from models.outbox.sent import WAITING
    from models.vocabulary import HandoverWay

    written: list[Path] = []
    refused: list[str] = []
    with workspace.read() as session:
        waiting = [row.id for row in outbox(session) if row.state in WAITING]
    for outbox_id in waiting:
        try:
            with workspace.read() as session:
                given = letter(session, outbox_id)
                refuse_unready(given)
            path = folder / f"{file_stem(given)}-{outbox_id}.eml"
            write_file(given, path, workspace.clock())
            with workspace.write(actor) as session:
                record_handed_over(session, outbox_id, HandoverWay.SAVED.value)
            written.append(path)
        except KnownError as error:
            refused.append(str(error))
    return written, refused
