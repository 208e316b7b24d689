"""The outbox in words: times, states, and the lines of its list."""

from datetime import datetime
from typing import TYPE_CHECKING

from models.language import gettext as _
from models.language import ngettext
from models.outbox.wording import kind_words
from models.vocabulary import HandoverWay, MessageVerdict, OutboxState
from views.settings.choice_list import ListEntry

if TYPE_CHECKING:
    from models.calendars.counters import CounterRow
    from models.calendars.received import ReceivedRow
    from models.outbox.rows import OutboxRow
    from views.outbox.content import OutboxContent

_SIGNS = {
    MessageVerdict.APPLIED.value: "check-circle",
    MessageVerdict.COUNTERED.value: "clock",
    MessageVerdict.MALFORMED.value: "warning",
    MessageVerdict.FOREIGN.value: "question",
}


def moment(at: datetime) -> str:
    """Return a time as the clock on the wall shows it here."""
    return at.astimezone().strftime("%a %d %b %H:%M")


def age_words(then: datetime, now: datetime) -> str:
    """Return how long ago something was, in the largest unit that fits.

    >>> from datetime import UTC, timedelta
    >>> noon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    >>> age_words(noon - timedelta(minutes=90), noon)
    '1 hour ago'
    """
    minutes = max(0, int((now - then).total_seconds() // 60))
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("{count} minute ago", "{count} minutes ago", minutes).format(count=minutes)
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("{count} hour ago", "{count} hours ago", hours).format(count=hours)
    days = minutes // (24 * 60)
    return ngettext("{count} day ago", "{count} days ago", days).format(count=days)


def state_words(row: "OutboxRow", now: datetime) -> str:
    """Return where a message stands, and what went wrong last."""
    if row.state == OutboxState.HANDED_OVER:
        words = {
            HandoverWay.SMTP.value: _("Sent on {when}"),
            HandoverWay.DRAFT.value: _("Opened as a draft on {when}"),
            HandoverWay.SAVED.value: _("Saved as a file on {when}"),
        }
        when = moment(row.handed_over_at or row.written_at)
        said = words[row.handed_over_how or HandoverWay.SAVED.value].format(when=when)
        return f"{said}. {row.last_error}" if row.last_error else said
    if row.in_doubt(now):
        return row.last_error or _(
            "Sending was cut off: it may have gone out. Look into the mailbox, or ask a guest."
        )
    if row.state == OutboxState.SENDING:
        return _("Being sent…")
    waits = _("Waits since {when}").format(when=moment(row.written_at))
    if row.state == OutboxState.FAILED:
        return _("Could not be sent. {error}").format(error=row.last_error or "")
    if row.last_error and row.next_try_at is not None:
        return _("{error} Next try at {when}.").format(
            error=row.last_error, when=moment(row.next_try_at)
        )
    return waits


def entries(content: "OutboxContent", now: datetime) -> tuple[ListEntry, ...]:
    """Return the lines of the list: what waits first, then what came in, then what is done."""
    lines: list[ListEntry] = []
    waiting = [row for row in content.messages if row.state != OutboxState.HANDED_OVER]
    done = [row for row in content.messages if row.state == OutboxState.HANDED_OVER]
    _add(lines, _("Waiting"), [_message(row, now) for row in waiting])
    _add(lines, _("Other times proposed"), [_counter(row) for row in content.counters])
    proposals = {row.id for row in content.counters}
    came_in = [row for row in content.received if row.id not in proposals]
    _add(lines, _("Came in"), [_received(row) for row in came_in])
    _add(lines, _("Handed over"), [_message(row, now) for row in done])
    return tuple(lines)


def _add(lines: list[ListEntry], heading: str, found: list[ListEntry]) -> None:
    if found:
        lines.append(ListEntry("", f"{heading} ({len(found)})"))
        lines += found


def _message(row: "OutboxRow", now: datetime) -> ListEntry:
    signs = {OutboxState.FAILED.value: "warning-octagon", OutboxState.HANDED_OVER.value: "check"}
    sign = signs.get(row.state, "paper-plane-tilt")
    if row.in_doubt(now) or (row.last_error and row.state == OutboxState.WAITING):
        sign = "warning"
    detail = _("{kind} · {state}").format(kind=kind_words(row.kind), state=state_words(row, now))
    return ListEntry(
        f"out:{row.id}",
        row.lead or row.subject,
        detail,
        sign,
        is_faint=row.state == OutboxState.HANDED_OVER,
    )


def _counter(row: "CounterRow") -> ListEntry:
    detail = _("{guest} proposes {when}").format(guest=row.guest, when=moment(row.starts_at))
    return ListEntry(f"counter:{row.id}", row.lead or row.guest, detail, "clock")


def _received(row: "ReceivedRow") -> ListEntry:
    title = row.lead or row.sender or row.source
    sign = _SIGNS.get(row.verdict, "info")
    return ListEntry(f"in:{row.id}", title, row.explanation, sign, is_faint=True)
