"""A signature that was copied out of a mail: what is sure has its field, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.leads.signature import Signature, read_signature


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            """Kind regards,

            Mara Quint
            Head of Logistics | Nordkai Foods GmbH
            T: +49 40 2312 5789
            mara.quint@nordkai.example
            """,
            Signature(
                "Mara Quint",
                "Nordkai Foods GmbH",
                "Head of Logistics",
                "mara.quint@nordkai.example",
                "+49 40 2312 5789",
            ),
        ),
        (
            """Best regards
            Ann Lee, Buyer
            Acme
            Tel. 020 7946 0958 Mobile 07700 900123
            E-mail: ann@acme.example""",
            Signature(
                "Ann Lee",
                "",
                "Buyer",
                "ann@acme.example",
                "020 7946 0958",
                "Acme\nTel. 020 7946 0958 Mobile 07700 900123",
            ),
        ),
        ("12 High Street\nSW1A 1AA", Signature(notes="12 High Street\nSW1A 1AA")),
    ],
)
def test_a_signature_is_parted_into_fields(text: str, expected: Signature) -> None:
    assert read_signature(text) == expected


@given(st.lists(st.text("aé1@.,|+ -", max_size=12), max_size=5))
def test_nothing_that_is_pasted_is_lost(lines: list[str]) -> None:
    found = read_signature("\n".join(lines))
    kept = "\n".join(
        (found.name, found.company, found.job_title, found.email, found.phone, found.notes)
    )
    assert {sign for line in lines for sign in line if sign.isalnum()} <= set(kept)
