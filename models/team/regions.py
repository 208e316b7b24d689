"""Regions whose public holidays are known, by name, and the holidays that come next."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import islice

from models.team.working_clock import holiday_name

_LOOKED_AHEAD = 400


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A country, or a part of one: its code (DE, DE-BY) and its name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A public holiday."""

    day: date
    name: str


@cache
def regions() -> tuple[RegionRow, ...]:
    """Return every region whose public holidays are known, by name; parts follow their country."""
    import holidays
    from babel import Locale

    names = Locale("en").territories
    found: list[RegionRow] = []
    for code, parts in holidays.list_supported_countries(include_aliases=False).items():
        if code not in names:
            continue
        found.append(RegionRow(code, names[code]))
        aliases = getattr(holidays, code).get_subdivision_aliases() if parts else {}
        for part in parts:
            called = next(iter(aliases.get(part, ())), part)
            found.append(RegionRow(f"{code}-{part}", f"{names[code]}, {called}"))
    return tuple(sorted(found, key=lambda row: row.name))


def next_holidays(region: str | None, since: date, count: int = 3) -> tuple[HolidayRow, ...]:
    """Return the public holidays of a region from a day on; none where the region is not known."""
    days = (since + timedelta(days=ahead) for ahead in range(_LOOKED_AHEAD))
    found = (HolidayRow(day, name) for day in days if (name := holiday_name(region, day)))
    return tuple(islice(found, count))
