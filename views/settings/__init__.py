"""The settings page."""

from views.settings.page import SettingsPage, SettingsValues

__all__ = ["SettingsPage", "SettingsValues"]
