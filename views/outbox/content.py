"""What the outbox shows, read at once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from models.calendars.busy import BusyCalendarRow
    from models.calendars.counters import CounterRow
    from models.calendars.received import ReceivedRow
    from models.outbox.rows import OutboxRow
    from models.team.rows import MemberRow

_HANDED_OVER = 30
_CAME_IN = 30


@dataclass(frozen=True, slots=True)
class OutboxContent:
    """What waits, what guests propose, what came in, and whose calendars were read."""

    messages: "tuple[OutboxRow, ...]"
    counters: "tuple[CounterRow, ...]"
    received: "tuple[ReceivedRow, ...]"
    calendars: "tuple[BusyCalendarRow, ...]"
    people: "tuple[MemberRow, ...]"
    accounts: int
    send_after_minutes: int | None


def read_outbox(session: Any) -> OutboxContent:
    """Read all that the outbox shows."""
    from models.calendars.busy import busy_calendars
    from models.calendars.counters import open_counters
    from models.calendars.received import received
    from models.outbox.accounts import mail_accounts
    from models.outbox.rows import outbox
    from models.settings import optional_number_setting
    from models.team.rows import team

    return OutboxContent(
        messages=outbox(session, handed_over=_HANDED_OVER),
        counters=open_counters(session),
        received=received(session, limit=_CAME_IN),
        calendars=busy_calendars(session),
        people=team(session, active_only=True),
        accounts=len(mail_accounts(session)),
        send_after_minutes=optional_number_setting(session, "send_after_minutes"),
    )
