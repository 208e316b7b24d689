"""Folded forms of names, by which lists are sorted and searched and companies are matched."""

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_NOT_A_DIGIT = re.compile(r"\D+")


def fold(text: str) -> str:
    """Return text without case, accents and doubled spaces.

    >>> fold("  Crème   BRÛLÉE GmbH ")
    'creme brulee gmbh'
    """
    if text.isascii():
        return _SPACES.sub(" ", text.strip()).lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _SPACES.sub(" ", plain.strip())


def digits(text: str | None) -> str:
    """Return only the digits of a phone number.

    >>> digits("+44 (0)20 7946-0958")
    '4402079460958'
    """
    return "" if text is None else _NOT_A_DIGIT.sub("", text)
