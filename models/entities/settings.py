"""What the workspace as a whole agrees on."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from models.entities.base import Recorded
from models.topics import Topic


class Setting(Recorded):
    """One setting; which ones exist, their kinds and defaults stand in `models.settings`."""

    __tablename__ = "setting"
    constraints = (UniqueConstraint("code"),)
    topic = Topic.SETTINGS

    code: Mapped[str]
    value: Mapped[str]


class ExchangeRate(Recorded):
    """From `valid_from` on, one unit of `currency` is worth `rate` units of the base currency.

    The rate is decimal text: a binary fraction would change money in its last digit.
    """

    __tablename__ = "exchange_rate"
    constraints = (UniqueConstraint("currency", "valid_from"),)
    topic = Topic.SETTINGS

    currency: Mapped[str]
    valid_from: Mapped[date]
    rate: Mapped[str]
