"""What guests read in a calendar message; the mail and its preview say the same."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from models.language import gettext as _
from models.outbox.content import MeetingContent
from models.vocabulary import OutboxKind
from models.wall_time import city_of


@dataclass(frozen=True, slots=True)
class MessageText:
    """A message in words: what it is about, when, and its facts as pairs of label and text."""

    opening: str
    title: str
    when: str
    facts: tuple[tuple[str, str], ...]
    closing: str


def meeting_title(kind: str | None, prospect: str | None, closer: str) -> str:
    """Return what a meeting is called in calendars; `kind` is the name of its kind, if any."""
    return _("{kind}: {prospect} and {closer}").format(
        kind=kind or _("Meeting"), prospect=prospect or _("you"), closer=closer
    )


def message_text(kind: str, content: MeetingContent) -> MessageText:
    """Return what the guests read; times are in the zone that the meeting was agreed in."""
    facts = [
        (_("Purpose"), content.purpose),
        (_("Place"), content.place),
        (_("Video call"), content.video_link),
        (_("Dial-in"), content.dial_in),
        (_("With"), ", ".join(guest.name for guest in content.guests)),
    ]
    return MessageText(
        opening=_opening(kind, content),
        title=content.title,
        when=when_words(content),
        facts=tuple((label, text) for label, text in facts if text),
        closing=_closing(kind, content),
    )


def kind_words(kind: str) -> str:
    """Return what a message is, in words."""
    words = {
        OutboxKind.INVITATION.value: _("Invitation"),
        OutboxKind.UPDATE.value: _("Update"),
        OutboxKind.CANCELLATION.value: _("Cancellation"),
        OutboxKind.COUNTER_DECLINED.value: _("Other time declined"),
    }
    return words.get(kind, kind)


def when_words(content: MeetingContent) -> str:
    """Return day and time of a meeting in the zone that it was agreed in.

    >>> from datetime import UTC, datetime
    >>> at = datetime(2026, 11, 3, 9, tzinfo=UTC)
    >>> told = MeetingContent(
    ...     "u", 0, at, at.replace(minute=30), "Europe/Berlin", "", None, None, None, None, (), ""
    ... )
    >>> when_words(told)
    'Tuesday 3 November 2026, 10:00 to 10:30 (Berlin time, UTC+01:00)'
    """
    zone = ZoneInfo(content.zone)
    start, end = content.starts_at.astimezone(zone), content.ends_at.astimezone(zone)
    day = f"{start:%A} {start.day} {start:%B %Y}"
    last = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%A} {end.day} {end:%B %H:%M}"
    offset = start.strftime("%z")
    return _("{day}, {start} to {end} ({city} time, UTC{offset})").format(
        day=day,
        start=f"{start:%H:%M}",
        end=last,
        city=city_of(content.zone),
        offset=f"{offset[:3]}:{offset[3:5]}",
    )


def _opening(kind: str, content: MeetingContent) -> str:
    if kind == OutboxKind.CANCELLATION:
        told = _("This meeting is cancelled.")
    elif kind == OutboxKind.COUNTER_DECLINED:
        told = _("The time that you proposed does not suit; the meeting stays as it was agreed.")
    elif kind == OutboxKind.UPDATE:
        told = _("Something about this meeting has changed.")
    elif content.tentative:
        told = _("You are invited to a meeting; its time is not certain yet.")
    else:
        told = _("You are invited to a meeting.")
    return f"{told} {content.reason}" if content.reason else told


def _closing(kind: str, content: MeetingContent) -> str:
    if kind == OutboxKind.CANCELLATION:
        return _("You can take it out of your calendar.")
    if content.organizer is None:
        return _("Please accept or decline in your calendar.")
    return _("Please accept or decline in your calendar, or answer to {name}.").format(
        name=content.organizer.name
    )
