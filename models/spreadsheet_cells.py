"""What spreadsheets make of a text: one that they would run as a formula is marked as text."""

_RUN_BY_SPREADSHEETS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that might be is quoted.

    A phone number or a negative number is not a formula and stays as it is.

    >>> safe_text("=1+1")
    "'=1+1"
    >>> safe_text("+44 20 7946 0000")
    '+44 20 7946 0000'
    """
    if not text.startswith(_RUN_BY_SPREADSHEETS) or _is_plain_number(text):
        return text
    return f"'{text}"


def _is_plain_number(text: str) -> bool:
    """Say whether a text with a sign in front is only a number, or a phone number."""
    body = text[1:]
    return (
        text[0] in "+-" and body[:1].isdigit() and all(sign in "0123456789 .,()" for sign in body)
    )
