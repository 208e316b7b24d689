"""Where a lead is by the clock.

It is the contact's own zone, else the one that country and city leave no doubt about, else that of
whoever works on the lead, and then marked as an assumption.
"""

from collections import defaultdict
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.entities.people.team import TeamMember
from models.ids import LeadId
from models.queue.hours import CallableHours
from models.settings import setting
from models.text_keys import fold
from models.wall_time import city_of

_ANY_YEAR = 2026


class Place(NamedTuple):
    """A zone, and whether it is only assumed."""

    zone: str
    guessed: bool


@lru_cache(maxsize=4096)
def place_for(
    zone: str | None,
    countries: tuple[str | None, ...],
    cities: tuple[str | None, ...],
    own_zone: str,
) -> Place:
    """Return where somebody is: what is stated, else what follows from country and city.

    >>> place_for(None, ("GB",), (None,), "UTC")
    Place(zone='Europe/London', guessed=False)
    >>> place_for(None, ("US",), ("Springfield",), "Europe/Berlin")
    Place(zone='Europe/Berlin', guessed=True)
    >>> place_for(None, ("US",), ("Chicago",), "Europe/Berlin")
    Place(zone='America/Chicago', guessed=False)
    """
    if zone is not None and _exists(zone):
        return Place(zone, guessed=False)
    country = next((one for one in countries if one), None)
    if country is not None:
        for city in cities:
            named = None if not city else _by_city(country).get(fold(city))
            if named is not None:
                return Place(named, guessed=False)
        only = _only_zone(country)
        if only is not None:
            return Place(only, guessed=False)
    return Place(own_zone, guessed=True)


def place_of_lead(session: Session, lead_id: LeadId, member_id: int | None) -> Place:
    """Return where a lead is, as seen by a person of ours."""
    own = session.scalar(select(TeamMember.zone).where(TeamMember.id == member_id)) or "UTC"
    row = session.execute(
        select(
            Contact.zone,
            Contact.country,
            Contact.city,
            Company.country.label("company_country"),
            Company.city.label("company_city"),
        )
        .select_from(Lead)
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .where(Lead.id == lead_id)
    ).first()
    if row is None:
        return Place(own, guessed=True)
    return place_for(
        row.zone, (row.country, row.company_country), (row.city, row.company_city), own
    )


def callable_hours(session: Session) -> CallableHours:
    """Return when the team calls people, by the clock where they are."""
    days = setting(session, "callable_days")
    return CallableHours(
        from_minute=_minute(setting(session, "callable_from")),
        until_minute=_minute(setting(session, "callable_until")),
        weekdays=frozenset(int(day) - 1 for day in days),
    )


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


@cache
def _exists(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    """Return the zones of each country, from the table that comes with the zone data."""
    # It imports what packs and unpacks files, which the first lines can do without.
    from importlib.resources import files

    found: defaultdict[str, list[str]] = defaultdict(list)
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _place, zone = line.split("\t")[:3]
            found[country].append(zone)
    return {country: tuple(zones) for country, zones in found.items()}


@cache
def _only_zone(country: str) -> str | None:
    """Return a country's zone where all of its clocks show the same; None where they do not."""
    zones = _zones().get(country.upper(), ())
    moments = [datetime(_ANY_YEAR, month, 15, tzinfo=UTC) for month in range(1, 13)]
    clocks = {
        tuple(moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in moments) for zone in zones
    }
    return zones[0] if len(clocks) == 1 else None


@cache
def _by_city(country: str) -> dict[str, str]:
    return {fold(city_of(zone)): zone for zone in _zones().get(country.upper(), ())}
