"""Cells to values: text, e-mail addresses, web addresses, countries, numbers."""

import re
from functools import cache, lru_cache

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from app.importing.problems import ValueProblem
from models.checks import LONG_TEXT_LIMIT, TEXT_LIMIT
from models.clean_text import in_lines, in_one_line
from models.iso_codes import countries
from models.text_keys import fold

# What people and systems write into a cell to say that nothing is known.
_MARKS_OF_NOTHING = frozenset({"-", "--", "—", ".", "?", "n/a", "#n/a", "(blank)", "(none)"})
_BLANKS = _MARKS_OF_NOTHING | {
    "na", "n.a.", "none", "null", "nil", "nan", "undefined", "k.a.", "k. a.", "keine",
    "not available", "not provided", "unknown", "unbekannt", "inconnu", "desconocido",
    "0000-00-00", "0000-00-00 00:00:00", "00.00.0000", "00/00/0000",
}  # fmt: skip
_LONGEST_BLANK = max(map(len, _BLANKS))
# As spreadsheets of several languages write it; hash marks alone stand for a column too narrow.
_SPREADSHEET_ERROR = re.compile(r"\s*(?:#(?:[¡¿]?[A-ZÀ-Ý/0]{2,}[!?]|NV|#+)|Err:\d{3})\s*\Z")
_YES = frozenset(
    ("yes", "y", "true", "t", "1", "x", "ja", "j", "wahr", "oui", "o", "vrai", "si", "s", "on")
)
_NO = frozenset(("no", "n", "false", "f", "0", "nein", "falsch", "non", "faux", "off"))

_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*\Z")
_PLAIN_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\Z")
_LONGEST_DOMAIN = 253
_SPECIAL_USE = tuple(f".{name}" for name in SPECIAL_USE_DOMAIN_NAMES)
_ADDRESS_IN_ANGLES = re.compile(r"<([^<>]+)>")
_ADDRESS_SEPARATORS = re.compile(r"\s*(?:[;,\n]|:::)\s*")
_WHOLE_NUMBER = re.compile(r"[+-]?\d+\Z")
_GROUPED_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[.,' \u00a0\u202f]\d{3})+\Z")
_ZERO_DECIMALS = re.compile(r"[.,]0+\Z")
_HEADCOUNT = re.compile(r"(\d[\d.,' ]*)\s*(?:(?:-|–|to|bis|à|a)\s*\d[\d.,' ]*|\+)?\s*[^\d%]*\Z")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_][\w-]+(?::\d+)?(?=[/?#]|\Z)")


def clean_text(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return one line of text without signs that nobody sees; refuses more than `limit`."""
    text = in_one_line(text)
    if len(text) > limit:
        raise ValueProblem("text_too_long", text)
    return text


def clean_long_text(text: str, limit: int = LONG_TEXT_LIMIT) -> str:
    """Return text of several lines without signs that nobody sees; refuses more than `limit`."""
    text = in_lines(text)
    if len(text) > limit:
        raise ValueProblem("text_too_long", text)
    return text


def is_blank(text: str) -> bool:
    """Say whether a cell is empty or says in words that nothing is known."""
    return len(text) <= _LONGEST_BLANK and (not text or text.casefold() in _BLANKS)


def is_mark_of_nothing(text: str) -> bool:
    """Say whether a text cell is empty or a mark that is nobody's name ("None" may be one)."""
    return len(text) <= _LONGEST_BLANK and (not text or text.casefold() in _MARKS_OF_NOTHING)


def is_spreadsheet_error(text: str) -> bool:
    """Say whether a cell shows what went wrong in a spreadsheet, in place of a value."""
    return text.lstrip()[:1] in {"#", "E"} and _SPREADSHEET_ERROR.match(text) is not None


def parse_emails(text: str) -> tuple[str, ...]:
    """Return the addresses in a cell, domains in lower case; refuses what is no address.

    >>> parse_emails("Ann Lee <Ann.Lee@Example.COM>; a@example.org")
    ('Ann.Lee@example.com', 'a@example.org')
    """
    local, at, domain = text.partition("@")
    if at and _PLAIN_LOCAL.match(local) and len(local) <= 64:
        known = _domain(domain)
        if known is not None:
            return (f"{local}@{known}",)
    found = []
    for part in _ADDRESS_SEPARATORS.split(text):
        inner = _ADDRESS_IN_ANGLES.search(part)
        address = (inner.group(1) if inner else part).strip().strip("'\"")
        if address[:7].casefold() == "mailto:":
            address = address[7:]
        if not is_blank(address):
            found.append(_checked_address(address, text))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=50_000)
def _domain(domain: str) -> str | None:
    """Return the domain as it is written down, None where the whole address must be looked at.

    Plain domains are known by a pattern, at a fiftieth of what the library takes for them.
    """
    plain = domain.lower()
    if (
        _PLAIN_DOMAIN.match(plain)
        and len(plain) <= _LONGEST_DOMAIN
        and "--" not in plain
        and not f".{plain}".endswith(_SPECIAL_USE)
    ):
        return plain
    try:
        return validate_email(
            f"a@{domain}", check_deliverability=False, test_environment=True
        ).domain
    except EmailNotValidError:
        return None


def _checked_address(address: str, cell: str) -> str:
    try:
        return validate_email(address, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise ValueProblem("not_an_email", cell) from error


def parse_url(text: str) -> str:
    """Return an http or https address; `https` is added where a host stands alone.

    >>> parse_url("www.example.com/team")
    'https://www.example.com/team'
    """
    address = "".join(text.split())
    scheme, _colon, rest = address.partition("://")
    if scheme.casefold() in {"http", "https"} and _HOST.match(rest):
        return f"{scheme.lower()}://{rest}"
    if _HOST.match(address) and not _is_other_scheme(address):
        return f"https://{address}"
    raise ValueProblem("not_a_url", text)


def _is_other_scheme(address: str) -> bool:
    scheme = _SCHEME.match(address)
    return scheme is not None and not address[scheme.end() : scheme.end() + 1].isdigit()


def parse_integer(text: str) -> int:
    """Return a whole number, with or without marks between its thousands."""
    if _WHOLE_NUMBER.match(text):
        return _bounded(int(text[:20]), text)
    if _GROUPED_NUMBER.match(text):
        return _bounded(int(re.sub(r"[^\d+-]", "", text)[:20]), text)
    whole = _ZERO_DECIMALS.sub("", text)
    if whole != text and _WHOLE_NUMBER.match(whole):
        return _bounded(int(whole[:20]), text)
    raise ValueProblem("not_a_number", text)


def _bounded(number: int, text: str) -> int:
    # SQLite's integers end there.
    if abs(number) >= 2**63:
        raise ValueProblem("not_a_number", text)
    return number


def parse_headcount(text: str) -> int:
    """Return the number of employees; of a range ("51-200", "10,001+") the lower end."""
    found = _HEADCOUNT.match(text)
    if found is None:
        raise ValueProblem("not_a_number", text)
    return parse_integer(found.group(1).strip(" .,'"))


def parse_yes_no(text: str) -> bool:
    """Return whether a cell says yes."""
    word = fold(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueProblem("not_yes_or_no", text)


def parse_country(text: str) -> str:
    """Return the two-letter code of a country named in English, German, French, Spanish ...

    >>> parse_country("Deutschland"), parse_country("USA")
    ('DE', 'US')
    """
    code = countries_by_name().get(fold(text).replace(".", ""))
    if code is None:
        raise ValueProblem("unknown_country", text)
    return code


@cache
def countries_by_name() -> dict[str, str]:
    """Return the codes by folded name, and by two- and three-letter code."""
    from babel import Locale
    from babel.core import get_global

    codes = countries()
    names: dict[str, str] = {}
    for language in ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv"):
        for code, name in Locale(language).territories.items():
            if code in codes:
                names.setdefault(fold(str(name)).replace(".", ""), str(code))
    for alias, current in get_global("territory_aliases").items():
        if len(current) == 1 and len(alias) in {2, 3} and alias.isalpha():
            names[alias.lower()] = current[0]
    names.update((code.lower(), code) for code in codes)
    names.update(_OTHER_COUNTRY_NAMES)
    return names


_OTHER_COUNTRY_NAMES = {
    "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "great britain": "GB", "united states of america": "US", "holland": "NL",
    "the netherlands": "NL", "korea": "KR", "south korea": "KR", "republic of korea": "KR",
    "russian federation": "RU", "czech republic": "CZ", "uae": "AE", "viet nam": "VN",
    "ivory coast": "CI", "taiwan, province of china": "TW", "hong kong": "HK", "macedonia": "MK",
    "turkey": "TR", "burma": "MM", "the philippines": "PH", "usa": "US", "uk": "GB",
    "brd": "DE", "bosnia and herzegovina": "BA", "swaziland": "SZ", "cape verde": "CV",
}  # fmt: skip
