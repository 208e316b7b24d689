"""Learned chances: how good on real opportunities, and how long on a big workspace.

Salvirt's 448 opportunities hold 83 that repeat another one; those are removed first. All columns
make an after-conversation model; what is known at capture is reported apart.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from app.chances.learning import learn_outcome
from app.importing.columns.planning import plan_import
from app.importing.request import ImportRequest
from app.importing.run import run_import
from models.chances.facts import lead_facts
from models.chances.outcomes import outcome_named
from models.workspace import open_workspace
from simulation.chances.cases import Cases, Trait
from simulation.chances.fitting import learn_chances, sigmoid
from tests.benchmarks.figure import Figure

_SALVIRT = Path(__file__).parents[3] / "shared/data/salvirt/Salvirt_B2B_ML_dataset.csv"
_LEADS = 20_000


def figures() -> Iterator[Figure]:
    """Judge both models out of fold, then learn from 20,000 made-up leads."""
    if _SALVIRT.exists():
        yield from _salvirt()
    cases, reached = _made_up()
    began = time.perf_counter()
    learn_chances(cases, reached, 0.075)
    yield Figure(f"learning from {_LEADS:,} leads", time.perf_counter() - began, "s", 15.0)


def _salvirt() -> Iterator[Figure]:
    folder = Path(tempfile.mkdtemp(prefix="funneldesk-bench-"))
    try:
        distinct = folder / "distinct.csv"
        lines = _SALVIRT.read_text(encoding="utf-8-sig").splitlines()
        distinct.write_text("\n".join(dict.fromkeys(lines)) + "\n", encoding="utf-8")
        with closing(open_workspace(folder / "workspace.db")) as workspace:
            run_import(workspace, ImportRequest(distinct, plan_import(workspace, distinct).mapping))
            for after in (True, False):
                with workspace.read() as session:
                    stage = outcome_named(session, "client")
                    facts = lead_facts(session, stage, workspace.clock(), after_conversation=after)
                found = learn_outcome(facts, holdout_share=0.0, with_folds=True).out_of_fold
                if found is None or found.auc is None or found.auc_interval is None:
                    raise RuntimeError("Salvirt came in without outcomes")
                name = "Salvirt, after the conversation" if after else "Salvirt, at capture"
                targets = (0.80, 0.175) if after else (None, None)
                yield Figure(f"{name}: AUC of {found.leads}", found.auc, "", targets[0], "at least")
                yield Figure(f"{name}: low end of its 90 %", found.auc_interval[0], "")
                yield Figure(f"{name}: Brier score", found.brier, "", targets[1])
                yield Figure(f"{name}: log loss", found.log_loss, "")
    finally:
        shutil.rmtree(folder)


def _made_up() -> tuple[Cases, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    rng = np.random.default_rng(3)
    channels = rng.integers(0, 8, _LEADS)
    employees = np.exp(rng.normal(4, 1, _LEADS))
    companies = rng.integers(0, 2_000, _LEADS)
    visits = rng.poisson(0.5, _LEADS).astype(np.float64)
    log_odds = -2.0 + 0.3 * (channels - 4) + 0.4 * (np.log(employees) - 4) + 0.5 * visits
    traits = (
        Trait("channel", "category", [str(one) for one in channels]),
        Trait("employees", "number", [float(one) for one in employees]),
        Trait("company", "category", [str(one) for one in companies]),
        Trait("visit", "count", [float(one) for one in visits]),
    )
    rules = np.stack([np.zeros(_LEADS), visits - visits.mean()], axis=1)
    return Cases(traits, rules), rng.random(_LEADS) < sigmoid(log_odds)
