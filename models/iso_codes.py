"""Countries and currencies by their ISO codes; the tables are the locale data's own."""

from functools import cache


@cache
def countries() -> frozenset[str]:
    """Return the two-letter codes of the countries of the world."""
    from babel import Locale

    no_countries = {"EU", "EZ", "UN", "XA", "XB", "ZZ"}
    known = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in known if len(code) == 2 and code.isalpha()) - no_countries


@cache
def currencies() -> frozenset[str]:
    """Return the three-letter codes of all currencies, those of the past included."""
    from babel import Locale

    return frozenset(Locale("en").currencies)


@cache
def minor_digits(currency: str) -> int:
    """Return how many decimal places a currency's minor unit has.

    >>> minor_digits("EUR"), minor_digits("JPY"), minor_digits("KWD")
    (2, 0, 3)
    """
    from babel.numbers import get_currency_precision

    return int(get_currency_precision(currency))
