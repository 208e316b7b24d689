"""`funneldesk reasons`: why leads left, campaign by campaign, and whose turn it is."""

import click

from app.commands.common import json_option, open_existing, print_json, print_table
from models.language import gettext as _


@click.command("reasons", help=_("Say why leads left, campaign by campaign, and who has to act."))
@json_option
@click.pass_context
def reasons_command(ctx: click.Context, as_json: bool) -> int:
    """Print what became of each campaign's leads."""
    from models.reporting.questions.leaving import finding, losses, side_to_act

    workspace = open_existing(ctx)
    try:
        with workspace.read() as session:
            rows = losses(session)
    finally:
        workspace.close()
    if as_json:
        print_json(
            [
                {
                    "campaign": None if row.campaign_id is None else row.campaign,
                    "channel": row.channel or None,
                    "leads": row.leads,
                    "sqls": row.sqls,
                    "clients": row.clients,
                    "left": {reason.code: reason.count for reason in row.left},
                    "side_to_act": side_to_act(row),
                    "finding": finding(row),
                }
                for row in rows
            ]
        )
        return 0
    if not rows:
        click.echo(_("There are no leads yet. Import some: funneldesk import FILE"))
        return 0
    print_table(
        (_("Campaign"), _("Leads"), _("SQLs"), _("Clients"), _("Left")),
        (
            (row.campaign, f"{row.leads:,}", f"{row.sqls:,}", f"{row.clients:,}", f"{row.gone:,}")
            for row in rows
        ),
    )
    for row in rows:
        click.echo(f"{row.campaign}: {finding(row)}")
    return 0
