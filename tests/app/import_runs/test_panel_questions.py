from pathlib import Path

import msgspec

from app.desk.imports.desk import answered
from app.desk.imports.questions import names_known, questions_about
from app.importing.columns.planning import plan_import
from models.ids import MemberId
from models.workspace import Workspace
from tests.app.import_runs.importing import write_csv
from views.importing.content import ImportMapping, ImportQuestion

HEADER = ("company_name", "owner", "channel")


def asked(workspace: Workspace, path: Path) -> tuple[ImportQuestion, ...]:
    plan = plan_import(workspace, path)
    with workspace.read() as session:
        known = names_known(session)
    return questions_about(plan, plan.mapping, known)


def test_owners_who_are_not_on_the_team_are_asked_about(
    workspace: Workspace, member: MemberId, tmp_path: Path
) -> None:
    rows = [("Acme", "sam setter", ""), ("Beta", "J. Doe", "SEO"), ("Gamma", "J. Doe", "")]
    kind, question = asked(workspace, write_csv(tmp_path / "a.csv", HEADER, rows))
    assert (kind.code, question.code) == ("row_kind", "owner_values")
    assert question.examples == ("J. Doe",)
    assert [choice.label for choice in question.choices] == ["Sam Setter"]
    assert question.otherwise == "Add to the team"


def test_nobody_is_asked_about_where_nobody_is_known(workspace: Workspace, tmp_path: Path) -> None:
    found = asked(workspace, write_csv(tmp_path / "a.csv", HEADER, [("Acme", "J. Doe", "")]))
    assert [question.code for question in found] == ["row_kind"]


def test_what_a_row_stands_for_is_proposed_and_not_asked_of_a_system_that_is_known(
    workspace: Workspace, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "a.csv", HEADER, [("Acme", "", "")])
    (question,) = asked(workspace, file)
    assert question.proposed == "leads"
    plan = plan_import(workspace, file)
    with workspace.read() as session:
        known = names_known(session)
    assert (
        questions_about(plan, msgspec.structs.replace(plan.mapping, preset="hubspot"), known) == ()
    )


def test_what_is_said_of_an_owner_holds_for_every_row(
    workspace: Workspace, member: MemberId, tmp_path: Path
) -> None:
    plan = plan_import(workspace, write_csv(tmp_path / "a.csv", HEADER, [("Acme", "J. Doe", "")]))
    said = ImportMapping(values={"owner_values": {"J. Doe": "Sam Setter"}})
    assert answered(plan.mapping, said).meaning_of("owner", "j. doe") == "Sam Setter"
