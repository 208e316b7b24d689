"""Texts that spreadsheets would run as formulas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.spreadsheet_cells import safe_text


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+SUM(A1)", "-2+3", "@cmd", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0"),
        *("\uff1d1", "+1 (617) 555-0100"),
    ],
)
def test_formulas_are_quoted(text: str) -> None:
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["+44 20 7946 0000", "-3.5", "name", ""])
def test_numbers_and_words_stay(text: str) -> None:
    assert safe_text(text) == text


@given(st.text())
def test_no_text_begins_a_formula(text: str) -> None:
    written = safe_text(text)
    assert not written.startswith(("=", "@", "\t", "\r", "\n"))
    if written.startswith(("+", "-")):
        assert set(written[1:]) <= set("0123456789 .,()")
