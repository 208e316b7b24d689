"""Chances and their reasons in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from models.chances.stored import ChanceRow, ModelRow, Reason, chances_of_lead, models_stored
from models.chances.traits import EVENT, FIT_BY_RULES, INTEREST_BY_RULES, trait_label
from models.ids import LeadId
from models.language import gettext as _
from models.language import ngettext
from models.written_days import day_text


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


@dataclass(frozen=True, slots=True)
class ChanceWords:
    """A lead's chances in a few words, and why they are what they are, line by line."""

    short: str
    why: tuple[str, ...]


def chance_words(session: Session, lead_id: LeadId) -> ChanceWords | None:
    """Return a lead's chances in words; None where none is kept of it."""
    found = chances_of_lead(session, lead_id)
    if not found:
        return None
    parts = [
        _("{stage} {percent}\u202f%").format(
            stage=one.model.outcome.name, percent=percent_of(one.chance)
        )
        for one in found
    ]
    why = [line for one in found for line in _why(session, one)]
    why.append(
        _(
            "Points are log odds against the average lead: +0.7 doubles the odds. Learned beside "
            "the rule score, which stays as it is."
        )
    )
    return ChanceWords(_("Chance: {chances}").format(chances=", ".join(parts)), tuple(why))


def percent_of(chance: float) -> str:
    """Return a chance in percent, to two figures where it is small.

    >>> percent_of(0.234), percent_of(0.0412), percent_of(0.0004)
    ('23', '4.1', '< 0.1')
    """
    percent = chance * 100
    if percent < 0.1:
        return "< 0.1"
    return f"{percent:.0f}" if percent >= 10 else f"{percent:.1f}"


def _why(session: Session, row: ChanceRow) -> tuple[str, ...]:
    head = _("{stage}: {percent}\u202f%. {quality}").format(
        stage=row.model.outcome.name,
        percent=percent_of(row.chance),
        quality=quality_words(row.model.card),
    )
    return (head, *reason_lines(session, row.reasons))


def quality_words(card: Mapping[str, Any]) -> str:
    """Return in one sentence what a model was learned from and how well it did on later leads."""
    if card["method"] == "rules":
        words = ngettext(
            "By the rules alone: {decided:,} lead ended, {reached:,} of them there.",
            "By the rules alone: {decided:,} leads ended, {reached:,} of them there.",
            card["decided"],
        )
        return words.format(decided=card["decided"], reached=card["reached"])
    words = _("Learned from {decided:,} leads, {reached:,} of them came there.").format(
        decided=card["decided"], reached=card["reached"]
    )
    if card["auc"] is None:
        return words
    judged = _(
        "Of two of the latest {leads:,} leads, the one that came there had the higher chance in "
        "{auc:.0f}\u202f% of cases ({low:.0f}\u2013{high:.0f}\u202f%), by the rules in "
        "{rules:.0f}\u202f%."
    )
    low, high = card["auc_interval"]
    return f"{words} " + judged.format(
        leads=card["holdout"]["leads"],
        auc=100 * card["auc"],
        low=100 * low,
        high=100 * high,
        rules=100 * card["by_rules"]["auc"],
    )


@dataclass(frozen=True, slots=True)
class ModelWords:
    """A kept model in words, with its reliability table: said, came, low, high, leads."""

    title: str
    lines: tuple[str, ...]
    reliability: tuple[tuple[float, float, float, float, int], ...]


def models_in_words(session: Session) -> tuple[ModelWords, ...]:
    """Return the models that are kept, in the order of the funnel."""
    return tuple(_model_words(row) for row in models_stored(session))


def _model_words(row: ModelRow) -> ModelWords:
    card = row.card
    learned = _("Learned on {day}.").format(day=day_text(row.learned_at.astimezone().date()))
    return ModelWords(
        _("Chance of {stage}").format(stage=row.outcome.name),
        (quality_words(card), *card["sentences"][2:], learned),
        tuple(
            (one["said"], one["came"], one["low"], one["high"], one["leads"])
            for one in card["reliability"]
        ),
    )
