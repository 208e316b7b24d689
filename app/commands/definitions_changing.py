"""Changing terms of the definitions in the terminal, and what that would do beforehand."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from app.commands.common import print_json
from models.errors import KnownError
from models.language import gettext as _
from models.language import ngettext
from models.written_days import day_text

if TYPE_CHECKING:
    from models.definitions.effects.on_leads import Effects
    from models.ids import MemberId
    from models.workspace import Workspace


def asked_terms(asked: Sequence[str]) -> dict[str, str]:
    """Return `TERM=VALUE` texts as terms; refuses one without a sign of equality.

    >>> asked_terms(["accept=480"])
    {'accept': '480'}
    """
    terms: dict[str, str] = {}
    for text in asked:
        code, sign, value = text.partition("=")
        if not sign:
            raise KnownError(
                _("“{text}” sets no term. Write it as TERM=VALUE, for example accept=480.").format(
                    text=text
                )
            )
        terms[code.strip()] = value.strip()
    return terms


def change_terms(
    workspace: "Workspace",
    member: "MemberId | None",
    terms: dict[str, str],
    *,
    note: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write the next version with other terms, or only say what it would do.

    Refuses everything that the definitions page refuses.
    """
    from models.definitions.effects.on_leads import effects_of
    from models.definitions.problems.checking import checked_draft
    from models.definitions.versions.writing import current_draft, write_definitions

    with workspace.write(member) as session:
        draft = current_draft(session)
        wanted = checked_draft(session, replace(draft, terms=draft.terms | terms, note=note))
        effects = effects_of(session, wanted, workspace.clock())
        number = None if dry_run else write_definitions(session, wanted)
    if as_json:
        print_json({"version": number, "effects": _plain(effects)})
        return
    for line in effect_lines(effects):
        click.echo(line)
    if number is not None:
        click.echo(_("Written as version {number}.").format(number=number))


def _plain(effects: "Effects") -> dict[str, Any]:
    return asdict(effects)


def effect_lines(effects: "Effects") -> list[str]:
    """Return what a change would do, in sentences."""
    counted = (
        (effects.become_mql, _("newly pass as MQL by score")),
        (effects.pass_no_more, _("pass as MQL by score no more")),
        (effects.grades_changed, _("change grade")),
    )
    lines = [f"{count:>7}  {words}" for count, words in counted if count]
    lines += [
        f"{shift.count:>7}  {shift.from_stage} -> {shift.to_stage}" for shift in effects.stage_moves
    ]
    of = ngettext("Of {count} open lead:", "Of {count} open leads:", effects.open_leads)
    if not lines:
        return [_("No lead changes.")]
    return [of.format(count=effects.open_leads), *lines]


def print_versions(workspace: "Workspace", *, as_json: bool) -> None:
    """Print every version of the definitions: number, day, author, note."""
    from models.definitions.versions.written import versions

    with workspace.read() as session:
        rows = versions(session)
    if as_json:
        print_json([asdict(row) | {"written_at": row.written_at.isoformat()} for row in rows])
        return
    for row in rows:
        parts = (str(row.number), day_text(row.written_at.date()), row.author or "-", row.note)
        click.echo("  ".join(parts).rstrip())
