"""The document to sign: all of the definitions, in people's own words, never as markup."""

import struct
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.documents import typesetting
from app.documents.agreement import (
    AgreedMeetingGate,
    AgreedOutcome,
    AgreedRole,
    AgreedRule,
    AgreedStage,
    Agreement,
    read_agreement,
)
from app.documents.phrases import manuscript_of, phrases
from app.documents.typesetting import pages_of, pdf_of, write_pdf
from models.definitions.terms import TERMS
from models.errors import NotFoundError
from models.vocabulary import ScoreSide
from models.workspace import Workspace
from tests.app.documents.pdf_text import page_texts

EVIL = (
    "#strong[x]",
    "*bold* _slanted_",
    "$x^2$ and 5 $",
    "@nobody <label>",
    r"back\slash \n \u{41}",
    "`code` ```rust```",
    "= no heading",
    "- no list",
    "// no comment /* none */",
    "~ -- --- ... '\"",
    '#sys.inputs #read("x") #panic()',
    "[brackets] {braces} (round)",
)

AGREEMENT = Agreement(
    workspace="Harbourline",
    number=4,
    written_at=datetime(2026, 11, 20, 9, 0, 0, 123456, tzinfo=UTC),
    author="Elena Novak",
    note="Visits to the pricing page count more.",
    review_on=date(2027, 2, 19),
    stages=(
        AgreedStage("New", "A step of our own", "Marketing", "Captured", (), ""),
        AgreedStage(
            "SQL", "Sales qualified lead", "SDR", "Said so", ("need is confirmed",), "Ann of Acme"
        ),
    ),
    rules=(
        AgreedRule(ScoreSide.FIT, "Employees is at least 200", 20),
        AgreedRule(ScoreSide.FIT, "Country is Nowhere", -30),
    ),
    terms={code: kind.default for code, kind in TERMS.items()},
    framework="BANT",
    criteria=(("Need", "Which pain?"),),
    script=(("What is your role?", "Authority"),),
    reasons=(("No budget", "budget"),),
    roles=(AgreedRole("field_sdr", "Field SDR", "sdr"),),
    outcomes=(
        AgreedOutcome("no_answer", "No answer", "Call again after 4 working hours."),
        AgreedOutcome("sent", "Sent", ""),
    ),
    meeting_gates=(
        AgreedMeetingGate("agreed", "Agreed", ()),
        AgreedMeetingGate("ready", "Ready", ("the preparation is done",)),
    ),
)


def squeezed(text: str) -> str:
    """Return a text without blanks: lines are broken at them."""
    return "".join(text.replace("\u200b", "").split())


def text_of(agreement: Agreement) -> str:
    return squeezed("".join(page_texts(pdf_of(manuscript_of(agreement)))))


def with_text(text: str) -> Agreement:
    stage = AgreedStage(text, "Client", "Closer", text, (text,), text)
    return replace(AGREEMENT, stages=(stage,), note=text, reasons=((text, "code"),))


def test_everything_that_was_agreed_stands_in_the_document() -> None:
    text = text_of(AGREEMENT)
    for words in (
        "Definitions and SLA",
        "Harbourline",
        "Elena Novak",
        "20 Nov 2026",
        "19 Feb 2027",
        "Need is confirmed",
        "Ann of Acme",
        "Employees is at least 200+20",
        "Country is Nowhere−30",
        "Which pain?",
        "What is your role?",
        "30 working minutes",
        "24 working hours",
        "After 45 working minutes",
        "No budget",
        "No answerCall again after 4 working hours.",
        "SentNothing more.",
        "Nothing: every meeting counts",
        "The preparation is done",
        "Field SDRSDR",
        "For marketing",
        "For sales",
        "Name and signature",
    ):
        assert squeezed(words) in text, words


@pytest.mark.parametrize("text", EVIL)
def test_what_people_typed_is_shown_literally_and_never_as_markup(text: str) -> None:
    # The name, the trigger, the requirement, the example, the note and the reason.
    assert text_of(with_text(text)).count(squeezed(text)) >= 5


def test_a_word_that_no_line_can_hold_is_broken_and_complete() -> None:
    word = "".join(chr(97 + at % 26) for at in range(400))
    assert word in text_of(with_text(word))


def test_names_from_right_to_left_are_set_with_all_their_letters() -> None:
    text = text_of(with_text("\u05d3\u05e0\u05d4 \u05dc\u05d5\u05d9"))
    for letter in "\u05d3\u05e0\u05d4\u05dc\u05d5\u05d9":
        assert letter in text


@settings(max_examples=15)
@given(
    st.text(
        st.characters(codec="latin-1", exclude_categories=["Cc", "Cf", "Zs", "Sk"]),
        min_size=1,
        max_size=30,
    )
)
def test_any_text_can_be_printed(text: str) -> None:
    assert len(pages_of(manuscript_of(with_text(text)), 20)) >= 1


def test_pages_are_a4_and_as_many_in_both_forms() -> None:
    pages = pages_of(manuscript_of(AGREEMENT), 72)
    assert 2 <= len(pages) <= 4
    assert len(page_texts(pdf_of(manuscript_of(AGREEMENT)))) == len(pages)
    for page in pages:
        assert struct.unpack(">II", page[16:24]) == (595, 842)


def test_the_same_version_gives_the_same_bytes() -> None:
    assert pdf_of(manuscript_of(AGREEMENT)) == pdf_of(manuscript_of(AGREEMENT))


def test_grades_that_always_pass_are_marked() -> None:
    scoring = phrases(AGREEMENT)["scoring"]
    assert isinstance(scoring, dict)
    marked = [grade for _fit, row in scoring["fit_steps"] for grade, passes in row if passes]
    assert marked == ["A1", "B1"]


def test_an_agreement_without_note_author_review_and_rules_is_printed_too() -> None:
    bare = replace(
        AGREEMENT, note="", author="", review_on=None, rules=(), criteria=(), script=(), reasons=()
    )
    assert squeezed("Not agreed") in text_of(bare)


def test_the_version_in_force_is_read_whole(workspace: Workspace) -> None:
    with workspace.read() as session:
        agreement = read_agreement(session, "Team")
    assert agreement.number == 1
    assert [stage.name for stage in agreement.stages][:2] == ["New", "MQL"]
    sql = next(stage for stage in agreement.stages if stage.name == "SQL")
    assert "Need is confirmed" in sql.gate
    assert agreement.criteria
    assert agreement.reasons
    assert agreement.outcomes[0].follows == "Call again after 4 working hours."
    assert [len(gate.asks_for) for gate in agreement.meeting_gates] == [1, 4, 1]
    assert agreement.roles[1] == AgreedRole("sdr", "SDR", "sdr")
    assert len(pages_of(manuscript_of(agreement), 40)) <= 6


def test_a_version_from_before_there_were_roles_is_printed_without_them() -> None:
    old = replace(AGREEMENT, roles=(), outcomes=(), meeting_gates=())
    text = text_of(old)
    assert squeezed("Touch outcomes") not in text
    assert squeezed("Every meeting counts") not in text


def test_a_pdf_says_the_language_of_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert b"/Lang(en)" in pdf_of(manuscript_of(AGREEMENT))
    monkeypatch.setattr(typesetting, "LANGUAGE", "de")
    assert b"/Lang(de)" in pdf_of(manuscript_of(AGREEMENT))


def test_a_version_that_was_never_written_is_refused(workspace: Workspace) -> None:
    def read(session: Session) -> None:
        read_agreement(session, "Team", 99)

    with workspace.read() as session, pytest.raises(NotFoundError):
        read(session)


def test_the_pdf_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "definitions.pdf"
    write_pdf(manuscript_of(AGREEMENT), path)
    assert path.read_bytes().startswith(b"%PDF-")
    assert [one.name for one in tmp_path.iterdir()] == ["definitions.pdf"]
    with pytest.raises(FileNotFoundError):
        write_pdf(manuscript_of(AGREEMENT), tmp_path / "nowhere" / "definitions.pdf")
