"""How the call panel says where somebody is by the clock, how to reach them, and why now."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from models.language import gettext as _
from models.vocabulary import label
from models.wall_time import city_of
from models.written_days import day_text
from views.today.queue.wording import moment_words, weekday_of

if TYPE_CHECKING:
    from models.leads.detail import LeadDetail
    from models.queue.rows import QueueItem
    from views.today.reading import LeadAtDesk

_NOT_DIALLED: Final = re.compile(r"[^\d+*#]")


def dial_url(number: str) -> str:
    """Return a number as the address that the system dials.

    >>> dial_url("+44 (20) 7946-0958")
    'tel:+442079460958'
    """
    return f"tel:{_NOT_DIALLED.sub('', number)}"


def who_words(detail: "LeadDetail") -> str:
    """Return role and company of a lead."""
    role = None if detail.contact is None else detail.contact.job_title
    company = None if detail.company is None else detail.company.name
    return " – ".join(part for part in (role, company) if part and part != detail.name)


def local_words(item: "QueueItem", now: datetime) -> str:
    """Return what the clock shows where they are, and whether they may be called now."""
    if item.zone is None:
        return ""
    local = now.astimezone(ZoneInfo(item.zone))
    if item.zone_guessed:
        clock = _("{time} here; their time zone is not known").format(time=f"{local:%H:%M}")
    else:
        clock = _("{time} in {city}").format(time=f"{local:%H:%M}", city=city_of(item.zone))
    if item.callable_now or item.callable_from is None:
        return clock
    there = item.callable_from.astimezone(ZoneInfo(item.zone))
    opens = f"{there:%H:%M}"
    if there.date() != local.date():
        opens = f"{weekday_of(there)} {opens}"
    return _("{clock} · call from {there} there, {here} here").format(
        clock=clock, there=opens, here=moment_words(item.callable_from, now)
    )


def why_words(item: "QueueItem") -> str:
    """Return why the lead is in the queue, with further reasons behind the first."""
    return ". ".join(one.rstrip(".") for one in (item.reason, *item.also) if one)


def origin_words(shown: "LeadAtDesk") -> str:
    """Return where the lead came from."""
    package = shown.package
    return " / ".join(part for part in (package.channel, package.campaign) if part)


def step_words(shown: "LeadAtDesk") -> str:
    """Return the step of the cadence that the lead is in, with what it asks to do."""
    run = shown.run
    if run is None or run.step is None:
        return ""
    words = _("{cadence}: step {number} of {count}, {medium}").format(
        cadence=run.cadence,
        number=run.steps_done + 1,
        count=run.steps,
        medium=label(run.step.medium),
    )
    return ". ".join(part for part in (words, run.step.instruction) if part)


def block_words(shown: "LeadAtDesk", medium: str) -> str:
    """Return since when a medium is forbidden, and who said so; nothing where it is not."""
    for wish in shown.detail.do_not_contact:
        if wish.medium == medium:
            return _("Do not contact by {medium}: said {day} ({source})").format(
                medium=label(medium).lower(),
                day=day_text(wish.stated_at.astimezone().date()),
                source=wish.source,
            )
    return ""
