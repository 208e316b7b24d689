"""Templates: what is refused, what is missing, and that nothing from outside is interpreted."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.activity.interest import record_interest
from models.activity.touches import DoNotContactError
from models.errors import InvalidValueError
from models.ids import LeadId, MemberId
from models.leads.capture import add_company, add_contact, add_lead
from models.leads.do_not_contact import set_do_not_contact
from models.team.joining import add_member
from models.templates.filling import filled
from models.templates.placeholders import PLACEHOLDERS, fill, mailto_url
from models.templates.rows import templates
from models.templates.shaping import add_template, edit_template, remove_template
from models.workspace import Workspace

ANY_TEXT = st.text(max_size=40)


@pytest.fixture
def ann(workspace: Workspace) -> tuple[LeadId, MemberId]:
    with workspace.write() as session:
        company_id = add_company(session, name="Smith & {topic} Ltd")
        contact_id = add_contact(
            session, first_name="Ann", email="ann+x@acme.example", company_id=company_id
        )
        lead_id = add_lead(session, contact_id=contact_id)
        record_interest(session, lead_id, "webinar", topic="100 % cold?")
        return lead_id, add_member(session, "Sven Setter", "UTC", ("setter",))


def test_an_email_is_filled_in_and_its_link_holds_the_same_text(
    workspace: Workspace, ann: tuple[LeadId, MemberId]
) -> None:
    lead_id, sender = ann
    with workspace.write() as session:
        template = add_template(
            session, "Hi", "email", "Dear {first_name},\n{topic} {sender}", "For {company}"
        )
        text = filled(session, template, lead_id, sender)
    assert text.body == "Dear Ann,\n100 % cold? Sven Setter"
    assert text.subject == "For Smith & {topic} Ltd"
    assert text.missing == ()
    assert text.mailto_url is not None
    link = urlsplit(text.mailto_url)
    assert unquote(link.path) == "ann+x@acme.example"
    fields = parse_qs(link.query, strict_parsing=True)
    assert fields == {"subject": [text.subject], "body": [text.body.replace("\n", "\r\n")]}


def test_what_nothing_is_known_of_is_named(
    workspace: Workspace, ann: tuple[LeadId, MemberId]
) -> None:
    with workspace.write() as session:
        template = add_template(session, "Hi", "email", "{job_title} {last_name}", "{meeting}")
        text = filled(session, template, ann[0])
    assert text.missing == (
        "the time of the next meeting",
        "their job title",
        "their last name",
    )
    assert "[their job title]" in text.body


@pytest.mark.parametrize("body", ["Hello {firstname}", "Hello {0}", "Hello {name!r}", "a } b"])
def test_a_placeholder_that_does_not_exist_is_refused(workspace: Workspace, body: str) -> None:
    with workspace.write() as session, pytest.raises(InvalidValueError):
        add_template(session, "Bad", "email", body, "x")


def test_an_email_needs_a_subject_and_a_name_of_its_own(workspace: Workspace) -> None:
    with workspace.write() as session:
        first = add_template(session, "One", "email", "x", "y")
        for wrong in (("One", "y"), ("Two", None)):
            with pytest.raises(InvalidValueError):
                add_template(session, wrong[0], "email", "x", wrong[1])
        edit_template(session, first, name="One", medium="linkedin", body="z")
        remove_template(session, first)
        assert "One" not in {one.name for one in templates(session)}


def test_do_not_contact_blocks_the_template(
    workspace: Workspace, ann: tuple[LeadId, MemberId]
) -> None:
    with workspace.write() as session:
        template = add_template(session, "Hi", "email", "x", "y")
        contact_id = add_contact(session, last_name="Lee", email="l@acme.example")
        lead_id = add_lead(session, contact_id=contact_id)
        set_do_not_contact(session, contact_id, "email", "a letter")
        with pytest.raises(DoNotContactError):
            filled(session, template, lead_id)


def test_every_template_of_the_house_can_be_saved_as_it_is(workspace: Workspace) -> None:
    with workspace.write() as session:
        for one in templates(session):
            edit_template(
                session, one.id, name=one.name, medium=one.medium, body=one.body,
                subject=one.subject,
            )  # fmt: skip


@given(st.dictionaries(st.sampled_from(sorted(PLACEHOLDERS)), ANY_TEXT), ANY_TEXT)
@settings(max_examples=50)
def test_a_value_is_never_read_as_a_placeholder(values: dict[str, str], around: str) -> None:
    plain = around.replace("{", "").replace("}", "")
    text = plain + "".join(f"{{{code}}}|" for code in values)
    result = fill(text, values)
    assert result.text.startswith(plain)
    parts = result.text[len(plain) :]
    for code, value in values.items():
        # Signs that would break a line are blanks; what is nothing but blanks is not known.
        shown = fill("{" + code + "}", {code: value}).text
        assert shown in parts
        assert (code in result.missing) == (shown == f"[{PLACEHOLDERS[code]()}]")


@given(ANY_TEXT, st.text(min_size=1, max_size=40))
@settings(max_examples=50)
def test_a_link_has_the_fields_it_was_given_and_no_others(subject: str, body: str) -> None:
    link = mailto_url("a@x.example", subject, body)
    assert link.isascii()
    fields = parse_qs(urlsplit(link).query, keep_blank_values=True)
    assert set(fields) <= {"subject", "body"}
    assert all(len(values) == 1 for values in fields.values())
    assert "\n" not in unquote(link.partition("&body=")[0])
