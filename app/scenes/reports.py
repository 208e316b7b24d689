"""Scenes of the reports: a question, the list behind a number, a document, the other tabs."""

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from app.desk.window import Desk
from app.scenes.steps import P, Scene, page_shown
from models.language import gettext as _

if TYPE_CHECKING:
    from views.reports.tab import ReportsTab


def show_campaigns(desk: Desk) -> Iterator[None]:
    """Show which campaigns make leads that sales qualifies."""
    tab = yield from _reports(desk)
    tab.show_question("handed")


def show_list_behind(desk: Desk) -> Iterator[None]:
    """Show the leads behind a number of the reports."""
    from models.reporting.asked import Behind

    tab = yield from _reports(desk)
    tab.open_list(Behind("funnel", "channel", None, "sql"), _("SQLs of all channels"))


def show_handoff_report(desk: Desk) -> Iterator[None]:
    """Show the report for the weekly handoff meeting, as it is printed."""
    tab = yield from _reports(desk)
    tab.show_document("handoff")


def show_rates(desk: Desk) -> Iterator[None]:
    """Show what the history teaches, number by number."""
    from views.rates.page import RatesPage

    yield from _tab(desk, "rates", RatesPage)


def show_grading(desk: Desk) -> Iterator[None]:
    """Show how good the forecasts of clients would have been, standing in the past."""
    from views.grading.page import GradingPage

    tab = yield from _tab(desk, "grading", GradingPage)
    tab.grade()


SCENES: dict[str, Scene] = {
    "reports-campaigns": show_campaigns,
    "reports-list": show_list_behind,
    "reports-handoff": show_handoff_report,
    "reports-rates": show_rates,
    "reports-grading": show_grading,
}


def _reports(desk: Desk) -> "Generator[None, None, ReportsTab]":
    from views.reports.tab import ReportsTab

    return (yield from _tab(desk, "reports", ReportsTab))


def _tab(desk: Desk, code: str, kind: type[P]) -> Generator[None, None, P]:
    from views.reports.page import ReportsPage

    page = yield from page_shown(desk, "reports", ReportsPage)
    page.show_tab(code)
    tab = page.tab(code)
    if not isinstance(tab, kind):
        raise TypeError(f"the tab {code} is a {type(tab).__name__}, no {kind.__name__}")
    return tab
