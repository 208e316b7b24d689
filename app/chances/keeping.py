"""Chances learned anew and kept beside the rule score, where the window finds them."""

import numpy as np

from app.chances.explaining import explained
from app.chances.learning import LearnedOutcome, learn_outcome
from app.chances.telling import told
from models.chances.facts import lead_facts
from models.chances.outcomes import outcomes_kept
from models.chances.stored import store_chances
from models.workspace import Workspace

HOLDOUT_SHARE = 0.2


def refresh_chances(workspace: Workspace) -> int:
    """Learn SQL and client anew; returns of how many leads a chance is kept.

    Reading and learning hold up nobody; each outcome is then written in one short transaction.
    """
    kept: set[int] = set()
    with workspace.read() as session:
        outcomes = outcomes_kept(session)
    for outcome in outcomes:
        with workspace.read() as session:
            facts = lead_facts(session, outcome, workspace.clock())
        kept |= keep(workspace, learn_outcome(facts, holdout_share=HOLDOUT_SHARE))
    return len(kept)


def keep(workspace: Workspace, learned: LearnedOutcome) -> frozenset[int]:
    """Write what a model says of the leads that may still reach its outcome; returns which."""
    facts = learned.facts
    pursuits = facts.population.pursuits
    waiting = {one.lead_id for one in facts.population.waiting()}
    ids = [one.lead_id for one in pursuits]
    places = np.array([place for place, one in enumerate(ids) if one in waiting], dtype=np.int64)
    chances = explained(learned.model, learned.cases, ids, places)
    with workspace.read() as session:
        card = told(session, learned)
    with workspace.write() as session:
        store_chances(
            session,
            facts.outcome,
            learned_at=workspace.clock(),
            data_until=facts.population.data_until,
            card=card,
            chances=chances,
        )
    return frozenset(one.lead_id for one in chances)
