from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, func, select

from models.entities.base import Recorded
from models.entities.definitions.qualification import QualificationAnswer
from models.entities.leads.deals import Deal
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.people.contacts import Company
from models.entities.people.team import TeamMember
from models.history.sweeping import sweep
from models.history.undo.steps import undo
from models.workspace import Workspace
from tests.app.import_runs.importing import SHARED_DATA, counts, dump, import_file

MAVEN = SHARED_DATA / "maven" / "sales_pipeline.csv"
SALVIRT = SHARED_DATA / "salvirt" / "Salvirt_B2B_ML_dataset.csv"


def needs(path: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not path.exists(), reason=f"{path.name} is not beside the project")


def how_many(workspace: Workspace, entity: type[Recorded], *where: ColumnElement[bool]) -> int:
    with workspace.read() as session:
        return session.scalars(select(func.count(entity.id)).where(*where)).one()


@needs(MAVEN)
def test_maven_comes_in_whole_and_its_undo_leaves_no_trace(workspace: Workspace) -> None:
    before = dump(workspace)
    outcome = import_file(workspace, MAVEN)
    assert counts(outcome) == (8800, 8800, 0, 0, 0, 0)
    assert outcome.problem_file is None
    assert how_many(workspace, Lead) == 8800
    assert how_many(workspace, Lead, Lead.company_id.is_(None)) == 1425
    assert how_many(workspace, TeamMember) == 30
    assert how_many(workspace, Company) == 85
    assert how_many(workspace, Deal, Deal.state == "won") == 4238
    assert how_many(workspace, StageMove, StageMove.occurred_at.is_(None)) == 0

    again = import_file(workspace, MAVEN)
    assert counts(again) == (8800, 0, 0, 8800, 0, 0)
    assert again.change_id is None

    with workspace.write() as session:
        undo(session, None)
    assert how_many(workspace, Lead) == 0
    sweep(workspace)
    assert dump(workspace) == before


@needs(SALVIRT)
def test_salvirt_comes_in_with_its_answers(workspace: Workspace) -> None:
    outcome = import_file(workspace, SALVIRT)
    assert counts(outcome) == (448, 448, 0, 0, 0, 0)
    assert how_many(workspace, Lead, Lead.status == "won") == 227
    assert how_many(workspace, Lead, Lead.status == "lost") == 221
    assert how_many(workspace, QualificationAnswer) == 3 * 448
    assert counts(import_file(workspace, SALVIRT)) == (448, 0, 0, 448, 0, 0)
