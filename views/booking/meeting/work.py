"""Acts on a meeting that ask for nothing: each as the verb that the writer runs."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from views.booking.meeting import acts

if TYPE_CHECKING:
    from models.calendars.counters import CounterRow
    from models.ids import AttendeeId, PreparationId
    from views.booking.meeting.content import MeetingShown

Work = Callable[[Any], Any]


def work_of(letter: str, shown: "MeetingShown") -> Work | None:
    """Return what a letter does at once; None where it asks for something first."""
    meeting_id = shown.page.meeting.id

    def invite(session: Any) -> Any:
        from models.appointments.confirming import invite

        return invite(session, meeting_id)

    def told(session: Any) -> Any:
        from models.appointments.confirming import hand_over_invitation

        return hand_over_invitation(session, meeting_id)

    def settle(session: Any) -> Any:
        from models.appointments.confirming import settle_time

        return settle_time(session, meeting_id)

    def said_yes(session: Any) -> Any:
        from models.appointments.attending import confirm

        return confirm(session, meeting_id)

    def send(session: Any) -> Any:
        from models.outbox.handing import ask_to_send

        return ask_to_send(session, tuple(one.id for one in shown.waiting))

    def credit(session: Any) -> Any:
        from models.team.credits import credit_no_show

        return credit_no_show(session, meeting_id)

    found: dict[str, Work] = {
        acts.INVITE: invite,
        acts.TOLD: told,
        acts.SETTLE: settle,
        acts.SAID_YES: said_yes,
        acts.SEND: send,
        acts.CREDIT: credit,
    }
    return found.get(letter)


def taking(row: "CounterRow") -> Work:
    """Return the verb that moves the meeting to a proposed time."""

    def work(session: Any) -> Any:
        from models.calendars.counters import accept_counter

        return accept_counter(session, row.id)

    return work


def ticking(preparation_id: "PreparationId", *, ready: bool) -> Work:
    """Return the verb that marks something as ready, or as not ready after all."""

    def work(session: Any) -> Any:
        from models.appointments.preparing import complete_preparation, reopen_preparation

        return (complete_preparation if ready else reopen_preparation)(session, preparation_id)

    return work


def noting_yes(attendee_id: "AttendeeId", *, said: bool) -> Work:
    """Return the verb that notes a spoken yes, or takes it back."""

    def work(session: Any) -> Any:
        from models.appointments.attending import record_yes, take_back_yes

        if said:
            return record_yes(session, attendee_id, "spoken")
        return take_back_yes(session, attendee_id)

    return work


def removing(attendee_id: "AttendeeId") -> Work:
    """Return the verb that takes somebody off the list."""

    def work(session: Any) -> Any:
        from models.appointments.attending import remove_attendee

        return remove_attendee(session, attendee_id)

    return work


def leaving_out(preparation_id: "PreparationId") -> Work:
    """Return the verb that takes something off what is to be ready."""

    def work(session: Any) -> Any:
        from models.appointments.preparing import remove_preparation

        return remove_preparation(session, preparation_id)

    return work
