"""The one table of settings that a workspace agrees on: code, kind, default, what is allowed.

What belongs to a person's screen (theme, window size) is no setting of the workspace.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import country_code, currency_code
from models.entities.workspace.settings import Setting
from models.errors import InvalidValueError
from models.language import gettext as _

_AMOUNT_FIGURES: Final = 15
_DAY_MINUTES: Final = 1440


class SettingKind(NamedTuple):
    """One setting that exists: `check` returns the stored form or refuses."""

    code: str
    default: str
    check: Callable[[str], str]
    words: Callable[[], str]


def _month(value: str) -> str:
    text = value.strip()
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 12:
        raise InvalidValueError(
            "fiscal_year_first_month",
            value,
            _("“{value}” is no month. Use a number from 1 (January) to 12 (December).").format(
                value=value
            ),
        )
    return str(int(text))


def _amount(code: str) -> Callable[[str], str]:
    """Return the check of an optional amount in minor units of the base currency."""

    def check(value: str) -> str:
        text = value.strip()
        if text and (not text.isascii() or not text.isdigit() or len(text) > _AMOUNT_FIGURES):
            raise InvalidValueError(
                code,
                value,
                _("“{value}” is no amount. Write a number from 0 up.").format(value=value),
            )
        return str(int(text)) if text else ""

    return check


def _percent(value: str) -> str:
    text = value.strip()
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100:
        raise InvalidValueError(
            "worth_share_percent",
            value,
            _("“{value}” is no share. Use a whole number from 1 to 100.").format(value=value),
        )
    return str(int(text))


def _minutes(value: str) -> str:
    text = value.strip()
    if text and (not text.isascii() or not text.isdigit() or int(text) > _DAY_MINUTES):
        raise InvalidValueError(
            "send_after_minutes",
            value,
            _("“{value}” is no number of minutes from 0 to 1440.").format(value=value),
        )
    return str(int(text)) if text else ""


def _clock_time(code: str) -> Callable[[str], str]:
    """Return the check of a time of day, stored like 09:00."""

    def check(value: str) -> str:
        hour, _colon, minute = value.strip().partition(":")
        minute = minute or "00"
        if not (hour + minute).isascii() or not (hour + minute).isdigit():
            raise _no_time(code, value)
        if int(hour) > 24 or int(minute) > 59 or int(hour) * 60 + int(minute) > 24 * 60:
            raise _no_time(code, value)
        return f"{int(hour):02}:{int(minute):02}"

    return check


def _no_time(code: str, value: str) -> InvalidValueError:
    return InvalidValueError(
        code, value, _("“{value}” is no time of day. Write it like 09:00.").format(value=value)
    )


def _weekdays(value: str) -> str:
    days = sorted(set(value.replace(" ", "").replace(",", "")))
    if not days or not set(days) <= set("1234567"):
        raise InvalidValueError(
            "callable_days",
            value,
            _("“{value}” are no weekdays. Write their numbers, 1 is Monday: 12345.").format(
                value=value
            ),
        )
    return "".join(days)


def _yes_no(value: str) -> str:
    text = value.strip()
    if text not in ("yes", "no"):
        raise InvalidValueError(
            "queue_by_chance", value, _("“{value}” is neither yes nor no.").format(value=value)
        )
    return text


SETTINGS: dict[str, SettingKind] = {
    kind.code: kind
    for kind in (
        SettingKind("base_currency", "EUR", currency_code, lambda: _("Base currency")),
        SettingKind(
            "fiscal_year_first_month", "1", _month, lambda: _("First month of the fiscal year")
        ),
        SettingKind(
            "default_country",
            "",
            lambda value: country_code("default_country", value) or "",
            lambda: _("Country of phone numbers without a country code"),
        ),
        SettingKind(
            "average_deal_minor",
            "",
            _amount("average_deal_minor"),
            lambda: _("What a deal brings in, until deals are won"),
        ),
        SettingKind(
            "net_profit_per_client_minor",
            "",
            _amount("net_profit_per_client_minor"),
            lambda: _("Net profit per client"),
        ),
        SettingKind(
            "send_after_minutes",
            "2",
            _minutes,
            lambda: _("Minutes after which a message is sent by itself; empty for never"),
        ),
        SettingKind(
            "callable_from",
            "09:00",
            _clock_time("callable_from"),
            lambda: _("Leads are called from"),
        ),
        SettingKind(
            "callable_until",
            "17:30",
            _clock_time("callable_until"),
            lambda: _("Leads are called until"),
        ),
        SettingKind(
            "callable_days", "12345", _weekdays, lambda: _("Weekdays on which leads are called")
        ),
        SettingKind(
            "worth_share_percent", "20", _percent, lambda: _("Share of it that a lead is worth")
        ),
        SettingKind(
            "queue_by_chance",
            "no",
            _yes_no,
            lambda: _("New leads are ordered by expected clients per minute"),
        ),
    )
}


def kind_of(code: str) -> SettingKind:
    """Return what a setting may be; refuses an unknown code."""
    if code not in SETTINGS:
        raise InvalidValueError(
            "setting",
            code,
            _("There is no setting “{code}”. Known: {codes}.").format(
                code=code, codes=", ".join(sorted(SETTINGS))
            ),
        )
    return SETTINGS[code]


def setting(session: Session, code: str) -> str:
    """Return a setting's value, its default where nobody changed it; refuses an unknown code."""
    kind = kind_of(code)
    value = session.scalar(select(Setting.value).where(Setting.code == code))
    return kind.default if value is None else value


def optional_number_setting(session: Session, code: str) -> int | None:
    """Return the value of a setting that is a whole number or empty."""
    value = setting(session, code)
    return int(value) if value else None


def number_setting(session: Session, code: str) -> int:
    """Return the value of a setting that is a whole number."""
    return int(setting(session, code))
