"""Columns become fields of the team's own, and go again with the import that made them."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from app.commands import funneldesk
from app.desk.imports.desk import mapping_of
from app.desk.imports.fields import field_questions, note_on, shown_target, targets
from app.importing.columns.fields import CUSTOM_KINDS
from app.importing.columns.mapping import MapOptionError
from app.importing.columns.planning import plan_import, remember
from app.importing.custom import guess_kind, parse_new_field
from app.importing.request import ImportRequest
from app.importing.run import run_import
from models.fields.custom import (
    add_custom_field,
    custom_fields,
    custom_values_of_company,
    custom_values_of_lead,
)
from models.history.sweeping import sweep
from models.history.undo.steps import redo, undo
from models.ids import CompanyId, LeadId
from models.workspace import Workspace
from tests.app.import_runs.importing import dump, import_file, write_csv
from views.importing.content import ImportMapping

HEADER = ("Email", "Company", "Segment", "Vans", "Signed", "Green", "Tier")
ROWS = (
    ("a@a.example", "Acme", "Retail", "12", "2026-03-01", "yes", "Gold"),
    ("b@b.example", "Bolt", "Food", "1.5", "2026-03-15", "no", "Silver"),
    ("c@b.example", "Bolt", "Retail", "", "", "", "Gold"),
    ("d@d.example", "Dorn", "Retail", "7", "2026-04-01", "yes", "Gold"),
)
NEW = (
    "Segment=new:choice:Segment",
    "Vans=new:number:Vans",
    "Signed=new:date/later:Signed on",
    "Green=new:yes_no/in_conversation:Green",
    "Tier=new:choice/company:Tier",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "fleet.csv", HEADER, ROWS)


def values(workspace: Workspace) -> dict[int, dict[str, Any]]:
    with workspace.read() as session:
        return {
            lead: {row.name: row.value for row in custom_values_of_lead(session, LeadId(lead))}
            for lead in range(1, 5)
        }


def company_values(workspace: Workspace) -> list[dict[str, Any]]:
    with workspace.read() as session:
        return [
            {row.name: row.value for row in custom_values_of_company(session, CompanyId(company))}
            for company in range(1, 4)
        ]


def run(workspace: Workspace, *arguments: str) -> tuple[int, str]:
    named = ["--workspace", str(workspace.path), "import", *arguments]
    done = CliRunner().invoke(funneldesk, named)
    return done.exit_code, done.output if done.exception is None else str(done.exception)


def test_columns_become_fields_of_lead_and_company(workspace: Workspace, file: Path) -> None:
    import_file(workspace, file, map_options=NEW)
    with workspace.read() as session:
        made = {row.name: row for row in custom_fields(session)}
    assert {name: row.kind for name, row in made.items()} == {
        "Segment": "choice",
        "Vans": "number",
        "Signed on": "date",
        "Green": "yes_no",
        "Tier": "choice",
    }
    assert made["Segment"].choices == ("Retail", "Food")
    assert made["Tier"].belongs_to == "company"
    assert made["Signed on"].known_when == "later"
    assert made["Green"].known_when == "in_conversation"
    assert values(workspace)[2] | {"Signed on": None} == {
        "Segment": "Food",
        "Vans": 1.5,
        "Signed on": None,
        "Green": False,
    }
    assert company_values(workspace) == [{"Tier": "Gold"}, {"Tier": "Silver"}, {"Tier": "Gold"}]


def test_undo_takes_values_and_fields_away_and_redo_brings_them_back(
    workspace: Workspace, file: Path
) -> None:
    before = dump(workspace)
    import_file(workspace, file, map_options=NEW)
    after = values(workspace), company_values(workspace)
    with workspace.write() as session:
        undo(session, None)
    with workspace.read() as session:
        assert custom_fields(session) == ()
    with workspace.write() as session:
        redo(session, None)
    assert (values(workspace), company_values(workspace)) == after
    with workspace.write() as session:
        undo(session, None)
    sweep(workspace)
    assert dump(workspace)["custom_field"] == before["custom_field"] == []


def test_a_field_that_is_here_is_filled_and_checked_by_row(
    workspace: Workspace, file: Path
) -> None:
    with workspace.write() as session:
        add_custom_field(session, "lead", "segment", "choice", choices=("retail", "public"))
        add_custom_field(session, "lead", "Vans", "number")
    outcome = import_file(
        workspace, file, map_options=("Segment=custom:Segment", "Vans=custom:vans")
    )
    assert outcome.problem_file is not None
    listed = outcome.problem_file.read_text(encoding="utf-8-sig").splitlines()
    assert listed[1].startswith('3,Segment,Food,"This is not on the list')
    assert len(listed) == 2
    assert values(workspace)[1] == {"segment": "retail", "Vans": 12}
    assert values(workspace)[2] == {"Vans": 1.5}


def test_a_cell_that_does_not_fit_is_named_and_its_row_comes_in(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", ("Email", "Vans"), [("a@a.example", "many")])
    outcome = import_file(workspace, path, map_options=("Vans=new:number:Vans",))
    assert outcome.report.created == 1
    assert outcome.problem_file is not None
    assert "2,Vans,many,This is not a number." in outcome.problem_file.read_text("utf-8-sig")


def test_a_later_row_never_overwrites_what_is_known_of_a_company(
    workspace: Workspace, file: Path, tmp_path: Path
) -> None:
    import_file(workspace, file, map_options=NEW)
    again = write_csv(
        tmp_path / "b.csv", ("Email", "Company", "Tier"), [("e@b.example", "Bolt", "Gold")]
    )
    import_file(workspace, again, map_options=("Tier=custom/company:Tier",))
    assert company_values(workspace)[1] == {"Tier": "Silver"}


def test_what_a_column_became_is_remembered_by_the_header(workspace: Workspace, file: Path) -> None:
    plan = plan_import(workspace, file, map_options=NEW)
    run_import(workspace, ImportRequest(file, plan.mapping))
    remember(workspace, plan.table.header, plan.mapping)
    plan = plan_import(workspace, file)
    assert plan.remembered
    assert plan.mapping.columns["Tier"] == "custom/company:Tier"
    outcome = run_import(workspace, ImportRequest(file, plan.mapping))
    assert (outcome.report.created, outcome.report.updated) == (0, 0)


def test_the_terminal_makes_and_fills_fields(workspace: Workspace, file: Path) -> None:
    code, _said = run(workspace, str(file), "--map", "Vans=custom:Vans", "--map", NEW[0])
    assert code == 0
    with workspace.read() as session:
        assert [(row.name, row.kind) for row in custom_fields(session)] == [
            ("Segment", "choice"),
            ("Vans", "number"),
        ]
    code, said = run(workspace, str(file), "--map", "Vans=new:colour:Vans")
    assert code == 1
    assert "“new:colour:Vans” is no new field" in said


@pytest.mark.parametrize("text", ["new:text", "new::Name", "new:text/soon:Name", "new:text: "])
def test_what_is_no_new_field_is_refused(text: str) -> None:
    with pytest.raises(MapOptionError):
        parse_new_field(text, text)


def test_the_panel_offers_fields_and_asks_what_new_ones_hold(
    workspace: Workspace, file: Path
) -> None:
    with workspace.write() as session:
        add_custom_field(session, "company", "Tier", "choice", choices=("Gold", "Silver"))
    plan = plan_import(workspace, file)
    offered = [one.label for one in targets(plan.mapping.kind, plan.fields)]
    assert offered[1:4] == [
        "A new field of the lead", "A new field of the company", "Tier (the company's)",
    ]  # fmt: skip
    said = ImportMapping({"Vans": "custom", "Tier": "custom/company:Tier"})
    mapping = mapping_of(plan, said)
    assert shown_target(mapping.columns["Vans"], plan.fields) == "custom"
    assert shown_target(mapping.columns["Tier"], plan.fields) == "custom/company:Tier"
    assert note_on(mapping, mapping.columns["Vans"], plan.fields) == "“Vans”, a number"
    asked = {one.code: one.proposed for one in field_questions(mapping, plan)}
    assert asked == {"kind:custom:Vans": "number", "known_when": "at_capture"}
    answers = {"kind:custom:Vans": "text", "known_when": "later"}
    mapping = mapping_of(plan, ImportMapping({"Vans": "custom"}, answers))
    run_import(workspace, ImportRequest(file, mapping))
    with workspace.read() as session:
        made = custom_fields(session, "lead")
    assert [(row.name, row.kind, row.known_when) for row in made] == [("Vans", "text", "later")]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ((), "text"),
        (("yes", "no", "yes"), "yes_no"),
        (("1", "0", "1"), "number"),
        (("01067", "10115"), "text"),
        (("+442079460958", "+4915112345678"), "text"),
        (("2026-03-01", "2026-04-01"), "date"),
        (("01/02/2026", "03/04/2026"), "date"),
        (("red", "blue", "red", "blue"), "choice"),
        (("red", "blue", "green"), "text"),
        (("n/a", "5", ""), "number"),
    ],
)
def test_the_kind_of_a_new_field_is_guessed_from_its_cells(
    cells: tuple[str, ...], kind: str
) -> None:
    assert guess_kind(cells) == kind


@given(st.lists(st.text(max_size=12), max_size=12))
def test_any_cells_have_a_kind(cells: list[str]) -> None:
    assert guess_kind(cells) in CUSTOM_KINDS
