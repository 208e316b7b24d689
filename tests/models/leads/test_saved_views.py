"""Saved views: what they keep, and what becomes of those that name what is gone."""

import pytest
from sqlalchemy import select

from models.activity.interest import record_interest
from models.conditions.condition import Condition, Operator
from models.entities.leads.views import SavedView
from models.errors import InvalidValueError
from models.fields.custom import add_custom_field
from models.handoff.handing import accept
from models.ids import MemberId
from models.leads.capture import add_lead
from models.leads.lists.house_views import house_views
from models.leads.lists.listing import count_leads, lead_window
from models.leads.lists.showing import columns_known
from models.leads.lists.view_content import read_content, written_content
from models.leads.lists.views import (
    change_view,
    remove_view,
    rename_view,
    reorder_views,
    save_view,
    saved_views,
)
from models.leads.lists.wanted import LeadColumn, LeadFilter, LeadOrder, ViewContent
from models.vocabulary import Role
from models.workspace import Workspace
from tests.models.leads.listed_leads import Made, write_leads
from tests.models.small_world import SmallWorld

HAS_EMPLOYEES = Condition("employees", Operator.AT_LEAST, ("50",))


def names(workspace: Workspace) -> list[str]:
    with workspace.read() as session:
        return [view.name for view in saved_views(session)]


def test_a_view_keeps_its_list_its_order_and_its_columns(workspace: Workspace) -> None:
    written = write_leads(workspace, [Made("Ann", owner=0, channel=1)])
    content = ViewContent(
        LeadFilter(
            "ann",
            frozenset({written.stages[2], written.stages[0]}),
            frozenset({None, written.channels[1]}),
            frozenset({"open", "nurture"}),
            frozenset({written.owners[1]}),
            (HAS_EMPLOYEES, Condition("next_step", Operator.UNKNOWN)),
        ),
        LeadOrder(LeadColumn.GRADE, descending=True),
        ("name", "grade", "employees"),
    )
    with workspace.write() as session:
        save_view(session, " Fits  ", content)
    with workspace.read() as session:
        (view,) = saved_views(session)
    assert (view.name, view.content, view.lost) == ("Fits", content, ())


def test_views_are_renamed_moved_changed_and_removed(workspace: Workspace) -> None:
    with workspace.write() as session:
        first, second, third = (save_view(session, name, ViewContent()) for name in "ABC")
    with workspace.write() as session:
        reorder_views(session, third, 0)
    assert names(workspace) == ["C", "A", "B"]
    with workspace.write() as session:
        rename_view(session, first, "Ä")
        remove_view(session, second)
        change_view(session, third, ViewContent(LeadFilter("ann")))
    assert names(workspace) == ["C", "Ä"]
    for refused in ("c ", "   ", "x" * 61):
        with pytest.raises(InvalidValueError), workspace.write() as session:
            rename_view(session, first, refused)
    with pytest.raises(InvalidValueError), workspace.write() as session:
        reorder_views(session, first, 2)


def test_a_view_of_a_field_that_is_gone_says_so_and_shows_the_rest(workspace: Workspace) -> None:
    write_leads(workspace, [Made("Ann"), Made("Bea", status="won")])
    with workspace.read() as session:
        stored = written_content(
            session,
            ViewContent(LeadFilter(statuses=frozenset({"open"}), conditions=(HAS_EMPLOYEES,))),
        )
        stored["conditions"][0]["field"] = f"custom:{'0' * 32}"
        stored["stages"] = ["0" * 32]
        content, lost = read_content(session, stored)
        shown = lead_window(session, content.wanted, content.order, 0, 9)
    assert [row.name for row in shown] == ["Ann"]
    assert len(lost) == 2
    assert "stage" in lost[0]
    assert "condition" in lost[1]


@pytest.mark.parametrize(
    "damage",
    [
        {"version": 99},
        {"conditions": [{"field": "employees"}]},
        {"conditions": "none", "stages": 7, "owners": ["no uuid"]},
        {"order": {"column": "shoe_size"}},
        {"order": None, "columns": None, "search": None, "statuses": ["asleep"]},
    ],
)
def test_damaged_content_is_read_as_far_as_it_goes(
    workspace: Workspace, damage: dict[str, object]
) -> None:
    with workspace.write() as session:
        save_view(session, "Old", ViewContent(LeadFilter("ann")))
    with workspace.read() as session:
        stored = session.scalars(select(SavedView)).one().content | damage
        content, _lost = read_content(session, stored)
    assert content.order == LeadOrder()
    assert content.wanted.conditions == ()


@pytest.mark.parametrize("roles", [(), *((role.value,) for role in Role)])
def test_every_role_has_views_that_can_be_read(
    workspace: Workspace, roles: tuple[str, ...]
) -> None:
    write_leads(workspace, [Made("Ann", owner=0)])
    with workspace.read() as session:
        views = house_views(session, MemberId(1), roles)
        counts = {name: count_leads(session, content.wanted) for name, content in views}
    assert counts["All leads"] == 1
    assert len(counts) == len(views) >= 2


def test_to_accept_holds_what_sales_has_not_answered_yet(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.read() as session:
        wanted = dict(house_views(session, None, ("sdr",)))["To accept"].wanted
        before = count_leads(session, wanted)
    with filled.write(world.setter) as session:
        accept(session, world.handoff)
    with filled.read() as session:
        assert count_leads(session, wanted) == before - 1


def test_direct_requests_hold_who_asked_for_a_demo(filled: Workspace, world: SmallWorld) -> None:
    with filled.read() as session:
        wanted = dict(house_views(session, None, ("sdr",)))["Direct requests"].wanted
        before = count_leads(session, wanted)
    with filled.write(world.setter) as session:
        lead_id = add_lead(session, title="Wants a demo")
        record_interest(session, lead_id, "demo_request")
    with filled.read() as session:
        assert count_leads(session, wanted) == before + 1


def test_any_field_can_be_a_column(workspace: Workspace) -> None:
    written = write_leads(workspace, [Made("Ann", email="ann@example.com", owner=0)])
    with workspace.write() as session:
        add_custom_field(session, "lead", "Fleet", "choice", choices=("vans", "trucks"))
    with workspace.read() as session:
        known = [column.code for column in columns_known(session)]
        assert len(set(known)) == len(known)
        (row,) = lead_window(
            session, LeadFilter(), LeadOrder(), 0, 5, columns=(*known, "custom:gone")
        )
        assert {column.title for column in columns_known(session)} >= {"Fleet", "Employees"}
    assert row.id == written.leads[0]
    assert row.more["email"] == "ann@example.com"
    assert row.more["next_step"] is None
    assert "custom:gone" not in row.more
