"""The pages of the window: what the rail shows, and how each is put together when looked at.

Pages are imported when they are built; the rail needs only their names.
"""

from gettext import gettext as _
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from views.shell import PageSpec

if TYPE_CHECKING:
    from app.window import Desk


def page_specs(desk: "Desk") -> tuple[PageSpec, ...]:
    """Return the pages in the order of the rail."""
    return (
        PageSpec("forecast", _("Forecast"), "chart-line-up", "", lambda: _forecast(desk)),
        PageSpec(
            "settings", _("Settings"), "gear-six", "Ctrl+,", lambda: _settings(desk), at_foot=True
        ),
    )


def _forecast(desk: "Desk") -> QWidget:
    from app.scenarios import FileExporter, WorkspaceScenarios
    from views.forecast.page import ForecastPage

    page = ForecastPage(desk.runner, WorkspaceScenarios(desk.runner), FileExporter(desk.runner))
    page.notice.connect(desk.say)
    return page


def _settings(desk: "Desk") -> QWidget:
    from views.settings import SettingsPage

    page = SettingsPage(settings_values(desk))
    page.theme_chosen.connect(desk.window.choose_theme)
    page.scale_chosen.connect(desk.window.choose_scale)
    page.person_chosen.connect(desk.put_on_duty)
    desk.window.look_chosen.connect(page.show_look)

    def show() -> None:
        page.show_values(settings_values(desk))

    desk.basics_changed.connect(page, show)
    return page
