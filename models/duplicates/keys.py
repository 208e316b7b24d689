"""The keys by which two contacts or companies are known as the same, and what never is one.

A shared phone, a role mailbox or a blank name alone never makes a duplicate: such a key is None
or flagged, and matching has to ask for a second one.
"""

import re
from functools import lru_cache

from models.text_keys import digits, fold, fold_name

_ROLE_MAILBOXES = frozenset({
    "abuse", "accounting", "accounts", "admin", "administration", "all", "anfrage", "archiv",
    "billing", "booking", "bookings", "buchhaltung", "buero", "bureau", "business", "career",
    "careers", "commercial", "compta", "contact", "contacto", "contactus", "customerservice",
    "desk", "direction", "einkauf", "empfang", "enquiries", "enquiry", "events", "feedback",
    "finance", "frontdesk", "general", "hello", "help", "helpdesk", "hi", "hola", "hr", "info",
    "informacion", "information", "inquiries", "inquiry", "investor", "it", "jobs", "kontakt",
    "kundenservice", "legal", "mail", "mailbox", "marketing", "media", "news", "newsletter",
    "noreply", "no-reply", "donotreply", "office", "operations", "order", "orders", "partner",
    "partners", "personal", "postmaster", "post", "praxis", "presse", "press", "privacy",
    "procurement", "purchasing", "reception", "recruiting", "recruitment", "reservations", "rh",
    "sales", "salesteam", "secretary", "sekretariat", "service", "services", "shop", "staff",
    "support", "team", "tech", "ventas", "verkauf", "verwaltung", "vertrieb", "webmaster",
    "welcome", "zentrale",
})  # fmt: skip
_LEGAL_FORMS = (
    "gesellschaft mit beschrankter haftung", "public limited company", "limited liability company",
    "gmbh & co kgaa", "gmbh & co kg", "gmbh co kgaa", "gmbh co kg", "ag & co kg", "ag co kg",
    "ug haftungsbeschrankt", "pty ltd", "pte ltd", "pvt ltd", "private limited", "sdn bhd",
    "co ltd", "sp z oo", "sp z o o", "s a r l", "s p a", "s r l", "s r o", "d o o", "a s",
    "s a s", "s a", "b v", "n v", "l l c", "l l p", "l p", "incorporated", "inc", "corporation",
    "corp", "company", "co", "limited", "ltd", "llc", "llp", "lp", "plc", "gmbh", "ggmbh", "mbh",
    "ag", "kg", "kgaa", "ohg", "gbr", "ug", "ev", "eg", "se", "sarl", "sas", "sasu", "sa", "eurl",
    "sl", "slu", "srl", "spa", "snc", "bv", "nv", "vof", "bvba", "ab", "as", "asa", "oy", "oyj",
    "aps", "sro", "doo", "dd", "kft", "zrt", "nyrt", "bt", "ltda", "eireli", "kk", "pty", "pte",
    "pvt", "lda", "sp", "spzoo", "ooo", "oao", "zao", "jsc",
)  # fmt: skip
_LEGAL_TAIL = re.compile(
    r"(?:\s+(?:" + "|".join(map(re.escape, sorted(_LEGAL_FORMS, key=len, reverse=True))) + r"))+\Z"
)
_NOT_WORDS = re.compile(r"[^\w&]+")
_NAME_WORDS = re.compile(r"[\w&]+")
_HONORIFICS = re.compile(
    r"\A(?:(?:mr|mrs|ms|miss|mx|dr|prof|herr|frau|mme|mlle|sr|sra|ing|dipl|mag)\b\.?\s*)+"
)
_FIRST_OF_LOCAL = re.compile(r"[._-]|\d")
_SPOKEN_DIGITS = 6


def email_key(email: str | None) -> str | None:
    """Return the address without case; None for none.

    >>> email_key("Ann.Lee@Example.com")
    'ann.lee@example.com'
    """
    return email.strip().casefold() or None if email else None


def is_role_mailbox(email: str) -> bool:
    """Say whether an address belongs to a desk, not to a person.

    >>> is_role_mailbox("Sales@example.com"), is_role_mailbox("info.de@example.com")
    (True, True)
    """
    local = email.partition("@")[0].casefold().partition("+")[0]
    if local in _ROLE_MAILBOXES:
        return True
    first = _FIRST_OF_LOCAL.split(local, maxsplit=1)[0]
    if first not in _ROLE_MAILBOXES:
        return False
    rest = local[len(first) :].strip("._-0123456789")
    return len(rest) <= 2 or rest in _ROLE_MAILBOXES


def phone_key(phone: str | None) -> str | None:
    """Return the digits of a phone number without its extension; None for too few to tell.

    >>> phone_key("+442079460958;ext=12")
    '442079460958'
    """
    if not phone:
        return None
    numbers = digits(phone.partition(";")[0])
    return numbers if len(numbers) >= _SPOKEN_DIGITS else None


@lru_cache(maxsize=50_000)
def company_key(name: str | None) -> str | None:
    """Return a company's name without case, accents, punctuation and legal form.

    >>> company_key("Müller & Söhne GmbH & Co. KG"), company_key("ACME, Inc.")
    ('muller & sohne', 'acme')
    """
    if not name:
        return None
    words = _NOT_WORDS.sub(" ", fold(name.replace("'", "").replace("’", ""))).strip()
    # A company may be called by its legal form alone ("AG"); then that is its name.
    return _LEGAL_TAIL.sub("", words).removesuffix(" &") or words or None


def name_words(name: str) -> list[str]:
    """Return the words of a person's name without case, accents, punctuation and honorifics.

    >>> name_words("Dr. José Peña-Ruiz")
    ['jose', 'pena', 'ruiz']
    """
    return _NAME_WORDS.findall(_HONORIFICS.sub("", fold_name(name)))


def person_key(name: str | None, company: str | None) -> str | None:
    """Return one key of a person's full name and company; None unless both are there.

    >>> person_key("Dr. José Peña", "Acme Ltd") == person_key("jose pena", "ACME")
    True
    """
    at = company_key(company)
    if not name or at is None:
        return None
    words = name_words(name)
    # One word is a first name or a department; too many people answer to it.
    return f"{' '.join(words)}|{at}" if len(words) > 1 else None
