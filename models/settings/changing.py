"""Changing what the workspace agrees on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.workspace.exchange_rates import ExchangeRate
from models.entities.workspace.forecasting import Target
from models.entities.workspace.settings import Setting
from models.errors import KnownError
from models.history.verbs import verb
from models.language import gettext as _
from models.settings import kind_of, setting

# Written in the base currency, so it cannot change under them.
_IN_BASE_CURRENCY = ("average_deal_minor", "net_profit_per_client_minor")


class SettingInUseError(KnownError):
    """A setting cannot change because stored numbers were written under it."""


@verb
def change_setting(session: Session, code: str, value: str) -> None:
    """Change a setting.

    Refuses an unknown code and a value that the setting cannot have. The base currency is refused
    as well once exchange rates, targets or settings in money are stored: they were written in the
    old one.
    """
    stored = kind_of(code).check(value)
    row = session.scalar(select(Setting).where(Setting.code == code))
    if stored == setting(session, code) and row is None:
        return
    if code == "base_currency" and stored != setting(session, code):
        _refuse_other_currency(session)
    if row is None:
        session.add(Setting(code=code, value=stored))
    else:
        row.value = stored


def _refuse_other_currency(session: Session) -> None:
    rate = session.scalar(select(ExchangeRate.id).limit(1))
    target = session.scalar(select(Target.id).where(Target.measure == "revenue").limit(1))
    amount = any(setting(session, code) for code in _IN_BASE_CURRENCY)
    if rate is not None or target is not None or amount:
        raise SettingInUseError(
            _(
                "The base currency cannot change while exchange rates, revenue targets or what a "
                "client is worth are stored in it. Undo or remove those first."
            )
        )
