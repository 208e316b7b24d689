"""What other currencies are worth."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from models.entities.base import Recorded
from models.topics import Topic


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
