"""Folded forms of names, by which lists are sorted and searched and companies are matched."""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_NOT_A_DIGIT = re.compile(r"\D+")
_WORD = re.compile(r"[^\W_]+")
# Letters that Unicode does not take apart, and what people type who have no key for them.
_TYPED_AS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
    | {"\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)
# Scripts without spaces between words (Thai to Khmer, kana, Han): each sign is a word of its own.
_UNSPACED = (
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff])"
)


def fold(text: str) -> str:
    """Return text without case, accents and doubled spaces.

    >>> fold("  Crème   BRÛLÉE GmbH ")
    'creme brulee gmbh'
    >>> fold("Łódź")
    'lodz'
    """
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _SPACES.sub(" ", plain.translate(_TYPED_AS).strip())


@lru_cache(maxsize=20_000)
def fold_name(name: str) -> str:
    """Return a name as `fold` does, remembered: its keys, its card and its like ask again."""
    return fold(name)


def words(folded: str) -> list[str]:
    """Return the words of a folded text as the search counts them: letters and digits only.

    >>> words(fold("Ann.Lee@example.com 美咲"))
    ['ann', 'lee', 'example', 'com', '美', '咲']
    """
    if not folded.isascii():
        # Compiled when it is first met: so many ranges take a while, and few texts need them.
        folded = re.sub(_UNSPACED, r" \1 ", folded)
    return _WORD.findall(folded)


def digits(text: str | None) -> str:
    """Return only the digits of a phone number.

    >>> digits("+44 (0)20 7946-0958")
    '4402079460958'
    """
    if not text:
        return ""
    international = text[1:]
    # So are most numbers stored: a plus sign and digits.
    if text[0] == "+" and international.isascii() and international.isdigit():
        return international
    return _NOT_A_DIGIT.sub("", text)
