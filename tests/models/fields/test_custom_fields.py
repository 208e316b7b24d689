"""Custom fields hold values of their kind, and nothing else."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from models.entities.definitions.fields import CustomValue
from models.errors import InvalidValueError, NotFoundError
from models.fields.custom import (
    Value,
    add_custom_field,
    custom_fields,
    custom_values_of_company,
    custom_values_of_lead,
    set_custom_value,
)
from models.ids import CompanyId, CustomFieldId, LeadId
from models.workspace import Workspace
from tests.models.small_world import SmallWorld


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("text", " vans ", "vans"),
        ("number", 3, 3.0),
        ("number", 0.5, 0.5),
        ("date", date(2026, 11, 2), date(2026, 11, 2)),
        ("yes_no", False, False),
        ("yes_no", True, True),
    ],
)
def test_a_value_of_the_right_kind_comes_back(
    filled: Workspace, world: SmallWorld, kind: str, value: Value, shown: Value
) -> None:
    with filled.write() as session:
        field = add_custom_field(session, "lead", "Extra", kind)
        set_custom_value(session, field, value, lead_id=world.lead)
        (row,) = custom_values_of_lead(session, world.lead)
        assert (row.field_id, row.name, row.kind, row.value) == (field, "Extra", kind, shown)
        assert type(row.value) is type(shown)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", 3),
        ("text", True),
        ("number", "3"),
        ("number", True),
        ("number", float("nan")),
        ("number", float("inf")),
        ("date", "2026-11-02"),
        ("date", datetime(2026, 11, 2, tzinfo=UTC)),
        ("yes_no", 1),
        ("yes_no", "yes"),
    ],
)
def test_a_value_of_another_kind_is_refused(
    filled: Workspace, world: SmallWorld, kind: str, value: Value
) -> None:
    with filled.write() as session:
        field = add_custom_field(session, "lead", "Extra", kind)
        with pytest.raises(InvalidValueError, match="Extra"):
            set_custom_value(session, field, value, lead_id=world.lead)
        assert custom_values_of_lead(session, world.lead) == ()


def test_a_choice_is_one_of_its_list(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        assert custom_fields(session, "lead")[0].choices == ("vans", "trucks", "carts")
        with pytest.raises(InvalidValueError, match="Fleet"):
            set_custom_value(session, world.field, "bikes", lead_id=world.lead)
        set_custom_value(session, world.field, "trucks", lead_id=world.lead)
        set_custom_value(session, world.field, "vans", lead_id=world.lead)
        assert [row.value for row in custom_values_of_lead(session, world.lead)] == ["vans"]


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_value_leaves_no_row(filled: Workspace, world: SmallWorld, nothing: str | None) -> None:
    with filled.write() as session:
        field = add_custom_field(session, "lead", "Extra", "text")
        set_custom_value(session, field, "something", lead_id=world.lead)
        set_custom_value(session, field, nothing, lead_id=world.lead)
        set_custom_value(session, field, nothing, lead_id=world.lead)
        assert session.scalar(select(func.count()).select_from(CustomValue)) == 0


def test_a_field_belongs_to_leads_or_to_companies(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        founded = add_custom_field(session, "company", "Founded", "number")
        set_custom_value(session, founded, 1999, company_id=world.company)
        assert [row.value for row in custom_values_of_company(session, world.company)] == [1999.0]
        assert [row.id for row in custom_fields(session, "company")] == [founded]
        assert len(custom_fields(session)) == 2
        with pytest.raises(InvalidValueError, match="belongs"):
            set_custom_value(session, founded, 1, lead_id=world.lead)
        with pytest.raises(InvalidValueError, match="belongs"):
            set_custom_value(session, founded, 1)
        with pytest.raises(InvalidValueError, match="belongs"):
            set_custom_value(session, world.field, "vans", company_id=world.company)
        with pytest.raises(InvalidValueError, match="belongs"):
            set_custom_value(session, founded, 1, company_id=world.company, lead_id=world.lead)
        with pytest.raises(NotFoundError):
            set_custom_value(session, founded, 1, company_id=CompanyId(99))
        with pytest.raises(NotFoundError):
            set_custom_value(session, world.field, "vans", lead_id=LeadId(99))
        with pytest.raises(NotFoundError):
            set_custom_value(session, CustomFieldId(99), 1, lead_id=world.lead)


@pytest.mark.parametrize(
    ("owner", "name", "kind", "choices"),
    [
        ("deal", "A", "text", ()),
        ("lead", " ", "text", ()),
        ("lead", "FLEET", "text", ()),
        ("lead", "A", "money", ()),
        ("lead", "A", "choice", ()),
        ("lead", "A", "choice", ("a", "a ")),
        ("lead", "A", "choice", ("a", "")),
        ("lead", "A", "text", ("a", "b")),
    ],
)
def test_what_is_no_field_is_refused(
    filled: Workspace,
    world: SmallWorld,
    owner: str,
    name: str,
    kind: str,
    choices: tuple[str, ...],
) -> None:
    with filled.write() as session:
        with pytest.raises(InvalidValueError):
            add_custom_field(session, owner, name, kind, choices=choices)
        with pytest.raises(InvalidValueError):
            add_custom_field(session, "lead", "B", "text", known_when="never")
        assert len(custom_fields(session)) == 1
