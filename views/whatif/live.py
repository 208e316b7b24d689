"""Keeps the picture with the plan: computing follows the newest plan, one step at a time."""

from functools import partial
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from views.forecast.refusals import sentence_of
from views.forecast.steps import SETTLED_MILLISECONDS, Steps
from views.runner import Runner
from views.whatif.content import Plan
from views.whatif.outlook import PlanResult, look_ahead, unless_broken_off

LANE: Final = "what-if"
COMPUTING_MILLISECONDS: Final = 300
PREVIEW_TRIALS: Final = 1_000
_FEWEST_TRIALS: Final = 250
_PREVIEW_MILLISECONDS: Final = 150


class LivePlan(QObject):
    """Computes what a plan comes to while it keeps changing.

    One computation is under way at a time, and the next one starts with the newest plan as soon as
    it ends. So the picture moves as fast as it can be computed and always ends at the last
    position. While things move, few trials are run; all of them follow when they rest, and are
    broken off when something moves again.
    """

    arrived = Signal(object)
    """Emitted with each `PlanResult` to show; it may be one step behind the plan."""
    settled = Signal(object)
    """Emitted with the `PlanResult` of the plan as it rests, in full precision."""
    late = Signal(bool)
    """Emitted when the picture is behind the plan for longer than a moment, and when not."""
    refused = Signal(str)
    """Emitted with a sentence when a plan could not be computed."""

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = Steps(runner, LANE, self)
        self._wanted: Plan | None = None
        self._known: PlanResult | None = None
        """The last in full precision."""
        self._is_preview = False
        self._trials = PREVIEW_TRIALS
        self._trial_milliseconds = 0.0
        self._stop = Event()
        self.shown: tuple[tuple[str, bool], ...] = ()
        """The measures whose fans are wanted with each result, and whether cumulative."""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(COMPUTING_MILLISECONDS)
        self._patience.timeout.connect(lambda: self.late.emit(True))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(SETTLED_MILLISECONDS)
        self._rest.timeout.connect(self.settle)

    def follow(self, plan: Plan) -> None:
        """Show what this plan comes to, now that something moved."""
        known = self._known
        if known is not None and known.holds_for(plan) and not self._steps.is_busy:
            # A name, a note or a target moves no number.
            self._wanted = plan
            self._rest.stop()
            self._rested(known.under(plan))
            return
        if not self._rest.isActive():
            self._trials = self._trials_in_time()
        self._wanted = plan
        self._rest.start()
        if not self._patience.isActive():
            self._patience.start()
        if not self._steps.is_busy:
            self._start(preview=True)
        elif not self._is_preview:
            # A full run would keep the picture behind for half a second.
            self._stop.set()

    def settle(self) -> None:
        """Compute the newest plan in full, now or as soon as the step under way ends."""
        self._rest.stop()
        if self._steps.is_busy:
            self._rest.start()
        else:
            self._start(preview=False)

    def _start(self, *, preview: bool) -> None:
        if self._wanted is None:
            return
        self._is_preview, self._stop = preview, Event()
        work = partial(
            look_ahead,
            self._wanted,
            preview_trials=self._trials if preview else None,
            shown=self.shown,
            cancelled=self._stop.is_set,
        )
        self._steps.begin(
            partial(unless_broken_off, work),
            self._take,
            failed=partial(self._miss, self._wanted),
        )

    def _take(self, result: PlanResult | None) -> None:
        if result is None:
            self._start(preview=True)
            return
        if result.preview:
            self._trial_milliseconds = self._steps.milliseconds / result.run.trials
        current = result.plan == self._wanted
        self._patience.stop()
        self.late.emit(False)
        if current and not result.preview:
            self._rested(result)
            return
        self.arrived.emit(result)
        if not self._steps.is_busy and not current:
            self._patience.start()
            self._start(preview=True)

    def _rested(self, result: PlanResult) -> None:
        self._known = result
        self.arrived.emit(result)
        if not self._steps.is_busy and result.plan == self._wanted:
            self.settled.emit(result)

    def _miss(self, missed: Plan, error: Exception) -> None:
        self._rest.stop()
        self._patience.stop()
        self.late.emit(False)
        if self._wanted != missed:
            self._start(preview=True)
        self.refused.emit(sentence_of(error))

    def _trials_in_time(self) -> int:
        """Return how many trials a preview may have to come soon; the same all through a movement.

        A number that changed within a movement would make the fan shiver.
        """
        trials = PREVIEW_TRIALS
        while trials > _FEWEST_TRIALS and trials * self._trial_milliseconds > _PREVIEW_MILLISECONDS:
            trials //= 2
        return trials
