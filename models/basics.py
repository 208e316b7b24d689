"""What a workspace counts by, settled at once: base currency, fiscal year, targets per period."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from models.history.verbs import verb
from models.ids import MemberId
from models.settings import number_setting, optional_number_setting, setting
from models.settings.changing import change_setting
from models.targets import remove_target, set_target, targets
from models.team.joining import add_member

_YEARS_AHEAD = 5
"""A plan may look years ahead, and nobody should have to settle the same targets again."""


@dataclass(frozen=True, slots=True)
class BasicsRow:
    """What holds on a day; no target where none was set for the period around that day."""

    base_currency: str
    fiscal_year_first_month: int
    clients_per_month: int | None
    revenue_per_quarter_minor: int | None
    average_deal_minor: int | None = None
    net_profit_per_client_minor: int | None = None
    worth_share_percent: int = 20


def basics(session: Session, today: date) -> BasicsRow:
    """Return what the workspace counts by on this day."""
    return BasicsRow(
        base_currency=setting(session, "base_currency"),
        fiscal_year_first_month=number_setting(session, "fiscal_year_first_month"),
        clients_per_month=_amount_on(session, "clients", today),
        revenue_per_quarter_minor=_amount_on(session, "revenue", today),
        average_deal_minor=optional_number_setting(session, "average_deal_minor"),
        net_profit_per_client_minor=optional_number_setting(session, "net_profit_per_client_minor"),
        worth_share_percent=number_setting(session, "worth_share_percent"),
    )


@verb
def settle_basics(
    session: Session,
    base_currency: str,
    fiscal_year_first_month: int,
    today: date,
    clients_per_month: int | None = None,
    revenue_per_quarter_minor: int | None = None,
) -> None:
    """Settle what the workspace counts by, with targets for this period and five years ahead.

    Targets of past periods stay as they were. Refuses what `change_setting` and `set_target`
    refuse.
    """
    first_month = str(fiscal_year_first_month)
    month = today.replace(day=1)
    quarter = _add_months(month, -((month.month - fiscal_year_first_month) % 3))
    _drop_targets(session, "clients", month)
    _drop_targets(session, "revenue", quarter)
    change_setting(session, "base_currency", base_currency)
    change_setting(session, "fiscal_year_first_month", first_month)
    if clients_per_month is not None:
        _set_targets(session, "clients", month, 1, clients_per_month)
    if revenue_per_quarter_minor is not None:
        _set_targets(session, "revenue", quarter, 3, revenue_per_quarter_minor)


@verb
def settle_worth(
    session: Session,
    average_deal_minor: int | None,
    net_profit_per_client_minor: int | None,
    worth_share_percent: int,
) -> None:
    """Settle what a client is worth, amounts in minor units; refuses what `change_setting` does."""
    for code, value in (
        ("average_deal_minor", average_deal_minor),
        ("net_profit_per_client_minor", net_profit_per_client_minor),
        ("worth_share_percent", worth_share_percent),
    ):
        change_setting(session, code, "" if value is None else str(value))


@verb
def begin_workspace(
    session: Session,
    name: str,
    zone: str,
    roles: tuple[str, ...],
    base_currency: str,
    fiscal_year_first_month: int,
    today: date,
    clients_per_month: int | None = None,
    revenue_per_quarter_minor: int | None = None,
) -> MemberId:
    """Begin a workspace: its first person, and what it counts by; return the person."""
    settle_basics(
        session,
        base_currency,
        fiscal_year_first_month,
        today,
        clients_per_month,
        revenue_per_quarter_minor,
    )
    return add_member(session, name, zone, roles)


def _amount_on(session: Session, measure: str, day: date) -> int | None:
    rows = targets(session, measure)
    return next((row.amount for row in rows if row.period_start <= day <= row.period_end), None)


def _drop_targets(session: Session, measure: str, since: date) -> None:
    for row in targets(session, measure):
        if row.period_end >= since:
            remove_target(session, measure, row.period_start)
    session.flush()


def _set_targets(session: Session, measure: str, start: date, months: int, amount: int) -> None:
    for ahead in range(0, 12 * _YEARS_AHEAD, months):
        begin = _add_months(start, ahead)
        end = _add_months(begin, months) - timedelta(days=1)
        set_target(session, measure, begin, end, amount)


def _add_months(first_day: date, months: int) -> date:
    count = first_day.year * 12 + first_day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
