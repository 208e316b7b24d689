"""What can be done with a meeting in words: each form with the verb it hands its answers to."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from models.language import gettext as _
from models.vocabulary import MeetingOutcome, MissedBy, Part
from views.booking.guests import part_words
from views.lead_page.forms.deal_forms import deal_fields, minor_of
from views.lead_page.forms.form import FormField, FormSpec, Values

if TYPE_CHECKING:
    from models.appointments.rows import AttendeeRow, PreparationRow
    from models.calendars.counters import CounterRow
    from models.ids import MemberId
    from views.booking.meeting.content import MeetingShown

_HOUR: Final = timedelta(hours=1)
_NOBODY: Final = ""


def cancel_form(shown: "MeetingShown") -> FormSpec:
    """Return the form that calls a meeting off."""
    meeting = shown.page.meeting

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.appointments.life import cancel

            return cancel(session, meeting.id, values["reason"], by=values["by"])

        return work

    hint = "" if meeting.invited_at is None else _("The guests may read it.")
    fields = (
        FormField("by", _("Who calls it off"), "choice", _sides()),
        FormField("reason", _("Why"), hint=hint),
    )
    return FormSpec("cancel", _("Cancel the meeting"), _("Cancel it"), fields, operation)


def no_show_form(shown: "MeetingShown") -> FormSpec:
    """Return the form that records that somebody did not come."""
    meeting = shown.page.meeting

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.appointments.life import record_no_show

            return record_no_show(session, meeting.id, by=values["by"], reason=values["reason"])

        return work

    fields = (
        FormField("by", _("Who did not come"), "choice", _sides()),
        FormField("reason", _("Why, as far as it is known")),
    )
    return FormSpec("no_show", _("No-show"), _("Record it"), fields, operation)


def held_form(shown: "MeetingShown") -> FormSpec:
    """Return the form that records that a meeting took place."""
    meeting = shown.page.meeting

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.appointments.life import record_held

            return record_held(session, meeting.id, values["note"])

        return work

    fields = (FormField("note", _("What was said"), "long"),)
    return FormSpec("held", _("The meeting took place"), _("It was held"), fields, operation)


def deal_form(shown: "MeetingShown") -> FormSpec:
    """Return the form for a meeting that came to a deal."""
    meeting = shown.page.meeting

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.appointments.life import DealWish, record_outcome

            currency = values["currency"] or shown.currency
            deal = DealWish(
                values["name"] or "",
                minor_of(values["amount"], currency),
                currency,
                values["expected_close"],
                values["stage"],
            )
            return record_outcome(
                session, meeting.id, MeetingOutcome.DEAL, note=values["note"], deal=deal
            )

        return work

    name = meeting.company or meeting.who
    today = shown.now.astimezone().date()
    fields = (
        *deal_fields(today, shown.currency, name=name),
        FormField("note", _("What was said"), "long"),
    )
    return FormSpec("deal", _("It came to a deal"), _("Open the deal"), fields, operation)


def lost_form(shown: "MeetingShown") -> FormSpec:
    """Return the form for a meeting after which the lead is lost."""
    meeting = shown.page.meeting

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.appointments.life import record_outcome

            return record_outcome(
                session,
                meeting.id,
                MeetingOutcome.LOST,
                note=values["note"],
                reason=values["reason"],
            )

        return work

    fields = (
        FormField("reason", _("Why"), "choice", shown.reasons),
        FormField("note", _("Note"), "long"),
    )
    return FormSpec("lost", _("It is lost"), _("Mark as lost"), fields, operation)


def edit_form(shown: "MeetingShown") -> FormSpec:
    """Return the form for purpose and place; the guests get what changed."""
    meeting = shown.page.meeting

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.appointments.confirming import edit_appointment

            return edit_appointment(
                session,
                meeting.id,
                purpose=values["purpose"],
                place=values["place"],
                video_link=values["video_link"],
                dial_in=values["dial_in"],
            )

        return work

    fields = (
        FormField("purpose", _("Purpose"), start=meeting.purpose),
        FormField("place", _("Place"), start=meeting.place),
        FormField("video_link", _("Video link"), start=meeting.video_link),
        FormField("dial_in", _("Dial-in"), start=meeting.dial_in),
    )
    return FormSpec("edit", _("Purpose and place"), _("Change it"), fields, operation)


def guest_form(shown: "MeetingShown", row: "AttendeeRow | None" = None) -> FormSpec:
    """Return the form that adds somebody who comes, or writes them anew."""
    meeting = shown.page.meeting
    coming = {one.name for one in shown.page.attendees}
    known = {one.name: one for one in shown.known if one.name not in coming}

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.appointments.attending import AttendeeDraft, add_attendee, edit_attendee

            name = values["name"] or ""
            person = known.get(name)
            email = values["email"] or (None if person is None else person.email)
            contact_id = None if person is None else person.contact_id
            if row is not None:
                guest = AttendeeDraft(name, email, values["part"], row.contact_id, row.optional)
                return edit_attendee(session, row.id, guest)
            return add_attendee(
                session, meeting.id, AttendeeDraft(name, email, values["part"], contact_id)
            )

        return work

    parts = tuple((part.value, part_words(part)) for part in Part)
    if row is None:
        names = tuple((name, name) for name in known)
        hint = _("Choose one who is known, or write a name.") if known else ""
        fields: tuple[FormField, ...] = (
            FormField("name", _("Name"), "words" if known else "line", names, hint=hint),
            FormField("part", _("Part in the decision"), "choice", parts),
            FormField("email", _("E-mail"), hint=_("Empty: as it is known.") if known else ""),
        )
        return FormSpec("guest", _("Add somebody who comes"), _("Add them"), fields, operation)
    fields = (
        FormField("name", _("Name"), start=row.name),
        FormField("part", _("Part in the decision"), "choice", parts, start=row.part_in_decision),
        FormField("email", _("E-mail"), start=row.email),
    )
    title = _("Change {name}").format(name=row.name)
    return FormSpec("guest", title, _("Change it"), fields, operation)


def preparation_form(shown: "MeetingShown", row: "PreparationRow | None" = None) -> FormSpec:
    """Return the form that adds something to prepare, or writes it anew."""
    meeting = shown.page.meeting

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.appointments.preparing import add_preparation, edit_preparation
            from models.ids import MemberId

            owner, due_at = values["owner"], values.get("due_at")
            owner_id = None if owner == _NOBODY else MemberId(int(owner))
            text = values["to_prepare"] or ""
            if row is None:
                return add_preparation(session, meeting.id, text, owner_id=owner_id, due_at=due_at)
            return edit_preparation(session, row.id, text, owner_id=owner_id, due_at=due_at)

        return work

    people = tuple((str(key), name) for key, name in shown.members.items())
    due: datetime | None = max(shown.now, meeting.starts_at - _HOUR)
    owner_id: MemberId | None = meeting.closer_id
    if row is not None:
        due, owner_id = row.due_at, row.owner_id
    fields: tuple[FormField, ...] = (
        FormField("to_prepare", _("What is to be ready"), start=None if row is None else row.text),
        FormField(
            "owner",
            _("By whom"),
            "choice",
            ((_NOBODY, _("Nobody yet")), *people),
            start=_NOBODY if owner_id is None else str(owner_id),
        ),
    )
    if due is not None:
        fields += (FormField("due_at", _("Due"), "moment", start=due),)
    done = _("Add it") if row is None else _("Change it")
    return FormSpec("preparation", _("Prepare"), done, fields, operation)


def tentative_form(shown: "MeetingShown") -> FormSpec:
    """Return the form that says why the closer's time is not sure."""
    meeting = shown.page.meeting

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.appointments.confirming import mark_tentative

            return mark_tentative(session, meeting.id, values["reason"] or "")

        return work

    fields = (FormField("reason", _("Why is the time not sure?")),)
    return FormSpec("tentative", _("Only tentative"), _("Mark it"), fields, operation)


def accept_form(row: "CounterRow") -> FormSpec:
    """Return the form that takes a proposed time although the rules speak against it."""

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.calendars.counters import accept_counter

            return accept_counter(session, row.id, overlap_reason=values["overlap_reason"])

        return work

    fields = (FormField("overlap_reason", _("Why is it taken all the same?")),)
    return FormSpec("accept", _("Take the proposed time"), _("Take it"), fields, operation)


def decline_form(row: "CounterRow") -> FormSpec:
    """Return the form that keeps to the time that was agreed."""

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.calendars.counters import decline_counter

            return decline_counter(session, row.id, values["reason"])

        return work

    title = _("Keep the time that was agreed with {guest}").format(guest=row.guest)
    fields = (FormField("reason", _("Why"), hint=_("The guest may read it.")),)
    return FormSpec("decline", title, _("Decline the proposal"), fields, operation)


def _sides() -> tuple[tuple[str, str], ...]:
    return (
        (MissedBy.GUEST.value, _("The guest")),
        (MissedBy.HOST.value, _("We, the host")),
    )
