"""Claiming the lead that is worked on, so that nobody else gets it while somebody is on it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from models.clock import Clock
from models.errors import KnownError
from models.topics import Topic
from views.runner import Runner
from views.today.acts import claiming, releasing

if TYPE_CHECKING:
    from models.ids import LeadId, MemberId
    from models.queue.rows import QueueItem

_CLAIM_MILLISECONDS: Final = 800


class Claims(QObject):
    """Claims what somebody stays on; walking past a lead claims nothing."""

    refused = Signal()
    """Emitted when somebody else was faster, or the lead is gone."""

    def __init__(
        self, runner: Runner, on_duty: "Callable[[], MemberId | None]", clock: Clock
    ) -> None:
        super().__init__()
        self._runner = runner
        self._on_duty = on_duty
        self._clock = clock
        self._item: QueueItem | None = None
        self._claimed: LeadId | None = None
        self._is_due = True
        self._under_way = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CLAIM_MILLISECONDS)
        self._timer.timeout.connect(self.claim_now)

    def stay_on(self, item: "QueueItem") -> None:
        """Claim a lead in a moment, unless another line is looked at by then."""
        self._item = item
        if item.lead_id is not None and self._is_news(item):
            self._timer.start()

    def renew(self) -> None:
        """Claim anew what is looked at: a claim frees itself after a while."""
        self._is_due = True

    def let_go(self, member_id: "MemberId | None", then: Callable[[], None]) -> None:
        """Free what somebody had claimed who works here no more, and then go on."""
        lead_id, self._item, self._claimed = self._claimed, None, None
        self._timer.stop()
        if lead_id is None or member_id is None:
            then()
            return
        self._runner.change(releasing(lead_id, member_id), lambda _done: then())

    def is_own_news(self, topics: frozenset[Topic]) -> bool:
        """Say whether a change was only one's own claim, which changes nothing that is seen."""
        own = self._under_way and topics == {Topic.QUEUE}
        if own:
            self._under_way = False
        return own

    def claim_now(self) -> None:
        """Claim the lead that somebody stayed on."""
        item, member_id = self._item, self._on_duty()
        if item is None or item.lead_id is None or member_id is None:
            return
        if item.claimed_by is None and self._is_news(item):
            self._claimed, self._is_due, self._under_way = item.lead_id, False, True
            self._runner.change(claiming(item.lead_id, member_id, self._clock()), failed=self._fail)

    def _is_news(self, item: "QueueItem") -> bool:
        return self._is_due or item.lead_id != self._claimed

    def _fail(self, error: Exception) -> None:
        self._under_way = False
        if not isinstance(error, KnownError):
            raise error
        self.refused.emit()
