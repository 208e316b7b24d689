"""Scenarios, the forecasts frozen from them, and the targets they are held against."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.storage.columns import JsonObject
from models.topics import Topic


class Scenario(Recorded):
    """A complete set of assumptions with its seed, data cut-off and each number's origin."""

    __tablename__ = "scenario"
    constraints = (UniqueConstraint("name"),)
    topic = Topic.SCENARIOS

    name: Mapped[str]
    notes: Mapped[str]
    assumptions: Mapped[JsonObject]
    seed: Mapped[int]
    trials: Mapped[int]
    data_cut_off: Mapped[date | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("scenario.id"))
    saved_at: Mapped[datetime]


class Forecast(Recorded):
    """A simulator result frozen at its date, to be graded later."""

    __tablename__ = "forecast"
    topic = Topic.SCENARIOS

    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"))
    frozen_at: Mapped[datetime]
    data_cut_off: Mapped[date | None]
    sampler_version: Mapped[str]
    assumptions: Mapped[JsonObject]
    summary: Mapped[JsonObject]


class Target(Recorded):
    """What the team is to reach in a period; money targets are in the base currency."""

    __tablename__ = "target"
    constraints = (UniqueConstraint("measure", "period_start"),)
    topic = Topic.SETTINGS

    measure: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    amount: Mapped[int]
