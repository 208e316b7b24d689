"""Giving a meeting another time: proposed by hand or by key, tried, asked about, and done."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal

from models.clock import Clock
from models.errors import KnownError
from models.language import gettext as _
from views.calendar.acts import moving, trying
from views.calendar.move_bar import MoveBar
from views.calendar.placing.proposals import (
    Proposal,
    moved_across,
    moved_by,
    of_meeting,
    resized_by,
)
from views.calendar.view import CalendarView
from views.runner import Runner

if TYPE_CHECKING:
    from models.appointments.times.trying import Tried
    from models.ids import AppointmentId, MemberId

STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Left: -1,
}


class Mover(QObject):
    """Leads a proposal from the first step to the change, which can be undone like any other."""

    moved = Signal(object)
    """Emitted with the `AppointmentId` that has the new time."""
    book_asked = Signal(object)
    """Emitted with the `Proposal` of free time that was drawn."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self,
        view: CalendarView,
        bar: MoveBar,
        runner: Runner,
        on_duty: "Callable[[], MemberId | None]",
        clock: Clock,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._bar = bar
        self._runner = runner
        self._on_duty = on_duty
        self._clock = clock
        view.proposed.connect(self._hear_proposal)
        view.dropped.connect(self._ask)
        bar.answered.connect(self._move)
        bar.left.connect(self.give_up)

    def nudge(self, key: Qt.Key, *, resize: bool) -> None:
        """Move the chosen meeting by a step of the grid or a column, or make it longer or shorter.

        One that is over says that it stays.
        """
        scene, proposal = self._view.scene, self._view.proposal
        if scene is None or self._bar.asks:
            return
        if proposal is None:
            meeting = None if scene.stop is None else scene.stop.meeting
            if meeting is None:
                return
            if not meeting.is_movable:
                self.said.emit("info", _("This meeting is over; it stays where it was."))
                return
            proposal = of_meeting(meeting)
        placed, steps, grid = self._view.placed, STEPS[key], scene.week.grid_minutes
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            changed = moved_across(placed, proposal, steps)
        elif resize:
            changed = resized_by(placed, proposal, steps, grid)
        else:
            changed = moved_by(placed, proposal, steps, grid)
        self._view.show_proposal(changed)
        self._hear_proposal(changed)

    def confirm(self) -> None:
        """Take the proposed time; where nothing would change, leave it."""
        proposal = self._view.proposal
        if proposal is not None and proposal.changes:
            self._ask(proposal)
        else:
            self.give_up()

    def give_up(self) -> None:
        """Leave the meeting where it was; the keys go back to the calendar."""
        had_keys = self._bar.isVisible()
        self._view.give_up()
        self._bar.close_bar()
        if had_keys:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hear_proposal(self, proposal: Proposal | None) -> None:
        scene = self._view.scene
        if proposal is None or scene is None:
            self._bar.close_bar()
            return
        if proposal.meeting is None:
            return
        self._bar.show_proposal(proposal, scene.week.zone)
        self._runner.read(
            trying(proposal, self._on_duty(), self._clock()),
            lambda tried: self._hear_rules(proposal, tried),
            failed=self._refused,
            lane="calendar time",
        )

    def _hear_rules(self, proposal: Proposal, tried: "Tried") -> None:
        if proposal == self._view.proposal:
            self._view.change_scene(is_refused=tried.is_refused)
            self._bar.show_tried(tried)

    def _ask(self, proposal: Proposal) -> None:
        """Ask what there is to ask about a time that was let go of."""
        if proposal.meeting is None:
            self._view.give_up()
            self.book_asked.emit(proposal)
        else:
            self._bar.ask()

    def _move(self, tell: bool, reason: str) -> None:
        proposal = self._view.proposal
        if proposal is None:
            return

        def moved(appointment_id: "AppointmentId | None") -> None:
            self.give_up()
            if appointment_id is not None:
                self.moved.emit(appointment_id)

        operation = moving(proposal, tell=tell, reason=reason)
        self._runner.change(operation, moved, failed=self._not_moved)

    def _not_moved(self, error: Exception) -> None:
        """Say why; time and reason stay, to be tried again or given up."""
        if not isinstance(error, KnownError):
            raise error
        self.said.emit("error", str(error))

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.said.emit("error", str(error))
        self.give_up()
