import csv
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from app.chances.keeping import refresh_chances
from app.chances.learning import learn_outcome
from app.commands import funneldesk
from models.chances.due import is_learning_due
from models.chances.facts import lead_facts
from models.chances.outcomes import outcome_named
from models.chances.stored import chances_of_lead, models_stored
from models.chances.wording import reason_lines
from models.entities.leads.chances import LearnedChance
from models.entities.leads.leads import Lead
from models.entities.workspace.log import Change
from models.ids import LeadId
from models.workspace import Workspace
from tests.app.chances.learning import take_in_leads
from tests.app.import_runs.importing import SHARED_DATA, import_file, write_csv

SALVIRT = SHARED_DATA / "salvirt" / "Salvirt_B2B_ML_dataset.csv"


def learn(workspace: Workspace, *arguments: str) -> dict[str, Any]:
    named = ["--workspace", str(workspace.path), "learn", *arguments, "--json"]
    done = CliRunner().invoke(funneldesk, named, catch_exceptions=False)
    assert done.exit_code == 0
    found: dict[str, Any] = json.loads(done.output)
    return found


def test_the_latest_leads_are_held_out_and_their_chances_written(
    workspace: Workspace, tmp_path: Path
) -> None:
    take_in_leads(workspace, tmp_path, 200)
    found = learn(workspace, "--outcome", "sql", "--predictions", str(tmp_path / "p.csv"))
    assert (found["method"], found["model"]) == ("learned", "before_conversation")
    assert found["holdout"]["leads"] == 40
    assert 0 <= found["brier"] <= 1
    assert found["log_loss"] > 0
    assert sum(one["leads"] for one in found["reliability"]) == 40
    with (tmp_path / "p.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["key"] for row in rows] == [f"L{number}" for number in range(160, 200)]
    assert sum(int(row["outcome"]) for row in rows) == found["holdout"]["reached"]
    said = sum((float(row["probability"]) - int(row["outcome"])) ** 2 for row in rows) / 40
    assert said == pytest.approx(found["brier"])


def test_what_is_learned_of_sql_is_kept_with_reasons_and_outside_of_history(
    workspace: Workspace, tmp_path: Path
) -> None:
    take_in_leads(workspace, tmp_path, 120)
    path = write_csv(
        tmp_path / "new.csv",
        ("external_key", "full_name", "job_title", "channel", "reached:mql"),
        [("N1", "New One", "Student", "Referral", "2026-10-30")],
    )
    import_file(workspace, path)
    with workspace.read() as session:
        changes = session.scalar(select(func.count(Change.id)))
    learn(workspace, "--outcome", "SQL")
    learn(workspace, "--outcome", "SQL")
    with workspace.read() as session:
        assert session.scalar(select(func.count(Change.id))) == changes
        new = session.scalars(select(Lead.id).order_by(Lead.id.desc())).first()
        assert session.scalars(select(LearnedChance.lead_id)).all() == [new]
        (found,) = chances_of_lead(session, LeadId(new or 0))
        (model,) = models_stored(session)
        lines = reason_lines(session, found.reasons)
    assert found.model == model
    assert 0 < found.chance < 1
    assert any("Channel: Referral (" in line and "with this)" in line for line in lines)
    assert any("Job title: Student (" in line and line.startswith("−") for line in lines)


@pytest.mark.parametrize(
    ("count", "outcome", "words"),
    [(40, "sql", "Only 40 leads have an end that is known"), (90, "mql", "All 90 leads ended")],
)
def test_too_few_outcomes_are_said_in_words_and_the_rules_speak(
    workspace: Workspace, tmp_path: Path, count: int, outcome: str, words: str
) -> None:
    take_in_leads(workspace, tmp_path, count)
    found = learn(workspace, "--outcome", outcome)
    assert found["method"] == "rules"
    assert any(words in sentence for sentence in found["sentences"])


def test_an_empty_workspace_is_answered_in_words(workspace: Workspace) -> None:
    found = learn(workspace, "--outcome", "Client")
    assert (found["decided"], found["auc"], found["reliability"]) == (0, None, [])
    assert "There are too few leads to judge it" in found["sentences"][-1]


def test_all_columns_make_an_after_conversation_model_that_is_not_kept(
    workspace: Workspace, tmp_path: Path
) -> None:
    take_in_leads(workspace, tmp_path, 80)
    found = learn(workspace, "--outcome", "sql", "--all-columns")
    assert found["model"] == "after_conversation"
    assert found["sentences"][0].startswith("An after-conversation model")
    with workspace.read() as session:
        assert models_stored(session) == ()


def test_a_stage_that_nobody_can_reach_is_refused(workspace: Workspace) -> None:
    named = ["--workspace", str(workspace.path), "learn", "--outcome", "New"]
    done = CliRunner().invoke(funneldesk, named)
    assert "“New” is no stage that a lead can reach" in str(done.exception)


@pytest.mark.skipif(not SALVIRT.exists(), reason="Salvirt is not beside the project")
def test_salvirt_is_told_apart_out_of_fold(workspace: Workspace, tmp_path: Path) -> None:
    lines = SALVIRT.read_text(encoding="utf-8-sig").splitlines()
    distinct = tmp_path / "distinct.csv"
    distinct.write_text("\n".join(dict.fromkeys(lines)) + "\n", encoding="utf-8")
    import_file(workspace, distinct)
    with workspace.read() as session:
        stage = outcome_named(session, "client")
        facts = lead_facts(session, stage, workspace.clock(), after_conversation=True)
    found = learn_outcome(facts, holdout_share=0, with_folds=True).out_of_fold
    assert found is not None
    assert found.leads == 365
    assert found.auc is not None
    assert found.auc >= 0.80
    assert found.brier <= 0.175


def test_fifty_outcomes_are_enough_though_a_fifth_of_them_is_held_out(
    workspace: Workspace, tmp_path: Path
) -> None:
    take_in_leads(workspace, tmp_path, 50)
    found = learn(workspace, "--outcome", "sql")
    assert (found["method"], found["holdout"]["leads"]) == ("learned", 10)
    assert found["log_loss"] != found["by_rules"]["log_loss"]


def test_chances_are_due_once_a_day_as_soon_as_fifty_leads_have_ended(
    workspace: Workspace, tmp_path: Path
) -> None:
    take_in_leads(workspace, tmp_path, 120)
    now = workspace.clock()
    with workspace.read() as session:
        assert is_learning_due(session, now)
    assert refresh_chances(workspace) > 0
    with workspace.read() as session:
        assert [model.outcome.meaning for model in models_stored(session)] == ["sql", "client"]
        assert not is_learning_due(session, workspace.clock())
        assert is_learning_due(session, workspace.clock() + timedelta(days=1))
