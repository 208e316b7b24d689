"""The window's import: what is shown of a file, what is asked, and the way in and out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from app.desk.imports.desk import WorkspaceImports
from app.running.runner import WorkspaceRunner
from models.entities.leads.leads import Lead
from models.intake.standing import ImportStanding
from models.workspace import open_workspace
from views.importing.content import ImportMapping, ImportPreview, ImportReport

FILE = "Name,Firma,E-Mail,Stage,Created\n" + "".join(
    f"Person {number},Firm {number},p{number}@firm.example,Warm,0{number}/04/2026\n"
    for number in range(1, 6)
)


@pytest.fixture
def runner(qtbot: QtBot, tmp_path: Path) -> Iterator[WorkspaceRunner]:
    made = WorkspaceRunner()
    made.attach(open_workspace(tmp_path / "desk.db"))
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "leads.csv"
    path.write_text(FILE, "utf-8")
    return path


def fail(error: Exception) -> None:
    raise error


def inspected(imports: WorkspaceImports, file: Path, qtbot: QtBot) -> ImportPreview:
    seen: list[ImportPreview] = []
    imports.inspect(file, seen.append, fail)
    qtbot.waitUntil(lambda: bool(seen))
    return seen[0]


def leads(session: Any) -> int:
    return session.scalar(select(func.count()).select_from(Lead)) or 0


def test_a_file_is_shown_and_its_questions_are_asked(
    runner: WorkspaceRunner, file: Path, qtbot: QtBot
) -> None:
    imports = WorkspaceImports(runner)
    preview = inspected(imports, file, qtbot)
    assert preview.rows == 5
    becomes = {column.name: column.becomes for column in preview.columns}
    assert becomes["Firma"] == "company_name"
    assert becomes["E-Mail"] == "email"
    assert preview.columns[0].samples == ("Person 1", "Person 2", "Person 3")
    assert not preview.recognised
    asked = {question.code: question for question in preview.questions}
    assert [choice.code for choice in asked["date_order"].choices] == ["dmy", "mdy"]
    assert asked["stage_values"].per_value
    assert asked["stage_values"].examples == ("Warm",)
    seen: list[ImportPreview] = []
    imports.preview(ImportMapping(columns={"Firma": "ignore"}), seen.append, fail)
    qtbot.waitUntil(lambda: bool(seen))
    assert {column.name: column.becomes for column in seen[0].columns}["Firma"] == "ignore"


def test_rows_that_cannot_be_read_are_counted_with_the_others(
    runner: WorkspaceRunner, file: Path, qtbot: QtBot
) -> None:
    file.write_text(FILE + "Ann,Lee,one,cell,too,many\n", "utf-8")
    preview = inspected(WorkspaceImports(runner), file, qtbot)
    assert (preview.rows, preview.rows_are_exact) == (6, True)


def test_a_file_comes_in_in_a_process_of_its_own_and_can_be_undone(
    runner: WorkspaceRunner, file: Path, qtbot: QtBot
) -> None:
    imports = WorkspaceImports(runner)
    inspected(imports, file, qtbot)
    reports: list[ImportReport | None] = []
    steps: list[tuple[int, int]] = []
    mapping = ImportMapping(
        answers={"date_order": "dmy"}, values={"stage_values": {"Warm": "interested"}}
    )
    with qtbot.waitSignal(runner.changed):
        imports.start(mapping, "update", lambda *step: steps.append(step), reports.append, fail)
    qtbot.waitUntil(lambda: bool(reports))
    report = reports[0]
    assert report is not None
    assert (report.rows, report.created, report.errors) == (5, 5, 0)
    standing: list[ImportStanding] = []
    imports.follow(standing.append)
    counts: list[int] = []
    runner.read(leads, counts.append)
    qtbot.waitUntil(lambda: counts == [5])
    with qtbot.waitSignal(runner.stepped):
        runner.undo()
    runner.read(leads, counts.append)
    qtbot.waitUntil(lambda: counts == [5, 0])
    qtbot.waitUntil(lambda: standing[-1:] == [ImportStanding(taken_back=True, can_redo=True)])
    qtbot.waitUntil(lambda: runner.is_idle)
    with qtbot.waitSignal(runner.stepped):
        imports.redo()
    qtbot.waitUntil(lambda: standing[-1] == ImportStanding(taken_back=False))
    qtbot.waitUntil(lambda: runner.is_idle)


def test_a_file_that_is_no_table_is_refused(
    runner: WorkspaceRunner, tmp_path: Path, qtbot: QtBot
) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    errors: list[Exception] = []
    WorkspaceImports(runner).inspect(empty, lambda _preview: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert "empty" in str(errors[0]).lower()
