"""Weighs a draft in the background while it is edited: its problems, its effect, an example."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from models.clock import Clock, utc_now
from models.definitions.versions.draft import DefinitionsDraft
from models.errors import KnownError
from models.leads.lists.wanted import LeadFilter, LeadOrder
from models.vocabulary import Status
from views.runner import Runner

if TYPE_CHECKING:
    from models.definitions.effects.judging import JudgedLead
    from models.definitions.effects.on_leads import Effects
    from models.definitions.problems.checking import DraftProblem
    from models.ids import LeadId
    from models.leads.lists.listing import LeadRow

REST_MILLISECONDS: Final = 150
_FOUND_AT_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Looked:
    """What is wrong with a draft, and the example lead under it where nothing is."""

    problems: "tuple[DraftProblem, ...]"
    judged: "JudgedLead | None"


class DraftFollower(QObject):
    """Asks again when the draft has rested for a moment; answers to older drafts are dropped."""

    looked = Signal(object)
    """Emitted with the `Looked` of the newest draft."""
    counted = Signal(object)
    """Emitted with the `Effects` of the newest draft, or None where it cannot be written yet."""
    counting = Signal(bool)
    """Emitted when counting begins and ends."""
    found = Signal(object)
    """Emitted with the leads that a search found."""

    def __init__(
        self, runner: Runner, parent: QObject | None = None, *, clock: Clock = utc_now
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._clock = clock
        self._draft: DefinitionsDraft | None = None
        self._lead_id: LeadId | None = None
        self._turn = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MILLISECONDS)
        self._rest.timeout.connect(self.weigh)

    def follow(self, draft: DefinitionsDraft) -> None:
        """Weigh this draft as soon as it rests; what is being counted for an older one stops."""
        self._draft = draft
        self._turn += 1
        self._rest.start()

    def show_lead(self, lead_id: "LeadId") -> None:
        """Judge this lead from now on."""
        self._lead_id = lead_id
        self._look()

    def weigh(self) -> None:
        """Ask for problems and example at once, and for the effect where nothing is wrong."""
        self._rest.stop()
        self._look(then_count=True)

    def search(self, text: str) -> None:
        """Look for leads by what is typed."""
        self._runner.read(
            partial(_found_leads, text), self.found.emit, lane="example of the definitions"
        )

    def _look(self, *, then_count: bool = False) -> None:
        draft, at, lead_id = self._draft, self._clock(), self._lead_id
        if draft is None:
            return

        def query(session: Any) -> "tuple[LeadId | None, Looked]":
            return _look_at(session, draft, lead_id, at)

        def then(outcome: "tuple[LeadId | None, Looked]") -> None:
            shown, looked = outcome
            if self._lead_id is None:
                self._lead_id = shown
            self.looked.emit(looked)
            if then_count and not looked.problems:
                self._count(draft)
            elif then_count:
                self.counting.emit(False)
                self.counted.emit(None)

        self._runner.read(query, then, lane="look at the definitions")

    def _count(self, draft: DefinitionsDraft) -> None:
        turn, at = self._turn, self._clock()
        self.counting.emit(True)

        def query(session: Any) -> "Effects | None":
            from models.definitions.effects.on_leads import EffectsCancelledError, effects_of

            try:
                return effects_of(session, draft, at, cancelled=lambda: turn != self._turn)
            except EffectsCancelledError:
                return None

        def then(effects: "Effects | None") -> None:
            if effects is not None and turn == self._turn:
                self.counting.emit(False)
                self.counted.emit(effects)

        def failed(error: Exception) -> None:
            self.counting.emit(False)
            self.counted.emit(None)
            if not isinstance(error, KnownError):
                raise error

        self._runner.read(query, then, failed=failed, lane="effect of the definitions")


def _look_at(
    session: Any, draft: DefinitionsDraft, lead_id: "LeadId | None", at: Any
) -> "tuple[LeadId | None, Looked]":
    from models.definitions.effects.judging import judge
    from models.definitions.problems.checking import problems_of
    from models.errors import NotFoundError

    problems = problems_of(session, draft)
    if lead_id is None:
        first = _found_leads("", session)
        lead_id = first[0].id if first else None
    if problems or lead_id is None:
        return lead_id, Looked(problems, None)
    try:
        return lead_id, Looked((), judge(session, lead_id, draft, at))
    except NotFoundError:
        return None, Looked((), None)


def _found_leads(text: str, session: Any) -> "Sequence[LeadRow]":
    from models.leads.lists.listing import lead_window

    wanted = LeadFilter(search=text, statuses=frozenset({Status.OPEN.value}))
    return lead_window(session, wanted, LeadOrder(), 0, _FOUND_AT_MOST)
