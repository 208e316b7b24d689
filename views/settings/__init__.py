"""The settings page and its sections."""

from views.settings.general import GeneralSection, SettingsValues
from views.settings.page import SettingsPage, SettingsSection
from views.settings.worth import WorthBasics

__all__ = ["GeneralSection", "SettingsPage", "SettingsSection", "SettingsValues", "WorthBasics"]
