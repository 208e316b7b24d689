"""Chances and their reasons in words."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from models.chances.stored import Reason
from models.chances.traits import EVENT, FIT_BY_RULES, INTEREST_BY_RULES, trait_label
from models.language import gettext as _
from models.language import ngettext


def reason_sentence(session: Session, reason: Reason) -> str:
    """Return what a reason is about: the trait, and the lead's own value of it."""
    label = trait_label(session, reason.trait)
    if reason.trait in (FIT_BY_RULES, INTEREST_BY_RULES):
        return label
    if reason.trait.startswith(EVENT):
        count = round(reason.value) if isinstance(reason.value, float) else 0
        if not count:
            return _("{event}: never").format(event=label)
        return ngettext("{event}: once", "{event}: {count} times", count).format(
            event=label, count=count
        )
    return _("{trait}: {value}").format(trait=label, value=value_words(reason.value))


def value_words(value: str | float | None) -> str:
    """Return a trait's value as people read it."""
    if value is None or value == "":
        return _("not known")
    return f"{value:,.10g}" if isinstance(value, float) else value


def evidence_words(reason: Reason) -> str:
    """Return how leads like this one ended; empty where the rules alone speak."""
    if not reason.leads:
        return ""
    return _("{reached} of {leads} with this").format(reached=reason.reached, leads=reason.leads)


def points_words(log_odds: float) -> str:
    """Return points of log odds as they are read.

    >>> points_words(0.46), points_words(-1.2), points_words(0.001)
    ('+0.5', '−1.2', '0.0')
    """
    rounded = round(log_odds, 1)
    if not rounded:
        return "0.0"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.1f}"


def reason_lines(session: Session, reasons: Sequence[Reason]) -> tuple[str, ...]:
    """Return reasons as lines: points, what they are for, and the evidence."""
    lines = []
    for reason in reasons:
        evidence = evidence_words(reason)
        line = f"{points_words(reason.log_odds)}  {reason_sentence(session, reason)}"
        lines.append(f"{line} ({evidence})" if evidence else line)
    return tuple(lines)
