"""The sections of the settings, and what each does to the workspace."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.desk.hearing import Hearing
from models.language import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.desk.window import Desk
    from views.settings import (
        GeneralSection,
        SettingsPage,
        SettingsSection,
        SettingsValues,
        WorthBasics,
    )
    from views.start import WorkspaceBasics


def settings_page(desk: "Desk") -> "SettingsPage":
    """Return the page of the settings."""
    from views.settings import SettingsPage

    return SettingsPage(settings_sections(desk))


def settings_sections(desk: "Desk") -> "tuple[SettingsSection, ...]":
    """Return the sections in their order; each is made when it is first looked at."""
    from views.settings import SettingsSection

    return (
        SettingsSection(
            "general",
            _("General"),
            _("How it looks, who is on duty, and what this workspace counts by."),
            "sliders-horizontal",
            lambda: _general(desk),
        ),
        SettingsSection(
            "people",
            _("People"),
            _("Who is on the team, when they work, and what they take. All holds at once."),
            "users-three",
            lambda: _people(desk),
            is_wide=True,
        ),
        SettingsSection(
            "meetings",
            _("Meetings"),
            _("Kinds of meetings, when slots for them are offered, and what has to be ready."),
            "handshake",
            lambda: _meetings(desk),
            is_wide=True,
        ),
        SettingsSection(
            "cadences",
            _("Cadences & templates"),
            _("When to call, write and wait, and the texts that are sent."),
            "clock",
            lambda: _cadences(desk),
            is_wide=True,
        ),
        SettingsSection(
            "chances",
            _("Chances"),
            _("What was learned from leads that ended, how good it is, and what goes by it."),
            "chart-line-up",
            lambda: _chances(desk),
        ),
        SettingsSection(
            "currencies",
            _("Currencies"),
            _("What other currencies are worth, so that their amounts count. Holds for everyone."),
            "coin",
            lambda: _currencies(desk),
        ),
        SettingsSection(
            "calendars",
            _("Calendars"),
            _("When closers are busy elsewhere, from calendar files; also dropped on their name."),
            "calendar-blank",
            lambda: _calendars(desk),
        ),
        SettingsSection(
            "mail",
            _("Mail"),
            _("The mailboxes that invitations are sent from. Nothing leaves without them."),
            "envelope-simple",
            lambda: _mail(desk),
            is_wide=True,
        ),
        SettingsSection(
            "reminders",
            _("Reminders"),
            _("When this computer reminds of meetings, and where."),
            "info",
            lambda: _reminders(desk),
        ),
    )


def _general(desk: "Desk") -> QWidget:
    from views.settings import GeneralSection

    section = GeneralSection(settings_values(desk))
    section.theme_chosen.connect(desk.window.choose_theme)
    section.scale_chosen.connect(desk.window.choose_scale)
    section.person_chosen.connect(desk.put_on_duty)
    desk.window.look_chosen.connect(section.show_look)

    def show_values() -> None:
        section.show_values(settings_values(desk))

    Hearing(section, desk.basics_changed, show_values)

    if not desk.runner.is_open:
        # The page that was looked at last is built before the workspace is open.
        Hearing(section, desk.opened, show_values)

    def save(values: "WorkspaceBasics") -> None:
        desk.runner.change(
            partial(_settle, values), failed=lambda error: _refuse_basics(desk, section, error)
        )

    section.basics_saved.connect(save)

    def save_worth(worth: "WorthBasics") -> None:
        desk.runner.change(partial(_settle_worth, worth), failed=refuse_worth)

    def refuse_worth(error: Exception) -> None:
        section.worth.keep_editing()
        desk.say_error(error)

    section.worth_saved.connect(save_worth)
    return section


def _people(desk: "Desk") -> QWidget:
    from views.settings.people.section import PeopleSection

    return PeopleSection(desk.runner)


def _meetings(desk: "Desk") -> QWidget:
    from views.settings.meetings.section import MeetingsSection

    return MeetingsSection(desk.runner)


def _currencies(desk: "Desk") -> QWidget:
    from views.settings.currencies import CurrenciesSection

    return CurrenciesSection(desk.runner, clock=desk.clock)


def _calendars(desk: "Desk") -> QWidget:
    from views.outbox.calendars import CalendarsSection

    return CalendarsSection(desk.runner, desk.exchange.outbox)


def _mail(desk: "Desk") -> QWidget:
    from views.outbox.accounts import MailAccountsSection

    return MailAccountsSection(desk.runner, desk.exchange.mail)


def _reminders(desk: "Desk") -> QWidget:
    from views.settings.reminders import RemindersSection

    reminding = desk.reminding
    section = RemindersSection(
        reminding.minutes,
        desktop=reminding.on_desktop,
        is_supported=reminding.outside.is_supported,
    )
    section.minutes_chosen.connect(reminding.choose_minutes)
    section.desktop_chosen.connect(reminding.choose_desktop)
    return section


def _cadences(desk: "Desk") -> QWidget:
    from views.settings.cadences.section import CadencesSection

    return CadencesSection(desk.runner)


def _chances(desk: "Desk") -> QWidget:
    from views.settings.chances import ChancesSection

    section = ChancesSection(desk.runner)
    section.learn_asked.connect(desk.chances.learn_now)
    return section


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
    return SettingsValues(basics, desk.duty.persons, desk.duty.code, worth)


def _settle(values: "WorkspaceBasics", session: "Session") -> None:
    from app.local_time import local_now
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


def _refuse_basics(desk: "Desk", section: "GeneralSection", error: Exception) -> None:
    from models.settings.changing import SettingInUseError

    if isinstance(error, SettingInUseError):
        section.show_refusal(str(error))
    else:
        section.keep_editing()
        desk.say_error(error)
