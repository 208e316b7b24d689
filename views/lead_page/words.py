"""Sentences of a lead's page: its clock, its worth, what happened with it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from models.language import gettext as _
from models.language import ngettext
from models.vocabulary import AppointmentState, HandoffState, MoveOrigin, label
from views.charts.numbers import whole
from views.leads.wording import amount, long_moment, short_day

if TYPE_CHECKING:
    from models.appointments.rows import AppointmentRow
    from models.deals.dealing import DealRow
    from models.handoff.inbox import HandoffRow
    from models.leads.detail import InterestRow, LeadDetail, TouchRow
    from models.leads.stages.moves import MoveRow
    from models.leads.worth import Chance, WorthRow
    from views.lead_page.reading import WorthShown

_HOUR: int = 60


def minutes_words(minutes: int) -> str:
    """Return a length of working time.

    >>> minutes_words(42), minutes_words(130)
    ('42 min', '2 h 10 min')
    """
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return _("{minutes} min").format(minutes=rest)
    if not rest:
        return _("{hours} h").format(hours=hours)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)


def clock_words(handoff: "HandoffRow | None") -> tuple[str, bool] | None:
    """Return what the clock of a waiting handoff says, and whether it ran out."""
    if handoff is None or handoff.state != HandoffState.WAITING:
        return None
    who = handoff.member or _("nobody")
    left = handoff.minutes_left
    if left is None:
        return _("Waits for an answer of {person}").format(person=who), False
    if left < 0:
        words = _("Answer of {person} is {time} late")
        return words.format(person=who, time=minutes_words(-left)), True
    words = _("{person} answers within {time} of work")
    return words.format(person=who, time=minutes_words(left)), False


def worth_words(worth: "WorthShown") -> str:
    """Return what a lead is worth in a few words; nothing where nothing is known."""
    row = worth.row
    for minor in (row.expected_minor, row.rule_minor):
        if minor is not None:
            return _("Worth about {amount}").format(
                amount=amount(_rounded(minor, worth.digits), row.currency, worth.digits)
            )
    return _("Worth: not known yet")


def worth_sources(worth: "WorthShown") -> list[str]:
    """Return where the worth comes from, a sentence a source."""
    row = worth.row
    lines = []
    if row.chance is not None:
        lines.append(_chance_words(row.chance))
    else:
        lines.append(_("How likely it becomes a client cannot be said from this stage."))
    lines.append(_value_words(row, worth.digits))
    if left_out := row.unrated.words():
        lines.append(left_out)
    if row.rule_minor is None or row.net_profit_minor is None:
        lines.append(
            _(
                "Rule of thumb: {percent}\u202f% of the net profit per client, which Settings can "
                "hold."
            ).format(percent=row.share_percent)
        )
    else:
        lines.append(
            _(
                "Rule of thumb: {percent}\u202f% of {profit} net profit per client, {amount}."
            ).format(
                percent=row.share_percent,
                profit=amount(row.net_profit_minor, row.currency, worth.digits),
                amount=amount(row.rule_minor, row.currency, worth.digits),
            )
        )
    return lines


def _chance_words(chance: "Chance") -> str:
    share = chance.share
    count, of = whole(share.count), whole(share.of)
    if not chance.own:
        words = _("House example, until 20 of your leads from here are over: {count} of {of}.")
        return words.format(count=count, of=of)
    return _(
        "{count} of {of} of your leads that were here became clients ({low}–{high}\u202f%)."
    ).format(count=count, of=of, low=round(share.low * 100), high=round(share.high * 100))


def _value_words(row: "WorthRow", digits: int) -> str:
    value = row.value
    if value is None and row.unrated.amounts:
        return _("No deal that is won can be counted; Settings can hold what a deal brings in.")
    if value is None:
        return _("No deal is won yet; Settings can hold what a deal brings in.")
    money = amount(_rounded(value.minor, digits), row.currency, digits)
    if not value.deals:
        return _("{amount} a deal, as Settings say.").format(amount=money)
    return ngettext(
        "{amount} a deal, from {count} deal won.",
        "{amount} a deal, from {count} deals won.",
        value.deals,
    ).format(amount=money, count=whole(value.deals))


def _rounded(minor: int, digits: int) -> int:
    """Return an amount in whole units: an estimate has no cents."""
    unit: int = 10**digits
    return round(minor / unit) * unit


def status_words(detail: "LeadDetail", today: date) -> str:
    """Return status with its reason and day, as far as there are any."""
    parts = [label(detail.status)]
    if detail.status_reason:
        parts.append(detail.status_reason)
    if detail.nurture_track:
        parts.append(label(detail.nurture_track))
    if detail.look_again_on:
        day = short_day(detail.look_again_on, today)
        parts.append(_("look again {day}").format(day=day))
    return ", ".join(parts)


def appointment_words(row: "AppointmentRow", members: dict[int, str]) -> str:
    """Return when a meeting is, with whom, and how it stands."""
    parts = [long_moment(row.starts_at), members.get(row.closer_id, ""), label(row.state)]
    if row.purpose:
        parts.append(row.purpose)
    if row.state in {
        AppointmentState.PROPOSED,
        AppointmentState.INVITED,
        AppointmentState.TENTATIVE,
    }:
        parts.append(_("not confirmed yet"))
    return ", ".join(part for part in parts if part)


def move_words(row: "MoveRow", stages: dict[int, str], members: dict[int, str]) -> str:
    """Return which stage a lead came to, by whom, what shows it, and whether it counts."""
    who = "" if row.actor_id is None else members.get(row.actor_id, "")
    parts = [stages.get(row.to_stage_id, ""), who]
    if row.origin != MoveOrigin.LIVE:
        parts.append(label(row.origin).lower())
    elif row.override_reason:
        parts.append(_("past its gate: {reason}").format(reason=row.override_reason))
    elif row.evidence:
        parts.append(row.evidence)
    if row.reason:
        parts.append(row.reason)
    if row.voided:
        parts.append(_("corrected, counts in no rate"))
    return ", ".join(part for part in parts if part)


def touch_words(row: "TouchRow") -> str:
    """Return how somebody was approached and what came of it."""
    parts = (label(row.medium), label(row.outcome).lower(), row.member, row.note)
    return ", ".join(part for part in parts if part)


def interest_words(row: "InterestRow") -> str:
    """Return what a lead did."""
    return ": ".join(part for part in (label(row.kind), row.topic) if part)


def deal_words(row: "DealRow", digits: int, today: date) -> str:
    """Return how a deal stands, with amount and day."""
    parts = [row.name, label(row.state)]
    if row.amount_minor is not None:
        parts.append(amount(row.amount_minor, row.currency, digits))
    if row.closed_on is not None:
        parts.append(short_day(row.closed_on, today))
    elif row.expected_close is not None:
        parts.append(_("expected {day}").format(day=short_day(row.expected_close, today)))
    return ", ".join(parts)


def day_of(instant: datetime, today: date) -> str:
    """Return the day of an instant where this machine stands."""
    return short_day(instant.astimezone().date(), today)
