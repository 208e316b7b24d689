"""Cells to phone numbers in E.164 form."""

import re
from functools import cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

from app.importing.cells.plain import is_blank
from app.importing.problems import ValueProblem

_SEPARATORS = re.compile(r"\s*(?:;|\n|:::|\s/\s|\s\|\s|,\s+(?=[+0(]))\s*")
_PLAIN_INTERNATIONAL = re.compile(r"\+[0-9][0-9 ().-]{6,22}\Z")
_NOT_DIGITS = str.maketrans("", "", "+ ().-")


class _NumberingPlan(NamedTuple):
    """What decides about a number of one calling code: its lengths and its dialling prefix."""

    lengths: frozenset[int]
    prefix: re.Pattern[str] | None


def split_phones(text: str) -> list[str]:
    """Return the numbers of a cell that holds several."""
    return [part for part in _SEPARATORS.split(text) if not is_blank(part)]


def parse_phone(text: str, country: str | None) -> str:
    """Return a phone number in E.164 form, with `;ext=` where it names an extension.

    `country` (ISO 3166, two letters) is where a number without country code is dialled.

    >>> parse_phone("020 7946 0958", "GB")
    '+442079460958'
    """
    known = _plainly_international(text)
    if known is not None:
        return known
    try:
        number = phonenumbers.parse(text.strip("'"), country)
    except phonenumbers.NumberParseException as error:
        if (
            error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE
            and country is None
            and not text.lstrip("' (").startswith(("+", "00"))
        ):
            raise ValueProblem("phone_without_country", text) from error
        if text.startswith("00"):
            return parse_phone(f"+{text[2:]}", None)
        raise ValueProblem("not_a_phone", text) from error
    if not phonenumbers.is_possible_number(number):
        if text.startswith("00"):
            return parse_phone(f"+{text[2:]}", None)
        raise ValueProblem("not_a_phone", text)
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{plain};ext={number.extension}" if number.extension else plain


def _plainly_international(text: str) -> str | None:
    """Return the number where nothing needs interpreting, which is the case of most exports.

    This agrees with the library at a tenth of its cost; anything with a dialling prefix, an odd
    length or letters is None and goes to the library.
    """
    if not _PLAIN_INTERNATIONAL.match(text):
        return None
    numbers = text.translate(_NOT_DIGITS)
    for size in (1, 2, 3):
        plan = _plan(numbers[:size])
        if plan is None:
            continue
        national = numbers[size:]
        if (
            len(national) in plan.lengths
            and national[0] != "0"
            and not (plan.prefix and plan.prefix.match(national))
        ):
            return f"+{numbers}"
        return None
    return None


@cache
def _plan(calling_code: str) -> _NumberingPlan | None:
    if calling_code.startswith("0"):
        return None
    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(calling_code), ())
    # The first region stands for all that share the code; 001 is no country.
    if not regions or regions[0] == "001":
        return None
    metadata = PhoneMetadata.metadata_for_region(regions[0])
    if metadata is None or metadata.general_desc is None:
        return None
    prefix = metadata.national_prefix_for_parsing
    return _NumberingPlan(
        frozenset(metadata.general_desc.possible_length),
        re.compile(prefix) if prefix else None,
    )
