"""What the workspace says of money beside a plan."""

from datetime import datetime
from typing import TYPE_CHECKING

from app.money.responses import read_response
from views.money.reckoning import MoneyBasis

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from views.whatif.content import Plan


def read_basis(session: "Session", plan: "Plan", now: datetime) -> MoneyBasis:
    """Read the base currency, the fiscal year, and what slow answers did, for a plan."""
    from models.settings import number_setting, setting

    return MoneyBasis(
        currency=setting(session, "base_currency"),
        fiscal_month=number_setting(session, "fiscal_year_first_month"),
        measured=read_response(session, plan, now),
    )
