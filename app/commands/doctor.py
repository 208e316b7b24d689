"""`funneldesk doctor`: versions, workspace, settings, integrity; what is wrong and what to do."""

import click

from app.commands.common import json_option, print_json, workspace_path
from app.examination import Findings, examine
from app.places import default_workspace
from models.language import gettext as _
from models.storage.schema import SCHEMA_REVISION


@click.command(
    "doctor", help=_("Look at the program and the workspace, and say what is wrong and what to do.")
)
@json_option
@click.pass_context
def doctor_command(ctx: click.Context, as_json: bool) -> int:
    """Examine in the terminal; the exit code is 1 where something is wrong."""
    path = workspace_path(ctx)
    found = examine(path, must_exist=path != default_workspace())
    if as_json:
        print_json(found.as_json())
    else:
        click.echo("\n".join(_lines(found)))
    return 0 if found.ok else 1


def _lines(found: Findings) -> list[str]:
    pairs = [
        *found.versions.items(),
        *((name.replace("_", " "), value) for name, value in found.sqlite.items()),
        (_("workspace"), str(found.workspace)),
    ]
    if found.exists:
        revision = found.schema_revision or _("none")
        pairs += [
            (_("size"), f"{found.size_bytes / 1e6:.1f} MB"),
            (
                _("schema"),
                _("{file}, program {program}").format(file=revision, program=SCHEMA_REVISION),
            ),
        ]
    else:
        pairs.append((_("size"), _("not made yet")))
    pairs += [
        (_("daily copies"), f"{found.copy_count}"),
        (_("free on disk"), f"{found.free_bytes / 1e9:.1f} GB"),
    ]
    width = max(len(name) for name, _value in pairs)
    lines = [f"{name:<{width}}  {value}" for name, value in pairs]
    if found.ok:
        return [*lines, "", _("Nothing is wrong.")]
    for problem in found.problems:
        lines += ["", _("Wrong: {what}").format(what=problem.what)]
        lines.append(_("To do: {what}").format(what=problem.what_to_do))
    return lines
