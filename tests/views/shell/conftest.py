from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from views.settings import GeneralSection, SettingsPage, SettingsSection, SettingsValues
from views.shell import ForgetfulState, MainWindow, PageSpec, Person, WindowState
from views.start import Targets, WorkspaceBasics
from views.theme import apply_theme
from views.widgets import EmptyState, PlainLabel, SearchField, SidePanel, make_button

PEOPLE = (Person("1", "Ana Kovač", "SDR"), Person("2", "Tom & Sons", "Closer"))

MakeWindow = Callable[..., MainWindow]


def leads_page() -> QWidget:
    """Return a page with a field, a button and a panel."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(PlainLabel("Leads", size="title"))
    column.addWidget(SearchField("Search"))
    column.addWidget(QLineEdit())
    column.addWidget(make_button("Import…"))
    return SidePanel(page, name="leads")


def settings_page() -> QWidget:
    """Return the settings of a made-up workspace."""
    basics = WorkspaceBasics("EUR", 1, Targets(12, 25_000_000))
    values = SettingsValues(basics, PEOPLE, "1")
    section = SettingsSection(
        "general", "General", "How it looks.", "sliders-horizontal", lambda: GeneralSection(values)
    )
    return SettingsPage((section,))


@pytest.fixture
def make_window(qtbot: QtBot, qapp: QApplication) -> Iterator[MakeWindow]:
    """Return a function that shows a window with three pages, the first one built."""

    def make(state: WindowState | None = None, *, first: str = "leads") -> MainWindow:
        window = MainWindow(state or ForgetfulState({"window.theme": "light"}), version="1.2.3")
        qtbot.addWidget(window)
        window.register_page(PageSpec("leads", "Leads", "address-book", "", leads_page))
        window.register_page(
            PageSpec(
                "forecast",
                "Forecast",
                "chart-line-up",
                "",
                lambda: EmptyState("No scenario yet.", "Make one", icon_name="funnel"),
                keys=lambda: [("Draw another card", ("X",))],
            )
        )
        window.register_page(
            PageSpec("settings", "Settings", "gear-six", "Ctrl+,", settings_page, at_foot=True)
        )
        window.set_people(PEOPLE, "1")
        window.set_workspace("Sample", "~/sample.db")
        window.show()
        window.activateWindow()
        with qtbot.waitActive(window):
            pass
        if first:
            with qtbot.waitSignal(window.page_shown):
                window.show_page(first, focus=True)
        return window

    yield make
    apply_theme(qapp, "light")
