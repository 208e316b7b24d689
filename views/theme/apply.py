"""Puts a theme on the application and keeps it in step with the system's."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from views.theme.stylesheet import stylesheet
from views.theme.tokens import Theme, ThemeMode, ThemeName, make_theme

_FONTS: Final = Path(__file__).parents[1] / "assets" / "fonts"
_STYLE: Final = "Fusion"
_STYLED: Final = "styled"
_THEMED: Final = "themed"


class ThemeEvents(QObject):
    """Tells charts and icons, which no stylesheet reaches, that the theme is another one."""

    changed = Signal(object)
    """Emitted with the new `Theme` after it is on the application."""

    def __init__(self) -> None:
        super().__init__()
        self.mode: ThemeMode = "system"
        self.theme = make_theme("light")
        self.following = False
        self.fonts_loaded = False

    def system_changed(self, scheme: Qt.ColorScheme) -> None:
        """Follow the system, unless the person chose a theme."""
        app = QApplication.instance()
        if self.mode == "system" and isinstance(app, QApplication):
            put_on(app, make_theme(name_of(scheme), self.theme.scale))


_events: Final = ThemeEvents()
theme_changed: Final[SignalInstance] = _events.changed


def current_theme() -> Theme:
    """Return the theme that is on the application (light until one was applied)."""
    return _events.theme


def current_mode() -> ThemeMode:
    """Return what the person chose: a theme, or to follow the system."""
    return _events.mode


def make_application(name: str) -> QApplication:
    """Return the application, which has the style that themes rest on from its first moment.

    Giving it one afterwards makes Python classes of all that a style is, before the first paint.
    """
    app = QApplication([name, "-style", _STYLE])
    app.setProperty(_STYLED, True)
    return app


def apply_theme(app: QApplication, mode: ThemeMode = "system", scale: float = 1.0) -> Theme:
    """Put the theme on `app`: style, palette, font, stylesheet. Returns the theme in use.

    With `system` the light or dark scheme of the system is used and followed while it changes.
    """
    load_fonts()
    hints = QGuiApplication.styleHints()
    if not _events.following:
        hints.colorSchemeChanged.connect(_events.system_changed)
        _events.following = True
    _events.mode = mode
    name: ThemeName = name_of(hints.colorScheme()) if mode == "system" else mode
    theme = make_theme(name, scale)
    put_on(app, theme)
    return theme


def put_on(app: QApplication, theme: Theme) -> None:
    """Restyle `app` with `theme` and tell everyone who paints by hand; nothing where it is on."""
    if app.property(_THEMED) and theme == _events.theme:
        # Restyling asks every widget there is.
        return
    # Asking the application for its style would make one, and the classes around it: 20 ms.
    if not app.property(_STYLED):
        app.setStyle(_STYLE)
        app.setProperty(_STYLED, True)
    app.setProperty(_THEMED, True)
    app.setPalette(palette(theme))
    app.setFont(theme.font())
    app.setStyleSheet(stylesheet(theme))
    _events.theme = theme
    _events.changed.emit(theme)


def load_fonts() -> None:
    """Load the bundled family once; without it the system's own sans serif stands in."""
    if _events.fonts_loaded:
        return
    for file in sorted(_FONTS.glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    _events.fonts_loaded = True


def name_of(scheme: Qt.ColorScheme) -> ThemeName:
    """Return the theme for the system's scheme; light where the system does not say."""
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def palette(theme: Theme) -> QPalette:
    """Return the palette of `theme`, for what the style paints without the stylesheet."""
    colours = theme.colours
    role = QPalette.ColorRole
    made = QPalette()
    for which, value in {
        role.Window: colours.canvas,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.canvas,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text,
        role.PlaceholderText: colours.faint,
        role.Text: colours.text,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.BrightText: colours.danger.text,
        role.Light: colours.raised,
        role.Midlight: colours.line,
        role.Mid: colours.line,
        role.Dark: colours.control,
        role.Shadow: colours.line,
        role.Highlight: colours.accent_fill,
        role.HighlightedText: colours.on_accent,
        role.Accent: colours.accent_fill,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
    }.items():
        made.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.faint))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(colours.pressed))
    return made
