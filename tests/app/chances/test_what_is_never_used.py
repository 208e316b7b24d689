"""Leakage: nothing that became known after the entry moves a chance by a bit."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.chances.learning import cases_of, learn_outcome
from models.activity.interest import record_interest
from models.chances.facts import LeadFacts, lead_facts
from models.chances.outcomes import outcome_named
from models.entities.definitions.fields import CustomField
from models.entities.leads.leads import Lead
from models.fields.custom import add_custom_field, set_custom_value
from models.ids import ContactId, LeadId
from models.leads.editing import edit_contact
from models.workspace import Workspace, open_workspace
from tests.app.chances.learning import take_in_leads
from tests.clocks import FrozenClock

_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def facts_of(workspace: Workspace, *, after_conversation: bool = False) -> LeadFacts:
    with workspace.read() as session:
        stage = outcome_named(session, "sql")
        return lead_facts(session, stage, _AT, after_conversation=after_conversation)


def chances(workspace: Workspace, *, after_conversation: bool = False) -> list[float]:
    facts = facts_of(workspace, after_conversation=after_conversation)
    learned = learn_outcome(facts, holdout_share=0)
    found: list[float] = learned.model.chances(cases_of(facts)).tolist()
    return found


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, new_workspace_file: Path) -> Path:
    folder = tmp_path_factory.mktemp("plain")
    path = folder / "plain.db"
    shutil.copyfile(new_workspace_file, path)
    workspace = open_workspace(path, clock=FrozenClock())
    take_in_leads(workspace, folder, 150)
    workspace.close()
    return path


@pytest.fixture
def learned_from(plain: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copyfile(plain, tmp_path / "mine.db")
    workspace = open_workspace(tmp_path / "mine.db", clock=FrozenClock())
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def before(plain: Path) -> list[float]:
    workspace = open_workspace(plain, clock=FrozenClock())
    try:
        return chances(workspace)
    finally:
        workspace.close()


@pytest.mark.parametrize("known", ["in_conversation", "later"])
def test_a_field_that_is_known_later_moves_no_chance_by_a_bit_even_if_it_tells_all(
    workspace: Workspace, tmp_path: Path, before: list[float], known: str
) -> None:
    take_in_leads(workspace, tmp_path, 150, later=f"new:yes_no/{known}:Told")
    assert chances(workspace) == before
    if known == "later":
        # The same field in an after-conversation model tells all, so it was there to be used.
        after = chances(workspace, after_conversation=True)
        assert sum(abs(one - round(one)) < 0.1 for one in after) == len(after)


def test_what_a_lead_did_after_its_entry_moves_no_chance_by_a_bit(
    learned_from: Workspace, before: list[float]
) -> None:
    with learned_from.write() as session:
        for lead_id in session.scalars(
            select(Lead.id).where(Lead.status == "open").limit(20)
        ).all():
            record_interest(session, LeadId(lead_id), "webinar")
    assert chances(learned_from) == before


def test_what_was_typed_in_after_the_entry_is_taken_back(
    learned_from: Workspace, before: list[float]
) -> None:
    with learned_from.write() as session:
        field = add_custom_field(session, "lead", "Fleet", "yes_no")
        some = select(Lead).where(Lead.status == "open").limit(20)
        for lead in session.scalars(some).all():
            assert lead.contact_id is not None
            edit_contact(session, ContactId(lead.contact_id), job_title="Told us that he decides")
            set_custom_value(session, field, True, lead_id=LeadId(lead.id))
    assert chances(learned_from) == before


def test_a_field_known_at_capture_does_move_chances(
    workspace: Workspace, tmp_path: Path, before: list[float]
) -> None:
    take_in_leads(workspace, tmp_path, 150, later="new:yes_no:Told")
    assert chances(workspace) != before
    with workspace.read() as session:
        assert session.scalars(select(CustomField.known_when)).all() == ["at_capture"]
