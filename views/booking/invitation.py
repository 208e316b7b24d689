"""The invitation as its guests will read it, while the meeting is still a draft."""

from typing import TYPE_CHECKING

from models.language import gettext as _
from models.outbox.content import Guest, MeetingContent
from models.outbox.wording import meeting_title, message_text
from models.vocabulary import OutboxKind
from views.booking.lines import TimeLine
from views.booking.missing import MeetingDraft

if TYPE_CHECKING:
    from views.booking.content import BookingShown


def invitation_lines(draft: MeetingDraft, shown: "BookingShown", line: TimeLine) -> list[str]:
    """Return what the mail will say, in the words that it is drawn up in, and who gets none."""
    text = message_text(OutboxKind.INVITATION.value, draft_content(draft, shown, line))
    facts = (_("{name}: {value}").format(name=name, value=value) for name, value in text.facts)
    words = [text.opening, text.title, text.when, *facts, text.closing]
    without = [one.name for one in draft.guests if not one.email]
    if without:
        words.append(
            _("No e-mail address, so no invitation: {names}").format(names=", ".join(without))
        )
    return words


def draft_content(draft: MeetingDraft, shown: "BookingShown", line: TimeLine) -> MeetingContent:
    """Return what a calendar message would tell of the meeting if it were booked as it stands."""
    closer = line.first
    address = shown.addresses.get(closer.closer_id)
    others = (
        Guest(one.name, one.email) for one in draft.guests if not one.email or one.email != address
    )
    return MeetingContent(
        uid="",
        sequence=0,
        starts_at=line.starts_at,
        ends_at=closer.ends_at,
        zone=shown.zone,
        title=meeting_title(
            None if shown.kind is None else shown.kind.name,
            shown.company or shown.lead,
            closer.closer,
        ),
        purpose=draft.purpose or None,
        place=draft.place or None,
        video_link=draft.video_link or None,
        dial_in=draft.dial_in or None,
        guests=(Guest(closer.closer, address), *others),
        closer=closer.closer,
        tentative=draft.tentative,
        organizer=shown.organizers.get(closer.closer_id),
    )
