"""The settings page."""

from views.settings.page import SettingsPage, SettingsValues
from views.settings.worth import WorthBasics

__all__ = ["SettingsPage", "SettingsValues", "WorthBasics"]
