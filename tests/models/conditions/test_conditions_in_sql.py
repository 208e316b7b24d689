"""A condition means the same in the database as when it is read aloud, on any small workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conditions.catalogue import FieldRow, custom_code, field_of, fields_known
from models.conditions.condition import Condition, Operator
from models.conditions.fields import Field
from models.conditions.matching import checked, joined_meets, lead_condition
from models.conditions.sentences import sentence
from models.definitions.current import first_stage
from models.entities.base import new_uuid
from models.entities.definitions.fields import CustomField
from models.entities.every import TABLES
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.entities.workspace.exchange import ImportBatch
from models.entities.workspace.hidden import HiddenBatch
from models.errors import InvalidValueError
from models.fields.custom import add_custom_field
from models.leads.cards import refresh_cards
from models.storage.visibility import forget_hidden_batches
from models.team.joining import add_member
from models.vocabulary import FieldKind
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.conditions.plain_leads import (
    AT,
    DAYS,
    KINDS,
    NUMBERS,
    PARTS,
    Ids,
    holds,
    plain_leads,
    quiet_lead,
    write,
)

FIELDS = (
    *("job_title", "industry", "employees", "country", "part", "client", "status", "owner"),
    *("captured", "look_again", "criterion:need", "event", "event_topic", "touches"),
    *("last_touch", "next_step", "do_not_contact", "vans", "tier"),
)


@contextmanager
def undone(workspace: Workspace) -> Iterator[Session]:
    """Open a transaction of which nothing stays."""
    with workspace.write() as session:
        savepoint = session.connection().begin_nested()
        yield session
        savepoint.rollback()


@pytest.fixture(scope="module")
def ground(
    tmp_path_factory: pytest.TempPathFactory, new_workspace_file: Path
) -> Iterator[tuple[Workspace, Ids]]:
    path = tmp_path_factory.mktemp("conditions") / "ground.db"
    copyfile(new_workspace_file, path)
    workspace = open_workspace(path, clock=FrozenClock())
    with workspace.write() as session:
        members = (add_member(session, "Ada", "UTC"), add_member(session, "Bo", "UTC"))
        vans = add_custom_field(session, "lead", "Vans", "number")
        tier = add_custom_field(session, "company", "Tier", "choice", choices=("gold", "lead"))
        ids = Ids(
            first_stage(session).id,
            members,
            vans,
            session.get_one(CustomField, vans).uuid,
            tier,
            session.get_one(CustomField, tier).uuid,
        )
    yield workspace, ids
    workspace.close()


def conditions(session: Session, ids: Ids) -> st.SearchStrategy[Condition]:
    """Draw a condition that the catalogue allows."""
    own = {"vans": custom_code(ids.vans_uuid), "tier": custom_code(ids.tier_uuid)}
    fields = [field_of(session, own.get(code, code)) for code in FIELDS]
    asked = [(field, operator) for field in fields for operator in field.operators]
    return st.sampled_from(asked).flatmap(lambda pair: _of(pair[0], pair[1], ids))


def _of(field: Field, operator: Operator, ids: Ids) -> st.SearchStrategy[Condition]:
    if operator in (Operator.KNOWN, Operator.UNKNOWN):
        return st.just(Condition(field.code, operator))
    days = tuple(day.isoformat() for day in DAYS)
    choices = {
        "country": ("DE", "CH"),
        "part": ("decides", "influences"),
        "status": ("open", "lost"),
        "owner": tuple(str(member) for member in ids.members),
        "criterion:need": ("unknown", "confirmed"),
        "event": KINDS,
        "do_not_contact": ("call", "email"),
        custom_code(ids.tier_uuid): ("gold", "lead"),
    }
    of_kind = {
        FieldKind.TEXT: PARTS,
        FieldKind.NUMBER: tuple(str(number) for number in (*NUMBERS, 2.5)),
        FieldKind.DATE: days,
        FieldKind.YES_NO: ("yes", "no"),
    }
    values = choices.get(field.code) or of_kind[field.kind]
    if operator in (Operator.WITHIN_DAYS, Operator.OLDER_THAN_DAYS):
        values = ("0", "1", "7", "40")
    several = operator in (Operator.IS, Operator.IS_NOT, Operator.CONTAINS, Operator.LACKS)
    wanted = st.lists(st.sampled_from(values), min_size=1, max_size=2 if several else 1)
    return wanted.map(lambda drawn: Condition(field.code, operator, tuple(drawn)))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_the_database_answers_what_the_condition_says(
    data: st.DataObject, ground: tuple[Workspace, Ids]
) -> None:
    workspace, ids = ground
    leads = data.draw(st.lists(plain_leads(ids.members), min_size=1, max_size=5))
    with undone(workspace) as session:
        write(session.connection(), leads, ids)
        refresh_cards(session, [lead.id for lead in leads])
        for _number in range(12):
            condition = checked(session, data.draw(conditions(session, ids)))
            expected = {lead.id for lead in leads if holds(lead, condition, ids)}
            meets = lead_condition(session, condition, AT)
            assert set(session.scalars(select(LeadCard.id).where(meets))) == expected, condition
            field = field_of(session, condition.field)
            if field.rows is not None or field.value is not None:
                joined = (
                    select(Lead.id)
                    .outerjoin(Contact, Contact.id == Lead.contact_id)
                    .outerjoin(Company, Company.id == Lead.company_id)
                    .where(joined_meets(field, condition, AT))
                )
                assert set(session.scalars(joined)) == expected, condition


def test_rows_of_an_import_that_is_not_shown_meet_no_condition(
    ground: tuple[Workspace, Ids],
) -> None:
    workspace, ids = ground
    with undone(workspace) as session:
        leads = [quiet_lead(events=[("webinar", None, AT)]) for _number in range(2)]
        write(session.connection(), leads, ids)
        connection = session.connection()
        batch = connection.execute(
            TABLES[ImportBatch.__tablename__]
            .insert()
            .values(
                uuid=new_uuid(),
                file_name="events.csv",
                kind="interest_events",
                source="test",
                state="loading",
                started_at=AT,
            )
        ).inserted_primary_key
        assert batch is not None
        connection.execute(TABLES[HiddenBatch.__tablename__].insert().values(batch_id=batch[0]))
        forget_hidden_batches(session)
        events = TABLES["interest_event"]
        hidden = events.update().where(events.c.lead_id == leads[0].id).values(batch_id=batch[0])
        connection.execute(hidden)
        refresh_cards(session, [lead.id for lead in leads])
        did = Condition("event", Operator.IS, ("webinar",))
        found = select(LeadCard.id).where(lead_condition(session, did, AT))
        assert set(session.scalars(found)) == {leads[1].id}
        keys = session.execute(select(LeadCard.id, LeadCard.interest_key))
        scored = {row.id: row.interest_key for row in keys}
        assert scored[leads[0].id] is None
        assert scored[leads[1].id] is not None


def test_every_field_says_its_conditions_in_words(ground: tuple[Workspace, Ids]) -> None:
    workspace, _ids = ground
    with workspace.read() as session:
        fields = fields_known(session)
        assert len({field.code for field in fields}) == len(fields)
        for field in fields:
            for operator in field.operators:
                words = sentence(
                    session, Condition(field.code, operator, _example(field, operator))
                )
                assert words.startswith(field.label)
                assert "_" not in words


def _example(field: FieldRow, operator: Operator) -> tuple[str, ...]:
    if operator in (Operator.KNOWN, Operator.UNKNOWN):
        return ()
    if operator in (Operator.WITHIN_DAYS, Operator.OLDER_THAN_DAYS):
        return ("14",)
    usual = {
        FieldKind.TEXT: "head",
        FieldKind.NUMBER: "50",
        FieldKind.DATE: "2026-11-30",
        FieldKind.YES_NO: "yes",
    }
    return (usual.get(field.kind) or next((one.key for one in field.choices), "hubspot"),)


def test_wrong_conditions_are_refused_with_what_to_write(ground: tuple[Workspace, Ids]) -> None:
    workspace, ids = ground
    wrong = {
        Condition("shoe_size", Operator.IS, ("44",)): "shoe_size",
        Condition("custom:00", Operator.KNOWN): "no field",
        Condition("employees", Operator.CONTAINS, ("9",)): "is at least",
        Condition("employees", Operator.AT_LEAST, ("many",)): "“many”",
        Condition("employees", Operator.AT_LEAST, ("NaN",)): "50 or 2.5",
        Condition("employees", Operator.AT_LEAST, ("1", "2")): "one value",
        Condition("job_title", Operator.CONTAINS, ()): "between 1 and",
        Condition("job_title", Operator.CONTAINS, ("  ",)): "empty",
        Condition("captured", Operator.BEFORE, ("soon",)): "2026-11-30",
        Condition("captured", Operator.WITHIN_DAYS, ("-3",)): "such as 14",
        Condition("captured", Operator.WITHIN_DAYS, ("9" * 5000,)): "such as 14",
        Condition("client", Operator.IS, ("perhaps",)): "neither",
        Condition("status", Operator.IS, ("asleep",)): "nurture (In nurture)",
        Condition(custom_code(ids.tier_uuid), Operator.IS, ("tin",)): "gold",
    }
    with workspace.read() as session:
        for condition, said in wrong.items():
            with pytest.raises(
                InvalidValueError, match=said.replace("(", r"\(").replace(")", r"\)")
            ):
                checked(session, condition)


def test_values_are_kept_in_their_stored_form(ground: tuple[Workspace, Ids]) -> None:
    workspace, _ids = ground
    forms = {
        Condition("employees", Operator.AT_LEAST, (" 050.0 ",)): ("50",),
        Condition("event", Operator.IS, ("Pricing page", "pricing_page")): ("pricing_page",),
        Condition("client", Operator.IS, ("Yes",)): ("yes",),
        Condition("captured", Operator.WITHIN_DAYS, ("007",)): ("7",),
        Condition("job_title", Operator.KNOWN, ("ignored",)): (),
    }
    with workspace.read() as session:
        assert {one: checked(session, one).wanted for one in forms} == forms
