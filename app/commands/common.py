"""What several commands share: the workspace they are about, and how they print."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.places import default_workspace
from models.errors import KnownError
from models.language import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models.ids import MemberId
    from models.workspace import Workspace
    from views.whatif.content import Plan

json_option = click.option(
    "--json", "as_json", is_flag=True, help=_("Print JSON instead of text for people.")
)


class NoWorkspaceError(KnownError):
    """A command needs a workspace, and there is none."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "There is no workspace at {path}. Start “funneldesk” to make one, or run "
                "“funneldesk demo” for the sample, or name another with --workspace."
            ).format(path=path)
        )
        self.path = path


def workspace_path(ctx: click.Context) -> Path:
    """Return the workspace file that a command is about, whether it exists or not."""
    named = ctx.find_root().obj
    return named if isinstance(named, Path) else default_workspace()


def prepare_simulator() -> None:
    """Have the simulator compiled, and say so where that takes its time."""
    from app.kernels import are_compiled, compile_kernels

    if not are_compiled():
        click.echo(_("Preparing the simulator, once: about half a minute ..."), err=True)
        compile_kernels()


def open_existing(ctx: click.Context) -> "Workspace":
    """Open the workspace that a command is about.

    Refuses with `NoWorkspaceError` where there is none: a command never makes one by accident.
    """
    from models.workspace import open_workspace

    path = workspace_path(ctx)
    if not path.exists():
        raise NoWorkspaceError(path)
    return open_workspace(path)


def member_named(workspace: "Workspace", name: str | None) -> "MemberId | None":
    """Return the person of this name, None where none is given; refuses a name nobody has."""
    from models.team.rows import member_by_name

    if name is None:
        return None
    with workspace.read() as session:
        member = member_by_name(session, name)
    if member is None:
        raise KnownError(
            _("Nobody on the team is called {name}. Check the spelling.").format(name=name)
        )
    return member.id


def plan_of_today(session: "Session", now: datetime) -> "Plan":
    """Return the plan that begins today; open deals it leaves out are named beside the output."""
    from app.desk.plans.what_if import plan_from
    from models.deals.pipeline import deal_pipeline

    plan = plan_from(session, "today", now)
    left_out = deal_pipeline(session, now.date()).unconverted.words()
    if left_out:
        click.echo(left_out, err=True)
    return plan


def print_json(value: Any) -> None:
    """Print a value as JSON, the same bytes for the same value."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=False))


def print_table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, words: Sequence[int] = (0,)
) -> None:
    """Print a table for people; the columns of `words` to the left, figures to the right."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, header in enumerate(headers):
        table.add_column(header, justify="left" if number in words else "right")
    for row in rows:
        table.add_row(*row)
    Console(markup=False, highlight=False, soft_wrap=True).print(table)
