"""The look of Funneldesk: tokens, the two palettes, and how they get onto the application."""

from views.theme.apply import (
    apply_theme,
    current_mode,
    current_theme,
    make_application,
    theme_changed,
)
from views.theme.tokens import (
    SCALES,
    TextSize,
    TextWeight,
    Theme,
    ThemeMode,
    make_theme,
    set_tabular,
)

__all__ = [
    "SCALES",
    "TextSize",
    "TextWeight",
    "Theme",
    "ThemeMode",
    "apply_theme",
    "current_mode",
    "current_theme",
    "make_application",
    "make_theme",
    "set_tabular",
    "theme_changed",
]
