"""The appointment panel: five parts with their state, what is missing, and what can be done."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from models.clock import Clock, utc_now
from models.errors import KnownError
from models.language import gettext as _
from models.topics import Topic
from views.booking.headed import HeadedPanel
from views.booking.meeting import acts, forms
from views.booking.meeting.act_bar import ActBar
from views.booking.meeting.chain import ChainLines, CounterLines
from views.booking.meeting.content import MeetingShown, read_meeting
from views.booking.meeting.parts import MeetingParts
from views.booking.meeting.words import came_to, state_sign, state_words
from views.booking.meeting.work import leaving_out, noting_yes, removing, taking, ticking, work_of
from views.booking.panel import BookingPanel
from views.lead_page.forms.form import ActionForm, FormSpec
from views.news import News
from views.runner import Runner
from views.theme import current_theme
from views.widgets import PlainLabel, Sign, scrolled
from views.widgets.tab_order import order_tabs

if TYPE_CHECKING:
    from models.appointments.rows import AttendeeRow, PreparationRow
    from models.ids import AppointmentId, AttendeeId, MemberId, PreparationId

_TOPICS: Final = frozenset(
    {Topic.APPOINTMENTS, Topic.OUTBOX, Topic.DEALS, Topic.LEADS, Topic.TEAM, Topic.DEFINITIONS}
)


class AppointmentPanel(HeadedPanel):
    """Shows one appointment at a time; letters do what their buttons do, Escape leaves."""

    lead_asked = Signal(object)
    """Emitted with the id of the lead whose own page is wanted."""
    handing_asked = Signal(object, str)
    """Emitted with the id of a message in the outbox, and `draft` or `saved`."""

    def __init__(
        self,
        runner: Runner,
        on_duty: "Callable[[], MemberId | None]",
        *,
        clock: Clock = utc_now,
        headed: bool = True,
    ) -> None:
        super().__init__(runner, on_duty, clock=clock, headed=headed, way_out=_("Close (Esc)"))
        self._appointment_id: AppointmentId | None = None
        self._news = News(self, runner, _TOPICS)
        self._sent: FormSpec | None = None
        self.shown: MeetingShown | None = None
        self.booking: BookingPanel | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sign = Sign("calendar-blank")
        self.state = PlainLabel(weight="medium", wrap=True)
        self.about = PlainLabel(tone="muted", wrap=True)
        self.result = PlainLabel(wrap=True, selectable=True)
        self.bar = ActBar()
        self.form = ActionForm()
        self.counters = CounterLines()
        self.parts = MeetingParts()
        self.chain = ChainLines()
        self._lay_out()
        self._connect()

    def show_appointment(self, appointment_id: "AppointmentId") -> None:
        """Show an appointment; another one that was shown gives way when this one is here."""
        if appointment_id != self._appointment_id:
            self.form.close_form()
            self._say("")
            self._show_meeting()
        self._appointment_id = appointment_id
        self.reload()

    def reload(self) -> None:
        """Read the appointment that is shown again."""
        self._news.forget()
        appointment_id, now, on_duty = self._appointment_id, self._clock(), self._on_duty()
        if appointment_id is not None:
            self._runner.read(
                lambda session: read_meeting(session, appointment_id, on_duty, now),
                self._show,
                failed=self._fail,
                lane=f"panel of a meeting {id(self)}",
            )

    def take_keys(self) -> None:
        """Take the keys, so that letters do what their buttons do."""
        if self.stack.currentWidget() is self.booking and self.booking is not None:
            self.booking.take_keys()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def act(self, letter: str) -> None:
        """Do what a letter stands for, if it can be done with this meeting now."""
        shown = self.shown
        if shown is None or letter not in {one.letter for one in acts.acts_for(shown)}:
            return
        self._say("")
        make = self._forms().get(letter)
        work = work_of(letter, shown)
        if work is not None:
            self._change(work)
        elif make is not None:
            self._ask(make())
        elif letter in {acts.DRAFT, acts.SAVE}:
            way = "draft" if letter == acts.DRAFT else "saved"
            self.handing_asked.emit(shown.waiting[-1].id, way)
        elif letter == acts.TAKE:
            self._take_proposed(shown)
        elif letter == acts.AGAIN:
            self._booking_panel().reschedule(shown.page.meeting.id)
        elif letter == acts.NEXT:
            meeting = shown.page.meeting
            self._booking_panel().show_lead(meeting.lead_id, follows=meeting.id)
        elif letter == acts.LEAD:
            self.lead_asked.emit(shown.page.meeting.lead_id)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act by letter, tick by digit, leave on Escape; no letter goes on to the page."""
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        typed = event.text().upper()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif plain and typed.isdigit():
            self.parts.tick(int(typed) - 1)
        elif plain and typed.isalpha():
            self.act(typed)
        else:
            super().keyPressEvent(event)

    # Inside

    def _forms(self) -> dict[str, Callable[[], FormSpec]]:
        shown = self.shown
        if shown is None:
            return {}
        found: dict[str, Callable[[], FormSpec]] = {
            acts.CANCEL: lambda: forms.cancel_form(shown),
            acts.NO_SHOW: lambda: forms.no_show_form(shown),
            acts.HELD: lambda: forms.held_form(shown),
            acts.DEAL: lambda: forms.deal_form(shown),
            acts.LOST: lambda: forms.lost_form(shown),
            acts.EDIT: lambda: forms.edit_form(shown),
            acts.GUEST: lambda: forms.guest_form(shown),
            acts.PREPARE: lambda: forms.preparation_form(shown),
            acts.DOUBT: lambda: forms.tentative_form(shown),
        }
        if shown.counters:
            found[acts.KEEP] = lambda: forms.decline_form(shown.counters[0])
        return found

    def _show(self, shown: MeetingShown) -> None:
        meeting = shown.page.meeting
        if not isValid(self) or meeting.id != self._appointment_id:
            return
        self.shown = shown
        title = ", ".join(part for part in (meeting.who, meeting.company) if part)
        self._name(title)
        self.sign.set_sign(*state_sign(meeting))
        self.state.setText(state_words(shown))
        kind = meeting.kind or _("Meeting")
        booked = "" if meeting.setter is None else _("booked by {name}").format(name=meeting.setter)
        about = (kind, _("with {closer}").format(closer=meeting.closer), booked)
        self.about.setText(", ".join(part for part in about if part))
        result = came_to(shown)
        self.result.say(result)
        can = acts.acts_for(shown)
        self.bar.show_acts(can)
        self.counters.show_counters(shown)
        self.parts.show_meeting(shown, frozenset(act.letter for act in can))
        self.chain.show_chain(shown)
        order_tabs(self)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        if not isValid(self):
            return
        self._appointment_id = None
        gone = _("This meeting is not here any more: its booking was taken back.")
        if self.form.is_typed_in:
            kept = _("What you typed still stands here; copy what you need of it.")
            self._say(f"{gone} {kept}")
            return
        self.shown = None
        self.said.emit("info", gone)
        self.left.emit()

    def _change(
        self, work: Callable[[Any], Any], then: Callable[[Any], None] | None = None
    ) -> None:
        def refused(error: Exception) -> None:
            if not isinstance(error, KnownError):
                raise error
            if isValid(self):
                self._say(str(error))

        self._runner.change(work, then, failed=refused)

    def _ask(self, spec: FormSpec) -> None:
        self.form.open_form(replace(spec, about=self._appointment_id))
        self.area.ensureWidgetVisible(self.form)

    def _send(self, spec: FormSpec) -> None:
        if spec is self._sent:
            # A second Enter, while the first is on its way.
            return
        self._sent = spec

        def done(result: Any) -> None:
            self._sent = None
            if not isValid(self):
                return
            is_shown = self.form.spec is spec
            self.form.finish(spec)
            if is_shown:
                self.take_keys()
                if spec.code == "accept":
                    self.show_appointment(result)

        def refused(error: Exception) -> None:
            self._sent = None
            if not isinstance(error, KnownError):
                raise error
            if isValid(self) and self.form.spec is spec:
                self.form.show_refusal(error)

        self._runner.change(spec.operation(self.form.values()), done, failed=refused)

    def _leave_form(self) -> None:
        self.form.close_form()
        self.take_keys()

    def _take_proposed(self, shown: MeetingShown) -> None:
        """Move to the proposed time; where the rules speak against it, ask why all the same."""
        from models.appointments.times.refusing import SlotRefusedError
        from models.appointments.times.rules import FINAL

        row = shown.counters[0]

        def refused(error: Exception) -> None:
            if not isinstance(error, KnownError):
                raise error
            if isinstance(error, SlotRefusedError) and error.refusal not in FINAL:
                self._ask(forms.accept_form(row))
                self.form.show_refusal(error)
            else:
                self._say(str(error))

        self._runner.change(taking(row), self.show_appointment, failed=refused)

    def _tick(self, preparation_id: "PreparationId", ready: bool) -> None:
        self._change(ticking(preparation_id, ready=ready))

    def _leave_out(self, preparation_id: "PreparationId") -> None:
        self._change(leaving_out(preparation_id))

    def _change_preparation(self, row: "PreparationRow") -> None:
        if self.shown is not None:
            self._ask(forms.preparation_form(self.shown, row))

    def _note_yes(self, attendee_id: "AttendeeId", said: bool) -> None:
        self._change(noting_yes(attendee_id, said=said))

    def _remove(self, attendee_id: "AttendeeId") -> None:
        self._change(removing(attendee_id))

    def _change_guest(self, row: "AttendeeRow") -> None:
        if self.shown is not None:
            self._ask(forms.guest_form(self.shown, row))

    def _booking_panel(self) -> BookingPanel:
        """Show booking in place of the meeting, until it is done or left."""
        if self.booking is None:
            self.booking = BookingPanel(
                self._runner, self._on_duty, clock=self._clock, headed=self._headed
            )
            self.booking.named.connect(self.named)
            self.booking.said.connect(self.said)
            self.booking.left.connect(self._come_back)
            self.booking.booked.connect(self._booked)
            self.stack.addWidget(self.booking)
        self.stack.setCurrentWidget(self.booking)
        self.booking.setFocus(Qt.FocusReason.OtherFocusReason)
        return self.booking

    def _booked(self, appointment_id: "AppointmentId") -> None:
        self._show_meeting()
        self.show_appointment(appointment_id)
        self.take_keys()

    def _come_back(self) -> None:
        self._show_meeting()
        self.reload()
        self.take_keys()

    def _show_meeting(self) -> None:
        self.stack.setCurrentIndex(0)

    def _lay_out(self) -> None:
        theme = current_theme()
        state = QHBoxLayout()
        state.setSpacing(theme.space())
        state.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self.state, 1)
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, theme.space(), 0)
        inside.setSpacing(theme.space(1.5))
        for part in (self.form, self.counters, self.parts, self.chain):
            inside.addWidget(part)
        inside.addStretch(1)
        self.area = scrolled(body)
        meeting = QWidget()
        column = QVBoxLayout(meeting)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space())
        column.addLayout(self._head())
        column.addLayout(state)
        for label in (self.about, self.result):
            column.addWidget(label)
        column.addWidget(self.bar)
        column.addWidget(self.refusal)
        column.addWidget(self.area, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(meeting)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.stack)

    def _connect(self) -> None:
        self.bar.acted.connect(self.act)
        self.form.sent.connect(self._send)
        self.form.left.connect(self._leave_form)
        self.counters.asked.connect(self.act)
        self.chain.asked.connect(self.show_appointment)
        parts = self.parts
        parts.asked.connect(self.act)
        parts.ticked.connect(self._tick)
        parts.preparing_asked.connect(self._change_preparation)
        parts.preparation_removed.connect(self._leave_out)
        parts.yes_said.connect(self._note_yes)
        parts.guest_asked.connect(self._change_guest)
        parts.guest_removed.connect(self._remove)
        self._news.came.connect(self.reload)
