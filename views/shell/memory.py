"""Writes down what the window is to remember, and brings it back."""

from typing import cast

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QWidget

from views.shell.state import GEOMETRY, SPLIT, TEXT_SCALE, THEME, WindowState
from views.theme import SCALES, ThemeMode, apply_theme

_TITLE_BAR_PIXELS = 40


def put_on_look(state: WindowState, mode: ThemeMode, scale: float) -> None:
    """Put a theme on the application and write it down."""
    apply_theme(_app(), mode, scale)
    state.write(THEME, mode)
    state.write(TEXT_SCALE, str(scale))


def restore_look(state: WindowState) -> None:
    """Put on the theme that was written down; the system's where none was."""
    kept = state.read(THEME)
    mode = cast("ThemeMode", kept) if kept in {"light", "dark", "system"} else "system"
    try:
        scale = float(state.read(TEXT_SCALE) or 1.0)
    except ValueError:
        scale = 1.0
    apply_theme(_app(), mode, min(max(scale, SCALES[0]), SCALES[-1]))


def keep_geometry(state: WindowState, window: QMainWindow) -> None:
    """Write down where the window stands and how it is divided."""
    state.write(GEOMETRY, _hex(window.saveGeometry()))
    for split in window.findChildren(QSplitter):
        if split.objectName():
            state.write(SPLIT + split.objectName(), _hex(split.saveState()))


def restore_geometry(state: WindowState, window: QMainWindow) -> bool:
    """Put the window where it stood; return whether that was written down."""
    kept = state.read(GEOMETRY)
    return kept is not None and window.restoreGeometry(_bytes(kept))


def show_window(state: WindowState, window: QMainWindow) -> None:
    """Show the window where it stood; the first time it fills a screen that has no room for it."""
    room = window.screen().availableGeometry()
    fits = room.width() >= window.width() and room.height() >= window.height() + _TITLE_BAR_PIXELS
    if fits or state.read(GEOMETRY) is not None:
        window.show()
    else:
        window.showMaximized()


def restore_divisions(state: WindowState, page: QWidget) -> None:
    """Divide a page that was just built as it was divided before."""
    own = [page] if isinstance(page, QSplitter) else []
    for split in own + page.findChildren(QSplitter):
        kept = state.read(SPLIT + split.objectName()) if split.objectName() else None
        if kept is not None:
            split.restoreState(_bytes(kept))


def _app() -> QApplication:
    return cast("QApplication", QApplication.instance())


def _hex(data: QByteArray) -> str:
    return bytes(data.data()).hex()


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromHex(text.encode("ascii", "replace"))
