"""What was learned of an outcome, as JSON and in sentences."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from app.chances.explaining import weightiest
from app.chances.learning import LearnedOutcome
from models.chances.traits import trait_label
from models.language import gettext as _
from models.language import ngettext
from simulation.chances.fitting import LEAST_OF_EACH, LEAST_OUTCOMES
from simulation.chances.judging import Judgement

_MOST_WEIGHTS = 20


def told(session: Session, learned: LearnedOutcome) -> dict[str, Any]:
    """Return all that the terminal prints of what was learned; the measures are the holdout's."""
    facts, model, holdout = learned.facts, learned.model, learned.holdout
    population = facts.population
    judged = None if holdout is None else holdout.judgement
    return {
        "outcome": facts.outcome.name,
        "model": "after_conversation" if facts.after_conversation else "before_conversation",
        "method": "learned" if learned.is_learned else "rules",
        "sentences": list(sentences(learned)),
        "leads": len(population.pursuits),
        "decided": len(learned.decided),
        "reached": int(learned.reached.sum()),
        "left_out_as_too_young": population.too_young,
        "waited_days": round(population.wait.total_seconds() / 86_400, 1),
        "data_until": population.data_until.isoformat(),
        "fields": [trait_label(session, trait.code) for trait in facts.traits],
        "holdout": None
        if holdout is None
        else {
            "leads": holdout.judgement.leads,
            "reached": holdout.judgement.reached,
            "begins": holdout.begins.isoformat(),
        },
        "auc": None if judged is None else judged.auc,
        "auc_interval": None if judged is None else judged.auc_interval,
        "brier": None if judged is None else judged.brier,
        "brier_interval": None if judged is None else judged.brier_interval,
        "log_loss": None if judged is None else judged.log_loss,
        "reliability": [] if judged is None else [asdict(one) for one in judged.reliability],
        "by_rules": None if holdout is None else _measures(holdout.by_rules),
        "out_of_fold": None if learned.out_of_fold is None else _measures(learned.out_of_fold),
        "weights": [
            {
                "field": trait_label(session, one.trait),
                "value": one.value,
                "log_odds": one.log_odds,
                "leads": one.leads,
                "reached": one.reached,
            }
            for one in weightiest(model, _MOST_WEIGHTS)
        ],
    }


def _measures(judged: Judgement) -> dict[str, Any]:
    return asdict(judged)


def sentences(learned: LearnedOutcome) -> tuple[str, ...]:
    """Return in words what the model is, what it was learned from, and what to make of it."""
    return (_which_model(learned), _what_from(learned), *_how_good(learned))


def _which_model(learned: LearnedOutcome) -> str:
    if learned.facts.after_conversation:
        return _(
            "An after-conversation model: it knows what was learned in the conversation and later, "
            "so it says nothing about leads that nobody has spoken with."
        )
    return _(
        "A model of what is known before the conversation: fields known at capture, and what a "
        "lead did until it became an MQL, was first touched, or was closed, whichever came first."
    )


def _what_from(learned: LearnedOutcome) -> str:
    came, decided = int(learned.reached.sum()), len(learned.decided)
    counts = {"reached": came, "decided": decided, "stage": learned.facts.outcome.name}
    if learned.is_learned:
        return _(
            "Learned from {decided} leads whose end is known, of which {reached} reached {stage}."
        ).format(**counts)
    if decided < LEAST_OUTCOMES:
        sentence = ngettext(
            "Only {decided} lead has an end that is known ({reached} reached {stage}); from "
            "{least} on there is something to learn. Until then the scoring rules speak alone, at "
            "the level of the house example and of this lead.",
            "Only {decided} leads have an end that is known ({reached} reached {stage}); from "
            "{least} on there is something to learn. Until then the scoring rules speak alone, at "
            "the level of the house example and of these leads.",
            decided,
        )
    elif came in (0, decided):
        sentence = _(
            "All {decided} leads ended alike ({reached} reached {stage}), so nothing tells them "
            "apart. The scoring rules speak alone; at least {each} of each kind are needed."
        )
    else:
        sentence = _(
            "Of {decided} leads {reached} reached {stage}; at least {each} of each kind are needed "
            "to learn from. Until then the scoring rules speak alone."
        )
    return sentence.format(least=LEAST_OUTCOMES, each=LEAST_OF_EACH, **counts)


def _how_good(learned: LearnedOutcome) -> tuple[str, ...]:
    found = []
    if learned.facts.population.too_young:
        found.append(
            ngettext(
                "{count:,} lead that ended is left out: most of those that entered with it are "
                "still open, and the quick ones alone would mislead.",
                "{count:,} leads that ended are left out: most of those that entered with them are "
                "still open, and the quick ones alone would mislead.",
                learned.facts.population.too_young,
            ).format(count=learned.facts.population.too_young)
        )
    holdout = learned.holdout
    if holdout is None:
        found.append(_("There are too few leads to judge it on the latest of them."))
        return tuple(found)
    judged = holdout.judgement
    if judged.auc is None:
        found.append(
            _("The latest {leads} leads ended alike, so its order cannot be judged.").format(
                leads=judged.leads
            )
        )
    elif judged.brier >= judged.constant_brier:
        found.append(
            _(
                "On the latest {leads} leads it did no better than their plain share would have; "
                "do not go by it yet."
            ).format(leads=judged.leads)
        )
    return tuple(found)
