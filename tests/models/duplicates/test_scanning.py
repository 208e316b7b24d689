"""The scan finds who is here twice, proposes whom to keep, and forgets nothing that was said."""

import pytest
from sqlalchemy.orm import Session

from models.duplicates.distinct import keep_apart
from models.duplicates.following import pairs_now
from models.duplicates.merging import merge_contacts
from models.duplicates.refusals import MergeRefusedError
from models.duplicates.scanning import duplicates_of, find_duplicates
from models.history.undo.steps import undo
from models.ids import ContactId
from models.leads.capture import add_company, add_contact, add_lead
from models.workspace import Workspace


def pairs(session: Session) -> list[tuple[int, int]]:
    return [(pair.kept.id, pair.gone.id) for pair in find_duplicates(session)]


def three_anns(workspace: Workspace) -> tuple[ContactId, ContactId, ContactId]:
    """Add three records: the first two share an address, the last two a number and a name."""
    with workspace.write() as session:
        at = add_company(session, name="Acme Ltd")
        one = add_contact(session, first_name="Ann", last_name="Lee", email="ann@acme.example")
        two = add_contact(
            session,
            first_name="Ann",
            last_name="Lee",
            email="Ann@acme.example",
            phone="+442079460958",
            job_title="CEO",
            company_id=at,
        )
        three = add_contact(session, last_name="Ann Lee", mobile="+442079460958")
        add_lead(session, contact_id=one)
        newest = add_lead(session, contact_id=three)
        assert newest
    return one, two, three


def test_groups_are_pairs_with_the_fuller_and_older_one_kept(workspace: Workspace) -> None:
    one, two, three = three_anns(workspace)
    with workspace.read() as session:
        found = find_duplicates(session)
    assert [(pair.kept.id, pair.gone.id) for pair in found] == [(two, one), (two, three)]
    assert len({pair.group for pair in found}) == 1
    assert found[0].kept.company == "Acme Ltd"


def test_of_two_that_are_filled_alike_the_older_one_is_kept(workspace: Workspace) -> None:
    with workspace.write() as session:
        older, newer = (
            add_contact(session, last_name="Lee", email="lee@acme.example") for _ in range(2)
        )
    with workspace.read() as session:
        assert pairs(session) == [(older, newer)]


def test_leads_without_a_person_are_keyed_by_their_source_id(workspace: Workspace) -> None:
    with workspace.write() as session:
        at = add_company(session, name="Acme Ltd")
        for key in ("1", "2"):
            add_lead(session, title="Acme fleet", company_id=at, external_key=("maven", key))
    with workspace.read() as session:
        assert find_duplicates(session) == ()


def test_a_pair_that_somebody_called_distinct_never_comes_back(workspace: Workspace) -> None:
    one, two, three = three_anns(workspace)
    with workspace.write() as session:
        keep_apart(session, two, one)
    with workspace.read() as session:
        assert pairs(session) == [(two, three)]
        assert {row.contact.id for row in duplicates_of(session, one)} == set()
    with workspace.write() as session:
        merge_contacts(session, three, two)
    with workspace.read() as session:
        assert pairs(session) == [], "who took over the distinct one's record is distinct, too"
    with workspace.write() as session:
        undo(session, None)
        undo(session, None)
    with workspace.read() as session:
        assert pairs(session) == [(two, one), (two, three)]


def test_the_pairs_of_a_scan_follow_what_is_done_with_them(workspace: Workspace) -> None:
    one, two, three = three_anns(workspace)
    with workspace.read() as session:
        found = find_duplicates(session)
    with workspace.write() as session:
        merge_contacts(session, one, two)
    with workspace.read() as session:
        (left,) = pairs_now(session, found)
        assert (left.kept.id, left.gone.id) == (one, three)
    with workspace.write() as session:
        keep_apart(session, three, one)
    with workspace.read() as session:
        assert pairs_now(session, found) == ()
    with workspace.write() as session:
        undo(session, None)
        undo(session, None)
    with workspace.read() as session:
        assert pairs_now(session, found) == found


def test_a_pair_is_called_distinct_once_and_a_contact_is_not_two(workspace: Workspace) -> None:
    one, two, _three = three_anns(workspace)
    with workspace.write() as session:
        keep_apart(session, one, two)
        with pytest.raises(MergeRefusedError, match="already"):
            keep_apart(session, two, one)
        with pytest.raises(MergeRefusedError, match="not two"):
            keep_apart(session, one, one)


def test_a_contact_s_own_duplicates_come_with_their_newest_lead(workspace: Workspace) -> None:
    one, two, three = three_anns(workspace)
    with workspace.read() as session:
        of_two = duplicates_of(session, two)
        assert [row.contact.id for row in of_two] == [one, three]
        assert all(row.lead_id is not None for row in of_two)
        assert of_two[0].score > of_two[1].score
        assert {row.contact.id for row in duplicates_of(session, three)} == {two}


def test_a_crowd_behind_one_number_is_compared_with_its_neighbours_only(
    workspace: Workspace,
) -> None:
    with workspace.write() as session:
        for number in range(60):
            add_contact(session, last_name=f"Person{number:02d}", phone="+442079460958")
        same = add_contact(session, first_name="Zoe", last_name="Last", phone="+442079460958")
        twin = add_contact(session, first_name="Zoe", last_name="Last", phone="+442079460958")
    with workspace.read() as session:
        assert (same, twin) in pairs(session)


def test_the_scan_tells_how_far_it_is(workspace: Workspace) -> None:
    three_anns(workspace)
    told: list[tuple[int, int]] = []
    with workspace.read() as session:
        find_duplicates(session, lambda done, total: told.append((done, total)))
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] > 0
