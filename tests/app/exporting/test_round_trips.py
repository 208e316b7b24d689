"""What goes back to a system and comes in again is nothing new, whatever was done here."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.exporting.back.run import export_back
from models.activity.touches import log_touch
from models.deals.dealing import deals_of, edit_deal, lose_deal, open_deal, win_deal
from models.definitions.current import stages
from models.entities.leads.leads import Lead
from models.entities.people.team import TeamMember
from models.errors import KnownError
from models.fields.custom import custom_fields, set_custom_value
from models.history.undo.steps import undo
from models.ids import CompanyId, ContactId, LeadId, MemberId
from models.leads.capture import assign_owner
from models.leads.do_not_contact import lift_do_not_contact, set_do_not_contact
from models.leads.editing import add_note, edit_company, edit_contact, edit_lead
from models.leads.qualifying import answer_criterion
from models.leads.stages.closing import disqualify, mark_lost, recycle, reopen
from models.leads.stages.moving import move_stage
from models.team.joining import add_member
from models.workspace import open_workspace
from tests.app.exporting.going_back import NOTHING_NEW, bring_in, header_of, news, write_rows
from tests.app.exporting.sources import SOURCES, Source
from tests.clocks import FrozenClock

Deed = Callable[[Session, Lead, int], object]


def of_contact(lead: Lead) -> ContactId:
    if lead.contact_id is None:
        raise KnownError("nobody")
    return ContactId(lead.contact_id)


def of_company(lead: Lead) -> CompanyId:
    if lead.company_id is None:
        raise KnownError("nowhere")
    return CompanyId(lead.company_id)


def someone(session: Session, number: int) -> MemberId:
    members = session.scalars(select(TeamMember.id).order_by(TeamMember.id)).all()
    return MemberId(members[number % len(members)])


def move(session: Session, lead: Lead, number: int) -> None:
    known = stages(session)
    target = known[number % len(known)]
    move_stage(session, LeadId(lead.id), target.id, reason="why", override_reason="told so")


def custom(session: Session, lead: Lead, number: int) -> None:
    for field in custom_fields(session, "lead"):
        if field.kind == "text":
            set_custom_value(session, field.id, f"new {number}", lead_id=LeadId(lead.id))


def deal(session: Session, lead: Lead, number: int) -> None:
    known = deals_of(session, LeadId(lead.id))
    if not known:
        currency = ("EUR", "JPY", "KWD")[number % 3]
        open_deal(session, LeadId(lead.id), "A deal", amount_minor=123450, currency=currency)
    elif number % 3 == 0:
        edit_deal(session, known[0].id, name="Renamed", amount_minor=1000 + number)
    elif number % 3 == 1:
        win_deal(session, known[0].id, date(2026, 10, 30))
    else:
        lose_deal(session, known[0].id, date(2026, 10, 31), "budget")


def take_back(session: Session, _lead: Lead, _number: int) -> None:
    session.flush()
    undo(session, someone(session, 0))


DEEDS: dict[str, Deed] = {
    "name": lambda s, lead, n: edit_contact(
        s, of_contact(lead), first_name=("=Ann", "Zoë", None)[n % 3], last_name="O'Neil van Dyk"
    ),
    "reach": lambda s, lead, n: edit_contact(
        s, of_contact(lead), email=f"new{n}@example.com", mobile=f"+4477009{10000 + n}"
    ),
    "person": lambda s, lead, n: edit_contact(
        s, of_contact(lead), country=("DE", "US", None)[n % 3], city="Köln", notes="-likes tea\n@"
    ),
    "company": lambda s, lead, n: edit_company(
        s, of_company(lead), name=f"Renamed {n} SE", country="FR", employees=n
    ),
    "title": lambda s, lead, n: edit_lead(s, LeadId(lead.id), title=f"Called {n}"),
    "note": lambda s, lead, n: add_note(s, LeadId(lead.id), f"+{n} noted"),
    "touch": lambda s, lead, n: log_touch(
        s, LeadId(lead.id), "call", "connected", note=("a\n\nb", None)[n % 2]
    ),
    "owner": lambda s, lead, n: assign_owner(s, LeadId(lead.id), someone(s, n)),
    "move": move,
    "deal": deal,
    "custom": custom,
    "disqualify": lambda s, lead, _n: disqualify(s, LeadId(lead.id), "budget", "no money"),
    "lose": lambda s, lead, _n: mark_lost(s, LeadId(lead.id), "no_response"),
    "recycle": lambda s, lead, _n: recycle(s, LeadId(lead.id), "timing", date(2027, 1, 4)),
    "reopen": lambda s, lead, _n: reopen(s, LeadId(lead.id)),
    "answer": lambda s, lead, n: answer_criterion(
        s,
        LeadId(lead.id),
        ("budget", "authority", "need")[n % 3],
        ("confirmed", "failed", "unknown")[n % 4 % 3],
        (None, "they said so")[n % 2],
        "decides" if n % 12 == 4 else None,
    ),
    "block": lambda s, lead, n: set_do_not_contact(
        s, of_contact(lead), ("email", "call", "linkedin")[n % 3], "said so"
    ),
    "unblock": lambda s, lead, _n: lift_do_not_contact(s, of_contact(lead), "email", "said so"),
    "take back": take_back,
}  # fmt: skip


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
@given(
    deeds=st.lists(
        st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 3), st.integers(0, 60)),
        min_size=4,
        max_size=12,
    ),
    everything=st.booleans(),
)
@settings(max_examples=4)
def test_what_goes_back_comes_in_as_nothing_new(
    new_workspace_file: Path,
    source: Source,
    deeds: list[tuple[str, int, int]],
    everything: bool,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "desk.db")
        shutil.copyfile(new_workspace_file, path)
        clock = FrozenClock()
        workspace = open_workspace(path, clock=clock)
        try:
            with workspace.write() as session:
                leader = add_member(session, "Lea Leader", "Europe/Berlin", ("leader",))
            file = write_rows(Path(folder, "source.csv"), source.header, source.rows)
            assert bring_in(workspace, file).report.errors == 0
            for name, place, number in deeds:
                clock.advance(hours=1, microseconds=number)
                try:
                    with workspace.write(leader) as session:
                        leads = session.scalars(select(Lead).order_by(Lead.id)).all()
                        DEEDS[name](session, leads[place % len(leads)], number)
                except KnownError:
                    # Refused as things stand; that is the verbs' own matter.
                    continue
            back = Path(folder, "back.csv")
            written = export_back(workspace, source.name, back, since_last=not everything)
            theirs = [name for name in header_of(back) if not name.startswith("Funneldesk ")]
            assert theirs == list(source.header)
            if written.rows:
                assert news(bring_in(workspace, back)) == NOTHING_NEW
        finally:
            workspace.close()
