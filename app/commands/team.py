"""`funneldesk team`: who is on the team, when they work, and when they are next away."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from app.commands.common import json_option, open_existing, print_json, print_table
from models.language import gettext as _
from models.written_days import day_text

if TYPE_CHECKING:
    from models.team.rows import MemberRow
    from models.team.time_off import TimeOffRow


@click.command("team", help=_("List who is on the team, their hours and their next time off."))
@json_option
@click.pass_context
def team_command(ctx: click.Context, as_json: bool) -> int:
    """Print everybody who is on the team."""
    from models.team.rows import team
    from models.team.time_off import time_off

    workspace = open_existing(ctx)
    try:
        at = workspace.clock()
        with workspace.read() as session:
            rows = team(session, active_only=True)
            away = {row.id: _next(time_off(session, row.id), row, at) for row in rows}
    finally:
        workspace.close()
    if as_json:
        print_json([_object(row, away[row.id]) for row in rows])
        return 0
    if not rows:
        click.echo(_("Nobody is on the team yet. Start “funneldesk” and add somebody in Settings."))
        return 0
    print_table(
        (_("Name"), _("Roles"), _("Zone"), _("Hours"), _("Next time off")),
        (
            (
                row.name,
                ", ".join(one.name for one in row.held),
                row.zone,
                _hours(row),
                _days(away[row.id]),
            )
            for row in rows
        ),
        words=(0, 1, 2, 3, 4),
    )
    return 0


def _week(row: "MemberRow") -> dict[int, tuple[tuple[int, int], ...]]:
    """Return a person's hours by weekday, the usual ones where they never said."""
    from models.team.working_clock import USUAL_HOURS

    week: dict[int, tuple[tuple[int, int], ...]] = {}
    for span in row.hours:
        before = week.get(span.weekday, ())
        week[span.weekday] = (*before, (span.start_minute, span.end_minute))
    return week or dict(USUAL_HOURS)


def _hours(row: "MemberRow") -> str:
    from models.team.hours_text import week_text

    return week_text(_week(row))


def _next(rows: "tuple[TimeOffRow, ...]", member: "MemberRow", at: datetime) -> "TimeOffRow | None":
    from models.wall_time import local_day

    today = local_day(at, member.zone)
    return next((row for row in rows if row.ends_on >= today), None)


def _days(row: "TimeOffRow | None") -> str:
    if row is None:
        return ""
    return _("{first} to {last}").format(first=day_text(row.starts_on), last=day_text(row.ends_on))


def _object(row: "MemberRow", away: "TimeOffRow | None") -> dict[str, Any]:
    days = {"from": away.starts_on.isoformat(), "to": away.ends_on.isoformat()} if away else None
    return {
        "name": row.name,
        "email": row.email,
        "zone": row.zone,
        "region": row.region,
        "roles": [
            {
                "role": one.role,
                "duty": one.duty,
                "weekly_capacity": one.weekly_capacity,
                "weight": one.weight,
            }
            for one in row.held
        ],
        "hours": [
            {"weekday": day, "start_minute": start, "end_minute": end}
            for day, spans in sorted(_week(row).items())
            for start, end in spans
        ],
        "calendar": row.calendar_policy,
        "daily_meeting_cap": row.daily_meeting_cap,
        "next_time_off": days,
    }
