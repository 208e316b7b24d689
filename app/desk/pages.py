"""The pages of the window: what the rail shows, and how each is put together when looked at.

Pages are imported when they are built; the rail needs only their names.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from models.language import gettext as _
from views.shell import PageSpec

if TYPE_CHECKING:
    from app.desk.window import Desk
    from views.duplicates.page import DuplicatesPage
    from views.leads.page import LeadsPage

_LOOK_AFTER_MILLISECONDS = 5_000
"""After the start, which has better things to do than asking what the system opens."""


def page_specs(desk: "Desk") -> tuple[PageSpec, ...]:
    """Return the pages in the order of the rail."""
    return pages_of(lambda: desk)


def pages_of(desk: "Callable[[], Desk]") -> tuple[PageSpec, ...]:
    """Return the pages for a window that is painted before the desk behind it is there."""
    return (
        PageSpec("today", _("Today"), "sun", "", lambda: _today(desk())),
        PageSpec("leads", _("Leads"), "address-book", "", lambda: _leads(desk())),
        PageSpec(
            "calendar",
            _("Calendar"),
            "calendar-blank",
            "",
            lambda: _calendar(desk()),
            keys=_calendar_keys,
        ),
        PageSpec("forecast", _("Forecast"), "chart-line-up", "", lambda: _forecast(desk())),
        PageSpec("reports", _("Reports"), "chart-bar", "", lambda: _reports(desk())),
        PageSpec("definitions", _("Definitions"), "handshake", "", lambda: _definitions(desk())),
        PageSpec(
            "outbox",
            _("Outbox"),
            "paper-plane-tilt",
            "Ctrl+M",
            lambda: _outbox(desk()),
            at_foot=True,
            in_rail=False,
        ),
        PageSpec(
            "settings", _("Settings"), "gear-six", "Ctrl+,", lambda: _settings(desk()), at_foot=True
        ),
    )


def _today(desk: "Desk") -> QWidget:
    from app.desk.machine.drafts import MachineDrafts
    from app.desk.machine.outside import SystemPrograms
    from views.today.page import TodayPage

    programs = SystemPrograms()

    def look() -> None:
        if desk.runner.is_open:
            desk.runner.read(lambda _session: programs.look(), lambda _done: None)

    QTimer.singleShot(_LOOK_AFTER_MILLISECONDS, desk, look)
    page = TodayPage(
        desk.runner,
        lambda: desk.runner.actor,
        outside=programs,
        drafts=MachineDrafts(lambda: desk.path),
        clock=desk.clock,
    )
    page.set_leader(desk.duty.is_leader)
    desk.leader_on_duty.connect(page.set_leader)
    page.notice.connect(desk.say)
    page.page_asked.connect(lambda code: desk.window.show_page(code, focus=True))
    page.lead_asked.connect(desk.show_lead)
    page.import_asked.connect(desk.begin_import)
    page.handing_asked.connect(partial(_hand_over, desk))
    page.undo_asked.connect(desk.window.requests.undo)
    desk.runner.stepped.connect(page.note_step)
    return page


def _calendar_keys() -> list[tuple[str, tuple[str, ...]]]:
    from views.calendar.keys import key_lines

    return key_lines()


def _hand_over(desk: "Desk", message_id: int, how: str) -> None:
    """Hand a waiting message over from wherever its meeting is shown."""
    outbox = desk.exchange.outbox
    (outbox.open_draft if how == "draft" else outbox.save)(message_id)


def _leads(desk: "Desk") -> QWidget:
    from app.desk.bulk_desk import WorkspaceBulk
    from app.desk.hearing import Hearing
    from app.desk.imports.late import LateImports
    from app.desk.machine.drafts import MachineDrafts
    from views.leads.page import LeadsPage

    page = LeadsPage(
        desk.runner,
        LateImports(desk.runner),
        bulk=WorkspaceBulk(desk.runner),
        drafts=MachineDrafts(lambda: desk.path),
    )
    page.set_leader(desk.duty.is_leader)
    desk.leader_on_duty.connect(page.set_leader)

    def put_on_duty(_is_leader: bool) -> None:
        page.set_person(desk.runner.actor, desk.duty.roles)

    put_on_duty(desk.duty.is_leader)
    Hearing(page, desk.leader_on_duty, put_on_duty)
    page.notice.connect(desk.say)
    desk.import_asked.connect(page.start_import)
    desk.lead_asked.connect(page.visit)
    page.visit_ended.connect(desk.go_back)
    page.handing_asked.connect(partial(_hand_over, desk))
    page.export_asked.connect(desk.errands.export)
    _offer_duplicates(desk, page)
    return page


def _offer_duplicates(desk: "Desk", page: "LeadsPage") -> None:
    """Let the Leads page find who is there twice, in place of its list."""
    action = QAction(_("Find duplicates"), page)
    action.setObjectName("find_duplicates")
    pages: list[DuplicatesPage] = []

    def show() -> None:
        from app.desk.duplicates import WorkspaceDuplicates
        from views.duplicates.page import DuplicatesPage

        if not pages:
            pages.append(DuplicatesPage(desk.runner, WorkspaceDuplicates(desk.runner)))
            pages[0].closed.connect(page.back_to_list)
            pages[0].notice.connect(desk.say)
        page.show_instead(pages[0])
        pages[0].begin_or_go_on()

    action.triggered.connect(lambda _checked=False: show())
    page.addAction(action)


def _calendar(desk: "Desk") -> QWidget:
    from app.desk.documents.calendar import calendar_documents
    from views.calendar.page import CalendarPage

    page = CalendarPage(
        desk.runner,
        lambda: desk.runner.actor,
        calendar_documents(desk.runner, desk.clock),
        clock=desk.clock,
    )
    page.notice.connect(desk.say)
    page.handing_asked.connect(partial(_hand_over, desk))
    page.lead_asked.connect(desk.show_lead)
    page.page_asked.connect(lambda code: desk.window.show_page(code, focus=True))
    desk.leader_on_duty.connect(page.refresh)
    return page


def _forecast(desk: "Desk") -> QWidget:
    from app.desk.plans.what_if import forecast_page

    return forecast_page(desk)


def _reports(desk: "Desk") -> QWidget:
    from app.desk.reports.desk import reports_tab
    from views.reports.page import ReportsPage

    page = ReportsPage()
    page.notice.connect(desk.say)
    page.add_tab("reports", _("Reports"), reports_tab(desk))
    page.add_tab("rates", _("Rates"), lambda: _rates(desk))
    page.add_tab("grading", _("Grading"), lambda: _grading(desk))
    return page


def _rates(desk: "Desk") -> QWidget:
    from app.desk.reports.rates import rates_page

    return rates_page(desk)


def _grading(desk: "Desk") -> QWidget:
    from app.desk.reports.grading import WorkspaceGrading
    from views.grading.page import GradingPage

    page = GradingPage(desk.runner, WorkspaceGrading(desk.runner, desk.clock))
    page.notice.connect(desk.say)
    return page


def _definitions(desk: "Desk") -> QWidget:
    from app.desk.documents.definitions import definitions_documents
    from views.definitions.page import DefinitionsPage

    page = DefinitionsPage(desk.runner, definitions_documents(desk.runner))
    page.set_editor(desk.duty.why_not_define)
    desk.editor_on_duty.connect(page.set_editor)
    page.notice.connect(desk.say)
    return page


def _outbox(desk: "Desk") -> QWidget:
    from views.outbox.page import OutboxPage

    page = OutboxPage(desk.runner, desk.exchange.outbox)
    page.lead_asked.connect(desk.show_lead)
    page.settings_asked.connect(lambda: desk.exchange.show_settings("mail"))
    page.notice.connect(desk.say)
    return page


def _settings(desk: "Desk") -> QWidget:
    from app.desk.settings_sections import settings_page

    return settings_page(desk)
