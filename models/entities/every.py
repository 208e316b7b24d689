"""All tables of a workspace, for whoever goes over them: the log, undo and the migrations."""

from models.entities import (
    activity,
    appointments,
    attendees,
    booking_credits,
    cadences,
    calendars,
    chances,
    deals,
    definitions,
    duplicates,
    exchange,
    exchange_rates,
    external_keys,
    fields,
    forecasting,
    gates,
    hidden,
    leads,
    log,
    marketing,
    meeting_kinds,
    moves,
    outbox,
    people,
    preparation_templates,
    qualification,
    queue,
    reading,
    searching,
    settings,
    spending,
    team,
    templates,
    views,
)
from models.entities.base import Base, Recorded

__all__ = [
    "RECORDED",
    "TABLES",
    "Base",
    "activity",
    "appointments",
    "attendees",
    "booking_credits",
    "cadences",
    "calendars",
    "chances",
    "deals",
    "definitions",
    "duplicates",
    "exchange",
    "exchange_rates",
    "external_keys",
    "fields",
    "forecasting",
    "gates",
    "hidden",
    "leads",
    "log",
    "marketing",
    "meeting_kinds",
    "moves",
    "outbox",
    "people",
    "preparation_templates",
    "qualification",
    "queue",
    "reading",
    "searching",
    "settings",
    "spending",
    "team",
    "templates",
    "views",
]

TABLES = dict(Base.metadata.tables)
"""Every table by its name."""

RECORDED: dict[str, type[Recorded]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Recorded)
}
"""What every table with a history is mapped to, by the table's name."""
