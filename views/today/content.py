"""What the Today page reads, as plain data, and the questions it asks with."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.handoff.package import PackageRow
    from models.handoff.today import Today
    from models.ids import LeadId, MemberId


@dataclass(frozen=True, slots=True)
class TodayShown:
    """All that the page shows, and what its forms offer."""

    today: "Today"
    reasons: tuple[tuple[str, str], ...]
    look_again_days: int


def read_today(
    session: Any, member_id: "MemberId | None", at: datetime, *, reckon: bool
) -> TodayShown:
    """Read what waits for somebody; working time only where it is asked for."""
    from models.definitions.current import reasons
    from models.definitions.terms import term
    from models.handoff.today import today_of

    return TodayShown(
        today_of(session, member_id, at, reckon=reckon),
        tuple((reason.code, reason.name) for reason in reasons(session)),
        term(session, "look_again"),
    )


def read_package(session: Any, lead_id: "LeadId", at: datetime) -> "PackageRow":
    """Read what marketing gives with a lead."""
    from models.handoff.package import package_of

    return package_of(session, lead_id, at)
