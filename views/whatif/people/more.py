"""What one more person of each role would buy: asked while the plan rests, broken off when not."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from simulation.measures import CLIENTS
from simulation.questions.asking import Draws, Steps, outcomes_of
from simulation.questions.comparing import Difference, difference_of
from views.forecast.refusals import sentence_of
from views.runner import Runner
from views.whatif.content import Plan
from views.whatif.outlook import unless_broken_off
from views.whatif.people.hires import hire_cost, with_hire

LANE: Final = "what-if, one more"
TRIALS: Final = 1_000
_REST_MILLISECONDS: Final = 250


@dataclass(frozen=True, slots=True)
class OneMore:
    """What one more person of a role brings from a week on, and costs until the end."""

    role: int
    week: int
    gain: Difference
    cost: float


def one_more_of_each(
    plan: Plan, week: int, *, cancelled: Callable[[], bool] | None = None
) -> tuple[OneMore, ...]:
    """Return what one more person of each role brings in clients, on the plan's own draws.

    Raises
    ------
    simulation.engine.RunCancelledError
        It was broken off.
    """
    network = plan.network
    draws = Draws(min(TRIALS, plan.trials), plan.seed)
    steps = Steps(1 + len(network.roles), cancelled=cancelled)
    found = []
    as_is = outcomes_of(network, CLIENTS, draws, steps)
    for number, role in enumerate(network.roles):
        more = outcomes_of(with_hire(network, number, week), CLIENTS, draws, steps)
        cost = hire_cost(role, network.weeks, week)
        found.append(OneMore(number, week, difference_of(as_is, more), cost))
    return tuple(found)


class AskingOneMore(QObject):
    """Asks what one more person would buy, one plan at a time."""

    answered = Signal(object)
    """Emitted with a tuple of `OneMore`, one for each role."""

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._wanted: tuple[Plan, int] | None = None
        self._stop = Event()
        self._number = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MILLISECONDS)
        self._rest.timeout.connect(self._ask)

    def ask(self, plan: Plan, week: int) -> None:
        """Ask for a plan that rests, as soon as it has rested a little longer."""
        self.forget()
        self._wanted = (plan, week)
        self._rest.start()

    def forget(self) -> None:
        """Ask no more: the plan moves, and the picture needs the processor."""
        self._stop.set()
        self._rest.stop()
        self._number += 1

    def _ask(self) -> None:
        if self._wanted is None:
            return
        plan, week = self._wanted
        self._stop = Event()
        work = partial(one_more_of_each, plan, week, cancelled=self._stop.is_set)
        self._runner.compute(
            partial(unless_broken_off, work),
            partial(self._take, self._number),
            failed=self._missed,
            lane=LANE,
        )

    def _take(self, number: int, found: tuple[OneMore, ...] | None) -> None:
        if isValid(self) and number == self._number and found is not None:
            self.answered.emit(found)

    def _missed(self, error: Exception) -> None:
        # A plan that cannot be run is told of where it is drawn; anything else is raised on.
        sentence_of(error)
