"""Pictures of the shell with made-up content: python tests/views/pictures.py FOLDER."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from views.settings import GeneralSection, SettingsValues
from views.shell import ForgetfulState, MainWindow, PageSpec, Person
from views.start import StartPanel, Targets, WorkspaceBasics
from views.theme import ThemeMode, current_theme
from views.widgets import (
    ConfirmBar,
    EmptyState,
    FormRow,
    NumberLabel,
    PlainLabel,
    SearchField,
    SectionHeader,
    SegmentedControl,
    SidePanel,
    TablePlaceholder,
    make_button,
    make_frame,
)

PEOPLE = (
    Person("1", "Ana Kovač", "SDR, appointment setter"),
    Person("2", "Tom & Sons", "Closer"),
    Person("3", "Miriam Okafor", "Sales leader"),
)


def widgets_page() -> QWidget:
    """Return a page with one of everything."""
    theme = current_theme()
    page = QWidget()
    page.setProperty("ground", "canvas")
    column = QVBoxLayout(page)
    column.setContentsMargins(*(theme.space(3),) * 4)
    column.setSpacing(theme.space(2))
    head = SectionHeader("Leads", "1,284 open, 31 without a next step", top=True)
    head.add(SegmentedControl([("a", "All"), ("m", "Mine"), ("n", "No meeting yet")]))
    head.add(make_button("Import…", keys="Ctrl+Alt+I", icon_name="download-simple"))
    head.add(make_button("New lead", kind="primary", icon_name="plus"))
    column.addWidget(head)
    column.addWidget(SearchField("Search names, companies, notes"))
    fields = QHBoxLayout()
    fields.setSpacing(theme.space(2))
    wrong = FormRow("MQLs a week", QLineEdit("two hundred"), "A whole number")
    wrong.set_error("This is not a number. Type figures only, for example 200.")
    box = QComboBox()
    box.addItems(["Euro (EUR)", "Pound sterling (GBP)"])
    spin = QSpinBox()
    spin.setRange(0, 900)
    spin.setValue(200)
    spin.setSuffix(" / week")
    fields.addWidget(wrong, 1)
    fields.addWidget(FormRow("Currency", box, "Shown with every amount"), 1)
    fields.addWidget(FormRow("Volume", spin), 1)
    column.addLayout(fields)
    card = make_frame("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(*(theme.space(2),) * 4)
    inside.addWidget(PlainLabel("31 clients by 30 June (24–39)", size="title", weight="semibold"))
    inside.addWidget(PlainLabel("62 % chance of 30. Setters bind until week 9.", tone="muted"))
    inside.addWidget(NumberLabel("1,111.10"))
    inside.addWidget(NumberLabel("8,888.88"))
    tick = QCheckBox("Only those with a phone number")
    tick.setChecked(True)
    inside.addWidget(tick)
    row = QHBoxLayout()
    row.addWidget(make_button("Secondary"))
    row.addWidget(make_button("Quiet", kind="quiet"))
    row.addWidget(make_button("A link", kind="link"))
    row.addWidget(make_button("Remove", kind="danger"))
    off = make_button("Not now")
    off.setEnabled(False)
    row.addWidget(off)
    row.addStretch(1)
    inside.addLayout(row)
    column.addWidget(card)
    confirm = ConfirmBar()
    column.addWidget(confirm)
    confirm.ask("Undo the import of 8,800 leads? 14 were worked since.", "Undo import", list)
    column.addWidget(TablePlaceholder(), 1)
    side = SidePanel(page, name="leads")
    panel = QWidget()
    words = QVBoxLayout(panel)
    words.setContentsMargins(0, 0, 0, 0)
    for text in ("VP Operations", "+44 20 7946 0112", "Asked for pricing 40 minutes ago"):
        words.addWidget(PlainLabel(text, wrap=True))
    words.addStretch(1)
    side.open_panel("Jana Horvat-Lindqvist", panel)
    return side


def empty_page() -> QWidget:
    """Return a page that is empty."""
    return EmptyState(
        "No leads yet. Import a file, or add the first one by hand.",
        "Import a file…",
        icon_name="address-book",
    )


def settings_page() -> QWidget:
    """Return the settings of a made-up workspace."""
    basics = WorkspaceBasics("EUR", 1, Targets(12, 25_000_000))
    return GeneralSection(SettingsValues(basics, PEOPLE, "1"))


def make_window(mode: ThemeMode, scale: float) -> MainWindow:
    """Return a window with made-up pages."""
    state = ForgetfulState({"window.theme": mode, "window.text_scale": str(scale)})
    window = MainWindow(state, version="0.1.0")
    window.register_page(PageSpec("leads", "Leads", "address-book", "", widgets_page))
    window.register_page(PageSpec("forecast", "Forecast", "chart-line-up", "", empty_page))
    window.register_page(
        PageSpec("settings", "Settings", "gear-six", "Ctrl+,", settings_page, True)
    )
    window.set_workspace("Sample workspace", "~/.local/share/funneldesk/sample-workspace.db")
    window.set_people(PEOPLE, "1")
    window.foot.set_saved(datetime(2026, 11, 21, 10, 42, tzinfo=UTC))
    window.set_undo("Moved Jana Horvat-Lindqvist to SQL")
    window.foot.show_work("import", "Importing leads.csv, 4,200 of 8,800", 42, 88)
    return window


def grab(window: MainWindow, file: Path) -> None:
    """Write a picture of the window as it is."""
    QApplication.processEvents()
    window.grab().save(str(file))


def scenes() -> dict[str, Callable[[MainWindow], None]]:
    """Return what is to be seen."""

    def notices(window: MainWindow) -> None:
        window.show_page("forecast")
        window.notices.show_notice("success", "8,800 leads came in.", action_text="Show them")
        window.notices.show_notice("warning", "<b>50</b> rows have no date; they count in no rate.")
        window.notices.show_notice("error", "The file cannot be read. Choose another one.")

    def commands(window: MainWindow) -> None:
        window.top.field.take_focus(None)
        window.top.field.setText("t")

    def start(window: MainWindow) -> None:
        window.show_alone(StartPanel())

    return {
        "widgets": lambda window: window.show_page("leads"),
        "notices": notices,
        "keys": lambda window: window.requests.show_keys.emit(),
        "commands": commands,
        "settings": lambda window: window.show_page("settings"),
        "outline": lambda window: window._stack.setCurrentIndex(0),
        "start": start,
    }


def main(folder: Path) -> None:
    """Write every scene in both themes and sizes."""
    app = QApplication.instance() or QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    looks: tuple[tuple[ThemeMode, float, int, int], ...] = (
        ("light", 1.0, 1280, 800),
        ("dark", 1.0, 1280, 800),
        ("light", 1.5, 1280, 800),
        ("dark", 1.0, 1920, 1080),
    )
    for mode, scale, width, height in looks:
        window = make_window(mode, scale)
        window.resize(width, height)
        window.move(QPoint(0, 0))
        window.show()
        window.activateWindow()
        window.show_last_page()
        QApplication.processEvents()
        for name, scene in scenes().items():
            while window.notices.dismiss_newest():
                pass
            window.top.field.clear()
            window.setFocus()
            scene(window)
            QApplication.processEvents()
            grab(window, folder / f"{name}-{mode}-{round(scale * 100)}-{width}.png")
        window.deleteLater()
        QApplication.processEvents()
    del app


if __name__ == "__main__":
    main(Path(sys.argv[1]))
