"""The Rates tab, wired to the workspace."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from models.clock import Clock
from views.rates.content import RatesContent
from views.rates.page import RatesPage

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.desk.window import Desk
    from app.running.runner import WorkspaceRunner
    from views.whatif.content import Plan


class WorkspaceRates:
    """Learns from the runner's workspace; this is `views.rates.content.RatesDesk`."""

    def __init__(self, runner: "WorkspaceRunner", clock: Clock) -> None:
        self._runner = runner
        self._clock = clock

    def review(
        self, then: Callable[[RatesContent], None], failed: Callable[[Exception], None]
    ) -> None:
        """Give what the history teaches as of now."""
        now = self._clock()

        def query(session: "Session") -> RatesContent:
            from app.learning.review import review_of
            from app.learning.telling import content_of

            return content_of(review_of(session, now))

        self._runner.read(query, then, failed=failed, lane="rates")

    def plan(self, then: Callable[["Plan"], None], failed: Callable[[Exception], None]) -> None:
        """Give the plan that begins with today's open leads and these numbers."""
        now = self._clock()

        def query(session: "Session") -> "Plan":
            from app.desk.plans.what_if import plan_from

            return plan_from(session, "today", now)

        self._runner.read(query, then, failed=failed, lane="rates plan")


def rates_page(desk: "Desk") -> RatesPage:
    """Return the tab; its scenario is shown on the Forecast page."""
    page = RatesPage(desk.runner, WorkspaceRates(desk.runner, desk.clock))
    page.notice.connect(desk.say)
    page.import_asked.connect(desk.begin_import)
    page.used.connect(lambda plan: _show_plan(desk, plan))
    return page


def _show_plan(desk: "Desk", plan: "Plan") -> None:
    """Put a plan on the Forecast page."""
    from models.language import gettext as _
    from views.whatif.modes import ForecastModes

    def then() -> None:
        page = desk.window.page("forecast")
        if isinstance(page, ForecastModes):
            page.show_mode("weeks")
            page.weeks.take(plan, _("Begin with the learned numbers"))

    desk.window.show_page("forecast", focus=True, then=then)
