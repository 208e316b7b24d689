"""What can be done with a meeting as it stands, by one letter each; pure."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.language import gettext as _
from models.vocabulary import AppointmentState, MissedBy, Part

if TYPE_CHECKING:
    from views.booking.meeting.content import MeetingShown

HELD, NO_SHOW, CANCEL, AGAIN = "H", "N", "C", "R"
NEXT, DEAL, LOST = "B", "A", "L"
SAID_YES, SETTLE, DOUBT = "Y", "T", "U"
INVITE, SEND, DRAFT, SAVE = "I", "S", "D", "F"
EDIT, GUEST, PREPARE = "E", "W", "P"
TAKE, KEEP = "V", "X"
TOLD: Final = "M"
LEAD: Final = "O"
CREDIT: Final = "G"
_MISSED: Final = (AppointmentState.NO_SHOW, AppointmentState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do, by a letter; one of them is what comes next."""

    letter: str
    words: str
    is_next: bool = False


def words_of() -> dict[str, str]:
    """Return what each letter does."""
    return {
        SEND: _("Send the invitation"),
        DRAFT: _("Open it as a draft"),
        SAVE: _("Save it as a file"),
        INVITE: _("Write the invitation"),
        TOLD: _("Invited another way"),
        SAID_YES: _("They said yes"),
        SETTLE: _("The closer has the time"),
        DOUBT: _("Mark as tentative"),
        AGAIN: _("Another time"),
        CANCEL: _("Cancel"),
        HELD: _("It was held"),
        NO_SHOW: _("No-show"),
        NEXT: _("Book the next meeting"),
        DEAL: _("It came to a deal"),
        LOST: _("It is lost"),
        EDIT: _("Purpose and place"),
        GUEST: _("Add somebody"),
        PREPARE: _("Add preparation"),
        TAKE: _("Take the proposed time"),
        KEEP: _("Keep the agreed time"),
        LEAD: _("Open the lead"),
        CREDIT: _("Give the turn back"),
    }


def acts_for(shown: "MeetingShown") -> tuple[Act, ...]:
    """Return what can be done, the likeliest first."""
    letters = _letters(shown)
    words = words_of()
    if shown.waiting and not shown.page.meeting.is_standing:
        words[SEND] = _("Send the cancellation")
    elif shown.waiting and shown.waiting[-1].kind != "invitation":
        words[SEND] = _("Send the update")
    if shown.page.meeting.state in _MISSED:
        words[AGAIN] = _("Book it again")
    words[CREDIT] = _("Give the turn back to {closer}").format(closer=shown.page.meeting.closer)
    ahead = _ahead(shown, letters)
    found = [Act(letter, words[letter], letter == ahead) for letter in letters]
    return tuple(sorted(found, key=lambda act: not act.is_next))


def _letters(shown: "MeetingShown") -> list[str]:
    meeting = shown.page.meeting
    letters = []
    if meeting.is_standing and shown.is_over:
        letters += [HELD, NO_SHOW, NEXT, DEAL, LOST]
    if meeting.state == AppointmentState.HELD and meeting.outcome is None:
        letters += [NEXT, DEAL, LOST]
    if shown.waiting:
        letters += [SEND, DRAFT, SAVE]
    if meeting.is_standing:
        if meeting.tentative_reason is not None:
            letters.append(SETTLE)
        elif not shown.waiting and meeting.invited_at is None:
            letters += [INVITE, TOLD]
        if _awaits_yes(shown):
            letters.append(SAID_YES)
        letters += [AGAIN, CANCEL, EDIT, GUEST, PREPARE]
        if meeting.tentative_reason is None:
            letters.append(DOUBT)
    elif meeting.state in _MISSED and shown.page.chain[-1].id == meeting.id:
        letters.append(AGAIN)
    if shown.counters:
        letters += [TAKE, KEEP]
    if _took_a_turn(shown):
        letters.append(CREDIT)
    letters.append(LEAD)
    return letters


def _took_a_turn(shown: "MeetingShown") -> bool:
    """Whether the guest's absence took a turn from the closer that was not given back."""
    meeting = shown.page.meeting
    missed = meeting.state == AppointmentState.NO_SHOW and meeting.missed_by != MissedBy.HOST
    return missed and not shown.is_credited


def _ahead(shown: "MeetingShown", letters: list[str]) -> str:
    """Return what comes next: first what somebody waits for, then what is missing."""
    over = shown.is_over and shown.page.meeting.is_standing
    order = [HELD] if over else []
    order += [SETTLE, SEND, INVITE, SAID_YES]
    if shown.page.meeting.state == AppointmentState.HELD:
        order = [NEXT]
    if shown.page.meeting.state in _MISSED:
        order = [SEND, AGAIN]
    return next((letter for letter in order if letter in letters), "")


def _awaits_yes(shown: "MeetingShown") -> bool:
    deciding = [one for one in shown.page.attendees if one.part_in_decision == Part.DECIDES]
    return not deciding or any(one.said_yes_at is None for one in deciding)
