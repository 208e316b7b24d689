"""Who is proposed as the same person, and who never is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.duplicates.likeness import SHOWN_FROM, Keys, Reason, keys_of, likeness

ANN: dict[str, Any] = {
    "name": "Ann Lee",
    "email_key": "ann@acme.example",
    "phone": "+442079460958",
    "company_key": "acme",
}


def person(**known: Any) -> Keys:
    blank = dict.fromkeys(("email_key", "phone", "mobile", "linkedin_url", "company_key"))
    return keys_of(**{"name": "", **blank, **known})


def reasons(one: Keys, other: Keys) -> set[Reason]:
    found = likeness(one, other)
    return set() if found is None else set(found.reasons)


def test_a_shared_phone_a_role_mailbox_or_a_blank_name_alone_never_makes_a_duplicate() -> None:
    phone, desk = {"phone": "+442079460958"}, {"email_key": "info@acme.example"}
    for shared in (phone, desk, {}, {**phone, **desk}, {**phone, **desk, "company_key": "acme"}):
        assert likeness(person(**shared), person(**shared)) is None
        assert likeness(person(name="Ann Lee", **shared), person(**shared)) is None
        assert likeness(person(name="Ann Lee", **shared), person(name="Bo Ray", **shared)) is None


@pytest.mark.parametrize("mailbox", ["info@acme.example", "sales@acme.example"])
def test_a_role_mailbox_speaks_for_a_duplicate_only_beside_the_same_name(mailbox: str) -> None:
    one, other = (person(name="Ann Lee", email_key=mailbox) for _ in range(2))
    assert reasons(one, other) == {Reason.SAME_MAILBOX, Reason.SAME_NAME}


def test_a_name_alone_never_makes_a_duplicate() -> None:
    assert likeness(person(name="Ann Lee"), person(name="Ann Lee")) is None
    assert (
        likeness(person(name="Ann", company_key="a"), person(name="Ann", company_key="a")) is None
    )


def test_the_same_address_is_the_likeliest_reason() -> None:
    found = likeness(person(**ANN), person(**ANN))
    assert found is not None
    assert found.score == 99
    assert found.reasons[0] is Reason.SAME_EMAIL
    assert set(found.reasons) == {
        Reason.SAME_EMAIL,
        Reason.SAME_PHONE,
        Reason.SAME_NAME,
        Reason.SAME_COMPANY,
    }


def test_what_differs_speaks_against() -> None:
    same = likeness(person(**ANN), person(**ANN))
    renamed = likeness(person(**ANN), person(**{**ANN, "name": "Bo Ray"}))
    assert same is not None
    assert renamed is not None
    assert renamed.score < same.score
    assert Reason.OTHER_NAME in renamed.reasons
    assert Reason.OTHER_NAME.speaks_against


def test_colleagues_with_similar_names_at_one_switchboard_are_not_proposed() -> None:
    joan = person(**{**ANN, "name": "Joan Smith", "email_key": "joan@acme.example"})
    john = person(**{**ANN, "name": "John Smith", "email_key": "john@acme.example"})
    assert likeness(joan, john) is None


@pytest.mark.parametrize(
    "written", ["Lee, Ann", "Dr. Ann Lee", "ANN LEE", "Anne Lee", "A. Lee", "Ann M. Lee", "Ánn Lée"]
)
def test_names_agree_however_they_are_written(written: str) -> None:
    one = person(name="Ann Lee", company_key="acme")
    assert likeness(one, person(name=written, company_key="acme")) is not None


def test_only_a_person_s_own_page_counts() -> None:
    page = "https://www.linkedin.com/in/ann-lee/"
    company = "https://www.linkedin.com/company/acme/"
    assert likeness(person(linkedin_url=page), person(linkedin_url=page)) is not None
    assert likeness(person(linkedin_url=company), person(linkedin_url=company)) is None


people = st.builds(
    person,
    name=st.sampled_from(["", "Ann Lee", "Lee Ann", "A. Lee", "Bo Ray", "Ann"]),
    email_key=st.sampled_from([None, "ann@a.example", "bo@a.example", "info@a.example"]),
    phone=st.sampled_from([None, "+442079460958", "12"]),
    company_key=st.sampled_from([None, "acme", "acme europe"]),
)


@given(people, people)
def test_likeness_does_not_depend_on_who_is_asked_first(one: Keys, other: Keys) -> None:
    found = likeness(one, other)
    assert found == likeness(other, one)
    if found is not None:
        assert SHOWN_FROM <= found.score <= 99
        assert {Reason.SAME_EMAIL, Reason.SAME_NAME, Reason.SIMILAR_NAME} & set(found.reasons)
        assert all(reason.words for reason in found.reasons)
