"""A file that comes in a second time: what in it is news, and what only looks like it."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app.importing.columns.planning import plan_import
from app.importing.request import ImportRequest
from app.importing.run import run_import
from app.running.stepping import redo_last, undo_last
from models.deals.dealing import deals_of, win_deal
from models.definitions.current import stage_by_meaning, stages
from models.entities.leads.external_keys import ExternalKey
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Contact, DoNotContact
from models.ids import ContactId, LeadId, MemberId
from models.intake.loading.batch import Batch
from models.leads.do_not_contact import lift_do_not_contact, set_do_not_contact, wishes_of
from models.leads.editing import edit_contact
from models.leads.qualifying import answer_criterion, answers_of
from models.leads.stages.moves import moves_of
from models.leads.stages.moving import move_stage
from models.vocabulary import Meaning
from models.workspace import Workspace
from tests.app.import_runs.importing import HUBSPOT, counts, import_file, people, write_csv

UNSUBSCRIBED = ("Record ID", "First Name", "Last Name", "Email", "Unsubscribed from all email")
OWN = ("ID", "Name", "Budget", "Amount", "Status", "Mobile")


def the_lead(workspace: Workspace) -> LeadId:
    with workspace.read() as session:
        return LeadId(session.scalars(select(Lead.id)).one())


def the_contact(workspace: Workspace) -> ContactId:
    with workspace.read() as session:
        return ContactId(session.scalars(select(Contact.id)).one())


def blocked(workspace: Workspace) -> list[str]:
    with workspace.read() as session:
        return list(session.scalars(select(DoNotContact.medium)))


def test_a_wish_not_to_be_contacted_is_heard_the_second_time(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    ann = ("1", "Ann", "Lee", "ann@example.com")
    import_file(workspace, write_csv(path, UNSUBSCRIBED, [(*ann, "false")]))
    assert blocked(workspace) == []
    outcome = import_file(workspace, write_csv(path, UNSUBSCRIBED, [(*ann, "true")]))
    assert outcome.report.updated == 1
    assert blocked(workspace) == ["email"]
    again = import_file(workspace, write_csv(path, UNSUBSCRIBED, [(*ann, "true"), (*ann, "true")]))
    assert counts(again) == (2, 0, 0, 2, 0, 0)


def test_do_not_contact_survives_import(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    ann = ("1", "Ann", "Lee", "ann@example.com")
    import_file(workspace, write_csv(path, UNSUBSCRIBED, [(*ann, "true")]))
    import_file(workspace, write_csv(path, UNSUBSCRIBED, [(*ann, "false")]))
    assert blocked(workspace) == ["email"]


def test_a_wish_that_was_lifted_here_is_shown_and_not_brought_back(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    row = ("1", "Ann", "Lee", "ann@example.com", "true")
    path = write_csv(tmp_path / "people.csv", UNSUBSCRIBED, [row])
    import_file(workspace, path)
    with workspace.write(member) as session:
        lift_do_not_contact(session, the_contact(workspace), "email", "told us on the phone")
    outcome = import_file(workspace, path)
    assert blocked(workspace) == []
    assert [(kept.field, kept.lead) for kept in outcome.kept_here] == [("do_not_email", "Ann Lee")]


def test_a_title_made_of_cells_follows_them_and_is_no_news_by_itself(
    workspace: Workspace, tmp_path: Path
) -> None:
    header = ("opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date",
              "close_date", "close_value")  # fmt: skip
    path = tmp_path / "pipeline.csv"
    for product, updated in (("GTX", 0), ("GTX", 0), ("MG", 1)):
        row = ("A1", "Ada", product, "Acme", "Engaging", "2026-01-02", "", "")
        outcome = import_file(workspace, write_csv(path, header, [row]))
        assert outcome.report.updated == updated
        with workspace.read() as session:
            assert session.scalars(select(Lead.title)).one() == f"Acme · {product}"


@pytest.mark.parametrize(("status", "state"), [("won", "won"), ("", "open"), ("open", "open")])
def test_a_deal_that_was_closed_here_stays_closed(
    workspace: Workspace, tmp_path: Path, member: MemberId, status: str, state: str
) -> None:
    path = tmp_path / "deals.csv"
    import_file(workspace, write_csv(path, OWN, [("1", "Ann", "", "100 EUR", status, "")]))
    lead = the_lead(workspace)
    with workspace.write(member) as session:
        (deal,) = deals_of(session, lead)
        assert deal.state == state
        if state == "open":
            win_deal(session, deal.id, today(workspace))
    outcome = import_file(workspace, write_csv(path, OWN, [("1", "Ann", "", "200 EUR", "", "")]))
    assert outcome.report.updated == 1
    assert outcome.kept_here == ()
    with workspace.read() as session:
        (deal,) = deals_of(session, lead)
    assert (deal.state, deal.amount_minor) == ("won", 20_000)


def today(workspace: Workspace) -> date:
    return workspace.clock().date()


def test_a_word_for_what_is_known_adds_nothing(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    path = tmp_path / "answers.csv"
    import_file(workspace, write_csv(path, OWN, [("1", "Ann", "", "", "", "")]))
    lead = the_lead(workspace)
    with workspace.write(member) as session:
        answer_criterion(session, lead, "budget", "confirmed")
    outcome = import_file(workspace, write_csv(path, OWN, [("1", "Ann", "yes", "", "", "")]))
    assert (outcome.report.updated, outcome.kept_here) == (0, ())
    with workspace.read() as session:
        (answer,) = answers_of(session, lead)
    assert (answer.state, answer.answer) == ("confirmed", None)


def test_a_known_text_takes_no_judgement_back(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    path = write_csv(tmp_path / "answers.csv", OWN, [("1", "Ann", "50k set aside", "", "", "")])
    import_file(workspace, path)
    lead = the_lead(workspace)
    with workspace.write(member) as session:
        answer_criterion(session, lead, "budget", "confirmed", "50k set aside")
    outcome = import_file(workspace, path)
    assert (outcome.report.updated, outcome.kept_here) == (0, ())


def test_a_mobile_number_alone_does_not_take_the_phones_place(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    path = write_csv(tmp_path / "mobile.csv", OWN, [("1", "Ann", "", "", "", "+447700900123")])
    import_file(workspace, path)
    contact = the_contact(workspace)
    with workspace.write(member) as session:
        edit_contact(session, contact, phone="+442079460958")
    outcome = import_file(workspace, path)
    assert (outcome.report.updated, outcome.kept_here) == (0, ())
    with workspace.read() as session:
        assert session.scalars(select(Contact.phone_key)).one() == "442079460958"


def test_what_somebody_changes_while_a_file_is_read_stays_and_is_shown(
    workspace: Workspace, tmp_path: Path, member: MemberId
) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", HUBSPOT, people(2)))
    rows = [
        (1, "Other", "Family1", "p1@acme.example", "", "customer", "2026-01-05", "SEO"),
        (2, "Other", "Family2", "p2@acme.example", "", "", "2026-01-05", "SEO"),
    ]
    path = write_csv(tmp_path / "b.csv", HUBSPOT, rows)
    with workspace.read() as session:
        lead = LeadId(session.scalars(select(Lead.id).order_by(Lead.id)).first() or 0)
        second = stages(session)[1].id

    def work_meanwhile(_done: int, _total: int) -> None:
        with workspace.write(member) as session:
            contact = ContactId(session.get_one(Lead, lead).contact_id or 0)
            edit_contact(session, contact, first_name="Mine")
            move_stage(session, lead, second, evidence="Rang back")

    request = ImportRequest(path, plan_import(workspace, path).mapping)
    outcome = run_import(workspace, request, progress=work_meanwhile)
    kept = {(one.line, one.lead, one.field, one.here, one.in_file) for one in outcome.kept_here}
    with workspace.read() as session:
        names = session.scalars(select(Contact.first_name).order_by(Contact.id)).all()
        held = session.get_one(Lead, lead).stage_id
        entered = [move.to_stage_id for move in moves_of(session, lead)]
        client = stage_by_meaning(session, Meaning.CLIENT)
    assert client is not None
    assert names == ["Mine", "Other"]
    assert held == entered[-1] == second
    assert client.id not in entered
    assert kept == {
        (2, "Mine Family1", "first_name", "Mine", "Other"),
        (2, "Mine Family1", "stage_id", str(second), str(client.id)),
    }


@pytest.mark.parametrize("first", ["file", "person"])
def test_what_somebody_adds_while_a_file_adds_the_same_is_theirs(
    workspace: Workspace,
    tmp_path: Path,
    member: MemberId,
    monkeypatch: pytest.MonkeyPatch,
    first: str,
) -> None:
    header = (*OWN, "Unsubscribed from all email")
    row = ("1", "Ann", "", "", "", "")
    import_file(workspace, write_csv(tmp_path / "a.csv", header, [(*row, "")]))
    lead, contact = the_lead(workspace), the_contact(workspace)
    path = write_csv(tmp_path / "b.csv", header, [("1", "Ann", "50k", "", "", "", "true")])
    write_chunk = Batch.write_chunk

    def write_and_work(batch: Batch) -> None:
        if first == "file":
            write_chunk(batch)
            batch.settle()
        with workspace.write(member) as session:
            answer_criterion(session, lead, "budget", "failed", "none left")
            set_do_not_contact(session, contact, "email", "said so")
        if first == "person":
            write_chunk(batch)

    plan = plan_import(workspace, path)
    monkeypatch.setattr(Batch, "write_chunk", write_and_work)
    run_import(workspace, ImportRequest(path, plan.mapping))
    with workspace.read() as session:
        (answer,), (wish,) = answers_of(session, lead), wishes_of(session, contact)
    assert (answer.state, answer.answer, wish.source) == ("failed", "none left", "said so")


def test_what_somebody_does_again_while_a_file_adds_the_same_is_theirs(
    workspace: Workspace, tmp_path: Path, member: MemberId, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(workspace, write_csv(tmp_path / "a.csv", OWN, [("1", "Ann", "", "", "", "")]))
    lead = the_lead(workspace)
    with workspace.write(member) as session:
        answer_criterion(session, lead, "budget", "failed", "none left")
    undo_last(workspace, member)
    path = write_csv(tmp_path / "b.csv", OWN, [("1", "Ann", "50k", "", "", "")])
    write_chunk = Batch.write_chunk

    def write_and_redo(batch: Batch) -> None:
        write_chunk(batch)
        batch.settle()
        redo_last(workspace, member)

    monkeypatch.setattr(Batch, "write_chunk", write_and_redo)
    import_file(workspace, path)
    with workspace.read() as session:
        (answer,) = answers_of(session, lead)
    assert (answer.state, answer.answer) == ("failed", "none left")


def test_a_lead_is_found_by_its_own_uuid(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "keys.csv"
    import_file(workspace, write_csv(path, OWN, [("1", "Ann Lee", "", "", "", "")]))
    with workspace.read() as session:
        uuid = session.scalars(select(Lead.uuid)).one()
    outcome = import_file(workspace, write_csv(path, OWN, [(uuid, "Ann Lee", "", "", "Lost", "")]))
    assert (outcome.report.created, outcome.report.updated) == (0, 1)
    with workspace.read() as session:
        assert session.scalars(select(ExternalKey.key)).all() == ["1"]
