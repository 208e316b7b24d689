"""Several stored plans fetched one after the other, for a question that needs them all."""

from collections.abc import Callable

from views.asking.ports import Failed
from views.asking.scenarios.store import PlanStore
from views.whatif.content import Plan


class PlanGathering:
    """Fetches plans by id; a later gathering replaces one that is under way."""

    def __init__(self, store: PlanStore) -> None:
        self._store = store
        self._number = 0
        self.plans: tuple[Plan, ...] = ()
        """What was fetched last, in the order that was asked for."""

    def gather(self, ids: tuple[int, ...], then: Callable[[], None], *, failed: Failed) -> None:
        """Fetch these plans, then go on; the first that cannot be read ends it."""
        self._number += 1
        self.plans = ()
        self._next(self._number, ids, then, failed)

    def _next(
        self, number: int, ids: tuple[int, ...], then: Callable[[], None], failed: Failed
    ) -> None:
        if number != self._number:
            return
        if not ids:
            then()
            return

        def take(plan: Plan) -> None:
            if number == self._number:
                self.plans = (*self.plans, plan)
                self._next(number, ids[1:], then, failed)

        self._store.open(ids[0], take, failed=failed)
