"""The pages of the window: what the rail shows, and how each is put together when looked at.

Pages are imported when they are built; the rail needs only their names.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from models.language import gettext as _
from views.shell import PageSpec

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.desk.import_desk import WorkspaceImports
    from app.desk.window import Desk
    from app.running.runner import WorkspaceRunner
    from views.duplicates.page import DuplicatesPage
    from views.importing.content import Duplicates, ImportMapping, ImportPreview, ImportReport
    from views.leads.page import LeadsPage
    from views.settings import SettingsPage, SettingsValues, WorthBasics
    from views.start import WorkspaceBasics

Failed = Callable[[Exception], None]


class LateImports:
    """The window's import, whose modules are heavy, from the moment it is asked for something."""

    def __init__(self, runner: "WorkspaceRunner") -> None:
        self._runner = runner
        self._desk: WorkspaceImports | None = None

    def inspect(self, path: Path, then: "Callable[[ImportPreview], None]", failed: Failed) -> None:
        """Look into a file and say what its columns would become."""
        self._there().inspect(path, then, failed)

    def preview(
        self, mapping: "ImportMapping", then: "Callable[[ImportPreview], None]", failed: Failed
    ) -> None:
        """Say what the file that was inspected last would become with this mapping."""
        self._there().preview(mapping, then, failed)

    def start(
        self,
        mapping: "ImportMapping",
        duplicates: "Duplicates",
        progress: Callable[[int, int], None],
        then: "Callable[[ImportReport | None], None]",
        failed: Failed,
    ) -> None:
        """Import the file that was inspected last."""
        self._there().start(mapping, duplicates, progress, then, failed)

    def cancel(self) -> None:
        """Stop the import; nothing of it stays."""
        if self._desk is not None:
            self._desk.cancel()

    def _there(self) -> "WorkspaceImports":
        if self._desk is None:
            from app.desk.import_desk import WorkspaceImports

            self._desk = WorkspaceImports(self._runner)
        return self._desk


def page_specs(desk: "Desk") -> tuple[PageSpec, ...]:
    """Return the pages in the order of the rail."""
    return (
        PageSpec("today", _("Today"), "sun", "", lambda: _today(desk)),
        PageSpec("leads", _("Leads"), "address-book", "", lambda: _leads(desk)),
        PageSpec("forecast", _("Forecast"), "chart-line-up", "", lambda: _forecast(desk)),
        PageSpec("definitions", _("Definitions"), "handshake", "", lambda: _definitions(desk)),
        PageSpec(
            "settings", _("Settings"), "gear-six", "Ctrl+,", lambda: _settings(desk), at_foot=True
        ),
    )


def _today(desk: "Desk") -> QWidget:
    from views.today.page import TodayPage

    page = TodayPage(desk.runner, lambda: desk.runner.actor)
    page.set_leader(desk.is_leader)
    desk.leader_on_duty.connect(page.set_leader)
    page.notice.connect(desk.say)
    page.page_asked.connect(lambda code: desk.window.show_page(code, focus=True))
    page.lead_asked.connect(desk.show_lead)
    page.import_asked.connect(desk.begin_import)
    return page


def _leads(desk: "Desk") -> QWidget:
    from app.desk.bulk_desk import WorkspaceBulk
    from views.leads.page import LeadsPage

    page = LeadsPage(desk.runner, LateImports(desk.runner), bulk=WorkspaceBulk(desk.runner))
    page.set_leader(desk.is_leader)
    desk.leader_on_duty.connect(page.set_leader)

    def put_on_duty(_is_leader: bool) -> None:
        page.set_person(desk.runner.actor, desk.roles)

    put_on_duty(desk.is_leader)
    desk.leader_on_duty.connect(put_on_duty)
    page.notice.connect(desk.say)
    desk.import_asked.connect(page.start_import)
    desk.lead_asked.connect(page.visit)
    page.visit_ended.connect(desk.go_back)
    page.export_requested.connect(desk.errands.export_view)
    _offer_duplicates(desk, page)
    return page


def _offer_duplicates(desk: "Desk", page: "LeadsPage") -> None:
    """Let the Leads page find who is there twice, in place of its list."""
    action = QAction(_("Find duplicates"), page)
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


def _forecast(desk: "Desk") -> QWidget:
    from app.desk.scenarios import FileExporter, WorkspaceScenarios
    from views.forecast.page import ForecastPage

    page = ForecastPage(desk.runner, WorkspaceScenarios(desk.runner), FileExporter(desk.runner))
    page.notice.connect(desk.say)
    return page


def _definitions(desk: "Desk") -> QWidget:
    from app.desk.definitions_document import definitions_documents
    from views.definitions.page import DefinitionsPage

    page = DefinitionsPage(desk.runner, definitions_documents(desk.runner))

    page.set_editor(desk.why_not_define)
    desk.editor_on_duty.connect(page.set_editor)
    page.notice.connect(desk.say)
    return page


def _settings(desk: "Desk") -> QWidget:
    from views.settings import SettingsPage

    page = SettingsPage(settings_values(desk))
    page.theme_chosen.connect(desk.window.choose_theme)
    page.scale_chosen.connect(desk.window.choose_scale)
    page.person_chosen.connect(desk.put_on_duty)
    desk.window.look_chosen.connect(page.show_look)

    desk.basics_changed.connect(page.show_values)

    def save(values: "WorkspaceBasics") -> None:
        desk.runner.change(
            partial(_settle, values), failed=lambda error: _refuse_basics(desk, page, error)
        )

    page.basics_saved.connect(save)
    page.worth_saved.connect(
        lambda worth: desk.runner.change(partial(_settle_worth, worth), failed=desk.say_error)
    )
    return page


def settings_values(desk: "Desk") -> "SettingsValues":
    """Return what the settings page shows."""
    from views.settings import SettingsValues, WorthBasics
    from views.start import Targets, WorkspaceBasics

    row = desk.basics
    if row is None:
        basics = WorkspaceBasics("EUR", 1, Targets())
    else:
        targets = Targets(row.clients_per_month, row.revenue_per_quarter_minor)
        basics = WorkspaceBasics(row.base_currency, row.fiscal_year_first_month, targets)
    worth = WorthBasics()
    if row is not None:
        worth = WorthBasics(
            row.average_deal_minor, row.net_profit_per_client_minor, row.worth_share_percent
        )
    return SettingsValues(basics, desk.persons(), desk.on_duty, worth)


def _settle(values: "WorkspaceBasics", session: "Session") -> None:
    from app.desk.opening import local_now
    from models.basics import settle_basics

    settle_basics(
        session,
        values.base_currency,
        values.fiscal_year_first_month,
        local_now().date(),
        values.targets.clients_per_month,
        values.targets.revenue_per_quarter_minor,
    )


def _settle_worth(worth: "WorthBasics", session: "Session") -> None:
    from models.basics import settle_worth

    settle_worth(
        session,
        worth.average_deal_minor,
        worth.net_profit_per_client_minor,
        worth.share_percent,
    )


def _refuse_basics(desk: "Desk", page: "SettingsPage", error: Exception) -> None:
    from models.settings import SettingInUseError

    if isinstance(error, SettingInUseError):
        page.show_refusal(str(error))
    else:
        desk.say_error(error)
