"""Plans and questions between the window and the workspace, through the real background."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.desk.plans.questions import QuestionJobs
from app.desk.plans.store import WorkspacePlans
from app.running.runner import WorkspaceRunner
from models.workspace import Workspace
from simulation.assumptions import AssumptionError
from simulation.engine import RunCancelledError
from tests.asking import small_plan
from views.asking.scenarios.store import PlanRow
from views.whatif.content import Plan
from views.whatif.inputs.shown import with_input

Wait = Callable[..., Any]


@pytest.fixture
def runner(qtbot: QtBot, workspace: Workspace) -> Iterator[WorkspaceRunner]:
    made = WorkspaceRunner()
    made.attach(workspace)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def wait(qtbot: QtBot) -> Wait:
    """Return a function that calls with `then` and `failed` and waits for either."""

    def waited(act: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        found: list[Any] = []
        act(*arguments, lambda *given: found.append(given), failed=found.append, **options)
        qtbot.waitUntil(lambda: bool(found))
        answer = found[0]
        if isinstance(answer, Exception):
            return answer
        return answer[0] if answer else None

    return waited


def test_a_plan_is_kept_with_its_lineage_and_comes_back_the_same(
    runner: WorkspaceRunner, wait: Wait
) -> None:
    plans = WorkspacePlans(runner)
    base: PlanRow = wait(plans.save, small_plan(), as_new=True)
    opened: Plan = wait(plans.open, base.id)
    assert opened == replace(small_plan(), parent_id=base.id)
    more = replace(with_input(opened, "people:SDR", 3), name="More")
    wait(plans.save, more, as_new=True)
    copy: PlanRow = wait(plans.duplicate, base.id)
    assert copy.name == "Plan (2)"
    rows: dict[str, PlanRow] = {row.name: row for row in wait(plans.list)}
    assert (rows["More"].parent_name, rows["More"].changes) == ("Plan", ("SDR 2 → 3",))
    assert (rows["Plan (2)"].parent_name, rows["Plan (2)"].changes) == ("Plan", ())
    assert "already" in str(wait(plans.save, more, as_new=True))
    assert "already" in str(wait(plans.rename, copy.id, "More"))


def test_saving_and_deleting_are_undone_with_the_windows_undo(
    runner: WorkspaceRunner, wait: Wait, qtbot: QtBot
) -> None:
    plans = WorkspacePlans(runner)
    base: PlanRow = wait(plans.save, small_plan(), as_new=True)
    wait(plans.delete, base.id)
    assert wait(plans.list) == ()
    with qtbot.waitSignal(runner.stepped):
        runner.undo()
    assert [row.name for row in wait(plans.list)] == ["Plan"]
    with qtbot.waitSignal(runner.stepped):
        runner.undo()
    assert wait(plans.list) == ()


def test_a_bad_file_is_refused_with_its_field_and_keeps_nothing(
    runner: WorkspaceRunner, wait: Wait, tmp_path: Path
) -> None:
    plans = WorkspacePlans(runner)
    row: PlanRow = wait(plans.save, small_plan(), as_new=True)
    file = tmp_path / "plan.json"
    wait(plans.write_file, row.id, file)
    again: PlanRow = wait(plans.read_file, file)
    assert again.name == "Plan (2)"
    file.write_text(file.read_text("utf-8").replace('"input": "rate:SQL"', '"input": "rate:X"'))
    refused = wait(plans.read_file, file)
    assert str(refused).startswith("plan.json cannot be read at origins[0].input: there is no")
    assert len(wait(plans.list)) == 2


def test_a_stored_plan_of_a_newer_program_is_listed_with_why_it_cannot_be_read(
    runner: WorkspaceRunner, wait: Wait
) -> None:
    from app.scenario_files.writing import written_plan
    from models.scenarios.saving import save_scenario

    kept = {**written_plan(small_plan()), "moons": 3}
    saved = wait(
        lambda then, failed: runner.change(
            lambda session: save_scenario(session, "New", kept, seed=1, trials=9),
            then,
            failed=failed,
        )
    )
    plans = WorkspacePlans(runner)
    assert "moons" in str(wait(plans.open, saved))
    assert "moons" in wait(plans.list)[0].problem


def test_a_question_reports_answers_and_is_broken_off(
    runner: WorkspaceRunner, qtbot: QtBot
) -> None:
    questions = QuestionJobs(runner, prepare=lambda: None)
    told: list[tuple[int, int]] = []
    answers: list[Any] = []
    begun = threading.Event()

    def slow(report: Callable[[int, int], None], cancelled: Callable[[], bool]) -> int:
        report(1, 2)
        begun.set()
        while not cancelled():
            begun.wait(0.001)
        raise RunCancelledError

    def impossible(report: Callable[[int, int], None], cancelled: Callable[[], bool]) -> int:
        raise AssumptionError("weeks", 0, "1 or more")

    def progress(done: int, wanted: int) -> None:
        told.append((done, wanted))

    code = questions.ask("Slow", slow, answers.append, failed=answers.append, progress=progress)
    qtbot.waitUntil(begun.is_set)
    qtbot.waitUntil(lambda: (1, 2) in told)
    questions.cancel(code)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [None]
    questions.ask("No", impossible, answers.append, failed=answers.append, progress=progress)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert str(answers[1]) == "weeks is 0; it must be 1 or more."
