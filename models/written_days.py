"""How days and moments are written for people; files and commands take and give 2026-11-22."""

from datetime import date, datetime

from models.language import gettext as _


def day_text(day: date) -> str:
    """Return a day with its year, as people write it.

    >>> day_text(date(2026, 11, 2))
    '2 Nov 2026'
    """
    return _("{day} {month} {year}").format(
        day=day.day, month=month_names()[day.month - 1], year=day.year
    )


def moment_text(moment: datetime) -> str:
    """Return a moment by the clock it is given in, as people write it.

    >>> moment_text(datetime(2026, 11, 2, 9, 30))
    '2 Nov 2026 09:30'
    """
    return f"{day_text(moment.date())} {moment:%H:%M}"


def month_names() -> tuple[str, ...]:
    """Return the short names of the months."""
    return (
        *(_("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun")),
        *(_("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec")),
    )
