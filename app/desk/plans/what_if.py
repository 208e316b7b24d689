"""What the what-if page is given of the workspace: where plans begin, and what happened since."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.desk.hearing import Hearing
from models.errors import KnownError
from models.language import gettext as _
from models.topics import Topic
from views.forecast.refusals import sentence_of
from views.runner import Runner
from views.whatif.content import OriginNote, Plan, StartCode
from views.whatif.inputs.shown import inputs_of
from views.whatif.modes import ForecastModes
from views.whatif.page import WhatIfPage
from views.whatif.starts import benchmarks_plan, house_plan, own_plan

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.desk.window import Desk
    from models.clock import Clock

    Happened = tuple[dict[str, Sequence[float]], KnownError | None]

WEEKS = 52
_DATA_TOPICS = frozenset({Topic.STAGE_MOVES, Topic.DEALS, Topic.TEAM, Topic.SETTINGS})


class NoHistoryError(KnownError):
    """There is nothing yet that a plan could be learned from."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "No lead has moved yet, so nothing can be learned. Import leads, or begin from "
                "the house example."
            )
        )


class WorkspaceStarts:
    """Makes plans to begin with; this is `views.whatif.page.Starts`."""

    def __init__(self, runner: Runner, clock: "Clock") -> None:
        self._runner = runner
        self._clock = clock

    def __call__(
        self,
        code: StartCode,
        then: Callable[[Plan], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Give the plan of a start, with the workspace's targets."""
        now = self._clock()
        self._runner.read(
            lambda session: plan_from(session, code, now), then, failed=failed, lane="what-if start"
        )


def plan_from(session: "Session", code: StartCode, now: datetime) -> Plan:
    """Return the plan of a start with the workspace's targets; refuses `today` without history."""
    from app.money.targets import read_targets
    from models.settings import number_setting, setting

    if code == "today":
        plan = today_plan(session, now)
    else:
        made = {"house": house_plan, "benchmarks": benchmarks_plan, "own": own_plan}
        plan = made[code](now.date())
    begins = plan.network.starts_on
    if begins is None:
        return plan
    return replace(
        plan,
        targets=read_targets(session, begins, plan.network.weeks),
        fiscal_month=number_setting(session, "fiscal_year_first_month"),
        currency=setting(session, "base_currency"),
    )


def today_plan(session: "Session", now: datetime) -> Plan:
    """Return the plan that begins with today's open leads, rates and people.

    Refuses a workspace in which no lead has moved yet.
    """
    from app.learning.starting import starting_point
    from app.money.pipeline import read_deals
    from app.money.pricing import priced

    point = starting_point(session, now, weeks=WEEKS, without_open_deals=True)
    if not any(one.origin == "learned" for one in point.inputs):
        raise NoHistoryError
    begins = point.network.starts_on
    deals = () if begins is None else read_deals(session, begins, now.date()).deals
    plan = Plan(
        network=point.network,
        name=_("From today"),
        start="today",
        deals=deals,
        data_until=point.data_until,
    )
    known = {one.name: one for one in point.inputs}
    origins, learned = {}, set()
    for one in inputs_of(plan):
        if one.name in known:
            found = known[one.name]
            evidence, interval = found.in_plan or (found.evidence, found.interval)
            # What the network says counts: it is what the input goes back to.
            origins[one.name] = OriginNote(
                found.origin, evidence, interval, one.value, found.warning or ""
            )
            if found.origin == "learned":
                learned.add(one.name)
    return priced(session, replace(plan, origins=origins, locked=frozenset(learned)), now)


class WorkspaceActuals:
    """Reads what happened since a plan began; this is `views.whatif.page.AskActuals`."""

    def __init__(
        self,
        runner: Runner,
        clock: "Clock",
        say_error: Callable[[Exception], object] = sentence_of,
    ) -> None:
        self._runner = runner
        self._clock = clock
        self._say_error = say_error
        self._said = ""

    def __call__(self, plan: Plan, then: Callable[[dict[str, Sequence[float]]], None]) -> None:
        """Give the whole weeks that are over, by measure; nothing for a plan yet to begin."""
        begins, today = plan.network.starts_on, self._clock().date()
        if begins is None or begins >= today:
            then({})
            return

        def query(session: "Session") -> "Happened":
            from app.money.happening import happened_since

            return happened_since(session, plan, today)

        def told(found: "Happened") -> None:
            happened, error = found
            # It is asked anew with each change of the plan; the same thing is said once.
            if error is not None and str(error) != self._said:
                self._said = str(error)
                self._say_error(error)
            then(happened)

        def failed(error: Exception) -> None:
            # Where what happened cannot be told, the forecast stands; a bug is raised on.
            sentence_of(error)
            then({})

        self._runner.read(query, told, failed=failed, lane="what-if actuals")


def forecast_page(desk: "Desk") -> ForecastModes:
    """Return the Forecast page of the rail, with its panels."""
    from app.desk.plans.asking_panels import add_asking_panels
    from app.desk.plans.money import dock_money
    from app.desk.plans.scenarios import FileExporter, WorkspaceScenarios
    from views.forecast.page import ForecastPage

    runner, clock = desk.runner, desk.clock
    page = WhatIfPage(
        runner,
        house_plan(clock().date()),
        starts=WorkspaceStarts(runner, clock),
        begin="today",
        actuals=WorkspaceActuals(runner, clock, desk.say_error),
    )

    def note(topics: frozenset[Topic]) -> None:
        if topics & _DATA_TOPICS:
            page.note_newer_data()

    Hearing(page, runner.changed, note)
    add_asking_panels(page, runner)
    out = dock_money(page, runner, clock)
    modes = ForecastModes(
        page,
        lambda: ForecastPage(runner, WorkspaceScenarios(runner), FileExporter(runner)),
        desk.say,
    )
    modes.take_document(out.document, out.looked_at)
    return modes
