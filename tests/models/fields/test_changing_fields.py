"""Fields of the team's own can be renamed, extended and removed, never behind anybody's back."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from models.conditions.catalogue import custom_code
from models.conditions.condition import Condition, Operator
from models.definitions.gates.requirements import condition_text
from models.definitions.versions.draft import GateRuleDraft
from models.definitions.versions.writing import current_draft, write_definitions
from models.entities.definitions.fields import CustomField, CustomValue
from models.errors import InvalidValueError
from models.fields.choosing import change_choices
from models.fields.custom import (
    add_custom_field,
    custom_fields,
    custom_values_of_lead,
    set_custom_value,
)
from models.fields.shaping import (
    FieldInUseError,
    add_choice,
    count_values,
    remove_choice,
    remove_field,
    rename_choice,
    rename_field,
    set_known_when,
)
from models.history.undo.steps import undo
from models.leads.lists.views import save_view
from models.leads.lists.wanted import LeadFilter, ViewContent
from models.scoring.rule import ScoreRuleDraft
from models.vocabulary import ScoreSide
from models.workspace import Workspace
from tests.models.rows import recorded_rows
from tests.models.small_world import SmallWorld


def test_a_field_is_renamed_unless_another_has_the_name(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        add_custom_field(session, "lead", "Doors", "number")
        rename_field(session, world.field, "Vehicles")
        set_known_when(session, world.field, "later")
        assert (custom_fields(session)[0].name, custom_fields(session)[0].known_when) == (
            *("Vehicles", "later"),
        )
        rename_field(session, world.field, "vehicles")
        with pytest.raises(InvalidValueError, match="already"):
            rename_field(session, world.field, "DOORS")
        with pytest.raises(InvalidValueError):
            set_known_when(session, world.field, "tomorrow")


def test_renaming_a_choice_renames_it_in_every_value(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        set_custom_value(session, world.field, "vans", lead_id=world.lead)
        rename_choice(session, world.field, "vans", "small vans")
        assert custom_fields(session)[0].choices == ("small vans", "trucks", "carts")
        assert custom_values_of_lead(session, world.lead)[0].value == "small vans"
        undo(session, world.leader)
        assert custom_values_of_lead(session, world.lead)[0].value == "vans"
        with pytest.raises(InvalidValueError, match="already"):
            add_choice(session, world.field, "Trucks")
        with pytest.raises(InvalidValueError, match="no choice"):
            rename_choice(session, world.field, "bikes", "cars")


def test_a_choice_in_use_goes_only_with_a_replacement(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        set_custom_value(session, world.field, "vans", lead_id=world.lead)
        set_custom_value(session, world.field, "vans", lead_id=world.closed_lead)
        with pytest.raises(FieldInUseError, match="2 values of “Fleet” are “vans”"):
            remove_choice(session, world.field, "vans")
        remove_choice(session, world.field, "vans", "trucks")
        assert count_values(session, world.field, "trucks") == 2
        with pytest.raises(InvalidValueError, match="needs two"):
            remove_choice(session, world.field, "carts")


def test_a_removed_field_takes_its_values_along_and_undo_brings_all_back(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        set_custom_value(session, world.field, "vans", lead_id=world.lead)
    with filled.read() as session:
        before = recorded_rows(session)
    with filled.write(world.leader) as session:
        remove_field(session, world.field)
        assert custom_fields(session) == ()
        assert session.scalar(select(func.count(CustomValue.id))) == 0
        undo(session, world.leader)
    with filled.read() as session:
        assert recorded_rows(session) == before


def test_a_field_that_something_asks_for_stays_and_it_is_said_where(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        code = custom_code(session.get_one(CustomField, world.field).uuid)
        vans = Condition(code, Operator.IS, ("vans",))
        draft = current_draft(session)
        mql = replace(
            draft.stages[1],
            gate=(
                GateRuleDraft("field_known", code),
                GateRuleDraft("condition", condition_text(vans)),
            ),
        )
        write_definitions(
            session,
            replace(
                draft,
                stages=(draft.stages[0], mql, *draft.stages[2:]),
                rules=(ScoreRuleDraft(ScoreSide.FIT, vans, 10),),
            ),
        )
        save_view(session, "With vans", ViewContent(LeadFilter(conditions=(vans,))))
        places = ("the gate of MQL", "scoring rule 1", "the view “With vans”")
        with pytest.raises(FieldInUseError) as refused:
            remove_field(session, world.field)
        assert refused.value.places == places
        with pytest.raises(FieldInUseError, match="vans"):
            rename_choice(session, world.field, "vans", "small vans")
        with pytest.raises(FieldInUseError, match="vans"):
            remove_choice(session, world.field, "vans", "trucks")
        remove_choice(session, world.field, "trucks")


def test_only_fields_with_choices_have_choices(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        doors = add_custom_field(session, "lead", "Doors", "number")
        with pytest.raises(InvalidValueError, match="no field with choices"):
            add_choice(session, doors, "four")


def test_one_edit_of_several_choices_is_one_step_of_undo(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        set_custom_value(session, world.field, "vans", lead_id=world.lead)
        before = recorded_rows(session)
    with filled.write(world.leader) as session:
        change_choices(session, world.field, ("lorries", "boats", "carts"))
    with filled.read() as session:
        assert custom_fields(session)[0].choices == ("lorries", "boats", "carts")
        assert [row.value for row in custom_values_of_lead(session, world.lead)] == ["lorries"]
    with filled.write(world.leader) as session:
        assert undo(session, world.leader).label == "Change the choices of “Fleet”"
    with filled.read() as session:
        assert recorded_rows(session) == before


def test_choices_are_put_in_another_order_and_stand_there_once(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        change_choices(session, world.field, ("carts", "vans", "trucks"))
        assert custom_fields(session)[0].choices == ("carts", "vans", "trucks")
        with pytest.raises(InvalidValueError, match="twice"):
            change_choices(session, world.field, ("carts", "vans", "Vans"))
