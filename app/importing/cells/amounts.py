"""Cells to money: integer minor units with an ISO currency, never a float."""

import re
from typing import NamedTuple

from app.importing.cells.plain import parse_integer
from app.importing.problems import ValueProblem
from models.iso_codes import currencies, minor_digits

# SQLite's integers end at 2**63; nobody's deal comes near.
_LARGEST_MINOR = 10**17
_CODE = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])")
_NUMBER = re.compile(r"\d(?:[\d.,'’ \u00a0\u202f]*\d)?(?:[.,]-{1,2})?|[.,]\d+")
_SUFFIX = re.compile(r"\s*(k|m|mio|mrd|bn|b|million|thousand|tsd)\b\.?\s*", re.IGNORECASE)
_POWERS = {
    "k": 3, "thousand": 3, "tsd": 3, "m": 6, "mio": 6, "million": 6, "bn": 9, "b": 9, "mrd": 9,
}  # fmt: skip
_SYMBOLS = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB",
    "₴": "UAH", "₪": "ILS", "฿": "THB", "₫": "VND", "₱": "PHP", "zł": "PLN", "kč": "CZK",
    "us$": "USD", "a$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD", "r$": "BRL",
    "hk$": "HKD", "s$": "SGD", "euro": "EUR", "fr.": "CHF", "sfr": "CHF",
}  # fmt: skip
_DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD", "HKD", "SGD", "MXN", "TWD"})
_CROWNS = frozenset({"SEK", "NOK", "DKK", "ISK", "CZK"})


class Money(NamedTuple):
    """An amount in the smallest unit of its currency."""

    amount_minor: int
    currency: str


def parse_money(
    text: str, currency: str | None = None, *, decimal_comma: bool | None = None
) -> Money:
    """Return the amount that a cell names, in its own currency or else in `currency`.

    Without `decimal_comma` a lone mark before three digits ("1.234") is refused as ambiguous.

    >>> parse_money("€ 1.234,56"), parse_money("(1,234)", "USD", decimal_comma=False)
    (Money(amount_minor=123456, currency='EUR'), Money(amount_minor=-123400, currency='USD'))
    """
    found = _NUMBER.search(text)
    if found is None:
        raise ValueProblem("not_an_amount", text)
    before, after = text[: found.start()], text[found.end() :]
    power = 0
    suffix = _SUFFIX.match(after)
    if suffix:
        power = _POWERS[suffix[1].lower()]
        after = after[suffix.end() :]
    negative, rest = _sign(before, after, text)
    own = _currency(rest, currency, text)
    places = minor_digits(own)
    whole, decimals = _parts(found[0], text, decimal_comma, short=power > 0)
    decimals = decimals.ljust(power, "0")
    whole, decimals = whole + decimals[:power], decimals[power:].rstrip("0")
    if len(decimals) > places:
        raise ValueProblem("too_many_decimals", text)
    if len(whole) > 18:
        raise ValueProblem("amount_out_of_range", text)
    minor = int((whole or "0") + decimals.ljust(places, "0"))
    if minor > _LARGEST_MINOR:
        raise ValueProblem("amount_out_of_range", text)
    return Money(-minor if negative else minor, own)


def parse_number(text: str, *, decimal_comma: bool | None = None) -> int | float:
    """Return a number, with or without decimals; refuses what is none.

    Without `decimal_comma` a lone mark before three digits parts thousands.

    >>> parse_number("1,234"), parse_number("-0.5"), parse_number("12,5")
    (1234, -0.5, 12.5)
    """
    if decimal_comma is None or text.strip("+-").isdigit():
        try:
            return parse_integer(text)
        except ValueProblem:
            pass
    sign = -1 if text.startswith("-") else 1
    found = _NUMBER.fullmatch(text.lstrip("+-").strip())
    if found is None or len(text) > 40:
        raise ValueProblem("not_a_decimal", text)
    try:
        whole, decimals = _parts(found[0], text, decimal_comma, short=True)
    except ValueProblem as problem:
        raise ValueProblem("not_a_decimal", text) from problem
    if not decimals.strip("0"):
        return sign * int(whole or "0")
    return sign * float(f"{whole or '0'}.{decimals}")


def parse_currency(text: str) -> str:
    """Return an ISO currency code, given as a code or as a sign that means one currency."""
    code = text.strip().upper()
    if code in currencies():
        return code
    known = _SYMBOLS.get(text.strip().lower())
    if known is None:
        raise ValueProblem("unknown_currency", text)
    return known


def has_ambiguous_mark(text: str) -> bool:
    """Say whether the cell is an amount that the decimal mark decides about."""
    try:
        parse_money(text, "USD")
    except ValueProblem as problem:
        return problem.reason_code == "ambiguous_amount"
    return False


def shown_decimal_comma(text: str) -> bool | None:
    """Return the decimal mark that a cell gives away: comma True, dot False, neither None."""
    found = _NUMBER.search(text)
    if found is None:
        return None
    number = found[0]
    last_comma, last_dot = number.rfind(","), number.rfind(".")
    if last_comma >= 0 and last_dot >= 0:
        return last_comma > last_dot
    last = max(last_comma, last_dot)
    if last < 0:
        return None
    mark = number[last]
    if number.count(mark) > 1:
        return mark == "."
    return None if len(number) - last - 1 == 3 and last <= 3 else mark == ","


def _sign(before: str, after: str, text: str) -> tuple[bool, str]:
    """Return whether the amount is negative, and the text around it without its sign."""
    start, end = before.strip(), after.strip()
    if start.startswith("(") and end.endswith(")"):
        return True, f"{start[1:]} {end[:-1]}"
    for minus in ("-", "−", "–"):
        if start.count(minus) + end.count(minus) == 1:
            if not (start.startswith(minus) or start.endswith(minus) or end == minus):
                raise ValueProblem("not_an_amount", text)
            return True, f"{start.replace(minus, '')} {end.replace(minus, '')}"
    return False, f"{start.removeprefix('+')} {end}"


def _currency(rest: str, default: str | None, text: str) -> str:
    """Read the currency from what stands around the number."""
    word = rest.strip()
    if not word:
        if default is None:
            raise ValueProblem("currency_missing", text)
        return default
    low = word.lower()
    if low == "$":
        return default if default in _DOLLARS else "USD"
    if low in {"kr", "kr."}:
        if default in _CROWNS:
            return default
        raise ValueProblem("unknown_currency", text)
    if low in _SYMBOLS:
        return _SYMBOLS[low]
    code = _CODE.fullmatch(word.upper())
    if code and code[1] in currencies():
        return code[1]
    parts = low.split()
    if len(parts) == 2 and len({_currency(part, default, text) for part in parts}) == 1:
        return _currency(parts[0], default, text)
    raise ValueProblem("not_an_amount", text)


def _parts(number: str, text: str, decimal_comma: bool | None, *, short: bool) -> tuple[str, str]:
    """Split a number into the digits before and after its decimal mark."""
    number = re.sub(r"[.,]-{1,2}\Z", "", number)
    number = _ungrouped(number, "'’ \u00a0\u202f", text)
    comma = decimal_comma
    shown = shown_decimal_comma(number)
    if comma is None:
        comma = shown
    if comma is None:
        if not ("," in number or "." in number):
            return number, ""
        if not short:
            raise ValueProblem("ambiguous_amount", text)
        # Nobody writes 1,234k for a million: before a suffix the mark is a decimal one.
        comma = "," in number
    decimal, group = (",", ".") if comma else (".", ",")
    whole, mark, decimals = number.partition(decimal)
    if mark and (decimal in decimals or group in decimals):
        raise ValueProblem("not_an_amount", text)
    return _ungrouped(whole, group, text), decimals


def _ungrouped(number: str, marks: str, text: str) -> str:
    """Take out the marks between thousands; refuses marks that stand elsewhere."""
    groups = re.split(f"[{re.escape(marks)}]", number)
    if len(groups) == 1:
        return number
    inner = groups[1:]
    inner[-1] = re.split(r"[.,]", inner[-1])[0] if marks not in ".," else inner[-1]
    if not all(len(group) in {2, 3} and group.isdigit() for group in inner):
        raise ValueProblem("not_an_amount", text)
    if len(inner[-1]) != 3 or not 1 <= len(groups[0]) <= 3:
        raise ValueProblem("not_an_amount", text)
    return "".join(groups)
