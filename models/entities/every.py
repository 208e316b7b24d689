"""All tables of a workspace, for whoever goes over them: the log, undo and the migrations."""

from models.entities import (
    activity,
    appointments,
    cadences,
    calendars,
    chances,
    deals,
    definitions,
    exchange,
    fields,
    forecasting,
    leads,
    log,
    marketing,
    outbox,
    people,
    queue,
    reading,
    settings,
    team,
)
from models.entities.base import Base, Recorded

__all__ = [
    "RECORDED",
    "TABLES",
    "Base",
    "activity",
    "appointments",
    "cadences",
    "calendars",
    "chances",
    "deals",
    "definitions",
    "exchange",
    "fields",
    "forecasting",
    "leads",
    "log",
    "marketing",
    "outbox",
    "people",
    "queue",
    "reading",
    "settings",
    "team",
]

TABLES = dict(Base.metadata.tables)
"""Every table by its name."""

RECORDED: dict[str, type[Recorded]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Recorded)
}
"""What every table with a history is mapped to, by the table's name."""
