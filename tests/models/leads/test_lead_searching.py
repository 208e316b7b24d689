"""Search as you type: whatever is typed means the same to the index, the cards, and to Python."""

import unicodedata
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.history.batches import hide
from models.leads.lists import ordering
from models.leads.lists.listing import count_leads, lead_window
from models.leads.lists.searching import lead_search
from models.leads.lists.wanted import LeadColumn, LeadFilter, LeadOrder
from models.text_keys import digits, fold, words
from models.workspace import Workspace
from tests.models.leads.listed_leads import Made, write_leads

PEOPLE = [
    Made("Ann", "Lee", company="Acme GmbH", email="ann.lee@example.com", phone="+44 20 7946 0958"),
    Made("José", "Peña", company="Crème Brûlée SA", email="jp@creme.example"),
    Made("Łukasz", "Øster", company="Łódź Stål"),
    Made("美咲", "田中", company="株式会社テスト"),
    Made("Conan", "O'Neil", company="100% Pure_Data"),
    Made("Наталья", "Ёлкина", company="Снег"),
    Made("กมล", "ใจดี", company="ไทย"),
    Made("대한", "민국", company="서울"),
    Made(title="Just a title: (with) signs*"),
    Made("Eve", "Ann-Marie", phone="030 1234567"),
]


def found(workspace: Workspace, typed: str, column: LeadColumn = LeadColumn.NAME) -> set[str]:
    wanted = LeadFilter(search=typed)
    with workspace.read() as session:
        rows = lead_window(session, wanted, LeadOrder(column), 0, 500)
        assert count_leads(session, wanted) == len(rows)
    return {row.name for row in rows}


@pytest.mark.parametrize("indexed", [True, False])
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ann", {"Ann Lee", "Eve Ann-Marie"}),
        ("LEE ann", {"Ann Lee"}),
        ("ann.lee@ex", {"Ann Lee"}),
        ("lee.ann", set()),
        ("jose pena", {"José Peña"}),
        ("brulée", {"José Peña"}),
        ("lukasz", {"Łukasz Øster"}),
        ("lodz stal", {"Łukasz Øster"}),
        ("美", {"美咲 田中"}),
        ("中", {"美咲 田中"}),
        ("田中", {"美咲 田中"}),
        ("中田", set()),
        ("テス", {"美咲 田中"}),
        ("o'neil", {"Conan O'Neil"}),
        ("neil", {"Conan O'Neil"}),
        ("нат", {"Наталья Ёлкина"}),
        ("елкина", {"Наталья Ёлкина"}),
        ("ไจ", set()),
        ("ใจ", {"กมล ใจดี"}),
        ("대", {"대한 민국"}),
        ("100%", {"Conan O'Neil"}),
        ("pure_d", {"Conan O'Neil"}),
        ("7946", {"Ann Lee"}),
        ("20 7946", {"Ann Lee"}),
        ("(0958)", {"Ann Lee"}),
        ("12345", {"Eve Ann-Marie"}),
        ("030 1234567", {"Eve Ann-Marie"}),
        ("00958", set()),
        ("signs*", {"Just a title: (with) signs*"}),
        ("zzz", set()),
    ],
)
def test_what_is_found(workspace: Workspace, typed: str, expected: set[str], indexed: bool) -> None:
    write_leads(workspace, PEOPLE, index=indexed)
    assert found(workspace, typed) == expected
    assert found(workspace, typed, LeadColumn.STAGE) == expected
    with patch.object(ordering, "SORTED_AT_MOST", 0):
        assert found(workspace, typed) == expected
        assert found(workspace, typed, LeadColumn.OWNER) == expected


@pytest.mark.parametrize(
    "shown_by_the_telephone",
    [
        "+442079460958",
        "00442079460958",
        "0044 20 7946 0958",
        "02079460958",
        "(020) 7946-0958",
        "+44 (0)20 7946 0958",
        "+44 20 7946‑0958",
    ],
)
def test_who_rings_is_found_in_whatever_way_their_number_is_written(
    workspace: Workspace, shown_by_the_telephone: str
) -> None:
    write_leads(workspace, PEOPLE)
    assert found(workspace, shown_by_the_telephone) == {"Ann Lee"}


@pytest.mark.parametrize("typed", ["", "   ", '"', "''", "*", "AND", "%", "_", "- -", "(", "\x00"])
def test_signs_alone_mean_everybody_and_words_of_the_index_are_words(
    workspace: Workspace, typed: str
) -> None:
    write_leads(workspace, PEOPLE)
    if typed == "AND":
        assert found(workspace, typed) == set()
    else:
        assert len(found(workspace, typed)) == len(PEOPLE)


names = st.text(
    st.one_of(st.sampled_from("aAbëøł '-.%_*\"中か1"), st.characters(codec="utf-8")), max_size=12
)


def naive(made: Made, typed: str) -> bool:
    """Say in plain Python whether a lead is meant."""
    card = "".join(f" {word}" for word in [*words(fold(made.searched)), digits(made.phone)])
    search = lead_search(typed)
    if search.number:
        return search.number in card
    return all(f" {phrase}" in card for phrase in search.phrases)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(st.tuples(names, names, names), min_size=1, max_size=6),
    typed=st.one_of(names, st.text(max_size=4)),
    cut=st.integers(0, 5),
)
def test_any_name_and_anything_typed(
    workspace: Workspace, people: list[tuple[str, str, str]], typed: str, cut: int
) -> None:
    made = [Made(first or None, last, company=company) for first, last, company in people]
    written = write_leads(workspace, made)
    for sought in (typed, people[0][0][:cut], people[0][2][cut:]):
        expected = {
            lead for one, lead in zip(made, written.leads, strict=True) if naive(one, sought)
        }
        for many in (0, 10_000):
            with patch.object(ordering, "SORTED_AT_MOST", many), workspace.read() as session:
                rows = lead_window(session, LeadFilter(search=sought), LeadOrder(), 0, 5_000)
            assert {row.id for row in rows} & set(written.leads) == expected


def test_the_index_parts_words_as_the_cards_do(workspace: Workspace) -> None:
    """Letters known to the old Unicode are one word to the index; the rest goes by the cards."""
    old = unicodedata.ucd_3_2_0
    signs = [
        chr(code)
        for code in range(128, 0x3000)
        if old.category(chr(code))[0] in "LN" and fold(chr(code)) == chr(code)
    ]
    with Session(workspace.engines()[0]) as session:
        session.execute(text("CREATE VIRTUAL TABLE parts USING fts5vocab(lead_search, 'row')"))
        session.execute(
            text("INSERT INTO lead_search (rowid, search_text) VALUES (1, :words)"),
            {"words": " ".join(f"q{sign}q" for sign in signs)},
        )
        terms = set(session.scalars(text("SELECT term FROM parts")))
        session.rollback()
    whole = {term for term in terms if term.startswith("q") and term.endswith("q")}
    assert {f"q{sign}q" for sign in signs} == whole


def test_hidden_batches_are_in_no_list(workspace: Workspace) -> None:
    write_leads(workspace, PEOPLE[:2])
    write_leads(workspace, PEOPLE[2:], batch_id=7)
    with workspace.write() as session:
        hide(session.connection(), 7, "loading")
    shown = {"Ann Lee", "José Peña"}
    assert found(workspace, "") == shown
    assert found(workspace, "", LeadColumn.STAGE) == shown
    assert found(workspace, "ann") == {"Ann Lee"}
    with patch.object(ordering, "SORTED_AT_MOST", 0):
        assert found(workspace, "ann") == {"Ann Lee"}
