"""The signature of a mail, read as a lead: what is sure has its field, the rest becomes notes."""

import re
from dataclasses import dataclass
from typing import Final

from models.duplicates.keys import company_key
from models.text_keys import fold

_EMAIL: Final = re.compile(r"[^\s<>;,|:]+@[^\s<>;,|]+\.\w+")
_PHONE: Final = re.compile(r"\+?\(?\d[\d\s()./-]{5,}\d")
_PARTS: Final = re.compile(r"\s+[|·•–-]+\s+|,\s+")
_LABEL: Final = re.compile(r"(?i)\b(e|e?-?mail|t|tel|telephone|telefon|phone|fon)\b")
_CLOSINGS: Final = frozenset(
    {
        "best", "best regards", "best wishes", "cheers", "kind regards", "many thanks", "regards",
        "sincerely", "thank you", "thanks", "yours sincerely", "beste grusse", "freundliche grusse",
        "mit freundlichen grussen", "viele grusse", "vg",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed; what is not known for sure is empty."""

    name: str = ""
    company: str = ""
    job_title: str = ""
    email: str = ""
    phone: str = ""
    notes: str = ""
    """Each line of which something is in no field."""


def read_signature(text: str) -> Signature:
    r"""Return who signed: the first line of words alone, the first address and the first number.

    >>> read_signature("Ann Lee\nAcme GmbH | Buyer\nT: +49 30 1234567").company
    'Acme GmbH'
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    named = next((line for line in lines if _names_somebody(line)), "")
    name, *beside = _PARTS.split(named)
    company = ""
    for line in lines:
        parts = _PARTS.split(line)
        company = next((part for part in parts if part != name and _has_legal_form(part)), "")
        if company:
            beside += [part for part in parts if part not in {name, company}]
            break
    titles = [part for part in beside if part != company and not re.search(r"[\d@]", part)]
    found = Signature(
        name=name,
        company=company,
        job_title=titles[0] if titles else "",
        email=_first(_EMAIL, text),
        phone=_first(_PHONE, text),
    )
    return Signature(
        found.name,
        found.company,
        found.job_title,
        found.email,
        found.phone,
        "\n".join(line for line in lines if _says_more(line, found)),
    )


def _names_somebody(line: str) -> bool:
    closes = line.endswith(",") or fold(line).strip(" .!") in _CLOSINGS
    return not closes and any(sign.isalpha() for sign in line) and not re.search(r"[\d@]", line)


def _has_legal_form(name: str) -> bool:
    """Say whether a name ends in what only companies are called; a word behind it hides that."""
    return company_key(name) != (company_key(f"{name} x") or "").removesuffix(" x")


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return "" if found is None else found[0]


def _says_more(line: str, found: Signature) -> bool:
    if fold(line).strip(" ,.!") in _CLOSINGS:
        return False
    for known in (found.email, found.phone, found.company, found.job_title, found.name):
        line = line.replace(known, " ") if known else line
    return any(sign.isalnum() for sign in _LABEL.sub("", line))
