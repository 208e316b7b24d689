"""The commands of the terminal, one module each, imported when they are asked for."""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from app.known import as_known
from models.language import gettext as _

COMMANDS = {
    "demo": "app.commands.demo",
    "import": "app.commands.import_",
    "forecast": "app.commands.forecasts.forecast",
    "ask": "app.commands.forecasts.ask",
    "calibrate": "app.commands.forecasts.calibrate",
    "backtest": "app.commands.forecasts.backtest",
    "scenario": "app.commands.forecasts.scenario",
    "money": "app.commands.forecasts.money",
    "learn": "app.commands.forecasts.learn",
    "export": "app.commands.export",
    "calendar": "app.commands.calendar",
    "reply": "app.commands.reply",
    "outbox": "app.commands.outbox",
    "definitions": "app.commands.definitions",
    "team": "app.commands.team",
    "reasons": "app.commands.reasons",
    "report": "app.commands.report",
    "agenda": "app.commands.agenda",
    "preparation": "app.commands.preparation",
    "snapshot": "app.commands.snapshot",
    "doctor": "app.commands.doctor",
    "undo": "app.commands.steps",
    "redo": "app.commands.steps",
}
"""Each command's module, which holds it under the command's name with `_command` behind it."""


class LateCommands(click.Group):
    """A group that imports a command's module when the command is looked up."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name]), f"{cmd_name}_command")
        return command if isinstance(command, click.Command) else None


def _refuse_nameless(
    _ctx: click.Context, _param: click.Parameter, path: Path | None
) -> Path | None:
    """Refuse what a script passes whose variable is empty; it does not mean the usual file."""
    if path is not None and not path.name:
        raise click.BadParameter(_("No file is named."))
    return path


@click.group(
    cls=LateCommands,
    help=_(
        "Offline desk for appointment setters and sales leaders. Without a command: the window."
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--workspace",
    # Whether it can be read is told by opening it, which says what to do.
    type=click.Path(dir_okay=False, readable=False, path_type=Path),
    callback=_refuse_nameless,
    help=_("The workspace file; without it, the one in your user-data folder."),
)
@click.version_option(package_name="funneldesk", prog_name="Funneldesk")
@click.pass_context
def funneldesk(ctx: click.Context, workspace: Path | None) -> None:
    """Hold what all commands share: which workspace they are about."""
    ctx.obj = workspace


def run_command(arguments: Sequence[str]) -> int:
    """Run one command; return 0, 1 after a known error (said in one line), 2 for usage."""
    try:
        code = funneldesk.main(list(arguments), prog_name="funneldesk", standalone_mode=False)
    except click.exceptions.Abort:
        return _say(_("Stopped; nothing was changed."))
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (BrokenPipeError, SystemExit):
        # Whoever read the output has seen enough, which what prints says by leaving; Python's own
        # flush at exit must not say more.
        sys.stdout = None
        return 0
    except Exception as error:
        known = as_known(error)
        if known is None:
            raise
        return _say(str(known))
    return code if isinstance(code, int) else 0


def _say(sentence: str) -> int:
    click.echo(sentence, err=True)
    return 1
