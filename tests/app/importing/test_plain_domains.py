"""Plain domains are known by a pattern; it must say of each what the library says."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.importing.cells.plain import parse_emails
from app.importing.problems import ValueProblem

_LABEL = st.text("abzABZ019-", min_size=1, max_size=8) | st.sampled_from(
    ("xn--bcher-kva", "a" * 63, "a" * 64, "test", "local", "invalid", "com", "de")
)


@settings(max_examples=200)
@given(st.lists(_LABEL, min_size=1, max_size=5).map(".".join))
@example(".".join(["a" * 60] * 4) + ".example.com")
@example("ab--cd.com")
@example("company.onion")
def test_an_address_is_taken_or_refused_as_the_library_does(domain: str) -> None:
    address = f"ann@{domain}"
    try:
        wanted = validate_email(
            address, check_deliverability=False, test_environment=True
        ).normalized
    except EmailNotValidError:
        with pytest.raises(ValueProblem):
            parse_emails(address)
    else:
        assert parse_emails(address) == (wanted,)
